"""When a post was written, in every shape that tables write a moment in.

A whole column is read with the two frequent shapes (numbers, ISO) in one pass each; the distinct
values of every other shape go through `moment`. A time without zone is read as UTC; `names_zone`
and `names_clock` say how far that can be trusted.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

import polars as pl

__all__ = ["MOMENT", "is_day_first", "moment", "moments", "names_clock", "names_zone"]

MOMENT = pl.Datetime("us", "UTC")

# No date is longer; longer cells are cut before they are searched.
_LONGEST = 120
_NUMBER = r"^(?:[0-9]{9,19}(?:\.[0-9]*)?|[0-9][.,][0-9]{2,17}[eE]\+?(?:0?9|1[0-8]))$"
# What a spreadsheet leaves of a number that it found too long: some of its digits are gone.
_ROUNDED = r"^[0-9][.,][0-9]{0,8}[eE]"
# Days since the last but one of 1899, as spreadsheets count them: 1995 to 2091.
_SERIAL = r"^(?:3[5-9]|[4-6][0-9])[0-9]{3}(?:[.,][0-9]{1,12})?$"
_SERIAL_START = datetime(1899, 12, 30, tzinfo=UTC)
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
# The zones that mail names (RFC 2822), and Europe's: hours from UTC.
_NAMED_ZONES = {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
_NAMED_ZONES |= {"WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}
_OFFSET = r"(?:Z|(?:UTC|GMT)?(?P<sign>[+-])(?P<zone>\d\d):?(?P<rest>\d\d)?|UTC|GMT"
_OFFSET += rf"|(?P<named>{'|'.join(_NAMED_ZONES)}))?"
_ZONE = rf"\s*{_OFFSET}\s*(?:UTC)?(?:\s*[(\[].*[)\]])?"
_DAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_SHAPES = [
    re.compile(rf"^{_DAY}{date}{_CLOCK}{_ZONE}$", re.IGNORECASE)
    for date in (
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.\-]+(?:of\s+)?{_MONTH}[\s,\-]+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        r"(?P<first>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4}|\d\d)",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4}|\d\d)",
        rf"(?P<day>\d{{1,2}})-{_MONTH}-(?P<year>\d\d)",
    )
]
_SHAPES += [
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"^{_DAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
        rf"\s+{_OFFSET}\s*(?P<year>\d{{4}})$",
        r"^(?P<year>[12]\d{3})(?P<number>\d\d)(?P<day>\d\d)"
        rf"(?:T(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)?{_OFFSET})?$",
    )
]
_CLOCK_SHOWN = r"[0-9]:[0-9]{2}|[0-9]T[0-9]{4}"
_ZONE_SHOWN = (
    r"(?i)[0-9\s](?:Z|UTC|GMT|" + "|".join(_NAMED_ZONES) + r")(?:$|[\s(+\[-])"
    r"|[0-9]:[0-9]{2}\S*\s*[+-][0-9]{2}:?(?:[0-9]{2})?(?:$|\s|\[)|T[0-9]{4,6}[+-][0-9]{2}"
)
_SLASHED = r"^([0-9]{1,2})/([0-9]{1,2})/[0-9]{2,4}"


def moment(text: str, *, day_first: bool = False) -> datetime | None:
    """Return the moment that `text` names (UTC), or null where it names none.

    Args:
        text: a date with or without time and zone; seconds, milliseconds, microseconds or
            nanoseconds since 1970; days as spreadsheets count them.
        day_first: read 3/4/2026 as 3 April; else the American way, where that is a date at all.
    """
    text = " ".join(text[:_LONGEST].split())
    if re.search(_NUMBER, text):
        return _from_number(float(text.replace(",", ".")))
    if re.search(_SERIAL, text):
        days = timedelta(days=float(text.replace(",", ".")))
        return _SERIAL_START + timedelta(seconds=round(days.total_seconds()))
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
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").casefold()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    named = _NAMED_ZONES.get((parts["named"] or "").upper(), 0)
    offset = timedelta(hours=int(parts["zone"] or named), minutes=int(parts["rest"] or 0))
    return datetime(
        year + (2000 if year < 100 else 0),
        month,
        day,
        hour,
        int(parts.get("minute") or 0),
        int(parts.get("second") or 0),
        int((parts.get("part") or "").ljust(6, "0")[:6]),
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
    digits = text.str.replace(",", ".", literal=True)
    number = pl.when(text.str.contains(_NUMBER)).then(digits).cast(pl.Float64, strict=False)
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


def names_zone(values: pl.Series) -> pl.Series:
    """Return whether each value tells its moment whatever zone it is read in: by a number, or by naming a zone.

    A number that a spreadsheet has rounded does not.
    """
    number = values.str.contains(_NUMBER) & ~values.str.contains(_ROUNDED)
    return (number | values.str.contains(_ZONE_SHOWN)).fill_null(value=False)


def names_clock(values: pl.Series) -> pl.Series:
    """Return whether each value holds a time of day, as against a day alone."""
    return (
        values.str.contains(_CLOCK_SHOWN)
        | values.str.contains(_NUMBER)
        | values.str.contains(r"^[0-9]{5}[.,]")
    ).fill_null(value=False)
