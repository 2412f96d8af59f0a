"""Persons of whom nothing is in doubt, worked out all at once: what nearly everybody of a large network is.

The records of such a person name one profile or stand alone, share no key and no name with anybody else's, and were one
person before if any. Nothing speaks for their being the owner's, and neither the owner nor a probability said anything
of them. What is decided of others does not depend on them, so that nobody need look at them one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from relevance.identity.groups import FIRST, OWNER, SAME_PROFILE
from relevance.identity.joining import Joins
from relevance.identity.named_accounts import named_handles, named_profiles
from relevance.identity.owner import OwnerMarks
from relevance.identity.persons import SHOWN_FIRST
from relevance.names import comparable_name
from relevance.schema import stable_ids

__all__ = ["Undoubted", "undoubted_people"]


@dataclass(frozen=True)
class Undoubted:
    """What could be told at once, and what is left."""

    people: pl.DataFrame
    """Columns of the table `person`."""
    links: pl.DataFrame
    """Columns of the table `person_link`."""
    rest: pl.DataFrame
    """The records that must be looked at one by one."""


def undoubted_people(
    records: pl.DataFrame, *, marks: OwnerMarks, homes: Mapping[str, str], joins: Joins
) -> Undoubted:
    """Return the persons of whom nothing is in doubt, just as they come out one by one, and the other records.

    Args:
        records: all records, columns of the table `record`.
        marks: what tells the owner's records apart.
        homes: record id -> home id of an earlier linking, see `home_ids`.
        joins: what joins people beyond certain keys, and what keeps them apart.
    """
    rows = _rows(records, homes)
    keys = _keys(rows)
    doubts = [
        rows.filter(_is_special(marks, joins)),
        keys.filter(pl.col("key").is_in(_marked_keys(marks))),
        _held_by_several(keys, "key"),
        _held_by_several(rows, "comparable"),
        _held_by_several(rows, "home"),
        _moved(rows),
    ]
    doubtful = pl.concat([one.select("who") for one in doubts])
    clear = rows.join(doubtful, on="who", how="anti", maintain_order="left")
    ids = _ids(clear, keys, homes)
    clear = clear.join(ids, on="who", how="inner", maintain_order="left")
    rest = records.join(clear.select("record_id"), on="record_id", how="anti")
    return Undoubted(_people(clear), _links(clear), rest)


def _rows(records: pl.DataFrame, homes: Mapping[str, str]) -> pl.DataFrame:
    """Return the records in the order of their ids, with comparable names, homes, and whom they are of: `who`."""
    ordered = records.sort("record_id")
    lived = {"record_id": list(homes.keys()), "home": list(homes.values())}
    return ordered.with_columns(
        comparable=pl.Series(map(comparable_name, ordered["name"]), dtype=pl.String),
        who=pl.coalesce(_filled("url"), "record_id"),
    ).join(
        pl.DataFrame(lived, schema=dict.fromkeys(lived, pl.String)),
        on="record_id",
        how="left",
        maintain_order="left",
    )


def _filled(column: str) -> pl.Expr:
    return pl.col(column).replace("", None)


def _keys(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the keys of all records, the same as `prepared` gives each: columns `who` and `key`."""
    telling = rows.select("who", "headline", "is_company").filter(_filled("headline").is_not_null())
    named = {url for headline in telling["headline"] for url in named_profiles(headline)}
    found = [
        (who, key)
        for who, headline, is_company in telling.iter_rows()
        if not is_company
        for key in (
            *(f"handle:{one}" for one in named_handles(headline)),
            *(f"profile:{one}" for one in named_profiles(headline)),
        )
    ]
    found += [(url, f"profile:{url}") for url in set(rows["url"]) & named]
    frames = [
        rows.select("who", key=_filled("url")),
        rows.select("who", key=_filled("account_id")),
        *(
            rows.select("who", key=column)
            .explode("key")
            .select("who", key=pl.lit(kind) + pl.col("key"))
            for column, kind in (("emails", "mailto:"), ("handles", "handle:"))
        ),
        pl.DataFrame(found, schema=dict.fromkeys(("who", "key"), pl.String), orient="row"),
    ]
    return pl.concat(frames).drop_nulls().unique()


def _marked_keys(marks: OwnerMarks) -> list[str]:
    mails = (f"mailto:{mail}" for mail in marks.mails)
    handles = (f"handle:{handle}" for handle in marks.accounts)
    return [*marks.profiles, *marks.accounts, *mails, *handles]


def _is_special(marks: OwnerMarks, joins: Joins) -> pl.Expr:
    """Whether a record may be the owner's or was spoken of, has no name to compare, or states an earlier one."""
    probable = ((one.left, one.right) for one in joins.probable)
    spoken_of = {one for pair in (*joins.same, *joins.apart, *probable) for one in pair}
    names = ["", *marks.comparable_names]
    return (
        pl.col("is_owner").fill_null(value=False)
        | (pl.col("home") == OWNER).fill_null(value=False)
        | pl.col("record_id").is_in([*marks.record_ids, *spoken_of])
        | pl.col("comparable").is_in(names)
        | (pl.col("former_names").list.len() > 0).fill_null(value=False)
    )


def _held_by_several(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return those of `rows` whose value in `column` is also that of somebody else."""
    held = rows.select("who", column).drop_nulls().unique()
    return held.filter(pl.col(column).is_duplicated())


def _moved(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the homes of those whose records had several."""
    return rows.select("who", "home").drop_nulls().unique().filter(pl.col("who").is_duplicated())


def _ids(clear: pl.DataFrame, keys: pl.DataFrame, homes: Mapping[str, str]) -> pl.DataFrame:
    """Return who everybody is: their home, else an id made of their first key, unless somebody has had it."""
    first = keys.group_by("who").agg(pl.col("key").min())
    known = clear.group_by("who").agg(pl.col("home", "record_id").drop_nulls().min())
    told = known.join(first, on="who", how="left")
    made = stable_ids("p", told.select(pl.coalesce("key", "record_id")).to_series())
    is_taken = made.is_in([OWNER, *homes.values()])
    return told.select(
        "who", person_id=pl.coalesce("home", pl.when(~is_taken).then(made))
    ).drop_nulls()


def _people(clear: pl.DataFrame) -> pl.DataFrame:
    """Return what is shown of each: what `person_frame` shows."""
    in_words = pl.col("name")
    stands_in = [
        pl.col("emails").list.contains(in_words),
        pl.col("handles").list.contains(in_words),
        in_words == pl.col("account_id"),
        in_words == "(owner)",
        in_words == pl.col("url").str.split("/").list.last(),
    ]
    place = pl.col("source").replace_strict(
        dict(zip(SHOWN_FIRST, range(len(SHOWN_FIRST)), strict=True)), default=len(SHOWN_FIRST)
    )
    held = clear.sort(
        pl.any_horizontal(one.fill_null(value=False) for one in stands_in),
        place,
        "as_of",
        "record_id",
        descending=[False, False, True, False],
        nulls_last=True,
    )
    return held.group_by("person_id", maintain_order=True).agg(
        pl.col("name").first(),
        pl.col("comparable").first().alias("comparable_name"),
        *(_filled(one).drop_nulls().first() for one in ("headline", "company", "position", "url")),
        pl.lit([], dtype=pl.List(pl.String)).first().alias("former_names"),
        pl.col("is_company").fill_null(value=False).any(),
        pl.lit(value=False).first().alias("is_owner"),
    )


def _links(clear: pl.DataFrame) -> pl.DataFrame:
    """Return how each record came to its person: what `link_frame` says."""
    is_first = pl.col("record_id") == pl.col("record_id").min().over("who")
    how, probability, evidence = FIRST
    return clear.select(
        "record_id",
        "person_id",
        how=pl.when(is_first).then(pl.lit(how)).otherwise(pl.lit(SAME_PROFILE)),
        probability=pl.lit(probability),
        evidence=pl.when(is_first).then(pl.lit(evidence)).otherwise("url"),
        state=pl.lit("linked"),
        home_id="person_id",
    )
