"""What is left to do after deciding: as a list, a table for a spreadsheet, Markdown, or calendar entries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import polars as pl

from relevance.errors import UsageError
from relevance.names import website_of
from relevance.pipeline.deciding import Decided
from relevance.pipeline.upkeep import defused
from relevance.texts import _, marked

__all__ = ["TODO_FORMATS", "Todo", "todo_text", "todos", "write_todo"]

TODO_FORMATS = {".csv": "text/csv", ".md": "text/markdown", ".ics": "text/calendar"}
"""How a to-do list can be written, by the ending of its file, with the media type."""

_FIRST = {
    "accept": marked("Accept the invitation of {name}"),
    "ask": marked("Ask {name} what they hope to get from connecting"),
    "decline": marked("Decline the invitation of {name}"),
    "later": marked("Look at the invitation of {name} again"),
}
# Signs that are format anywhere, and those that are at the beginning of a line.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])|^([+\-=])|^(\d+)(?=[.)])")


@dataclass(frozen=True)
class Todo:
    """One thing to do, by the owner's own hand: nothing is ever clicked for them."""

    due: date | None
    """Null where any day will do."""
    what: str
    name: str
    decision: str
    profile: str | None
    why: str
    since: str
    """What happened since the decision."""
    decided_on: date
    decision_id: int
    invite_id: str


def todos(log: Sequence[Decided], today: date) -> list[Todo]:
    """Return what is left to do, what is due first; what has no day comes last.

    Args:
        log: decisions, as `decided_log` gives them.
        today: the day it is.
    """
    found = [todo for one in log if one.undone_at is None and (todo := _todo(one, today))]
    return sorted(found, key=lambda one: (one.due is None, one.due or today, one.name.casefold()))


def _todo(one: Decided, today: date) -> Todo | None:
    if one.outcome in {"connected", "gone"}:
        return None
    name = _line(one.name) or _("an inviter")
    what, due = _(_FIRST[one.decision], name=name), one.revisit_on
    if one.decision == "ask" and one.outcome == "answered":
        what, due = _("{name} has answered: decide on the invitation", name=name), today
    elif one.decision == "ask" and one.is_due(today):
        what = _("{name} has not answered: ask again, or decide on the invitation", name=name)
    return Todo(
        due=due,
        what=what,
        name=name,
        decision=one.decision,
        profile=website_of(one.url),
        why=_line(" ".join(one.reasons[:2])),
        since=_line(one.sentence),
        decided_on=one.decided_at.date(),
        decision_id=one.decision_id,
        invite_id=one.invite_id,
    )


def _line(text: str | None) -> str:
    kept = (char if char.isprintable() else " " for char in text or "")
    return " ".join("".join(kept).split())


def write_todo(listed: Sequence[Todo], file: Path, today: date) -> int:
    """Write a to-do list to `file` as CSV, Markdown or calendar entries, by its ending; return how many things it has.

    Raises:
        UsageError: the ending is unknown, or the file cannot be written.
    """
    text = todo_text(listed, file.suffix.casefold(), today)
    try:
        file.write_bytes(text)
    except OSError as error:
        msg = _(
            "{file} cannot be written: {reason}. Name a file in a folder that is there.",
            file=file,
            reason=error.strerror or error,
        )
        raise UsageError(msg) from error
    return len(listed)


def todo_text(listed: Sequence[Todo], ending: str, today: date) -> bytes:
    """Return a to-do list as the bytes of a file.

    In CSV, a cell that a spreadsheet would run as a formula gets an apostrophe in front. A thing without a
    day stands in the calendar on the day of writing.

    Raises:
        UsageError: the ending is none of `TODO_FORMATS`.
    """
    if ending == ".csv":
        return _csv(listed)
    if ending == ".md":
        return _markdown(listed, today)
    if ending == ".ics":
        return _calendar(listed, today)
    msg = _(
        "A to-do list must end with one of {todo_formats}, got {ending!r}.",
        todo_formats=", ".join(TODO_FORMATS),
        ending=ending,
    )
    raise UsageError(msg)


_COLUMNS = ("due", "what", "name", "decision", "profile", "why", "since", "decided_on", "invite_id")


def _csv(listed: Sequence[Todo]) -> bytes:
    dates = {"due", "decided_on"}
    frame = pl.DataFrame(
        [[getattr(one, column) for column in _COLUMNS] for one in listed],
        schema={column: pl.Date if column in dates else pl.String for column in _COLUMNS},
        orient="row",
    )
    # Spreadsheets take a file without the mark for one of their own old alphabets.
    return b"\xef\xbb\xbf" + defused(frame).write_csv().encode("utf-8", "replace")


def _markdown(listed: Sequence[Todo], today: date) -> bytes:
    lines = [_("# Invitations: what is left to do on {today}", today=today.isoformat()), ""]
    for one in listed:
        day = f"**{one.due.isoformat()}** " if one.due else ""
        # An address in angle brackets stays one; a bracket of its own would end it.
        link = f" <{re.sub('[<> ]', '', one.profile)}>" if one.profile else ""
        lines.append(f"- [ ] {day}{_escaped(one.what)}{link}")
        lines += [f"  - {_escaped(said)}" for said in (one.why, one.since) if said]
    if not listed:
        lines.append(_("Nothing is left to do."))
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _escaped(text: str) -> str:
    return _MARKS.sub(
        lambda found: f"{found.group(3) or ''}\\{found.group(1) or found.group(2) or ''}", text
    )


def _calendar(listed: Sequence[Todo], today: date) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", _("-//Feed Relevance//to-do list//EN"))
    calendar.add("version", "2.0")
    for one in listed:
        event = icalendar.Event()
        # The id is that of the decision: read in again, an entry moves instead of standing twice.
        event.add("uid", f"decision-{one.decision_id}-{one.invite_id}@feed-relevance")
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", one.due or today)
        event.add("dtend", (one.due or today) + timedelta(days=1))
        event.add("summary", one.what)
        event.add("description", "\n".join(said for said in (one.why, one.since) if said))
        if one.profile:
            event.add("url", one.profile)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
