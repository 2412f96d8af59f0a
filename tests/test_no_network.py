"""The main job with network sockets blocked, and nothing heavy loaded before it is needed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import world

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
