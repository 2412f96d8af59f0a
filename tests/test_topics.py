"""Topics: groups with the posts, names and places that one expects, whatever the order of rows."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.errors import UsageError
from relevance.topics import OTHER, find_topics, map_places, tile_posts, topic_terms

POSTS = (
    "Sourdough bread needs patience, people.",
    "Today I think sourdough bread is what the slow oven should bake",
    "Our Sourdough bread: from a slow oven. Read this!",
    "The night train to Vienna runs again today, people.",
    "I think that Vienna is what the night train should serve",
    "A night train! Read this, from Vienna.",
    "People, xAPI is here: what learning analytics at L&D measure today",
    "I think learning analytics with xAPI should help L&D",
    "Read this: xAPI for L&D and learning analytics.",
)


def cloud(sizes: tuple[int, ...], *, width: int = 24, spread: float = 0.1, seed: int = 5):
    """Return unit vectors around one axis for each size, and which axis each belongs to."""
    draw = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    vectors = np.eye(width, dtype=np.float32)[truth]
    vectors = vectors + draw.normal(0, spread, vectors.shape).astype(np.float32)
    if len(sizes) > 1:
        vectors -= vectors.mean(axis=0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), truth


def keys(count: int) -> list[str]:
    return [f"post {number}" for number in range(count)]


def test_planted_groups_are_found_and_numbered_by_size() -> None:
    vectors, truth = cloud((20, 60, 40))
    found = find_topics(vectors, keys(120))
    assert len(found.centres) == 3
    assert found.topic.tolist() == [{0: 2, 1: 0, 2: 1}[one] for one in truth]
    assert np.linalg.norm(found.centres, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


@pytest.mark.parametrize("count", [2, 5, 9, 14])
def test_the_number_of_topics_is_the_planted_one(count: int) -> None:
    vectors, _ = cloud((40,) * count)
    assert len(find_topics(vectors, keys(40 * count)).centres) == count


def test_what_is_small_is_everything_else() -> None:
    vectors, truth = cloud((300, 300, 5), spread=0.02)
    found = find_topics(vectors, keys(605))
    assert set(found.topic[truth == 2]) == {OTHER}  # 5 of 605 are less than 1 %
    assert sorted(set(found.topic[truth < 2])) == [0, 1]


def test_a_post_without_direction_belongs_to_nothing() -> None:
    vectors, _ = cloud((30, 30))
    vectors[7] = 0
    assert find_topics(vectors, keys(60)).topic[7] == OTHER


def test_few_posts_are_one_topic_and_no_post_is_none() -> None:
    same = np.tile(np.eye(4, dtype=np.float32)[0], (4, 1))
    assert find_topics(same, keys(4)).topic.tolist() == [0, 0, 0, 0]
    assert find_topics(same[:1], keys(1)).topic.tolist() == [OTHER]
    nothing = find_topics(np.zeros((0, 4)), [])
    assert (len(nothing.topic), nothing.centres.shape) == (0, (0, 4))


@given(sizes=st.lists(st.integers(1, 30), min_size=1, max_size=6), seed=st.integers(0, 9))
def test_every_post_is_in_exactly_one_topic_and_the_order_of_rows_changes_nothing(
    sizes: list[int], seed: int
) -> None:
    vectors, _ = cloud(tuple(sizes), width=8, seed=seed)
    names = keys(len(vectors))
    found = find_topics(vectors, names)
    assert set(found.topic) <= {OTHER, *range(len(found.centres))}
    volumes = np.bincount(found.topic + 1, minlength=len(found.centres) + 1)
    assert volumes.sum() == len(vectors)
    assert volumes[1:].tolist() == sorted(volumes[1:], reverse=True)
    shuffled = np.random.default_rng(seed).permutation(len(vectors))
    again = find_topics(vectors[shuffled], [names[at] for at in shuffled])
    assert again.topic.tolist() == found.topic[shuffled].tolist()
    np.testing.assert_array_equal(again.centres, found.centres)


def test_keys_must_fit() -> None:
    vectors, _ = cloud((4, 4))
    with pytest.raises(UsageError, match="one row for each of `keys`"):
        find_topics(vectors, keys(7))
    with pytest.raises(UsageError, match="7 different keys of 8"):
        find_topics(vectors, [*keys(7), "post 0"])


def test_names_are_the_telling_words_as_they_are_written() -> None:
    named = topic_terms(POSTS, np.repeat([0, 1, 2], 3))
    assert named == [
        ["Sourdough bread", "slow oven"],
        ["night train", "Vienna"],
        ["learning analytics", "L&D", "xAPI"],
    ]


def test_a_pair_stands_for_its_words_where_most_posts_have_it() -> None:
    texts = ["artificial intelligence"] * 6 + ["intelligence matters"] * 4 + ["trains run"] * 10
    named = topic_terms(texts, np.repeat([0, 1], 10))
    assert named[0][0] == "artificial intelligence"
    assert "intelligence" not in named[0]


def test_no_pair_reaches_over_a_stop_and_no_address_is_a_word() -> None:
    texts = [
        "Ovens. Bakers are here https://shop.example/secretword @somebody a@b.example",
        "Trams, rails; don't",
    ] * 3
    named = topic_terms(texts, np.array([0, 1] * 3))
    assert sorted(named[0]) == ["Bakers", "Ovens"]
    assert sorted(named[1]) == ["Trams", "rails"]


def test_one_post_does_not_name_its_topic_by_repeating_itself() -> None:
    texts = ["bread rises"] * 9 + ["spam " * 50] + ["trains run"] * 10
    named = topic_terms(texts, np.repeat([0, 1], 10))
    assert "spam" not in " ".join(named[0])


def test_a_topic_without_words_has_no_terms_and_everything_else_has_no_name() -> None:
    assert topic_terms(["🎉🎉", "!!", "12 34", "rare words"], np.array([0, 0, 0, OTHER])) == [[]]
    assert topic_terms([], np.zeros(0, dtype=np.int64)) == []
    with pytest.raises(UsageError, match="same length"):
        topic_terms(["one"], np.zeros(2, dtype=np.int64))


def test_posts_of_one_topic_lie_together_on_the_map() -> None:
    vectors, truth = cloud((50, 50, 50, 50), spread=0.05)
    found = find_topics(vectors, keys(200))
    places = map_places(vectors, found.centres)
    middles = np.stack([places[truth == one].mean(axis=0) for one in range(4)])
    nearest = ((places[:, None] - middles[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == truth).all()


def test_the_map_stays_when_a_few_posts_go() -> None:
    vectors, _ = cloud((90, 70, 50, 40, 30))
    whole = map_places(vectors, find_topics(vectors, keys(280)).centres)
    kept = np.arange(280) % 40 != 0
    fewer = [key for key, stays in zip(keys(280), kept, strict=True) if stays]
    part = map_places(vectors[kept], find_topics(vectors[kept], fewer).centres)
    assert np.abs(part - whole[kept]).max() < 0.1 * np.ptp(whole, axis=0).max()


def test_a_map_of_less_than_three_topics_is_that_of_principal_components() -> None:
    vectors, _ = cloud((30, 20))
    places = map_places(vectors, vectors[:2])
    moved = vectors - vectors.mean(axis=0)
    spread = np.linalg.svd(moved, compute_uv=False)[:2]
    assert np.linalg.norm(places - places.mean(axis=0), axis=0) == pytest.approx(spread, rel=1e-3)
    assert map_places(np.zeros((0, 5)), np.zeros((0, 5))).shape == (0, 2)
    with pytest.raises(UsageError, match="rows of equal length"):
        map_places(vectors, vectors[:, :3])


def test_tiles_count_every_post_once_and_average_what_is_known() -> None:
    places = np.array([[0, 0], [0.01, 0], [5, 0], [10, 3]])
    tiles = tile_posts(places, [0.2, 0.4, np.nan, 0.9], across=10)
    assert tiles.posts.tolist() == [2, 1, 1]
    assert tiles.tile.tolist() == [0, 0, 1, 2]
    assert tiles.relevance == pytest.approx([0.3, np.nan, 0.9], nan_ok=True)
    assert len(tile_posts(np.zeros((0, 2)), []).x) == 0
    with pytest.raises(UsageError, match="`across` must be 1 or more"):
        tile_posts(places, np.zeros(4), across=0)


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=80),
    st.integers(1, 30),
)
def test_a_post_lies_in_the_tile_whose_middle_is_nearest(
    places: list[tuple[float, float]], across: int
) -> None:
    at = np.array(places)
    tiles = tile_posts(at, np.full(len(at), 0.5), across=across)
    middles = np.stack([tiles.x, tiles.y], axis=1)
    away = np.linalg.norm(at[:, None] - middles[None], axis=2)
    own = away[np.arange(len(at)), tiles.tile]
    assert (own <= away.min(axis=1) + 1e-6).all()
    assert tiles.posts.sum() == len(at)


def test_a_hundred_thousand_posts_take_seconds_and_few_marks() -> None:
    draw = np.random.default_rng(1)
    middles = draw.normal(size=(12, 384))
    truth = draw.integers(0, 12, 100_000)
    vectors = (middles[truth] + draw.normal(size=(100_000, 384))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    began = time.process_time()
    found = find_topics(vectors, keys(100_000))
    places = map_places(vectors, found.centres)
    tiles = tile_posts(places, draw.random(100_000))
    assert time.process_time() - began < 30  # about 5 s on a free machine
    assert len(found.centres) == 12
    assert tiles.posts.sum() == 100_000
    assert len(tiles.posts) < 2_000


@pytest.mark.parametrize(("apart", "topics"), [(2.5, 6), (5.0, 2)])
def test_where_no_number_of_topics_stands_out_there_are_enough_to_read(
    apart: float, topics: int
) -> None:
    """Two wide groups: at a mean silhouette of .13 they are parted further (sqrt(400) / 3.2), at .33 they stay."""
    vectors = np.random.default_rng(7).normal(size=(400, 64))
    vectors[:200, 0] += apart
    vectors[200:, 0] -= apart
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = find_topics(vectors, [f"p{at:03}" for at in range(400)])
    assert found.topic.max() + 1 == topics
