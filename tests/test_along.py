"""What ratings add to posts from kept products: the same as a full pass, without one, and never of other vectors."""

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.feedback import Labels, Learned, learn
from relevance.pipeline import along as along_module
from relevance.pipeline.along import MOST_RESIDUAL, Along

# What float32 leaves of a sum of a few dozen products.
ROUNDING = 2e-5


def unit(seed: int, count: int, width: int = 12) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, width))
    # So few ratings teach something only where what is liked is plain to see.
    rows[:, 0] *= 6
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def towards(*numbers: float, span: np.ndarray | None = None) -> Learned:
    """What ratings might teach."""
    return Learned(np.array(numbers, dtype=np.float64), 0.5, 0.1, np.zeros(0), span)


def taught(vectors: np.ndarray, odds: np.ndarray, *, flipped: int = 0) -> Learned:
    """What is learned of the first vectors, liked where their first number is above 0."""
    liked = vectors[:, 0] > 0
    liked[:flipped] = ~liked[:flipped]
    return learn(Labels(vectors, odds, liked, np.ones(len(vectors))))


def full_pass(vectors: np.ndarray, learned: Learned) -> np.ndarray:
    return vectors.astype(np.float64) @ learned.direction


def test_two_posts_by_hand() -> None:
    vectors = np.array([[1, 0, 0], [0.6, 0.8, 0]], dtype=np.float32)
    along = Along(lambda: vectors, None)
    assert along.shift(towards(2, 0, 0)).tolist() == pytest.approx([2, 1.2])
    # What points away from both is no less a direction, and needs a pass of its own.
    assert along.shift(towards(0, 1, 5)).tolist() == pytest.approx([0, 0.8])
    assert along.passes == 2
    # Both directions are there now, so that whatever lies between them is.
    assert along.shift(towards(3, 2, 10)).tolist() == pytest.approx([3, 3.4])
    assert along.passes == 2


@given(st.integers(0, 10**6), st.lists(st.floats(-8, 8), min_size=9, max_size=9))
def test_whatever_the_interests_say_kept_products_are_a_full_pass(
    seed: int, odds: list[float]
) -> None:
    vectors = unit(seed, 700)
    along = Along(lambda: vectors, None)
    along.shift(taught(vectors[:9], np.zeros(9)))
    assert along.passes == 1
    for other in (np.array(odds), np.array(odds)[::-1]):
        learned = taught(vectors[:9], other)
        off = np.abs(along.shift(learned) - full_pass(vectors, learned))
        assert off.max() <= MOST_RESIDUAL + ROUNDING
    assert along.passes == 1


@given(st.integers(0, 10**6), st.floats(0, 1))
def test_a_direction_that_leaves_little_costs_no_pass_and_is_off_by_no_more(
    seed: int, part: float
) -> None:
    vectors, two = unit(seed, 300), unit(seed + 1, 2).astype(np.float64)
    along = Along(lambda: vectors, None)
    along.shift(towards(*(7 * two[0])))
    near = towards(*(7 * two[0] + part * MOST_RESIDUAL * two[1]))
    off = np.abs(along.shift(near) - full_pass(vectors, near))
    assert along.passes == 1
    assert off.max() <= MOST_RESIDUAL + ROUNDING
    far = towards(*(7 * two[0] + two[1]))
    assert np.abs(along.shift(far) - full_pass(vectors, far)).max() <= ROUNDING
    assert along.passes == 2


def test_one_more_rating_costs_one_more_pass_and_taking_one_back_none() -> None:
    vectors, odds = unit(3, 500), np.linspace(-1, 1, 8)
    along = Along(lambda: vectors, None)
    passes = []
    for count in (6, 7, 8, 6):
        learned = taught(vectors[:count], odds[:count])
        assert learned.strength > 0
        np.testing.assert_allclose(
            along.shift(learned), full_pass(vectors, learned), atol=MOST_RESIDUAL + ROUNDING
        )
        passes.append(along.passes)
    other = taught(vectors[:8], odds, flipped=2)
    np.testing.assert_allclose(along.shift(other), full_pass(vectors, other), atol=ROUNDING)
    assert [*passes, along.passes] == [1, 2, 3, 3, 3]


def test_the_same_post_rated_twice_is_one_direction() -> None:
    vectors = np.repeat(unit(4, 4), 2, axis=0)
    learned = taught(vectors, np.zeros(8))
    along = Along(lambda: vectors, None, most=8)
    np.testing.assert_allclose(along.shift(learned), full_pass(vectors, learned), atol=ROUNDING)
    assert along.passes == 1


def test_where_there_is_room_for_few_directions_they_begin_anew() -> None:
    vectors = unit(5, 400)
    along = Along(lambda: vectors, None, most=3)
    for count in (10, 11, 10):
        # More ratings than directions: those that were asked for are kept.
        learned = taught(vectors[:count], np.linspace(-2, 1, count))
        for _ in range(2):
            np.testing.assert_allclose(
                along.shift(learned), full_pass(vectors, learned), atol=ROUNDING
            )
    assert along.passes == 2
    for place in range(6):
        one = towards(*np.eye(12)[place])
        np.testing.assert_allclose(along.shift(one), vectors[:, place], atol=1e-6)
    assert along.passes == 8


def test_who_is_reading_is_not_disturbed_when_they_begin_anew() -> None:
    vectors = unit(6, 300)
    along = Along(lambda: vectors, None, most=1)
    along.shift(towards(*np.eye(12)[0]))
    held = along._kept
    along.shift(towards(*np.eye(12)[1]))
    assert held is not None and along._kept is not None
    assert not np.shares_memory(held.room, along._kept.room)


def test_other_vectors_have_products_of_their_own() -> None:
    first, second = unit(7, 200), unit(8, 200)
    learned = taught(first[:8], np.zeros(8))
    for vectors in (first, second):
        along = Along(lambda vectors=vectors: vectors, None)
        assert along.passes == 0
        np.testing.assert_allclose(along.shift(learned), full_pass(vectors, learned), atol=ROUNDING)
        assert along.passes == 1


def test_products_in_a_file_are_those_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = unit(9, 20_000)
    learned = [taught(vectors[:8], np.full(8, level)) for level in (0, 1, -2)]
    in_memory = Along(lambda: vectors, None)
    expected = [in_memory.shift(one) for one in learned]
    monkeypatch.setattr(along_module, "_MOST_IN_MEMORY", 0)
    in_file = Along(lambda: vectors, tmp_path)
    for one, shift in zip(learned, expected, strict=True):
        np.testing.assert_array_equal(in_file.shift(one), shift)
    # It has no name.
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 8_192, 8_193])
def test_any_number_of_posts(count: int) -> None:
    vectors = unit(10, count)
    along = Along(lambda: vectors, None)
    one = towards(*np.arange(12))
    np.testing.assert_allclose(along.shift(one), full_pass(vectors, one), atol=ROUNDING)


def test_many_who_ask_at_once_cause_one_pass() -> None:
    vectors = unit(11, 50_000)
    learned = [taught(vectors[:8], np.full(8, level)) for level in np.linspace(-1, 1, 6)]
    along = Along(lambda: vectors, None)
    found: dict[int, np.ndarray] = {}

    def ask(place: int) -> None:
        found[place] = along.shift(learned[place])

    threads = [threading.Thread(target=ask, args=[place]) for place in range(len(learned))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert along.passes == 1
    for place, one in enumerate(learned):
        np.testing.assert_allclose(found[place], full_pass(vectors, one), atol=ROUNDING)
