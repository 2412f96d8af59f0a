"""What the last start worked out, so that the next one need not: arrays, and the digest of all they follow from.

Nothing of it is known to anybody but this tool, everything can be worked out again, and what is older than the facts
is never read: its digest is another one.
"""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.store.database import Store

__all__ = ["beginning", "forget_beginning", "keep_beginning"]


def beginning(store: Store, digest: str) -> dict[str, NDArray[Any]] | None:
    """Return the arrays that are kept under `digest` by name, or null where other ones or none are kept."""
    rows = store.frame("SELECT name, content FROM beginning WHERE digest = ?", [digest])
    if rows.is_empty():
        return None
    return {
        name: np.load(io.BytesIO(content), allow_pickle=False) for name, content in rows.iter_rows()
    }


def keep_beginning(store: Store, lots: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
    """Keep the arrays of each digest, by name, instead of those that are kept."""
    rows = pl.DataFrame(
        [
            (name, digest, _written(array))
            for digest, arrays in lots.items()
            for name, array in arrays.items()
        ],
        schema={"name": pl.String, "digest": pl.String, "content": pl.Binary},
        orient="row",
    )
    with store.transaction():
        forget_beginning(store)
        store.insert("beginning", rows)


def _written(array: NDArray[Any]) -> bytes:
    written = io.BytesIO()
    np.save(written, array, allow_pickle=False)
    return written.getvalue()


def forget_beginning(store: Store) -> None:
    """Let go of what is kept."""
    store.execute("DELETE FROM beginning")
