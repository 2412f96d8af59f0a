"""The bytes of an iCalendar file -> its calendars, each cut into time zones and events, whatever is broken around them.

Only lines that say who met when are kept, so that a bad line, an alarm or an attachment of megabytes costs nothing.
The parts themselves are read by the icalendar library.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from relevance.sources.text import decode

__all__ = ["EventLines", "Sheet", "sheets_in"]

_BYTE_FOLD = re.compile(rb"\r?\n[ \t]")
_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(r"\s*(?:[\w-]+\.)?([\w-]+)\s*([:;].*)", re.DOTALL)
_KEPT = frozenset(
    {
        *("UID", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "STATUS", "SUMMARY"),
        *("DTSTART", "RRULE", "RDATE", "EXDATE", "ORGANIZER", "ATTENDEE"),
    }
)
_OF_CALENDAR = frozenset({"METHOD", "X-WR-TIMEZONE", "VERSION"})
_LONGEST_LINE = 100_000
_MOST_LINES = 5_000


@dataclass(frozen=True)
class EventLines:
    """The lines of one event that matter here, without its alarms."""

    lines: tuple[str, ...]
    is_whole: bool
    """False where the file ends within it, or a line is longer than any honest one."""


@dataclass
class Sheet:
    """One VCALENDAR: a file may hold several."""

    told: dict[str, str] = field(default_factory=dict)
    """Its METHOD and X-WR-TIMEZONE, where it has them."""
    zones: list[str] = field(default_factory=list)
    """The text of each VTIMEZONE."""
    events: list[EventLines] = field(default_factory=list)


def sheets_in(data: bytes) -> list[Sheet]:
    """Return the calendars of a file; events outside of any calendar count as one more.

    Raises:
        UnreadableFileError: the bytes are no text.
    """
    sheet = Sheet()
    sheets: list[Sheet] = []
    cut = _Cut()
    for name, rest in _lines_of(data):
        opened = rest[1:].upper() if name == "BEGIN" else ""
        if opened == "VCALENDAR":
            cut.close(sheet, is_whole=True)
            sheets.append(sheet)
            sheet = Sheet()
        elif cut.inside or opened:
            cut.take(sheet, name, rest)
        elif name in _OF_CALENDAR:
            sheet.told.setdefault(name, rest.partition(":")[2])
    cut.close(sheet, is_whole=False)
    # Before the first of them there is nothing, unless a calendar begins with its events.
    whole = [*sheets, sheet]
    return [one for place, one in enumerate(whole) if place or one.events]


class _Cut:
    """Follows which part of a calendar the lines belong to."""

    def __init__(self) -> None:
        self.inside = ""
        self._within = 0
        self._lines: list[str] = []
        self._is_whole = True

    def take(self, sheet: Sheet, name: str, rest: str) -> None:
        """Take the next line of a part, or the one that begins it."""
        named = rest[1:].upper()
        if name == "BEGIN" and (not self.inside or named in {"VEVENT", "VTIMEZONE"}):
            # A part that has no end ends where the next one begins.
            self.close(sheet, is_whole=True)
            self.inside, self._within, self._lines, self._is_whole = named, 0, [], True
        elif name == "END" and named in {self.inside, "VCALENDAR"}:
            self.close(sheet, is_whole=True)
        elif self.inside == "VTIMEZONE":
            self._keep(name, rest)
        elif name in {"BEGIN", "END"}:
            self._within = max(0, self._within + (1 if name == "BEGIN" else -1))
        elif self.inside == "VEVENT" and not self._within and name in _KEPT:
            self._keep(name, rest)

    def _keep(self, name: str, rest: str) -> None:
        if len(self._lines) < _MOST_LINES and len(rest) < _LONGEST_LINE:
            self._lines.append(f"{name}{rest}")
        else:
            self._is_whole = False

    def close(self, sheet: Sheet, *, is_whole: bool) -> None:
        """End the part that the lines are in, if they are in one."""
        if self.inside == "VEVENT":
            sheet.events.append(EventLines(tuple(self._lines), is_whole and self._is_whole))
        elif self.inside == "VTIMEZONE" and is_whole:
            sheet.zones.append(
                "\r\n".join(["BEGIN:VTIMEZONE", *self._lines, "END:VTIMEZONE"]) + "\r\n"
            )
        self.inside = ""


def _lines_of(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each line in capitals and what follows it, from its colon or semicolon on."""
    # A fold may cut a letter in two, so lines are joined before they are decoded.
    text = _FOLD.sub("", decode(_BYTE_FOLD.sub(b"", data)))
    for line in text.split("\n"):
        found = _LINE.match(line)
        if found:
            name, rest = found[1].upper(), found[2]
            yield name, f":{rest[1:].strip()}" if rest.startswith(":") else rest
