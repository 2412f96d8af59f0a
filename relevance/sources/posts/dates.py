"""When a post was written: a moment, or words such as "3w" that say how long ago.

A whole column is read with the two frequent shapes (numbers, ISO) in one pass each; the distinct
values of every other shape go through `moment`. A time without zone is UTC.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

import polars as pl

__all__ = ["MOMENT", "age_offset", "ages", "is_day_first", "moment", "moments"]

MOMENT = pl.Datetime("us", "UTC")

# No date is longer; longer cells are cut before they are searched.
_LONGEST = 120
_NUMBER = r"^[0-9]{9,19}(?:\.[0-9]*)?$"
_ISO = (
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2})(?::([0-9]{2}))?(?:[.,]([0-9]{1,9}))?)?"
    r"\s*(?:Z|UTC|GMT|([+-])([0-9]{2}):?([0-9]{2})?)?(?:\s*UTC)?$"
)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_CLOCK = (
    r"(?:[T,\s]+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE = (
    r"\s*(?:Z|(?:UTC|GMT)?(?P<sign>[+-])(?P<zone>\d\d):?(?P<rest>\d\d)?|UTC|GMT)?"
    r"\s*(?:UTC)?(?:\s*\(.*\))?"
)
_DAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_SHAPES = [
    re.compile(rf"^{_DAY}{date}{_CLOCK}{_ZONE}$", re.IGNORECASE)
    for date in (
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.\-]+(?:of\s+)?{_MONTH}[\s,\-]+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        r"(?P<first>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4}|\d\d)",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})",
    )
]
_SLASHED = r"^([0-9]{1,2})/([0-9]{1,2})/[0-9]{2,4}"

_UNITS = {
    "s": ("s", "sec", "secs", "second", "seconds"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "mo": ("mo", "mos", "mon", "month", "months"),
    "y": ("y", "yr", "yrs", "year", "years"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_AGO = re.compile(
    r"^(?:(?:posted|published|shared|edited|reposted|updated|about|over|almost)\s+)*"
    r"(?P<count>\d{1,4}|an?|one)\s*(?P<unit>[a-z]+)\.?\s*(?:ago\b)?(?:\s*[•·|(,–—-].*|\s+edited.*)?$",
    re.IGNORECASE,
)
_WORDS = {"now": "0s", "just now": "0s", "today": "0s", "yesterday": "1d"}


def moment(text: str, *, day_first: bool = False) -> datetime | None:
    """Return the moment that `text` names (UTC), or null where it names none.

    Args:
        text: a date with or without time and zone, or seconds, milliseconds, microseconds or
            nanoseconds since 1970.
        day_first: read 3/4/2026 as 3 April; else the American way, where that is a date at all.
    """
    text = " ".join(text[:_LONGEST].split())
    if re.search(_NUMBER, text):
        return _from_number(float(text))
    found = next((match for shape in _SHAPES if (match := shape.match(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    try:
        return _assembled(parts, day_first=day_first)
    except (ValueError, OverflowError):
        return None


def _from_number(number: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(number / _scale(number), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _scale(number: float) -> int:
    for limit, scale in ((1e17, 10**9), (1e14, 10**6), (1e12, 10**3)):
        if number > limit:
            return scale
    return 1


def _assembled(parts: dict[str, str | None], *, day_first: bool) -> datetime:
    year = int(parts["year"] or 0)
    if parts.get("first"):
        month, day = int(parts["first"] or 0), int(parts["other"] or 0)
        if (day_first and day <= 12) or month > 12:
            month, day = day, month
    else:
        month = (
            _MONTHS[name.casefold()] if (name := parts.get("month")) else int(parts["number"] or 0)
        )
        day = int(parts["day"] or 0)
    hour = int(parts["hour"] or 0)
    half = (parts["half"] or "").casefold()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    offset = timedelta(hours=int(parts["zone"] or 0), minutes=int(parts["rest"] or 0))
    return datetime(
        year + (2000 if year < 100 else 0),
        month,
        day,
        hour,
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
        int((parts["part"] or "").ljust(6, "0")[:6]),
        tzinfo=timezone(-offset if parts["sign"] == "-" else offset),
    ).astimezone(UTC)


def is_day_first(values: pl.Series) -> bool:
    """Return whether dates with slashes put the day first: 13 or more stands there only."""
    parts = values.str.extract_groups(_SLASHED).struct.unnest()
    first = parts.to_series(0).cast(pl.Int64).max()
    second = parts.to_series(1).cast(pl.Int64).max()
    return isinstance(first, int) and first > 12 and isinstance(second, int) and second <= 12


def moments(values: pl.Series, *, day_first: bool = False) -> pl.Series:
    """Return `moment` of every value of a column of strings, null where a value names none."""
    frame = pl.DataFrame({"text": values}).with_columns(
        pl.coalesce(_numbers(pl.col("text")), _iso(pl.col("text"))).alias("at")
    )
    rest = frame.filter(pl.col("at").is_null() & pl.col("text").is_not_null())["text"].unique()
    known = {text: at for text in rest if (at := moment(text, day_first=day_first))}
    if not known:
        return frame["at"]
    table = pl.DataFrame(
        {"text": list(known), "other": list(known.values())},
        schema={"text": pl.String, "other": MOMENT},
    )
    joined = frame.join(table, on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("at", "other").alias("at"))["at"]


def _numbers(text: pl.Expr) -> pl.Expr:
    number = pl.when(text.str.contains(_NUMBER)).then(text).cast(pl.Float64, strict=False)
    micros = (
        pl.when(number > 1e17)
        .then(number / 1e3)
        .when(number > 1e14)
        .then(number)
        .when(number > 1e12)
        .then(number * 1e3)
        .otherwise(number * 1e6)
    )
    return micros.cast(pl.Int64, strict=False).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _iso(text: pl.Expr) -> pl.Expr:
    parts = text.str.extract_groups(_ISO)
    day, clock, second, fraction, sign, hours, minutes = (
        parts.struct.field(str(number)) for number in range(1, 8)
    )
    written = pl.format("{} {}:{}", day, clock.fill_null("00:00"), second.fill_null("00"))
    at = written.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_zone="UTC", time_unit="us")
    micros = fraction.str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64).fill_null(0)
    offset = hours.cast(pl.Int64).fill_null(0) * 60 + minutes.cast(pl.Int64).fill_null(0)
    signed = pl.when(sign == "-").then(-offset).otherwise(offset)
    return at + pl.duration(microseconds=micros) - pl.duration(minutes=signed)


def age_offset(text: str) -> str | None:
    """Return how far back "3w", "2 mo" or "5d • Edited" reaches, as `-3w`; else null."""
    plain = " ".join(text[:_LONGEST].split()).casefold()
    head = re.split(r"\s*[•·|]", plain)[0]
    if head in _WORDS:
        return f"-{_WORDS[head]}"
    found = _AGO.match(plain)
    unit = _UNIT_OF.get(found.group("unit")) if found else None
    if not found or unit is None:
        return None
    count = found.group("count")
    return f"-{count if count.isdigit() else 1}{unit}"


def ages(values: pl.Series, reference: pl.Series) -> pl.Series:
    """Return the moments that words in `values` mean, measured back from `reference`."""
    known = {text: age for text in values.unique().drop_nulls() if (age := age_offset(text))}
    if not known:
        return pl.Series("at", [None] * len(values), dtype=MOMENT)
    frame = pl.DataFrame({"text": values, "reference": reference.cast(MOMENT)})
    return frame.select(
        pl.col("reference")
        .dt.offset_by(pl.col("text").replace_strict(known, default=None, return_dtype=pl.String))
        .alias("at")
    )["at"]
