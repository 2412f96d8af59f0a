"""A database that cannot be read, and one that another process has: the pages say so and what to do."""

import subprocess
import sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

from relevance.pipeline import write_backup
from relevance.store import Store

APP = Path(__file__).parents[2] / "app.py"
HOLD = (
    "import sys; from relevance.store import Store; store = Store.open(sys.argv[1]); "
    "print('open', flush=True); sys.stdin.read()"
)


def said(at: AppTest) -> str:
    assert [error.value for error in at.exception] == []
    return "\n".join(error.value for error in at.error).replace("\\", "").replace("\u2060", "")


def test_a_damaged_database_is_said_and_its_newest_good_copy_named(
    filled: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "kept.duckdb"
    with Store.open(filled) as store:
        write_backup(store, copy)
    filled.write_bytes(filled.read_bytes()[:30_000])
    words = said(AppTest.from_file(str(APP), default_timeout=60).run())
    assert "is damaged" in words
    assert f"Its newest good copy is {copy}: take it with" in words
    assert filled.stat().st_size == 30_000


def test_a_database_in_use_is_said_and_who_has_it(filled: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(filled)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        holder.stdout.readline()
        words = said(AppTest.from_file(str(APP), default_timeout=60).run())
        holder.stdin.close()
    assert f"is in use by process {holder.pid}" in words
    assert "close the dashboard or the command that uses it" in words
