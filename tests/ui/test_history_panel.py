"""Pasting somebody's experience: what is understood shows first, is kept on a click, and can be undone."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.pipeline import find_person, import_paths
from relevance.store import Store
from tests.linkedin_export import table_csv
from tests.ui.fresh import begin_anew, label_of
from tests.ui.test_pages import database, filled, opened, words

__all__ = ["database", "filled"]

PASTED = """Experience
Trainer
Northrail · Full-time
Mar 2011 - Dec 2014 · 3 yrs 10 mos
York, UK
Looked after the archive."""


@pytest.fixture
def with_career(filled: Path, tmp_path: Path) -> Path:
    """The world with one employer of the owner."""
    (tmp_path / "Positions.csv").write_bytes(
        table_csv(
            "Company Name,Title,Description,Location,Started On,Finished On",
            ("Northrail Ltd", "Trainer", "", "York", "Jan 2010", "Jun 2012"),
        )
    )
    with Store.open(filled) as store:
        import_paths(store, [tmp_path / "Positions.csv"], settings=Settings())
    return filled


def person(path: Path, name: str) -> str:
    with Store.open(path) as store:
        return find_person(store, name)


def open_person(name: str) -> AppTest:
    at = opened("connections")
    return at.selectbox(key="person").select(name).run()


def fine(at: AppTest) -> AppTest:
    assert [error.value for error in at.exception] == []
    return at


def test_what_is_pasted_is_shown_kept_and_undone(with_career: Path) -> None:
    bea = person(with_career, "Bea Brook")
    at = open_person("Bea Brook")
    assert "No employer or school that you share: none is known of them." in words(at)
    fine(at.text_area(key=f"history of {bea}").set_value(PASTED).run())
    assert at.table[0].value.to_dict("records") == [
        {
            "what": "employer",
            "where": "Northrail",
            "as": "Trainer",
            "when": "Mar 2011 to Dec 2014",
            "place": "York, UK",
        }
    ]
    assert "Looked after the archive" in words(at)
    fine(next(one for one in at.button if label_of(one) == "Keep 1 entry").click().run())
    assert at.text_area(key=f"history of {bea}").value == ""
    assert "at the same time" in words(at)
    assert "1 year 4 months together" in words(at)
    fine(at.button(key=f"undo history {bea}").click().run())
    assert "1 year 4 months together" not in words(at)
    begin_anew()
    with Store.open(with_career) as store:
        assert store.count("position") == 1


def test_what_cannot_be_understood_offers_nothing_to_keep(with_career: Path) -> None:
    bea = person(with_career, "Bea Brook")
    at = open_person("Bea Brook")
    fine(at.text_area(key=f"history of {bea}").set_value("I like long walks").run())
    assert [one.value for one in at.warning] == [
        "Nothing of this could be understood as an employer or a school."
    ]
    assert "line 1, “I like long walks”: no dates" in words(at).replace("\\", "")
    assert not [
        one for one in at.button if label_of(one).startswith("Keep") and "entr" in one.label
    ]


def test_an_invitation_turns_on_what_is_pasted(with_career: Path) -> None:
    lou = person(with_career, "Lou Lark")
    at = opened("invites")
    fine(at.text_area(key=f"history of {lou}").set_value(PASTED).run())
    fine(at.button(key=f"keep history of {lou}").click().run())
    assert "You and Lou Lark worked at Northrail Ltd at the same time" in words(at).replace(
        "\\", ""
    )


def test_pasted_words_are_never_format(with_career: Path) -> None:
    bea = person(with_career, "Bea Brook")
    at = open_person("Bea Brook")
    text = "**Bold** Ltd, [trainer](https://evil.example), 2010-2014"
    fine(at.text_area(key=f"history of {bea}").set_value(text).run())
    assert at.table[0].value["where"].tolist() == [r"\*\*Bold\*\* Ltd"]
