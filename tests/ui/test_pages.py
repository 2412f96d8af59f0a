"""Every page, drawn with no data, with the small world, and after something changed."""

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.interests import Interest
from relevance.pipeline import read_interests, save_interests
from relevance.store import Store, decisions, interest_rows
from relevance.ui.data import Workspace
from tests import world
from tests.ui.fresh import begin_anew, label_of

APP = Path(__file__).parents[2] / "app.py"
PAGES = Path(__file__).parents[2] / "relevance" / "ui" / "pages"
NAMES = (
    "overview",
    "connections",
    "invites",
    "whatif",
    "plan",
    "rate",
    "quality",
    "people",
    "encounters",
    "interests",
    "topics",
    "data",
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "ui.duckdb"
    monkeypatch.setenv("RELEVANCE_DB", str(path))
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    return path


@pytest.fixture
def filled(database: Path, world_database: Path) -> Path:
    shutil.copy(world_database, database)
    return database


def opened(name: str = "overview", *, demo: bool | None = None) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    if demo is not None:
        at.session_state["demo"] = demo
    at.run()
    return at if name == "overview" else at.switch_page(str(PAGES / f"{name}.py")).run()


def words(at: AppTest) -> str:
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.text, at.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_draws_without_data(database: Path, name: str) -> None:
    at = opened(name, demo=False)
    assert [error.value for error in at.exception] == []
    assert [error.value for error in at.error] == []
    expected = {
        "overview": "Nothing imported yet",
        "connections": "No connections yet",
        "invites": "No invitation is waiting",
        "whatif": "Nothing to try yet",
        "plan": "Nothing to plan yet",
        "rate": "Nothing to ask",
        "quality": "30 more thumbs until there are figures",
        "people": "Nobody yet",
        "encounters": "No encounter yet",
        "interests": "No interests yet",
        "topics": "No topics yet",
        "data": "Bring your data in",
    }
    assert expected[name] in words(at)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_draws_the_world(filled: Path, name: str) -> None:
    at = opened(name)
    assert [error.value for error in at.exception] == []
    assert [error.value for error in at.error] == []
    expected = {
        "overview": "Who raises it most",
        "connections": "10 shown",
        "invites": "Jo June",
        "whatif": "Choose somebody above",
        "plan": "2 changes together would raise your feed",
        "rate": "relevance",
        "quality": "How the built-in scale was measured",
        "people": "Nobody is left to review",
        "encounters": "people shown",
        "interests": "Learning design",
        "topics": "24 posts, 4 topics",
        "data": "What is held",
    }
    shown = [words(at), *(expander.label for expander in at.expander)]
    assert expected[name] in "\n".join(shown)


def test_overview_says_the_figure_that_the_pipeline_gives(filled: Path) -> None:
    at = opened()
    figures = {metric.label: metric.value for metric in at.metric}
    assert figures["Connections unknown"] == "5"
    below = {one.label: one.delta for one in at.metric}
    assert below["Connections unknown"] == "of 10"
    assert figures["People you hear"] == "5"
    assert re.fullmatch(r"\d+\.\d", figures["Feed relevance"])
    assert f"**{round(float(figures['Feed relevance']))} of 100.**" in words(at)
    assert "most of all Carl Cole" in words(at)
    assert figures["Invites waiting"] == "3"


def test_overview_shows_the_figures_of_a_window_and_any_of_them_by_week(filled: Path) -> None:
    at = opened()
    figures = {metric.label: metric for metric in at.metric}
    assert figures["Share of the top ten"].value == "100 %"
    assert figures["Near-duplicates"].value == "0 %"
    assert "inverse Simpson" in figures["Effective authors"].help
    assert figures["Posts read"].value == "24 of 24"
    at.selectbox(key="figure_of_weeks").set_value("effective_authors").run()
    assert [error.value for error in at.exception] == []
    assert "inverse Simpson index" in words(at)
    at.session_state["window_of_feed"] = 30
    at.run()
    # All posts of the world are of the last thirty days: the relevance of that window stands beside the others.
    relevance = [one.value for one in at.metric if one.label == "Feed relevance"]
    assert len(relevance) == 2


def test_three_things_to_do_open_the_page_with_that_person_chosen(filled: Path) -> None:
    at = opened()
    said = words(at).replace("\\", "")
    assert "**Jo June**: answer their invitation" in said
    assert "Worth +" in said
    at.button(key="go settle").click().run()
    assert at.title[0].value == "Connections"
    assert "? unknown" in words(at)
    at = opened()
    at.button(key="go invite").click().run()
    assert at.title[0].value == "Invites"
    assert "Jo June" in words(at)


def test_a_figure_has_its_data_as_a_table_once_it_is_asked_for(filled: Path) -> None:
    at = opened()
    assert "week" not in [column for frame in at.dataframe for column in frame.value.columns]
    at.session_state["history as a table"] = True
    at.run()
    weeks = next(frame.value for frame in at.dataframe if "week" in frame.value.columns)
    assert weeks["all_posts"].sum() == 24


def test_another_model_that_is_not_there_is_said_and_changes_nothing(filled: Path) -> None:
    at = opened("data")
    wanted = next(one for one in at.text_input if one.label == "Model")
    wanted.set_value("nobody/has-this-model")
    next(one for one in at.button if label_of(one) == "Use this model").click().run()
    assert "is not on this machine" in "".join(error.value for error in at.error).replace("\\", "")
    begin_anew()
    with Store.open(filled) as store:
        assert store.frame("SELECT 1 FROM meta WHERE name = 'model'").is_empty()


def test_a_slider_re_ranks_and_is_kept(filled: Path) -> None:
    at = opened()
    before = next(one.value for one in at.metric if one.label == "Feed relevance")
    at.sidebar.slider(key="weight Learning design").set_value(-100).run()
    after = next(one.value for one in at.metric if one.label == "Feed relevance")
    assert float(after) < float(before)
    begin_anew()
    with Store.open(filled) as store:
        assert {row["name"]: row["weight"] for row in interest_rows(store)}[
            "Learning design"
        ] == -100


def test_a_slider_looks_for_phrases_only_where_some_wait(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    monkeypatch.setattr(Workspace, "read_new_phrases", lambda _: looked.append(1))
    at = opened()
    at.sidebar.slider(key="weight Crypto").set_value(20).run()
    assert looked == []
    begin_anew()
    with Store.open(filled) as store:
        unread = Interest("Never read", 50.0, ("phrases that no model has read yet",))
        save_interests(store, (*read_interests(store), unread), reason="cut off")
    at = opened()
    at.sidebar.slider(key="weight Crypto").set_value(40).run()
    assert looked == [1]


def test_a_slider_shows_what_was_changed_elsewhere(filled: Path) -> None:
    at = opened()
    at.sidebar.slider(key="weight Crypto").set_value(20).run()
    at = at.switch_page(str(PAGES / "interests.py")).run()
    assert at.sidebar.slider(key="weight Crypto").value == 20
    next(one for one in at.button if label_of(one) == "Undo last change").click().run()
    assert at.sidebar.slider(key="weight Crypto").value == -100


def test_connections_can_be_searched_and_narrowed(filled: Path) -> None:
    at = opened("connections")
    assert at.dataframe[0].value["name"].tolist()[0] == "Carl Cole"  # the most diluting first
    at.text_input(key="search").set_value("fenland").run()
    assert sorted(at.dataframe[0].value["name"]) == ["Bea Brook", "Gus Gray"]
    at.text_input(key="search").set_value("nobody at all").run()
    assert at.dataframe[0].value.empty


def test_a_chosen_person_is_shown_in_depth(filled: Path) -> None:
    at = opened("connections")
    at.selectbox(key="person").select("Bea Brook").run()
    assert [error.value for error in at.exception] == []
    text = words(at)
    assert "▲ raises" in text
    assert "Yes, on Friday." in text
    assert "Post 0 of Bea Brook: all about design." in text


def test_someone_unknown_says_what_would_settle_it(filled: Path) -> None:
    at = opened("connections")
    at.selectbox(key="person").select("Hana Holm").run()
    assert [error.value for error in at.exception] == []
    said = words(at).replace("\\", "")
    assert "? unknown" in said
    assert "No post of theirs is known in the window. One post gives a first figure" in said


def test_a_decision_is_recorded_and_undone(filled: Path) -> None:
    at = opened("invites")
    button = next(one for one in at.button if label_of(one) == "I decline")
    button.click().run()
    assert [error.value for error in at.exception] == []
    undo = next(one for one in at.button if label_of(one) == "Undo")
    undo.click().run()
    assert [one for one in at.button if label_of(one) == "Undo"] == []
    begin_anew()
    with Store.open(filled) as store:
        assert decisions(store).height == 0
        assert store.count("decision") == 1


def test_texts_of_others_are_never_format(filled: Path, tmp_path: Path) -> None:
    rows = [
        {
            "author": "Gus Gray",
            "author_url": "https://www.linkedin.com/in/gus-gray",
            "text": ":red[**design**] ![x](http://example.invalid/pixel.png) <b>bold</b> $a$",
            "created_at": world.NEWEST.isoformat(),
        }
    ]
    from relevance.config import Settings
    from relevance.pipeline import embed, import_paths

    begin_anew()
    with Store.open(filled) as store:
        import_paths(store, [world.write_posts(tmp_path, rows)], settings=Settings(database=filled))
        embed(store, encoder=world.WordEncoder())
    at = opened("connections")
    at.selectbox(key="person").select("Gus Gray").run()
    assert rows[0]["text"] in [element.value for element in at.text]
    assert not any("pixel.png" in str(element.value) for element in at.markdown)


def test_two_tabs_keep_each_others_changes(filled: Path) -> None:
    first, second = opened(), opened()
    second.sidebar.slider(key="weight Trains").set_value(100).run()
    first.sidebar.slider(key="weight Crypto").set_value(-40).run()
    begin_anew()
    with Store.open(filled) as store:
        kept = {row["name"]: row["weight"] for row in interest_rows(store)}
    assert kept == {"Learning design": 100, "Trains": 100, "Crypto": -40}


def test_what_the_demo_came_with_cannot_be_taken_back(database: Path) -> None:
    at = opened("interests", demo=True)
    assert [one for one in at.button if label_of(one) == "Undo last change"] == []
    weights = [one.value for one in at.sidebar.slider]
    at.sidebar.slider[0].set_value(0).run()
    next(one for one in at.button if label_of(one) == "Undo last change").click().run()
    assert [one.value for one in at.sidebar.slider] == weights
    assert [one for one in at.button if label_of(one) == "Undo last change"] == []


def test_decided_invites_no_longer_wait(filled: Path) -> None:
    at = opened("invites")
    next(one for one in at.button if label_of(one) == "I decline").click().run()
    at = at.switch_page(str(PAGES / "overview.py")).run()
    assert {metric.label: metric.value for metric in at.metric}["Invites waiting"] == "2"


def test_search_forgives_accents_case_and_order(filled: Path) -> None:
    at = opened("connections")
    at.text_input(key="search").set_value("INGE ída").run()
    assert at.dataframe[0].value["name"].tolist() == ["Ida Inge (née Berg)"]


def test_addresses_of_others_are_no_links() -> None:
    from relevance.ui.widgets import plain

    shown = plain("see https://evil.example/c.png or www.evil.example or a@evil.example")
    assert not any(link in shown for link in ("https:", "https\\:", "www.", "www\\.", "@evil"))


def test_an_upload_is_imported_in_the_background_and_can_be_undone(
    database: Path, tmp_path: Path
) -> None:
    at = opened("data", demo=False)
    export = world.write_export(tmp_path)
    at.get("file_uploader")[0].upload(export.name, export.read_bytes(), "application/zip")
    next(one for one in at.button if label_of(one) == "Import").click().run()
    assert "10 connections" in words(at)
    report = at.dataframe[0].value
    assert report["file"].tolist()[0] == "Connections.csv"
    assert "What each source can tell" in words(at)
    next(one for one in at.button if label_of(one) == "Undo").click().run()
    assert {metric.label: metric.value for metric in at.metric}["Connections"] == "0"
    assert "Imports so far" not in words(at)


def test_the_report_says_what_could_not_be_read_of_a_post(database: Path, tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text("author,text,created_at\nAna Silva,One,soon\nAna Silva,,soon\n")
    at = opened("data", demo=False)
    at.text_input(key="import_path").set_value(str(table)).run()
    next(one for one in at.button if label_of(one) == "Import").click().run()
    assert at.dataframe[0].value["why"].tolist() == [
        "no text: 1; kept, but its date cannot be read: 1"
    ]


def test_a_path_that_is_not_there_is_told_on_the_page(database: Path) -> None:
    at = opened("data", demo=False)
    at.text_input(key="import_path").set_value("/no/such/file.zip").run()
    next(one for one in at.button if label_of(one) == "Import").click().run()
    assert any("/no/such/file.zip" in error.value.replace("\\", "") for error in at.error)


def test_a_tie_opens_into_its_timeline(filled: Path) -> None:
    at = opened("encounters")
    names = at.dataframe[0].value["name"].tolist()
    assert len(names) == len(set(names)) > 1
    at.selectbox(key="chosen_tie").select_index(0).run()
    assert names[0] in words(at)
    assert at.dataframe[1].value["channel"].tolist()[0] == "LinkedIn message"
    at.text_input(key="search_ties").set_value(names[1]).run()
    assert at.dataframe[0].value["name"].tolist() == [names[1]]
    assert len(at.dataframe) == 1
