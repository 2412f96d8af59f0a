"""When an encounter was, as owners write it."""

import re
from datetime import UTC, datetime, time, tzinfo
from email.utils import parsedate_to_datetime

from relevance.sources.posts.dates import moment
from relevance.sources.spans import edge_in

__all__ = ["moment_of"]

_LONGEST = 80
_EPOCH = re.compile(r"\d{9,19}(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TWO_DIGITS = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d\d)\b(?!\2)")
_NAMED_TWO_DIGITS = re.compile(r"^(\d{1,2})[-/ .]+([A-Za-z]{3,9})\.?[-/ .]+(\d\d)(?=$|[\s,])")
_DAY_FIRST_DASHES = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4})\b")
_CLOCK_FIRST = re.compile(
    r"^(\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?)[,\s]+(?:on\s+)?(\S.*)$", re.IGNORECASE
)
_DOTTED_CLOCK = re.compile(r"([\sT,])(\d{1,2})\.(\d\d)(?=$|\s)")
_HOUR_ALONE = re.compile(r"([\s,])(\d{1,2})\s*([ap])\.?m\.?$", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d\d|T\d\d")
_ZONE = re.compile(r"(?:Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)\s*(?:\([^()]*\))?$", re.IGNORECASE)
_OTHER_ZONE = re.compile(r"(?<=[\d M])\s+(?!AM$|PM$)[A-Z]{2,5}$")
_ANCIENT = re.compile(r"0\d{3}\b")
_EARLIEST, _LATEST = 1900, 2100


def moment_of(
    written: str, zone: tzinfo, *, day_first: bool = False
) -> tuple[datetime | None, bool]:
    """Return the moment (UTC) that an owner wrote down, and whether it is approximate; null where it is none.

    What names no zone is in `zone` and approximate; a day without a time is its noon, which is the same day in every
    zone; a month or a year without a day is its first.

    Args:
        written: a date with or without time and zone, or seconds or milliseconds since 1970.
        zone: the owner's zone.
        day_first: read 3/4/2026 as 3 April.
    """
    text = _tidied(" ".join(written[:_LONGEST].split()), day_first=day_first)
    if _ANCIENT.match(text):
        return None, True
    found = _zoned(text)
    if found is not None:
        return (found, False) if _EARLIEST <= found.year <= _LATEST else (None, True)
    plain = _OTHER_ZONE.sub("", text)
    naive = moment(plain, day_first=day_first)
    if naive is None:
        edge = edge_in(plain)
        naive = datetime.combine(edge.day, time(), UTC) if edge else None
    if naive is None or not _EARLIEST <= naive.year <= _LATEST:
        return None, True
    if not _CLOCK.search(plain):
        naive = naive.replace(hour=12)
    try:
        return naive.replace(tzinfo=zone).astimezone(UTC), True
    except (ValueError, OverflowError):
        return None, True


def _zoned(text: str) -> datetime | None:
    """Return the moment of a text that names a zone or counts seconds."""
    if _EPOCH.fullmatch(text):
        return moment(text)
    if not _CLOCK.search(text):
        return None
    if _ZONE.search(text):
        found = moment(text)
        if found is not None:
            return found
    try:
        # Zones such as EST have a meaning in the dates of mail only.
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _tidied(text: str, *, day_first: bool) -> str:
    """Return a date in a shape that is known."""
    text = _CLOCK_FIRST.sub(r"\2 \1", text)
    text = _DOTTED_CLOCK.sub(r"\1\2:\3", text)
    text = _HOUR_ALONE.sub(r"\1\2:00 \3m", text)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return "-".join(compact.groups())
    named = _NAMED_TWO_DIGITS.match(text)
    if named:
        return f"{named[1]} {named[2]} {_year(named[3])}{text[named.end() :]}"
    short = _TWO_DIGITS.match(text)
    if short:
        text = f"{short[1]}{short[2]}{short[3]}{short[2]}{_year(short[4])}{text[short.end() :]}"
    dashed = _DAY_FIRST_DASHES.match(text)
    if dashed:
        day_leads = day_first or int(dashed[1]) > 12
        day, month = (dashed[1], dashed[2]) if day_leads else (dashed[2], dashed[1])
        return f"{dashed[3]}-{month}-{day}{text[dashed.end() :]}"
    return text


def _year(digits: str) -> int:
    return int(digits) + (2000 if int(digits) < 70 else 1900)
