"""The feed in more figures than one: hand-worked numbers, another way to the same, and what must always hold."""

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.errors import UsageError
from relevance.feed import FeedPosts, feed_figures, feed_relevance

NAN = math.nan


def posts(relevance, attention, author, repeats=None, matches=None, known_attention=None):
    r = np.asarray(relevance, dtype=float)
    a = np.asarray(attention, dtype=float)
    known = np.where(np.isnan(r), 0.0, a if known_attention is None else known_attention)
    return FeedPosts(
        relevance=r,
        attention=a,
        known_attention=known,
        author=np.asarray(author, dtype=np.int64),
        repeats=np.zeros(r.size, bool) if repeats is None else np.asarray(repeats, dtype=bool),
        matches=np.zeros((0, r.size)) if matches is None else np.asarray(matches, dtype=float),
    )


def test_figures_worked_out_by_hand():
    # Authors 0, 1, 2 have attention 3, 1 and 1 of 5: (3 + 1 + 1)^2 / (9 + 1 + 1) = 25/11.
    # Relevance of the known: (.9 x 2 + .5 x 1 + .1 x 1) / 4 = .6. At the bar of .5: two of three known posts.
    # Interest 0: its posts have 3 of the known attention 4; interest 1 has none that matches by half.
    found = feed_figures(
        posts(
            [0.9, 0.5, 0.1, NAN],
            [2, 1, 1, 1],
            [0, 0, 1, 2],
            repeats=[False, True, False, False],
            matches=[[0.9, 0.5, 0.1, 0.0], [0.4, 0.0, 0.49, 0.9]],
        ),
        bar=0.5,
    )
    assert found.relevance[0] == pytest.approx(0.6)
    assert found.above_bar[0] == pytest.approx(2 / 3)
    assert found.effective_authors[0] == pytest.approx(25 / 11)
    assert found.interest_coverage[0] == 0.5
    assert found.top_share[0] == 1
    assert found.near_duplicates[0] == 0.25
    assert (found.posts[0], found.known_posts[0]) == (4, 3)


def test_the_top_ten_are_the_ten_authors_with_most_attention():
    # Twelve authors with attention 1 to 12, 78 in all; the two quietest have 3 of it.
    found = feed_figures(posts([0.5] * 12, range(1, 13), range(12)), bar=0.5)
    assert found.top_share[0] == pytest.approx(75 / 78)


def test_an_interest_is_covered_from_one_part_in_a_hundred_on():
    wide = [[1.0] + [0.0] * 99, [1.0] + [0.0] * 99]
    found = feed_figures(posts([0.5] * 100, [1.0] * 100, range(100), matches=wide), bar=0.5)
    assert found.interest_coverage[0] == 1
    thin = [[1.0] + [0.0] * 100]
    found = feed_figures(posts([0.5] * 101, [1.0] * 101, range(101), matches=thin), bar=0.5)
    assert found.interest_coverage[0] == 0


def test_nothing_known_is_unknown_and_never_0():
    found = feed_figures(posts([NAN, NAN], [1, 3], [0, 1], matches=[[0.9, 0.9]]), bar=0.5)
    assert math.isnan(found.relevance[0])
    assert math.isnan(found.above_bar[0])
    assert math.isnan(found.interest_coverage[0])
    # Who is loud is known all the same: 16 / 10.
    assert found.effective_authors[0] == pytest.approx(1.6)


def test_a_week_without_posts_is_unknown_in_every_figure():
    found = feed_figures(
        posts([0.2, 0.8], [1, 3], [0, 1], matches=[[1, 1]]), 0.5, [0, 2], n_stretches=3
    )
    for name in ("relevance", "above_bar", "effective_authors", "interest_coverage", "top_share"):
        assert np.isnan(getattr(found, name)).tolist() == [False, True, False], name
    assert np.isnan(found.near_duplicates).tolist() == [False, True, False]
    assert found.posts.tolist() == [1, 0, 1]


def test_an_empty_feed_is_unknown():
    found = feed_figures(posts([], [], []), 0.5)
    assert math.isnan(found.effective_authors[0])
    assert math.isnan(found.near_duplicates[0])
    assert found.posts[0] == 0


def test_posts_without_interests_cover_nothing_that_could_be_counted():
    assert math.isnan(feed_figures(posts([0.5], [1], [0]), 0.5).interest_coverage[0])


def test_what_cannot_be_is_refused():
    with pytest.raises(UsageError, match="`bar` must be from 0 to 1"):
        feed_figures(posts([0.5], [1], [0]), 1.5)
    with pytest.raises(UsageError, match="one entry for each of 2 posts"):
        posts([0.5, 0.5], [1, 1], [0])
    with pytest.raises(UsageError, match="`attention` must be 0 or more"):
        posts([0.5], [-1], [0])
    with pytest.raises(UsageError, match="`stretch` must be from 0 to 0"):
        feed_figures(posts([0.5], [1], [0]), 0.5, [1])


rows = st.lists(
    st.tuples(
        st.one_of(st.just(NAN), st.floats(0, 1)),
        st.one_of(st.just(0.0), st.floats(1e-3, 5)),
        st.integers(0, 14),
        st.booleans(),
        st.floats(0, 1),
        st.floats(0, 1),
        st.integers(0, 3),
    ),
    max_size=60,
)


def columns(given_rows):
    parts = list(zip(*given_rows, strict=True)) or [()] * 7
    r, a, author, repeats, one, other, week = parts
    return posts(r, a, author, repeats, [one, other]), np.array(week, dtype=np.int64)


def slowly(given_rows, bar):
    """The same figures of one stretch, post by post in plain Python."""
    if not given_rows:
        return [NAN] * 6
    by_author = defaultdict(float)
    for _, a, author, *_ in given_rows:
        by_author[author] += a
    whole = sum(by_author.values())
    known = [row for row in given_rows if not math.isnan(row[0])]
    weight = sum(row[1] for row in known)
    covered = [
        sum(row[1] for row in known if row[4 + k] >= 0.5) >= 0.01 * weight
        and any(row[1] > 0 for row in known if row[4 + k] >= 0.5)
        for k in (0, 1)
    ]
    return [
        sum(row[0] * row[1] for row in known) / weight if weight else NAN,
        sum(row[0] >= bar for row in known) / len(known) if known else NAN,
        whole**2 / sum(a * a for a in by_author.values()) if whole else NAN,
        sum(covered) / 2 if weight else NAN,
        sum(sorted(by_author.values())[-10:]) / whole if whole else NAN,
        sum(row[3] for row in given_rows) / len(given_rows),
    ]


NAMES = (
    "relevance",
    "above_bar",
    "effective_authors",
    "interest_coverage",
    "top_share",
    "near_duplicates",
)


@given(rows, st.floats(0, 1))
def test_the_figures_of_each_week_are_those_of_its_posts_alone(given_rows, bar):
    feed, week = columns(given_rows)
    found = feed_figures(feed, bar, week, 4)
    for number in range(4):
        expected = slowly([row for row in given_rows if row[6] == number], bar)
        got = [getattr(found, name)[number] for name in NAMES]
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12)


@given(rows, st.randoms(use_true_random=False))
def test_shares_stay_in_range_and_the_order_of_posts_plays_no_part(given_rows, chance):
    feed, _ = columns(given_rows)
    found = feed_figures(feed, 0.5)
    shuffled = list(given_rows)
    chance.shuffle(shuffled)
    again = feed_figures(columns(shuffled)[0], 0.5)
    for name in NAMES:
        value = getattr(found, name)[0]
        np.testing.assert_allclose(value, getattr(again, name)[0], rtol=1e-9)
        if name != "effective_authors" and not math.isnan(value):
            assert -1e-12 <= value <= 1 + 1e-12
    authors = len({row[2] for row in given_rows if row[1] > 0})
    if authors:
        assert 1 - 1e-9 <= found.effective_authors[0] <= authors + 1e-9


@given(rows)
def test_relevance_is_the_feed_relevance_of_the_known_posts(given_rows):
    known = [row for row in given_rows if not math.isnan(row[0])]
    feed, _ = columns(given_rows)
    expected = feed_relevance([row[0] for row in known], [row[1] for row in known])
    np.testing.assert_allclose(feed_figures(feed, 0.5).relevance[0], expected, rtol=1e-9)


@given(st.integers(1, 30))
def test_equal_authors_count_as_many_as_they_are(n):
    found = feed_figures(posts([0.5] * n, [0.3] * n, range(n)), 0.5)
    assert found.effective_authors[0] == pytest.approx(n)
    assert found.top_share[0] == pytest.approx(min(n, 10) / n)
