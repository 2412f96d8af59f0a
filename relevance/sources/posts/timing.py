"""The moment of every row, from the best of the columns that say one, and how far it can be trusted."""

from datetime import UTC, date, datetime, tzinfo

import polars as pl

from relevance.activity_ids import activity_time_column
from relevance.sources.posts.ages import age_offset, ages
from relevance.sources.posts.columns import CANDIDATES
from relevance.sources.posts.dates import (
    MOMENT,
    is_day_first,
    moments,
    names_clock,
    names_zone,
)
from relevance.texts import marked

__all__ = ["AGELESS", "EARLIEST", "LATEST", "UNREADABLE", "ZONELESS", "with_moments"]

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 12, 31, tzinfo=UTC)

# Notes on rows that are taken in all the same.
UNREADABLE = marked("its date cannot be read")
AGELESS = marked("its age has no day to be counted from")
ZONELESS = marked("its time names no zone, so that of the settings is taken")

_TOLD = ("moment", "age", "inner_moment", "inner_age")

# How far a moment can be trusted: to the second; so too as long as it is LinkedIn's; to the zone; to the day; not.
_EXACT, _LINKEDINS, _ZONELESS, _DAY, _ROUGH = 4, 3, 2, 1, 0
# As LinkedIn writes its own moments, which are in UTC.
_AS_LINKEDIN = r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}"
# A moment without a zone lies whole quarters of an hour from the one that the id of the post tells.
_QUARTER, _FARTHEST, _SLACK = 15 * 60, 14 * 3600 + 120, 120


def with_moments(
    frame: pl.DataFrame, *, as_of: date | None, modified: date | None, zone: tzinfo = UTC
) -> pl.DataFrame:
    """Return `frame` (from `tidy`, with the ids of posts) dated.

    In this order: a date of the row; words such as "3w", measured back from when the row was read
    off the page, else from `as_of`, else from when the file was written; the moment inside the id
    of the post, or what is left of it where a spreadsheet has rounded it; the date of the post that
    the row shares. A time that names no zone is one of `zone`, unless the id tells which it is of.
    It is approximate then, except where it is written as LinkedIn does and nothing but UTC is set.

    The new columns: created_at, is_approximate, scraped_at, trust (0 to 4, higher is better) and
    date_note (what could not be read of it, or null).
    """
    day_first = any(
        is_day_first(frame[name]) for name in CANDIDATES["moment"] if name in frame.columns
    )
    scraped, _ = _first(frame, "scraped_at", day_first=day_first)
    day = as_of or modified
    # A day without a time means its noon: "5h" then stays within the day.
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None
    reference = scraped.fill_null(noon) if noon else scraped
    in_utc = _is_utc(zone)
    told, told_trust = _first(frame, "moment", day_first=day_first, in_utc=in_utc)
    inner, inner_trust = _first(frame, "inner_moment", day_first=day_first, in_utc=in_utc)
    frame = frame.with_columns(
        scraped.alias("scraped_at"),
        told.alias("told"),
        told_trust.alias("told_trust"),
        inner.alias("inner_told"),
        inner_trust.alias("inner_trust"),
        _first_age(frame, ("moment", "age"), reference).alias("rough"),
        _first_age(frame, ("inner_moment", "inner_age"), reference).alias("inner_rough"),
        activity_time_column(pl.col("activity_id")).alias("minted"),
        _of_rounded(pl.col("rounded_id")).alias("rounded"),
    )
    return _best(_settled(frame, zone))


def _best(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with the first of the moments that are known, and what is to be said of it."""
    ladder = ("told", "rough", "minted", "rounded", "inner_told", "inner_rough")
    trusts = ("told_trust", _ROUGH, _EXACT, _ROUGH, "inner_trust", _ROUGH)
    trust = pl.coalesce(
        pl.when(pl.col(name).is_not_null()).then(value if isinstance(value, str) else pl.lit(value))
        for name, value in zip(ladder, trusts, strict=True)
    )
    frame = frame.with_columns(
        pl.coalesce(ladder).alias("created_at"), trust.cast(pl.Int8).alias("trust")
    )
    frame = frame.with_columns(_words(frame).alias("words"))
    return frame.with_columns(
        (pl.col("trust") < _LINKEDINS).fill_null(value=False).alias("is_approximate"), _note()
    ).drop(*ladder, "told_trust", "inner_trust", "words")


def _note() -> pl.Expr:
    undated = pl.col("created_at").is_null()
    return (
        pl.when(undated & (pl.col("words") == "age"))
        .then(pl.lit(AGELESS))
        .when(undated & (pl.col("words") == "other"))
        .then(pl.lit(UNREADABLE))
        .when(pl.col("trust") == _ZONELESS)
        .then(pl.lit(ZONELESS))
        .alias("date_note")
    )


def _words(frame: pl.DataFrame) -> pl.Series:
    """Return what the cells about time of undated rows hold: `age`, `other`, or null for nothing."""
    undated = frame["created_at"].is_null()
    found = pl.Series("words", [None] * frame.height, dtype=pl.String)
    for name in (name for target in _TOLD for name in CANDIDATES[target]):
        if name in frame.columns:
            cells = frame[name].set(~undated, None)
            known = {
                text: "age" if age_offset(text) else "other" for text in cells.unique().drop_nulls()
            }
            kinds = cells.replace_strict(known, default=None, return_dtype=pl.String)
            settled = (found == "age").fill_null(value=False) | kinds.is_null()
            found = found.zip_with(settled, kinds)
    return found


def _is_utc(zone: tzinfo) -> bool:
    return zone is UTC or str(zone) == "UTC"


def _settled(frame: pl.DataFrame, zone: tzinfo) -> pl.DataFrame:
    """Return `frame` with `told` in its true zone where the id of the post shows which that is."""
    seconds = (pl.col("told") - pl.col("minted")).dt.total_seconds()
    off = (seconds + _QUARTER // 2) % _QUARTER - _QUARTER // 2
    near = (seconds.abs() <= _FARTHEST) & (off.abs() <= _SLACK)
    shown = (pl.col("told_trust").is_in([_ZONELESS, _LINKEDINS]) & near).fill_null(value=False)
    # To the second where the cell is told in UTC, as LinkedIn writes it; else as the id tells.
    in_utc = shown & (seconds.abs() <= _SLACK)
    local = _localised(frame, "told", "told_trust", zone)
    return frame.with_columns(
        pl.when(in_utc).then("told").when(shown).then("minted").otherwise(local).alias("told"),
        pl.when(shown).then(_EXACT).otherwise("told_trust").alias("told_trust"),
        _localised(frame, "inner_told", "inner_trust", zone).alias("inner_told"),
    )


def _localised(frame: pl.DataFrame, column: str, trust: str, zone: tzinfo) -> pl.Series:
    """Return a column of moments, those without a zone (read as UTC) as the times of day in `zone`."""
    at, naive = frame[column], (frame[trust] == _ZONELESS).fill_null(value=False)
    if _is_utc(zone) or not naive.any():
        return at
    shifted = {one: _in_zone(one, zone) for one in at.filter(naive).unique()}
    return at.zip_with(~naive, at.replace_strict(shifted, default=None, return_dtype=MOMENT))


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    try:
        return at.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return at


def _of_rounded(number: pl.Expr) -> pl.Expr:
    """Return the moment in an id of which a spreadsheet has kept the first digits: some minutes off, or none."""
    digits = number.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return activity_time_column(digits.cast(pl.Int64, strict=False).cast(pl.String))


def _first(
    frame: pl.DataFrame, target: str, *, day_first: bool, in_utc: bool = False
) -> tuple[pl.Series, pl.Series]:
    """Return the first moment of each row and how far it can be trusted; without a zone it is as if in UTC."""
    found = pl.Series("at", [None] * frame.height, dtype=MOMENT)
    trust = pl.Series("trust", [None] * frame.height, dtype=pl.Int8)
    linkedins = (frame["network"].str.to_lowercase() == "linkedin").fill_null(value=True) & in_utc
    for name in CANDIDATES[target]:
        if name in frame.columns:
            left = found.is_null() & frame[name].is_not_null()
            if left.any():
                cells = frame[name].set(~left, None)
                read = moments(cells, day_first=day_first)
                taken = found.is_null() & read.is_not_null()
                found = found.zip_with(~taken, read)
                trust = trust.zip_with(~taken, _trust(cells, linkedins))
    return found, trust


def _trust(cells: pl.Series, linkedins: pl.Series) -> pl.Series:
    """Return how far each moment can be trusted; of `linkedins` one in LinkedIn's own shape is in UTC."""
    own = linkedins & cells.str.contains(_AS_LINKEDIN).fill_null(value=False)
    frame = pl.DataFrame({"zone": names_zone(cells), "own": own, "clock": names_clock(cells)})
    return frame.select(
        pl.when("zone")
        .then(_EXACT)
        .when("own")
        .then(_LINKEDINS)
        .when("clock")
        .then(_ZONELESS)
        .otherwise(_DAY)
        .cast(pl.Int8)
    ).to_series()


def _first_age(frame: pl.DataFrame, targets: tuple[str, ...], reference: pl.Series) -> pl.Series:
    found = pl.Series("at", [None] * frame.height, dtype=MOMENT)
    for target in targets:
        for name in CANDIDATES[target]:
            if name in frame.columns:
                found = found.zip_with(found.is_not_null(), ages(frame[name], reference))
    return found
