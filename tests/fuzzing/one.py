"""Fuzzes one family in this process, which ends with it: `python -m tests.fuzzing.one FAMILY FOLDER [OPTION]...`.

`FOLDER` holds the inputs to begin with and takes those that reach something new; options are those of libFuzzer.
"""

import os
import sys

import atheris

# What is imported from here on tells the fuzzer which of its lines ran.
with atheris.instrument_imports(
    include=["relevance.sources", "relevance.interests", "relevance.drafts", "relevance.invites"]
):
    from tests.fuzzing.targets import TARGETS


def main() -> None:
    """Fuzz until the options say that it is enough, or something is found."""
    family, folder, *options = sys.argv[1:]
    os.environ.pop("RELEVANCE_DB", None)
    atheris.Setup([sys.argv[0], *options, folder], TARGETS[family].take)
    atheris.Fuzz()


main()
