"""The moments and days that exports of all years write, and what Excel makes of them."""

import calendar
import re
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

import polars as pl
from polars._typing import PolarsDataType

__all__ = ["local_moments", "parse_day", "parse_local", "parse_moment"]

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if number}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_EARLIEST, _LATEST = 1900, 2100
_LONGEST = 64
_MESSAGE_FORM = "%Y-%m-%d %H:%M:%S UTC"
_MESSAGE_LENGTH = len("2026-06-07 12:00:00 UTC")

_TIME = r"(?:(?:,|\s|T)\s*(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?\s*(?P<ap>[AP])?"
_TIME += r"(?:\.?M\.?)?)?\s*(?:UTC|GMT|Z|[+]00:?00|\(GMT\)|\(UTC\))?"
_PATTERNS = tuple(
    re.compile(pattern + "$", re.IGNORECASE)
    for pattern in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME,
        r"(?P<d>\d{1,2})[\s\-.]\s*(?P<b>[a-z]+)\.?[\s\-,]\s*(?P<y>\d{4}|\d\d)" + _TIME,
        r"(?P<b>[a-z]+)\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})" + _TIME,
        r"[a-z]{3},?\s+(?P<b>[a-z]{3})\s+(?P<d>\d{1,2})\s+(?P<h>\d\d):(?P<mi>\d\d):(?P<s>\d\d)"
        r"\s+(?:UTC|GMT)\s+(?P<y>\d{4})(?P<ap>)",
        r"(?P<us1>\d{1,2})[/\-](?P<us2>\d{1,2})[/\-](?P<y>\d{4}|\d\d)" + _TIME,
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d\d)" + _TIME,
    )
)
_ZONED = re.compile(r"(?:UTC|GMT|Z|[+]00:?00)\)?\s*(?:\d{4})?\s*$", re.IGNORECASE)


def parse_moment(text: str) -> datetime | None:
    """Return the moment that `text` names, in UTC, or null where it names none.

    A day without a time is its midnight. Where no zone is named UTC is taken. `4/5/21` is 5 April,
    as LinkedIn writes it, unless the first number can be no month; `5.4.21` is too.
    """
    return _parsed(text) if len(text) <= _LONGEST else None


def parse_local(text: str, *, zone: tzinfo = UTC) -> tuple[datetime | None, bool]:
    """Return the moment that `text` names, in UTC, and whether it names no zone.

    Without one it is taken as the time of day in `zone`, and may be hours off.
    """
    moment = parse_moment(text)
    if moment is None or _ZONED.search(text):
        return moment, False
    try:
        return moment.replace(tzinfo=zone).astimezone(UTC), True
    except (ValueError, OverflowError):
        return moment, True


def local_moments(texts: pl.Series, *, zone: tzinfo = UTC) -> pl.DataFrame:
    """Return what `parse_local` gives for each text as columns `at` and `is_approximate`.

    A third column, `written`, is what `parse_moment` gives: the moment if it were written in UTC.
    """
    moment = pl.Datetime("us", "UTC")
    # Half a million messages are dated in this one form, so it has a short cut.
    plain = pl.when(pl.col("text").str.len_bytes() == _MESSAGE_LENGTH).then("text")
    quick = plain.str.to_datetime(_MESSAGE_FORM, time_unit="us", time_zone="UTC", strict=False)
    found = pl.DataFrame({"text": texts}).with_columns(at=quick)
    others = found.filter(pl.col("at").is_null())["text"].unique().to_list()
    if not others:
        return found.select("at", is_approximate=pl.lit(value=False), written="at")
    parsed = [(text, *parse_local(text, zone=zone), parse_moment(text)) for text in others]
    schema: dict[str, PolarsDataType] = {
        "text": pl.String,
        "own": moment,
        "told": pl.Boolean,
        "written": moment,
    }
    rest = pl.DataFrame(parsed, schema=schema, orient="row")
    return found.join(rest, on="text", how="left", maintain_order="left").select(
        pl.coalesce("at", "own").alias("at"),
        pl.col("told").fill_null(value=False).alias("is_approximate"),
        pl.coalesce("at", "written").alias("written"),
    )


@lru_cache(maxsize=65536)
def _parsed(text: str) -> datetime | None:
    plain = " ".join(text.replace("\u202f", " ").split())
    for pattern in _PATTERNS:
        found = pattern.match(plain)
        if found:
            return _moment(found.groupdict())
    return None


def _moment(parts: dict[str, str | None]) -> datetime | None:
    month, day = _month_and_day(parts)
    hour, half = int(parts["h"] or 0), (parts["ap"] or "").upper()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "P" else 0)
    try:
        year = _year(parts["y"] or "")
        moment = datetime(
            year, month, day, hour, int(parts["mi"] or 0), int(parts["s"] or 0), tzinfo=UTC
        )
    except ValueError:
        return None
    return moment if _EARLIEST <= year <= _LATEST else None


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    if parts.get("us1"):
        first, second = int(parts["us1"] or 0), int(parts["us2"] or 0)
        return (second, first) if first > 12 else (first, second)
    month = _MONTHS.get((parts.get("b") or "").casefold()) or int(parts.get("m") or 0)
    return month, int(parts["d"] or 0)


def _year(digits: str) -> int:
    if len(digits) != 2:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def parse_day(text: str) -> date | None:
    """Return the day that `text` names, or null; read as `parse_moment` does."""
    moment = parse_moment(text)
    return moment.date() if moment else None
