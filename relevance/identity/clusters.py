"""Links -> clusters: the strongest first, and never across a line that must not be crossed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Link", "cluster"]


@dataclass(frozen=True)
class Link:
    """A link between two things, by their numbers."""

    left: int
    right: int
    strength: float
    is_certain: bool = False
    """The owner says so: only the owner's own "no" stands above it."""


def cluster(
    n: int, links: Sequence[Link], may_join: Callable[[int, int, Link], bool]
) -> tuple[list[int], list[Link]]:
    """Return for each of `n` things the smallest number in its cluster, and the links that made the clusters.

    Links are taken from the strongest to the weakest, certain ones first. One that would bring two things together
    that may not be joined is left out; the chain that would have joined them breaks at its weakest link. Links
    within a cluster that is there already change nothing and are not among those returned.

    Args:
        n: how many things there are.
        links: the links, in any order.
        may_join: whether two things may come into one cluster by a link.
    """
    members = [[at] for at in range(n)]
    root = list(range(n))
    used = []
    ordered = sorted(
        links,
        key=lambda one: (
            not one.is_certain,
            -one.strength,
            min(one.left, one.right),
            max(one.left, one.right),
        ),
    )
    for link in ordered:
        first, second = sorted((root[link.left], root[link.right]))
        if first == second:
            continue
        across = ((one, other) for one in members[first] for other in members[second])
        if not all(may_join(one, other, link) for one, other in across):
            continue
        for one in members[second]:
            root[one] = first
        members[first] += members[second]
        members[second] = []
        used.append(link)
    return root, used
