"""Decisions: kept with the figures of their day, taken back, due, and what later imports tell of them."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.errors import AmbiguousNameError, NotFoundError
from relevance.pipeline import (
    Decided,
    advise,
    current_scores,
    decided_log,
    find_person,
    import_paths,
    past_imports,
    record_decision,
    undo_import,
)
from relevance.store import Store, connecting, decisions
from tests.later_export import soon, write_later_export

TODAY = date(2026, 11, 29)


@pytest.fixture
def store(tmp_path: Path, world_database: Path) -> Iterator[Store]:
    path = tmp_path / "decisions.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as opened:
        yield opened


def decide(store: Store, name: str, decision: str, again: date | None = None) -> str:
    """Decide on somebody's invitation and return its id."""
    settings = Settings(database=store.path)
    scores = current_scores(store, settings)
    person = find_person(store, name)
    advice = advise(store, scores, settings)
    row = record_decision(
        store, advice, person, decision, model=scores.corpus.model, revisit_on=again
    )
    return str(row["invite_id"])


def held(store: Store, name: str) -> Decided:
    return next(one for one in decided_log(store) if one.name == name)


def later(store: Store, folder: Path, **what: object) -> None:
    reports = import_paths(
        store, [write_later_export(folder, **what)], settings=Settings(database=store.path)
    )  # type: ignore[arg-type]
    assert [one.error for one in reports if one.error] == []


def test_the_log_keeps_what_was_known_that_day(store: Store) -> None:
    decide(store, "Jo June", "accept")
    one = held(store, "Jo June")
    assert (one.decision, one.suggested, one.rung) == ("accept", "accept", 2)
    assert one.model == "sentence-transformers/all-MiniLM-L6-v2"
    assert one.reasons[0].startswith("Jo June wrote why they want to connect: “I liked your talk")
    assert [check["rung"] for check in one.checks] == [1, 2, 3, 4, 5, 6]
    assert [check["result"] for check in one.checks][1] == "passed"
    assert "“I liked your talk" in " ".join(one.checks[1]["evidence"])
    assert one.effect is not None
    assert one.effect_low <= one.effect <= one.effect_high
    assert one.expected is not None
    assert one.forecast
    assert (one.outcome, one.sentence) == ("waiting", "nothing is known yet")


def test_the_log_stays_when_the_world_changes(store: Store, tmp_path: Path) -> None:
    decide(store, "Lou Lark", "decline")
    before = held(store, "Lou Lark")
    later(store, tmp_path, wrote=[("lou-lark", soon(), "Hello again")])
    after = held(store, "Lou Lark")
    kept = ("reasons", "checks", "effect", "relevance", "rung", "suggested", "decided_at")
    assert {name: getattr(after, name) for name in kept} == {
        name: getattr(before, name) for name in kept
    }


def test_an_invite_and_its_inviter_are_the_same_to_decide_on(store: Store) -> None:
    invite_id = decide(store, "Kim Kane", "ask")
    settings = Settings(database=store.path)
    advice = advise(store, current_scores(store, settings), settings)
    again = record_decision(store, advice, invite_id, "later")
    assert again["person_id"] == find_person(store, "Kim Kane")
    assert decisions(store)["decision"].to_list() == ["later"]
    assert [one.decision for one in decided_log(store, with_undone=True)] == ["later", "ask"]


def test_undoing_by_person_or_invite_and_never_twice(store: Store) -> None:
    decide(store, "Kim Kane", "ask")
    person = find_person(store, "Kim Kane")
    undone = record_decision(store, [], person, "undo")
    assert (undone["decision"], undone["undone"], undone["name"]) == ("undo", "ask", "Kim Kane")
    assert decided_log(store) == []
    with pytest.raises(NotFoundError, match="Nothing is decided about"):
        record_decision(store, [], person, "undo")


def test_a_decision_is_undone_after_the_invitation_is_answered(
    store: Store, tmp_path: Path
) -> None:
    invite_id = decide(store, "Kim Kane", "accept")
    later(store, tmp_path, connected=["kim-kane"])
    with pytest.raises(NotFoundError, match="no pending invitation"):
        decide(store, "Kim Kane", "ask")
    assert record_decision(store, [], invite_id, "undo")["undone"] == "accept"


def test_who_was_accepted_became_a_connection(store: Store, tmp_path: Path) -> None:
    decide(store, "Kim Kane", "accept")
    later(store, tmp_path, connected=["kim-kane"])
    one = held(store, "Kim Kane")
    assert (one.outcome, one.connected_on) == ("connected", date(2026, 11, 15))
    assert one.sentence == "connected since 15 November 2026"


def test_who_was_asked_has_answered(store: Store, tmp_path: Path) -> None:
    decide(store, "Kim Kane", "ask")
    at = soon()
    later(store, tmp_path, wrote=[("kim-kane", at, "I hope to learn from you")])
    one = held(store, "Kim Kane")
    assert one.outcome == "answered"
    assert one.answered_at == at.replace(microsecond=0)
    assert one.sentence.endswith("“I hope to learn from you”")


def test_a_message_from_before_the_question_is_no_answer(store: Store, tmp_path: Path) -> None:
    decide(store, "Kim Kane", "ask")
    later(store, tmp_path, wrote=[("kim-kane", soon(-48), "Did you see my invitation")])
    assert held(store, "Kim Kane").outcome == "waiting"


def test_a_message_of_the_owner_is_no_answer(store: Store, tmp_path: Path) -> None:
    decide(store, "Lou Lark", "ask")
    later(store, tmp_path, wrote=[("kim-kane", soon(), "Hello")])
    assert held(store, "Lou Lark").outcome == "waiting"


def test_an_invitation_that_the_newest_export_lacks_is_gone(store: Store, tmp_path: Path) -> None:
    decide(store, "Jo June", "decline")
    decide(store, "Lou Lark", "later")
    later(store, tmp_path, gone=["jo-june"])
    one = held(store, "Jo June")
    assert (one.outcome, one.gone_on) == ("gone", date(2026, 11, 20))
    assert one.sentence == "the invitation is no longer in the export of 20 November 2026"
    assert held(store, "Lou Lark").outcome == "waiting"


def test_an_older_export_tells_nothing_of_what_is_gone(store: Store, tmp_path: Path) -> None:
    decide(store, "Jo June", "decline")
    later(store, tmp_path, gone=["jo-june"], day="10-30-2026")
    assert held(store, "Jo June").outcome == "waiting"


def test_an_export_from_before_the_decision_tells_nothing_since(
    store: Store, tmp_path: Path
) -> None:
    later(store, tmp_path, gone=["jo-june"])
    decide(store, "Jo June", "decline")
    assert held(store, "Jo June").outcome == "waiting"


def test_undoing_the_import_takes_what_it_told_back(store: Store, tmp_path: Path) -> None:
    decide(store, "Kim Kane", "accept")
    later(store, tmp_path, connected=["kim-kane"], gone=["jo-june"])
    undo_import(store, past_imports(store)[0].import_id, Settings(database=store.path))
    assert held(store, "Kim Kane").outcome == "waiting"


def test_decisions_outlive_the_import_that_brought_the_invitation(store: Store) -> None:
    decide(store, "Jo June", "accept")
    settings = Settings(database=store.path)
    for one in past_imports(store):
        undo_import(store, one.import_id, settings)
    kept = decided_log(store)
    assert [(one.name, one.outcome) for one in kept] == [("Jo June", "waiting")]


def test_what_is_due(store: Store, tmp_path: Path) -> None:
    decide(store, "Jo June", "later", TODAY)
    decide(store, "Kim Kane", "ask", TODAY + timedelta(days=1))
    decide(store, "Lou Lark", "accept")
    due = {one.name: one.is_due(TODAY) for one in decided_log(store)}
    assert due == {"Jo June": True, "Kim Kane": False, "Lou Lark": False}
    assert held(store, "Kim Kane").is_due(TODAY + timedelta(days=1))
    later(store, tmp_path, connected=["kim-kane"], gone=["jo-june"])
    assert not any(one.is_due(TODAY + timedelta(days=400)) for one in decided_log(store))


def test_decisions_of_an_earlier_version_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = connecting._steps()
    path = tmp_path / "old.duckdb"
    with monkeypatch.context() as earlier:
        earlier.setattr(connecting, "_steps", lambda: {n: steps[n] for n in steps if n < 8})
        with Store.open(path) as store:
            store.execute(
                "INSERT INTO decision VALUES (1, 'i1', 'p1', 'ask', TIMESTAMPTZ '2026-11-02', 'ask', 5, NULL, "
                "NULL, NULL, NULL, 'm', ['why'], NULL, NULL)"
            )
    with Store.open(path) as store:
        (one,) = decided_log(store)
        assert (one.decision, one.name, one.checks, one.reasons) == ("ask", None, (), ("why",))
        assert store.count("ladder") == 0
    assert (tmp_path / "old.duckdb.before-008").exists()


def test_an_inviter_is_found_by_name_as_long_as_no_other_carries_it(store: Store) -> None:
    settings = Settings(database=store.path)
    advice = advise(store, current_scores(store, settings), settings)
    assert record_decision(store, advice, "JO JUNE", "ask")["name"] == "Jo June"
    assert record_decision(store, [], "Jo June", "undo")["undone"] == "ask"
    namesakes = [*advice, replace(advice[0], name="Jo June", invite_id="i2", person_id="p2")]
    with pytest.raises(AmbiguousNameError, match=r"2 inviters are called 'Jo June'.*i2"):
        record_decision(store, namesakes, "Jo June", "accept")
    with pytest.raises(NotFoundError, match="with the id or name 'Jo Nobody'"):
        record_decision(store, advice, "Jo Nobody", "accept")
    assert decided_log(store) == []
