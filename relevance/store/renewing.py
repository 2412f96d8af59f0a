"""A second file with everything that the first one holds, and putting it in the first one's place."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from relevance.errors import StoreError
from relevance.texts import _

__all__ = [
    "UNFINISHED",
    "clear_leftovers",
    "copied_whole",
    "private_files",
    "put_in_place",
    "row_counts",
]

UNFINISHED = "rewrite"
"""The name in `meta` that says that rows were deleted of which no byte may stay, and that bytes of them may."""

_LEFTOVERS = (".rewriting", ".rewriting.wal", ".restoring", ".restoring.wal")


def clear_leftovers(path: Path) -> None:
    """Remove what a process that was killed left half written beside the database; nobody else has it open."""
    for ending in _LEFTOVERS:
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def row_counts(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    """Return how many rows each table of an attached database has.

    Raises:
        duckdb.Error: a table cannot be read.
    """
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND NOT temporary ORDER BY ALL",
        [database],
    ).fetchall()
    return {
        name: int(
            connection.execute(f'SELECT count(*) FROM "{database}"."{name}"').fetchall()[0][0]
        )
        for (name,) in names
    }


def copied_whole(
    connection: duckdb.DuckDBPyConnection, path: Path, target: Path | None = None
) -> Path:
    """Copy everything that `connection` holds to a new file, by default one beside `path`, and return that file.

    Raises:
        StoreError: it cannot be written, or has not as many rows as the original; nothing is left of it.
    """
    new = target or path.with_name(f"{path.name}.rewriting")
    for file in (new, new.with_name(f"{new.name}.wal")):
        file.unlink(missing_ok=True)
    quoted = str(new).replace("'", "''")
    try:
        _copy(connection, quoted)
    except (duckdb.Error, OSError) as error:
        for file in (new, new.with_name(f"{new.name}.wal")):
            file.unlink(missing_ok=True)  # half a copy would be taken for a whole one
        msg = _(
            "{path} cannot be copied to {new}: {reason}. The database is as it was. Make "
            "room or look at the rights on the folder, and try again.",
            path=path,
            new=new,
            reason=str(error).splitlines()[0],
        )
        raise StoreError(msg) from error
    return new


def _copy(connection: duckdb.DuckDBPyConnection, quoted: str) -> None:
    found = connection.execute("SELECT current_database()").fetchall()
    database = str(found[0][0])
    with private_files():
        connection.execute(f"ATTACH '{quoted}' AS renewed")
    try:
        connection.execute("BEGIN")
        try:
            connection.execute(f'COPY FROM DATABASE "{database}" TO renewed')
            before, after = row_counts(connection, database), row_counts(connection, "renewed")
            if before != after:
                differing = [name for name in before if before[name] != after.get(name)]
                msg = f"the copy has other rows than the original in {', '.join(differing)}"
                raise OSError(msg)
            connection.execute("DELETE FROM renewed.meta WHERE name = ?", [UNFINISHED])
            connection.execute("COMMIT")
        except (duckdb.Error, OSError):
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise
        connection.execute("CHECKPOINT renewed")
    finally:
        with suppress(duckdb.Error):
            connection.execute("DETACH renewed")


@contextmanager
def private_files() -> Iterator[None]:
    """Let new files be readable by nobody but their owner from their first byte on."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def put_in_place(new: Path, path: Path) -> None:
    """Let `new` take the place of `path`, at once and for good, and remove the log of changes of the old one."""
    _flush(new)
    new.replace(path)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    _flush(path.parent)


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlive a loss of power."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
