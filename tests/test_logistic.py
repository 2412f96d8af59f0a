"""The logistic fit beside a general minimiser, and where everything is foretold as good as surely."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from relevance.feedback import Labels, learn
from relevance.interests import fit_scale
from relevance.interests.logistic import least_log_loss

SURE = 16.6  # log odds of a relevance that is 0 or 1 to the last digit


def invented(seed, n, d, *, farthest):
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(n, d))
    odds = chance.choice([0, 1, -3, farthest, -farthest], size=n)
    liked = chance.random(n) < chance.choice([0.05, 0.5, 0.95])
    liked[:2] = True, False
    return x, odds, liked, chance.choice([0.3, 0.5, 1], size=n)


@given(st.integers(0, 10_000), st.integers(2, 30), st.integers(1, 6))
def test_it_ends_where_a_general_minimiser_ends(seed, n, d):
    x, odds, liked, weight = invented(seed, n, d, farthest=2.0)
    x[:, -1] = 1
    ridge = np.append(np.full(d - 1, 0.5), 0.0)

    def loss(u):
        score = odds + x @ u
        return weight @ (np.logaddexp(0, score) - liked * score) + ridge @ u**2 / 2

    found = least_log_loss(x, odds, liked.astype(float), weight, ridge)
    best = minimize(loss, np.zeros(d), method="BFGS", options={"gtol": 1e-7})
    assert loss(found) <= best.fun + 1e-7
    np.testing.assert_allclose(found, best.x, atol=2e-3)


@pytest.mark.parametrize("width", [2, 8, 384])
def test_ratings_of_what_is_as_good_as_sure_teach_something_finite(width):
    for seed in range(150):
        x, odds, liked, weight = invented(seed, 8 + seed % 32, width, farthest=SURE)
        x /= np.linalg.norm(x, axis=1, keepdims=True)
        learned = learn(Labels(x.astype(np.float32), odds, liked, weight))
        assert np.isfinite(learned.direction).all()
        assert np.isfinite(learned.left_out).all()
        assert np.isfinite(fit_scale(odds, liked).probability(odds)).all()
