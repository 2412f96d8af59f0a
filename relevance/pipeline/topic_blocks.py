"""Topics of as many posts as there are: vectors are read some at a time, and never all of them held."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from relevance.pipeline.corpus import Corpus
from relevance.pipeline.room import taken
from relevance.topics import (
    LAID_OUT_FROM,
    SAMPLE,
    Grouping,
    find_topics,
    key_order,
    large_topics,
    map_places,
    nearest_topics,
    topic_centres,
)

__all__ = ["grouped", "nearest", "places"]

_ROWS_AT_ONCE = 65_536


def grouped(corpus: Corpus, rows: NDArray[np.int64], ids: Sequence[str]) -> Grouping:
    """Return what `find_topics` does of these rows of the corpus, by their ids."""
    if len(rows) <= _ROWS_AT_ONCE:
        return find_topics(taken(corpus.vectors, rows), ids)
    order = key_order(ids)
    centres = topic_centres(_sampled(corpus, rows[order]))
    near, nearness = nearest(corpus, rows, centres)
    return large_topics(near, nearness, order, centres)


def nearest(
    corpus: Corpus, rows: NDArray[np.int64], centres: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return what `nearest_topics` does of these rows of the corpus."""
    none = nearest_topics(corpus.vectors[:0], centres)
    found = [none, *(nearest_topics(some, centres) for some in _blocks(corpus, rows))]
    return np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found])


def places(
    corpus: Corpus, rows: NDArray[np.int64], centres: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return what `map_places` does of these rows of the corpus; with few topics, of which all decide, at once."""
    if len(rows) <= _ROWS_AT_ONCE or len(centres) < LAID_OUT_FROM:
        return map_places(taken(corpus.vectors, rows), centres)
    return np.concatenate([map_places(some, centres) for some in _blocks(corpus, rows)])


def _blocks(corpus: Corpus, rows: NDArray[np.int64]) -> Iterator[NDArray[np.float32]]:
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        yield taken(corpus.vectors, rows[first : first + _ROWS_AT_ONCE])


def _sampled(corpus: Corpus, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the first vectors that say anything, as many as are sampled."""
    found: list[NDArray[np.float32]] = []
    for some in _blocks(corpus, rows[: 4 * SAMPLE]):
        found.append(some[some.any(axis=1)])
        if sum(map(len, found)) >= SAMPLE:
            break
    return np.concatenate(found)[:SAMPLE]
