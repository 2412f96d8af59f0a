"""Every page in an invented language: run apart, since texts are chosen when the program is loaded.

`python -m tests.ui.speaking DATABASE FOLDER` writes a translation that puts every text of the catalogue between marks,
draws each page with it, and prints what failed and what is without marks.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.messages.pofile import write_po

from tests import catalogue

LANGUAGE = "eo"
APP = Path(__file__).parents[2] / "app.py"
_TEXTS = (
    "caption",
    "error",
    "header",
    "info",
    "markdown",
    "subheader",
    "success",
    "text",
    "title",
    "warning",
)
_LABELLED = (
    "button",
    "checkbox",
    "multiselect",
    "number_input",
    "radio",
    "selectbox",
    "slider",
    "text_area",
    "text_input",
    "toggle",
)
_CHOICES = ("button_group", "multiselect", "pills", "radio", "segmented_control", "selectbox")
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_DIRECTIVE = re.compile(r":(?:material/\w+|[a-z]+(?:-badge)?(?=\[))")


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
    """Return whatever a drawn page says, without what a translation has touched."""
    left = {_without_marks(one) for one in _said(at)}
    return sorted(one for one in left if re.search(r"[^\W\d_]{2}", one))


def _without_marks(text: str) -> str:
    """Texts lie in one another: the innermost go first."""
    before = None
    while before != text:
        before, text = text, _MARKED.sub(" ", text)
    return _DIRECTIVE.sub(" ", text)


def _said(at: Any) -> Iterator[str]:
    for kind in _TEXTS:
        yield from (str(one.value) for one in at.get(kind))
    for kind in _LABELLED:
        for one in at.get(kind):
            yield one.label or ""
            yield getattr(one.proto, "help", "") or ""
    for kind in _CHOICES:
        for one in at.get(kind):
            yield from map(str, getattr(one, "options", None) or ())
    for kind in ("download_button", "link_button", "popover"):
        yield from (one.proto.label for one in at.get(kind) if hasattr(one.proto, "label"))
    for one in (*at.get("expander"), *at.get("tab")):
        yield one.label
    for one in at.metric:
        yield from (one.label, str(one.value), str(one.delta))
    for one in at.dataframe:
        shown = json.loads(one.proto.columns or "{}")
        for column in one.value.columns:
            config = shown.get(column, {})
            yield str(config.get("label") or column)
            yield str(config.get("help") or "")
            yield str(config.get("type_config", {}).get("display_text") or "")
            yield from (str(cell) for cell in one.value[column] if isinstance(cell, str))


def _opened(*arguments: Any, **settings: Any) -> Any:
    """Return an expander that is open, whose state `AppTest` cannot set."""
    import streamlit as st

    drawn = st.container()
    drawn.open = True
    return drawn


def main(database: Path, folder: Path) -> None:
    prepare(folder)
    os.environ["RELEVANCE_DB"] = str(database)
    from streamlit.testing.v1 import AppTest

    from relevance import texts
    from tests.browser.screens import PAGES

    texts.data_folder = lambda: folder
    texts._catalogue.cache_clear()
    from relevance.ui import figure

    # Tables behind figures are drawn only where they are opened.
    figure.st = SimpleNamespace(**{**vars(figure.st), "expander": _opened})
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
