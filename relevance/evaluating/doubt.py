"""How far figures on a few posts can be trusted: intervals, and what chance alone would show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from relevance.evaluating.figures import Bin, judge

__all__ = ["Doubt", "doubt_of"]

Interval: TypeAlias = tuple[float, float]

_DRAWS = 400
_SEED = 11
# Of an 80 % interval.
_ENDS = (0.1, 0.9)


@dataclass(frozen=True)
class Doubt:
    """80 % intervals, each null where it cannot be told; and the calibration error of perfect percentages."""

    post_auc: Interval | None
    post_ap: Interval | None
    brier: Interval | None
    ece_by_chance: float
    """Mean ECE, 0 to 1, if every percentage were exactly right: what so few posts show by chance."""
    held: Sequence[Interval | None]
    """Of the share of relevant posts in each bin of the calibration curve; null in an empty bin."""


def doubt_of(probability: ArrayLike, relevant: ArrayLike) -> Doubt:
    """Return how far the figures of probabilities can be trusted; the same in every run.

    Intervals are percentiles over 400 bootstrap samples of the posts (Efron 1979), without those that
    hold one kind of post only; posts count as independent of each other. An interval of the ECE
    would be too high, as chance adds to it; that of chance alone is given instead, over as many draws.
    The intervals of the bins are those of Jeffreys (Brown, Cai and DasGupta 2001).

    Args:
        probability: (n,) of each post, 0 to 1.
        relevant: (n,) whether the post is truly relevant.

    Raises:
        UsageError: the shapes differ, there is no post, or a probability is outside 0..1.
    """
    said, truth = np.asarray(probability, dtype=np.float64), np.asarray(relevant, dtype=bool)
    one = np.zeros(said.size)
    bins = judge(said, truth, one).bins
    random = np.random.default_rng(_SEED)
    drawn = []
    for _ in range(_DRAWS):
        rows = random.integers(0, said.size, said.size)
        if truth[rows].any() and not truth[rows].all():
            found = judge(said[rows], truth[rows], one)
            drawn.append((found.ranking.post_auc, found.ranking.post_ap, found.brier))
    by_chance = [judge(said, random.random(said.size) < said, one).ece for _ in range(_DRAWS)]
    auc, ap, brier = (_interval(column) for column in np.array(drawn, dtype=float).reshape(-1, 3).T)
    return Doubt(auc, ap, brier, float(np.mean(by_chance)), [_share(one) for one in bins])


def _share(one: Bin) -> Interval | None:
    from scipy.stats import beta

    if one.held is None:
        return None
    hits = round(one.posts * one.held)
    low, high = beta.ppf(_ENDS, hits + 0.5, one.posts - hits + 0.5)
    return (0.0 if hits == 0 else float(low)), (1.0 if hits == one.posts else float(high))


def _interval(values: ArrayLike) -> Interval | None:
    kept = np.asarray(values)
    if not kept.size:
        return None
    low, high = np.quantile(kept, _ENDS)
    return float(low), float(high)
