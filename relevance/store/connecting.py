"""Opening the database file: one owner, migrations with a backup, DuckDB's errors in the owner's words."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path

import duckdb
import polars as pl

from relevance.errors import StoreBusyError, StoreError
from relevance.store.copies import newest_good, note_copy, remove_copy
from relevance.store.owner import owner_of
from relevance.store.renewing import clear_leftovers, private_files, row_counts
from relevance.store.streams import ArrowStream
from relevance.texts import _

__all__ = [
    "connect",
    "fetched",
    "keep_private",
    "migrate",
    "registered",
    "translated",
    "whole_rows",
]

_DAMAGED = (
    "not a valid duckdb",
    "corrupt",
    "could not read enough bytes",
    "checksum",
    "serialization",
)
_FULL = ("no space left", "file too large", "quota exceeded", "could not write")
_NO_RIGHT = ("permission denied", "read-only file system")


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn DuckDB's errors into ours, with `doing` as the sentence's beginning.

    Raises:
        StoreError: chained to what DuckDB said.
    """
    try:
        yield
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        msg = _("{doing} failed: {said}", doing=doing, said=said)
        if _is_full(said):
            msg += _(
                ". Nothing of it was kept, and what was there is as it was. Make room on the "
                "disk, and try again."
            )
        raise StoreError(msg) from error


def _is_full(said: str) -> bool:
    return any(words in said.casefold() for words in _FULL)


@contextmanager
def registered(cursor: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """Let queries on `cursor` read `frame` as the table `name`."""
    # A column of nothing but nulls, whose type nobody knows, is refused as a stream.
    stream = ArrowStream(frame.cast({pl.Null: pl.String}))
    cursor.register(name, stream)
    try:
        yield
    finally:
        # Refused after a failed write, whose error must not be hidden; the rollback takes it away.
        with suppress(duckdb.Error):
            cursor.unregister(name)
        stream.let_go()


def fetched(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """Return all rows of a query, without pyarrow, which alone takes as much memory as a large mailbox.

    Raises:
        duckdb.Error: the query fails.
    """
    try:
        return pl.DataFrame(ArrowStream(relation))
    except pl.exceptions.ComputeError as error:  # one that comes up once rows have been given
        raise duckdb.Error(str(error).removeprefix("got external error: ")) from error


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the database at `path`, creating file and folder where they are absent.

    Raises:
        StoreBusyError: another process has the file open.
        StoreError: the file is no DuckDB database, or cannot be read or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with private_files():
            connection = duckdb.connect(str(path))
        # Nobody else has the file now, so that nobody is writing these.
        clear_leftovers(path)
        connection.execute("SET TimeZone = 'UTC'")
        # Rows of a large import go to the file as soon as they are enough for it, not five times as many.
        connection.execute("SET write_buffer_row_group_count = 1")
    except (OSError, duckdb.Error) as error:
        if "could not set lock" in str(error).casefold():
            raise StoreBusyError(_busy_sentence(path, str(error))) from error
        raise StoreError(_closed_sentence(path, error)) from error
    return connection


def keep_private(path: Path) -> None:
    """Let nobody but the owner read the database and its log: they hold other people's messages."""
    if os.name != "posix":
        return
    for file in (path, path.with_name(f"{path.name}.wal")):
        with suppress(OSError):  # no log at this moment, or a file of someone else
            file.chmod(0o600)


def _busy_sentence(path: Path, said: str) -> str:
    return _(
        "The database {path} is in use by {owner_of}. One process at a time can have it: "
        "close the dashboard or the command that uses it and try again, or name another file "
        "with --db.",
        path=path,
        owner_of=owner_of(said),
    )


def _closed_sentence(path: Path, error: Exception) -> str:
    said = str(error).splitlines()[0]
    if path.is_dir():
        return _("The database {path} is a folder. Name a file with --db.", path=path)
    if _is_full(said):
        return _(
            "The database {path} cannot be opened: {said}. It was not changed. Make room, and "
            "try again.",
            path=path,
            said=said,
        )
    if isinstance(error, PermissionError) or any(one in said.casefold() for one in _NO_RIGHT):
        return _(
            "The database {path} cannot be opened: {said}. Check the rights on the file and "
            "its folder, or name another file with --db.",
            path=path,
            said=said,
        )
    if any(words in said.casefold() for words in _DAMAGED):
        good = newest_good(path, _opens)
        ask = (
            _(
                "Its newest good copy is {good}: take it with `relevance restore '{good}'`",
                good=good,
            )
            if good
            else _(
                "No good copy is known: take one that `relevance backup` wrote with `relevance "
                "restore FILE`"
            )
        )
        return _(
            "The database {path} is damaged, or no database of this tool: {said}. It was not "
            "changed. {ask}, or name another file with --db.",
            path=path,
            said=said,
            ask=ask,
        )
    return _(
        "The database {path} cannot be opened: {said}. Name another file with --db.",
        path=path,
        said=said,
    )


def whole_rows(path: Path) -> dict[str, int]:
    """Read every row of a database of this tool, without changing it, and return their number by table.

    Raises:
        StoreError: it cannot be read whole, is no database of this tool, or was written by a newer version.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            _refuse_newer(_schema_number(connection, path), path)
            database = str(connection.execute("SELECT current_database()").fetchall()[0][0])
            counts = row_counts(connection, database)
            for name in counts:
                connection.execute(f'SELECT bit_xor(hash(one)) FROM "{name}" AS one').fetchall()
            return counts
    except duckdb.Error as error:
        msg = _(
            "{path} cannot be read whole: {reason}. It was not taken. Name another copy.",
            path=path,
            reason=str(error).splitlines()[0],
        )
        raise StoreError(msg) from error


def _refuse_newer(schema: int, path: Path) -> None:
    newest = max(_steps())
    if schema > newest:
        msg = _(
            "The database {path} was written by a newer version (schema {schema}, this one "
            "knows {newest}). Update Feed Relevance, or name another file with --db.",
            path=path,
            schema=schema,
            newest=newest,
        )
        raise StoreError(msg)


def _opens(copy: Path) -> bool:
    """Whether a copy can be opened and each of its tables be counted."""
    try:
        with duckdb.connect(str(copy), read_only=True) as connection:
            found = connection.execute("SELECT current_database()").fetchall()
            return bool(row_counts(connection, str(found[0][0])))
    except duckdb.Error:
        return False


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Bring the database to the present shape and return its schema number.

    Steps are applied one by one, each in a transaction of its own that also writes its number; before the first step
    on a database that already holds data the file is copied to `<file>.before-<number>`.

    Raises:
        StoreError: the database was made by a newer version of this tool, or a step fails.
    """
    steps = _steps()
    try:
        return _migrated(connection, path, steps)
    except duckdb.Error as error:
        raise StoreError(_closed_sentence(path, error)) from error


def _migrated(connection: duckdb.DuckDBPyConnection, path: Path, steps: dict[int, str]) -> int:
    done = _schema_number(connection, path)
    _refuse_newer(done, path)
    pending = [number for number in sorted(steps) if number > done]
    if pending and done:
        connection.execute("CHECKPOINT")
        copy = path.with_name(f"{path.name}.before-{pending[0]:03d}")
        try:
            with private_files():
                shutil.copyfile(path, copy)
            database = str(connection.execute("SELECT current_database()").fetchall()[0][0])
            note_copy(path, copy, row_counts(connection, database))
        except OSError as error:
            remove_copy(copy)
            msg = _(
                "The database {path} must be brought up to date, and no copy can be made "
                "first: {error}. Nothing was changed. Make room, or name another file with "
                "--db.",
                path=path,
                error=error,
            )
            raise StoreError(msg) from error
    for number in pending:
        with translated(_("Migration {number} of {path}", number=number, path=path)):
            connection.execute("BEGIN")
            try:
                connection.execute(steps[number])
                connection.execute(
                    "INSERT OR REPLACE INTO meta VALUES ('schema', ?)", [str(number)]
                )
                connection.execute("COMMIT")
            except duckdb.Error:
                connection.execute("ROLLBACK")
                raise
    return max(steps)


def _steps() -> dict[int, str]:
    folder = resources.files("relevance.migrations")
    return {
        int(entry.name[1:4]): entry.read_text("utf-8")
        for entry in folder.iterdir()
        if entry.name.startswith("m") and entry.name.endswith(".sql")
    }


def _schema_number(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    tables = {
        name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    }
    if not tables:
        return 0
    columns = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = 'meta' ORDER BY column_index"
    ).fetchall()
    rows = []
    if columns == [("name",), ("value",)]:
        rows = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall()
    if not rows or not rows[0][0].isdecimal():
        msg = _(
            "{path} is a DuckDB database of something else, with the tables {tables}. It was "
            "not changed. Name another file with --db.",
            path=path,
            tables=sorted(tables)[:5],
        )
        raise StoreError(msg)
    return int(rows[0][0])
