"""The imports there have been, and taking one back: what came only from it goes, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from relevance.config import Settings
from relevance.errors import NotFoundError
from relevance.pipeline.importing import settle
from relevance.pipeline.vectors import forget_unused_vectors
from relevance.store import Store, TakenIn, imported_files
from relevance.texts import _

__all__ = ["PastImport", "past_imports", "undo_import"]


@dataclass(frozen=True)
class PastImport:
    """One import of the owner's: all files that came in together."""

    import_id: int
    imported_at: datetime
    files: tuple[str, ...]
    kinds: tuple[str, ...]
    added: int
    updated: int


def past_imports(store: Store) -> list[PastImport]:
    """Return the imports whose facts are held, the newest first."""
    found: dict[int, list[dict[str, object]]] = {}
    for row in imported_files(store).iter_rows(named=True):
        found.setdefault(row["import_id"], []).append(row)
    return [
        PastImport(
            import_id=number,
            imported_at=rows[0]["imported_at"],  # type: ignore[arg-type]  # a TIMESTAMPTZ column
            files=tuple(str(row["path"]) for row in rows),
            kinds=tuple(dict.fromkeys(str(row["kind"]) for row in rows)),
            added=sum(int(str(row["added"])) for row in rows),
            updated=sum(int(str(row["updated"])) for row in rows),
        )
        for number, rows in found.items()
    ]


def undo_import(store: Store, import_id: int, settings: Settings) -> dict[str, TakenIn]:
    """Take an import back and return how many facts went and changed, by table.

    What other imports said as well stays, as they said it; so do the owner's own words: interests,
    ratings, decisions. The files can be imported again.

    Raises:
        NotFoundError: there is no such import; the message lists those there are.
    """
    files = imported_files(store)
    mine = files.filter(pl.col("import_id") == import_id)["file_id"].to_list()
    if not mine:
        there = ", ".join(str(one) for one in files["import_id"].unique(maintain_order=True))
        msg = _(
            "There is no import {import_id}; there are: {there}. See `relevance imports`.",
            import_id=import_id,
            there=there or _("none"),
        )
        raise NotFoundError(msg)
    with store.transaction():
        changed = store.take_back(mine)
        settle(store, settings, posts_changed="post" in changed)
        forget_unused_vectors(store)
    return changed
