"""The table in docs/tried.md of what was tried to break the tool, how often, and what came of it.

Tests write their own row when `RELEVANCE_TRIED=1` is set; see CONTRIBUTING.md.
"""

import os
from pathlib import Path

__all__ = ["tried"]

_TABLE = Path(__file__).resolve().parent.parent / "docs" / "tried.md"
_HEAD = """# What was tried

Written by the tests themselves where `RELEVANCE_TRIED=1` is set: by `make slow`, `python -m tests.fuzzing` and
`python -m tests.benchmarks.soak`. A row stands here only if all that it counts held.

| what | how often | held |
| --- | ---: | --- |
"""


def tried(what: str, times: int, held: str) -> None:
    """Write a row, in the place of an earlier one on the same thing, where that is asked for."""
    if os.environ.get("RELEVANCE_TRIED") != "1":
        return
    rows = {}
    if _TABLE.is_file():
        lines = [one for one in _TABLE.read_text("utf-8").splitlines() if one.startswith("| ")]
        rows = {one.split(" | ")[0].removeprefix("| "): one for one in lines[2:]}
    rows[what] = f"| {what} | {times:,} | {held} |"
    _TABLE.write_text(_HEAD + "\n".join(rows[one] for one in sorted(rows)) + "\n", "utf-8")
