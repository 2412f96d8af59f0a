"""Which posts are read first: turns to begin with, then what narrows the intervals that matter."""

import numpy as np
import polars as pl
import pytest

from relevance.config import Settings
from relevance.feed import PersonEstimates, interval_weights
from relevance.pipeline import (
    current_scores,
    embed,
)
from relevance.pipeline.reading_order import ReadingOrder, Urgency
from relevance.pipeline.urgency import post_urgency, reading_urgency
from relevance.store import Store
from tests import world
from tests.reading_world import reading_world


def estimates(relevance, low, high) -> PersonEstimates:
    n = len(relevance)
    return PersonEstimates(
        relevance=np.array(relevance),
        low=np.array(low),
        high=np.array(high),
        raw=np.array(relevance),
        posts=np.ones(n, dtype=np.int64),
        attention_share=np.full(n, 1 / n),
        prior=np.full(n, 0.5),
        between_variance=0.02,
        within_variance=0.04,
        prior_variance=0.02,
    )


def test_doubt_attention_and_an_open_invitation_weigh_more() -> None:
    found = estimates(
        [0.5, 0.9, np.nan, 0.5, 0.5], [0.4, 0.8, np.nan, 0.4, 0.4], [0.6, 1, np.nan, 0.6, 0.6]
    )
    # Shares of .4, .1, .1, .4 and none: the average of those who are heard is .25.
    weight = interval_weights(found, 0.5, [0.4, 0.1, 0.1, 0.4, 0], [False] * 4 + [True])
    loud, quiet = np.sqrt(1.6), np.sqrt(0.4)
    # In the middle of the interval, and unknown: doubt 2. At .9 with .8 to 1: 5.1 deviations off, no doubt.
    assert weight[[0, 2, 3]] == pytest.approx([2 * loud, 2 * quiet, 2 * loud])
    assert weight[1] == pytest.approx(quiet, rel=1e-4)
    assert weight[4] == pytest.approx(2 * 2 * 1)


def test_nobody_is_left_out_for_being_quiet_and_an_empty_feed_leaves_everyone_in_doubt() -> None:
    found = estimates([0.5, 0.5], [0.4, 0.4], [0.6, 0.6])
    assert interval_weights(found, np.nan, [0.9999, 0.0001], [False, False]) == pytest.approx(
        [2 * np.sqrt(2), 2 * 0.5], rel=0.01
    )


POSTS = pl.DataFrame(
    {
        "post_id": [f"{who}{day}" for who in "ab" for day in range(6)],
        "person_id": [who for who in "ab" for _ in range(6)],
        "seconds": [10 * day for _ in "ab" for day in range(6)],
    }
)


def names(order: ReadingOrder, places) -> list[str]:
    return POSTS["post_id"].gather(order.first[np.array(places)]).to_list()


def test_turns_come_first_and_what_matters_then() -> None:
    asked = []

    def urgency() -> Urgency:
        asked.append(1)
        weight = pl.Series([1.0] * 6 + [50.0] * 5)
        # Post b0 can give no figure: it is not listed.
        known = POSTS["post_id"].to_list()
        known.remove("b0")
        return Urgency(pl.DataFrame({"post_id": known, "weight": weight}), 1.0)

    order = ReadingOrder(POSTS, urgency)
    left = list(range(12))
    assert names(order, left) == [
        "a5",
        "b5",
        "a4",
        "b4",
        "a3",
        "b3",
        "a2",
        "b2",
        "a1",
        "b1",
        "a0",
        "b0",
    ]
    assert order.rearranged(left) == left
    assert order.rearranged(left[3:]) == left[3:]
    assert asked == []
    after = order.rearranged(left[4:])
    assert names(order, after) == ["b3", "b2", "b1", "a3", "a2", "a1", "a0", "b0"]
    # Four were read; the next look comes at six.
    assert order.rearranged(after[1:]) == after[1:]
    assert len(asked) == 1
    order.rearranged(after[2:])
    assert len(asked) == 2


def test_without_anything_that_says_what_matters_turns_go_on() -> None:
    order = ReadingOrder(POSTS)
    assert order.rearranged([5, 4, 3]) == [5, 4, 3]


@pytest.mark.parametrize("seed", range(4))
def test_intervals_that_matter_narrow_sooner_and_the_ranking_loses_nothing(seed) -> None:
    there = reading_world(seed)
    turns, urgent = there.read(by_turns=True), there.read(by_turns=False)
    assert sorted(urgent) == list(range(len(there.person)))
    share = there.share
    matter = {
        "asking": there.asking,
        "loud": share >= np.quantile(share, 0.9),
        "loud and in doubt": there.in_doubt() & (share >= np.median(share)),
    }
    fifth, half = len(turns) // 5, len(turns) // 2
    assert there.agreement(urgent[:fifth]) >= there.agreement(turns[:fifth]) - 0.02
    assert there.agreement(urgent[:fifth]) >= 0.9
    for name, who in matter.items():
        before, after = there.widths(turns[:half], who), there.widths(urgent[:half], who)
        assert after < 0.98 * before, name
    everyone = np.ones(len(there.asking), dtype=bool)
    assert there.widths(urgent[:half], everyone) < 1.08 * there.widths(turns[:half], everyone)


def test_what_gives_no_figure_is_not_urgent(tmp_path) -> None:
    with Store.open(tmp_path / "world.duckdb") as store:
        world.fill(store, tmp_path)
        settings = Settings(database=store.path)
        urgency = reading_urgency(store, settings)
        corpus = current_scores(store, settings, reads_phrases=False).corpus
        assert urgency.posts["post_id"].to_list() == corpus.posts["post_id"].to_list()
        assert urgency.posts["weight"].is_between(0.5, 8).all()
        assert urgency.noise > 0
        scores = current_scores(store, settings, reads_phrases=False)
        asking = corpus.people["person_id"].to_list()
        asked = post_urgency(scores, pl.Series(asking))
        # Everybody asks now: everybody weighs twice what they did.
        assert (asked.posts["weight"] / urgency.posts["weight"]).max() == pytest.approx(2.0)


def test_reading_asks_what_matters_once_everybody_had_their_turns(tmp_path) -> None:
    with Store.open(tmp_path / "world.duckdb") as store:
        world.fill(store, tmp_path)
        store.execute("DELETE FROM embedding")
        read: list[int] = []

        def urgency() -> Urgency:
            read.append(store.count("embedding"))
            return reading_urgency(store, Settings(database=store.path))

        encoder = world.WordEncoder()
        embed(store, encoder=encoder, limit=5, urgency=urgency)
        embed(store, encoder=encoder, limit=10, urgency=urgency)
        assert read == []
        report = embed(store, encoder=encoder, urgency=urgency)
        assert (report.embedded, report.reused, report.total) == (10, 15, 25)
        # Fifteen posts, and the three phrases of the interests.
        assert read == [18]
