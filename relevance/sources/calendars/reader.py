"""iCalendar files: one encounter for every held occurrence and every two people who took part."""

from datetime import UTC, date, datetime, time, tzinfo

from relevance.sources.archive import SourceFile
from relevance.sources.calendars.events import events_of
from relevance.sources.calendars.revisions import told_beside, versions_of
from relevance.sources.calendars.taking import CalendarTaking
from relevance.sources.result import ImportResult

__all__ = ["read", "recognises"]

_BEGIN = b"BEGIN:VCALENDAR"


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is an iCalendar."""
    del path
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        start = head.decode("utf-16", "ignore").lstrip().encode()
    elif 0 in head[:2]:
        start = head[:200].replace(b"\0", b"").lstrip()
    return start[: len(_BEGIN)].upper() == _BEGIN


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return one encounter for each held occurrence of a meeting and each two of its people.

    Rows are the events as the file holds them; a recurring one is one row, its exceptions are rows of their own. What
    lies ahead is not held yet. Who the owner is shows later: every pair is given, from the organiser where they are one
    of the two. Of several versions of one event, also in other calendars of the same import, the newest counts. The id
    of an encounter names the event, not its time, so that a later export of the calendar moves it.

    Args:
        file: an iCalendar file.
        as_of: the day to whose end meetings were held; up to now unless given.
        zone: zone of times that name none.

    Raises:
        UnreadableFileError: it is no calendar.
    """
    until = datetime.combine(as_of, time(23, 59, 59), UTC) if as_of else datetime.now(UTC)
    events = events_of(file, zone)
    taking = CalendarTaking(until, zone)
    taking.take(versions_of(events, told_beside(file)))
    return taking.result(events, as_of)
