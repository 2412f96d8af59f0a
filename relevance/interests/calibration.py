"""The calibration of a model: how its similarities become probabilities of relevance."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relevance.errors import UsageError

__all__ = ["Calibration", "default_calibration", "fit_calibration", "log_odds", "sigmoid"]

# The slope of the map to a probability never falls below this, so that it keeps the ranking.
_LEAST_MAP_SLOPE = 0.05
# Odds are finite above this probability and below one minus it.
_LEAST_PROBABILITY = 2.0**-24


@dataclass(frozen=True)
class Calibration:
    """How one model's similarities become probabilities. Parameters belong to the model named.

    Raises:
        UsageError: a parameter is not finite, or a slope is not above 0.
    """

    model_id: str
    """The model whose vectors these parameters fit."""
    slope: float
    """b of a match, `sigmoid(b (s - t))`, above 0."""
    threshold: float
    """t of a match: the similarity at which it is one half; -1 to 1."""
    map_slope: float = 1.0
    """a of the map to a probability, `sigmoid(a logit(z) + c)`; above 0, so it keeps the order."""
    map_intercept: float = 0.0
    """c of that map; 0 with a slope of 1 leaves z as it is."""
    centre_prior: float = 0.0
    """Posts that the corpus' mean is shrunk by, 0 or more; see `scoring.corpus_mean`."""
    lexical_weight: float = 0.0
    """What a post with all words of a phrase gains in similarity, 0 or more; see `lexical`."""

    def __post_init__(self) -> None:
        slopes = {"slope": self.slope, "map_slope": self.map_slope}
        rules = {
            **{f"`{name}` must be above 0": value > 0 for name, value in slopes.items()},
            "`threshold` must be from -1 to 1": -1 <= self.threshold <= 1,
            "`centre_prior` must be 0 or more": self.centre_prior >= 0,
            "`lexical_weight` must be 0 or more": self.lexical_weight >= 0,
            "every parameter must be finite": all(map(math.isfinite, self._numbers())),
        }
        broken = [rule for rule, holds in rules.items() if not holds]
        if broken:
            msg = f"Calibration of {self.model_id!r}: {'; '.join(broken)}; got {self._numbers()}."
            raise UsageError(msg)

    def _numbers(self) -> tuple[float, ...]:
        return (
            self.slope,
            self.threshold,
            self.map_slope,
            self.map_intercept,
            self.centre_prior,
            self.lexical_weight,
        )


# How these were fitted (`tests/benchmarks/calibration.py`, figures in its `results` folder): 6,796
# posts and answers of five Stack Exchange sites; 14 sets of interests judged
# by the posts' tags (narrow, noisy labels) and 50 judged by whole sites (broad, clean ones). Average
# precision has a wide flat top: thresholds from 0.30 to 0.40 at slopes 20 and 30 differ by 0.002, in
# favour of high ones for narrow sets and of low ones for broad sets; 20 and 0.30 lose little on
# either. They were chosen on these same posts. The map was chosen for the least calibration error on
# average over nine ways to state interests and to label posts; isotonic regression was no better. Labels
# as clean as the broad ones make it too cautious, sets as narrow as those that mix sites too sure, each by
# about 0.14; the owner's ratings settle which (`relevance.interests.scale`). Words in common
# (`tests/benchmarks/ranking.py`) raise average precision in each of the seven groups, by 0.01 on average,
# flat from a weight of 0.1 to 0.2.
_FITTED = {
    "all-minilm-l6-v2": Calibration(
        model_id="sentence-transformers/all-MiniLM-L6-v2",
        slope=20.0,
        threshold=0.3,
        map_slope=0.7,
        map_intercept=1.2,
        centre_prior=2.0,
        lexical_weight=0.1,
    ),
}


def default_calibration(model_id: str) -> Calibration:
    """Return the built-in calibration of a model, known by the last part of its id or path.

    For a model that was never measured the fallback is neutral: a medium slope, one half at a
    similarity of 0.30, and relevance equal to z. Its ranking can be used; its percentages are
    rough until the owner's ratings refit them.
    """
    name = model_id.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].casefold()
    known = _FITTED.get(name)
    return known or Calibration(model_id=model_id, slope=20.0, threshold=0.3, lexical_weight=0.1)


def fit_calibration(
    z: NDArray[np.floating[Any]], relevant: NDArray[np.bool_], calibration: Calibration
) -> Calibration:
    """Return the calibration with its map from z to a probability fitted to labels.

    Platt's method (1999): logistic regression of the labels on logit(z), with targets drawn in by
    one imagined post on either side, so that few labels cannot make it certain. The slope stays at
    0.05 or more: the map never turns the ranking round.

    Args:
        z: combined evidence (n,), 0 to 1.
        relevant: (n,) whether the owner calls the post relevant.
        calibration: where slope, threshold and the rest come from.

    Raises:
        UsageError: the shapes differ, z is outside 0..1, or only one kind of label is there.
    """
    z, relevant = np.asarray(z, dtype=np.float64), np.asarray(relevant, dtype=bool)
    positives = int(np.count_nonzero(relevant))
    if z.ndim != 1 or z.shape != relevant.shape or not 0 < positives < z.size:
        msg = (
            "`z` and `relevant` must be of one length and hold both kinds of label, got shapes "
            f"{z.shape} and {relevant.shape} with {positives} relevant. Add labels of both kinds."
        )
        raise UsageError(msg)
    if not (z.min() >= 0 and z.max() <= 1):
        msg = f"`z` must be from 0 to 1, got {z.min()} to {z.max()}. Pass post_relevance's result."
        raise UsageError(msg)
    slope, intercept = _platt(log_odds(z), relevant)
    return replace(calibration, map_slope=slope, map_intercept=intercept)


def log_odds(z: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return `log(z / (1 - z))` as float64, finite: 0 and 1 are drawn in by 2**-24."""
    inside = np.clip(np.asarray(z, dtype=np.float64), _LEAST_PROBABILITY, 1 - _LEAST_PROBABILITY)
    # One minus a number from one half on is exact, so that nothing cancels, and one logarithm is enough.
    return np.log(inside / (1 - inside))


def sigmoid(x: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Return `1 / (1 + exp(-x))` in the type of `x`, 0 to 1, without overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -80, 80))))


def _platt(x: NDArray[np.float64], relevant: NDArray[np.bool_]) -> tuple[float, float]:
    positives = int(np.count_nonzero(relevant))
    high, low = (positives + 1) / (positives + 2), 1 / (x.size - positives + 2)
    target = np.where(relevant, high, low)
    slope, intercept = _logistic_fit(np.stack([x, np.ones_like(x)]), target)
    if slope >= _LEAST_MAP_SLOPE:
        return float(slope), float(intercept)
    fixed = _LEAST_MAP_SLOPE * x
    (intercept,) = _logistic_fit(np.ones((1, x.size)), target, offset=fixed)
    return _LEAST_MAP_SLOPE, float(intercept)


def _logistic_fit(
    features: NDArray[np.float64],
    target: NDArray[np.float64],
    offset: NDArray[np.float64] | float = 0.0,
) -> NDArray[np.float64]:
    # Newton's method on the mean log loss. The ridge keeps the system solvable when all z are
    # equal; a step is halved until the loss falls.
    weights = np.zeros(len(features))
    ridge = 1e-9
    loss = _log_loss(weights, features, target, offset)
    for _ in range(100):
        p = sigmoid(weights @ features + offset)
        gradient = features @ (p - target) / target.size + ridge * weights
        hessian = (features * (p * (1 - p))) @ features.T / target.size
        step = np.linalg.solve(hessian + ridge * np.eye(len(weights)), gradient)
        while (tried := _log_loss(weights - step, features, target, offset)) > loss + 1e-12:
            step = step / 2
        weights, loss = weights - step, tried
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights


def _log_loss(
    weights: NDArray[np.float64],
    features: NDArray[np.float64],
    target: NDArray[np.float64],
    offset: NDArray[np.float64] | float,
) -> float:
    x = weights @ features + offset
    return float(np.mean(np.logaddexp(0, x) - target * x) + 5e-10 * weights @ weights)
