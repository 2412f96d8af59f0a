"""The texts of a table of posts, and nothing else of it."""

import polars as pl

from relevance.sources.posts.columns import CANDIDATES, column_key
from relevance.sources.posts.tidy import tidy

__all__ = ["is_text_column", "texts_in"]

_NAMES = frozenset((*CANDIDATES["text"], *CANDIDATES["weak_text"]))


def is_text_column(name: str) -> bool:
    """Return whether a column of this name holds what a post says."""
    return column_key(name) in _NAMES


def texts_in(rows: pl.DataFrame) -> list[str]:
    """Return the texts of posts as an import of the table would keep them, rows without one left out.

    Args:
        rows: columns for which `is_text_column` holds.
    """
    columns = {column_key(name): rows[name].cast(pl.String) for name in reversed(rows.columns)}
    frame = pl.DataFrame([series.alias(key) for key, series in columns.items()])
    return tidy(frame.with_row_index("row"))["text"].drop_nulls().to_list()
