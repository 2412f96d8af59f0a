"""Who has the database: what kind of process, in words for the one who has to end it."""

import re
from contextlib import suppress
from pathlib import Path

__all__ = ["owner_of"]

_PID = re.compile(r"PID (\d+)")
_DASHBOARD = re.compile(r"relevance[./]ui[./]launch|streamlit\S* ?run")
_COMMAND = re.compile(
    r"relevance(?:/__main__\.py)? (?:(?:--json|--debug|--db \S+|--db=\S+) )*([a-z]+)\b"
)


def owner_of(said: str) -> str:
    """Return who has the file, from what DuckDB says of its lock: the dashboard, a command of this tool, a process.

    Of a command only its first word is told: the others may name people.
    """
    found = _PID.search(said)
    if found is None:
        return "another process"
    number = found.group(1)
    line = ""
    with suppress(OSError):  # only Linux has this, and only of processes that one may look at
        line = Path(f"/proc/{number}/cmdline").read_bytes().decode("utf-8", "replace")
    line = line.replace("\0", " ")
    if _DASHBOARD.search(line):
        return f"the dashboard (process {number})"
    command = _COMMAND.search(line)
    return f"`relevance {command.group(1)}` (process {number})" if command else f"process {number}"
