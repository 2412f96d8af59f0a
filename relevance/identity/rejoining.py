"""Joining a few persons again after the owner's word, where certain keys have grouped their records already."""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from relevance.identity.groups import FIRST, OWNER, Group, prepared
from relevance.identity.joining import BEYOND_KEYS, Joins, apart_of, join_probable
from relevance.identity.persons import link_frame, person_frame, person_ids

__all__ = ["homes_joined_to", "rejoin"]


def homes_joined_to(start: Collection[str], home_of: Mapping[str, str], joins: Joins) -> set[str]:
    """Return the homes that links, whether they hold or not, connect with those of `start`: whom an answer can touch.

    Args:
        start: home ids.
        home_of: record id -> home id, see `person_link`.
        joins: all links there are.
    """
    pairs = [*joins.same, *((one.left, one.right) for one in joins.probable)]
    near: dict[str, set[str]] = {}
    for left, right in pairs:
        one, other = home_of.get(left), home_of.get(right)
        if one and other:
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    found, waiting = set(start), list(start)
    while waiting:
        for far in near.get(waiting.pop(), ()):
            if far not in found:
                found.add(far)
                waiting.append(far)
    return found


def rejoin(
    records: pl.DataFrame, links: pl.DataFrame, *, connected: Collection[str], joins: Joins
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the persons behind `records` and their links, columns as in the tables `person` and `person_link`.

    Gives what `resolve` gives of the same records, as long as nobody else is joined to them and certain keys hold.

    Args:
        records: all records of some homes, columns of the table `record`.
        links: the present rows of `person_link` of these records.
        connected: ids of the records that are connections.
        joins: what joins people beyond certain keys, and what keeps them apart.
    """
    held = {row["record_id"]: row for row in links.iter_rows(named=True)}
    groups: dict[str, Group] = {}
    for row in prepared(records, connected, apart_of(joins.apart)):
        link = held[row["record_id"]]
        row["home"] = link["home_id"]
        row["is_owner"] = link["home_id"] == OWNER
        group = groups.setdefault(link["home_id"], Group())
        group.rows.append(row)
        said = (link["how"], link["probability"], link["evidence"])
        group.how[row["record_id"]] = FIRST if link["how"] in BEYOND_KEYS else said
    listed: Sequence[Group] = list(groups.values())
    join_probable(listed, joins)
    kept = [group for group in listed if group.rows]
    ids = person_ids(kept, {record_id: row["person_id"] for record_id, row in held.items()})
    return person_frame(kept, ids), link_frame(kept, ids)
