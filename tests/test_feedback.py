"""Learning from ratings: figures worked out by hand, planted tastes, and what must never happen."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from relevance.errors import UsageError
from relevance.feedback import Labels, Learned, earned, learn, next_questions, questions_in_view

CAPACITY = 5.0


def labels(vectors: object, odds: object, liked: object, weight: object = None) -> Labels:
    rows = np.asarray(vectors, dtype=np.float64)
    return Labels(
        vectors=rows,
        odds=np.asarray(odds, dtype=np.float64),
        liked=np.asarray(liked, dtype=bool),
        weight=np.ones(len(rows)) if weight is None else np.asarray(weight, dtype=np.float64),
    )


@pytest.mark.parametrize(
    ("gain", "error", "amount", "expected"),
    [
        (0.3, 0.1, 15, 0.5),  # full certainty, 3375 of 6750
        (0.3, 0.1, 30, 8 / 9),
        (0.0, 0.1, 15, 0.5),  # no worse than the interests
        (-0.05, 0.1, 15, 0.25),  # half an error worse
        (-0.1, 0.1, 15, 0.0),
        (-0.7, 0.1, 1000, 0.0),
        (0.0, 0.0, 15, 0.0),
        (0.2, 0.0, 15, 0.5),
    ],
)
def test_strength_is_earned(gain: float, error: float, amount: float, expected: float) -> None:
    assert earned(gain, error, amount) == pytest.approx(expected)


def test_four_ratings_by_hand() -> None:
    found = learn(labels([[1.0], [1.0], [-1.0], [-1.0]], np.zeros(4), [1, 1, 0, 0]))
    # Half of them is seen in each fold: u / C = 2 sigmoid(-u), so u (1 + exp(u)) = 2 C and u = 1.6335;
    # on the other half log(2) is brought down to log(1 + exp(-1.6335)).
    u = 1.6335
    assert u * (1 + np.exp(u)) == pytest.approx(2 * CAPACITY, abs=5e-3)
    assert found.gain == pytest.approx(np.log(2) - np.log1p(np.exp(-u)), abs=1e-4)
    assert found.strength == pytest.approx(64 / 3439)
    # With all four u (1 + exp(u)) = 4 C.
    u = found.direction[0] * 3439 / 64
    assert u * (1 + np.exp(u)) == pytest.approx(4 * CAPACITY, abs=1e-3)
    np.testing.assert_allclose(found.shift(np.array([[2.0], [0.0]])), [2 * 64 / 3439 * u, 0])


def test_odds_that_foretell_the_ratings_leave_less_to_learn() -> None:
    rows = [[1.0], [1.0], [-1.0], [-1.0]]
    knowing = learn(labels(rows, [4, 4, -4, -4], [1, 1, 0, 0]))
    ignorant = learn(labels(rows, np.zeros(4), [1, 1, 0, 0]))
    assert 0 < knowing.direction[0] < 0.2 * ignorant.direction[0]


@pytest.mark.parametrize("liked", [[], [1], [1, 1, 1, 1, 1], [1, 1, 1, 0], [0, 0, 0, 1]])
def test_too_few_of_either_kind_teach_nothing(liked: list[int]) -> None:
    found = learn(labels(np.eye(5)[: len(liked)], np.zeros(len(liked)), liked))
    assert (found.strength, np.isnan(found.gain), found.direction.tolist()) == (0, True, [0.0] * 5)


def test_what_contradicts_itself_teaches_nothing() -> None:
    rows = np.repeat(np.eye(2), 10, axis=0)
    found = learn(labels(rows, np.zeros(20), [1, 0] * 10))
    assert found.shift(np.eye(2)) == pytest.approx([0, 0], abs=0.05)


def test_a_weaker_rating_moves_less() -> None:
    rows, liked = [[1.0], [1.0], [-1.0], [-1.0]], [1, 1, 0, 0]
    weak = learn(labels(rows, np.zeros(4), liked, [0.3] * 4))
    strong = learn(labels(rows, np.zeros(4), liked))
    assert 0 < weak.direction[0] < strong.direction[0]
    assert weak.strength == pytest.approx(1.728 / 3376.728)


def test_the_same_ratings_in_another_order_teach_the_same() -> None:
    one = planted(1, own=1.0)
    rows = np.random.default_rng(0).permutation(40)
    first = learn(labels(one.vectors[:40], one.odds[:40], one.liked[:40]))
    second = learn(labels(one.vectors[rows], one.odds[rows], one.liked[rows]))
    assert second.strength == pytest.approx(first.strength, abs=1e-3)
    np.testing.assert_allclose(second.direction, first.direction, atol=1e-3)
    again = learn(labels(one.vectors[:40], one.odds[:40], one.liked[:40]))
    np.testing.assert_array_equal(again.direction, first.direction)


def test_lengths_that_differ_and_weights_of_nothing_are_refused() -> None:
    with pytest.raises(UsageError, match="one length"):
        labels(np.eye(3), np.zeros(2), [1, 0, 1])
    with pytest.raises(UsageError, match="above 0"):
        labels(np.eye(2), np.zeros(2), [1, 0], [1, 0])


# -- planted tastes ------------------------------------------------------------------------------------


def planted(seed: int, *, own: float, size: int = 2000, width: int = 64) -> Labels:
    """Posts whose relevance the interests foretell in part, the rest along a direction of the owner's own."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(size, width))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    known, taste = np.linalg.qr(random.normal(size=(width, 2)))[0].T * np.sqrt(width)
    odds = 1.5 * vectors @ known - 1
    truth = odds + 3 * own * vectors @ taste + random.logistic(size=size)
    return labels(vectors, odds, truth > 0)


def held_out(one: Labels, n: int) -> float:
    """Average precision on posts that were not rated, with the first n rated less with none."""
    got = learn(labels(one.vectors[:n], one.odds[:n], one.liked[:n])) if n else None
    rest = slice(500, None)
    shift = got.shift(one.vectors[rest]) if got else 0
    with_them = average_precision_score(one.liked[rest], one.odds[rest] + shift)
    return float(with_them - average_precision_score(one.liked[rest], one.odds[rest]))


def test_ratings_help_where_there_is_a_taste_to_learn() -> None:
    gains = {n: np.mean([held_out(planted(s, own=1), n) for s in range(8)]) for n in (10, 30, 100)}
    assert gains[10] >= 0
    assert gains[30] > 0.02
    assert gains[100] > gains[30] + 0.02


def test_ratings_do_little_harm_where_the_interests_say_all() -> None:
    for n in (10, 30, 100):
        changes = [held_out(planted(s, own=0), n) for s in range(8)]
        assert np.mean(changes) > -0.02
        assert min(changes) > -0.05


# -- what to ask next ----------------------------------------------------------------------------------


def test_the_post_in_doubt_is_asked_about_first() -> None:
    rows = next_questions(np.eye(3), np.array([4.0, 0.0, -4.0]), np.ones(3), np.zeros(3, bool))
    assert rows.tolist()[0] == 1
    assert sorted(rows) == [0, 1, 2]


def test_of_two_alike_only_one_is_asked_about_before_another() -> None:
    vectors = np.array([[1.0, 0], [1.0, 0], [0, 1.0]])
    rows = next_questions(vectors, np.array([0.0, -0.1, 2.0]), np.ones(3), np.zeros(3, bool), 2)
    assert rows.tolist() == [0, 2]


def test_what_was_answered_is_not_asked_again_nor_what_is_like_it() -> None:
    vectors = np.array([[1.0, 0], [0.9, np.sqrt(1 - 0.81)], [0, 1.0]])
    answered = np.array([True, False, False])
    rows = next_questions(vectors, np.array([0.0, 0.0, 1.0]), np.ones(3), answered, 1)
    assert rows.tolist() == [2]


def test_of_two_equal_the_recent_one_is_asked_about() -> None:
    rows = next_questions(np.eye(2), np.zeros(2), np.array([0.2, 1.0]), np.zeros(2, bool), 1)
    assert rows.tolist() == [1]


def test_what_has_no_relevance_is_never_asked_about() -> None:
    rows = next_questions(np.eye(2), np.array([np.nan, 9.0]), np.ones(2), np.zeros(2, bool))
    assert rows.tolist() == [1]
    assert not next_questions(np.eye(2), np.full(2, np.nan), np.ones(2), np.zeros(2, bool)).size


def test_nothing_learned_moves_nothing() -> None:
    nothing = Learned(np.zeros(2), 0.0, float("nan"), np.zeros(1))
    assert nothing.shift(np.eye(2)).tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(20))
def test_of_many_posts_only_those_in_view_decide(seed: int, monkeypatch) -> None:
    monkeypatch.setattr("relevance.feedback._CONSIDERED", 15)
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(80, 6))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    odds = np.round(chance.normal(size=80), 1)  # some equal, some unknown
    odds[chance.random(80) < 0.1] = np.nan
    recency, answered = np.round(chance.random(80), 1), chance.random(80) < 0.1
    whole = next_questions(vectors, odds, recency, answered, 6)
    view = questions_in_view(odds, recency, answered)
    assert len(view) <= 15 + answered.sum()
    some = next_questions(vectors[view], odds[view], recency[view], answered[view], 6)
    assert view[some].tolist() == whole.tolist()
    assert len(whole) == 6
