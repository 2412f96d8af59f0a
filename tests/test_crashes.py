"""Killed at any moment, out of room, in a folder that cannot be written: the last whole state stays, and it is said."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.errors import StoreError
from relevance.pipeline import find_person, forget_older, restore_copy, write_backup
from relevance.store import Copy, Store, connecting, file_has_older, has_older, known_copies
from tests.crashing import TOO_OLD, WORKS, further_steps, state_of
from tests.tried import tried

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
QUICK = 1
SLOW = 29  # for each of eight kinds of work: 232 moments in all


def kill_during(work: str, database: Path, folder: Path, seconds: float) -> None:
    """Let a process of its own do the work, and kill it so long after it began."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crashing", work, str(database), str(folder)],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"ready\n", process.stderr.read().decode()
        time.sleep(seconds)
        ended = process.poll()
        process.kill()
        said = process.stderr.read().decode()
    assert ended is None, f"{work} ended by itself: {said}"
    assert process.returncode == -signal.SIGKILL


def check(work: str, database: Path, folder: Path, whole: dict[str, int]) -> None:
    """Open what was left and look whether it is a state that the work goes through, whole."""
    with Store.open(database) as store:
        found = state_of(store)
        vectors = found.pop("embedding")
        links = set(store.frame("SELECT record_id FROM person_link")["record_id"])
        assert links == set(store.frame("SELECT record_id FROM record")["record_id"])
        facts = {name: n for name, n in whole.items() if name != "embedding"}
        if work == "import":
            assert found in (facts, dict.fromkeys(facts, 0))
        elif work == "embed":
            assert found == facts
            assert vectors <= whole["embedding"]
        elif work == "forget":
            is_there = "Bea Brook" in store.people()["name"].to_list()
            assert (found == facts) == is_there
            assert store.frame("SELECT 1 FROM meta WHERE name = 'rewrite'").is_empty()
            if not is_there:
                assert store.frame("SELECT 1 FROM post WHERE text LIKE '%Bea%'").is_empty()
                assert b"Bea Brook" not in database.read_bytes()
        elif work == "retire":
            assert (found == facts) == has_older(store, TOO_OLD)
            # Done again, it finishes what was interrupted.
            forget_older(store, TOO_OLD, Settings())
            assert not has_older(store, TOO_OLD)
            for copy in known_copies(database):
                note = Copy.read(copy)
                assert note is None or note.holds_of(copy)
                assert not file_has_older(copy, TOO_OLD)
        else:
            assert found == facts
        store.execute("INSERT OR REPLACE INTO meta VALUES ('alive', 'yes')")
    if work == "backup":
        for copy in known_copies(database):
            note = Copy.read(copy)
            assert note is None or note.holds_of(copy)
            with Store.open(copy) as opened:
                assert state_of(opened)["post"] == whole["post"]


def killed_at_random(
    work: str, moments: int, tmp_path: Path, world_database: Path, seed: int
) -> None:
    chance = random.Random(f"{work} {seed}")
    with Store.open(world_database) as store:
        whole = state_of(store)
    for number in range(moments):
        folder = tmp_path / f"{work}-{number}"
        folder.mkdir()
        database = folder / "net.duckdb"
        shutil.copy(world_database, database)
        shutil.copy(world_database, folder / "whole.duckdb")
        kill_during(work, database, folder, chance.uniform(0.0, 1.2))
        with pytest.MonkeyPatch.context() as patch:
            if work == "migrate":  # which begins anew where it was
                further = further_steps()
                patch.setattr(connecting, "_steps", lambda: further)  # noqa: B023
            check(work, database, folder, whole)
        shutil.rmtree(folder)


@pytest.mark.parametrize("work", [one for one in WORKS if one != "restore"])
def test_killed_once_the_last_whole_state_stays(
    work: str, tmp_path: Path, world_database: Path
) -> None:
    killed_at_random(work, QUICK, tmp_path, world_database, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("work", WORKS)
def test_killed_at_many_moments_the_last_whole_state_stays(
    work: str, tmp_path: Path, world_database: Path
) -> None:
    killed_at_random(work, SLOW, tmp_path, world_database, seed=2)
    tried(f"SIGKILL during {work}", SLOW, "opens with the last whole state")


# -- no right ---------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, world_database: Path, monkeypatch
) -> None:
    database = tmp_path / "net.duckdb"
    shutil.copy(world_database, database)
    before = database.read_bytes()

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(StoreError, match=r"Permission denied.*Nothing was changed"):
        restore_copy(world_database, Settings(database=database))
    with Store.open(database) as store:
        with pytest.raises(StoreError, match=r"cannot be written: Permission denied"):
            write_backup(store, tmp_path / "copy.duckdb")
        with pytest.raises(StoreError, match=r"Permission denied"):
            store.rewrite()
        # The file that could not be put in place goes, and the store works on.
        assert find_person(store, "Bea Brook")
    assert database.stat().st_size == len(before)
    tried(
        "a folder that cannot be written, during restore, backup and forget",
        3,
        "said; nothing lost",
    )
