"""Which rows are the same post: by the id in its address, its page, or its author and beginning."""

import polars as pl

from relevance.schema import stable_id

__all__ = ["with_ids"]

_KEY_LETTERS = 200
# Pages of LinkedIn that hold one post; others (a profile, the feed) are shared by many rows.
_POST_PAGE = r"(?i)linkedin\.com/(?:posts|pulse|feed/update)/[^/?#]+"
# Which of several rows of one post is kept depends on what they say, not on their order.
_QUALITY = ("trust", "length", "created_at", "text", "url", "kind", "author_record_id")


def with_ids(frame: pl.DataFrame) -> pl.DataFrame:
    """Return accepted rows with post_id, and `twice` on all but the best row of each post."""
    unnamed = pl.col("activity_id").is_null()
    frame = frame.with_columns(
        _page(pl.when(unnamed).then("url")).alias("page"),
        _beginning(pl.when(unnamed).then("text")).alias("beginning"),
    )
    # An address under which several authors or texts stand is the address of something else.
    shared = (
        frame.filter(pl.col("page").is_not_null())
        .select("page", "author_record_id", "beginning")
        .unique()
        .filter(pl.col("page").is_duplicated())["page"]
    )
    page = pl.when(~pl.col("page").is_in(shared.unique().implode())).then("page")
    frame = frame.with_columns(page.alias("page"))
    parts = frame.select(
        pl.coalesce("activity_id", "page").alias("key"),
        "author_record_id",
        "beginning",
        "surfacer_record_id",
    )
    ids = [
        stable_id("t", key, surfacer) if key else stable_id("t", author, text, surfacer)
        for key, author, text, surfacer in parts.iter_rows()
    ]
    frame = frame.with_columns(pl.Series("post_id", ids, dtype=pl.String))
    frame = frame.with_columns(
        pl.col("trust").fill_null(-1),
        pl.col("text").str.len_chars().alias("length"),
    )
    several = frame.filter(pl.col("post_id").is_duplicated()).select("row", "post_id", *_QUALITY)
    ordered = several.sort(
        *_QUALITY, "row", descending=[True] * len(_QUALITY) + [False], nulls_last=True
    )
    worse = ordered.filter(~pl.col("post_id").is_first_distinct())["row"]
    return frame.with_columns(pl.col("row").is_in(worse.implode()).alias("twice"))


def _page(url: pl.Expr) -> pl.Expr:
    """Return the address of a post in one form, where it can be told apart by its address."""
    bare = url.str.replace(r"(?i)^(?:https?:)?//(?:www\.)?", "").str.replace(r"#.*$", "")
    linkedin = url.str.contains(r"(?i)^(?:https?:)?(?://)?(?:[a-z]+\.)*linkedin\.com(?:/|$)")
    own = bare.str.replace(r"\?.*$", "").str.replace(r"(?i)^(?:[a-z]+\.)?linkedin", "linkedin")
    page = pl.when(linkedin).then(own).otherwise(bare).str.strip_chars_end("/")
    host = page.str.extract(r"^([^/?]+)", 1).str.to_lowercase()
    joined = host + page.str.replace(r"^[^/?]+", "")
    is_post = (
        pl.when(linkedin).then(url.str.contains(_POST_PAGE)).otherwise(joined.str.contains(r"[/?]"))
    )
    theirs = [pl.col(f"{side}_url").str.strip_chars_end("/") for side in ("author", "surfacer")]
    of_person = pl.any_horizontal(
        [(url.str.strip_chars_end("/") == other).fill_null(value=False) for other in theirs]
    )
    web = url.str.contains(r"(?i)^(?:https?:)?//|^[\w-]+(?:\.[\w-]+)+/")
    return pl.when(is_post & web & ~of_person).then(joined)


def _beginning(text: pl.Expr) -> pl.Expr:
    words = text.str.slice(0, 5 * _KEY_LETTERS).str.replace_all(r"\s+", " ").str.strip_chars()
    return words.str.slice(0, _KEY_LETTERS)
