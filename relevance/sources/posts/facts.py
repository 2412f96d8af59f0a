"""Rows into the facts of a file: posts, the people in them, and a reason for every other row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

import polars as pl

from relevance.activity_ids import activity_id_column
from relevance.schema import vector_key
from relevance.sources.posts.authors import records
from relevance.sources.posts.columns import CANDIDATES
from relevance.sources.posts.keys import with_ids
from relevance.sources.posts.pieces import excerpt
from relevance.sources.posts.sharing import kind_is_known, not_a_post
from relevance.sources.posts.surfacing import reshared, with_addresses, with_kind, with_people
from relevance.sources.posts.tidy import tidy
from relevance.sources.posts.timing import EARLIEST, LATEST, with_moments
from relevance.sources.result import Rejection
from relevance.texts import marked

__all__ = ["Facts", "accepted_rows", "facts_of", "prepared"]

_TWICE = marked("same post twice in this file")
_ODD_KIND = marked("its kind is not known, so it counts as a post")
_ROUNDED_ID = marked("a spreadsheet has rounded its id")

_PAGE = "https://www.linkedin.com/feed/update/urn:li:{}:{}"
_SHARE = r"(?i)\b(share|ugcPost)(?::|%3A)([0-9]{9,20})"
# What is left of an id where a spreadsheet or a JSON number could not hold it.
_ROUNDED = r"(?:^|\s)([1-9][.,][0-9]{4,17}[eE]\+?18|[1-9][0-9]{18}\.0*)(?:$|\s)"


@dataclass(frozen=True)
class Facts:
    """What the rows of one file say."""

    posts: pl.DataFrame
    people: pl.DataFrame
    rejected: tuple[Rejection, ...]
    as_of: date | None
    """The newest day on which a row was read off its page, where the rows say so."""
    notes: Mapping[str, int]
    """How many posts were taken in although something of them could not be read, by what it was."""


def facts_of(
    rows: pl.DataFrame, *, as_of: date | None, modified: date | None, zone: tzinfo = UTC
) -> Facts:
    """Return the facts of `rows` (from `prepared`), whatever order they come in.

    Args:
        rows: all rows of the file.
        as_of: the day of the snapshot, where the file does not tell it.
        modified: the day of the file, where nothing else says what "3w" is measured from.
        zone: time zone of moments without one.
    """
    frame = _judged(rows, as_of=as_of, modified=modified, zone=zone)
    good = with_ids(frame.filter(pl.col("reason").is_null()))
    bad = pl.concat(
        [
            frame.filter(pl.col("reason").is_not_null()).select("row", "reason", "text", "header"),
            good.filter("twice").select("row", pl.lit(_TWICE).alias("reason"), "text", "header"),
        ]
    ).sort("row")
    posts = good.filter(~pl.col("twice"))
    # A row that repeats a post adds what it says of the same people, but nobody of its own.
    named = posts.select(pl.concat_list("author_record_id", "surfacer_record_id").explode())
    sights = _sights(good).join(named, left_on="record_id", right_on="author_record_id", how="semi")
    scraped = frame["scraped_at"].max()
    seen_on = scraped.date() if isinstance(scraped, datetime) else None
    return Facts(
        posts=_post_rows(posts),
        people=records(sights, seen_on or as_of),
        rejected=tuple(
            Rejection(row, reason, excerpt(text or header or ""))
            for row, reason, text, header in bad.iter_rows()
        ),
        as_of=seen_on,
        notes=_notes(posts),
    )


def accepted_rows(rows: pl.DataFrame, *, zone: tzinfo = UTC) -> tuple[pl.DataFrame, dict[str, int]]:
    """Return the rows that are posts, and how many are none by their reason.

    Unlike in `facts_of` a row stays that repeats another: each has been looked at by whoever
    labelled it.

    Args:
        rows: all rows of the file, from `prepared`.
        zone: time zone of moments without one.

    Returns:
        A frame of row, author_record_id, text and created_at, and counts by reason.
    """
    frame = _judged(rows, as_of=None, modified=None, zone=zone)
    good = frame.filter(pl.col("reason").is_null())
    good = good.select("row", "author_record_id", "text", "created_at")
    return good.sort("row"), dict(Counter(frame["reason"].drop_nulls()))


def _judged(
    rows: pl.DataFrame, *, as_of: date | None, modified: date | None, zone: tzinfo
) -> pl.DataFrame:
    frame = with_moments(rows, as_of=as_of, modified=modified, zone=zone)
    frame = with_kind(with_people(with_addresses(frame)))
    return frame.with_columns(_reason().alias("reason"))


def _notes(posts: pl.DataFrame) -> dict[str, int]:
    odd = ~kind_is_known(pl.col("kind_told"))
    rounded = pl.col("rounded_id").is_not_null() & pl.col("activity_id").is_null()
    counted = Counter(posts["date_note"].drop_nulls())
    counted[_ODD_KIND] = posts.filter(odd).height
    counted[_ROUNDED_ID] = posts.filter(rounded).height
    return {note: count for note, count in sorted(counted.items()) if count}


def prepared(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a piece tidy, with the id of the post and what marks and types say.

    Nothing here looks beyond its row, so a large file can be prepared piece by piece.
    """
    names = [name for name in CANDIDATES["type"] if name in rows.columns]
    marks = rows.select(
        "row",
        reshared(rows).alias("is_reshare"),
        pl.coalesce(
            [not_a_post(pl.col(name)) for name in names] or [pl.lit(None, pl.String)]
        ).alias("not_a_post"),
    )
    ids = [
        pl.col(name).str.slice(0, 1000)
        for target in ("urn", "url")
        for name in CANDIDATES[target]
        if name in rows.columns
    ]
    joined = pl.concat_str(ids, separator=" ", ignore_nulls=True) if ids else pl.lit("")
    found = rows.select("row", joined.alias("ids")).select(
        activity_id_column(pl.col("ids")).alias("activity_id"),
        pl.col("ids").str.extract(_ROUNDED, 1).alias("rounded_id"),
        pl.col("ids").str.extract_groups(_SHARE).alias("share"),
    )
    frame = tidy(rows).with_columns(*marks.drop("row"), *found)
    shared = pl.any_horizontal(
        "is_reshare", pl.col("inner_text", "inner_name", "inner_url").is_not_null()
    )
    return frame.with_columns(shared.alias("reshared"))


def _reason() -> pl.Expr:
    """Return why a row is no post that can be taken in; null where it is one."""
    at = pl.col("created_at")
    return (
        pl.when(pl.col("not_a_post").is_not_null())
        .then("not_a_post")
        .when(pl.col("text").is_null())
        .then(pl.lit("no text"))
        .when(pl.col("author_record_id").is_null())
        .then(pl.lit("no author"))
        .when((at < EARLIEST).fill_null(value=False))
        .then(pl.lit(f"date before {EARLIEST.year}"))
        .when((at > LATEST).fill_null(value=False))
        .then(pl.lit(f"date after {LATEST.year}"))
    )


def _sights(frame: pl.DataFrame) -> pl.DataFrame:
    """Return every sight of a person in accepted rows: who, with which headline, when."""
    sides = [
        frame.select(
            pl.col(f"{side}_record_id").alias("record_id"),
            pl.col(f"{side}_headline").alias("headline"),
            pl.col("created_at").alias("at"),
            pl.col(side),
        ).unnest(side)
        for side in ("author", "surfacer")
    ]
    return pl.concat(sides)


def _post_rows(frame: pl.DataFrame) -> pl.DataFrame:
    keys = pl.Series("text_key", [vector_key(text) for text in frame["text"]], dtype=pl.String)
    network = pl.col("network").str.to_lowercase().fill_null("linkedin")
    # Where a row has no address its id still says where the post stands, and finds it again.
    is_share = pl.col("share").struct.field("2") == pl.col("activity_id")
    kind = pl.when(is_share).then(pl.col("share").struct.field("1")).otherwise(pl.lit("activity"))
    page = pl.when(network == "linkedin").then(pl.format(_PAGE, kind, "activity_id"))
    return frame.select(
        "post_id",
        "author_record_id",
        "surfacer_record_id",
        "kind",
        "text",
        keys,
        "created_at",
        "is_approximate",
        pl.coalesce("url", page).alias("url"),
        network.alias("network"),
    ).sort("post_id")
