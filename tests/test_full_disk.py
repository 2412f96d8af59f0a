"""A disk that fills up and a folder that cannot be written: it is said, nothing is damaged, and later it goes on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from relevance.store import Store
from tests import world
from tests.crashing import state_of
from tests.tried import tried

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}

# The command line with words for vectors and, where it is asked for, the steps of a later version.
COMMAND = """
import resource, signal, sys
limit, later = int(sys.argv[1]), sys.argv[2] == "later"
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
import relevance.pipeline.vectors
from relevance.store import connecting
from tests.crashing import further_steps
from tests.world import WordEncoder
relevance.pipeline.vectors.load_encoder = lambda _: WordEncoder()
if later:
    steps = further_steps()
    connecting._steps = lambda: steps
from relevance.cli import main
main(sys.argv[3:])
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


def run(*words: object, limit: int = 0, later: bool = False) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, str(limit), "later" if later else "now", *map(str, words)],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of this size until the block ends; only root may."""
    place = folder / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], check=False).returncode != 0:
        pytest.skip(
            "only root can mount a small disk; the same runs with a limit on the size of files"
        )
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, leave: int) -> Path:
    """Fill a disk but for so many bytes; return the file that does it."""
    ballast = place / "ballast"
    free = shutil.disk_usage(place).free
    ballast.write_bytes(bytes(max(0, free - leave)))
    return ballast


WORKS: dict[str, tuple[str, ...]] = {
    "import": ("import", "{posts}"),
    "embed": ("embed",),
    "migrate": ("feed",),
    "backup": ("backup", "{folder}/copy.duckdb"),
    "restore": ("restore", "{folder}/other.duckdb"),
    "forget": ("forget", "Bea Brook", "--yes"),
}


def prepared(
    work: str, folder: Path, outside: Path, world_database: Path
) -> tuple[Path, list[str]]:
    """Put a database into `folder` on which there is work to do; return it and the words of the command."""
    database = folder / "net.duckdb"
    shutil.copy(world_database, database)
    if work == "restore":
        shutil.copy(world_database, folder / "other.duckdb")
    if work in {"import", "embed"}:
        with Store.open(database) as store:
            store.execute("DELETE FROM embedding")
    posts = outside / "more.csv"
    rows = (
        f"Person {n},Something that number {n} wrote about teaching {'and learning ' * 40}"
        for n in range(3000)
    )
    posts.write_text("author,text\n" + "\n".join(rows) + "\n", "utf-8")
    if work == "embed":
        run("--db", database, "import", posts)
    given = [word.format(posts=posts, folder=folder) for word in WORKS[work]]
    return database, given


def judge(
    done: subprocess.CompletedProcess[str], database: Path, before: dict[str, int], work: str
) -> None:
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert "should not" not in done.stderr  # the last resort of the command line
    said = done.stderr.casefold()
    assert any(
        words in said
        for words in ("no space left", "could not write", "file too large", "make room")
    ), said
    leftovers = {one.name for one in database.parent.iterdir()} - {
        "net.duckdb",
        "net.duckdb.wal",
        "other.duckdb",
        "ballast",
    }
    assert leftovers == set()


def after(database: Path, before: dict[str, int], work: str) -> None:
    """Look whether what was there is there still, whole."""
    with Store.open(database) as store:
        found = state_of(store)
    if work == "embed":  # what was saved before the disk was full stays
        assert {**found, "embedding": 0} == {**before, "embedding": 0}
        assert found["embedding"] >= before["embedding"]
    elif work == "forget":
        assert found == before or found["person"] == before["person"] - 1
    else:
        assert found == before


def done_later(work: str, database: Path, words: list[str]) -> None:
    """Look whether the same work can be done once there is room."""
    again = run("--db", database, *words, later=work == "migrate")
    if (
        work == "forget" and again.returncode == 1
    ):  # the rows had gone, and the bytes go with the next opening
        assert "There is nobody" in again.stderr
    else:
        assert again.returncode == 0, again.stderr
    if work == "forget":
        assert b"Bea Brook" not in database.read_bytes()


@pytest.mark.parametrize("work", WORKS)
def test_a_limit_on_files_is_said_and_the_work_can_be_done_later(
    work: str, tmp_path: Path, world_database: Path
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    database, words = prepared(work, folder, tmp_path, world_database)
    with Store.open(database) as store:
        before = state_of(store)
    done = run("--db", database, *words, limit=200_000, later=work == "migrate")
    judge(done, database, before, work)
    after(database, before, work)
    done_later(work, database, words)
    tried(f"no room for another byte during {work}", 1, "said; nothing lost")


@pytest.mark.slow
@pytest.mark.parametrize("work", WORKS)
def test_a_disk_that_is_full_is_said_and_the_work_can_be_done_later(
    work: str, tmp_path: Path, world_database: Path
) -> None:
    with small_disk(tmp_path, 200) as folder:
        database, words = prepared(work, folder, tmp_path, world_database)
        with Store.open(database) as store:
            before = state_of(store)
        ballast = fill(folder, 150_000)
        done = run("--db", database, *words, later=work == "migrate")
        judge(done, database, before, work)
        ballast.unlink()
        after(database, before, work)
        done_later(work, database, words)
    tried(f"a full disk during {work}", 1, "said; nothing lost; done once there was room")


def test_a_folder_that_can_only_be_read_is_said(tmp_path: Path, world_database: Path) -> None:
    with read_only(tmp_path, world_database) as database:
        before = database.read_bytes()
        for words in (("feed",), ("connections",), ("forget", "Bea Brook", "--yes"), ("embed",)):
            done = run("--db", database, *words)
            assert (done.returncode, done.stdout) == (1, ""), words
            assert "cannot be opened" in done.stderr
            assert "Check the rights on the file and its folder" in done.stderr
            assert "Traceback" not in done.stderr
        table = world.write_posts(tmp_path)
        absent = run("--db", database.with_name("new.duckdb"), "import", table)
        assert "Check the rights on the file and its folder" in absent.stderr
        assert database.read_bytes() == before
    tried("commands in a folder that can only be read", 5, "said; nothing changed")


@contextmanager
def read_only(folder: Path, world_database: Path) -> Iterator[Path]:
    """Put a database where it can be read and not written: on a mounted disk for root, whom no rights hold."""
    if os.geteuid() == 0:
        with small_disk(folder, 50) as place:
            shutil.copy(world_database, place / "net.duckdb")
            subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
            yield place / "net.duckdb"
        return
    place = folder / "locked"
    place.mkdir()
    shutil.copy(world_database, place / "net.duckdb")
    (place / "net.duckdb").chmod(0o400)
    place.chmod(0o500)
    try:
        yield place / "net.duckdb"
    finally:
        place.chmod(0o700)
