"""What other people wrote is shown letter by letter on every page, by every command, and in every chart and table."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.pipeline import run_import
from relevance.store import Store
from relevance.ui.import_panel import _draw_report
from relevance.unseen import seen
from tests import hostile_world, world
from tests.hostile_world import ATTACKS, SIGN
from tests.test_cli import Shell
from tests.tried import tried
from tests.ui.test_pages import APP, NAMES, PAGES, opened

# Streamlit shows these as they are; it reads every other text of a page as Markdown, or might one day.
LETTERS = re.compile(
    r"\.(?:options|default|set_value|placeholder|url|fragment_id|(?:form_|element_)?id)$|^Text\.body$|^PlotlyChart\.spec$"
)
OWN_TAGS = re.compile(r"</?b>|<br>|<extra></extra>")
COMMANDS = (
    ("feed",),
    ("connections",),
    ("invites",),
    ("interests", "list"),
    ("person", seen(f"Carl {ATTACKS['carl-cole'].written}{hostile_world.HIDDEN} Cole")),
    ("people", "review"),
    ("whatif", "--best", "2"),
    ("plan",),
    ("topics",),
    ("doctor",),
)


@pytest.fixture(scope="session")
def hostile_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patched, Store.open(folder / "hostile.duckdb") as store:
        hostile_world.fill(store, folder, patched)
    return folder / "hostile.duckdb"


@pytest.fixture
def hostile(hostile_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "hostile.duckdb"
    path.write_bytes(hostile_database.read_bytes())
    monkeypatch.setenv("RELEVANCE_DB", str(path))
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    return path


def _texts(message: Message, place: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a message with the names of the fields that lead to it."""
    for field, value in message.ListFields():
        kind = field.message_type
        if kind and kind.GetOptions().map_entry:
            continue
        for one in value if field.is_repeated else [value]:
            if field.type == FieldDescriptor.TYPE_MESSAGE:
                yield from _texts(one, f"{place}.{field.name}")
            elif field.type == FieldDescriptor.TYPE_STRING:
                yield f"{place}.{field.name}", one


def shown(at: AppTest) -> Iterator[tuple[str, str]]:
    """Yield every text that a page sends to the browser, with its kind of element and field."""
    waiting = list(at._tree.children.values())
    while waiting:
        node = waiting.pop()
        if node.proto is not None:
            yield from _texts(node.proto, type(node.proto).__name__)
        waiting += getattr(node, "children", {}).values()


def obeyed(place: str, text: str) -> list[str]:
    """Return what of a text would be taken for format, a link or an image, or is hidden."""
    if re.search(r"\.(?:form_|element_)?id$", place):
        return []
    if place == "PlotlyChart.spec":
        words = OWN_TAGS.sub("", "\n".join(_leaves(json.loads(text))))
        return re.findall(r"<[^\n]{0,60}", words) + (["hidden"] if seen(words) != words else [])
    found = ["hidden"] if seen(text) != text else []
    if not LETTERS.search(place):
        found += [
            one.obeyed
            for one in ATTACKS.values()
            if re.search(rf"(?<!\\){re.escape(one.obeyed)}", text)
        ]
    return found


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, str):
        yield value


def assert_letters(at: AppTest) -> int:
    """Check all that a page shows; return how many texts of it hold what somebody wrote to do harm."""
    assert [one.value for one in (*at.exception, *at.error)] == []
    texts = list(shown(at))
    assert [(place, text, bad) for place, text in texts if (bad := obeyed(place, text))] == []
    for table in at.dataframe:
        words = pl.DataFrame(table.value.reset_index(drop=True).astype(str)).rows()
        assert all(seen(str(cell)) == str(cell) for row in words for cell in row)
    return sum(SIGN in text for place, text in texts if not place.endswith("id"))


def _choose_somebody(at: AppTest) -> None:
    for box in at.selectbox:
        found = [one for one in box.options if SIGN in one]
        if found:
            box.select(found[0])
    for switch in at.toggle:
        switch.set_value(True)


@pytest.mark.parametrize("page", NAMES)
def test_every_page_shows_hostile_words_letter_by_letter(hostile: Path, page: str) -> None:
    at = opened(page)
    found = assert_letters(at)
    _choose_somebody(at)
    found += assert_letters(at.run())
    # How well relevance is judged names nobody.
    assert found > 0 or page == "quality"


@pytest.mark.parametrize("name", ["without", "with"])
def test_an_address_with_hostile_parameters_opens_the_page(hostile: Path, name: str) -> None:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.run()
    at.switch_page(str(PAGES / "whatif.py"))
    written = [one.written for one in ATTACKS.values()]
    values = [*written, hostile_world.HIDDEN, "'; DROP TABLE person --", "x" * 5000]
    at.query_params[name] = values
    at.query_params[f"**{SIGN}**"] = SIGN
    at.run()
    assert_letters(at)
    assert f"{len(values)} of those whom this address names" in at.warning[0].value


def test_an_attack_that_is_obeyed_would_be_seen() -> None:
    for attack in ATTACKS.values():
        assert obeyed("Markdown.body", f"Ana {attack.written}") != []
    assert obeyed("Text.body", hostile_world.HIDDEN) == ["hidden"]
    chart = json.dumps({"data": [{"y": ["<a href='http://evil.example'>a</a>"], "text": "<br>"}]})
    assert len(obeyed("PlotlyChart.spec", chart)) == 1


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_every_command_prints_hostile_words_as_letters(
    hostile: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    shell = Shell(hostile, capsys)
    code, out = shell.run(*command)
    assert code == 0, shell.err
    for text in (out, shell.err):
        assert seen(text) == text


def test_pages_and_commands_are_counted() -> None:
    tried(
        "Markdown, HTML, links, images and hidden characters in every name, note and post, on all pages",
        len(NAMES) * len(ATTACKS),
        "shown letter by letter",
    )
    tried("the same in what commands print", len(COMMANDS) * len(ATTACKS), "printed as letters")


def test_a_report_of_an_import_holds_no_formula(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[str] = []
    monkeypatch.setattr(
        "relevance.ui.import_panel.st.download_button", lambda _, data, *__: saved.append(data)
    )
    path = tmp_path / "=HYPERLINK(evil).csv"
    path.write_text("no,header\nthat,says\n")
    with Store.open(hostile) as store:
        run = run_import(store, [path], settings=Settings(database=hostile))
    _draw_report(run)
    assert "'=HYPERLINK(evil).csv" in saved[0]
