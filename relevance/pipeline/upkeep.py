"""Looking after the database: is everything there, tables as files, a copy of the whole."""

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from relevance.config import Settings
from relevance.embedding import checked_model, model_id_of
from relevance.errors import RelevanceError, StoreBusyError, StoreError, UsageError
from relevance.store import EXPORTED, Copy, Store, copy_database, exported, note_copy
from relevance.texts import _

__all__ = ["Check", "defused", "examine", "export_all", "export_table", "write_backup"]

_ENDINGS = (".csv", ".json", ".parquet")
# What a spreadsheet would take for a formula at the beginning of a cell.
_FORMULA = r"^[=+\-@\t\r\n]"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    """What was found, and what to do where it is not fine."""


def examine(settings: Settings) -> list[Check]:
    """Look at the libraries, the model and the database, and return what was found."""
    return [_libraries(), _model(settings), *_database(settings)]


def _libraries() -> Check:
    names = ("streamlit", "polars", "duckdb", "plotly", "sentence-transformers", "torch")
    found = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    return Check("libraries", ok=True, detail=found)


def _model(settings: Settings) -> Check:
    try:
        name = checked_model(settings.model or None)[1]
        return Check(
            "model",
            ok=True,
            detail=_("{name} is at hand, and its files are what they must be", name=name),
        )
    except RelevanceError as error:
        return Check("model", ok=False, detail=str(error))


def _database(settings: Settings) -> list[Check]:
    path = settings.database
    if not path.exists():
        detail = _(
            "{path} is not there yet; `relevance import` or the page Data makes it", path=path
        )
        return [Check("database", ok=True, detail=detail)]
    try:
        with Store.open(path) as store:
            counts = {
                name: store.count(name) for name in ("record", "connection", "invite", "post")
            }
            vectors, texts = _vectors(store, settings)
            interests = store.version("interests")
    except StoreBusyError as error:
        return [Check("database", ok=True, detail=str(error))]
    except RelevanceError as error:
        return [Check("database", ok=False, detail=str(error))]
    listed = ", ".join(f"{count} {name}s" for name, count in counts.items())
    checks = [Check("database", ok=True, detail=f"{path}: {listed}")]
    if counts["post"]:
        detail = _("{vectors} of {texts} texts have one", vectors=vectors, texts=texts)
        detail += _("; run `relevance embed` for the rest") if vectors < texts else ""
        checks.append(Check("vectors", ok=vectors > 0, detail=detail))
        detail = "stated" if interests else _("none yet; see `relevance interests set --help`")
        checks.append(Check("interests", ok=bool(interests), detail=detail))
    return checks


def _vectors(store: Store, settings: Settings) -> tuple[int, int]:
    """Return how many texts of posts have a vector of the present model, and how many there are."""
    texts = set(store.frame("SELECT DISTINCT text_key FROM post")["text_key"])
    try:
        found = store.vector_keys(model_id_of(settings.model or None))
    except RelevanceError:  # what is wrong with the model is said elsewhere
        found = set()
    return len(texts & found), len(texts)


def export_table(store: Store, table: str, file: Path) -> int:
    """Write a table to `file` as CSV, JSON or Parquet, by its ending, and return the number of rows.

    In CSV, a cell that a spreadsheet would run as a formula gets an apostrophe in front; lists are
    joined with "; " and vectors are left to JSON and Parquet.

    Raises:
        NotFoundError: there is no such table; the message lists those there are.
        UsageError: the ending is unknown, or the file cannot be written.
    """
    if file.suffix.casefold() not in _ENDINGS:
        msg = _(
            "The file must end with one of {endings}, got {name!r}.",
            endings=", ".join(_ENDINGS),
            name=file.name,
        )
        raise UsageError(msg)
    frame = exported(store, table)
    try:
        if file.suffix.casefold() == ".csv":
            _flat(frame).write_csv(file)
        elif file.suffix.casefold() == ".json":
            frame.write_json(file)
        else:
            frame.write_parquet(file)
    except OSError as error:
        msg = _(
            "{file} cannot be written: {reason}. Name a file in a folder that is there.",
            file=file,
            reason=error.strerror or error,
        )
        raise UsageError(msg) from error
    return frame.height


def _is_vector(dtype: pl.DataType) -> bool:
    return isinstance(dtype, pl.Array | pl.List) and dtype.inner == pl.Float32


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [
        name
        for name, dtype in frame.schema.items()
        if isinstance(dtype, pl.List) and not _is_vector(dtype)
    ]
    vectors = [name for name, dtype in frame.schema.items() if _is_vector(dtype)]
    joined = frame.drop(vectors).with_columns(
        pl.col(name).cast(pl.List(pl.String)).list.join("; ") for name in lists
    )
    return defused(joined)


def defused(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with an apostrophe before each text that a spreadsheet would run as a formula."""
    return frame.with_columns(
        pl.when(pl.col(pl.String).str.contains(_FORMULA))
        .then("'" + pl.col(pl.String))
        .otherwise(pl.col(pl.String))
        .name.keep()
    )


def export_all(store: Store, folder: Path) -> dict[str, int]:
    """Write everything that is held to a new folder, one file for each table; return the rows by table.

    Tables are CSV, in which a cell that a spreadsheet would run is defused, and vectors Parquet.

    Raises:
        UsageError: the folder is there already and not empty, or cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            msg = _(
                "The folder {folder} is not empty. Name a new one, so that nothing is overwritten.",
                folder=folder,
            )
            raise UsageError(msg)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        msg = _(
            "{folder} cannot be made: {reason}. Name a folder that can.",
            folder=folder,
            reason=error.strerror or error,
        )
        raise UsageError(msg) from error
    return {
        table: export_table(
            store, table, folder / f"{table}.{'parquet' if table == 'embedding' else 'csv'}"
        )
        for table in EXPORTED
    }


def write_backup(store: Store, file: Path) -> Copy:
    """Copy the database to `file`, whole and as of one moment, and write its checksum and rows down beside it.

    Raises:
        UsageError: the file is there already, or there is no such folder.
        StoreError: the copy fails; nothing is left of it.
    """
    if file.exists():
        msg = _("{file} is there already and is not overwritten. Name a new file.", file=file)
        raise UsageError(msg)
    if not file.absolute().parent.is_dir():
        msg = _(
            "There is no folder {parent} to write the copy to. Make it, or name another.",
            parent=file.absolute().parent,
        )
        raise UsageError(msg)
    # Under its own name only once it is whole: a process that is killed leaves no half of a copy that looks like one.
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        rows = copy_database(store, part)
        part.replace(file)
        return note_copy(store.path, file, rows)
    except OSError as error:
        part.unlink(missing_ok=True)
        msg = _(
            "{file} cannot be written: {reason}. Make room, or name another file.",
            file=file,
            reason=error.strerror or error,
        )
        raise StoreError(msg) from error
