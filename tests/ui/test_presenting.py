"""Presentation mode, on every page of the demo network: no name and no text anywhere, and the same figures."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.pipeline import build_demo
from relevance.pipeline.listing import save_view
from relevance.schema import stable_id
from relevance.store import Store
from relevance.store.scenarios import save_scenario
from tests import world
from tests.ui.fresh import begin_anew, label_of
from tests.ui.test_pages import NAMES, PAGES, opened, words
from tests.ui.tree import sent_text

# What is opened, chosen and turned on, so that everything a page can show is on it.
STATES = {
    "overview": [{"why feed": True, "made_of": True, "history as a table": True}],
    "connections": [{"relevance_volume as a table": True}],
    "invites": [
        {"view_of_invites": view}
        for view in ("queue", "single", "decided", "back", "out", "ladder", "templates")
    ],
    "plan": [{"gain curve as a table": True}],
    "people": [{"evidence of pair as a table": True}],
    "topics": [{"map_of_posts as a table": True}],
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    with Store.open(path) as store:
        build_demo(store, Settings(database=path))
    return path


@pytest.fixture
def shown(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "demo.duckdb"
    shutil.copy(demo, path)
    monkeypatch.setenv("RELEVANCE_DB", str(path))
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    return path


def secrets(path: Path) -> dict[str, list[str]]:
    """Return what must not be seen of the network in `path`."""
    with Store.open(path) as store:

        def column(sql: str) -> list[str]:
            return [one for one in store.frame(sql).to_series().drop_nulls() if one]

        about = "SELECT DISTINCT {} FROM record"
        texts = column(
            "SELECT text FROM post UNION SELECT snippet FROM encounter UNION SELECT note FROM invite"
        )
        return {
            "name": [one for one in column(about.format("name")) if " " in one.strip()],
            # An employer of one plain word may be a word of the page as well.
            "company": [
                one
                for one in column(
                    f"{about.format('company')} UNION SELECT organisation FROM position"
                )
                if " " in one
            ],
            "headline": column(about.format("headline")),
            "url": column(about.format("url")),
            "mail": column(about.format("unnest(emails)")),
            "text": [" ".join(one.split())[:60] for one in texts if len(one) > 30],
            "sentence": [
                part for one in texts for part in re.split(r"(?<=[.!?])\s+", one) if len(part) > 40
            ],
        }


def leaks(said: str, hidden: dict[str, list[str]]) -> list[tuple[str, str]]:
    flat = " ".join(
        said.replace("\\\\", "").replace("\\n", " ").replace("\u2060", "").split()
    ).casefold()
    return [
        (kind, one)
        for kind, listed in hidden.items()
        for one in listed
        if " ".join(one.split()).casefold() in flat
    ]


def page(name: str, *, presenting: bool, state: dict[str, object] | None = None) -> AppTest:
    at = opened()
    for key, value in {"presenting": presenting, **(state or {})}.items():
        at.session_state[key] = value
    return at.switch_page(str(PAGES / f"{name}.py")).run()


def cases() -> Iterator[tuple[str, dict[str, object]]]:
    for name in NAMES:
        for state in STATES.get(name, [{}]):
            yield name, state


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("name", "state"), list(cases()))
def test_no_name_and_no_text_is_sent(shown: Path, name: str, state: dict[str, object]) -> None:
    hidden = secrets(shown)
    assert all(len(listed) > 5 for listed in hidden.values())
    at = page(name, presenting=True, state=state)
    assert [error.value for error in at.exception] == []
    assert [error.value for error in at.error] == []
    assert leaks(sent_text(at), hidden) == []


def some(path: Path, sql: str) -> str:
    with Store.open(path) as store:
        return str(store.frame(sql).to_series()[0])


@pytest.mark.timeout(300)
def test_nothing_is_sent_of_who_is_chosen_and_why(shown: Path) -> None:
    person = some(
        shown,
        "SELECT person_id FROM feed_post JOIN contact USING (person_id) GROUP BY ALL ORDER BY count(*) DESC, 1",
    )
    hidden = secrets(shown)
    state = {"person": person, f"why person {person}": True}
    at = page("connections", presenting=True, state=state)
    assert [error.value for error in at.exception] == []
    assert "What their relevance is made of" in words(at)
    assert leaks(sent_text(at), hidden) == []
    at = page("encounters", presenting=True, state={"chosen_tie": person})
    assert "contacts from" in words(at)
    assert leaks(sent_text(at), hidden) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["overview", "connections", "invites", "plan", "people", "rate"])
def test_without_it_names_are_there_so_the_search_does_find_them(shown: Path, name: str) -> None:
    found = leaks(sent_text(page(name, presenting=False)), secrets(shown))
    assert len({one for kind, one in found if kind != "text"}) > 3


def figures(at: AppTest) -> list[tuple[str, str]]:
    return [(one.label, one.value) for one in at.metric]


@pytest.mark.timeout(300)
def test_figures_stay_the_same_and_codes_too(shown: Path) -> None:
    for name in ("overview", "plan", "quality", "data"):
        assert figures(page(name, presenting=True)) == figures(page(name, presenting=False))
    open_list, veiled_list = (
        # Those of whom nothing is known stand in the order of what they are called.
        page("connections", presenting=one).dataframe[0].value.dropna(subset="effect")
        for one in (False, True)
    )
    measured = ["effect", "relevance", "low", "high", "attention", "posts", "state"]
    assert veiled_list[measured].equals(open_list[measured])
    codes = dict(zip(open_list["name"], veiled_list["name"], strict=True))
    assert len(set(codes.values())) == len(codes)
    assert all(re.fullmatch(r"Person [0-9A-Z]{4,}", one) for one in codes.values())
    # The same on another page, and after the dashboard was started anew.
    plan = words(page("plan", presenting=True))
    begin_anew()
    again = page("connections", presenting=True).dataframe[0].value
    assert again.dropna(subset="effect")["name"].tolist() == veiled_list["name"].tolist()
    assert sum(code in plan for code in codes.values()) >= 6


def test_what_is_decided_while_presenting_is_noted_as_it_is(filled: Path) -> None:
    at = page("invites", presenting=True)
    assert "Jo June" not in sent_text(at)
    next(one for one in at.button if label_of(one) == "I accept").click().run()
    assert [error.value for error in at.exception] == []
    begin_anew()
    with Store.open(filled) as store:
        row = store.frame("SELECT name, reasons, forecast FROM decision").row(0, named=True)
    assert row["name"] == "Jo June"
    assert any("course design in Leeds" in one for one in row["reasons"])
    assert "hidden" not in str(row)


def test_turning_it_on_forgets_what_pages_had_noted(filled: Path) -> None:
    at = page("rate", presenting=False)
    assert "all about" in words(at)
    at.sidebar.toggle(key="presentation switch").set_value(True).run()
    assert [error.value for error in at.exception] == []
    assert "all about" not in sent_text(at)
    assert "Presentation mode: names and texts are hidden" in sent_text(at)
    at.sidebar.toggle(key="presentation switch").set_value(False).run()
    assert "all about" in words(at)


def address(at: AppTest) -> dict[str, list[str]]:
    told = {name: [v] if isinstance(v, str) else list(v) for name, v in at.query_params.items()}
    return {name: values for name, values in told.items() if values}


def links(at: AppTest) -> str:
    """Return the addresses of all links to other pages."""
    return " ".join(one.proto.query_string for one in at.get("page_link"))


def test_no_address_names_who_would_go(filled: Path) -> None:
    carl = some(filled, "SELECT person_id FROM person WHERE name = 'Carl Cole'")
    begin_anew()
    # Whoever knows a profile can work out its id.
    assert carl == stable_id("p", "https://www.linkedin.com/in/carl-cole")
    at = page("whatif", presenting=False)
    at.multiselect(key="without").set_value([carl]).run()
    assert address(at) == {"without": [carl]}
    at.sidebar.toggle(key="presentation switch").set_value(True).run()
    assert address(at) == {}
    # What the address said before still holds, and so does what is chosen from then on.
    assert at.multiselect(key="without").value == [carl]
    at.multiselect(key="without").set_value([]).run()
    at.multiselect(key="without").set_value([carl]).run()
    assert address(at) == {}
    assert dict(figures(at))["Posts that go"] == "8"


@pytest.mark.parametrize(("name", "chosen"), [("plan", 2), ("connections", 1)])
def test_the_way_to_a_what_if_names_nobody_and_leads_there(
    filled: Path, name: str, chosen: int
) -> None:
    carl = some(filled, "SELECT person_id FROM person WHERE name = 'Carl Cole'")
    begin_anew()
    assert carl in links(page(name, presenting=False, state={"person": carl}))
    at = page(name, presenting=True, state={"person": carl})
    assert "without" not in links(at)
    at.button(key="open what-if").click().run()
    assert [error.value for error in at.exception] == []
    assert at.title[0].value == "What if"
    assert carl in at.multiselect(key="without").value
    assert len(at.multiselect(key="without").value) == chosen
    assert address(at) == {}


def test_the_address_of_connections_tells_nobody(filled: Path) -> None:
    carl = some(filled, "SELECT person_id FROM person WHERE name = 'Carl Cole'")
    begin_anew()
    at = page("connections", presenting=False)
    at.text_input(key="search").set_value("cole").run()
    at.pills(key="state").set_value(["dilutes"]).run()
    at.multiselect(key="company").set_value(["Coinhouse"]).run()
    at.selectbox(key="person").set_value(carl).run()
    assert address(at).keys() == {"search", "state", "company", "person"}
    at.sidebar.toggle(key="presentation switch").set_value(True).run()
    assert [error.value for error in at.exception] == []
    assert address(at) == {"state": ["dilutes"]}
    assert not at.text_input(key="search").value
    at.selectbox(key="person").set_value(carl).run()
    at.text_input(key="search").set_value("person").run()
    assert at.selectbox(key="person").value == carl
    assert address(at) == {"state": ["dilutes"]}
    # Another address, as the browser's way back gives it, changes what it may hold and nothing else.
    at.query_params["state"] = "raises"
    at.query_params["search"] = "cole"
    at.run()
    assert at.pills(key="state").value == ["raises"]
    assert at.text_input(key="search").value == "person"
    assert at.selectbox(key="person").value == carl
    assert address(at) == {"state": ["raises"]}


@pytest.mark.timeout(300)
def test_what_the_owner_named_after_somebody_is_hidden(shown: Path) -> None:
    name, person = (
        some(
            shown,
            f"SELECT {column} FROM person JOIN person_link USING (person_id) JOIN connection USING (record_id) "
            "WHERE name LIKE '% %' ORDER BY name, person_id",
        )
        for column in ("name", "person_id")
    )
    with Store.open(shown) as store:
        save_view(store, f"Ask {name}", {"search": [name]})
        save_scenario(store, f"Without {name}", [person], [])
    assert name in sent_text(page("connections", presenting=False))
    assert name in sent_text(page("whatif", presenting=False))
    for where in ("connections", "whatif"):
        assert leaks(sent_text(page(where, presenting=True)), {"name": [name]}) == []
