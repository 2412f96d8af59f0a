"""Records of all sources -> persons, with how each link was made and what speaks for it.

Only certain links are made here: the same profile URL, account, e-mail address or handle; and a
full name where it can mean one person only. Facts stay with their records, so a link can be undone
without touching them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from relevance.identity.groups import OWNER, group_by_keys, prepared
from relevance.identity.namesakes import join_by_name, join_dated_namesakes
from relevance.identity.owner import OwnerMarks, find_owner, own_names
from relevance.identity.persons import link_frame, person_frame, person_ids

__all__ = ["OWNER", "OwnerMarks", "People", "resolve"]


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
) -> People:
    """Return the persons behind `records`; the order of the rows changes nothing.

    Args:
        records: all records, columns of the table `record`.
        connected: ids of the records that are connections.
        owner: what tells the owner's records apart.
        previous: record id -> person id of an earlier linking, so that persons keep their ids.
    """
    marks = owner or OwnerMarks()
    groups = group_by_keys(prepared(records, connected))
    join_dated_namesakes(groups)
    find_owner(groups, marks)
    join_by_name(groups, own_names(groups, marks))
    groups = [group for group in groups if group.rows]
    ids = person_ids(groups, previous or {})
    return People(person_frame(groups, ids), link_frame(groups, ids))
