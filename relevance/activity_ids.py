"""The id inside a LinkedIn post's address or URN, and the moment that the id itself tells.

An id of an `activity`, `share` or `ugcPost`, and the second half of a `groupPost`, begins with the
milliseconds since 1970 (its upper 41 bits). Ids stay strings: they are larger than 2**53.
The functions for whole columns and for one text follow the same rules.
"""

import re
from datetime import UTC, date, datetime, timedelta

import polars as pl

__all__ = ["activity_id", "activity_id_column", "activity_time", "activity_time_column"]

# One pattern in the common subset of Python's and Rust's regular expressions, so that a column and
# a single text cannot differ. Colons come plain or percent-encoded once or twice; addresses such as
# /posts/jane_words-activity-7100000000000000000-AbCd use a hyphen.
_MARK = r"(?::|%(?:25)?3A|-)"
_ACTIVITY = rf"(?i)activity{_MARK}([0-9]{{9,20}})"
_OTHER = rf"(?i)(?:(?:share|ugcPost){_MARK}|groupPost{_MARK}[0-9]+-)([0-9]{{9,20}})"
_BARE = r"(?:^|\s)([0-9]{19})(?:$|\s)"

_SHIFT = 22
_EARLIEST = datetime(2013, 1, 1, tzinfo=UTC)
_LARGEST = 2**63


def _latest(today: date | None) -> datetime:
    day = today or datetime.now(UTC).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=2)


def activity_id(text: str | None, *, today: date | None = None) -> str | None:
    """Return the id of the post that `text` (a URL, a URN or a bare id) names, or null.

    An `activity` id comes first, then a bare number, which producers write for it, and last the
    `share` or `ugcPost` id of the same post. A bare number counts only where it decodes to a time,
    so that row numbers and ids of other networks do not.

    Args:
        text: URL, URN or id; percent-encoded or not; several may stand side by side.
        today: the day on which it is read; an id from after the day that follows is none.
    """
    text = text or ""
    found = re.search(_ACTIVITY, text)
    if found:
        return found.group(1)
    bare = re.search(_BARE, text)
    if bare and activity_time(bare.group(1), today=today):
        return bare.group(1)
    other = re.search(_OTHER, text)
    return other.group(1) if other else None


def activity_time(identifier: str | None, *, today: date | None = None) -> datetime | None:
    """Return when the post with this id was made (UTC, to the millisecond), or null.

    Only times from 2013 to the end of tomorrow count: ids from before 2013 are plain numbers.
    """
    if not identifier or not re.fullmatch(r"[0-9]{1,20}", identifier):
        return None
    number = int(identifier)
    if number >= _LARGEST:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=number >> _SHIFT)
    return moment if _EARLIEST <= moment < _latest(today) else None


def activity_id_column(texts: pl.Expr, *, today: date | None = None) -> pl.Expr:
    """Return `activity_id` of every value of a column of strings."""
    bare = texts.str.extract(_BARE, 1)
    dated = activity_time_column(bare, today=today).is_not_null()
    return pl.coalesce(
        texts.str.extract(_ACTIVITY, 1),
        pl.when(dated).then(bare),
        texts.str.extract(_OTHER, 1),
    )


def activity_time_column(identifiers: pl.Expr, *, today: date | None = None) -> pl.Expr:
    """Return `activity_time` of every value of a column of ids."""
    number = identifiers.cast(pl.Int64, strict=False)
    moment = (number // 2**_SHIFT).cast(pl.Datetime("ms", "UTC")).cast(pl.Datetime("us", "UTC"))
    inside = (moment >= _EARLIEST) & (moment < _latest(today))
    return pl.when(inside).then(moment)
