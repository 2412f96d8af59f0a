"""Every page in an invented language: run apart, since texts are chosen when the program is loaded.

`python -m tests.ui.speaking DATABASE FOLDER` writes a translation that puts every text of the catalogue between marks,
draws each page with it, and prints what failed and which words of the dashboard itself are without marks.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from babel.messages.pofile import write_po

from tests import catalogue

LANGUAGE = "eo"
APP = Path(__file__).parents[2] / "app.py"
# What the dashboard says by itself: labels and headings; texts below them may be what people wrote.
_KINDS = (
    "button",
    "checkbox",
    "header",
    "multiselect",
    "number_input",
    "radio",
    "selectbox",
    "slider",
    "subheader",
    "text_area",
    "text_input",
    "title",
    "toggle",
)


def prepare(folder: Path) -> None:
    """Write settings and a translation, and let this process use them."""
    marked = catalogue.extracted()
    for one in marked:
        if one.id:
            one.string = f"⟦{one.id}⟧"
    (folder / "locale").mkdir()
    with (folder / "locale" / f"{LANGUAGE}.po").open("wb") as opened:
        write_po(opened, marked, omit_header=True)
    settings = folder / "relevance.toml"
    settings.write_text(f'language = "{LANGUAGE}"\n', "utf-8")
    os.environ["RELEVANCE_CONFIG"] = str(settings)


def unmarked(at: Any) -> list[str]:
    """Return labels and headings of a drawn page that no translation has touched."""
    said = []
    for kind in _KINDS:
        for one in at.get(kind):
            text = one.value if kind in {"header", "subheader", "title"} else one.label
            said.append(f"{kind}: {text}")
    said += [f"metric: {one.label}" for one in at.metric]
    return sorted(
        {one for one in said if "⟦" not in one and any(map(str.isalpha, one.split(": ", 1)[1]))}
    )


def main(database: Path, folder: Path) -> None:
    prepare(folder)
    os.environ["RELEVANCE_DB"] = str(database)
    from streamlit.testing.v1 import AppTest

    from relevance import texts
    from tests.browser.screens import PAGES

    texts.data_folder = lambda: folder
    texts._catalogue.cache_clear()
    found: dict[str, dict[str, list[str]]] = {}
    for name in PAGES:
        at = AppTest.from_file(str(APP), default_timeout=120).run()
        if name != "overview":
            at = at.switch_page(str(APP.parent / "relevance" / "ui" / "pages" / f"{name}.py")).run()
        found[name] = {
            "failed": [one.value for one in at.exception],
            "unmarked": unmarked(at),
        }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
