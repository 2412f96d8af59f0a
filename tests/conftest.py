"""What all tests share: no settings of this machine, and as many examples as there is time for.

`HYPOTHESIS_PROFILE=thorough` tries ten times as many examples, other ones each time; `make slow`
does. The quick ones stay the same from run to run, so that a change is judged by what it changes.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.benchmarks.table import RESULTS, Table, as_lines

settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=300, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


_TABLE = pytest.StashKey[Table]()


@pytest.fixture
def bench(pytestconfig: pytest.Config) -> Table:
    """The table that `make bench` prints at its end and writes as JSON."""
    return pytestconfig.stash.setdefault(_TABLE, Table())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured, and write it down."""
    table = terminalreporter.config.stash.get(_TABLE, None)
    if table is not None and table.rows:
        terminalreporter.section("measured")
        for line in as_lines(table.rows):
            terminalreporter.write_line(line)
        # A few measurements alone do not replace the whole table.
        if terminalreporter.config.args_source is pytest.Config.ArgsSource.TESTPATHS:
            table.write(RESULTS)


@pytest.fixture(scope="session")
def world_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world in a database, embedded; tests that write work on a copy of the file."""
    from relevance.store import Store
    from tests import world

    folder = tmp_path_factory.mktemp("world")
    with Store.open(folder / "world.duckdb") as store:
        world.fill(store, folder)
    return folder / "world.duckdb"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RELEVANCE_DB", raising=False)
    monkeypatch.delenv("RELEVANCE_CONFIG", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
