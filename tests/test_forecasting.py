"""What a yes would do: from posts, profile and note, people alike or the network; one by one and together."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from relevance.config import Settings
from relevance.feed import VolumePosterior, forecast_effect, forecast_together
from relevance.invites import PositionFact
from relevance.pipeline import (
    Advice,
    Scores,
    advise,
    current_scores,
    embed,
    import_paths,
    save_interests,
    try_changes,
)
from relevance.pipeline.forecasting import outlook_together, outlooks
from relevance.pipeline.objectives import objective_matches, objectives_as_interests
from relevance.pipeline.people_alike import people_alike
from relevance.store import Store
from tests import world
from tests.crowd import fill_with_crowd

NETWORK = {
    "attention_per_post": 0.5,
    "within_variance": 0.04,
    "sum_relevance_attention": 40.0,
    "sum_attention": 100.0,
}
TEN, TWO = VolumePosterior(4.0, 0.4), VolumePosterior(1.0, 0.5)


# -- together, on figures ---------------------------------------------------------------------------


def test_one_together_is_one_alone():
    alone = forecast_effect([0.7], 0.02, TEN, **NETWORK)
    together = forecast_together([0.7], 0.02, [TEN], **NETWORK)
    for one, other in (
        (alone.effect, together.effect),
        (alone.low, together.low),
        (alone.high, together.high),
    ):
        np.testing.assert_allclose(one, other)
    assert together.share == pytest.approx(alone.share)


def test_three_alike_do_less_than_three_times_one_and_their_range_is_narrower_for_it():
    one = forecast_together([0.8], 0.02, [TEN], **NETWORK)
    three = forecast_together([0.8] * 3, 0.02, [TEN] * 3, **NETWORK)
    assert one.effect[0] < three.effect[0] < 3 * one.effect[0]
    assert three.high[0] - three.low[0] < 3 * (one.high[0] - one.low[0])
    assert three.low[0] <= three.effect[0] <= three.high[0]


def test_certain_people_together_by_hand():
    # 10 and 20 posts of .5 attention at .9 and .1 into 40/100: (40 + 4.5 + 1) / 115 - .4 = -.0043478
    volumes = [VolumePosterior(1e9, 1e8), VolumePosterior(1e9, 5e7)]
    found = forecast_together([0.9, 0.1], 0.0, volumes, **(NETWORK | {"within_variance": 0.0}))
    assert found.effect[0] == pytest.approx(-0.434783, abs=0.05)


@pytest.mark.parametrize("volumes", [[], [TEN], [TEN, TWO, TEN]])
def test_each_candidate_needs_a_volume(volumes):
    with pytest.raises(ValueError, match=f"got {len(volumes)} for 2 candidates"):
        forecast_together([0.5, 0.5], 0.0, volumes, **NETWORK)


# -- on the small world ------------------------------------------------------------------------------


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "one.duckdb") as store:
        world.fill(store, tmp_path)
        yield store


@pytest.fixture
def settings(filled: Store) -> Settings:
    return Settings(database=filled.path)


@pytest.fixture
def scores(filled: Store, settings: Settings) -> Scores:
    return current_scores(filled, settings)


@pytest.fixture
def advice(filled: Store, settings: Settings, scores: Scores) -> dict[str, Advice]:
    return {one.name: one for one in advise(filled, scores, settings)}


def test_the_sentence_says_what_the_forecast_rests_on(advice: dict[str, Advice]) -> None:
    assert advice["Lou Lark"].forecast == "The forecast rests on 1 post of theirs."
    note = "Their posts are not known: the forecast rests on what their note says."
    assert advice["Jo June"].forecast == note
    nothing = "Nothing of theirs is known: the forecast is that of your network as a whole."
    assert advice["Kim Kane"].forecast == nothing


def test_a_default_note_feeds_no_forecast(scores: Scores) -> None:
    told = dict(scores.corpus.people.select("name", "note").iter_rows())
    assert told["Lou Lark"] is None
    assert told["Jo June"] is not None


def test_several_are_forecast_together_and_one_as_alone(
    scores: Scores, advice: dict[str, Advice]
) -> None:
    listed = list(advice.values())
    alone = try_changes(scores, listed, accepted=[advice["Lou Lark"].invite_id])
    assert alone.delta == pytest.approx(advice["Lou Lark"].effect)
    assert alone.delta_low == pytest.approx(advice["Lou Lark"].effect_low)
    assert alone.delta_high == pytest.approx(advice["Lou Lark"].effect_high)
    ids = [one.person_id for one in listed]
    together = try_changes(scores, listed, accepted=ids)
    backwards = try_changes(scores, listed, accepted=ids[::-1])
    assert together.delta == backwards.delta
    assert together.delta_low < together.delta < together.delta_high
    joint = outlook_together(scores, [one.outlook for one in listed])
    assert together.delta == pytest.approx(joint.effect[0])
    assert together.after == pytest.approx(scores.feed + together.delta / 100)


def test_a_removal_is_exact_and_an_accept_comes_into_what_is_left(
    scores: Scores, advice: dict[str, Advice]
) -> None:
    listed = list(advice.values())
    codes = dict(scores.corpus.people.select("name", "person_id").iter_rows())
    gone = try_changes(scores, listed, removed=[codes["Carl Cole"]])
    assert (gone.delta_low, gone.delta_high) == (None, None)
    both = try_changes(
        scores, listed, removed=[codes["Carl Cole"]], accepted=[advice["Jo June"].person_id]
    )
    assert both.delta_low <= both.delta <= both.delta_high
    assert both.delta != pytest.approx(gone.delta)
    assert both.after == pytest.approx(both.before + both.delta / 100)


def test_before_anything_is_scored_there_is_no_joint_forecast(tmp_path: Path) -> None:
    with Store.open(tmp_path / "two.duckdb") as store:
        settings = Settings(database=store.path)
        import_paths(
            store, [world.write_export(tmp_path), world.write_posts(tmp_path)], settings=settings
        )
        save_interests(store, world.INTERESTS)
        scores = current_scores(store, settings)
        listed = advise(store, scores, settings)
        assert outlook_together(scores, [one.outlook for one in listed]) is None
        outcome = try_changes(scores, listed, accepted=[listed[0].person_id])
        assert (outcome.delta, outcome.delta_low) == (None, None)


def test_people_at_the_same_places_speak_for_somebody_of_whom_nothing_is_known(
    scores: Scores,
) -> None:
    people = scores.corpus.people
    ids = dict(people.select("name", "person_id").iter_rows())
    codes = dict(people.select("name", "code").iter_rows())

    def at(organisation: str) -> tuple[PositionFact, ...]:
        return (PositionFact("employer", organisation, started_on=date(2010, 1, 1)),)

    histories = {
        ids["Kim Kane"]: at("Brightwater Ltd"),
        ids["Bea Brook"]: at("brightwater"),
        ids["Carl Cole"]: at("Brightwater GmbH"),
    }
    found = people_alike(scores, histories, [codes["Kim Kane"]])[codes["Kim Kane"]]
    assert (found.organisation, found.people) == ("Brightwater Ltd", 2)
    two = [scores.estimates.relevance[codes[name]] for name in ("Bea Brook", "Carl Cole")]
    network = np.nanmean(scores.estimates.relevance)
    assert found.relevance == pytest.approx((sum(two) + 3 * network) / 5)
    outlook = outlooks(scores, [ids["Kim Kane"]], histories)[ids["Kim Kane"]]
    assert outlook.mean == pytest.approx(found.relevance)
    assert outlook.sentence == (
        "Nothing of theirs is known: the forecast is that of 2 people of your network who also name Brightwater Ltd."
    )
    # One says as much of herself as of the place.
    del histories[ids["Carl Cole"]]
    assert people_alike(scores, histories, [codes["Kim Kane"]]) == {}


def test_an_unknown_id_has_no_figure(scores: Scores) -> None:
    found = outlooks(scores, ["nobody"])["nobody"]
    assert (found.effect, found.posts) == (None, 0)


# -- objectives ----------------------------------------------------------------------------------------


def test_objectives_are_read_by_sentence_and_line() -> None:
    said = (
        "Meet people in learning. Find bakers;  - hear of archives\n\n• \nMeet people in learning"
    )
    found = [one.name for one in objectives_as_interests(said)]
    assert found == ["Meet people in learning", "Find bakers", "hear of archives"]
    assert objectives_as_interests("") == ()


def test_an_objective_is_compared_by_meaning_and_counts_as_intriguing(tmp_path: Path) -> None:
    rows = world.post_rows()
    for row in rows:
        row["headline"] = "Learning coach" if row["author"] == "Lou Lark" else ""
    with Store.open(tmp_path / "three.duckdb") as store:
        settings = Settings(database=store.path, objectives="More about learning at work")
        import_paths(
            store,
            [world.write_export(tmp_path), world.write_posts(tmp_path, rows)],
            settings=settings,
        )
        save_interests(store, world.INTERESTS)
        embed(store, encoder=world.WordEncoder())
        scores = current_scores(store, settings, encoder=world.WordEncoder())
        codes = dict(scores.corpus.people.select("name", "code").iter_rows())
        objective, match = objective_matches(store, scores, settings.objectives)[codes["Lou Lark"]]
        assert objective == "More about learning at work"
        assert match > 0.75
        assert set(objective_matches(store, scores, "")) == {None}


# -- speed ----------------------------------------------------------------------------------------------


def test_a_queue_of_hundreds_is_ranked_at_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "crowd.duckdb") as store:
        settings = fill_with_crowd(store, tmp_path, 300)
        start = process_time()
        found = advise(store, current_scores(store, settings), settings)
        # Generous: 2,000 take about as long, see tests/benchmarks/results/invites.md.
        assert process_time() - start < 2.0
        assert len(found) == 303
        assert {"accept", "decline"} <= {one.decision for one in found}
