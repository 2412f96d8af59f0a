"""When a message was sent: by its own date, else by the line before it in its mbox."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import NamedTuple

__all__ = ["Moment", "sent_at"]

_YEARS = range(1971, 2101)
# "Mon Mar 04 11:20:34 +0000 2024": the zone stands before the year, after it, or nowhere.
_IN_SEPARATOR = re.compile(
    r"(\w{3}) +(\d{1,2}) +(\d\d:\d\d(?::\d\d)?)((?: +(?:[A-Z]{1,5}|[+-]\d{4})\b)*) +(\d{4})\b"
    r"((?: +[+-]\d{4})?)"
)
_AS_IN_HEADER = re.compile(r"\d{1,2} +\w{3} +\d{4} +\d\d:\d\d.{0,40}")
_LEAP = re.compile(r"(\d\d:\d\d):6\d")
# Names of zones that the standard library does not know and that mean one thing only.
_ZONES = {
    "WEST": "+0100", "CET": "+0100", "MEZ": "+0100", "MET": "+0100", "CEST": "+0200", "MESZ": "+0200",
    "MEST": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "JST": "+0900", "KST": "+0900",
}  # fmt: skip
_NAMED = re.compile(rf"\b({'|'.join(_ZONES)})\b(?!\))")


class Moment(NamedTuple):
    """When, in UTC."""

    at: datetime | None
    is_approximate: bool | None
    """Whether no zone was named; null where no moment was."""


def sent_at(date: str, separator: bytes, zone: tzinfo) -> Moment:
    """Return when a message was sent.

    Args:
        date: its field `Date`, "" for none.
        separator: the line before it in an mbox, empty for none.
        zone: time zone of what names none.
    """
    return _moment(date, zone) or _separator_moment(separator, zone) or Moment(None, None)


def _separator_moment(separator: bytes, zone: tzinfo) -> Moment | None:
    line = separator.decode("latin-1")
    if found := _IN_SEPARATOR.search(line):
        month, day, clock, before, year, after = found.groups()
        return _moment(f"{day} {month} {year} {clock} {after or before}", zone)
    written = _AS_IN_HEADER.search(line)
    return _moment(written.group(), zone) if written else None


def _moment(text: str, zone: tzinfo) -> Moment | None:
    told = _LEAP.sub(r"\1:59", text.strip()[:200])
    if not told:
        return None
    try:
        found = _parsed(told)
        is_approximate = found.tzinfo is None and "-0000" not in told
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone if is_approximate else UTC)
        moment = found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Moment(moment, is_approximate) if moment.year in _YEARS else None


def _parsed(told: str) -> datetime:
    try:
        return parsedate_to_datetime(_NAMED.sub(lambda found: _ZONES[found.group()], told, count=1))
    except (ValueError, TypeError, IndexError):
        return datetime.fromisoformat(told)
