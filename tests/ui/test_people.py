"""The page "People": a pair is reviewed, answered, undone; people are joined and parted."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.pipeline import Store, import_paths, relink
from relevance.ui.data import runner
from tests import world
from tests.ui.fresh import begin_anew, label_of

APP = Path(__file__).parents[2] / "app.py"
PAGE = Path(__file__).parents[2] / "relevance" / "ui" / "pages" / "people.py"

# Lou Lark waits with an invitation, and has written mails under the same name.
MET = """person,email,channel,date,direction,subject
Lou Lark,lou@lark.example,mail,2026-03-01 10:00,incoming,Job aids
Lou Lark,lou@lark.example,mail,2026-03-02 10:00,outgoing,Job aids
Rob Unrelated,rob@else.example,mail,2026-03-02 10:00,outgoing,Trams
"""


@pytest.fixture
def met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world_database: Path) -> Path:
    path = tmp_path / "ui.duckdb"
    shutil.copy(world_database, path)
    (tmp_path / "met.csv").write_text(MET, "utf-8")
    with Store.open(path) as store:
        import_paths(store, [tmp_path / "met.csv"], settings=Settings(), kind="encounters")
        assert relink(store, Settings()).ran
    monkeypatch.setenv("RELEVANCE_DB", str(path))
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    return path


def opened() -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["demo"] = False
    at.run()
    return at.switch_page(str(PAGE)).run()


def words(at: AppTest) -> str:
    assert [error.value for error in (*at.exception, *at.error)] == []
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.text)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def press(at: AppTest, label: str) -> str:
    next(one for one in at.button if label_of(one).startswith(label)).click().run()
    return words(at)


def named(box: Any, name: str) -> str:
    return next(one for one in box.options if one.startswith(name))


def people(path: Path, name: str) -> int:
    begin_anew()
    with Store.open(path) as store:
        return store.people().filter(name=name).height


def test_a_pair_is_shown_with_what_hangs_on_it(met: Path) -> None:
    at = opened()
    text = words(at)
    assert (
        "Is Lou Lark (LinkedIn invitations) the same person as Lou Lark (Table of encounters)?"
        in text
    )
    assert "adds 2 mails" in text
    assert "the invite becomes: accept" in text
    assert "An invitation hangs on it" in text
    assert at.get("plotly_chart")


@pytest.mark.parametrize(("label", "left"), [("Yes, one person", 1), ("No, two people", 2)])
def test_an_answer_is_kept_and_undone(met: Path, label: str, left: int) -> None:
    at = opened()
    assert "Nobody is left to review" in press(at, label)
    assert people(met, "Lou Lark") == left
    at = opened()
    assert "the same person as Lou Lark" in press(at, "Undo")
    assert people(met, "Lou Lark") == 2


def test_a_pair_that_is_put_off_stays_in_the_queue_as_such(met: Path) -> None:
    at = opened()
    assert "put off" in press(at, "Later")
    assert people(met, "Lou Lark") == 2


def test_two_people_are_joined_and_a_record_is_taken_out_again(met: Path) -> None:
    at = opened()
    first, second = at.selectbox(key="person_shown"), at.selectbox(key="join_with")
    choose = named(first, "Dina Dahl")
    first.select(choose).run()
    at.selectbox(key="join_with").select(named(second, "Rob Unrelated")).run()
    press(at, "Dina Dahl and Rob Unrelated are one person")
    assert people(met, "Rob Unrelated") == 0
    at = opened()
    at.selectbox(key="person_shown").select(
        named(at.selectbox(key="person_shown"), "Dina Dahl")
    ).run()
    text = words(at)
    assert "Rob Unrelated" in text
    press(at, "Not theirs")
    assert people(met, "Rob Unrelated") == 1


def test_people_are_compared_when_the_page_opens_after_new_records(met: Path) -> None:
    with Store.open(met) as store:
        store.execute("DELETE FROM link_pair")
        store.execute("DELETE FROM meta WHERE name = 'links.of'")
    at = opened()
    state = runner("link").latest(f"link {met.name}")
    assert state is not None
    runner("link").wait(state.job_id, 60)
    at.run()
    assert (
        "Is Lou Lark (LinkedIn invitations) the same person as Lou Lark (Table of encounters)?"
        in words(at)
    )


def test_both_sides_of_a_pair_and_everybody_linked_can_be_rated(met: Path) -> None:
    at = opened()
    left = [key for key in (one.key or "" for one in at.button) if key.endswith(" left")]
    assert [key.split(" ")[:3] for key in left] == [
        ["thumb", up, "person"] for up in ("up", "down")
    ]
    at.button(key=left[0]).click().run()
    words(at)
    assert at.button(key=left[0]).proto.type == "primary"
    press(at, "Yes, one person")
    linked = [key for key in (one.key or "" for one in at.button) if " linked " in key]
    assert len(linked) == 2
    # The thumb follows the person that the two have become.
    assert at.button(key=linked[0]).proto.type == "primary"
    at.button(key=linked[0]).click().run()
    words(at)
    assert at.button(key=linked[0]).proto.type == "tertiary"
