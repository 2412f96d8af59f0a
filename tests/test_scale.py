"""The owner's scale: by hand, against scikit-learn, and what must hold of every fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from relevance.errors import UsageError
from relevance.interests import Scale, fit_scale
from relevance.interests.calibration import sigmoid

THUMBS = st.lists(st.tuples(st.floats(-17, 17), st.booleans()), max_size=160)
GRID = np.linspace(-17, 17, 401)


def planted(n: int, *, slope: float, intercept: float) -> tuple[np.ndarray, np.ndarray]:
    """Ratings of an owner whose true scale is known."""
    random = np.random.default_rng(3)
    odds = random.normal(0, 1.5, n)
    return odds, random.random(n) < sigmoid(slope * odds + intercept)


def fitted(thumbs: list[tuple[float, bool]]) -> Scale:
    return fit_scale(
        np.array([one for one, _ in thumbs], dtype=float),
        np.array([up for _, up in thumbs], dtype=bool),
    )


def test_without_ratings_nothing_moves() -> None:
    scale = fit_scale(np.zeros(0), np.zeros(0, dtype=bool))
    assert scale == Scale()
    np.testing.assert_array_equal(scale.probability(GRID), sigmoid(GRID))


def test_one_kind_of_thumb_at_one_half_by_hand() -> None:
    # Ten thumbs up where 50 was said. Of the 30 imagined ratings those at log 4 and -log 4 pull the slope
    # alone, so c solves 10 (1 - p(c)) = 10 (p(c) - 1/2) + 10 (p(log 4 a + c) + p(-log 4 a + c) - 1).
    scale = fit_scale(np.zeros(10), np.ones(10, dtype=bool))
    a, c, far = scale.slope, scale.intercept, np.log(4)

    def p(x: float) -> float:
        return float(sigmoid(np.float64(x)))

    assert 10 * (1 - p(c)) == pytest.approx(
        10 * (p(c) - 0.5) + 10 * (p(far * a + c) + p(-far * a + c) - 1), abs=1e-5
    )
    assert (a, c) == (pytest.approx(1.04, abs=0.01), pytest.approx(0.63, abs=0.01))
    assert fit_scale(np.zeros(10), np.zeros(10, dtype=bool)).intercept == pytest.approx(
        -c, abs=1e-6
    )


def test_the_logistic_part_is_what_scikit_learn_finds_where_ratings_are_many() -> None:
    odds, liked = planted(20_000, slope=0.5, intercept=-1.2)
    found = fit_scale(odds, liked)
    free = LogisticRegression(C=np.inf).fit(np.clip(odds, -3, 3)[:, None], liked)
    assert found.slope == pytest.approx(free.coef_[0, 0], abs=0.005)
    assert found.intercept == pytest.approx(free.intercept_[0], abs=0.005)


def test_where_ratings_are_few_they_are_in_balance_with_what_holds_them() -> None:
    odds, liked = planted(60, slope=0.5, intercept=-1.2)
    found = fit_scale(odds, liked)
    at = np.log([0.25, 1, 4])
    x = np.concatenate([np.clip(odds, -3, 3), at])
    answer = np.concatenate([liked, [0.2, 0.5, 0.8]])
    weight = np.repeat([1, 10], [60, 3])
    miss = weight * (sigmoid(found.slope * x + found.intercept) - answer)
    assert miss.sum() == pytest.approx(0, abs=1e-4)
    assert miss @ x == pytest.approx((1 - found.slope) / 0.4**2, abs=1e-4)


def test_the_isotonic_part_is_what_scikit_learn_finds() -> None:
    odds, liked = planted(250, slope=2, intercept=-1)
    odds = odds.round(1)  # many posts with the same odds
    found = fit_scale(odds, liked)
    logistic = sigmoid(found.slope * odds + found.intercept)
    answer = (250 * liked + 30 * logistic) / 280
    steps = IsotonicRegression(out_of_bounds="clip").fit(odds, answer)
    assert found.share == pytest.approx(150 / 650)
    np.testing.assert_allclose(
        found.probability(GRID),
        500 / 650 * sigmoid(found.slope * GRID + found.intercept) + 150 / 650 * steps.predict(GRID),
        atol=1e-9,
    )


@given(THUMBS)
def test_it_rises_and_stays_within_0_and_1(thumbs: list[tuple[float, bool]]) -> None:
    scale = fitted(thumbs)
    said = scale.probability(GRID)
    assert np.all(np.diff(said) > 0)
    assert said.min() >= 0 and said.max() <= 1
    assert 0 <= scale.share < 1 and scale.ratings == len(thumbs)


@given(THUMBS, st.floats(-17, 17))
def test_one_more_thumb_up_lowers_nothing_where_it_was_given(
    thumbs: list[tuple[float, bool]], at: float
) -> None:
    thumbs = thumbs[:99]
    here = np.array([np.clip(at, -3, 3)])
    before = fitted(thumbs).probability(here)
    assert fitted([*thumbs, (at, True)]).probability(here) >= before - 1e-6
    assert fitted([*thumbs, (at, False)]).probability(here) <= before + 1e-6


@given(THUMBS, st.randoms())
def test_the_order_of_ratings_plays_no_part(
    thumbs: list[tuple[float, bool]], random: object
) -> None:
    mixed = list(thumbs)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    np.testing.assert_allclose(
        fitted(mixed).probability(GRID), fitted(thumbs).probability(GRID), atol=1e-5
    )


@pytest.mark.parametrize(
    ("at", "up", "most"),
    [(-8, True, 0.30), (-1, True, 0.17), (0, True, 0.10), (1, True, 0.05), (8, True, 0.03)],
)
@pytest.mark.parametrize("kind", [1, -1])
def test_five_thumbs_of_one_kind_do_not_wreck_the_scale(
    at: float, up: bool, most: float, kind: int
) -> None:
    five = fit_scale(np.full(5, kind * at), np.full(5, up == (kind > 0)))
    moved = five.probability(np.log([0.25, 1.0, 4.0])) - [0.2, 0.5, 0.8]
    assert np.abs(moved).max() < most
    one = fit_scale(np.full(1, kind * at), np.full(1, up == (kind > 0)))
    assert np.abs(one.probability(np.zeros(1)) - 0.5) < 0.05


def test_many_ratings_bring_the_owners_own_scale_to_light() -> None:
    odds, liked = planted(5000, slope=0.4, intercept=-1.5)
    inside = np.linspace(-3, 3, 25)
    truth = sigmoid(0.4 * inside - 1.5)
    assert np.abs(sigmoid(inside) - truth).max() > 0.5
    assert np.abs(fit_scale(odds, liked).probability(inside) - truth).max() < 0.06


def test_nothing_jumps_where_the_isotonic_map_comes_in() -> None:
    odds, liked = planted(101, slope=3, intercept=1)
    with_it, without = fit_scale(odds, liked), fit_scale(odds[:100], liked[:100])
    assert (without.share, with_it.share) == (0, pytest.approx(1 / 501))
    assert np.abs(with_it.probability(GRID) - without.probability(GRID)).max() < 0.02


def test_unknown_stays_unknown() -> None:
    odds, liked = planted(200, slope=1, intercept=0)
    said = fit_scale(odds, liked).probability(np.array([np.nan, 0.0]))
    assert np.isnan(said[0]) and 0 < said[1] < 1


@pytest.mark.parametrize(
    ("odds", "liked"), [([0.0], [True, False]), ([np.nan], [True]), ([[0.0]], [[True]])]
)
def test_what_does_not_fit_is_refused(odds: object, liked: object) -> None:
    with pytest.raises(UsageError, match="Leave posts out"):
        fit_scale(np.asarray(odds), np.asarray(liked))
