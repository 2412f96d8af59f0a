"""The main job with network sockets blocked, and nothing heavy loaded before it is needed."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relevance.store import Store
from tests import world
from tests.serving import asked_for, blocked
from tests.tried import tried

BLOCKED = """
import socket

def refuse(*_):
    raise RuntimeError("the network was asked for")

socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
"""
"""A sitecustomize.py: Python runs it before anything else, the command itself stays as it is."""
_PROGRESS = re.compile(r"\d[\d,]* of \d[\d,]* texts read by the model")

WALK = """
import contextlib, io, json, os, socket, sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

from relevance.cli import main

root, folder, who, other = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
COMMANDS = [
    "doctor", "imports", "feed", "feed --explain", "connections", f"compare {who} {other}", "views", "invites",
    f"person {who}", "decisions", "todo", "outreach", "link", "people review", "whatif --best 2",
    f"whatif --remove {who}", "whatifs", "plan", "protect", "ratings", "topics", "interests list", "ladder show",
    "privacy",
    f"report {folder / 'report.html'}", f"export all {folder / 'all'}", f"backup {folder / 'backup.duckdb'}",
]
codes = {}
for words in COMMANDS:
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            main(words.split())
            codes[words] = 0
        except SystemExit as ended:
            codes[words] = ended.code or 0
pages = {}
for path in sorted((root / "relevance" / "ui" / "pages").glob("*.py")):
    at = AppTest.from_file(str(root / "app.py"), default_timeout=240)
    at.session_state["demo"] = False
    at.run()
    at.switch_page(str(path)).run()
    pages[path.stem] = [one.value for one in (*at.exception, *at.error)] or len(at.title)
print(json.dumps({"codes": codes, "pages": pages}))
sys.stdout.flush()
os._exit(0)  # work in the background, such as grouping posts, may still be at it
"""
"""All pages and the main commands in one process, which loads everything once."""


def _run(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "relevance", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.mark.model
def test_the_main_job_needs_no_network(tmp_path: Path) -> None:
    database = tmp_path / "offline.duckdb"
    (tmp_path / "sitecustomize.py").write_text(BLOCKED, "utf-8")
    asked = "import socket; socket.create_connection(('127.0.0.1', 9))"
    refused = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "the network was asked for" in refused.stderr
    files = (world.write_export(tmp_path), world.write_posts(tmp_path))
    steps = (
        ("import", *files),
        ("interests", "set", "Learning design", "--weight", "80"),
        ("embed",),
        ("feed",),
        ("invites",),
    )
    for words in steps:
        done = _run(tmp_path, "--db", database, *words)
        # How far the model has come is said on standard error where it takes a while.
        said = [line for line in done.stderr.splitlines() if not _PROGRESS.match(line)]
        assert (words[0], done.returncode, said) == (words[0], 0, [])


@pytest.mark.timeout(900)
def test_all_pages_and_main_commands_ask_nobody(tmp_path: Path, world_database: Path) -> None:
    database = tmp_path / "walk.duckdb"
    shutil.copy(world_database, database)
    with Store.open(database) as store:
        people = store.frame(
            "SELECT person_id FROM person WHERE person_id <> 'owner' ORDER BY name LIMIT 2"
        )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", WALK, str(root), str(tmp_path), *people["person_id"]],
        env={**os.environ, **blocked(tmp_path), "RELEVANCE_DB": str(database)},
        capture_output=True,
        text=True,
        check=False,
        timeout=840,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout)
    assert {words: code for words, code in seen["codes"].items() if code} == {}, done.stderr[-3000:]
    assert seen["pages"] == dict.fromkeys(seen["pages"], 1)
    assert len(seen["pages"]) == 12
    assert asked_for(tmp_path) == []
    count = len(seen["codes"]) + len(seen["pages"])
    tried("pages and commands with sockets to other machines blocked", count, "nobody was asked")


def test_pages_and_commands_load_no_torch_before_something_is_embedded(tmp_path: Path) -> None:
    script = (
        "import sys, relevance.cli, relevance.ui.shell, relevance.pipeline\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {sorted(heavy)}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
