"""Vectors of posts -> topics: k-means on a sample, every post then put where it lies nearest."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.topics.single_thread import single_thread

__all__ = [
    "OTHER",
    "SAMPLE",
    "Grouping",
    "find_topics",
    "key_order",
    "large_topics",
    "nearest_topics",
    "topic_centres",
]

OTHER = -1
"""The code of "everything else": posts in groups too small to be a topic, or near to none."""

# The first posts in the order of the digests of their keys: a random sample that hardly changes when a
# few posts come or go.
SAMPLE = 4_000
"""How many posts are enough to find topics by."""
_JUDGED = 1_500
_WIDTH = 32
_COUNTS = (*range(2, 13), 14, 16, 18, 20)
_STARTS = 3
# Silhouettes of neighbouring numbers differ by chance; of equally good ones the most topics say most.
_AS_GOOD = 0.95
# Up to here a mean silhouette speaks for no number at all ("no substantial structure", Kaufman and Rousseeuw 1990,
# table 4), which is how posts of one feed mostly are. Three topics of a thousand posts then tell a reader nothing.
_NO_STRUCTURE = 0.25
_FLOOR = 12
_FLOOR_STEP = 3.2
_LEAST_POSTS = 3
_LEAST_SHARE = 0.01
# At least so many posts for each topic that is looked for: fewer are chance, not a subject.
_POSTS_EACH = 5
_BLOCK = 16_384
_SAME = 1e-6


@dataclass(frozen=True)
class Grouping:
    """Which topic each post belongs to."""

    topic: NDArray[np.int64]
    """(n_posts,): 0 for the largest topic, 1 for the next, ...; `OTHER` for everything else."""
    centres: NDArray[np.float32]
    """(n_topics, d), unit length: the middle of each topic."""
    nearness: NDArray[np.float32]
    """(n_posts,), -1 to 1: the cosine of each post with the nearest centre; 0 where there is no topic."""


def find_topics(vectors: ArrayLike, keys: Sequence[str]) -> Grouping:
    """Group posts by what they are about; the order of rows changes nothing.

    k-means on the unit sphere over the 32 strongest directions of a sample of at most 4,000 posts. The
    number of topics, at most 20 and one for five posts, is the largest whose mean silhouette (Rousseeuw
    1987) reaches 95 % of the best. Where no silhouette exceeds 0.25, which is what posts of one feed give,
    there are at least `sqrt(n) / 3.2` topics, at most 12 on that account: 3 for 100 posts, 12 from 1,500 on.
    Groups below 1 % of the posts, or below 3 of them, are everything else.

    Args:
        vectors: unit vectors (n_posts, d), centred; a vector of zeros is near no topic.
        keys: an id of each post, all different; they decide order and sample.

    Raises:
        UsageError: the shapes do not fit each other, or two keys are equal.
    """
    grid = np.asarray(vectors, dtype=np.float32)
    if grid.ndim != 2 or len(grid) != len(keys) or len(set(keys)) != len(keys):
        msg = (
            "`vectors` must have one row for each of `keys`, and all keys must differ, got shape "
            f"{grid.shape} and {len(set(keys))} different keys of {len(keys)}. Pass one row for each post."
        )
        raise UsageError(msg)
    order = key_order(keys)
    usable = grid[order][grid[order].any(axis=1)][:SAMPLE]
    if not len(usable):
        return _nothing(grid)
    with single_thread():
        centres = topic_centres(usable)
        nearest, nearness = nearest_topics(grid, centres)
    return large_topics(nearest, nearness, order, centres)


def key_order(keys: Sequence[str]) -> NDArray[np.int64]:
    """Return the places of keys in the order in which they are sampled: random, yet the same every time."""
    return np.argsort(np.array([_digest(key) for key in keys], dtype=np.uint64), kind="stable")


def large_topics(
    nearest: NDArray[np.int64],
    nearness: NDArray[np.float32],
    order: NDArray[np.int64],
    centres: NDArray[np.float32],
) -> Grouping:
    """Return the topics that are large enough, the largest first, of posts that were put to the nearest centres.

    Args:
        nearest: of each post (n_posts,), as `nearest_topics` returns it.
        nearness: as well.
        order: what `key_order` returns; of equally large topics it decides which comes first.
        centres: unit vectors (n_topics, d).
    """
    ordered, kept = _without_small(nearest[order], len(centres))
    topic = np.empty(len(nearest), dtype=np.int64)
    topic[order] = ordered
    return Grouping(topic, centres[kept], nearness)


def nearest_topics(
    vectors: NDArray[np.float32], centres: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the nearest centre of each vector (n,) and its cosine (n,); `OTHER` beyond a right angle.

    Args:
        vectors: unit vectors (n, d).
        centres: unit vectors (n_topics, d); without any, every vector is `OTHER` at a cosine of 0.
    """
    nearest = np.full(len(vectors), OTHER, dtype=np.int64)
    nearness = np.zeros(len(vectors), dtype=np.float32)
    if not len(centres):
        return nearest, nearness
    for first in range(0, len(vectors), _BLOCK):
        cosines = vectors[first : first + _BLOCK] @ centres.T
        nearest[first : first + _BLOCK] = cosines.argmax(axis=1)
        nearness[first : first + _BLOCK] = cosines.max(axis=1)
    nearest[nearness <= 0] = OTHER
    return nearest, nearness


def _digest(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")


def _nothing(grid: NDArray[np.float32]) -> Grouping:
    return Grouping(
        np.full(len(grid), OTHER, dtype=np.int64),
        np.zeros((0, grid.shape[1]), dtype=np.float32),
        np.zeros(len(grid), dtype=np.float32),
    )


def topic_centres(sample: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the centres of the best grouping of `sample`, in its full width."""
    is_one = np.ptp(sample, axis=0).max() < _SAME
    labels = np.zeros(len(sample), int) if is_one else _best_labels(_reduced(sample))
    sums = np.stack([sample[labels == one].sum(axis=0) for one in range(labels.max() + 1)])
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(length > 1e-6, length, 1), dtype=np.float32)


def _reduced(sample: NDArray[np.float32]) -> NDArray[np.float64]:
    from sklearn.decomposition import PCA

    width = min(_WIDTH, *sample.shape)
    wide = sample.astype(np.float64)
    # The moments decide, not random numbers.
    points = PCA(width, svd_solver="covariance_eigh").fit_transform(wide)
    length = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.where(length > 1e-9, length, 1), dtype=np.float64)


def _best_labels(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the group of each point under the number of groups with the best silhouette."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import pairwise_distances, silhouette_score

    different = len(np.unique(points.round(6), axis=0))
    most = min(different, len(points) // _POSTS_EACH, len(points) - 1)
    distances = pairwise_distances(points[:_JUDGED])
    np.fill_diagonal(distances, 0)
    tried: list[tuple[float, int, NDArray[np.int64]]] = []
    for count in (one for one in _COUNTS if one <= most):
        labels = KMeans(count, n_init=_STARTS, random_state=0).fit(points).labels_
        judged = labels[:_JUDGED]
        if 1 < len(np.unique(judged)) < len(judged):
            score = silhouette_score(distances, judged, metric="precomputed")
            tried.append((float(score), count, labels.astype(np.int64)))
    return _chosen(tried, len(points))


def _chosen(tried: Sequence[tuple[float, int, NDArray[np.int64]]], posts: int) -> NDArray[np.int64]:
    """Return the labels of the number of groups that says most: silhouette, number and labels of each are given."""
    best = max((score for score, _, _ in tried), default=0.0)
    if best <= 0:
        return np.zeros(posts, dtype=np.int64)
    count = max(count for score, count, _ in tried if score >= _AS_GOOD * best)
    if best <= _NO_STRUCTURE:
        count = max(count, min(_FLOOR, round(posts**0.5 / _FLOOR_STEP)))
    return next((labels for _, tried_count, labels in tried if tried_count >= count), tried[-1][2])


def _without_small(
    nearest: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the topics numbered anew, the largest first, and which of the old ones they are."""
    sizes = np.bincount(nearest[nearest >= 0], minlength=count)
    least = max(_LEAST_POSTS, int(np.ceil(_LEAST_SHARE * len(nearest))))
    large = np.flatnonzero(sizes >= least)
    # Of equally large ones the one with the first key comes first.
    firsts = np.array([np.flatnonzero(nearest == one)[0] for one in large], dtype=np.int64)
    kept = large[np.lexsort((firsts, -sizes[large]))]
    numbers = np.full(count + 1, OTHER, dtype=np.int64)
    numbers[kept] = np.arange(len(kept))
    return numbers[nearest], kept
