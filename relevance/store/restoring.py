"""Taking a copy of the database in its place, and deleting everything that is held."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from relevance.errors import StoreBusyError, StoreError
from relevance.store.connecting import connect, whole_rows
from relevance.store.copies import Copy, known_copies, note_copy, remove_copy
from relevance.store.database import Store
from relevance.store.renewing import clear_leftovers, private_files, put_in_place
from relevance.texts import _

__all__ = ["Restored", "restore_database", "wipe_database"]


@dataclass(frozen=True)
class Restored:
    """What was put in the database's place, and where that is now."""

    rows: Mapping[str, int]
    """Rows of the copy by table."""
    had_checksum: bool
    """Whether a checksum lay beside the copy, and was right."""
    replaced: Path | None
    """The database as it was before, null where there was none."""


def restore_database(file: Path, database: Path) -> Restored:
    """Put the copy `file` in the place of `database`, once every row of it has been read.

    What was there is kept beside it. A process that is killed meanwhile leaves the one or the other, whole.

    Raises:
        StoreBusyError: another process has the database open.
        StoreError: the copy is not there, is no longer what was written, or cannot be read; nothing was changed.
    """
    if not file.is_file():
        msg = _("There is no copy {file}. Name a file that `relevance backup` wrote.", file=file)
        raise StoreError(msg)
    if database.exists() and file.samefile(database):
        msg = _(
            "{file} is the database itself. Name a copy of it, as `relevance backup` writes them.",
            file=file,
        )
        raise StoreError(msg)
    note = Copy.read(file)
    if note is not None and not note.holds_of(file):
        msg = _(
            "{file} is not what was written on {made_at}: its checksum differs. It was not "
            "taken, and the database was not changed. Name another copy.",
            file=file,
            made_at=note.made_at,
        )
        raise StoreError(msg)
    sound = _is_sound(database)
    new = database.with_name(f"{database.name}.restoring")
    try:
        rows = _copied(file, new, note)
        replaced = _put_aside(database, sound=sound) if database.exists() else None
        put_in_place(new, database)
    except OSError as error:
        msg = _(
            "{file} cannot be put in the place of {database}: {error}. Nothing was changed. Make "
            "room, try again.",
            file=file,
            database=database,
            error=error,
        )
        raise StoreError(msg) from error
    finally:
        clear_leftovers(database)
    Store.open(database).close()  # brings a copy of an earlier version up to date
    return Restored(rows, note is not None, replaced)


def _is_sound(database: Path) -> bool:
    """Whether there is a database that can be opened; nobody else may have it."""
    if not database.exists():
        return False
    try:
        connect(database).close()
    except StoreBusyError:
        raise
    except StoreError:
        return False
    return True


def _copied(file: Path, new: Path, note: Copy | None) -> dict[str, int]:
    with private_files():
        shutil.copyfile(file, new)
    rows = whole_rows(new)
    if note is not None and rows != note.rows:
        msg = _(
            "{file} has other rows than when it was written on {made_at}. It was not taken. Name "
            "another copy.",
            file=file,
            made_at=note.made_at,
        )
        raise StoreError(msg)
    return rows


def _put_aside(database: Path, *, sound: bool) -> Path:
    """Keep the present database under another name, and under its own until the new one takes that."""
    moment = datetime.now(UTC)
    kept = database.with_name(f"{database.name}.replaced-{moment:%Y%m%d-%H%M%S-%f}")
    log = database.with_name(f"{database.name}.wal")
    if log.exists():  # of a database that could not be opened; the new one must not find it
        log.replace(kept.with_name(f"{kept.name}.wal"))
    try:
        os.link(database, kept)
    except OSError:  # a file system without second names
        shutil.copyfile(database, kept)
    if sound:
        note_copy(database, kept, whole_rows(kept))
    return kept


def wipe_database(database: Path) -> list[Path]:
    """Delete the database, its logs and all copies of it that are known; return what was deleted.

    Raises:
        StoreBusyError: another process has the database open.
        StoreError: a file cannot be deleted.
    """
    _is_sound(database)
    gone = []
    try:
        for copy in known_copies(database):
            remove_copy(copy)
            gone.append(copy)
        clear_leftovers(database)
        for ending in ("", ".wal", ".copies.json"):
            file = database.with_name(f"{database.name}{ending}")
            if file.exists():
                file.unlink()
                gone.append(file)
    except OSError as error:
        msg = _(
            "Not everything could be deleted: {error}. Look at the rights on the folder, and run "
            "it again.",
            error=error,
        )
        raise StoreError(msg) from error
    return gone
