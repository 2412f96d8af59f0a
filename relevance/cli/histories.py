"""What `relevance person` says of careers: a pasted history, employers and schools, the past that is shared."""

import sys
from pathlib import Path
from typing import Any

from relevance.cli.output import Output
from relevance.errors import UnreadableFileError
from relevance.pipeline import (
    AddedHistory,
    PersonPage,
    past_sentence,
    together_words,
    where_words,
)
from relevance.sources.positions import PastedHistory
from relevance.sources.stretches import Stretch
from relevance.sources.text import decode
from relevance.texts import _

__all__ = ["history_document", "pasted_document", "pasted_text", "say_history", "say_pasted"]


def pasted_text(source: str) -> str:
    """Return the text of a file, of standard input for "-".

    Raises:
        UnreadableFileError: there is no such file, or it is no text.
    """
    if source == "-":
        return decode(sys.stdin.buffer.read())
    try:
        return decode(Path(source).expanduser().read_bytes())
    except OSError as error:
        msg = _(
            "{source} cannot be read: {reason}. Name a text file, or - for what is piped in.",
            source=source,
            reason=error.strerror,
        )
        raise UnreadableFileError(msg) from error


def pasted_document(understood: PastedHistory, added: AddedHistory | None) -> dict[str, Any]:
    """Return what was understood of a pasted text and what came of it, as JSON gives it."""
    return {
        "kept": added is not None,
        "added": added.added if added else 0,
        "updated": added.updated if added else 0,
        "import_id": added.import_id if added else None,
        "understood": [_stretch(one) for one in understood.stretches],
        "left": [
            {"line": one.number, "text": one.text, "reason": one.reason} for one in understood.left
        ],
    }


def _stretch(one: Stretch) -> dict[str, Any]:
    start = one.span.start if one.span else None
    finish = one.span.finish if one.span else None
    return {
        "kind": one.kind,
        "organisation": one.organisation,
        "title": one.title or None,
        "from": start.day if start else None,
        "to": finish.day if finish else None,
        "current": one.is_current,
        "place": one.place,
    }


def say_pasted(output: Output, understood: PastedHistory, added: AddedHistory | None) -> None:
    """Print what was understood of a pasted text, what was not and why, and what came of it."""
    rows = [_stretch(one) for one in understood.stretches]
    columns = ("kind", "organisation", "title", "from", "to", "place")
    said = [{**row, "to": "today" if row["current"] else row["to"]} for row in rows]
    output.table(_("Understood"), columns, [[row[name] for name in columns] for row in said])
    output.table(
        _("Not understood"),
        ("line", "text", "why"),
        [(one.number, one.text, one.reason) for one in understood.unread],
    )
    if added is None:
        output.say(_("Nothing was kept: this was a preview."))
    elif added.import_id is None:
        output.say(_("This very text is held already; nothing was added."))
    else:
        output.say(
            _(
                "{added} added, {updated} updated. `relevance imports --undo {import_id}` takes "
                "it back.",
                added=added.added,
                updated=added.updated,
                import_id=added.import_id,
            )
        )


def history_document(page: PersonPage) -> dict[str, Any]:
    """Return a person's employers and schools, and those that the owner shares, as JSON gives them."""
    return {
        "positions": [
            {
                "kind": one.kind,
                "organisation": one.organisation,
                "title": one.title,
                "from": one.started_on,
                "to": one.finished_on,
                "current": one.is_current,
                "place": one.place,
                "from_grain": one.started_grain,
                "to_grain": one.finished_grain,
            }
            for one in page.history
        ],
        "shared_past": [
            {
                "kind": one.kind,
                "organisation": one.organisation,
                "their_organisation": one.their_organisation,
                "together": one.together,
                "your_years": one.own_years or None,
                "their_years": one.their_years or None,
                "from": one.overlap.first,
                "to": one.overlap.last,
                "least_days": one.overlap.least_days,
                "most_days": one.overlap.most_days,
                "length": together_words(one) or None,
                "your_place": one.own_place,
                "their_place": one.their_place,
                "same_place": one.same_place,
                "undated": one.undated or None,
                "sentence": past_sentence(one),
            }
            for one in page.shared
        ],
    }


def say_history(output: Output, page: PersonPage) -> None:
    """Print the shared past and the person's own employers and schools."""
    output.table(
        _("Shared past"),
        ("where", "you", "they", "together", "place"),
        [
            (
                one.organisation,
                one.own_years or None,
                one.their_years or None,
                together_words(one)
                or {True: "yes", False: "never", None: _("not known")}[one.together],
                where_words(one) or None,
            )
            for one in page.shared
        ],
    )
    for one in page.shared:
        output.say(past_sentence(one))
    output.table(
        _("Employers and schools"),
        ("where", "as", "from", "to", "place"),
        [
            (
                one.organisation,
                one.title,
                one.started_on,
                "today" if one.is_current else one.finished_on,
                one.place,
            )
            for one in page.history
        ],
    )
