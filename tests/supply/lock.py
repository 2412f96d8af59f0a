"""Hashes of every file of every pinned package, so that an installer refuses any other bytes."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.supply.programs import ROOT, program

__all__ = ["LOCK", "UNHASHED", "write_lock"]

LOCK = ROOT / "requirements.lock"
UNHASHED = frozenset({"torch"})
"""Left to the installer: PyTorch has builds of one version for each kind of processor and graphics card, from several
places, and which of them fits cannot be told in one list. Its code is pinned by version only."""

_HEAD = """# Every pinned package with the SHA-256 of each of its published files; `make lock` renews this list.
# torch is not among them: one version of it has a build for each kind of graphics card. constraints.txt pins it.
"""


def write_lock() -> None:
    """Write `requirements.lock` from `constraints.txt`."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    hashed = [line for line in lines if line.split("==")[0] not in UNHASHED]
    with TemporaryDirectory() as folder:
        given, made = Path(folder) / "pins.txt", Path(folder) / "lock.txt"
        given.write_text("\n".join(hashed), "utf-8")
        words = ["pip", "compile", given, "--no-deps", "--generate-hashes", "--universal"]
        quiet = ["--python-version", "3.11", "--no-header", "--no-annotate", "--quiet"]
        subprocess.run(
            [program("uv"), *words, *quiet, "--output-file", made], check=True, capture_output=True
        )
        LOCK.write_text(_HEAD + made.read_text("utf-8"), "utf-8")
