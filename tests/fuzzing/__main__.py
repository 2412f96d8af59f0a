"""Fuzzes families one after the other: `python -m tests.fuzzing SECONDS [FAMILY]...`; see the package."""

import sys

from tests.fuzzing.runs import fuzz
from tests.fuzzing.targets import TARGETS


def main(words: list[str]) -> int:
    """Fuzz, print a line for each family, and return 1 where something was found."""
    if not words or not words[0].isdigit() or not set(words[1:]) <= set(TARGETS):
        print(f"python -m tests.fuzzing SECONDS [FAMILY]...; families: {', '.join(TARGETS)}.")
        return 2
    found = 0
    for family in words[1:] or TARGETS:
        run = fuzz(family, int(words[0]))
        print(
            f"{family}: {run.tried:,} tried, {run.reached:,} branches reached, {run.verdict}",
            flush=True,
        )
        run.write_down()
        found += run.finding is not None
    return 1 if found else 0


sys.exit(main(sys.argv[1:]))
