"""What the rows of one file add up to: frames of facts, and a reason for every other row."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, tzinfo
from functools import partial
from typing import Any

import polars as pl

from relevance.schema import fact_frame
from relevance.sources.archive import SourceFile
from relevance.sources.json_stream import BrokenJsonError
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.packed_facts import PackedFacts
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.x.people import KIND, OWNER_RECORD_ID, Account, People, owner_row
from relevance.texts import marked

__all__ = ["Facts"]

_BATCH = 4_000
_EXCERPT = 120
_BROKEN = marked("the file is damaged from here on")


class Facts:
    """Collects the facts of one file in batches, so that a large file stays small in memory."""

    def __init__(self, file: SourceFile, as_of: date | None, zone: tzinfo) -> None:
        self.zone = zone
        self.people = People()
        self.read = 0
        self._snapshot = Snapshot.of(file, as_of, zone)
        self._days: set[date] = set()
        self._rejected: list[Rejection] = []
        self._rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self._facts = PackedFacts()

    def row(self, at: datetime | None = None) -> None:
        """Count one more source row, which is of the moment `at`."""
        self.read += 1
        self.dated(at)

    def dated(self, at: datetime | None) -> None:
        """Note that a row is of the moment `at`."""
        if at:
            self._days.add(at.date())

    def reject(self, reason: str, excerpt: object = "", *, row: int | None = None) -> None:
        """Say why a row, by default the one that was counted last, is not taken in."""
        text = " ".join(str(excerpt)[: 4 * _EXCERPT].split())[:_EXCERPT]
        self._rejected.append(Rejection(row or self.read, reason, text))

    def broke_off(self, error: BrokenJsonError) -> None:
        """Reject what stands behind a damaged place, or raise where nothing stands before it."""
        if not self.read:
            raise error
        self.row()
        self.reject(_BROKEN, error)

    def see(self, account: Account, at: datetime | None = None) -> str | None:
        """Return the record id of an account, see `People.see`."""
        return self.people.see(account, at)

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Keep one fact."""
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= _BATCH:
            self._pack(table)

    def _pack(self, table: str) -> None:
        self._facts.add(table, fact_frame(table, self._rows.pop(table)))

    def result(
        self,
        *,
        day: date | None = None,
        rooms: Mapping[str, str] | None = None,
        myself: Collection[str] = (),
    ) -> ImportResult:
        """Return everything that was collected.

        Args:
            day: the day of the snapshot, where the file itself tells it.
            rooms: the conversation of encounters, by their ids.
            myself: records that `see` gave of the owner; encounters with these are none.
        """
        facts = self._facts
        for table in list(self._rows):
            self._pack(table)
        as_of, newest = self._snapshot.day(self._days)
        as_of = day or as_of
        for table in list(facts):
            finish = partial(_finished, names=self.people.aliases, rooms=rooms or {}, as_of=as_of)
            kept = facts.last_of_each_key(table, finish)
            if table == "encounter" and myself:
                others = pl.concat(facts.added(table, ["recipient_record_id"])).to_series()
                kept &= ~others.is_in(list(myself))
            facts.finish(table, finish, kept)
        owner = [owner_row()] if self._names_owner() else []
        people = fact_frame("record", [*owner, *self.people.rows(as_of)])
        facts.replace("record", pl.concat([people, *facts.parts("record")]))
        rejected = tuple(sorted(self._rejected, key=lambda one: one.row))
        return ImportResult(KIND, self.read, facts, rejected, as_of, newest)

    def _names_owner(self) -> bool:
        return any(_names_owner(part) for table in self._facts for part in self._facts.parts(table))


def _finished(
    frame: pl.DataFrame, *, names: Mapping[str, str], rooms: Mapping[str, str], as_of: date | None
) -> pl.DataFrame:
    """Return a frame that names people's final records and its conversations, and the day where it has none."""
    ids = [name for name in frame.columns if name.endswith("record_id")]
    if names and ids:
        frame = frame.with_columns(pl.col(ids).replace(names))
    if rooms and "encounter_id" in frame.columns:
        room = pl.col("encounter_id").replace_strict(rooms, default=None, return_dtype=pl.String)
        frame = frame.with_columns(room.alias("conversation"))
    if "as_of" in frame.columns:
        frame = frame.with_columns(pl.col("as_of").fill_null(pl.lit(as_of, pl.Date)))
    return frame


def _names_owner(frame: pl.DataFrame) -> bool:
    sides = [name for name in ("author_record_id", "sender_record_id") if name in frame.columns]
    return any((frame[name] == OWNER_RECORD_ID).any() for name in sides)
