"""What to expect of someone whose posts are not known: how many, and what they would do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.feed.effects import added_effect, ratio_of_sums
from relevance.feed.sums import checked_posts

__all__ = [
    "Forecast",
    "VolumePosterior",
    "forecast_effect",
    "forecast_together",
    "volume_posterior",
]

_DRAWS = 2000
_BLOCK = 128
_SEED = 20240229
_INTERVAL = 0.8
_TAILS = (0.5 - _INTERVAL / 2, 0.5 + _INTERVAL / 2)
# Volumes at least this much more even than a Poisson's count as one rate for everyone.
_MOST_SHAPE = 1e6


@dataclass(frozen=True)
class VolumePosterior:
    """Gamma distribution of how many posts a person brings into one window."""

    shape: float
    """Above 0; small where persons differ much."""
    rate: float
    """Above 0, in windows."""

    @property
    def mean(self) -> float:
        """Posts expected in one window."""
        return self.shape / self.rate


@dataclass(frozen=True)
class Forecast:
    """Effect of adding each candidate (n,), in points, with its 80 % range."""

    effect: NDArray[np.float64]
    """The expected effect."""
    low: NDArray[np.float64]
    """Lower end, at most `effect`."""
    high: NDArray[np.float64]
    """Upper end, at least `effect`."""
    share: float
    """Expected share of all attention that a candidate would take, 0 to 1."""


def volume_posterior(
    posts_by_person: ArrayLike, *, observed_posts: float = 0.0, observed_windows: float = 0.0
) -> VolumePosterior:
    """Return how much a person posts: gamma-Poisson, fitted to the network, then to what was seen.

    The network's counts give the gamma by its moments, with half a post of one person added so that
    a silent network stays possible to leave; `observed_posts` in `observed_windows` update it to
    `(shape + posts, rate + windows)`. Without any network it is the gamma (0.5, 1).

    Args:
        posts_by_person: posts of each person of the network in one window (n_people,), the silent
            ones included.
        observed_posts: posts seen of the person in question, 0 or more.
        observed_windows: in how many windows they were seen, for example 0.25; 0 or more.

    Raises:
        UsageError: a number is below 0 or not finite, or posts were seen in no time at all.
    """
    counts = np.asarray(posts_by_person, dtype=np.float64).ravel()
    seen = np.array([observed_posts, observed_windows], dtype=np.float64)
    values = np.concatenate([counts, seen])
    finite = values.min() >= 0 and values.max() < np.inf
    if not finite or (observed_posts and not observed_windows):
        msg = (
            "Posts and windows must be 0 or more and finite, and posts need a window they were "
            f"seen in; got {values.min()} to {values.max()}, and {observed_posts} in "
            f"{observed_windows} windows."
        )
        raise UsageError(msg)
    mean = (counts.sum() + 0.5) / (counts.size + 1)
    # Variance of a gamma-Poisson: mean + mean^2/shape.
    surplus = float(counts.var(ddof=1)) - mean if counts.size > 1 else mean**2 / 0.5
    shape = min(mean**2 / surplus, _MOST_SHAPE) if surplus > 0 else _MOST_SHAPE
    rate = shape / mean
    return VolumePosterior(float(shape + observed_posts), float(rate + observed_windows))


def forecast_effect(
    prior_mean: ArrayLike,
    prior_variance: ArrayLike,
    volume: VolumePosterior,
    *,
    attention_per_post: float,
    within_variance: float,
    sum_relevance_attention: float,
    sum_attention: float,
) -> Forecast:
    """Return the effect that adding each candidate is expected to have, with its 80 % range.

    The effect is linear in the candidate's relevance, so the expectation needs that mean and the
    expected share of attention only. The range comes from 2,000 draws of volume, relevance and
    posts with a fixed seed, the same draws for every candidate: equal candidates get equal figures
    and a better prior never a worse one. It is widened where needed to hold the expectation, which
    a rare heavy poster can move beyond the tenth draw from the end.

    Args:
        prior_mean: expected relevance of each candidate (n,), 0 to 1.
        prior_variance: its variance (n,) or one for all, 0 or more.
        volume: how much a candidate posts in one window.
        attention_per_post: mean attention of a post of the network, 0 or more.
        within_variance: variance of one post around its person, 0 or more.
        sum_relevance_attention: S, the sum of relevance times attention over the feed.
        sum_attention: A, the sum of attention over the feed.

    Raises:
        UsageError: a value is outside its range.
    """
    means, variances = _checked(prior_mean, prior_variance, within_variance, attention_per_post)
    posts, luck = _drawn(volume, 0)
    attention = posts * attention_per_post
    unit = added_effect(np.ones(_DRAWS), attention, 0.0, sum_attention) / 100
    before = ratio_of_sums(sum_relevance_attention, sum_attention)
    expected = 100 * (means - before) * float(unit.mean())
    noise = within_variance / np.maximum(posts, 1)
    ends = np.empty((2, means.size))
    for first in range(0, means.size, _BLOCK):
        block = slice(first, first + _BLOCK)
        drawn = np.sqrt(variances[block, None] + noise) * luck
        drawn = np.clip(drawn + means[block, None], 0, 1)
        ends[:, block] = np.quantile(100 * (drawn - before) * unit, _TAILS, axis=1)
    low, high = np.minimum(ends[0], expected), np.maximum(ends[1], expected)
    return Forecast(expected, low, high, share=float(unit.mean()))


def forecast_together(
    prior_mean: ArrayLike,
    prior_variance: ArrayLike,
    volumes: Sequence[VolumePosterior],
    *,
    attention_per_post: float,
    within_variance: float,
    sum_relevance_attention: float,
    sum_attention: float,
) -> Forecast:
    """Return the effect of adding all candidates at once, arrays of one entry, with its 80 % range.

    Each candidate's volume and relevance are drawn independently, and the draws share one feed: several who dilute
    take attention from each other too, so the joint effect is no sum. One candidate gets what `forecast_effect` gives.

    Args:
        prior_mean: expected relevance of each candidate (n,), 0 to 1.
        prior_variance: its variance (n,) or one for all, 0 or more.
        volumes: how much each candidate posts in one window (n,).
        attention_per_post: mean attention of a post of the network, 0 or more.
        within_variance: variance of one post around its person, 0 or more.
        sum_relevance_attention: S, the sum of relevance times attention over the feed.
        sum_attention: A, the sum of attention over the feed.

    Raises:
        UsageError: a value is outside its range, or there are not as many volumes as candidates.
    """
    means, variances = _checked(prior_mean, prior_variance, within_variance, attention_per_post)
    if len(volumes) != means.size:
        msg = f"Each candidate needs one volume, got {len(volumes)} for {means.size} candidates."
        raise UsageError(msg)
    before = ratio_of_sums(sum_relevance_attention, sum_attention)
    attention, expected, drawn = np.zeros(_DRAWS), np.zeros(_DRAWS), np.zeros(_DRAWS)
    for place, (mean, variance) in enumerate(zip(means, variances, strict=True)):
        posts, luck = _drawn(volumes[place], place)
        noise = within_variance / np.maximum(posts, 1)
        own = posts * attention_per_post
        attention += own
        expected += own * (mean - before)
        drawn += own * (np.clip(mean + np.sqrt(variance + noise) * luck, 0, 1) - before)
    total = attention + sum_attention
    points = np.divide(100.0, total, out=np.zeros(_DRAWS), where=total > 0)
    effect = np.array([float(np.mean(expected * points))])
    low, high = np.quantile(drawn * points, _TAILS)
    share = float(np.mean(attention * points) / 100)
    return Forecast(effect, np.minimum(low, effect), np.maximum(high, effect), share=share)


def _drawn(volume: VolumePosterior, place: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return draws of how much a candidate posts, and of how much more relevant than expected, in deviations."""
    # The first of several draws as somebody who is alone does.
    random = np.random.default_rng([_SEED, place] if place else _SEED)
    rates = random.gamma(volume.shape, 1 / volume.rate, _DRAWS)
    return random.poisson(rates).astype(np.float64), random.standard_normal(_DRAWS)


def _checked(
    prior_mean: ArrayLike, prior_variance: ArrayLike, within_variance: float, per_post: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    means = np.atleast_1d(np.asarray(prior_mean, dtype=np.float64))
    variances = np.broadcast_to(np.asarray(prior_variance, dtype=np.float64), means.shape)
    checked_posts(means, variances)
    least = min(float(variances.min(initial=0)), within_variance, per_post)
    if not least >= 0:
        msg = (
            "`prior_variance`, `within_variance` and `attention_per_post` must be 0 or more, got "
            f"{variances.min(initial=0)}, {within_variance} and {per_post}."
        )
        raise UsageError(msg)
    return means, variances
