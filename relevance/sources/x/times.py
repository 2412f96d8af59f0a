"""The moments that archives write in words, and the one that an id tells."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

__all__ = ["moment", "snowflake_time"]

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WORDS = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d?) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})", re.ASCII
)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII
)
_FIRST_YEAR, _LAST_YEAR = 2006, 2100

_SHIFT = 22
_EPOCH_MS = 1288834974657
_FIRST_SNOWFLAKE = 29_700_859_247
"""Ids were plain numbers until 4 November 2010."""
_ORIGIN = datetime(1970, 1, 1, tzinfo=UTC)


def moment(text: str, zone: tzinfo = UTC) -> tuple[datetime | None, bool]:
    """Return the moment that `text` names, in UTC, and whether `zone` had to be assumed.

    Known are `Sun Mar 21 12:53:22 +0000 2021`, `2021-03-21T12:53:22.000Z` and
    `2012-03-21 12:53:22 +0000`. The moment is null where `text` is none of these, or lies before
    the network began.
    """
    words = _WORDS.fullmatch(text)
    if words and words[1] in _MONTHS:
        month = _MONTHS.index(words[1]) + 1
        text = f"{words[5]}-{month:02d}-{words[2].zfill(2)}T{words[3]}{words[4]}"
    iso = _ISO.fullmatch(text)
    if iso is None:
        return None, False
    offset = (iso[3] or "").replace("UTC", "Z")
    try:
        found = datetime.fromisoformat(f"{iso[1]}T{iso[2]}{offset}")
        local = found.replace(tzinfo=zone) if found.tzinfo is None else found
        at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None, False
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return None, False
    return at, found.tzinfo is None


def snowflake_time(identifier: str | None) -> datetime | None:
    """Return when the post or message with this id was made (UTC, to the millisecond), or null.

    Ids from before November 2010 tell nothing, nor do those that would lie in the future.
    """
    if identifier is None or not (identifier.isascii() and identifier.isdigit()):
        return None
    number = int(identifier[:20])
    if not _FIRST_SNOWFLAKE <= number < 2**63:
        return None
    at = _ORIGIN + timedelta(milliseconds=(number >> _SHIFT) + _EPOCH_MS)
    return at if at <= datetime.now(UTC) + timedelta(days=1) else None
