"""Interests by version: every change can be taken back, one after another."""

import pytest

from relevance.errors import DataError, NotFoundError
from relevance.interests import Interest
from relevance.pipeline import (
    read_interests,
    remove_interest,
    save_interests,
    set_interest,
    suggest_interests,
    suggested_interest,
)
from relevance.schema import fact_frame
from relevance.store import Store, decisions, save_decision, undo_decision, undo_interests

DESIGN = Interest("Learning design", 80, ("instructional design", "coaching"), ("pedagogy",))
HYPE = Interest("Hype", -60, ("growth hacking",))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "net.duckdb") as opened:
        yield opened


def test_there_are_none_at_first(store: Store) -> None:
    assert read_interests(store) == ()
    assert store.version("interests") == 0


def test_interests_come_back_as_they_were_in_their_order(store: Store) -> None:
    bare = Interest("Trains", 12.5)
    assert save_interests(store, (HYPE, DESIGN, bare)) == (HYPE, DESIGN, bare)
    assert read_interests(store) == (HYPE, DESIGN, bare)
    assert store.version("interests") == 1


def test_keywords_keep_their_order_beyond_nine(store: Store) -> None:
    words = tuple(f"phrase {n}" for n in range(23, 0, -1))
    save_interests(store, (Interest("Many", 10, words),))
    assert read_interests(store)[0].keywords == words


def test_saving_what_holds_makes_no_version(store: Store) -> None:
    save_interests(store, (DESIGN,))
    save_interests(store, (DESIGN,))
    assert store.count("interest_version") == 1
    assert store.version("interests") == 1


def test_every_change_is_taken_back_in_turn(store: Store) -> None:
    save_interests(store, (DESIGN,), reason="first")
    set_interest(store, "Hype", weight=-60, keywords=("growth hacking",))
    set_interest(store, "learning DESIGN", weight=20)
    remove_interest(store, " hype ")
    states = [read_interests(store)]
    reasons = []
    for _ in range(4):
        reasons.append(undo_interests(store))
        states.append(read_interests(store))
    weaker = Interest("Learning design", 20, DESIGN.keywords, DESIGN.labels)
    assert states == [(weaker,), (weaker, HYPE), (DESIGN, HYPE), (DESIGN,), ()]
    assert reasons == ["removed  hype ", "set learning DESIGN", "set Hype", "first"]
    with pytest.raises(NotFoundError, match="no change of the interests to take back"):
        undo_interests(store)
    assert {name: store.count(name) for name in ("interest", "keyword", "interest_version")} == {
        "interest": 0,
        "keyword": 0,
        "interest_version": 0,
    }


def test_taking_back_is_a_change_too(store: Store) -> None:
    save_interests(store, (DESIGN,))
    save_interests(store, (HYPE,))
    undo_interests(store)
    assert store.version("interests") == 3
    save_interests(store, (DESIGN, HYPE))
    assert read_interests(store) == (DESIGN, HYPE)


def test_versions_outlive_the_process(tmp_path) -> None:
    path = tmp_path / "net.duckdb"
    with Store.open(path) as store:
        save_interests(store, (DESIGN,))
        save_interests(store, (HYPE,))
    with Store.open(path) as store:
        assert read_interests(store) == (HYPE,)
        undo_interests(store)
    with Store.open(path) as store:
        assert read_interests(store) == (DESIGN,)


def test_all_can_be_removed_and_brought_back(store: Store) -> None:
    save_interests(store, (DESIGN,))
    assert remove_interest(store, "Learning design") == ()
    assert read_interests(store) == ()
    undo_interests(store)
    assert read_interests(store) == (DESIGN,)


def test_new_keywords_replace_and_none_leave_those_there_are(store: Store) -> None:
    save_interests(store, (DESIGN,))
    assert set_interest(store, DESIGN.name, weight=80, keywords=("workshops",)) == (
        Interest("Learning design", 80, ("workshops",), ("pedagogy",)),
    )
    assert set_interest(store, DESIGN.name, weight=-5)[0].keywords == ("workshops",)


def test_a_refused_change_leaves_what_holds(store: Store) -> None:
    save_interests(store, (DESIGN,))
    with pytest.raises(DataError, match="101"):
        set_interest(store, "Hype", weight=101)
    with pytest.raises(DataError, match=r"[Ll]earning design"):
        save_interests(store, (DESIGN, Interest("learning design", 1)))
    with pytest.raises(NotFoundError, match="no interest 'Trains'; there are: 'Learning design'"):
        remove_interest(store, "Trains")
    assert read_interests(store) == (DESIGN,)
    assert store.count("interest_version") == 1


def test_the_exports_suggest_what_is_not_there_yet(store: Store) -> None:
    rows = [
        {"kind": "skill", "value": "Facilitation"},
        {"kind": "skill", "value": "Learning  design"},
        {"kind": "skill", "value": "Coaching"},
        {"kind": "hashtag", "value": "#facilitation"},
        {"kind": "hashtag", "value": "#elearning"},
        {"kind": "industry", "value": "E-Learning"},
        {"kind": "name", "value": "Mia Holm"},
    ]
    store.take_in({"owner_fact": fact_frame("owner_fact", rows)})
    save_interests(store, (DESIGN,))
    assert [(one.name, one.source) for one in suggest_interests(store)] == [
        ("Facilitation", "a skill on your profile"),
        ("elearning", "a hashtag you follow"),
        ("E-Learning", "the industry on your profile"),
    ]
    assert suggested_interest("Facilitation") == Interest("Facilitation", 60.0)


def test_a_decision_replaces_the_earlier_one_and_can_be_taken_back(store: Store) -> None:
    row = {"invite_id": "i1", "person_id": "p1", "decision": "ask", "reasons": ["no note"]}
    assert save_decision(store, row) == 1
    assert save_decision(store, {**row, "invite_id": "i2"}) == 2
    assert save_decision(store, {**row, "decision": "accept"}) == 3
    held = decisions(store).sort("decision_id")
    assert held.select("decision_id", "invite_id", "decision", "reasons").rows() == [
        (2, "i2", "ask", ["no note"]),
        (3, "i1", "accept", ["no note"]),
    ]
    undo_decision(store, "i1")
    assert decisions(store)["invite_id"].to_list() == ["i2"]
    with pytest.raises(NotFoundError, match="Nothing is decided about 'i1'"):
        undo_decision(store, "i1")
    assert store.count("decision") == 3
    assert store.version("decisions") == 4
