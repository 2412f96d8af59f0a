"""The moment of every row, from the best of the columns that say one."""

from datetime import UTC, date, datetime

import polars as pl

from relevance.activity_ids import activity_time_column
from relevance.sources.posts.columns import CANDIDATES
from relevance.sources.posts.dates import MOMENT, ages, is_day_first, moments

__all__ = ["EARLIEST", "LATEST", "with_moments"]

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 12, 31, tzinfo=UTC)


def with_moments(frame: pl.DataFrame, *, as_of: date | None, modified: date | None) -> pl.DataFrame:
    """Return `frame` (from `tidy`, with `activity_id`) with created_at, is_approximate, scraped_at.

    In this order: a date of the row; words such as "3w", measured back from when the row was read
    off the page, else from `as_of`, else from when the file was written; the date of the post that
    the row shares; the moment inside the id of the post.
    """
    day_first = any(
        is_day_first(frame[name]) for name in CANDIDATES["moment"] if name in frame.columns
    )
    scraped = _first(frame, "scraped_at", day_first=day_first)
    day = as_of or modified
    # A day without a time means its noon: "5h" then stays within the day.
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None
    reference = scraped.fill_null(noon) if noon else scraped
    frame = frame.with_columns(
        scraped.alias("scraped_at"),
        _first(frame, "moment", day_first=day_first).alias("exact"),
        _first(frame, "inner_moment", day_first=day_first).alias("inner_exact"),
        _first_age(frame, ("moment", "age"), reference).alias("rough"),
        _first_age(frame, ("inner_moment", "inner_age"), reference).alias("inner_rough"),
        activity_time_column(pl.col("activity_id")).alias("minted"),
    )
    known = pl.coalesce("exact", "rough", "inner_exact", "minted", "inner_rough")
    approximate = pl.col("exact").is_null() & (
        pl.col("rough").is_not_null()
        | (pl.coalesce("inner_exact", "minted").is_null() & pl.col("inner_rough").is_not_null())
    )
    frame = frame.with_columns(known.alias("created_at"), approximate.alias("is_approximate"))
    return frame.drop("exact", "inner_exact", "rough", "inner_rough", "minted")


def _first(frame: pl.DataFrame, target: str, *, day_first: bool) -> pl.Series:
    found = pl.Series("at", [None] * frame.height, dtype=MOMENT)
    for name in CANDIDATES[target]:
        if name in frame.columns:
            left = found.is_null() & frame[name].is_not_null()
            if left.any():
                read = moments(frame[name].set(~left, None), day_first=day_first)
                found = found.zip_with(found.is_not_null(), read)
    return found


def _first_age(frame: pl.DataFrame, targets: tuple[str, ...], reference: pl.Series) -> pl.Series:
    found = pl.Series("at", [None] * frame.height, dtype=MOMENT)
    for target in targets:
        for name in CANDIDATES[target]:
            if name in frame.columns:
                found = found.zip_with(found.is_not_null(), ages(frame[name], reference))
    return found
