"""Learning from the owner's ratings, beside the stated interests and never in their place.

A post's log odds of being relevant become `o_p + g (u . x_p)`: `o_p` is what the interests say, `x_p`
the post's centred vector, `u` the direction of a logistic regression of the ratings on the vectors
that starts from `o_p`. The strength g, 0 to 1, is earned:

    g = n^3 / (n^3 + 15^3) * (1 + gain / error), the second factor kept within 0 to 1,

n the weight of all ratings, gain the mean log loss that the vectors save on ratings that were left
out (five folds) and error its standard error: few ratings count little, a head that does worse than
the interests on what it has not seen counts less, and by one standard error worse nothing at all.
Where the interests say all there is, 30 ratings cost about a point of average precision.
Everything is worked out without chance. Measured in `tests/benchmarks/results/feedback.md`.
"""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from relevance.errors import UsageError
from relevance.interests.calibration import sigmoid
from relevance.interests.logistic import least_log_loss

__all__ = [
    "LEAST_OF_EACH",
    "Labels",
    "Learned",
    "earned",
    "learn",
    "next_questions",
    "questions_in_view",
    "span_of",
]

_Floats: TypeAlias = NDArray[np.floating[Any]]

LEAST_OF_EACH = 2
"""Ratings of either kind before anything is learned."""

_FOLDS = 5
# Ratings that it takes to trust the head half way.
_TRUST = 15.0
# Inverse strength of the ridge on unit vectors.
_CAPACITY = 5.0
# How far the ratings may move the level of all odds while the direction is sought; it is not kept.
_LEVEL = 6.0
_CONSIDERED = 2000
# Above 1: asks rather about the top of the list, where its order matters most. From 0.8 to 3 were tried.
_TILT = 1.25
# What is left of the worth of asking about the oldest posts.
_OLD = 0.5


@dataclass(frozen=True)
class Labels:
    """What the owner rated, one row for each; all arrays are (n,), vectors (n, d).

    Raises:
        UsageError: the lengths differ, or a weight is not above 0.
    """

    vectors: _Floats
    """Centred unit vectors."""
    odds: _Floats
    """Log odds that the interests alone give."""
    liked: NDArray[np.bool_]
    weight: _Floats
    """How much each counts, above 0: a thumb 1, a like less."""

    def __post_init__(self) -> None:
        lengths = {len(self.vectors), len(self.odds), len(self.liked), len(self.weight)}
        if len(lengths) > 1 or not np.all(np.asarray(self.weight) > 0):
            msg = (
                "Labels must be of one length and every weight above 0, got lengths "
                f"{sorted(lengths)}. Give one vector, odds, liked and weight for each rating."
            )
            raise UsageError(msg)

    @property
    def is_enough(self) -> bool:
        """Whether there are at least two of either kind."""
        liked = int(np.count_nonzero(self.liked))
        return min(liked, len(self.liked) - liked) >= LEAST_OF_EACH


@dataclass(frozen=True)
class Learned:
    """What ratings add to the log odds of a post."""

    direction: NDArray[np.float64]
    """(d,): `vectors @ direction` is what they add; zeros where nothing was learned."""
    strength: float
    """g, 0 to 1."""
    gain: float
    """Mean log loss saved on ratings left out; nan where there are too few of either kind."""
    left_out: NDArray[np.float64]
    """(n,): what the other ratings add to the log odds of each rated one; zeros where nothing was learned."""
    span: NDArray[np.float64] | None = None
    """Orthonormal rows (r, d) among which `direction` lies whatever the odds are; null where nothing was learned."""

    def shift(self, vectors: _Floats) -> NDArray[np.float64]:
        """Return what the ratings add to the log odds of each vector, (n,)."""
        return np.asarray(vectors @ self.direction, dtype=np.float64)


def learn(labels: Labels, span: NDArray[np.float64] | None = None) -> Learned:
    """Learn a direction from ratings; with too few, or where it does not help, one of strength 0.

    Args:
        labels: the ratings.
        span: the rows (r, d) that `span_of` gave of their vectors, where `labels` have the numbers that came with
            them (n, r) in place of vectors: both are the same whatever the odds are, so nobody needs them twice.
    """
    if span is None and labels.is_enough:
        span, numbers = span_of(labels.vectors)
        labels = replace(labels, vectors=numbers)
    width = labels.vectors.shape[1] if span is None else span.shape[1]
    nothing, unmoved = np.zeros(width), np.zeros(len(labels.odds))
    if span is None or not labels.is_enough:
        return Learned(nothing, 0.0, float("nan"), unmoved)
    whole = _fit(labels, np.arange(len(labels.odds)))
    saved, shift = _left_out(labels, whole)
    gain = float(np.average(saved, weights=labels.weight))
    strength = earned(gain, _error(saved, labels.weight), float(np.sum(labels.weight)))
    if strength == 0:
        return Learned(nothing, 0.0, gain, unmoved)
    direction = strength * np.einsum("r,rd->d", whole[:-1], span)
    return Learned(direction, strength, gain, strength * shift, span)


def span_of(vectors: _Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return orthonormal rows (r, d), r at most n and d, of which every vector (n, d) is a sum, and its parts (n, r).

    The ridge draws a direction to 0 wherever no rated vector points, so it lies among these rows too (the
    representer theorem), and a fit in their r numbers is the same as one in d.
    """
    given = np.asarray(vectors, dtype=np.float64)
    n, d = given.shape
    if n >= d:
        return np.eye(d), given
    rows, numbers = np.linalg.qr(given.T)
    return rows.T, numbers.T


def earned(gain: float, error: float, amount: float) -> float:
    """Return g, 0 to 1, from the log loss saved, its standard error, and the weight of all ratings."""
    certainty = float(np.clip(1 + gain / error, 0, 1)) if error > 0 else float(gain > 0)
    return amount**3 / (amount**3 + _TRUST**3) * certainty


def _error(saved: _Floats, weight: _Floats) -> float:
    mean = np.average(saved, weights=weight)
    part = weight / np.sum(weight)
    return float(np.sqrt(np.sum(part**2 * (saved - mean) ** 2)))


def _left_out(
    labels: Labels, whole: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return of each rating, when it is left out, the log loss saved and what is added to its odds.

    Fits begin at the one to all ratings, `whole`: it is near, and where a fit ends does not depend on its beginning.
    """
    fold = _folds(labels)
    saved, shift = np.zeros(len(labels.odds)), np.zeros(len(labels.odds))
    bare = replace(labels, vectors=labels.vectors[:, :0])
    for one in range(int(fold.max()) + 1):
        seen, left = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        found = _fit(labels, seen, whole)
        plain = _fit(bare, seen)[-1]
        shift[left] = labels.vectors[left] @ found[:-1]
        with_head = labels.odds[left] + shift[left] + found[-1]
        without = labels.odds[left] + plain
        sign = np.where(labels.liked[left], 1.0, -1.0)
        saved[left] = np.logaddexp(0, -sign * without) - np.logaddexp(0, -sign * with_head)
    return saved, shift


def _folds(labels: Labels) -> NDArray[np.int64]:
    """Return the fold of each rating: either kind is dealt out in the order of its odds."""
    fold = np.zeros(len(labels.odds), dtype=np.int64)
    for kind in (True, False):
        rows = np.flatnonzero(labels.liked == kind)
        order = np.lexsort((labels.vectors[rows, 0], labels.odds[rows]))
        fold[rows[order]] = np.arange(len(rows)) % _FOLDS
    return fold


def _fit(
    labels: Labels, rows: NDArray[np.int64], begin: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return direction (d,) and level, one after the other, of a logistic regression on top of the interests' odds.

    Minimises the weighted log loss of `odds + x . direction + level`, plus the ridge
    `|direction|^2 / (2 C)`; the level stays within 6 of 0.
    """
    x = np.column_stack([labels.vectors[rows], np.ones(len(rows))])
    ridge = np.append(np.full(x.shape[1] - 1, 1 / _CAPACITY), 0.0)
    odds, weight = labels.odds[rows], labels.weight[rows]
    liked = labels.liked[rows].astype(np.float64)
    found = least_log_loss(x, odds, liked, weight, ridge, begin)
    if abs(found[-1]) <= _LEVEL:
        return found
    # The loss is convex, so a level that would be at its least beyond the bound is at the bound.
    level = float(np.clip(found[-1], -_LEVEL, _LEVEL))
    held = least_log_loss(x[:, :-1], odds + level, liked, weight, ridge[:-1], found[:-1])
    return np.append(held, level)


def next_questions(
    vectors: _Floats,
    odds: _Floats,
    recency: _Floats,
    answered: NDArray[np.bool_],
    count: int = 10,
) -> NDArray[np.int64]:
    """Return the rows of the posts whose rating would teach most, at most `count`, the best first.

    A post is worth asking about when its relevance is near one half or somewhat above, where the top
    of the list is decided (`p^1.25 (1 - p)`), when it is recent, and when it is unlike those that were
    answered or chosen before it (one minus the largest cosine, squared). Chosen one after the other.

    Args:
        vectors: centred unit vectors (n, d).
        odds: log odds of relevance as shown (n,); a post where it is nan is never asked about.
        recency: what a post's age leaves of its weight (n,), 0 to 1.
        answered: (n,) which posts are rated already.
        count: how many to choose, 0 or more.
    """
    worth = _worth_asking(odds, recency, answered)
    rows = _considered(worth)
    considered = vectors[rows]
    near = _nearest(considered, vectors[answered])
    chosen: list[int] = []
    for _ in range(min(count, len(rows))):
        value = worth[rows] * (1 - near) ** 2
        value[chosen] = -1
        best = int(np.argmax(value))
        chosen.append(best)
        near = np.maximum(near, _nearest(considered, considered[best : best + 1]))
    return rows[chosen]


def questions_in_view(
    odds: _Floats, recency: _Floats, answered: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return, in rising order, the only rows on which `next_questions` depends: of many posts a few thousand."""
    rows = _considered(_worth_asking(odds, recency, answered))
    return np.union1d(rows, np.flatnonzero(answered))


def _worth_asking(odds: _Floats, recency: _Floats, answered: NDArray[np.bool_]) -> _Floats:
    p = sigmoid(np.where(np.isnan(odds), 0, odds))
    return np.where(
        np.isnan(odds) | answered, 0, p**_TILT * (1 - p) * (_OLD + (1 - _OLD) * recency)
    )


def _considered(worth: _Floats) -> NDArray[np.int64]:
    # Beyond the most valuable ones diversity has nothing left to decide.
    rows = np.argsort(-worth, kind="stable")[:_CONSIDERED]
    return rows[worth[rows] > 0]


def _nearest(vectors: _Floats, others: _Floats) -> NDArray[np.float64]:
    """Return the largest cosine with any of the others, 0 to 1; 0 where there are none."""
    if not len(others):
        return np.zeros(len(vectors))
    return np.asarray(np.clip((vectors @ others.T).max(axis=1), 0, 1), dtype=np.float64)
