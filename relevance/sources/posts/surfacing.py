"""Who wrote a post, who brought it in, and as what kind of post it counts."""

import polars as pl

from relevance.sources.posts.authors import identify, side
from relevance.sources.posts.columns import CANDIDATES
from relevance.sources.posts.sharing import is_reshare_type, is_true, kind_column, proof_frame

__all__ = ["reshared", "with_addresses", "with_kind", "with_people"]


def reshared(frame: pl.DataFrame) -> pl.Expr:
    """Return whether a row of a piece shares another post, going by its marks and its type."""
    marks = [
        is_true(pl.col(name), is_id=name == "repostid")
        for name in CANDIDATES["reshared"]
        if name in frame.columns
    ]
    types = [is_reshare_type(pl.col(name)) for name in CANDIDATES["type"] if name in frame.columns]
    return pl.any_horizontal([*marks, *types] or [pl.lit(value=False)])


def with_people(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` (from `tidy`) with structs author and surfacer, their ids, text and headline.

    A row without words of its own, around a post that has some, was only passed on: its text and
    author are those of the post inside, and its own author is the one who brought it in.
    """
    frame = _with_proof(frame)
    frame = frame.with_columns(
        side("author", ids="author_id", kind="author_type").alias("author"),
        side("inner", ids="inner_id", kind="inner_type").alias("inner"),
        side("surfacer").alias("surfacer"),
        (pl.col("text").is_null() & pl.col("inner_text").is_not_null()).alias("passed_on"),
    )
    nobody = _is_nobody("inner")
    frame = frame.with_columns((pl.col("passed_on") & ~nobody).alias("swap"))
    frame = frame.with_columns(
        pl.coalesce("text", "inner_text").alias("text"),
        pl.when("swap").then("inner").otherwise("author").alias("author"),
        pl.when(pl.col("swap") & _is_nobody("surfacer"))
        .then("author")
        .otherwise("surfacer")
        .alias("surfacer"),
        pl.when("swap").then("inner_headline").otherwise("headline").alias("author_headline"),
        pl.when(pl.col("swap") & _is_nobody("surfacer"))
        .then("headline")
        .otherwise(None)
        .alias("surfacer_headline"),
    )
    return _identified(frame)


def _with_proof(frame: pl.DataFrame) -> pl.DataFrame:
    proofs = proof_frame(frame["header"])
    joined = frame.join(proofs, on="header", how="left", maintain_order="left")
    # A name over the post counts where no column names who brought it in. The profile whose
    # activity was read is that person's, since the words stand over its own list.
    unnamed = pl.col("surfacer_name").is_null() & pl.col("surfacer_given").is_null()
    placed = pl.col("surfacer_url").is_not_null()
    from_header = unnamed & pl.col("proof_name").is_not_null()
    theirs = _place("scraped_url") != _place("author_url").fill_null("")
    return joined.with_columns(
        pl.when(from_header).then("proof_name").otherwise("surfacer_name").alias("surfacer_name"),
        pl.when(from_header & ~placed & theirs)
        .then("scraped_url")
        .otherwise("surfacer_url")
        .alias("surfacer_url"),
        pl.when(pl.col("reposter").is_not_null())
        .then(pl.lit("repost"))
        .otherwise("act")
        .alias("act"),
    )


def _place(column: str) -> pl.Expr:
    url = pl.col(column).str.to_lowercase()
    return pl.coalesce(url.str.extract(r"/in/([^/?#]+)", 1), url)


def _handled(prefix: str) -> pl.Expr:
    """Return the address of a person: the URL, else the name in the address, else the page's."""
    handle = pl.col(f"{prefix}_handle")
    # A number is the id of a row or of an account, never the name in an address.
    worded = pl.when(handle.str.contains(r"[^0-9]")).then(handle.str.strip_prefix("@"))
    return pl.coalesce(f"{prefix}_url", worded)


def with_addresses(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with the best address of author, inner author and surfacer in `<side>_url`.

    Where a row has no author, a company beside it with a page of its own is the author.
    """
    pages = [
        pl.when(pl.col(f"{prefix}_page").is_not_null()).then(
            pl.format("https://www.linkedin.com/company/{}", pl.col(f"{prefix}_page"))
        )
        for prefix in ("author", "inner")
    ]
    # Producers give a page's own name also for people, whose address has come before it.
    frame = frame.with_columns(
        pl.coalesce(_handled("author"), pages[0]).alias("author_url"),
        pl.coalesce(_handled("inner"), pages[1]).alias("inner_url"),
        _handled("surfacer").alias("surfacer_url"),
    )
    nobody = pl.all_horizontal(
        pl.col("author_name", "author_given", "author_family", "author_url", "author_id").is_null()
    )
    page = nobody & pl.col("company_name").is_not_null() & pl.col("company_url").is_not_null()
    return frame.with_columns(
        pl.when(page).then("company_name").otherwise("author_name").alias("author_name"),
        pl.when(page).then("company_url").otherwise("author_url").alias("author_url"),
    )


def _is_nobody(column: str) -> pl.Expr:
    fields = (pl.col(column).struct.field(name).is_null() for name in ("name", "url", "account"))
    return pl.all_horizontal(*fields)


def _identified(frame: pl.DataFrame) -> pl.DataFrame:
    people = identify(pl.concat([frame["author"], frame["surfacer"]]))
    keys = people.select(
        pl.struct(frame["author"].struct.fields).alias("person"),
        "record_id",
        "slug",
        "plain_name",
    )
    for column in ("author", "surfacer"):
        renamed = keys.select(
            pl.col("person").alias(column),
            pl.col("record_id").alias(f"{column}_record_id"),
            pl.col("slug").alias(f"{column}_slug"),
            pl.col("plain_name").alias(f"{column}_plain"),
        )
        frame = frame.join(renamed, on=column, how="left", nulls_equal=True, maintain_order="left")
    return frame


def with_kind(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with its kind, and without surfacers who are the authors themselves."""
    slugs_differ = (pl.col("author_slug") != pl.col("surfacer_slug")).fill_null(value=False)
    same = (pl.col("author_record_id") == pl.col("surfacer_record_id")) | (
        (pl.col("author_plain") == pl.col("surfacer_plain")) & ~slugs_differ
    )
    frame = frame.with_columns(
        pl.when(~same.fill_null(value=False)).then("surfacer_record_id").alias("surfacer_record_id")
    )
    surfaced = pl.col("surfacer_record_id").is_not_null()
    told = kind_column(pl.col("kind"))
    passed_on = pl.col("passed_on") & (told.is_null() | told.is_in(["post", "reshare"]))
    kind = (
        pl.when(passed_on)
        .then(pl.lit("bare_reshare"))
        .when(told.is_not_null())
        .then(told)
        .when(surfaced & (pl.col("act") == "repost").fill_null(value=False))
        .then(pl.lit("bare_reshare"))
        .when(surfaced)
        .then(pl.lit("like"))
        .when("reshared")
        .then(pl.lit("reshare"))
        .otherwise(pl.lit("post"))
    )
    return frame.with_columns(kind.alias("kind"), pl.col("kind").alias("kind_told"))
