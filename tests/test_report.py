"""The report: valid and self-contained HTML, everything escaped, and no name where names are off."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from relevance.cli import main
from relevance.config import Settings
from relevance.pipeline import (
    best_plan,
    current_scores,
    embed,
    feed_topics,
    import_paths,
)
from relevance.pipeline.listing import decide_people
from relevance.pipeline.report import report_html
from relevance.store import Store
from tests import world

VOID = {"meta", "br", "hr", "img", "link", "input"}
OUTSIDE = ("http:", "https:", "//", "data:", "javascript:")


class Page(HTMLParser):
    """Reads a document and notes its text, its elements and whether each that is opened is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def filled(tmp_path: Path, world_database: Path):
    path = tmp_path / "report.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as store:
        yield store


def made(store: Store, *, names: bool) -> str:
    settings = Settings(database=store.path)
    scores = current_scores(store, settings)
    return report_html(
        store, scores, settings, names=names, topics=feed_topics(store, scores.corpus)
    )


def test_a_report_says_all_there_is_and_needs_nothing_else(filled: Store) -> None:
    text = made(filled, names=True)
    page = Page(text)
    scores = current_scores(filled, Settings(database=filled.path))
    plan = best_plan(scores, most=6)
    assert f"{100 * scores.feed:.0f} of 100." in page.text
    for said in ("▲ raises", "▼ dilutes", "Carl Cole", "Bea Brook", "Jo June", plan.sentence):
        assert said in page.text
    assert "what can appear, not what will" in page.text
    assert "Hana Holm : No post of theirs is known" in page.text
    assert "accept: 2. Their note makes sense" in page.text
    assert scores.corpus.model in page.text
    assert [
        tag for tag, _ in page.elements if tag in {"script", "img", "link", "iframe", "a"}
    ] == []
    given = [value or "" for _, attributes in page.elements for value in attributes.values()]
    assert [one for one in given if one.strip().startswith(OUTSIDE)] == []
    assert [
        one for _, attributes in page.elements for one in attributes if one.startswith("on")
    ] == []
    assert "url(" not in text
    assert "@import" not in text
    # Every table names its columns, and the page says its language and title.
    tables = sum(tag == "table" for tag, _ in page.elements)
    assert tables == sum(tag == "thead" for tag, _ in page.elements) >= 6
    assert ("html", {"lang": "en-GB"}) in page.elements
    assert len(text) < 60_000


def test_whom_the_owner_decided_to_keep_is_not_in_its_plan(filled: Store) -> None:
    scores = current_scores(filled, Settings(database=filled.path))
    carl = scores.corpus.people.filter(name="Carl Cole")["person_id"][0]
    decide_people(filled, scores, [carl], "keep")
    text = Page(made(filled, names=True)).text
    assert best_plan(scores, most=6, protected=[carl]).sentence in text
    assert "Without the one who costs most" in text


def test_names_off_leaves_the_figures_and_no_name(filled: Store) -> None:
    text = made(filled, names=False)
    on, off = Page(made(filled, names=True)), Page(text)
    names = filled.people()["name"].to_list()
    assert [one for one in names if one in on.text]
    told = [
        *names,
        *(slug for slug, *_ in world.CONNECTIONS),
        "course design",
        "Fenland",
        "linkedin.com",
    ]
    assert [one for one in told if one.casefold() in text.casefold()] == []
    cells = [
        [one.strip() for one in page.words if re.fullmatch(r"[-+?\d. %]+", one.strip())]
        for page in (on, off)
    ]
    assert len(cells[0]) > 40
    assert cells[0] == cells[1]
    # The same code for the same person, in the next report too.
    assert made(filled, names=False) == text
    assert "Person " in off.text


def test_what_others_wrote_never_becomes_markup(filled: Store, tmp_path: Path) -> None:
    nasty = 'Eve <script>alert(1)</script> " onload=x & Ünïcode'
    rows = [
        {
            "author": nasty,
            "author_url": "https://www.linkedin.com/in/bea-brook",
            "text": f"<img src=http://evil.example/x> design {number}",
            "created_at": world.NEWEST.isoformat(),
        }
        for number in range(9)
    ]
    settings = Settings(database=filled.path)
    import_paths(filled, [world.write_posts(tmp_path, rows)], settings=settings)
    embed(filled, encoder=world.WordEncoder())
    filled.execute("UPDATE person SET name = ? WHERE name = 'Bea Brook'", [nasty])
    filled.bump()
    page = Page(made(filled, names=True))
    assert nasty.replace("  ", " ") in page.text
    assert not [tag for tag, _ in page.elements if tag in {"script", "img"}]
    assert not [one for _, attributes in page.elements for one in attributes if "onload" in one]


def test_an_empty_database_gives_a_report_that_says_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty.duckdb") as store:
        page = Page(made(store, names=False))
    assert "No posts yet" in page.text
    assert "No invitation is waiting." in page.text


def test_the_command_writes_it_and_says_where(filled: Store, tmp_path: Path, capsys) -> None:
    path = str(filled.path)
    filled.close()
    file = tmp_path / "mine.html"
    with pytest.raises(SystemExit) as done:
        main(["--db", path, "report", str(file), "--names", "off"])
    assert done.value.code == 0
    assert "Carl Cole" not in file.read_text("utf-8")
    assert str(file) in capsys.readouterr().out.replace("\n", "")
    with pytest.raises(SystemExit) as refused:
        main(["--db", path, "report", str(tmp_path / "mine.pdf")])
    assert refused.value.code == 2
    assert "must end with .html" in capsys.readouterr().err


def test_weeks_hold_the_feed_of_each_week(filled: Store) -> None:
    page = Page(made(filled, names=True))
    scores = current_scores(filled, Settings(database=filled.path))
    assert isinstance(scores.corpus.posts, pl.DataFrame)
    assert "2 November 2026" not in page.text  # the newest post is of Sunday, 1 November
    assert "26 October 2026" in page.text
