"""Looks at dependencies: `python -m tests.supply lock|list|audit`; see the package."""

import sys

from tests.supply.audit import audit
from tests.supply.listing import write_lists
from tests.supply.lock import write_lock


def main(words: list[str]) -> int:
    """Do what the word says; an audit ends with 1 where a weakness is known."""
    if words == ["lock"]:
        write_lock()
    elif words == ["list"]:
        write_lists()
    elif words == ["audit"]:
        found = audit()
        print("\n".join((found.verdict, *found.weaknesses)))
        return 1 if found.weaknesses else 0
    else:
        print("python -m tests.supply lock|list|audit")
        return 2
    return 0


sys.exit(main(sys.argv[1:]))
