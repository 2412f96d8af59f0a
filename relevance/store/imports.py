"""Which files were imported, and which import of the owner's they belong to."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from relevance.store.database import Store

__all__ = ["imported_files", "knows_file", "next_file", "remember_file"]


def next_file(store: Store) -> int:
    """Return the id of the next file to be imported; no id is used twice."""
    with store.transaction():
        store.bump("files")
        held = store.frame("SELECT coalesce(max(file_id), 0) AS n FROM import_file")
        # A database of before this count existed begins behind its newest file.
        number = max(store.version("files"), int(held["n"][0]) + 1)
        store.execute("UPDATE meta SET value = ? WHERE name = 'version.files'", [str(number)])
    return number


def remember_file(store: Store, row: Mapping[str, Any], rejected: pl.DataFrame) -> None:
    """Note that a file was imported, with its counts (columns of `import_file`) and its rejected rows."""
    with store.transaction():
        store.insert("import_file", pl.DataFrame([dict(row)], infer_schema_length=None))
        number = pl.lit(row["file_id"], dtype=pl.Int64)
        store.insert("import_reject", rejected.with_columns(file_id=number))


def knows_file(store: Store, sha256: str, kind: str) -> bool:
    """Whether the very same bytes were imported as this kind before."""
    found = store.frame(
        "SELECT 1 AS known FROM import_file WHERE sha256 = ? AND kind = ? LIMIT 1", [sha256, kind]
    )
    return bool(found.height)


def imported_files(store: Store) -> pl.DataFrame:
    """Return the imported files, columns of `import_file`, the newest import first."""
    return store.frame("SELECT * FROM import_file ORDER BY import_id DESC, file_id")
