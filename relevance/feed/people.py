"""How relevant each person is, how sure that is, and whether it differs from the feed.

Model: a post's relevance is its person's true relevance plus noise of variance s2, the same for
all; true relevances lie around the prior with variance tau2. So a person's weighted mean x, of
n_eff posts' worth of evidence, has variance v = s2/n_eff, and is shrunk to
`m + (x - m) tau2/(tau2 + v)`: normal empirical Bayes (James and Stein 1961, Morris 1983).
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.feed.evidence import PersonAttention, PersonMeans
from relevance.feed.network import network_posterior

__all__ = ["STATES", "PersonEstimates", "estimated", "person_relevance", "states"]

STATES = ("raises", "neutral", "dilutes", "unknown")

_INTERVAL = 0.8
# Differences below this are rounding: relevances come as float32.
_ROUNDING = 1e-6
# Degrees of freedom that the guess at the spread of one person's posts counts for.
_GUESS_FREEDOM = 2.0


@dataclass(frozen=True)
class PersonEstimates:
    """One entry for each person (n_people,), and the three figures they share.

    Where a person has no attention, relevance, low, high and raw are nan; the prior is not.
    """

    relevance: NDArray[np.float64]
    """The shrunk mean, 0 to 1."""
    low: NDArray[np.float64]
    """Lower end of the 80 % interval of the true relevance, 0 to 1."""
    high: NDArray[np.float64]
    """Upper end of it."""
    raw: NDArray[np.float64]
    """Attention-weighted mean relevance of the posts, 0 to 1."""
    posts: NDArray[np.int64]
    """How many posts have attention."""
    attention_share: NDArray[np.float64]
    """Share of all attention, 0 to 1; 0 for everyone in an empty feed."""
    prior: NDArray[np.float64]
    """Expected before any post: the given prior, else the network's mean; nan without either."""
    between_variance: float
    """tau2, the variance of true relevances around the prior."""
    within_variance: float
    """s2, the variance of one post around its person."""
    prior_variance: float
    """Variance of a true relevance before any post: tau2, and not knowing the mean."""


def person_relevance(
    relevance: ArrayLike,
    attention: ArrayLike,
    person: ArrayLike,
    n_people: int,
    prior: ArrayLike | None = None,
) -> PersonEstimates:
    """Return each person's relevance, shrunk to a prior, with its 80 % interval.

    `n_eff = (sum a)^2 / sum a^2`; s2 is pooled over persons with several posts, with two posts' worth of a
    guess; tau2 is its posterior mean (see `relevance.feed.network`). The interval is cut to 0..1 and allows for not
    knowing m and tau2 (both are integrated over) nor s2 (Student's t), so it stays honest with few persons and few
    posts.

    Args:
        relevance: of each post (n,), 0 to 1.
        attention: of each post (n,), 0 or more.
        person: code of who is accountable for each post (n,), 0 to n_people - 1.
        n_people: how many persons there are, with posts or without.
        prior: what each person's profile leads one to expect (n_people,), 0 to 1; nan, or no prior
            at all, stands for the network's mean.

    Raises:
        UsageError: the lengths differ or a value is outside its range.
    """
    heard = PersonAttention(attention, person, n_people)
    return estimated(heard.means(relevance), prior)


def estimated(means: PersonMeans, prior: ArrayLike | None = None) -> PersonEstimates:
    """Return what `person_relevance` does, of sums that are there already.

    Raises:
        UsageError: the prior has another length, or a value outside 0..1.
    """
    heard, raw = means.heard, means.raw
    n_people, known = heard.n_people, means.sums.has_attention
    whole = heard.by_person.sum()
    given = _checked_prior(prior, n_people)
    within, freedom = _within_variance(means, given)
    noise = np.divide(within, heard.evidence, out=np.full(n_people, np.inf), where=known)
    network = network_posterior(raw[known], noise[known], given[known])
    between = network.between_variance
    expected = np.where(np.isnan(given), network.mean, given)
    shrunk = expected + (raw - expected) * between / (between + noise)
    spread = np.full(n_people, np.nan)
    spread[known] = np.sqrt(
        network.error_variance(raw[known], noise[known], given[known], shrunk[known])
    )
    reach = _reach(freedom) * spread
    return PersonEstimates(
        relevance=np.clip(shrunk, 0, 1),
        low=np.clip(shrunk - reach, 0, 1),
        high=np.clip(shrunk + reach, 0, 1),
        raw=raw,
        posts=heard.posts,
        attention_share=heard.by_person / whole if whole > 0 else np.zeros(n_people),
        prior=expected,
        between_variance=between,
        within_variance=within,
        prior_variance=between + network.mean_variance,
    )


def states(estimates: PersonEstimates, feed_value: float) -> NDArray[np.str_]:
    """Return each person's state (n_people,), one of `STATES`.

    A person raises (dilutes) when the whole interval lies above (below) the feed's relevance, is
    neutral when the interval holds it, and unknown without attention or in an empty feed.

    Args:
        estimates: what `person_relevance` returns.
        feed_value: what `feed_relevance` returns for the same posts, 0 to 1 or nan.
    """
    raises, neutral, dilutes, unknown = STATES
    return np.select(
        [
            np.isnan(estimates.relevance) | np.isnan(feed_value),
            estimates.low > feed_value + _ROUNDING,
            estimates.high < feed_value - _ROUNDING,
        ],
        [unknown, raises, dilutes],
        default=neutral,
    )


def _checked_prior(prior: ArrayLike | None, n_people: int) -> NDArray[np.float64]:
    if prior is None:
        return np.full(n_people, np.nan)
    given = np.asarray(prior, dtype=np.float64)
    stated = given[~np.isnan(given)]
    in_range = not stated.size or (stated.min() >= 0 and stated.max() <= 1)
    if given.shape != (n_people,) or not in_range:
        msg = (
            f"`prior` must have {n_people} numbers from 0 to 1, or nan, got {given.shape} {given}."
        )
        raise UsageError(msg)
    return given


def _within_variance(means: PersonMeans, given: NDArray[np.float64]) -> tuple[float, float]:
    # s2 and its degrees of freedom. A person's weighted spread expects s2 (1 - 1/n_eff); persons
    # are pooled by their n_eff.
    known, raw, evidence = means.sums.has_attention, means.raw, means.heard.evidence
    freedom = float(np.sum(evidence[known] - 1))
    people = int(np.count_nonzero(known))
    pooled = means.pooled_spread
    if people < 2:
        return (pooled / freedom if freedom > 1e-9 else 0.0), freedom
    # Where nobody has several posts, what is noise cannot be told from what is person. Half of all variance for each is
    # the guess whose intervals are right whatever the truth: then x is shrunk by half, and the error
    # (t - m)/2 - noise/2 has a quarter of the whole variance. It counts as much as a few posts do.
    gap = means.mean_square_from(np.where(np.isnan(given), raw[known].mean(), given))
    whole = min(gap, means.variance)
    all_freedom = freedom + _GUESS_FREEDOM
    within = (pooled + _GUESS_FREEDOM * whole / 2) / all_freedom
    return within, freedom + _GUESS_FREEDOM / all_freedom * (people - 1)


def _reach(freedom: float) -> float:
    # Student's t by its expansion around the normal (Abramowitz and Stegun 26.7.5): with few posts
    # the noise itself is not known well.
    z, n = NormalDist().inv_cdf(0.5 + _INTERVAL / 2), max(freedom, 1.0)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / n + second / n**2 + third / n**3
