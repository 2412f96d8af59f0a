"""The catalogue of all texts: `python -m tests.catalogue` writes it anew from the program."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "relevance"
WRITTEN = PACKAGE / "locale" / "relevance.pot"


def extracted() -> Catalog:
    """Return every text that the program gives to `_` or `marked`, with the files that say it."""
    catalogue = Catalog(project="Feed Relevance", charset="utf-8", fuzzy=False)
    for name, _, text, notes, _ in extract_from_dir(
        PACKAGE,
        [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")],
        keywords={"_": None, "marked": None},
    ):
        catalogue.add(text, None, [(f"relevance/{name}", None)], auto_comments=notes)
    return catalogue


def texts(catalogue: Catalog) -> dict[str, list[str]]:
    """Return the files that say each text."""
    return {
        str(one.id): sorted({place[0] for place in one.locations}) for one in catalogue if one.id
    }


def read() -> Catalog:
    """Return the catalogue as it was written."""
    return read_po(io.BytesIO(WRITTEN.read_bytes()))


def main() -> None:
    with WRITTEN.open("wb") as opened:
        # No line numbers and no dates: what did not change is written as it was.
        write_po(
            opened, extracted(), width=100, omit_header=True, sort_output=True, include_lineno=False
        )
    print(f"{len(texts(extracted()))} texts in {WRITTEN}")


if __name__ == "__main__":
    main()
