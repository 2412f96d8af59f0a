"""Plans and what-ifs: against every subset of small worlds, by hand, and kept through changes of who is who."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NotFoundError, UsageError
from relevance.feed import best_plans, best_removals, voices
from relevance.pipeline import (
    Advice,
    Scores,
    advise,
    best_plan,
    bring_back_scenario,
    compare_changes,
    current_scores,
    decided_to_keep,
    drop_plan,
    drop_scenario,
    feed_topics,
    follow_up,
    keep_plan,
    kept_plan,
    mark_protected,
    mark_step,
    protected_people,
    save_scenario,
    scenarios,
    stored_protection,
    talked_with,
    topic_shares,
    try_changes,
)
from relevance.pipeline.listing import decide_people, take_back
from relevance.store import Store
from tests import world
from tests.benchmarks.plans import large_scores, seconds
from tests.benchmarks.table import Table

DAY = 0.5 ** (1 / 90)


# -- the mathematics ---------------------------------------------------------------------------------


def left_by(relevance, attention, person, gone) -> float:
    """Return the feed in points without some people, counted post by post."""
    posts = [(r, a) for r, a, p in zip(relevance, attention, person, strict=True) if p not in gone]
    return 100 * sum(r * a for r, a in posts) / sum(a for _, a in posts)


@st.composite
def feeds(draw):
    people = draw(st.integers(1, 6))
    size = draw(st.integers(1, 12))
    tenths = st.integers(0, 10).map(lambda n: n / 10)
    rows = st.tuples(tenths, st.integers(1, 10).map(lambda n: n / 10), st.integers(0, people - 1))
    r, a, p = zip(*draw(st.lists(rows, min_size=size, max_size=size)), strict=True)
    protected = draw(st.sets(st.integers(0, people - 1), max_size=3))
    return people, list(r), list(a), list(p), protected


@given(feeds(), st.integers(0, 6), st.sampled_from([0.0, 0.5, 2.0, 10.0]))
def test_no_set_of_people_does_better_than_the_plan(feed, most, least_gain) -> None:
    people, r, a, p, protected = feed
    plans = best_plans(r, a, p, people, most, sorted(protected))
    present, whole = sorted(set(p)), left_by(r, a, p, ())
    allowed = [one for one in present if one not in protected]
    gains: dict[int, float] = {}
    for size in range(min(most, len(allowed)) + 1):
        sets = [one for one in combinations(allowed, size) if len(one) < len(present)]
        if sets:
            gains[size] = max(left_by(r, a, p, one) - whole for one in sets)
    for size, found in enumerate(plans.sets):
        assert not set(found.tolist()) & protected
        assert left_by(r, a, p, found.tolist()) - whole == pytest.approx(plans.gains[size])
        assert plans.gains[size] == pytest.approx(max(gains[k] for k in gains if k <= size))
    best_net = max(gain - least_gain * size for size, gain in gains.items())
    chosen = plans.worth(least_gain)
    assert plans.gains[chosen] - least_gain * chosen == pytest.approx(best_net, abs=1e-6)
    # Whoever is in the plan is worth the least gain: leaving one out alone costs as much.
    members = plans.sets[chosen].tolist()
    for one in members:
        without = left_by(r, a, p, [other for other in members if other != one]) - whole
        assert plans.gains[chosen] - without >= least_gain - 1e-6


@given(feeds(), st.integers(0, 6))
def test_each_size_is_what_asking_for_that_size_alone_gives(feed, most) -> None:
    people, r, a, p, protected = feed
    plans = best_plans(r, a, p, people, most, sorted(protected))
    alone = best_removals(r, a, p, people, most, sorted(protected))
    assert left_by(r, a, p, alone.tolist()) == pytest.approx(
        left_by(r, a, p, plans.sets[-1].tolist())
    )


def test_plans_by_hand() -> None:
    # Four people, one post each of attention 1: .9, .6, .3, .0. Feed .45.
    # Without .0: 1.8 / 3 = .6 (+15); without .3 too: 1.5 / 2 = .75 (+30); without .6 too: .9 (+45).
    plans = best_plans([0.9, 0.6, 0.3, 0.0], [1, 1, 1, 1], [0, 1, 2, 3], 4, 9)
    assert [one.tolist() for one in plans.sets] == [[], [3], [3, 2], [3, 2, 1]]
    assert plans.gains == pytest.approx([0, 15, 30, 45])
    # Each is worth 15 points; at a price above that nobody is.
    assert [plans.worth(price) for price in (0, 14.9, 15.1)] == [3, 3, 0]
    # 80 % of 45 is 36: two changes bring 30, three are needed; 60 % is 27.
    assert (plans.reaching(0.8), plans.reaching(0.6)) == (3, 2)
    assert plans.upto(2).gains.tolist() == pytest.approx([0, 15, 30])
    # With 3 protected the best is to leave out 2 alone: 1.5 / 3 = .5 (+5).
    spared = best_plans([0.9, 0.6, 0.3, 0.0], [1, 1, 1, 1], [0, 1, 2, 3], 4, 1, [3])
    assert [one.tolist() for one in spared.sets] == [[], [2]]
    assert spared.gains == pytest.approx([0, 5])


def test_plans_of_nothing_and_below_zero() -> None:
    empty = best_plans([], [], [], 3, 5)
    assert [one.tolist() for one in empty.sets] == [[]]
    assert (empty.worth(0.0), empty.reaching(0.8)) == (0, 0)
    with pytest.raises(UsageError, match="`most` must be 0 or more people, got -1"):
        best_plans([0.5], [1.0], [0], 1, -1)


def test_voices_by_hand() -> None:
    # Attention 2, 1, 1: shares 1/2, 1/4, 1/4; 1 / (1/4 + 1/16 + 1/16) = 8/3.
    assert voices([2, 1, 1, 0]) == pytest.approx(8 / 3)
    assert np.isnan(voices([0, 0]))
    with pytest.raises(UsageError, match="attention"):
        voices([-1.0])


@pytest.mark.bench
def test_a_million_posts_are_planned_in_less_than_a_second(bench: Table) -> None:
    scores = large_scores()
    gone = [f"p{code:06d}" for code in range(10)]
    for what, work in (
        ("ten people gone", lambda: try_changes(scores, (), removed=gone)),
        ("both feeds compared", lambda: compare_changes(scores, (), removed=gone)),
        ("best plan of ten", lambda: best_plan(scores, most=10)),
    ):
        bench.hold(f"a million posts: {what}", seconds(work), unit="s", at_most=1)


# -- the small world ---------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path, world_database: Path) -> Iterator[Store]:
    shutil.copy(world_database, tmp_path / "world.duckdb")
    with Store.open(tmp_path / "world.duckdb") as opened:
        yield opened


@pytest.fixture
def scores(store: Store) -> Scores:
    return current_scores(store, Settings(), encoder=world.WordEncoder())


@pytest.fixture
def advice(store: Store, scores: Scores) -> list[Advice]:
    return advise(store, scores, Settings())


def ids(scores: Scores, *names: str) -> list[str]:
    of = {
        name.split(",")[0]: one
        for one, name in scores.corpus.people.select("person_id", "name").iter_rows()
    }
    return [of[name] for name in names]


def posted(count: int) -> float:
    """Return the attention of so many daily posts, the newest of today."""
    return sum(DAY**day for day in range(count))


ATTENTION = {name.split()[0]: posted(count) for _, name, _, count in world.POSTED}


def test_a_what_if_by_hand(scores: Scores, advice: list[Advice]) -> None:
    carl, lou = ids(scores, "Carl Cole", "Lou Lark")
    found = compare_changes(scores, advice, removed=[carl], accepted=[lou])
    assert found.outcome == try_changes(scores, advice, removed=[carl], accepted=[lou])
    # Five voices; Carl's goes, and Lou's comes with the attention that is forecast.
    expected = next(one for one in advice if one.person_id == lou)
    before = np.array(list(ATTENTION.values()))
    after = np.array(
        [*(a for name, a in ATTENTION.items() if name != "Carl"), expected.outlook.attention]
    )
    assert found.voices_before == pytest.approx(before.sum() ** 2 / (before**2).sum())
    assert found.voices_after == pytest.approx(after.sum() ** 2 / (after**2).sum())
    # Dina alone writes of trains, Carl alone of crypto, to which Lou's one post speaks, too.
    shares = {name: row for name, *row in found.interests.iter_rows()}
    assert shares["Trains"] == pytest.approx(
        [50, ATTENTION["Dina"] / before.sum(), ATTENTION["Dina"] / after.sum()]
    )
    assert shares["Crypto"] == pytest.approx(
        [-100, ATTENTION["Carl"] / before.sum(), expected.outlook.attention / after.sum()]
    )
    # All of Carl's posts go, and the one of Lou's that is at hand is shown.
    assert found.going_posts == found.going.height == 8
    assert set(found.going["author"]) == {"Carl Cole"}
    assert found.coming["text"].to_list() == ["Lou writes about crypto."]
    assert found.coming_posts == 1


def test_a_newcomer_without_posts_speaks_to_what_their_note_speaks_to(
    scores: Scores, advice: list[Advice]
) -> None:
    # Jo, who posted nothing, asks about course design; of Kim nothing is known.
    jo, kim = ids(scores, "Jo June", "Kim Kane")
    brings = {one.person_id: one.outlook.attention for one in advice}
    found = compare_changes(scores, advice, accepted=[jo, kim])
    design = found.interests.filter(interest="Learning design")["after"].item()
    whole = sum(ATTENTION.values()) + brings[jo] + brings[kim]
    assert design == pytest.approx((ATTENTION["Bea"] + ATTENTION["Fay"] + brings[jo]) / whole)
    assert (found.coming_posts, found.going_posts) == (0, 0)


def test_single_effects_stand_beside_the_joint_one(scores: Scores, advice: list[Advice]) -> None:
    carl, eli, lou = ids(scores, "Carl Cole", "Eli East", "Lou Lark")
    found = compare_changes(scores, advice, removed=[carl, eli], accepted=[lou])
    alone = {
        "goes": [try_changes(scores, advice, removed=[one]).delta for one in (carl, eli)],
        "comes": [try_changes(scores, advice, accepted=[lou]).delta],
    }
    for change, points in alone.items():
        listed = found.single.filter(change=change)["points"].to_list()
        assert listed == pytest.approx(points, abs=1e-4)
    assert found.single_sum == pytest.approx(sum(alone["goes"]) + alone["comes"][0], abs=1e-4)
    assert abs(found.outcome.delta - found.single_sum) > 1


def test_no_change_changes_nothing(scores: Scores) -> None:
    found = compare_changes(scores, ())
    assert found.outcome.delta == 0
    assert found.voices_before == found.voices_after
    assert found.single_sum is None
    assert found.interests["before"].to_list() == found.interests["after"].to_list()
    assert (found.going_posts, found.coming_posts, found.warnings) == (0, 0, ())


def test_what_narrows_or_drops_an_interest_is_said(scores: Scores) -> None:
    dina, carl, eli = ids(scores, "Dina Dahl", "Carl Cole", "Eli East")
    narrow, dropped = compare_changes(scores, (), removed=[dina, carl, eli]).warnings
    assert narrow.startswith(
        "It narrows whom you hear: the effective number of authors falls from 4.1 to 1.3"
    )
    assert dropped.startswith(
        "It drops an interest: Trains falls from 16.8 % of your attention to 0.0 %"
    )
    everyone = ids(scores, "Bea Brook", "Carl Cole", "Dina Dahl", "Eli East", "Fay Ford")
    assert compare_changes(scores, (), removed=everyone).warnings == (
        "Nothing would be left of the feed.",
    )
    assert compare_changes(scores, (), removed=everyone).voices_after is None


def test_who_nobody_knows_is_refused(scores: Scores, advice: list[Advice]) -> None:
    with pytest.raises(NotFoundError, match="no person with the id 'nobody'"):
        compare_changes(scores, advice, removed=["nobody"])
    with pytest.raises(
        NotFoundError, match="no pending invitation or inviter with the id or name 'nobody'"
    ):
        compare_changes(scores, advice, accepted=["nobody"])


def test_the_plan_of_the_small_world(scores: Scores) -> None:
    carl, eli, dina = ids(scores, "Carl Cole", "Eli East", "Dina Dahl")
    plan = best_plan(scores, most=10)
    assert [one.person_id for one in plan.steps] == [carl, eli]
    assert plan.outcome == try_changes(scores, (), removed=[carl, eli])
    assert plan.curve["changes"].to_list() == [0, 1, 2]
    # What Carl is worth within the plan is what Eli alone would fall short of.
    short = try_changes(scores, (), removed=[eli]).delta
    assert plan.steps[0].worth == pytest.approx(plan.outcome.delta - short)
    assert plan.steps[0].alone == pytest.approx(
        try_changes(scores, (), removed=[carl]).delta, abs=1e-4
    )
    gain = plan.outcome.delta
    assert (
        f"2 changes together would raise your feed's relevance by {gain:.1f} points"
        in plan.sentence
    )
    # Dina raises the feed of today, and lowers what is left without those two: she goes where she may.
    fuller = best_plan(scores, most=10, spares_raising=False)
    assert {one.person_id for one in fuller.steps} == {carl, eli, dina}
    assert fuller.outcome.after > plan.outcome.after


def test_softer_acts_come_first(scores: Scores) -> None:
    plan = best_plan(scores, most=10, spares_raising=False)
    acts = [(one.name, one.act, one.harder) for one in plan.steps]
    # Of Dina it is not certain that she dilutes, so LinkedIn is only asked for less of her.
    assert acts == [
        ("Dina Dahl", "ask LinkedIn to show less", "unfollow but stay connected"),
        ("Carl Cole", "unfollow but stay connected", "disconnect, as a last resort"),
        ("Eli East", "unfollow but stay connected", "disconnect, as a last resort"),
    ]
    met = scores.corpus.people.with_columns(has_contact=pl.lit(value=True))
    known = best_plan(_with_people(scores, met), most=10)
    assert [one.harder for one in known.steps] == [None, None]
    strangers = scores.corpus.people.with_columns(is_connection=pl.lit(value=False))
    unconnected = best_plan(_with_people(scores, strangers), most=10)
    assert {(one.act, one.harder) for one in unconnected.steps} == {
        ("ask LinkedIn to show less", None)
    }


def _with_people(scores: Scores, people: pl.DataFrame) -> Scores:
    from dataclasses import replace

    return replace(scores, corpus=replace(scores.corpus, people=people))


def test_who_is_protected_stays_and_a_change_must_be_worth_its_bother(scores: Scores) -> None:
    carl, eli = ids(scores, "Carl Cole", "Eli East")
    assert [one.person_id for one in best_plan(scores, most=10, protected=[carl]).steps] == [eli]
    # Carl alone brings less than half of what both bring, so either both are worth their bother or nobody is.
    alone = try_changes(scores, (), removed=[carl]).delta
    half = try_changes(scores, (), removed=[carl, eli]).delta / 2
    assert alone < half
    assert len(best_plan(scores, most=10, least_gain=half - 0.1).steps) == 2
    nobody = best_plan(scores, most=10, least_gain=half + 0.1)
    assert nobody.steps == ()
    assert "nobody is in this plan" in nobody.sentence
    assert best_plan(scores, most=1).chosen == 1
    with pytest.raises(UsageError, match="0 to 30 changes, got 31"):
        best_plan(scores, most=31)
    with pytest.raises(UsageError, match="0 to 100 points, got -1"):
        best_plan(scores, most=3, least_gain=-1)


def test_whom_one_talked_with_in_the_last_year(scores: Scores) -> None:
    # The newest contact is Bea's of May 2024; Kim wrote in May 2023.
    assert list(talked_with(scores)) == ids(scores, "Bea Brook")


def test_whom_the_owner_decided_to_keep_is_in_no_plan(store: Store, scores: Scores) -> None:
    carl, eli, dina = ids(scores, "Carl Cole", "Eli East", "Dina Dahl")
    decide_people(store, scores, [carl, dina], "keep")
    plan = best_plan(scores, most=10, protected=stored_protection(store), spares_raising=False)
    # Counted post by post, over every set of those who may go.
    people = scores.corpus.people["person_id"]
    counted = scores.counted
    feed = (
        scores.relevance[counted],
        scores.corpus.attention[counted],
        [people[int(code)] for code in scores.corpus.person[counted]],
    )
    authors = sorted(set(feed[2]))
    assert len(authors) == 5
    free = [one for one in authors if one not in {carl, dina}]
    gains = {
        gone: left_by(*feed, gone) - left_by(*feed, ())
        for size in range(len(free) + 1)
        for gone in combinations(free, size)
    }
    best = max(gains, key=gains.__getitem__)
    assert best == (eli,)
    assert [one.person_id for one in plan.steps] == [eli]
    assert plan.outcome.delta == pytest.approx(gains[best])
    assert set(plan.protected) == {carl, dina}


def test_keeping_holds_as_long_as_the_verdict_does(store: Store, scores: Scores) -> None:
    (carl,) = ids(scores, "Carl Cole")
    kept = decide_people(store, scores, [carl], "keep")
    assert decided_to_keep(store) == stored_protection(store) == (carl,)
    # A later verdict holds instead, until it is taken back.
    for act in ("unfollow", "show less"):
        later = decide_people(store, scores, [carl], act)
        assert stored_protection(store) == ()
        take_back(store, later)
        assert stored_protection(store) == (carl,)
    # Being protected as well is a matter of its own.
    mark_protected(store, carl, "team")
    assert stored_protection(store) == (carl,)
    take_back(store, kept)
    assert (decided_to_keep(store), stored_protection(store)) == ((), (carl,))
    mark_protected(store, carl, None)
    assert stored_protection(store) == ()


def test_whom_the_owner_decided_to_keep_may_become_another_person_or_nobody(
    store: Store, scores: Scores
) -> None:
    carl, eli = ids(scores, "Carl Cole", "Eli East")
    decide_people(store, scores, [carl], "keep")
    store.execute("UPDATE person_link SET person_id = ? WHERE person_id = ?", [eli, carl])
    store.execute("DELETE FROM person WHERE person_id = ?", [carl])
    assert decided_to_keep(store) == (eli,)
    store.execute("UPDATE person SET is_owner = true WHERE person_id = ?", [eli])
    assert decided_to_keep(store) == ()
    store.execute("DELETE FROM person WHERE person_id = ?", [eli])
    assert decided_to_keep(store) == ()


# -- what is kept ------------------------------------------------------------------------------------


def test_protection_is_kept_changed_and_taken_back(store: Store, scores: Scores) -> None:
    (carl,) = ids(scores, "Carl Cole")
    assert mark_protected(store, "Carl Cole", "family")["person_id"] == carl
    mark_protected(store, carl, "mentor")
    assert protected_people(store).select("person_id", "reason").rows() == [(carl, "mentor")]
    with pytest.raises(UsageError, match="family, team, mentor, friend, other, got 'enemy'"):
        mark_protected(store, carl, "enemy")
    mark_protected(store, carl, None)
    assert stored_protection(store) == ()
    with pytest.raises(NotFoundError, match="is not protected"):
        mark_protected(store, carl, None)


def test_what_is_kept_of_somebody_follows_them_into_another_person(
    store: Store, scores: Scores
) -> None:
    carl, eli = ids(scores, "Carl Cole", "Eli East")
    mark_protected(store, carl, "team")
    save_scenario(store, "Quieter", [carl], [])
    number = keep_plan(store, scores, best_plan(scores, most=1))
    # Their records are found to be one person's, who has Eli's id from now on.
    store.execute("UPDATE person_link SET person_id = ? WHERE person_id = ?", [eli, carl])
    store.execute("DELETE FROM person WHERE person_id = ?", [carl])
    assert stored_protection(store) == (eli,)
    assert scenarios(store)["removed"].to_list() == [[eli]]
    mark_step(store, number, eli, done=True)
    assert follow_up(store, scores).steps["name"].to_list() == ["Eli East"]
    mark_protected(store, eli, None)
    assert stored_protection(store) == ()


def test_what_ifs_are_kept_by_name(store: Store) -> None:
    first = save_scenario(store, "  Less   noise ", ["b", "a", "a"], ["c"])
    assert scenarios(store).drop("made_at").rows() == [(first, "Less noise", ["a", "b"], ["c"])]
    second = save_scenario(store, "less noise", ["a"], [])
    assert scenarios(store)["scenario_id"].to_list() == [second]
    # Undoing the second brings the first back, and each gives way to the other.
    drop_scenario(store, second)
    bring_back_scenario(store, first)
    assert scenarios(store)["scenario_id"].to_list() == [first]
    bring_back_scenario(store, second)
    assert scenarios(store)["scenario_id"].to_list() == [second]
    with pytest.raises(NotFoundError, match=f"no what-if {first} to drop"):
        drop_scenario(store, first)
    with pytest.raises(NotFoundError, match=f"no what-if {second} to bring back"):
        bring_back_scenario(store, second)
    with pytest.raises(UsageError, match="1 to 80 letters, got 0"):
        save_scenario(store, "  ", ["a"], [])
    with pytest.raises(UsageError, match="changes something"):
        save_scenario(store, "Nothing", [], [])


def test_a_plan_becomes_a_checklist(store: Store, scores: Scores) -> None:
    carl, eli = ids(scores, "Carl Cole", "Eli East")
    with pytest.raises(NotFoundError, match="No plan is kept"):
        follow_up(store, scores)
    with pytest.raises(UsageError, match="nothing to keep"):
        keep_plan(store, scores, best_plan(scores, most=0))
    first = keep_plan(store, scores, best_plan(scores, most=2))
    found = follow_up(store, scores)
    assert found.steps["person_id"].to_list() == [carl, eli]
    assert (found.done, found.posts_since, found.changed) == (0, 0, ())
    assert (found.feed_then, found.feed_now) == (scores.feed, scores.feed)
    assert "Done: 0 of 2 steps." in found.sentence
    assert "No post is newer than the plan" in found.sentence
    assert "no proof" not in found.sentence
    mark_step(store, first, eli, done=True)
    assert follow_up(store, scores).done == 1
    mark_step(store, first, eli, done=False)
    assert follow_up(store, scores).done == 0
    with pytest.raises(NotFoundError, match="no step for 'nobody'"):
        mark_step(store, first, "nobody", done=True)
    second = keep_plan(store, scores, best_plan(scores, most=1))
    assert follow_up(store, scores).plan_id == second
    drop_plan(store, second)
    assert follow_up(store, scores).plan_id == first
    drop_plan(store, second, back=True)
    assert kept_plan(store)["plan_id"] == second
    with pytest.raises(NotFoundError, match=f"no plan {second} to bring back"):
        drop_plan(store, second, back=True)


def test_follow_up_says_what_moved_and_what_proves_nothing(store: Store, scores: Scores) -> None:
    (carl,) = ids(scores, "Carl Cole")
    number = keep_plan(store, scores, best_plan(scores, most=2))
    mark_step(store, number, carl, done=True)
    # As if the plan had been made, and Carl ticked off, three days before the newest post: Bea, Carl, Dina and Eli
    # posted on each of the last three days, Fay on the last.
    then = world.NEWEST - timedelta(days=2.5)
    store.execute("UPDATE plan SET newest_post = ?, feed_before = 0.3", [then])
    store.execute("UPDATE plan_step SET done_at = ? WHERE person_id = ?", [then, carl])
    found = follow_up(store, scores)
    assert found.posts_since == 13
    assert found.steps.filter(person_id=carl)["posts_since"].item() == 3
    assert found.steps["posts_since"].null_count() == 1
    points = 100 * (scores.feed - 0.3)
    assert f"was 30.0, today it is {100 * scores.feed:.1f} ({points:+.1f} points)" in found.sentence
    assert "13 posts have come in since" in found.sentence
    assert "no proof either way" in found.sentence
    assert "Carl Cole, ticked off, still brought posts afterwards" in found.sentence
    assert "changed since" not in found.sentence
    store.bump("interests")
    assert "Your interests changed since" in follow_up(store, scores).sentence
    store.execute("UPDATE plan SET model = 'another'")
    assert follow_up(store, scores).changed == ("interests", "model")


def test_plans_survive_being_opened_again(store: Store, scores: Scores) -> None:
    number = keep_plan(store, scores, best_plan(scores, most=2))
    made = kept_plan(store)["made_at"]
    assert abs(made - datetime.now(UTC)) < timedelta(minutes=5)
    store.close()
    with Store.open(store.path) as again:
        assert kept_plan(again)["plan_id"] == number


def test_shares_of_topics_add_up_and_leave_with_who_brings_them(
    store: Store, scores: Scores
) -> None:
    (carl,) = ids(scores, "Carl Cole")
    found = topic_shares(feed_topics(store, scores.corpus), scores, [carl])
    assert found["before"].sum() == pytest.approx(1)
    assert found["after"].sum() == pytest.approx(1)
    crypto = found.filter(pl.col("name").str.contains("crypto"))
    whole = sum(ATTENTION.values())
    assert crypto.select("before", "after").row(0) == pytest.approx((ATTENTION["Carl"] / whole, 0))
    assert (
        found.filter(pl.col("after") < pl.col("before"))["name"].to_list()
        == crypto["name"].to_list()
    )
    nothing = topic_shares(feed_topics(store, scores.corpus), scores, [])
    assert nothing["before"].to_list() == nothing["after"].to_list()
