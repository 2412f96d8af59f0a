"""What the tests of pages share: the small world in a file of its own, and nothing left of the test before."""

import shutil
from pathlib import Path

import pytest

from tests import world
from tests.ui.fresh import begin_anew


@pytest.fixture(autouse=True)
def _fresh_caches(monkeypatch: pytest.MonkeyPatch):
    begin_anew()
    # Pages wait for the first groups of posts, so that a slow machine tests what a fast one does.
    monkeypatch.setattr("relevance.ui.data.grouped._PATIENCE_SECONDS", 120.0)
    yield
    begin_anew()


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world_database: Path) -> Path:
    path = tmp_path / "ui.duckdb"
    shutil.copy(world_database, path)
    monkeypatch.setenv("RELEVANCE_DB", str(path))
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    return path
