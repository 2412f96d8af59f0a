"""The dashboard in another language: every page draws, and says nothing of its own in English."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relevance.pipeline import suggest_interests
from relevance.store import Store
from tests.browser.screens import PAGES

ROOT = Path(__file__).parents[2]


Drawn = tuple[dict[str, dict[str, list[str]]], str]

# What is the same in every language: names of products, formats, files and commands.
_SAME = ("relevance", "linkedin", "relevance embed", "none")


@pytest.fixture(scope="module")
def drawn(world_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Return what is found on each page, and everything that stands in the database, as people wrote it."""
    folder = tmp_path_factory.mktemp("language")
    database = folder / "world.duckdb"
    shutil.copy(world_database, database)
    with Store.open(database) as store:
        suggested = [one.name for one in suggest_interests(store)]
        held = _normal(" | ".join([*_texts_in(store), *suggested]))
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ui.speaking", str(database), str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=280,
        check=True,
    )
    return json.loads(ended.stdout), held


def _texts_in(store: Store) -> list[str]:
    columns = store.frame(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'main' AND contains(data_type, 'VARCHAR') OR data_type = 'JSON'"
    )
    found = []
    for table, column in columns.iter_rows():
        rows = store.frame(f'SELECT DISTINCT "{column}"::VARCHAR AS said FROM "{table}"')
        found += rows["said"].drop_nulls().to_list()
    return found


def _normal(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text.replace("\u2060", "").casefold()).split())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_nothing_of_its_own_in_english(drawn: Drawn, name: str) -> None:
    pages, held = drawn
    assert pages[name]["failed"] == []
    own = []
    for said in pages[name]["unmarked"]:
        pieces = map(_normal, re.split(r"[,·|\n*();:“”…]|  |\d[\d.,]*", said))
        if wrong := [one for one in pieces if one and one not in held and one not in _SAME]:
            own.append((said, wrong))
    assert own == []
