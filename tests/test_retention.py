"""What is older than the owner wants to keep goes by itself, with a report, and only where they ask for it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.errors import UsageError
from relevance.pipeline import (
    build_demo,
    open_store,
)
from relevance.pipeline.retiring import last_retired, retire_due
from relevance.store import Store
from tests import world
from tests.test_cli import Shell, filled, shell  # noqa: F401

THIS_YEAR = datetime.now(UTC).year


@pytest.fixture
def old_posts(tmp_path: Path) -> Path:
    """A table of one post of last month's kind and one that is thirty years old."""
    row = world.post_rows()[0]
    rows = [
        {**row, "text": "A young text about design", "created_at": datetime.now(UTC).isoformat()},
        {**row, "text": "An old text about design", "created_at": f"{THIS_YEAR - 30}-05-01"},
        {**row, "text": "A text about design without a date", "created_at": ""},
    ]
    return world.write_posts(tmp_path, rows)


def _set(monkeypatch: pytest.MonkeyPatch, folder: Path, years: int) -> None:
    path = folder / "relevance.toml"
    path.write_text(f"keep_years = {years}\n", "utf-8")
    monkeypatch.setenv("RELEVANCE_CONFIG", str(path))


def _texts(database: Path) -> set[str]:
    with Store.open(database) as store:
        return set(store.facts("post")["text"])


def test_all_is_kept_unless_a_number_of_years_is_set(
    shell: Shell,  # noqa: F811
    old_posts: Path,
) -> None:
    assert Settings().keep_years == 0
    shell.json("import", old_posts)
    assert len(_texts(shell.database)) == 3


def test_an_import_drops_what_is_older_and_says_so(
    shell: Shell,  # noqa: F811
    old_posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    _set(monkeypatch, tmp_path, 10)
    code, _ = shell.run("import", old_posts)
    assert code == 0
    assert "1 of post" in shell.err
    assert _texts(shell.database) == {
        "A young text about design",
        "A text about design without a date",
    }
    assert b"An old text" not in shell.database.read_bytes()
    shell.run("feed")
    assert shell.err == ""


def test_opening_drops_what_has_become_too_old_and_the_page_can_tell(
    filled: Shell,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    _set(monkeypatch, tmp_path, 1)
    filled.run("feed")
    assert "Older than 01" in filled.err
    with Store.open(filled.database) as store:
        assert "so that they went" in last_retired(store)
        # Messages of 2023 and 2024 are gone; connections stay, whenever they were made.
        assert store.count("encounter") == 0
        assert store.count("connection") == 10


def test_nothing_is_told_or_written_where_nothing_is_too_old(
    world_database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "copy.duckdb"
    path.write_bytes(world_database.read_bytes())
    with open_store(Settings(database=path)) as store:
        assert retire_due(store, Settings(database=path, keep_years=90)) is None
        assert last_retired(store) == ""


def test_the_demo_stays_as_it_is(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "demo.duckdb", keep_years=1)
    with open_store(settings) as store:
        build_demo(store, settings, with_vectors=False)
        before = store.count("encounter")
        assert retire_due(store, settings) is None
        assert store.count("encounter") == before > 0


@pytest.mark.parametrize("years", [-1, 101])
def test_years_out_of_range_are_refused(years: int) -> None:
    with pytest.raises(UsageError, match="`keep_years` must be from 0 to 100"):
        Settings(keep_years=years)
