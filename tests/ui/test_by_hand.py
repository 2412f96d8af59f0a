"""Entering an invitation by hand on the page Invites."""

from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.pipeline import pending_invites
from relevance.store import Store
from tests.ui.fresh import begin_anew
from tests.ui.test_invites import opened, press, words

NOTE = "I liked your workshop on course design in York, may I ask which tool you used for it?"


def test_one_is_added_drawn_like_any_other_and_deleted(filled: Path) -> None:
    at = opened()
    assert "Una Umber" not in words(at)
    at.text_input(key="hand name").input("Una Umber").run()
    at.text_area(key="hand note").input(NOTE).run()
    said = press(at, "add by hand")
    assert NOTE in said
    assert "The invitation of Una Umber is in the queue" in " ".join(one.value for one in at.toast)
    assert at.text_input(key="hand name").value == ""
    (card,) = (one for one in at.subheader if one.value == "Una Umber")
    assert card
    assert "Una Umber" not in press(at, "delete by hand")


def test_a_mistake_is_said_and_what_was_typed_stays(filled: Path) -> None:
    at = opened()
    at.text_input(key="hand name").input("Una Umber").run()
    at.text_input(key="hand url").input("https://www.linkedin.com/company/acme").run()
    assert "Una Umber" not in press(at, "add by hand")
    assert "must be that of a person" in " ".join(one.value for one in at.toast)
    assert at.text_input(key="hand name").value == "Una Umber"


def test_somebody_connected_is_said_to_be(filled: Path) -> None:
    at = opened()
    at.text_input(key="hand name").input("Bea Brook").run()
    at.text_input(key="hand url").input("https://www.linkedin.com/in/bea-brook").run()
    press(at, "add by hand")
    assert "is a connection already" in " ".join(one.value for one in at.toast)


def test_without_any_data_one_can_be_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ui.duckdb"
    monkeypatch.setenv("RELEVANCE_DB", str(path))
    at = opened()
    assert "No invitation is waiting" in words(at)
    at.text_input(key="hand name").input("Una Umber").run()
    assert "Una Umber" in press(at, "add by hand")
    begin_anew()
    with Store.open(path) as store:
        found = pending_invites(store, Settings(database=path))
    assert found.invites["name"].to_list() == ["Una Umber"]
