"""Copies of the database lose what is too old as the database does: an age that backups outlive would be none."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from relevance.errors import StoreError
from relevance.pipeline.forgetting import CopyFate
from relevance.store import (
    Store,
    file_has_older,
    known_copies,
    made_by_itself,
    note_copy,
    remove_copy,
)
from relevance.texts import _

__all__ = ["copies_due", "retire_copies"]

_KEPT_AS = "retired copies"
_DAY_SECONDS = 86_400
_AT_IT = "being cleaned"


def copies_due(store: Store, before: datetime, *, stay_days: int) -> list[Path]:
    """Return the known copies that were not looked at since `before` became the limit of age.

    Args:
        store: the database that they are copies of.
        before: what is older than this moment shall go.
        stay_days: for so many days a copy stays that this tool made by itself, before a migration or a restore:
            it is the way back from that.
    """
    looked_at = _looked_at(store)
    by_itself = made_by_itself(store.path)
    oldest = time.time() - stay_days * _DAY_SECONDS
    return [
        path
        for path in known_copies(store.path)
        if looked_at.get(str(path)) != _as_it_is(path, before)
        and (path not in by_itself or path.stat().st_mtime <= oldest)
    ]


def retire_copies(
    store: Store, copies: Sequence[Path], before: datetime, remove: Callable[[Store], object]
) -> list[CopyFate]:
    """Rid copies of what is older than a moment, and return what became of those that held something of it.

    Backups are written anew and get a new checksum. Copies that this tool made by itself are deleted: they are of a
    shape that has passed. What cannot be cleaned is tried again once the limit of age has moved.

    Args:
        store: the database that they are copies of.
        copies: the files, as `copies_due` gives them.
        before: the moment.
        remove: removes what is older from an open database and writes that anew.
    """
    # One whose cleaning was interrupted may be clean and still have the checksum of what it was.
    again = {path for path, was in _looked_at(store).items() if was == _AT_IT}
    holding = [path for path in copies if str(path) in again or file_has_older(path, before)]
    _remember(store, dict.fromkeys(holding, _AT_IT))
    fates = [_rid(store, path, remove) for path in holding]
    _remember(store, {path: _as_it_is(path, before) for path in copies if path.is_file()})
    return fates


def _rid(store: Store, path: Path, remove: Callable[[Store], object]) -> CopyFate:
    if path in made_by_itself(store.path):
        remove_copy(path)
        return CopyFate(path, "deleted")
    try:
        with Store.open(path) as copy:
            remove(copy)
            rows = copy.row_counts()
        for made in made_by_itself(path):  # of a copy that had to be brought up to date
            remove_copy(made)
        note_copy(store.path, path, rows)
    except (StoreError, OSError) as error:
        return CopyFate(path, "could not be cleaned", _("{error} Delete it yourself.", error=error))
    return CopyFate(path, "written anew")


def _as_it_is(path: Path, before: datetime) -> str:
    """Return what a copy is and how far back it may go, so that another file of the same name is looked at."""
    found = path.stat()
    return f"{before.isoformat()} {found.st_size} {found.st_mtime_ns}"


def _looked_at(store: Store) -> Mapping[str, str]:
    rows = store.frame("SELECT value FROM meta WHERE name = ?", [_KEPT_AS])
    return dict(json.loads(rows.item())) if rows.height else {}


def _remember(store: Store, told: Mapping[Path, str]) -> None:
    before = _looked_at(store)
    names = {str(one) for one in known_copies(store.path)}
    now = {one: was for one, was in before.items() if one in names}
    now |= {str(one): was for one, was in told.items()}
    if now != before:
        store.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_KEPT_AS, json.dumps(now)])
