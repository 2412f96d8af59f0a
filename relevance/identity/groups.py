"""Records that certain keys show to be one person."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import polars as pl

from relevance.identity.clusters import Link, cluster
from relevance.identity.named_accounts import named_handles, named_profiles
from relevance.names import comparable_name
from relevance.texts import marked

__all__ = [
    "FIRST",
    "OWNER",
    "SAME_PROFILE",
    "Group",
    "How",
    "Row",
    "group_by_keys",
    "prepared",
]

OWNER = "owner"
"""The person id of the owner."""

Row = dict[str, Any]
How = tuple[str, float, str]
"""How a record came to its person: in words, with which probability, and by what evidence."""

FIRST: How = (marked("first record"), 1.0, "")
"""How the record came that the others were joined to."""

SAME_PROFILE = marked("same profile URL")
"""How a record came that names the same profile, in words."""

_NOBODY: frozenset[str] = frozenset()
_LINKEDIN = "https://www.linkedin.com/"


@dataclass(eq=False)
class Group:
    """Records that are one person, and how each of them, by its id, came to be here."""

    rows: list[Row] = field(default_factory=list)
    how: dict[str, How] = field(default_factory=dict)

    @property
    def is_anchored(self) -> bool:
        """Whether a profile or an account says who this is."""
        return any(row["url"] or row["account_id"] for row in self.rows)

    @property
    def is_connected(self) -> bool:
        """Whether this is a connection."""
        return any(row["is_connection"] for row in self.rows)

    @property
    def is_only_name(self) -> bool:
        """Whether nothing but a name says who this is."""
        return not any(row["certain"] or row["shared"] for row in self.rows)

    @property
    def is_owner(self) -> bool:
        """Whether this is the owner."""
        return any(row["is_owner"] for row in self.rows)

    @property
    def names(self) -> set[str]:
        """All names in comparable form."""
        return {row["comparable"] for row in self.rows if row["comparable"]}

    def may_take(self, other: "Group") -> bool:
        """Whether the owner has not said that a record here and one of `other` are two people."""
        ids = {row["record_id"] for row in other.rows}
        return not any(ids & row["apart"] for row in self.rows if row["apart"])

    def take(self, other: "Group", how: How) -> None:
        """Move all records of `other` here; `how` is said of those that stood alone."""
        self.rows.extend(other.rows)
        for record_id, said in other.how.items():
            self.how[record_id] = how if said == FIRST else said
        other.rows = []


def prepared(
    records: pl.DataFrame,
    connected: Collection[str],
    apart: Mapping[str, frozenset[str]] | None = None,
) -> list[Row]:
    """Return `records` in the order of their ids, each with its keys, its comparable name and who it is not.

    Args:
        records: all records.
        connected: ids of the records that are connections.
        apart: for some records, the ids of those that the owner said are somebody else.
    """
    rows = records.sort("record_id").to_dicts()
    connections = frozenset(connected)
    # A profile that another one names is looked for only where one is named at all.
    named = {url for row in rows for url in named_profiles(row["headline"]) if row["headline"]}
    for row in rows:
        row["apart"] = apart.get(row["record_id"], _NOBODY) if apart else _NOBODY
        row["comparable"] = comparable_name(row["name"])
        row["is_connection"] = row["record_id"] in connections
        row["certain"] = list(_certain_keys(row))
        row["shared"] = list(_shared_keys(row, named))
    return rows


def group_by_keys(rows: Sequence[Row]) -> list[Group]:
    """Return one group for each set of records that share a key.

    A profile URL or an account always speaks for one person. E-mail addresses and handles do not
    where what they join is contradicted: two profiles or connections without a name in common, a
    person and a company, the owner and a connection. There they join only records of one name, and
    where that is contradicted as well, none.
    """
    certain = list(_rows_by(rows, "certain").values())
    parts = _roots(len(rows), certain)
    for by_name in (False, True):
        shared = _rows_by(rows, "shared", by_name=by_name)
        doubtful = _doubtful(rows, parts, _roots(len(rows), [*certain, *shared.values()]))
        sound = [held for held in shared.values() if held[0] not in doubtful]
        certain += sound
        if not doubtful:
            break
    groups: dict[int, Group] = defaultdict(Group)
    for at, root in enumerate(_kept_apart(rows, certain, _roots(len(rows), certain))):
        groups[root].rows.append(rows[at])
    for group in groups.values():
        group.how = _how_by_keys(group.rows)
    return list(groups.values())


def _roots(n: int, sets: Iterable[Sequence[int]]) -> list[int]:
    """Return for each of `n` things the first of those that `sets`, one after another, join it to."""
    parent = list(range(n))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for held in sets:
        for at in held[1:]:
            first, second = sorted((root(held[0]), root(at)))
            parent[second] = first
    return [root(at) for at in range(n)]


def _kept_apart(
    rows: Sequence[Row], sets: Iterable[Sequence[int]], roots: Sequence[int]
) -> Sequence[int]:
    """Return `roots` with those groups split in which the owner said that two records are two people.

    There, keys join one record after another, as far as nobody is joined to whom they are not.
    """
    inside: dict[int, list[int]] = defaultdict(list)
    for at, root in enumerate(roots):
        inside[root].append(at)
    broken = {
        roots[at]
        for at, row in enumerate(rows)
        if row["apart"] and row["apart"] & {rows[other]["record_id"] for other in inside[roots[at]]}
    }
    if not broken:
        return roots
    links = [
        Link(one, other, -number)
        for number, held in enumerate(sets)
        if roots[held[0]] in broken
        for one, other in combinations(held, 2)
    ]
    split, _ = cluster(
        len(rows), links, lambda one, other, _: rows[other]["record_id"] not in rows[one]["apart"]
    )
    return [split[at] if root in broken else root for at, root in enumerate(roots)]


def _doubtful(rows: Sequence[Row], parts: Sequence[int], roots: Sequence[int]) -> set[int]:
    """Return the rows whose group by `roots` joins parts that contradict each other."""
    held: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, root in enumerate(roots):
        held[root][parts[at]].append(at)
    return {
        at
        for inside in held.values()
        if len(inside) > 1 and _contradict([[rows[at] for at in one] for one in inside.values()])
        for one in inside.values()
        for at in one
    }


def _contradict(parts: Sequence[Sequence[Row]]) -> bool:
    flat = [row for part in parts for row in part]
    if any(row["is_owner"] for row in flat) and any(row["is_connection"] for row in flat):
        return True  # nobody is among their own connections
    if len({any(row["is_company"] for row in part) for part in parts}) > 1:
        return True
    named = [
        {row["comparable"] for row in part} - {""}
        for part in parts
        if any(row["is_connection"] or (row["url"] or "").startswith(_LINKEDIN) for row in part)
    ]
    return len(named) > 1 and not set.intersection(*named)


def _certain_keys(row: Row) -> Iterable[tuple[str, str]]:
    if row["is_owner"]:
        yield "the owner's own file", OWNER
    if row["url"]:
        yield SAME_PROFILE, row["url"]
    if row["account_id"]:
        yield "same account", row["account_id"]


def _shared_keys(row: Row, named: Collection[str]) -> Iterable[tuple[str, str]]:
    for mail in row["emails"] or ():
        yield "same e-mail address", f"mailto:{mail}"
    for handle in row["handles"] or ():
        yield "same handle", f"handle:{handle}"
    if row["headline"] and not row["is_company"]:
        for handle in named_handles(row["headline"]):
            yield "handle named on the profile", f"handle:{handle}"
        for url in named_profiles(row["headline"]):
            yield "profile named there", f"profile:{url}"
    if row["url"] in named:
        yield "profile named there", f"profile:{row['url']}"


def _rows_by(rows: Sequence[Row], kind: str, *, by_name: bool = False) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for _, key in row[kind]:
            if not by_name:
                found[key].append(at)
            elif row["comparable"]:
                found[f"{key} {row['comparable']}"].append(at)
    return found


def _how_by_keys(rows: Sequence[Row]) -> dict[str, How]:
    how = dict.fromkeys((row["record_id"] for row in rows), FIRST)
    if len(rows) > 1:
        held = Counter(key for row in rows for _, key in {*row["certain"], *row["shared"]})
        for row in rows[1:]:
            keys = (*row["certain"], *row["shared"])
            said = ((words, 1.0, key) for words, key in keys if held[key] > 1)
            how[row["record_id"]] = next(said, FIRST)
    return how
