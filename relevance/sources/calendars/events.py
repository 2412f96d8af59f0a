"""The bytes of an iCalendar file -> what each of its events says."""

import re
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

import icalendar
from icalendar.timezone import tzp

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.calendars.dates import DATED, dates_only, first_of, moment_key, placed
from relevance.sources.calendars.lines import EventLines, Sheet, sheets_in
from relevance.sources.calendars.parties import Party, answers_of, parties_of, salvaged
from relevance.sources.calendars.zones import known_name, zone_of
from relevance.texts import _, marked

__all__ = ["WHATEVER", "Event", "events_of"]

# The parsers raise whatever their pieces raise on damaged rules and dates.
WHATEVER = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError),
    AssertionError,
)

_LOCK = threading.Lock()
_CALLED_OFF = (
    *("cancelled:", "canceled:", "abgesagt:", "annulé :", "annulé:", "cancelado:", "annullato:"),
    "geannuleerd:",
)
_BLANKS = re.compile(r"\s*([,;=:])\s*")
_ODD_COMMAS = re.compile(r"\s+|,{2,}")
_LONGEST_TITLE = 120
_DAMAGED = marked("damaged event")
_NO_TIME = marked("no time")
_MOST_ZONES = 500


@dataclass(frozen=True)
class Event:
    """One VEVENT."""

    row: int
    """Its number in the file, from 1."""
    title: str = ""
    uid: str = ""
    """"" where it has none."""
    method: str = ""
    """What the message it came in asks for, in capitals: CANCEL, REPLY, ...; "" for a plain calendar."""
    start: date | None = None
    """A day, or a moment (with its zone wherever one is known)."""
    original: str | None = None
    """For an exception to a series: the moment or day it replaces, as `moment_key` writes it."""
    is_approximate: bool = False
    """It names no zone, a zone that is only about known, or a day without a time."""
    revision: tuple[int, str] = (0, "")
    """Its SEQUENCE, and when it was written."""
    is_cancelled: bool = False
    organiser: str | None = None
    parties: tuple[Party, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """What each attendee answers, by address."""
    component: icalendar.Event | None = None
    """Its dates and rules, where it repeats or is an exception; null otherwise."""
    trouble: str = ""
    """Why it says nothing, in the words that reports count by; "" for one that can be read."""

    @property
    def meaning(self) -> str:
        """What it says, apart from its words and versions, as text that is equal for equal meanings."""
        dates = (
            self.component.to_ical().decode("utf-8", "replace") if self.component else self.start
        )
        who = sorted(party.key for party in self.parties)
        return f"{dates} {self.is_cancelled} {who}"


def events_of(file: SourceFile, zone: tzinfo = UTC) -> list[Event]:
    """Return the events of a calendar file, those that cannot be read with their trouble.

    Args:
        file: an iCalendar file.
        zone: zone of times that name none, in calendars that name none either.

    Raises:
        UnreadableFileError: it is no calendar.
    """
    sheets = sheets_in(file.read())
    if not sheets:
        msg = _(
            "{path} is no readable calendar: it holds no VCALENDAR. Export the calendar again as "
            ".ics.",
            path=file.path,
        )
        raise UnreadableFileError(msg)
    found: list[Event] = []
    for sheet in sheets:
        # The library keeps the zones of one calendar for all others that it reads after it.
        with _LOCK, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tzp.use_zoneinfo()
            defined = _define_zones(sheet)
            local = zone_of(sheet.told.get("X-WR-TIMEZONE", "")) or zone
            for lines in sheet.events:
                found.append(_event(len(found) + 1, lines, sheet, defined, local))
            tzp.use_zoneinfo()
    return found


def _define_zones(sheet: Sheet) -> frozenset[str]:
    """Make the calendar's own zones known to the library and return their names in lower case."""
    names: set[str] = set()
    for text in sheet.zones[:_MOST_ZONES]:
        # Summer time comes once a year. Rules that say otherwise would be worked out for hours.
        if any(
            line.startswith("RRULE") and "FREQ=YEARLY" not in line.upper()
            for line in text.splitlines()
        ):
            continue
        try:
            zone = icalendar.Timezone.from_ical(text)
            if tzp.timezone(str(zone["TZID"])) is not None:
                names.add(str(zone["TZID"]).strip().casefold())
        except WHATEVER:
            continue
    return frozenset(names)


def _event(
    row: int, lines: EventLines, sheet: Sheet, defined: frozenset[str], local: tzinfo
) -> Event:
    titles = (line for line in lines.lines if line.startswith("SUMMARY"))
    title = _title(next(titles, "").partition(":")[2])
    if not lines.is_whole:
        return Event(row, title, trouble=_DAMAGED)
    if not any(line.startswith("DTSTART") for line in lines.lines):
        return Event(row, title, trouble=_NO_TIME)
    # Some programs write an empty EXDATE where nothing is left out.
    known = [_line(line, defined) for line in lines.lines if not line.endswith(":")]
    try:
        parsed = icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *known, "END:VEVENT", ""]))
        return _read(row, parsed, sheet, local)
    except WHATEVER:
        return Event(row, title, trouble=_DAMAGED)


def _line(line: str, defined: frozenset[str]) -> str:
    if line.startswith(("ATTENDEE", "ORGANIZER")):
        return salvaged(line)
    if line.startswith("RRULE"):
        return _ODD_COMMAS.sub(",", _BLANKS.sub(r"\1", line))
    name, mark, rest = line.partition(";")
    return name + known_name(mark + rest, defined) if name in DATED else line


def _read(row: int, parsed: Any, sheet: Sheet, local: tzinfo) -> Event:
    start, is_approximate = placed(first_of(parsed, "DTSTART"), local)
    organiser, parties = parties_of(parsed)
    original = first_of(parsed, "RECURRENCE-ID")
    title = _title(str(parsed.get("SUMMARY") or ""))
    return Event(
        row=row,
        title=title,
        uid=" ".join(str(parsed.get("UID") or "").split()),
        method=sheet.told.get("METHOD", "").upper(),
        start=start,
        original=moment_key(placed(original, local)[0]) if original else None,
        is_approximate=is_approximate,
        revision=(_whole(parsed.get("SEQUENCE")), _written(parsed)),
        is_cancelled=str(parsed.get("STATUS", "")).strip().upper() == "CANCELLED"
        or title.casefold().startswith(_CALLED_OFF),
        organiser=organiser,
        parties=parties,
        answers=answers_of(parsed),
        component=dates_only(parsed, local),
    )


def _whole(value: Any) -> int:
    try:
        return int(str(value or 0))
    except ValueError:
        return 0


def _written(parsed: Any) -> str:
    """Return when an event was written, as text that sorts."""
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        moment = getattr(parsed.get(name), "dt", None)
        if isinstance(moment, datetime):
            return moment_key(moment)
    return ""


def _title(told: str) -> str:
    plain = " ".join(told.split())
    return "".join(char for char in plain if char.isprintable())[:_LONGEST_TITLE]
