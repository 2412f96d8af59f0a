"""The programs that look at dependencies, in an environment of their own: what they need is no part of the project."""

import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["ROOT", "pinned", "program"]

ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = ROOT / ".venv" / "supply"
_PINS = ROOT / "constraints-supply.txt"


def program(name: str) -> Path:
    """Return the path of a program, which is installed where it is absent.

    Raises:
        subprocess.CalledProcessError: it cannot be installed, for instance without a network.
    """
    binaries = _ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
    found = binaries / (f"{name}.exe" if sys.platform == "win32" else name)
    if not found.exists():
        venv.create(_ENVIRONMENT, with_pip=True)
        words = [binaries / "python", "-m", "pip", "install", "--quiet", "--no-deps", "-r", _PINS]
        subprocess.run(words, check=True, capture_output=True)
    return found


def pinned(path: Path = ROOT / "constraints.txt") -> dict[str, str]:
    """Return the version of every pinned package by its name in lower case with dashes."""
    lines = (line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.split("==") for line in lines if line)
    return {name.lower().replace("_", "-").replace(".", "-"): version for name, version in pairs}
