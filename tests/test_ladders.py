"""The owner's ladder: kept by version beside the settings, taken back, and the same for pages and commands."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.errors import NotFoundError, UsageError
from relevance.invites import Ladder, Rung, Thresholds
from relevance.pipeline import (
    OwnLadder,
    advise,
    current_scores,
    last_ladder_change,
    move_rung,
    read_ladder,
    save_ladder,
    undo_ladder,
)
from relevance.store import Store, save_ladder_document


@pytest.fixture
def store(tmp_path: Path, world_database: Path) -> Iterator[Store]:
    path = tmp_path / "ladders.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def settings(store: Store) -> Settings:
    return Settings(database=store.path)


def verdicts(store: Store, settings: Settings) -> dict[str, tuple[str, int]]:
    listed = advise(store, current_scores(store, settings), settings)
    return {one.name: (one.decision, one.rung) for one in listed}


def test_until_something_is_saved_the_settings_hold(store: Store, settings: Settings) -> None:
    stated = replace(settings, unknown_invite="ask", elsewhere_invite="ask", objectives="museums")
    own = read_ladder(store, stated)
    assert own == OwnLadder(
        Ladder(unknown="ask", thresholds=Thresholds(elsewhere="ask")), "museums"
    )
    assert last_ladder_change(store) is None


def test_a_change_decides_anew_and_is_taken_back(store: Store, settings: Settings) -> None:
    before = verdicts(store, settings)
    assert before["Jo June"] == ("accept", 2)
    own = read_ladder(store, settings)
    off = tuple(Rung(rung.number, rung.number != 2) for rung in own.rungs)
    changed = replace(own, ladder=replace(own.ladder, rungs=off))
    save_ladder(store, settings, changed, reason="notes off")
    after = verdicts(store, settings)
    assert after["Jo June"][1] != 2
    assert {name: said for name, said in after.items() if name != "Jo June"} == {
        name: said for name, said in before.items() if name != "Jo June"
    }
    assert undo_ladder(store) == "notes off"
    assert verdicts(store, settings) == before


def test_only_what_differs_is_kept_so_that_settings_still_count(
    store: Store, settings: Settings
) -> None:
    own = read_ladder(store, settings)
    tuned = replace(own.ladder.thresholds, note_words=9)
    save_ladder(
        store, settings, replace(own, ladder=replace(own.ladder, thresholds=tuned)), reason="a"
    )
    stated = replace(settings, unknown_invite="ask", objectives="museums")
    now = read_ladder(store, stated)
    assert (now.ladder.unknown, now.objectives) == ("ask", "museums")
    assert now.ladder.thresholds.note_words == 9


def test_saving_what_holds_already_is_no_change(store: Store, settings: Settings) -> None:
    save_ladder(store, settings, read_ladder(store, settings), reason="nothing")
    assert last_ladder_change(store) is None
    with pytest.raises(NotFoundError, match="no change of the ladder"):
        undo_ladder(store)


def test_objectives_reach_the_ladder(store: Store, settings: Settings) -> None:
    own = read_ladder(store, settings)
    save_ladder(
        store, settings, replace(own, objectives="meet railway people"), reason="objectives"
    )
    advice = advise(store, current_scores(store, settings), settings)
    assert {one.occasion.owner.objectives for one in advice} == {"meet railway people"}


@pytest.mark.parametrize(
    ("number", "by", "order"),
    [
        (1, 1, [2, 1, 3, 4, 5, 6]),
        (6, -1, [1, 2, 3, 4, 6, 5]),
        (1, -1, [1, 2, 3, 4, 5, 6]),
        (6, 1, [1, 2, 3, 4, 5, 6]),
        (4, -1, [1, 2, 4, 3, 5, 6]),
    ],
)
def test_a_rung_moves_by_one_and_stays_at_the_ends(number: int, by: int, order: list[int]) -> None:
    moved = move_rung(OwnLadder(Ladder(), ""), number, by=by)
    assert [rung.number for rung in moved.rungs] == order


def test_a_ladder_without_a_rung_is_refused(store: Store, settings: Settings) -> None:
    own = OwnLadder(Ladder((Rung(1), Rung(6))), "")
    with pytest.raises(UsageError, match=r"each of the rungs 1 to 6 once, got \[1, 6\]"):
        save_ladder(store, settings, own, reason="short")
    assert last_ladder_change(store) is None


def test_a_threshold_that_is_no_more_is_passed_over(store: Store, settings: Settings) -> None:
    save_ladder_document(
        store, {"thresholds": {"gone": 3, "note_words": 7}}, reason="older version"
    )
    assert read_ladder(store, settings).ladder.thresholds.note_words == 7


def test_channels_come_back_as_they_were(store: Store, settings: Settings) -> None:
    own = read_ladder(store, settings)
    tuned = replace(own.ladder.thresholds, known_channels=("mail",))
    changed = replace(own, ladder=replace(own.ladder, thresholds=tuned))
    save_ladder(store, settings, changed, reason="mail only")
    assert read_ladder(store, settings) == changed
