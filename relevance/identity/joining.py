"""Persons that certain keys made, joined by what is probable and by the owner's word; facts stay with their records."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from relevance.identity.clusters import Link, cluster
from relevance.identity.groups import Group, How
from relevance.identity.networks import accounts_of, are_rivals
from relevance.texts import marked

__all__ = ["BEYOND_KEYS", "Joins", "ProbableLink", "apart_of", "join_probable"]

_SAID_SO: How = (marked("you said so"), 1.0, "")
_ALIKE = marked("alike in what is known of both")

BEYOND_KEYS = frozenset({_SAID_SO[0], _ALIKE})
"""How records come to their person otherwise than by certain keys, in words."""


@dataclass(frozen=True)
class ProbableLink:
    """A pair that was linked by its probability, named by one record of each side."""

    left: str
    right: str
    probability: float
    evidence: str


@dataclass(frozen=True)
class Joins:
    """What joins people beyond certain keys, and what keeps them apart; pairs of record ids."""

    same: Sequence[tuple[str, str]] = ()
    """The owner's "yes", the oldest first."""
    apart: Sequence[tuple[str, str]] = ()
    """The owner's "no"."""
    probable: Sequence[ProbableLink] = field(default=())


def apart_of(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Return for each record those that the owner said are somebody else."""
    found: dict[str, set[str]] = defaultdict(set)
    for left, right in pairs:
        found[left].add(right)
        found[right].add(left)
    return {one: frozenset(held) for one, held in found.items()}


def join_probable(groups: Sequence[Group], joins: Joins) -> None:
    """Join groups, the owner's word first and then the most probable, and never across a "no".

    By probability alone nobody gets two accounts of one network, no company becomes a person, and nobody the owner.
    """
    at = {row["record_id"]: place for place, group in enumerate(groups) for row in group.rows}
    how: dict[tuple[int, int], How] = {}
    links = []
    for number, (left, right) in enumerate(joins.same):
        if left in at and right in at and at[left] != at[right]:
            links.append(Link(at[left], at[right], number, is_certain=True))
            how[_ends(at[left], at[right])] = _SAID_SO
    for one in joins.probable:
        ends = _ends(at.get(one.left, -1), at.get(one.right, -1))
        if ends[0] >= 0 and ends[0] != ends[1] and ends not in how:
            links.append(Link(*ends, one.probability))
            how[ends] = (_ALIKE, one.probability, one.evidence)
    if links:
        _, used = cluster(len(groups), links, _Rules(groups))
        _take(groups, [_ends(one.left, one.right) for one in used], how)


def _ends(left: int, right: int) -> tuple[int, int]:
    return min(left, right), max(left, right)


class _Rules:
    """Which groups may become one."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._accounts = [accounts_of(group.rows) for group in groups]

    def __call__(self, left: int, right: int, link: Link) -> bool:
        one, other = self._groups[left], self._groups[right]
        if not one.may_take(other):
            return False
        if one.is_owner != other.is_owner:
            return link.is_certain and not (one.is_connected or other.is_connected)
        if link.is_certain:
            return True
        if any(row["is_company"] for group in (one, other) for row in group.rows):
            return False
        return are_rivals(self._accounts[left], self._accounts[right]) is None


def _take(
    groups: Sequence[Group], used: Sequence[tuple[int, int]], how: Mapping[tuple[int, int], How]
) -> None:
    """Move each cluster's records into its foremost group; each group says how it came there."""
    near: dict[int, list[int]] = defaultdict(list)
    for left, right in used:
        near[left].append(right)
        near[right].append(left)
    seen: set[int] = set()
    for start in sorted(near, key=lambda at: _place(groups[at])):
        if start in seen:
            continue
        seen.add(start)
        waiting = deque([start])
        while waiting:
            at = waiting.popleft()
            for far in sorted(near[at]):
                if far not in seen:
                    seen.add(far)
                    waiting.append(far)
                    groups[start].take(groups[far], how[_ends(at, far)])


def _place(group: Group) -> tuple[bool, bool, bool, int, str]:
    """Order in which the groups of a person come: the owner, connections, profiles, the one with most records."""
    first = min(row["record_id"] for row in group.rows)
    return (
        not group.is_owner,
        not group.is_connected,
        not group.is_anchored,
        -len(group.rows),
        first,
    )
