"""Which database is opened, and the demo network that fills one."""

from pathlib import Path

import numpy as np
import polars as pl

from relevance.config import Settings, shipped_folder
from relevance.embedding import model_id_of
from relevance.errors import DataError, RelevanceError
from relevance.interests import load_interests
from relevance.pipeline.importing import import_paths
from relevance.pipeline.relinking import relink
from relevance.pipeline.vectors import embed
from relevance.pipeline.wishes import save_interests
from relevance.store import Store
from relevance.texts import _

__all__ = ["build_demo", "has_own_data", "is_demo", "open_store"]

_VECTORS = "vectors.parquet"


def open_store(settings: Settings) -> Store:
    """Open the database that the settings name.

    Raises:
        StoreBusyError: another process has it.
        StoreError: it cannot be opened.
    """
    return Store.open(settings.database)


def is_demo(store: Store) -> bool:
    """Whether the database holds the invented network."""
    return bool(store.frame("SELECT 1 AS yes FROM meta WHERE name = 'demo'").height)


def has_own_data(store: Store) -> bool:
    """Whether anything was imported that is not the demo."""
    return not is_demo(store) and store.count("import_file") > 0


def build_demo(store: Store, settings: Settings, *, with_vectors: bool = True) -> None:
    """Fill an empty database with the invented network, by the same importers as any other data.

    The vectors of its texts lie ready as the model made them, each under the hash of its text; texts
    without one are embedded now.

    Args:
        store: an empty database, or one that holds the demo already.
        settings: the settings.
        with_vectors: also embed what has no vector, and compare people; false leaves that to background jobs.

    Raises:
        DataError: the database holds the owner's own data.
        RelevanceError: what is shipped of the demo cannot be read.
    """
    if has_own_data(store):
        msg = _(
            "The database {path} holds your own data, and the demo network never goes into "
            "the same file. Name another file with --db, or leave --db out.",
            path=store.path,
        )
        raise DataError(msg)
    folder = shipped_folder() / "demo"
    files = sorted([*folder.glob("*.zip"), *folder.glob("*.csv")])
    with store.transaction():
        store.execute("INSERT OR REPLACE INTO meta VALUES ('demo', 'yes')")
        failed = [one.error for one in import_paths(store, files, settings=settings) if one.error]
        if failed:
            raise RelevanceError(failed[0])
        if not store.version("interests"):
            save_interests(
                store, load_interests(shipped_folder() / "interests.toml"), reason="demo"
            )
        _take_in_vectors(store, folder / _VECTORS)
    if with_vectors:
        embed(store, model=settings.model)
        relink(store, settings)


def _take_in_vectors(store: Store, path: Path) -> None:
    model = model_id_of(None)
    if not path.is_file() or store.vector_keys(model):
        return
    frame = pl.read_parquet(path).filter(pl.col("model") == model)
    if frame.height:
        # Kept in half precision: a cosine between such vectors is off by less than 0.001.
        vectors = np.stack(frame["vector"].to_list()).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        store.save_vectors(model, frame["text_key"].to_list(), vectors)
