"""Clusters against networkx and against trying everything: all is joined that the lines not to be crossed allow."""

from itertools import combinations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from relevance.identity.clusters import Link, cluster

N = 7
numbers = st.integers(0, N - 1)
ends = st.tuples(numbers, numbers).filter(lambda one: one[0] != one[1])
links = st.lists(
    st.builds(lambda pair, strength: Link(*pair, strength), ends, st.floats(0, 1)), max_size=9
)
lines = st.frozensets(ends.map(lambda pair: (min(pair), max(pair))), max_size=5)


def parts(root: list[int]) -> set[frozenset[int]]:
    return {frozenset(at for at, one in enumerate(root) if one == first) for first in set(root)}


def components(n: int, edges) -> set[frozenset[int]]:
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(edges)
    return {frozenset(one) for one in nx.connected_components(graph)}


def is_sound(groups: set[frozenset[int]], forbidden: frozenset[tuple[int, int]]) -> bool:
    return not any({*pair} <= group for pair in forbidden for group in groups)


def joined(found: list[Link], forbidden: frozenset[tuple[int, int]] = frozenset()):
    return cluster(
        N, found, lambda one, other, _: (min(one, other), max(one, other)) not in forbidden
    )


@given(links)
def test_without_lines_clusters_are_the_connected_components(found: list[Link]) -> None:
    root, used = joined(found)
    assert parts(root) == components(N, [(one.left, one.right) for one in found])
    assert parts(root) == components(N, [(one.left, one.right) for one in used])
    assert all(first == min(group) for group in parts(root) for first in {root[at] for at in group})


@given(links, lines)
def test_no_line_is_crossed_and_the_strongest_links_are_kept(found, forbidden) -> None:
    """Every set of links is tried; the best sound one holds the strongest link that any can, then the next, ..."""
    ordered = sorted(
        found,
        key=lambda one: (-one.strength, min(one.left, one.right), max(one.left, one.right)),
    )
    best = max(
        (
            tuple(at in chosen for at in range(len(ordered)))
            for size in range(len(ordered) + 1)
            for chosen in combinations(range(len(ordered)), size)
            if is_sound(
                components(N, [(ordered[at].left, ordered[at].right) for at in chosen]), forbidden
            )
        ),
    )
    kept = [one for one, is_kept in zip(ordered, best, strict=True) if is_kept]
    root, _ = joined(found, forbidden)
    assert is_sound(parts(root), forbidden)
    assert parts(root) == components(N, [(one.left, one.right) for one in kept])


@given(links, lines, st.randoms(use_true_random=False))
def test_the_order_of_links_changes_nothing(found, forbidden, chance) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert joined(shuffled, forbidden)[0] == joined(found, forbidden)[0]


def test_a_chain_breaks_at_its_weakest_link() -> None:
    chain = [Link(0, 1, 0.99), Link(1, 2, 0.9), Link(2, 3, 0.95)]
    root, used = joined(chain, frozenset({(0, 3)}))
    assert parts(root) >= {frozenset({0, 1}), frozenset({2, 3})}
    assert Link(1, 2, 0.9) not in used


def test_a_certain_link_comes_before_a_stronger_one() -> None:
    found = [Link(0, 1, 0.999), Link(1, 2, 0.1, is_certain=True)]
    assert parts(joined(found, frozenset({(0, 2)}))[0]) >= {frozenset({1, 2}), frozenset({0})}
