"""How often the 80 % interval of a person holds the truth, in networks that were planted, over several regimes.

Posts are drawn from beta distributions, as relevances are: skewed near 0 and 1, and never outside. Priors are fitted to
the same network from profiles that tell much, little or nothing.
"""

from collections.abc import Callable

import numpy as np
import pytest

from relevance.feed import person_relevance, profile_prior

Counts = Callable[[np.random.Generator, int], np.ndarray]

COUNTS: dict[str, Counts] = {
    "one post": lambda random, n: np.ones(n, dtype=int),
    "few posts": lambda random, n: random.integers(1, 5, n),
    "mixed": lambda random, n: np.minimum(1 + random.geometric(0.15, n), 80),
    "many posts": lambda random, n: random.integers(20, 60, n),
}
SPREADS = {"alike": 0.03, "apart": 0.1, "far apart": 0.25}
NOISES = {"even": 0.01, "noisy": 0.05}


def drawn(random: np.random.Generator, mean: np.ndarray, variance: float) -> np.ndarray:
    """Return one draw around each mean from a beta distribution of about this variance."""
    mean = np.clip(mean, 0.02, 0.98)
    size = mean * (1 - mean) / np.minimum(variance, 0.8 * mean * (1 - mean)) - 1
    return random.beta(mean * size, (1 - mean) * size)


def coverage(
    seed: int,
    people: int,
    counts: str,
    spread: str,
    noise: str,
    *,
    profile: float | None = None,
    unequal: bool = True,
    rounds: int = 20,
) -> float:
    """Return the share of planted truths inside their intervals; `profile` is how far profiles are off."""
    random = np.random.default_rng(seed)
    inside = []
    for _ in range(rounds):
        truth = drawn(random, np.full(people, 0.45), SPREADS[spread] ** 2)
        who = np.repeat(np.arange(people), COUNTS[counts](random, people))
        relevance = drawn(random, truth[who], NOISES[noise])
        attention = 0.5 ** random.uniform(0, 4, who.size) if unequal else np.ones(who.size)
        prior = None
        if profile is not None:
            said = np.clip(random.normal(truth, profile), 0, 1)
            plain = person_relevance(relevance, attention, who, people)
            prior = profile_prior(said, plain.raw, plain.posts)
        found = person_relevance(relevance, attention, who, people, prior)
        inside.append((found.low <= truth) & (truth <= found.high))
    return float(np.mean(inside))


@pytest.mark.parametrize("unequal", [True, False])
@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("spread", ["apart", "far apart"])
def test_intervals_hold_the_truth_four_times_in_five(
    counts: str, spread: str, unequal: bool
) -> None:
    found = coverage(7, 150, counts, spread, "noisy", unequal=unequal)
    assert 0.75 <= found <= 0.85


@pytest.mark.parametrize("profile", [0.1, 0.6])
@pytest.mark.parametrize("counts", COUNTS)
def test_intervals_around_a_prior_from_profiles_hold_it_as_often(
    counts: str, profile: float
) -> None:
    found = coverage(11, 150, counts, "apart", "even", profile=profile)
    assert 0.75 <= found <= 0.85


@pytest.mark.parametrize("counts", COUNTS)
def test_people_who_are_alike_have_intervals_that_err_on_the_wide_side(counts: str) -> None:
    # Whether a few noisy posts come from people three or ten points apart cannot be seen; too wide is the safe error.
    assert 0.74 <= coverage(13, 150, counts, "alike", "noisy") <= 0.94


@pytest.mark.slow
@pytest.mark.parametrize("people", [8, 30, 200])
@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("noise", NOISES)
def test_no_regime_is_far_off(people: int, counts: str, spread: str, noise: str) -> None:
    rounds = max(40, 6000 // people)
    plain = coverage(17, people, counts, spread, noise, rounds=rounds)
    fitted = coverage(19, people, counts, spread, noise, profile=0.1, rounds=rounds)
    assert 0.72 <= plain <= 0.94
    assert 0.70 <= fitted <= 0.94
    if people == 200 and (spread, noise) != ("alike", "noisy"):
        assert 0.75 <= plain <= 0.85
