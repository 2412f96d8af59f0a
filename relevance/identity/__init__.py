"""Records of all sources -> persons, with how each link was made and what speaks for it.

Certain links come first: the same profile URL, account, e-mail address or handle; and a full name where it can mean one
person only. What is probable beyond that is compared by `probable_pairs` and goes to the owner or, where hardly a
doubt is left, into `resolve`. Facts stay with their records, so a link can be undone without touching them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from relevance.identity.deciding import PAIR_SCHEMA, Bars
from relevance.identity.groups import OWNER, Group, group_by_keys, prepared
from relevance.identity.joining import Joins, ProbableLink, apart_of, join_probable
from relevance.identity.named_accounts import named_handles
from relevance.identity.namesakes import join_by_name, join_dated_namesakes
from relevance.identity.networks import accounts_of, are_rivals
from relevance.identity.owner import OwnerMarks, find_owner, own_names
from relevance.identity.persons import home_ids, link_frame, person_frame, person_ids
from relevance.identity.probable import pairs_of
from relevance.identity.rejoining import homes_joined_to, rejoin
from relevance.identity.undoubted import undoubted_people

__all__ = [
    "OWNER",
    "PAIR_SCHEMA",
    "Bars",
    "Joins",
    "OwnerMarks",
    "People",
    "ProbableLink",
    "accounts_of",
    "are_rivals",
    "homes_joined_to",
    "named_handles",
    "probable_pairs",
    "rejoin",
    "resolve",
]


@dataclass(frozen=True)
class People:
    """The outcome of linking."""

    people: pl.DataFrame
    """One row for each person, columns of the table `person`."""
    links: pl.DataFrame
    """One row for each record, columns of the table `person_link`."""


def resolve(
    records: pl.DataFrame,
    *,
    connected: Collection[str] = (),
    owner: OwnerMarks | None = None,
    previous: Mapping[str, str] | None = None,
    homes: Mapping[str, str] | None = None,
    joins: Joins | None = None,
) -> People:
    """Return the persons behind `records`; the order of the rows changes nothing.

    Args:
        records: all records, columns of the table `record`.
        connected: ids of the records that are connections.
        owner: what tells the owner's records apart.
        previous: record id -> person id of an earlier linking, so that persons keep their ids.
        homes: record id -> home id of an earlier linking, see `person_link`; `previous` unless given.
        joins: what joins people beyond certain keys, and what keeps them apart.
    """
    told, marks = joins or Joins(), owner or OwnerMarks()
    shown = previous or {}
    lived = homes or shown
    clear = undoubted_people(records, marks=marks, homes=lived, joins=told)
    groups = _certain(clear.rest, connected, marks, told)
    for group, home in zip(groups, home_ids(groups, lived, shown), strict=True):
        for row in group.rows:
            row["home"] = home
    join_probable(groups, told)
    groups = [group for group in groups if group.rows]
    ids = person_ids(groups, shown)
    people, links = person_frame(groups, ids), link_frame(groups, ids)
    return People(
        pl.concat([people, clear.people.select(people.columns)]).sort("person_id"),
        pl.concat([links, clear.links.select(links.columns)]).sort("record_id"),
    )


def probable_pairs(
    records: pl.DataFrame,
    *,
    connected: Collection[str] = (),
    owner: OwnerMarks | None = None,
    positions: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    joins: Joins | None = None,
    bars: Bars | None = None,
) -> pl.DataFrame:
    """Return who may be one person beyond certain keys, the most probable first, columns of `PAIR_SCHEMA`.

    The same records give the same pairs. A pair names its two sides by the first record id of each.

    Args:
        records: all records.
        connected: ids of the records that are connections.
        owner: what tells the owner's records apart.
        positions: employers and schools by record id, rows of the table `position`.
        joins: the owner's "no" keeps certain keys from joining; the rest is left out of account.
        bars: from which probability on pairs are linked and proposed.
    """
    told = Joins(apart=joins.apart if joins else ())
    groups = _certain(records, connected, owner or OwnerMarks(), told)
    return pairs_of(groups, positions or {}, bars or Bars())


def _certain(
    records: pl.DataFrame, connected: Collection[str], marks: OwnerMarks, joins: Joins
) -> list[Group]:
    """Return the persons that certain keys make."""
    groups = group_by_keys(prepared(records, connected, apart_of(joins.apart)))
    join_dated_namesakes(groups)
    find_owner(groups, marks)
    join_by_name(groups, own_names(groups, marks))
    return [group for group in groups if group.rows]
