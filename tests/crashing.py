"""Work on a database that another process kills: what it does, and what must hold of the file afterwards.

Run as `python -m tests.crashing WORK DATABASE FOLDER`; prints "ready" once it begins, and works until it is killed.
"""

import shutil
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

import numpy as np

from relevance.config import Settings
from relevance.pipeline import (
    embed,
    find_person,
    forget_older,
    forget_person,
    relink,
    restore_copy,
    run_import,
    undo_import,
    write_backup,
)
from relevance.store import Store, connecting, remove_copy
from tests import world

__all__ = ["TOO_OLD", "WORKS", "further_steps", "state_of"]

WORKS = ("import", "embed", "link", "migrate", "forget", "backup", "restore", "retire")
TOO_OLD = world.NEWEST - timedelta(days=3)
"""The limit of age: some posts of the small world are older."""
_SETTINGS = Settings()
_LAST = max(connecting._steps())

Counts = dict[str, int]


def further_steps() -> dict[int, str]:
    """Return the steps of a later version, which take a while and in the end change nothing."""
    slow = (
        "CREATE TABLE further AS SELECT range AS n FROM range(300000); "
        "ALTER TABLE further ADD COLUMN m BIGINT;"
    )
    return {**connecting._steps(), _LAST + 1: slow, _LAST + 2: "DROP TABLE further"}


def state_of(store: Store) -> Counts:
    """Return what whole states differ in."""
    tables = (
        "record",
        "person",
        "person_link",
        "connection",
        "invite",
        "encounter",
        "post",
        "origin",
        "embedding",
    )
    return {name: store.count(name) for name in tables}


def main(work: str, database: Path, folder: Path) -> None:
    """Work until killed."""
    {
        "import": _import,
        "embed": _embed,
        "link": _link,
        "migrate": _migrate,
        "forget": _forget,
        "backup": _backup,
        "restore": _restore,
        "retire": _retire,
    }[work](database, folder)


def _ready() -> None:
    print("ready", flush=True)


def _import(database: Path, folder: Path) -> None:
    paths = [world.write_export(folder), world.write_posts(folder)]
    with Store.open(database) as store:
        _ready()
        for _ in count():
            run = run_import(store, paths, settings=_SETTINGS)
            if run.import_id is not None:
                undo_import(store, run.import_id, _SETTINGS)


def _embed(database: Path, folder: Path) -> None:
    with Store.open(database) as store:
        _ready()
        for _ in count():
            embed(store, encoder=world.WordEncoder())
            store.keep_vectors([])


def _link(database: Path, folder: Path) -> None:
    with Store.open(database) as store:
        relink(store, _SETTINGS, force=True)
        _ready()
        for _ in count():
            relink(store, _SETTINGS, force=True)


def _migrate(database: Path, folder: Path) -> None:
    further = further_steps()
    connecting._steps = lambda: further
    _ready()
    for number in count():
        with Store.open(database) as store:
            store.execute("UPDATE meta SET value = ? WHERE name = 'schema'", [str(_LAST)])
            store.execute("INSERT OR REPLACE INTO meta VALUES ('migrated', ?)", [str(number)])


def _forget(database: Path, folder: Path) -> None:
    kept = folder / "whole.duckdb"
    _ready()
    for _ in count():
        with Store.open(database) as store:
            forget_person(store, find_person(store, "Bea Brook"), _SETTINGS)
        with Store.open(database) as store:
            # What went comes back by hand, so that there is something to forget again.
            store.execute("DELETE FROM forgotten")
        shutil.copy(kept, folder / "again.duckdb")
        (folder / "again.duckdb").replace(database)


def _backup(database: Path, folder: Path) -> None:
    with Store.open(database) as store:
        _ready()
        for number in count():
            write_backup(store, folder / f"copy-{number}.duckdb")
            (folder / f"copy-{number - 2}.duckdb").unlink(missing_ok=True)


def _restore(database: Path, folder: Path) -> None:
    settings = Settings(database=database)
    _ready()
    for _ in count():
        done = restore_copy(folder / "whole.duckdb", settings)
        if done.replaced:
            done.replaced.unlink()


def _retire(database: Path, folder: Path) -> None:
    """Remove what is too old from the database and from a backup of it, and begin anew with both."""
    _ready()
    for number in count():
        backup = folder / f"kept-{number}.duckdb"
        with Store.open(database) as store:
            write_backup(store, backup)
            forget_older(store, TOO_OLD, _SETTINGS)
        remove_copy(backup)
        shutil.copy(folder / "whole.duckdb", folder / "again.duckdb")
        (folder / "again.duckdb").replace(database)


if __name__ == "__main__":
    np.seterr(all="raise")
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
