"""A person is forgotten from a page: said first, done once, and gone from every page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.errors import StoreError
from relevance.pipeline import INFERRED
from relevance.store import Store
from tests.ui.fresh import begin_anew

APP = Path(__file__).parents[2] / "app.py"
PAGES = Path(__file__).parents[2] / "relevance" / "ui" / "pages"


def opened(name: str) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["demo"] = False
    at.run()
    return at.switch_page(str(PAGES / f"{name}.py")).run()


def words(at: AppTest) -> str:
    assert [error.value for error in (*at.exception, *at.error)] == []
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.text, at.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def press(at: AppTest, key: str) -> AppTest:
    return at.button(key=key).click().run()


@pytest.mark.parametrize(
    ("page", "choice", "button"),
    [
        ("data", "person_to_forget", "forget_of_data"),
        ("people", "person_shown", "forget_of_people"),
        ("connections", "person", "forget_of_panel"),
    ],
)
def test_a_person_is_forgotten_after_it_was_said_that_it_cannot_be_undone(
    filled: Path, page: str, choice: str, button: str
) -> None:
    with Store.open(filled) as store:
        who = store.frame("SELECT person_id FROM person WHERE name = 'Bea Brook'")["person_id"][0]
    at = opened(page)
    at.selectbox(key=choice).set_value(who).run()
    press(at, button)
    assert "Forgetting Bea Brook removes" in words(at)
    assert "cannot be undone" in words(at)
    press(at, "forget_for_good")
    assert "the file was written anew" in words(at)
    press(at, "forgotten_seen")
    assert "the file was written anew" not in words(at)
    assert "Bea Brook" not in words(at)
    assert who not in at.selectbox(key=choice).options
    begin_anew()
    with Store.open(filled) as store:
        assert store.count("forgotten") > 0
        assert "Bea Brook" not in store.people()["name"]
    assert b"Bea Brook" not in filled.read_bytes()


def test_the_dialog_can_be_left_without_anything_done(filled: Path) -> None:
    with Store.open(filled) as store:
        who = store.frame("SELECT person_id FROM person WHERE name = 'Bea Brook'")["person_id"][0]
    at = opened("data")
    at.selectbox(key="person_to_forget").set_value(who).run()
    press(at, "forget_of_data")
    press(at, "forget_not")
    assert "Forgetting" not in words(at)
    begin_anew()
    with Store.open(filled) as store:
        assert store.count("forgotten") == 0
        assert "Bea Brook" in store.people()["name"]


def test_what_cannot_be_done_is_said(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(filled) as store:
        who = store.frame("SELECT person_id FROM person WHERE name = 'Bea Brook'")["person_id"][0]
    at = opened("data")
    at.selectbox(key="person_to_forget").set_value(who).run()
    press(at, "forget_of_data")

    def refused(*_: object) -> None:
        msg = "There is no room."
        raise StoreError(msg)

    monkeypatch.setattr("relevance.ui.data.work.forget_person", refused)
    press(at, "forget_for_good")
    assert [error.value for error in at.error] == ["There is no room\\."]


def test_the_page_says_what_is_worked_out_about_others(filled: Path) -> None:
    at = opened("data")
    assert "Privacy" in words(at)
    shown = words(at).replace("\\", "")
    assert [one.what for one in INFERRED if one.what not in shown] == []
