"""The open file: one connection for each process, one cursor for each thread, writes one after the other."""

import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from relevance.errors import StoreError
from relevance.store.connecting import (
    connect,
    fetched,
    keep_private,
    migrate,
    registered,
    translated,
)
from relevance.store.gate import Gate
from relevance.store.renewing import UNFINISHED, copied_whole, put_in_place, row_counts
from relevance.texts import _

__all__ = ["Access"]

_LITTLE = "48MB"
_CLOSING_SECONDS = 2.0
_CLOSING_STEP = 0.02


class Access:
    """Reading and writing one database file.

    Safe to share between threads: each thread works on a cursor of its own, since calls of two threads on one DuckDB
    connection answer with each other's rows. Writes go one after the other.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._threads = threading.local()
        self._writing = threading.RLock()
        self._gate = Gate()
        self._cursors: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open or create the database at `path` and bring it to the present shape.

        Raises:
            StoreBusyError: another process has it open.
            StoreError: it cannot be opened, or was written by a newer version.
        """
        file = Path(path)
        connection = connect(file)
        try:
            migrate(connection, file)
        except BaseException:
            connection.close()
            raise
        keep_private(file)
        opened = cls(connection, file)
        if opened.frame("SELECT 1 AS yes FROM meta WHERE name = ?", [UNFINISHED]).height:
            # Where there is no room for that now, it waits for the next time.
            with suppress(StoreError):
                opened.rewrite()
        return opened

    @property
    def path(self) -> Path:
        """The database file."""
        return self._path

    def close(self) -> None:
        """Close the file, so that another process can open it; what other threads are asking of it is cut off.

        Raises:
            StoreError: another thread does not let go of it.
        """
        until = time.monotonic() + _CLOSING_SECONDS
        while True:
            for cursor in list(self._cursors):
                with suppress(duckdb.Error):  # one that its thread has closed
                    cursor.interrupt()
            try:
                self._connection.close()
            except duckdb.ResourceInUseException as error:
                if time.monotonic() > until:
                    msg = _(
                        "{path} cannot be closed: it is in use. End this process.", path=self._path
                    )
                    raise StoreError(msg) from error
                time.sleep(_CLOSING_STEP)
            else:
                return

    def copy_to(self, file: Path) -> dict[str, int]:
        """Copy everything, as of one moment, to a new file and return the number of rows by table.

        Raises:
            StoreError: the copy cannot be written; nothing is left of it.
        """
        with self._writing:
            cursor = self._connection.cursor()
            try:
                copied_whole(cursor, self._path, file)
            finally:
                cursor.close()
            return self.row_counts()

    def row_counts(self) -> dict[str, int]:
        """Return the number of rows of every table."""
        with self._gate.inside(), translated("Counting rows"):
            cursor = self._cursor()
            database = cursor.execute("SELECT current_database()").fetchall()[0][0]
            return row_counts(cursor, str(database))

    def rewrite(self) -> None:
        """Write the whole file anew, so that no byte of what was deleted is left in it.

        DuckDB only marks the blocks of deleted rows as free. Waits for what other threads are reading; a process that
        is killed meanwhile leaves the old file or the new one, and no third.

        Raises:
            StoreError: it is called inside a transaction, or there is no room for a second file; the old one stays.
        """
        with self._writing, self._gate.closed():
            if getattr(self._threads, "depth", 0):
                msg = _(
                    "The file cannot be written anew inside a transaction. Call `rewrite` after it."
                )
                raise StoreError(msg)
            new = copied_whole(self._connection, self._path)
            for cursor in list(self._cursors):
                cursor.close()
            self._connection.close()
            try:
                put_in_place(new, self._path)
            except OSError as error:
                new.unlink(missing_ok=True)
                msg = _(
                    "{path} cannot be written anew: {error}. The database is as it was.",
                    path=self._path,
                    error=error,
                )
                raise StoreError(msg) from error
            finally:
                self._connection = connect(self._path)
                self._threads = threading.local()
                self._cursors = weakref.WeakSet()
                keep_private(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- reading and writing -----------------------------------------------------------------------

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._threads, "cursor", None)
        if cursor is None:
            cursor = self._connection.cursor()
            cursor.execute("SET TimeZone = 'UTC'")
            self._cursors.add(cursor)
            self._threads.cursor = cursor
            self._threads.depth = 0
        return cursor

    @property
    def is_writing(self) -> bool:
        """Whether this thread is within a transaction."""
        return bool(getattr(self._threads, "depth", 0))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one transaction: all of it is kept, or none. May be nested; the outermost counts.

        Raises:
            StoreError: a write inside failed, even where that error was caught; nothing is kept.
        """
        with self._writing:
            with translated("Starting to write"):
                cursor = self._cursor()
            if self._threads.depth:
                yield
                return
            with translated("Starting to write"):
                cursor.execute("BEGIN")
            self._threads.depth = 1
            try:
                yield
                with translated("Keeping what was written"):
                    # DuckDB ends a transaction in which a write failed without a word; a query is refused.
                    cursor.execute("SELECT 1").fetchall()
                    cursor.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):  # a failed COMMIT has ended it already
                    cursor.execute("ROLLBACK")
                raise
            finally:
                self._threads.depth = 0
                keep_private(self._path)

    def frame(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pl.DataFrame:
        """Return the rows of a query as a frame. For the modules of the store and the pipeline; `sql` is never input.

        Raises:
            StoreError: the query fails.
        """
        with self._gate.inside(), translated("Reading from the database"):
            return fetched(self._cursor().sql(sql, params=parameters or None))

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run one writing statement in a transaction of its own, or in the one that is open.

        Raises:
            StoreError: the statement fails.
        """
        with self.transaction(), translated("Writing to the database"):
            self._cursor().execute(sql, parameters or None)

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Append `frame` to `table`, columns matched by name.

        Raises:
            StoreError: a column is unknown, or a key is there already.
        """
        if frame.is_empty():
            return
        with self.transaction(), translated(f"Writing to {table}"):
            cursor = self._cursor()
            with registered(cursor, "appended", frame):
                cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM appended")

    def let_go(self) -> None:
        """Hold little of the file in memory: DuckDB keeps what it has read, up to most of what the machine has."""
        with self._gate.inside(), translated("Letting go of what was read"):
            cursor = self._cursor()
            try:
                cursor.execute(f"SET memory_limit = '{_LITTLE}'")
            except duckdb.OutOfMemoryException:  # another thread is using more at this moment
                pass
            finally:
                cursor.execute("RESET memory_limit")

    def update(self, table: str, frame: pl.DataFrame, *, key: str) -> None:
        """Overwrite columns of the rows that `frame` names by its column `key`; rows it does not name stay.

        Raises:
            StoreError: a column is unknown.
        """
        if frame.is_empty():
            return
        assignments = ", ".join(
            f'"{name}" = changed."{name}"' for name in frame.columns if name != key
        )
        with self.transaction(), translated(f"Writing to {table}"):
            cursor = self._cursor()
            with registered(cursor, "changed", frame):
                cursor.execute(
                    f"UPDATE {table} SET {assignments} FROM changed WHERE {table}.{key} = changed.{key}"
                )

    # -- versions ----------------------------------------------------------------------------------

    def version(self, part: str = "data") -> int:
        """Return the number that grows with every change of `part` (data, vectors, interests or decisions)."""
        rows = self.frame("SELECT value FROM meta WHERE name = ?", [f"version.{part}"])
        return int(rows["value"][0]) if rows.height else 0

    def versions(self) -> dict[str, int]:
        """Return the versions of all parts that have changed at least once, in one query."""
        rows = self.frame(
            "SELECT substr(name, 9) AS part, CAST(value AS BIGINT) AS version FROM meta "
            "WHERE starts_with(name, 'version.')"
        )
        return dict(rows.iter_rows())

    def bump(self, part: str = "data") -> None:
        """Count a change of `part`: whatever was worked out from it is stale."""
        self.execute(
            "INSERT INTO meta VALUES (?, '1') ON CONFLICT DO UPDATE SET value = CAST(value AS BIGINT) + 1",
            [f"version.{part}"],
        )
