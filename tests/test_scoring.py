"""Similarities -> matches -> relevance: hand-worked numbers, and what must hold for any numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from relevance.errors import UsageError
from relevance.interests import Calibration
from relevance.scoring import (
    calibrate,
    centre,
    corpus_mean,
    matches,
    parts,
    post_relevance,
    shares,
    soft_max_similarity,
)

PLAIN = Calibration("test", slope=20.0, threshold=0.3)
BENT = Calibration("test", slope=20.0, threshold=0.3, map_slope=0.7, map_intercept=-0.4)


@st.composite
def grids(draw, dtype=np.float32):
    """Draw matches (n_interests, n_posts) and weights that fit them."""
    shape = (draw(st.integers(0, 5)), draw(st.integers(0, 6)))
    width = 32 if dtype == np.float32 else 64
    match = draw(hnp.arrays(dtype, shape, elements=st.floats(0, 1, width=width)))
    weight = draw(hnp.arrays(np.float64, shape[0], elements=st.floats(-1, 1)))
    return match, weight


def literal_z(match, weight):
    """The formula of the design, post by post, in plain Python."""
    result = []
    for column in np.asarray(match, dtype=float).T:
        wanted = math.prod(1 - w * m for w, m in zip(weight, column, strict=True) if w > 0)
        unwanted = math.prod(1 - abs(w) * m for w, m in zip(weight, column, strict=True) if w < 0)
        result.append((1 - wanted) * unwanted)
    return result


# ------------------------------------------------------------------ similarity


def test_soft_maximum_of_two_keywords():
    # The post is the first axis. Cosines 1 and 0: log((e^10 + e^0) / 2) / 10 = 0.930690...
    posts = np.array([[1.0, 0.0]], dtype=np.float32)
    found = soft_max_similarity(posts, [np.eye(2), [[0.6, 0.8]]])
    assert found.dtype == np.float32
    assert found.shape == (2, 1)
    assert found[0, 0] == pytest.approx(math.log((math.exp(10) + 1) / 2) / 10, abs=1e-6)
    # A single keyword: its cosine as it is.
    assert found[1, 0] == pytest.approx(0.6, abs=1e-6)


def test_similarity_lies_between_the_mean_and_the_maximum_of_the_keywords():
    random = np.random.default_rng(3)
    posts = centre(random.normal(size=(200, 8)), np.zeros(8))
    keywords = [centre(random.normal(size=(m, 8)), np.zeros(8)) for m in (1, 2, 7)]
    for row, group in zip(soft_max_similarity(posts, keywords), keywords, strict=True):
        cosines = posts @ group.T
        assert np.all(row <= cosines.max(axis=1) + 1e-6)
        assert np.all(row >= cosines.mean(axis=1) - 1e-6)


def test_blocks_give_what_one_piece_gives():
    random = np.random.default_rng(4)
    posts = centre(random.normal(size=(20_001, 4)), np.zeros(4))
    keywords = [posts[:3], posts[3:4]]
    mean = corpus_mean(posts)
    whole = soft_max_similarity(posts, keywords, mean=mean)
    assert whole.shape == (2, 20_001)
    for piece in (slice(0, 10), slice(8_190, 8_195), slice(20_000, None)):
        alone = soft_max_similarity(posts[piece], keywords, mean=mean)
        np.testing.assert_allclose(whole[:, piece], alone, atol=1e-6)


def test_similarity_of_no_interest_or_no_post():
    assert soft_max_similarity(np.eye(3), []).shape == (0, 3)
    assert soft_max_similarity(np.empty((0, 3)), [np.eye(3)]).shape == (1, 0)


def test_centring_is_done_on_posts_and_keywords_alike():
    posts = np.array([[1.0, 0.0], [0.6, 0.8]], dtype=np.float32)
    mean = corpus_mean(posts)
    # Mean (0.8, 0.4); the posts become (0.2, -0.4) and (-0.2, 0.4): exact opposites.
    found = soft_max_similarity(posts, [posts[:1]], mean=mean)
    np.testing.assert_allclose(found, [[1.0, -1.0]], atol=1e-5)
    by_hand = centre(posts, mean) @ centre(posts[:1], mean).T
    np.testing.assert_allclose(found[0], by_hand[:, 0], atol=1e-6)


@pytest.mark.parametrize(
    ("posts", "keywords", "message"),
    [
        (np.eye(3), [np.empty((0, 3))], r"`keywords\[0\]` must have at least one row of 3"),
        (np.eye(3), [np.eye(3), np.eye(2)], r"`keywords\[1\]` .* got shape \(2, 2\)"),
        (np.ones(3), [np.eye(3)], r"`posts` must have two axes"),
    ],
)
def test_similarity_refuses_what_does_not_fit(posts, keywords, message):
    with pytest.raises(UsageError, match=message):
        soft_max_similarity(posts, keywords)


# ------------------------------------------------------------------ centring


def test_mean_is_shrunk_by_imagined_posts_at_the_origin():
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    np.testing.assert_allclose(corpus_mean(vectors), [0.5, 0.5])
    np.testing.assert_allclose(corpus_mean(vectors, prior=2), [0.25, 0.25])
    np.testing.assert_array_equal(corpus_mean(np.empty((0, 2))), [0, 0])
    with pytest.raises(UsageError, match="`prior` must be 0 or more"):
        corpus_mean(vectors, prior=-1)


def test_centred_vectors_have_unit_length_and_a_vector_at_the_mean_is_zero():
    moved = centre([[3.0, 4.0], [1.0, 1.0]], [1.0, 1.0])
    # (2, 3) / sqrt(13)
    np.testing.assert_allclose(moved, [[2 / 13**0.5, 3 / 13**0.5], [0, 0]], atol=1e-6)
    with pytest.raises(UsageError, match="`mean` must have shape"):
        centre(np.eye(2), [1.0, 0.0, 0.0])


def test_one_post_alone_keeps_its_direction_with_a_prior():
    vector = np.array([[0.6, 0.8]], dtype=np.float32)
    np.testing.assert_allclose(centre(vector, corpus_mean(vector, prior=2)), vector, atol=1e-6)


# ------------------------------------------------------------------ matches


def test_match_is_one_half_at_the_threshold():
    found = matches([[0.3, 0.35, -1.0]], PLAIN)
    # 20 x 0.05 = 1: 1 / (1 + e^-1) = 0.731059; 20 x -1.3 = -26: e^-26 = 5.1e-12
    np.testing.assert_allclose(found, [[0.5, 0.731059, 5.109e-12]], rtol=2e-4)
    assert found.dtype == np.float32


def test_match_of_extreme_slopes_stays_within_bounds():
    steep = Calibration("test", slope=1e6, threshold=0.0)
    np.testing.assert_allclose(matches([-1.0, 0.0, 1.0], steep), [0, 0.5, 1], atol=1e-30)


# ------------------------------------------------------------------ combined evidence


def test_two_wanted_and_one_unwanted_by_hand():
    # 1 - (1 - .8 x .5)(1 - .5 x 1) = 1 - .6 x .5 = .7; unwanted leaves 1 - .5 x .4 = .8; .7 x .8 = .56
    found = post_relevance(np.array([[0.5], [1.0], [0.4]], np.float32), [0.8, 0.5, -0.5])
    assert found.dtype == np.float32
    assert found[0] == pytest.approx(0.56, abs=1e-7)


def test_certain_matches_at_full_weight_are_exact():
    match = np.array([[1, 1, 0, 1], [0, 1, 1, 0.5]], dtype=np.float32)
    np.testing.assert_array_equal(post_relevance(match, [1, -1]), [1, 0, 0, 0.5])


def test_nothing_wanted_gives_zero():
    np.testing.assert_array_equal(post_relevance(np.empty((0, 3)), []), [0, 0, 0])
    np.testing.assert_array_equal(post_relevance(np.ones((2, 1)), [-1, 0]), [0])
    assert post_relevance(np.empty((2, 0)), [1, -1]).shape == (0,)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int64])
def test_any_number_type_is_taken(dtype):
    assert post_relevance(np.array([[1], [0]], dtype=dtype), np.array([0.5, 1]))[0] == 0.5


@pytest.mark.parametrize(
    ("match", "weight", "message"),
    [
        (np.ones((2, 3)), [1.0], r"got \(2, 3\) and \(1,\)"),
        (np.ones(3), [1.0, 1.0, 1.0], r"must have shape \(n_interests, n_posts\)"),
        ([[1.5]], [1.0], "`matches` must be from 0 to 1, got 1.5"),
        ([[-0.1]], [1.0], "`matches` must be from 0 to 1"),
        ([[math.nan]], [1.0], "`matches` must be from 0 to 1, got nan"),
        ([[0.5]], [80.0], "`weights` must be from -1 to 1, got 80.0"),
        ([[0.5]], [math.nan], "`weights` must be from -1 to 1, got nan"),
    ],
)
def test_what_is_out_of_range_is_refused(match, weight, message):
    for function in (post_relevance, parts):
        with pytest.raises(UsageError, match=message):
            function(match, weight)


@given(grids())
def test_z_is_the_literal_formula_within_bounds(grid):
    match, weight = grid
    found = post_relevance(match, weight)
    assert np.all((found >= 0) & (found <= 1))
    np.testing.assert_allclose(found, literal_z(match, weight), atol=1e-6)


@given(grids(), st.randoms(use_true_random=False))
def test_order_of_interests_does_not_matter(grid, random):
    match, weight = grid
    order = list(range(len(weight)))
    random.shuffle(order)
    np.testing.assert_allclose(
        post_relevance(match[order], weight[order]), post_relevance(match, weight), atol=1e-6
    )


@given(grids(), st.data())
def test_a_larger_weight_never_lowers_relevance(grid, data):
    match, weight = grid
    if not len(weight):
        return
    k = data.draw(st.integers(0, len(weight) - 1))
    more = weight.copy()
    more[k] = data.draw(st.floats(float(weight[k]), 1))
    assert np.all(post_relevance(match, more) >= post_relevance(match, weight))


# ------------------------------------------------------------------ calibration


def test_calibrated_relevance_by_hand():
    # logit(.8) = log 4; 0.7 log 4 - 0.4 = 0.570406; 1 / (1 + e^-0.570406) = 0.638855
    assert calibrate([0.8], BENT)[0] == pytest.approx(0.638855, abs=1e-5)
    np.testing.assert_allclose(calibrate([0.0, 0.25, 1.0], PLAIN), [0, 0.25, 1], atol=1e-6)


@given(hnp.arrays(np.float32, 20, elements=st.floats(0, 1, width=32)))
def test_calibration_keeps_the_order_and_the_bounds(z):
    found = calibrate(np.sort(z), BENT)
    assert np.all(np.diff(found) >= 0)
    assert np.all((found >= 0) & (found <= 1))


def test_calibration_tells_apart_what_z_tells_apart():
    z = np.linspace(0.001, 0.999, 999, dtype=np.float32)
    assert np.all(np.diff(calibrate(z, BENT)) > 0)


@pytest.mark.parametrize("z", [[-0.1], [1.1], [math.nan]])
def test_calibration_refuses_what_is_no_evidence(z):
    with pytest.raises(UsageError, match="`z` must be from 0 to 1"):
        calibrate(z, PLAIN)


# ------------------------------------------------------------------ parts and shares


def test_parts_by_hand():
    # Wanted: -log(1 - .8 x .5) = .510826 and -log(1 - .5) = .693147; unwanted: log(1 - .5 x .4) = -.223144
    found = parts([[0.5], [1.0], [0.4]], [0.8, 0.5, -0.5])
    np.testing.assert_allclose(found[:, 0], [0.510826, 0.693147, -0.223144], atol=1e-6)
    # (1 - e^-(.510826 + .693147)) e^-.223144 = .7 x .8
    assert -math.expm1(-found[:2].sum()) * math.exp(found[2, 0]) == pytest.approx(0.56)


@given(grids(np.float64))
def test_parts_add_up_to_the_evidence(grid):
    match, weight = grid
    found = parts(match, weight)
    assert np.all(np.isfinite(found))
    wanted, unwanted = found[weight > 0].sum(axis=0), found[weight < 0].sum(axis=0)
    assert np.all(found[weight == 0] == 0)
    rebuilt = -np.expm1(-wanted) * np.exp(unwanted)
    np.testing.assert_allclose(rebuilt, post_relevance(match, weight), atol=1e-6)


@given(grids(np.float64))
def test_shares_add_up_to_the_shown_relevance(grid):
    match, weight = grid
    found = shares(parts(match, weight), BENT)
    shown = calibrate(post_relevance(match, weight), BENT)
    nothing = float(calibrate([0.0], BENT)[0])
    np.testing.assert_allclose(nothing + found.sum(axis=0), shown, atol=2e-5)
    assert np.all(found[weight > 0] >= 0)
    assert np.all(found[weight < 0] <= 0)
    assert np.all(found[weight == 0] == 0)


def test_shares_by_hand():
    # As above with the plain map: .7 is divided .510826 : .693147, then .7 - .56 = .14 is taken away.
    found = shares(parts([[0.5], [1.0], [0.4]], [0.8, 0.5, -0.5]), PLAIN)[:, 0]
    whole = 0.510826 + 0.693147
    by_hand = [0.7 * 0.510826 / whole, 0.7 * 0.693147 / whole, -0.14]
    np.testing.assert_allclose(found, by_hand, atol=1e-6)


def test_two_certain_interests_share_equally():
    found = shares(parts([[1.0], [1.0]], [1.0, 1.0]), PLAIN)[:, 0]
    np.testing.assert_allclose(found, [0.5, 0.5], atol=1e-6)
