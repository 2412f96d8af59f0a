"""Every invented inviter of `tests.invite_cases` down the ladder, in full: `tests/ladder_table.txt`, read by a person.

After a change that is meant to move it, run `python -m tests.ladder_table` and read the difference line by line.
"""

from pathlib import Path

from relevance.invites import Ladder, decide
from tests.invite_cases import CASES, OWNER

TABLE = Path(__file__).parent / "ladder_table.txt"
MARKS = {"passed": "yes", "failed": "no", "could not tell": "?"}


def entry(name, facts, ladder=None):
    """Return what the ladder says of one inviter: decision, rung, checklist, every reason and what would tell."""
    found = decide(facts, OWNER, ladder or Ladder())
    checks = "  ".join(f"{one.rung} {MARKS[one.result]}" for one in found.checks)
    lines = [f"[{name}]", f"{found.decision} by rung {found.rung}   {checks}"]
    lines += [f"- {reason}" for reason in found.reasons]
    lines += [
        f"? {one.rung}: {one.would_tell}" for one in found.checks if one.result == "could not tell"
    ]
    return "\n".join(lines) + "\n"


def table():
    """Return the entries of all cases."""
    return "\n".join(entry(name, case[0]) for name, case in CASES.items())


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
