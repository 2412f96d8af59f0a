"""Printing: one JSON document, or a table for people; logs and errors go to standard error."""

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from relevance.unseen import seen

__all__ = ["Output"]

_WIDTH_OF_FILES = 160


class Output:
    """Where a command's answer goes."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        # In a pipe or a file there is no screen whose width would cut the tables.
        width = None if sys.stdout.isatty() else _WIDTH_OF_FILES
        self._out = Console(
            highlight=False, markup=False, emoji=False, soft_wrap=False, width=width
        )
        self._err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def document(self, document: Mapping[str, Any]) -> None:
        """Print `document` as JSON, if JSON was asked for."""
        if self.as_json:
            text = json.dumps(_plain(document), ensure_ascii=False, indent=2)
            self._out.file.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")

    def say(self, sentence: str) -> None:
        """Print a sentence for people; nothing when JSON was asked for."""
        if not self.as_json:
            self._out.print(Text(seen(sentence)))

    def note(self, sentence: str) -> None:
        """Print a sentence on standard error, whatever was asked for."""
        self._err.print(Text(seen(sentence)))

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Print a table for people; columns whose cells are numbers stand at the right."""
        if self.as_json:
            return
        listed = [[_cell(cell) for cell in row] for row in rows]
        drawn = Table(
            title=title,
            title_justify="left",
            title_style="bold",
            header_style="bold",
            box=SIMPLE_HEAD,
            pad_edge=False,
        )
        for place, column in enumerate(columns):
            longest = [word for row in listed for word in row[place].split()]
            is_number = all(_is_number(row[place]) for row in listed) and bool(listed)
            drawn.add_column(
                column,
                justify="right" if is_number else "left",
                overflow="fold",
                no_wrap=is_number,
                min_width=None if is_number else min(12, max(map(len, (column, *longest)))),
            )
        for row in listed:
            drawn.add_row(*(Text(cell) for cell in row))
        self._out.print(drawn)


def _is_number(cell: str) -> bool:
    return not cell.strip("-–+.,%0123456789 ")


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    # Characters that move the cursor or colour the terminal come from other people's files.
    return "".join(char if char.isprintable() else " " for char in str(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
