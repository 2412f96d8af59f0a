"""What is older than the owner wants to keep goes by itself, with a report, and only where they ask for it."""

import os
import shutil
import time
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
from relevance.store import Copy, Store, file_has_older, known_copies
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


def _with_copies(shell: Shell, posts: Path, folder: Path) -> tuple[Path, Path]:  # noqa: F811
    """Import old posts; return a backup of that, and a copy as a migration leaves it."""
    shell.json("import", posts)
    backup = folder / "elsewhere" / "backup.duckdb"
    backup.parent.mkdir()
    shell.json("backup", backup)
    by_itself = shell.database.with_name(f"{shell.database.name}.before-003")
    shutil.copy(shell.database, by_itself)
    return backup, by_itself


def test_backups_lose_what_is_too_old_once_and_keep_a_checksum_that_holds(
    shell: Shell,  # noqa: F811
    old_posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    backup, by_itself = _with_copies(shell, old_posts, tmp_path)
    assert b"An old text" in backup.read_bytes()
    _set(monkeypatch, tmp_path, 10)
    shell.run("feed")
    assert "Copies of the database that held such: 1 written anew." in shell.err
    note = Copy.read(backup)
    assert note is not None
    assert note.holds_of(backup)
    assert note.rows["post"] == 2
    for file in (shell.database, backup):
        assert b"An old text" not in file.read_bytes()
        assert _texts(file) == {
            "A young text about design",
            "A text about design without a date",
        }
    assert by_itself in known_copies(shell.database), "the way back from a migration stays a while"
    shell.run("feed")
    assert shell.err == ""


def test_a_copy_from_before_a_migration_goes_after_a_month(
    shell: Shell,  # noqa: F811
    old_posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    _, by_itself = _with_copies(shell, old_posts, tmp_path)
    _set(monkeypatch, tmp_path, 10)
    shell.run("feed")
    assert by_itself.exists()
    long_ago = time.time() - 32 * 86_400
    os.utime(by_itself, (long_ago, long_ago))
    shell.run("feed")
    assert "Copies of the database that held such: 1 deleted." in shell.err
    assert not by_itself.exists()


def test_a_copy_that_holds_nothing_old_is_left_as_it_is(
    shell: Shell,  # noqa: F811
    old_posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    backup, by_itself = _with_copies(shell, old_posts, tmp_path)
    _set(monkeypatch, tmp_path, 100)
    long_ago = time.time() - 90 * 86_400
    os.utime(by_itself, (long_ago, long_ago))
    before = backup.read_bytes()
    shell.run("feed")
    assert shell.err == ""
    assert backup.read_bytes() == before
    assert by_itself.exists()


def test_a_copy_that_cannot_be_cleaned_is_named_once_a_month(
    shell: Shell,  # noqa: F811
    old_posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    backup, _ = _with_copies(shell, old_posts, tmp_path)
    backup.write_bytes(b"no database")
    assert file_has_older(backup, datetime.now(UTC))
    _set(monkeypatch, tmp_path, 10)
    shell.run("feed")
    assert f"The copy {backup} could not be cleaned" in shell.err
    assert "Delete it yourself." in shell.err
    shell.run("feed")
    assert shell.err == ""


def test_a_backup_whose_cleaning_was_interrupted_gets_its_checksum_the_next_time(
    shell: Shell,  # noqa: F811
    old_posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    backup, _ = _with_copies(shell, old_posts, tmp_path)
    settings = Settings(database=shell.database, keep_years=10)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, open_store(settings) as store:
        patched.setattr("relevance.pipeline.retiring_copies.note_copy", killed)
        with pytest.raises(KeyboardInterrupt):
            retire_due(store, settings)
    note = Copy.read(backup)
    assert note is not None
    assert not note.holds_of(backup), "it is clean, and its checksum is that of what it was"
    with open_store(settings) as store:
        assert retire_due(store, settings) is not None
    note = Copy.read(backup)
    assert note is not None
    assert note.holds_of(backup)


def test_removing_by_age_by_hand_takes_every_copy_and_says_what_became_of_it(
    shell: Shell,  # noqa: F811
    old_posts: Path,
    tmp_path: Path,
) -> None:
    backup, by_itself = _with_copies(shell, old_posts, tmp_path)
    done = shell.json("forget", "--older-than", "10y", "--yes")
    assert {one["path"]: one["outcome"] for one in done["copies"]} == {
        str(backup): "written anew",
        str(by_itself): "deleted",
    }
    assert b"An old text" not in backup.read_bytes()
    assert not by_itself.exists()
