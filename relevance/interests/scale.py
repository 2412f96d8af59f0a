"""The owner's scale: the built-in map to a probability, refitted on what the owner rated.

`x` is a post's log odds of being relevant by the built-in map and by what the ratings teach. The map

    r = (1 - w) sigmoid(a x + c) + w s(x),   w = (n - 100) / (n + 400), 0 up to n = 100 ratings,

rises with x, so that it never changes the order of posts. a and c are Platt's (1999), held to the
built-in map in two ways: 30 imagined ratings, at relevances of 20, 50 and 80 of 100, answer as that map
says, and a normal prior of deviation 0.4 holds a near 1. Log odds beyond 3 count as 3 while a and c are
sought, so that one thumb against what seemed certain does not bend the whole scale. s is isotonic
regression (Zadrozny and Elkan 2002) on the same ratings, with as many imagined ones spread over them
that answer as the logistic map does.

The owner answers about posts that were chosen. P(relevant | x) is the same among posts chosen by x as
among all, so choosing by x does no harm; that the Rate page also spreads its questions over unlike
posts is not covered by this, and what it does to the figures is measured in
`tests/benchmarks/results/scale.md`, as are other ways to fit.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from relevance.errors import UsageError
from relevance.interests.calibration import sigmoid
from relevance.interests.logistic import least_log_loss

__all__ = ["Scale", "fit_scale"]

_Floats: TypeAlias = NDArray[np.floating[Any]]

# Imagined ratings that answer as the map does that is refitted, and the log odds of 20, 50 and 80 %.
_IMAGINED = 30.0
_IMAGINED_AT = np.log([0.25, 1.0, 4.0])
# Further log odds count as this far from 0 while the logistic map is sought.
_FARTHEST = 3.0
# Ratings up to which the scale is the logistic map alone.
_ISOTONIC_FROM = 100
_SLOPE_DEVIATION = 0.4
_LEAST_SLOPE = 0.05
# Ratings beyond _ISOTONIC_FROM at which the isotonic map counts for one half.
_ISOTONIC_HALF = 500.0


@dataclass(frozen=True)
class Scale:
    """A rising map from log odds to a probability; without ratings it leaves them as they are."""

    slope: float = 1.0
    """a, 0.05 or more."""
    intercept: float = 0.0
    """c."""
    knots: tuple[float, ...] = ()
    """Log odds, rising, between which the isotonic map is a straight line."""
    levels: tuple[float, ...] = ()
    """What it says there, 0 to 1, never falling."""
    share: float = 0.0
    """w, 0 up to 100 ratings and always below 1."""
    ratings: int = 0
    """How many ratings it was fitted to."""

    def probability(self, odds: _Floats) -> NDArray[np.float64]:
        """Return the probability (n,) that log odds (n,) stand for; nan stays nan."""
        x = np.asarray(odds, dtype=np.float64)
        logistic = np.asarray(sigmoid(self.slope * x + self.intercept), dtype=np.float64)
        if not self.share:
            return logistic
        return (1 - self.share) * logistic + self.share * np.interp(x, self.knots, self.levels)


def fit_scale(odds: _Floats, liked: NDArray[np.bool_]) -> Scale:
    """Return the scale that fits the owner's thumbs on posts.

    Args:
        odds: log odds of each rated post (n,) by everything but its own rating.
        liked: (n,) which of the thumbs are up.

    Raises:
        UsageError: the lengths differ, or log odds are not finite.
    """
    x, liked = np.asarray(odds, dtype=np.float64), np.asarray(liked, dtype=bool)
    if x.ndim != 1 or x.shape != liked.shape or not np.isfinite(x).all():
        msg = (
            "`odds` and `liked` must be of one length and the odds finite, got shapes "
            f"{x.shape} and {liked.shape}. Leave posts out whose relevance is unknown."
        )
        raise UsageError(msg)
    if not x.size:
        return Scale()
    slope, intercept = _logistic(x, liked)
    beyond = max(x.size - _ISOTONIC_FROM, 0)
    logistic = Scale(slope=slope, intercept=intercept, ratings=x.size)
    if not beyond:
        return logistic
    knots, levels = _isotonic(x, liked, logistic.probability(x))
    return Scale(slope, intercept, knots, levels, beyond / (beyond + _ISOTONIC_HALF), x.size)


def _logistic(x: NDArray[np.float64], liked: NDArray[np.bool_]) -> tuple[float, float]:
    at = np.concatenate([np.clip(x, -_FARTHEST, _FARTHEST), _IMAGINED_AT])
    answer = np.concatenate([liked, sigmoid(_IMAGINED_AT)])
    weight = np.repeat([1.0, _IMAGINED / len(_IMAGINED_AT)], [len(x), len(_IMAGINED_AT)])
    # What the slope is beyond 1 has the normal prior, so it is what is sought.
    lines = np.stack([at, np.ones_like(at)], axis=1)
    ridge = np.array([_SLOPE_DEVIATION**-2, 0.0])
    more, intercept = least_log_loss(lines, at, answer, weight, ridge)
    if 1 + more >= _LEAST_SLOPE:
        return 1 + float(more), float(intercept)
    # The loss is convex, so a slope that would be at its least beyond the bound is at the bound.
    (intercept,) = least_log_loss(lines[:, 1:], _LEAST_SLOPE * at, answer, weight, ridge[1:])
    return _LEAST_SLOPE, float(intercept)


def _isotonic(
    x: NDArray[np.float64], liked: NDArray[np.bool_], said: NDArray[np.float64]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    from scipy.optimize import isotonic_regression

    # The mean answer about each post when the imagined ratings are spread over all of them.
    answer = (x.size * liked + _IMAGINED * said) / (x.size + _IMAGINED)
    knots, place, count = np.unique(x, return_inverse=True, return_counts=True)
    mean = np.bincount(place, weights=answer) / count
    levels = isotonic_regression(mean, weights=count).x
    return tuple(knots.tolist()), tuple(np.clip(levels, 0, 1).tolist())
