"""The dashboard in another language: every page draws, and says nothing of its own in English."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relevance.pipeline import read_interests, suggest_interests
from relevance.store import Store
from relevance.ui.widgets import plain
from tests.browser.screens import PAGES

ROOT = Path(__file__).parents[2]


Drawn = tuple[dict[str, dict[str, list[str]]], set[str]]


@pytest.fixture(scope="module")
def drawn(world_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Return what is found on each page, and names and skills, which stay as people wrote them."""
    folder = tmp_path_factory.mktemp("language")
    database = folder / "world.duckdb"
    shutil.copy(world_database, database)
    with Store.open(database) as store:
        interests = read_interests(store)
        suggested = [one.name for one in suggest_interests(store)]
        names = [*store.people()["name"], *(one.name for one in interests), *suggested]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ui.speaking", str(database), str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=280,
        check=True,
    )
    return json.loads(ended.stdout), {plain(one) for one in names if one}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_nothing_of_its_own_in_english(drawn: Drawn, name: str) -> None:
    pages, names = drawn
    assert pages[name]["failed"] == []
    said = pages[name]["unmarked"]
    assert [one for one in said if one.split(": ", 1)[1] not in names] == []
