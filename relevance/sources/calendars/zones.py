"""Names of time zones that no calendar explains: captions of Windows, offsets, other spellings -> known names."""

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone import tzp

__all__ = ["ABOUT", "fixed_zone", "known_name", "zone_of"]

ABOUT = "about "
"""Begins the name of a zone of which only the distance to UTC in winter is known."""

_PARAMETER = re.compile(r"(;\s*TZID=)(\"[^\"]*\"|[^;:]*)", re.IGNORECASE)
_OFFSET = re.compile(
    r"^\(?(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?:[:.]?(\d\d))?\)?(.*)$", re.IGNORECASE
)
_ZERO = frozenset({"z", "utc", "gmt", "(utc)", "(gmt)", "microsoft/utc", "tzone://microsoft/utc"})
_UTC_WORDS = re.compile(r"(?:\((?:UTC|GMT)\)\s*)?coordinated universal time$", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*\d+$")


def known_name(line: str, defined: frozenset[str]) -> str:
    """Return a line with its TZID replaced by a name that the icalendar library knows.

    A zone that the calendar itself defines keeps its name. One that nobody knows is left out: the time is then one
    without a zone.

    Args:
        line: from its first colon or semicolon on, as `DTSTART;TZID=W. Europe:20240304T090000`.
        defined: names of the calendar's own zones, in lower case.
    """
    found = _PARAMETER.search(line)
    if not found:
        return line
    told = found[2].strip('" ')
    if told.casefold() in defined:
        return line
    name = _standard(told)
    replaced = f'{found[1]}"{name}"' if name else ""
    return line[: found.start()] + replaced + line[found.end() :]


def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone of a name as calendars write it, null where it is not known."""
    standard = _standard(name.strip('" '))
    if not standard or standard.startswith((ABOUT, "+", "-")):
        return None
    try:
        return ZoneInfo(str(tzp.timezone(standard)))
    except (KeyError, ValueError, OSError):
        return None


def fixed_zone(name: str) -> tzinfo | None:
    """Return the zone of a name that `known_name` made of a distance to UTC, null for any other."""
    found = re.search(r"([+-])(\d\d)(\d\d)$", name)
    if not found or not name.startswith((ABOUT, "+", "-")):
        return None
    distance = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-distance if found[1] == "-" else distance)


@lru_cache(maxsize=1024)
def _standard(told: str) -> str:
    if told.casefold() in _ZERO or _UTC_WORDS.match(told):
        return "UTC"
    for name in (told, _NUMBERED.sub("", told), told.replace("Daylight Time", "Standard Time")):
        if _is_known(name):
            return name
        spelt = _by_spelling().get(_compared(name))
        if spelt:
            return spelt
    found = _OFFSET.match(told)
    if found and int(found[2]) <= 14:
        offset = f"{found[1]}{int(found[2]):02d}{found[3] or '00'}"
        # A caption with places has summer time; of which kind it does not say.
        return f"{ABOUT}{offset}" if found[4].strip(") ") else offset
    return ""


def _is_known(name: str) -> bool:
    try:
        return tzp.timezone(name) is not None
    except (KeyError, ValueError, OSError, TypeError, AttributeError):
        return False


@cache
def _by_spelling() -> dict[str, str]:
    """Return the known names by what is left of them without case and separators; of cities too."""
    found: dict[str, str] = {}
    for name in sorted(available_timezones()):
        found.setdefault(_compared(name), name)
    for name in sorted(available_timezones()):
        found.setdefault(_compared(name.rpartition("/")[2]), name)
    return found


def _compared(name: str) -> str:
    return re.sub(r"[^a-z0-9+]", "", name.casefold())
