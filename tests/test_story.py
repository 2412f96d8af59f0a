"""The verdict, three things to do, what happened, and where attention goes, on the small world."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.config import Settings
from relevance.pipeline import (
    advise,
    attention_flows,
    best_plan,
    connections,
    current_scores,
    feed_topics,
    happenings,
    keep_plan,
    next_steps,
    record_decision,
    save_interests,
    tell_story,
)
from relevance.store import Store, mark_step
from tests import world


@pytest.fixture
def filled(tmp_path: Path, world_database: Path):
    path = tmp_path / "story.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as store:
        yield store, Settings(database=path)


def test_the_verdict_says_what_who_and_what_could_be(filled) -> None:
    store, settings = filled
    scores = current_scores(store, settings)
    plan = best_plan(scores, most=2)
    told = tell_story(scores, plan)
    assert told is not None
    assert told.figure == f"{100 * scores.feed:.0f} of 100."
    worst = connections(scores).filter(pl.col("state") == "dilutes").reverse().row(0, named=True)
    assert worst["name"] == "Carl Cole"
    assert f"most of all Carl Cole ({worst['effect']:+.2f} points)" in told.who
    assert "Of 5 nothing is known yet." in told.who
    after = plan.outcome.after
    assert (
        f"it could be {100 * after:.0f}: that changes what can appear, not what will."
        in told.so_what
    )


@pytest.mark.parametrize(
    ("before", "after", "could"),
    [
        (0.264, 0.266, "27"),  # 26 today
        (0.261, 0.264, "26.4 instead of 26.1"),
        (0.2608, 0.2612, "26.12 instead of 26.08"),  # 26.1 both
        (0.26111, 0.26112, None),
    ],
)
def test_what_could_be_is_as_exact_as_it_takes_to_tell_it_from_today(
    filled, before: float, after: float, could: str | None
) -> None:
    store, settings = filled
    scores = current_scores(store, settings)
    plan = best_plan(scores, most=2)
    outcome = replace(plan.outcome, before=before, after=after)
    told = tell_story(scores, replace(plan, outcome=outcome))
    if could is None:
        assert told.so_what.startswith("No change of yours would raise it by much")
    else:
        assert told.so_what.startswith(f"Without the 2 who cost most it could be {could}: that")


def test_without_scores_there_is_no_verdict(filled) -> None:
    store, settings = filled
    save_interests(store, (), reason="none")
    scores = current_scores(store, settings)
    assert tell_story(scores, best_plan(scores, most=2)) is None


def test_three_things_to_do_name_somebody_and_what_it_would_bring(filled) -> None:
    store, settings = filled
    scores = current_scores(store, settings)
    plan = best_plan(scores, most=2)
    advice = advise(store, scores, settings)
    invite, less, settle = next_steps(scores, advice, plan)
    assert (invite.kind, invite.name, invite.invite_id) == (
        "invite",
        "Jo June",
        advice[0].invite_id,
    )
    assert (less.kind, less.name) == ("plan", "Carl Cole")
    worth = max(plan.steps, key=lambda one: one.worth)
    assert (
        f"{worth.worth:+.2f} points within the plan of 2 changes, {worth.alone:+.2f} points alone"
        in less.brings
    )
    # Eight of the 24 posts are Carl's, and the newer ones weigh more.
    assert "they take 3" in less.brings
    assert settle.kind == "settle"
    assert "One post gives a first figure" in settle.brings
    # What is decided waits no longer.
    record_decision(store, advice, invite.invite_id, "accept")
    again = next_steps(scores, advise(store, scores, settings), plan)
    assert again[0].name != "Jo June"


def test_events_are_what_happened_since_then_and_nothing_before(filled) -> None:
    store, settings = filled
    scores = current_scores(store, settings)
    # Ida joined on Saturday 12 October 2024, Sam Smith on 11 September 2023.
    found = happenings(store, scores, date(2024, 10, 1))
    joined = found.filter(kind="joined")
    assert joined.rows() == [(date(2024, 10, 7), "joined", "joined: Ida Inge (née Berg)")]
    assert set(found["kind"]) == {"joined", "import"}  # the first interests are no change
    plan = best_plan(scores, most=1)
    mark_step(store, keep_plan(store, scores, plan), plan.steps[0].person_id, done=True)
    advice = advise(store, scores, settings)
    record_decision(store, advice, advice[0].invite_id, "accept")
    save_interests(store, world.INTERESTS[:2], reason="less of it")
    said = dict(happenings(store, scores, date(2024, 10, 1)).select("kind", "what").iter_rows())
    assert said["unfollowed"] == "done: Carl Cole"
    assert said["answered"] == "Jo June: accept"
    assert said["interests"] == "interests: less of it"


def test_shares_of_attention_add_up_and_what_is_small_is_put_together(filled) -> None:
    store, settings = filled
    scores = current_scores(store, settings)
    found = feed_topics(store, scores.corpus)
    flows = attention_flows(found, scores, topics=2, people=3)
    assert flows["share"].sum() == pytest.approx(1)
    assert flows["topic"].n_unique() == 3
    assert flows["topic"][-1] == "all other topics"
    # Five people post; the two least loud are put together, and belong to no single state.
    rest = flows.filter(pl.col("person_id").is_null())
    assert set(rest["who"]) == {"everyone else (2 people)"}
    assert rest["state"].null_count() == rest.height
    known = scores.corpus.known_attention
    carl = scores.corpus.people.filter(name="Carl Cole")["code"][0]
    share = flows.filter(who="Carl Cole")["share"].sum()
    assert share == pytest.approx(float(known[carl] / known.sum()))


def test_nobody_has_attention_in_an_empty_feed(filled) -> None:
    store, settings = filled
    scores = current_scores(store, settings)
    found = feed_topics(store, scores.corpus)
    scores.corpus.attention[:] = np.zeros_like(scores.corpus.attention)
    assert attention_flows(found, scores).is_empty()
