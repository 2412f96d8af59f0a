"""Forgetting a person: everything that is held of them goes, here and in the copies; only marks stay."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from relevance.config import Settings
from relevance.errors import NotFoundError, StoreBusyError, StoreError
from relevance.pipeline.identities import IDENTIFYING, identities
from relevance.pipeline.importing import settle
from relevance.pipeline.vectors import forget_unused_vectors
from relevance.store import (
    Marks,
    Naming,
    Restored,
    Store,
    adopt_marks,
    keep_marks,
    known_copies,
    made_by_itself,
    marks_now,
    note_copy,
    remove_copy,
    remove_records,
    restore_database,
    texts_that_name,
)
from relevance.texts import _, marked

__all__ = ["CopyFate", "Forgotten", "Leaving", "forget_person", "leaving_of", "restore_copy"]

_COUNTED: Mapping[str, str] = {
    "record": "record_id",
    "post": "author_record_id",
    "encounter": "sender_record_id",
    "invite": "record_id",
    "position": "record_id",
    "owner_note": "record_id",
}


@dataclass(frozen=True)
class Leaving:
    """What would go, shown before the owner says yes."""

    person_id: str
    name: str
    counts: Mapping[str, int]
    """Rows that would go, by table."""
    copies: Sequence[Path]
    """Copies of the database that would be deleted or written anew."""

    @property
    def sentence(self) -> str:
        """The same in words."""
        parts = [
            f"{count:,} {name}{'s' * (count != 1)}" for name, count in self.counts.items() if count
        ]
        copies = (
            _(" {copies} copies of the database are cleaned as well.", copies=len(self.copies))
            if self.copies
            else ""
        )
        return _(
            "Forgetting {name} removes {parts} and all that was worked out from "
            "them.{copies} It cannot be undone, and no import brings them back.",
            name=self.name,
            parts=", ".join(parts),
            copies=copies,
        )


@dataclass(frozen=True)
class CopyFate:
    """What became of one copy of the database."""

    path: Path
    outcome: str
    """deleted, written anew, holds nothing of them, or could not be cleaned."""
    why: str = ""


@dataclass(frozen=True)
class Forgotten:
    """What was done."""

    person_id: str
    removed: Mapping[str, int]
    """Rows that went, by table."""
    marks: int
    """Salted marks that keep imports from bringing the person back."""
    mentions: int
    """Texts by other people, or by the owner, that name them; these stay."""
    copies: Sequence[CopyFate]


def leaving_of(store: Store, person_id: str) -> Leaving:
    """Return what forgetting a person would remove.

    Raises:
        NotFoundError: there is no such person, or it is the owner.
    """
    records = _records_of(store, person_id)
    ids = records["record_id"].to_list()
    counts = {
        table: _count(store, table, column, ids)
        + (_count(store, table, "recipient_record_id", ids) if table == "encounter" else 0)
        for table, column in _COUNTED.items()
    }
    name = str(store.frame("SELECT name FROM person WHERE person_id = ?", [person_id])["name"][0])
    return Leaving(person_id, name, counts, known_copies(store.path))


def forget_person(store: Store, person_id: str, settings: Settings) -> Forgotten:
    """Remove a person from the database and from its copies, for good.

    Copies come first: a process that is killed before the end leaves the person in the database, so that forgetting
    them again finishes it. Copies that this tool made by itself, before a migration or a restore, are deleted;
    backups are cleaned and get a new checksum.

    Raises:
        NotFoundError: there is no such person, or it is the owner.
        StoreError: the database cannot be written; everything stays.
    """
    records = _records_of(store, person_id)
    ids = records["record_id"].to_list()
    others = store.frame(
        f"SELECT {', '.join(IDENTIFYING)} FROM record WHERE NOT list_contains(?, record_id)", [ids]
    )
    told = _told(records) - _told(others)
    addresses = _addresses(records) - _addresses(others)
    naming = Naming(_names(store, person_id, records), sorted(addresses))
    told |= {f"engagement {one}" for one in _engagements(store, ids)}
    # The first mark makes the key of all; a copy takes it over, so that it may come back in the database's place.
    keep_marks(store, [])
    traces = _Traces(frozenset(ids), told, naming)
    copies = _clean_copies(store, traces, settings)
    with store.transaction():
        removed = _forget(store, ids, traces, settings)
        mentions = texts_that_name(store, naming)
    _write_anew(store)
    return Forgotten(person_id, removed, store.count("forgotten"), mentions, copies)


def _write_anew(store: Store) -> None:
    try:
        store.rewrite()
    except StoreError as error:
        msg = _(
            "They are forgotten, yet traces may be left in the file until it is written "
            "anew, which is tried again whenever it is opened. {error}",
            error=error,
        )
        raise StoreError(msg) from error


def _records_of(store: Store, person_id: str) -> pl.DataFrame:
    if person_id == "owner":
        msg = _(
            "The owner cannot be forgotten alone: `relevance wipe` deletes everything that is held."
        )
        raise NotFoundError(msg)
    found = store.frame(
        f"SELECT {', '.join(IDENTIFYING)}, former_names FROM record JOIN person_link USING (record_id) "
        "WHERE person_id = ? ORDER BY record_id",
        [person_id],
    )
    if found.is_empty():
        msg = _(
            "There is no person with the id {person_id!r}. `relevance connections` shows the ids "
            "there are.",
            person_id=person_id,
        )
        raise NotFoundError(msg)
    return found


def _count(store: Store, table: str, column: str, ids: Sequence[str]) -> int:
    sql = f"SELECT count(*) AS n FROM {table} WHERE list_contains(?, {column})"
    return int(store.frame(sql, [list(ids)])["n"][0])


def _told(records: pl.DataFrame) -> set[str]:
    rows = records.select(IDENTIFYING).iter_rows(named=True)
    return {one for row in rows for one in identities(row, beside_name=True)}


def _addresses(records: pl.DataFrame) -> set[str]:
    single = {one for column in ("url", "account_id") for one in records[column].drop_nulls()}
    listed = (records[column].explode().drop_nulls() for column in ("handles", "emails"))
    return single | {one for column in listed for one in column}


def _names(store: Store, person_id: str, records: pl.DataFrame) -> list[str]:
    shown = store.frame("SELECT name, former_names FROM person WHERE person_id = ?", [person_id])
    names = {*records["name"], *shown["name"]}
    for frame in (records, shown):
        names |= set(frame["former_names"].explode().drop_nulls())
    return sorted(names)


def _engagements(store: Store, ids: Sequence[str]) -> list[str]:
    """Return the owner's acts on posts of these records, which an import would bring with the text of the post."""
    found = store.frame(
        "SELECT DISTINCT engagement_id FROM engaged_post JOIN post USING (post_id) "
        "WHERE list_contains(?, author_record_id) ORDER BY ALL",
        [list(ids)],
    )
    return found["engagement_id"].to_list()


@dataclass(frozen=True)
class _Traces:
    """By what a person is found in another copy of the database."""

    record_ids: Collection[str]
    told: Collection[str]
    naming: Naming


def _forget(
    store: Store, ids: Sequence[str], traces: _Traces, settings: Settings
) -> dict[str, int]:
    """Remove records and what was worked out from them, and mark them, in one transaction."""
    with store.transaction():
        removed = remove_records(store, ids, traces.naming)
        settle(store, settings, posts_changed=True)
        forget_unused_vectors(store)
        keep_marks(store, traces.told)
    return removed


def _clean_copies(store: Store, traces: _Traces, settings: Settings) -> list[CopyFate]:
    fates = []
    for path in known_copies(store.path):
        if path in made_by_itself(store.path):
            remove_copy(path)
            fates.append(CopyFate(path, "deleted"))
            continue
        try:
            fates.append(_clean_copy(store, path, traces, settings))
        except StoreError as error:
            fates.append(
                CopyFate(
                    path,
                    marked("could not be cleaned"),
                    _("{error} Delete it yourself.", error=error),
                )
            )
    return fates


def _clean_copy(store: Store, path: Path, traces: _Traces, settings: Settings) -> CopyFate:
    with Store.open(path) as copy:
        adopt_marks(copy, marks_now(store))
        theirs = [
            row["record_id"]
            for row in _identified(copy)
            if row["record_id"] in traces.record_ids
            or any(one in traces.told for one in identities(row, beside_name=False))
        ]
        if theirs:
            _forget(copy, theirs, traces, settings)
            copy.rewrite()
        else:
            keep_marks(copy, traces.told)
        rows = copy.row_counts()
    for made in made_by_itself(path):  # of a copy that had to be brought up to date
        remove_copy(made)
    note_copy(store.path, path, rows)
    return CopyFate(path, marked("written anew") if theirs else marked("holds nothing of them"))


def _identified(store: Store) -> Iterator[Mapping[str, Any]]:
    sql = f"SELECT {', '.join(IDENTIFYING)} FROM record ORDER BY record_id"
    return store.frame(sql).iter_rows(named=True)


def restore_copy(file: Path, settings: Settings) -> Restored:
    """Put a copy in the place of the database; whoever was forgotten since it was made stays forgotten.

    Raises:
        StoreBusyError: another process has the database open.
        StoreError: the copy is not there, is no longer what was written, or cannot be read; nothing was changed.
    """
    marks = _marks_of(settings.database)
    done = restore_database(file, settings.database)
    if not marks:
        return done
    with Store.open(settings.database) as store:
        adopt_marks(store, marks)
        back = [
            row
            for row in _identified(store)
            if any(marks.has(one) for one in identities(row, beside_name=False))
        ]
        if back:
            names = [row["name"] for row in back]
            told = {one for row in back for one in identities(row, beside_name=False)}
            traces = _Traces(
                frozenset(), told, Naming(names, [row["url"] for row in back if row["url"]])
            )
            _forget(store, [row["record_id"] for row in back], traces, settings)
            store.rewrite()
    return done


def _marks_of(database: Path) -> Marks | None:
    """Return the marks of the present database, null where there is none that can be read."""
    if not database.exists():
        return None
    try:
        with Store.open(database) as store:
            return marks_now(store)
    except StoreBusyError:
        raise
    except StoreError:
        return None
