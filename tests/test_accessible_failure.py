"""Every kind of error that is raised on purpose says its sentence on the page and on the command line.

The kinds are found by looking: whoever adds one to `relevance.errors` adds here how it comes about. What nobody
foresaw is a sentence, too, and a report of it goes nowhere.
"""

import inspect
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance import errors
from relevance.config import Settings
from relevance.embedding import load_encoder
from relevance.errors import RelevanceError, UsageError
from relevance.interests import parse_interests
from relevance.jobs import JobRunner
from relevance.pipeline import find_person, run_import
from relevance.sources.reader import read_path
from relevance.store import Store
from relevance.ui.widgets import plain
from tests import world
from tests.test_cli import Shell
from tests.tried import tried
from tests.ui.fresh import begin_anew

SECRET = "Zoe Private wrote: see you at noon"
APP = Path(__file__).parents[1] / "app.py"
HOLDER = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def _person(name: str) -> Callable[[Path], object]:
    def look(folder: Path) -> None:
        with Store.open(folder / "world.duckdb") as store:
            find_person(store, name)

    return look


def _no_database(folder: Path) -> None:
    (folder / "other.duckdb").write_bytes(b"no database at all" * 1000)
    Store.open(folder / "other.duckdb")


def _database_in_use(folder: Path) -> None:
    path = folder / "world.duckdb"
    words = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        try:
            Store.open(path)
        finally:
            holder.kill()


def _stopped(folder: Path) -> None:
    with Store.open(folder / "new.duckdb") as store:
        run_import(store, [world.write_posts(folder)], settings=Settings(), cancelled=lambda: True)


def _ended_worker(_: Path) -> None:
    runner = JobRunner(lambda _: None)
    runner.shutdown()
    runner.submit("import", lambda _: None)


CAUSES: dict[str, Callable[[Path], object]] = {
    "UsageError": lambda folder: list(read_path(folder, kind="tarot")),
    "DataError": lambda _: parse_interests("interest = 3"),
    "UnreadableFileError": lambda folder: list(read_path(folder / "absent.zip")),
    "NothingUsableError": lambda _: parse_interests("# nothing"),
    "NotFoundError": _person("Nobody Here"),
    "AmbiguousNameError": _person("Sam Smith"),
    "StoreError": _no_database,
    "StoreBusyError": _database_in_use,
    "ModelError": lambda folder: load_encoder(str(folder)),
    "CancelledError": _stopped,
    "JobError": _ended_worker,
}
"""How each kind comes about in the code that raises it."""


@pytest.fixture
def folder(tmp_path: Path, world_database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(world_database, tmp_path / "world.duckdb")
    monkeypatch.setenv("RELEVANCE_DB", str(tmp_path / "shown.duckdb"))
    return tmp_path


def raised(kind: str, folder: Path) -> RelevanceError:
    with pytest.raises(RelevanceError) as caught:
        CAUSES[kind](folder)
    assert type(caught.value) is getattr(errors, kind)
    return caught.value


def _raising(error: Exception) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def _page(monkeypatch: pytest.MonkeyPatch, error: Exception) -> AppTest:
    begin_anew()
    monkeypatch.setattr("relevance.ui.shell.workspace", _raising(error))
    return AppTest.from_file(str(APP), default_timeout=120).run()


def test_every_kind_has_a_cause() -> None:
    kinds = {
        name
        for name, one in inspect.getmembers(errors, inspect.isclass)
        if issubclass(one, RelevanceError) and one is not RelevanceError
    }
    assert set(CAUSES) == kinds


@pytest.mark.parametrize("kind", CAUSES)
def test_every_error_is_told_on_the_page(
    kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = str(raised(kind, folder))
    at = _page(monkeypatch, getattr(errors, kind)(sentence))
    assert [one.value for one in at.error] == [plain(sentence)]
    assert [one.value for one in at.exception] == []


@pytest.mark.parametrize("kind", CAUSES)
def test_every_error_is_told_on_the_command_line(
    kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = raised(kind, folder)
    assert len(str(error).split()) > 5
    assert str(error).rstrip()[-1] in ".`'"
    monkeypatch.setattr("relevance.cli.run.load_settings", _raising(error))
    shell = Shell(folder / "shown.duckdb", capsys)
    code, out = shell.run("feed")
    assert code == (2 if isinstance(error, UsageError) else 1)
    assert (out, shell.err.rstrip("\n")) == ("", str(error))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that somebody wants to reach."""
    addresses: list[object] = []
    for way in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, way, lambda _, address: addresses.append(address))
    return addresses


def test_what_nobody_foresaw_on_a_page_stays_on_this_machine_and_quotes_nobody(
    folder: Path,
    asked: list[object],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    at = _page(monkeypatch, KeyError(SECRET))
    assert len(at.exception) == 1
    assert "KeyError at" in caplog.text
    assert "Zoe" not in "".join((caplog.text, *capfd.readouterr()))
    assert sorted(one.name for one in folder.iterdir()) == ["world.duckdb"]
    assert asked == []


def test_what_nobody_foresaw_of_a_command_is_a_sentence_and_stays_on_this_machine(
    folder: Path,
    asked: list[object],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("relevance.cli.run.load_settings", _raising(KeyError(SECRET)))
    shell = Shell(folder / "shown.duckdb", capsys)
    code, out = shell.run("feed")
    assert (code, out) == (1, "")
    assert "Something went wrong that should not: KeyError" in shell.err
    assert "Traceback" not in shell.err
    assert sorted(one.name for one in folder.iterdir()) == ["world.duckdb"]
    assert asked == []


def test_kinds_are_counted() -> None:
    tried(
        "every kind of error, on the page and on the command line",
        2 * len(CAUSES),
        "its sentence is shown, no traceback",
    )
