"""How far the true relevances of a network lie apart, with the doubt that a few noisy means leave.

A single best guess at the variance between persons is often 0 where posts are few, and intervals built on it are then
far too short. So the standard deviation tau is integrated over a grid, under a half-Cauchy prior with a scale of ten
points (Gelman 2006), the network's mean m under a flat one: normal-normal hierarchical Bayes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["NetworkPosterior", "network_posterior"]

_Floats = NDArray[np.float64]

# No two persons are alike to the point, and no network spreads wider than from 0 to 1.
_TAUS = np.geomspace(0.01, 0.5, 32)
_PRIOR_SCALE = 0.1
# What all 32 together would add below this is lost to rounding: no squared distance is above 1.
_LEAST_WEIGHT = 2.0**-60
# So many variances, of 0.0001 to 2, can be multiplied before their logarithm is taken.
_FACTORS = 16


@dataclass(frozen=True)
class NetworkPosterior:
    """What the known means say of the network."""

    taus: _Floats
    """Standard deviations that were tried (n_taus,)."""
    weights: _Floats
    """Posterior probability of each (n_taus,); adds up to 1."""
    means: _Floats
    """Mean of the network under each (n_taus,)."""
    mean_variances: _Floats
    """Variance of that mean under each (n_taus,)."""

    @property
    def between_variance(self) -> float:
        """tau2: posterior mean of the variance of true relevances around the prior."""
        return float(self.weights @ self.taus**2)

    @property
    def mean(self) -> float:
        """Posterior mean of the network's mean, at `between_variance` as a whole; nan without anybody."""
        return float(self.weights @ self.means)

    @property
    def mean_variance(self) -> float:
        """How uncertain that is, as a variance."""
        return float(self.weights @ (self.mean_variances + (self.means - self.mean) ** 2))

    def error_variance(
        self, x: _Floats, noise: _Floats, given: _Floats, estimate: _Floats
    ) -> _Floats:
        """Return the posterior mean of the squared distance of each true relevance from `estimate` (n,).

        Args:
            x: weighted mean of each person's posts (n,).
            noise: its variance (n,).
            given: each person's own prior (n,), nan for the network's mean.
            estimate: what is shown (n,).
        """
        total = np.zeros_like(x)
        free = np.isnan(given)
        # Where many are known, few of the deviations are at all likely.
        likely = self.weights > _LEAST_WEIGHT
        for tau, weight, mean, variance in zip(
            *(one[likely] for one in (self.taus, self.weights, self.means, self.mean_variances)),
            strict=True,
        ):
            pull = noise / (tau * tau + noise)
            expected = np.where(free, mean, given)
            centre = x + (expected - x) * pull
            # A prior from a profile was fitted to the same network: it is as uncertain as the mean.
            total += weight * (tau * tau * pull + pull * pull * variance + (centre - estimate) ** 2)
        return total


def network_posterior(x: _Floats, noise: _Floats, given: _Floats) -> NetworkPosterior:
    """Return the posterior of the network's mean and spread.

    Args:
        x: weighted mean relevance of each person with posts (n,).
        noise: variance of it as an estimate of the person's true relevance (n,), 0 or more.
        given: each person's own prior (n,), nan for the network's mean.
    """
    free = np.isnan(given)
    logs, means, variances = [], [], []
    for tau in _TAUS:
        variance = tau * tau + noise
        mean, mean_variance, log_mean = _mean(x, variance, given, free)
        gap = x - np.where(free, mean, given)
        fit = -0.5 * (_log_product(variance) + float(np.sum(gap * gap / variance))) + log_mean
        # The grid is even in log tau, so each value stands for a stretch of tau as long as itself.
        logs.append(fit + np.log(tau / (1 + (tau / _PRIOR_SCALE) ** 2)))
        means.append(mean)
        variances.append(mean_variance)
    weights = np.exp(np.array(logs) - max(logs))
    return NetworkPosterior(_TAUS, weights / weights.sum(), np.array(means), np.array(variances))


def _log_product(values: _Floats) -> float:
    """Return the logarithm of the product of all values (n,): a logarithm takes as long as many products."""
    whole = values.size - values.size % _FACTORS
    products = values[:whole].reshape(_FACTORS, -1).prod(axis=0)
    return float(np.sum(np.log(products)) + np.sum(np.log(values[whole:])))


def _mean(
    x: _Floats, variance: _Floats, given: _Floats, free: NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Return the network's mean, its variance, and what integrating over it adds to the log likelihood."""
    if not free.any():
        # Everybody who posts has a prior of their own: it is the best guess at the others' as well.
        known = float(given.mean()) if given.size else float("nan")
        return known, float(1 / np.sum(1 / variance)) if x.size else 0.0, 0.0
    precision = 1 / variance[free]
    whole = float(precision.sum())
    return float(np.sum(precision * x[free]) / whole), 1 / whole, -0.5 * float(np.log(whole))
