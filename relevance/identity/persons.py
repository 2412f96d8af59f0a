"""Persons as the store keeps them: their ids, what is shown of them, and the link of each record."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import Any

import polars as pl
from polars._typing import PolarsDataType

from relevance.identity.groups import OWNER, Group, Row
from relevance.names import comparable_name
from relevance.schema import stable_id

__all__ = ["SHOWN_FIRST", "home_ids", "link_frame", "person_frame", "person_ids", "shown_first"]

SHOWN_FIRST = (
    "linkedin.profile",
    "linkedin.connections",
    "linkedin.page",
    "linkedin.invitations",
    "linkedin.notes",
    "posts",
    "linkedin.messages",
)
"""Which source's spelling of a person is shown: the owner's own network comes before tables."""


def home_ids(
    groups: Sequence[Group], homes: Mapping[str, str], previous: Mapping[str, str]
) -> list[str]:
    """Return an id for each group: the one that most of its records had, else a new one.

    The id of a person who is no longer there is not given to anybody else, so that what was decided
    about one never passes to another.

    Args:
        groups: the persons that certain keys make.
        homes: record id -> the id of its group in an earlier linking.
        previous: record id -> the person it was shown as then; of several ids the one that was shown stays.
    """
    ids = {at: OWNER for at, group in enumerate(groups) if group.is_owner}
    votes: Counter[tuple[int, str]] = Counter()
    shown: set[tuple[int, str]] = set()
    for at, group in enumerate(groups):
        for row in group.rows if at not in ids else ():
            known = homes.get(row["record_id"], OWNER)
            if known != OWNER:
                votes[at, known] += 1
            if previous.get(row["record_id"]) == known:
                shown.add((at, known))
    taken = {OWNER}
    ordered = sorted(
        votes.items(), key=lambda one: (one[0] not in shown, -one[1], one[0][1], one[0][0])
    )
    for (at, known), _ in ordered:
        if at not in ids and known not in taken:
            ids[at] = known
            taken.add(known)
    taken |= set(homes.values())
    for at, group in enumerate(groups):
        if at not in ids:
            ids[at] = _new_id(group, taken)
            taken.add(ids[at])
    return [ids[at] for at in range(len(groups))]


def person_ids(groups: Sequence[Group], previous: Mapping[str, str]) -> list[str]:
    """Return the id each person is shown as: of the homes of their records the one they had, else the foremost.

    Each row carries its home (see `home_ids`); those of one person stay theirs, so that undoing a link gives
    everybody the id back that they had before it.
    """
    ids = []
    for group in groups:
        homes = dict.fromkeys(row["home"] for row in group.rows)
        votes = Counter(
            known for row in group.rows if (known := previous.get(row["record_id"])) in homes
        )
        best = sorted(votes.items(), key=lambda one: (-one[1], one[0]))
        chosen = OWNER if group.is_owner else best[0][0] if best else next(iter(homes))
        ids.append(str(chosen))
    return ids


def _new_id(group: Group, taken: Collection[str]) -> str:
    keys = [key for row in group.rows for _, key in (*row["certain"], *row["shared"])]
    fallback = min(row["record_id"] for row in group.rows)
    for one in (min(keys, default=fallback), fallback):
        if (made := stable_id("p", one)) not in taken:
            return made
    return next(made for n in count() if (made := stable_id("p", fallback, n)) not in taken)


def _is_named(row: Row) -> bool:
    """Whether a record carries a name, rather than an address or id that stands in for it."""
    stands_in = {*(row["emails"] or ()), *(row["handles"] or ()), row["account_id"], "(owner)"}
    slug = (row["url"] or "").rpartition("/")[2]
    return bool(row["comparable"]) and row["name"] not in stands_in and row["name"] != slug


def _rank(row: Row) -> tuple[bool, int, int, str]:
    source = row["source"]
    place = SHOWN_FIRST.index(source) if source in SHOWN_FIRST else len(SHOWN_FIRST)
    newest = -row["as_of"].toordinal() if row["as_of"] else 0
    return (not _is_named(row), place, newest, row["record_id"])


def shown_first(rows: Sequence[Row]) -> list[Row]:
    """Return records in the order in which they speak for a person: the spelling that is shown comes first."""
    return sorted(rows, key=_rank)


def person_frame(groups: Sequence[Group], ids: Sequence[str]) -> pl.DataFrame:
    """Return one row for each person, columns of the table `person`."""
    out = []
    for person_id, group in zip(ids, groups, strict=True):
        held = shown_first(group.rows)
        names = {row["comparable"] for row in held}
        former = {one for row in held for one in row["former_names"] or ()}
        first: dict[str, Any] = {
            column: next((row[column] for row in held if row[column]), None)
            for column in ("headline", "company", "position", "url")
        }
        out.append(
            {
                "person_id": person_id,
                "name": held[0]["name"],
                "comparable_name": held[0]["comparable"],
                "former_names": sorted(one for one in former if comparable_name(one) not in names),
                **first,
                "is_company": any(row["is_company"] for row in held),
                "is_owner": person_id == OWNER,
            }
        )
    texts: dict[str, PolarsDataType] = dict.fromkeys(
        ("person_id", "name", "comparable_name", "headline", "company", "position", "url"),
        pl.String,
    )
    schema: dict[str, PolarsDataType] = {
        **texts,
        "former_names": pl.List(pl.String),
        "is_company": pl.Boolean,
        "is_owner": pl.Boolean,
    }
    return pl.DataFrame(out, schema=schema).sort("person_id")


def link_frame(groups: Sequence[Group], ids: Sequence[str]) -> pl.DataFrame:
    """Return one row for each record, columns of the table `person_link`."""
    out = [
        (row["record_id"], person_id, *group.how[row["record_id"]], "linked", row["home"])
        for person_id, group in zip(ids, groups, strict=True)
        for row in group.rows
    ]
    schema = {
        "record_id": pl.String,
        "person_id": pl.String,
        "how": pl.String,
        "probability": pl.Float64,
        "evidence": pl.String,
        "state": pl.String,
        "home_id": pl.String,
    }
    return pl.DataFrame(out, schema=schema, orient="row").sort("record_id")
