"""What the rows of one file add up to: frames of facts, and a reason for every other row."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

import polars as pl

from relevance.schema import fact_frame
from relevance.sources.archive import SourceFile
from relevance.sources.json_stream import BrokenJsonError
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.x.people import KIND, OWNER_RECORD_ID, Account, People, owner_row

__all__ = ["Facts"]

_BATCH = 4_000
_EXCERPT = 120
_BROKEN = "the file is damaged from here on"


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
        self._frames: dict[str, list[pl.DataFrame]] = defaultdict(list)

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
            self._frames[table].append(fact_frame(table, rows))
            rows.clear()

    def frame(self, table: str) -> pl.DataFrame:
        """Return all facts of a table so far, and forget them."""
        last = fact_frame(table, self._rows.pop(table, []))
        return pl.concat([*self._frames.pop(table, []), last])

    def result(
        self, *, day: date | None = None, encounters: pl.DataFrame | None = None
    ) -> ImportResult:
        """Return everything that was collected.

        Args:
            day: the day of the snapshot, where the file itself tells it.
            encounters: the encounters, where they have been worked over after `frame`.
        """
        as_of, newest = self._snapshot.day(self._days)
        as_of = day or as_of
        if encounters is not None:
            self._frames["encounter"].append(encounters)
        tables = [*self._rows, *(name for name in self._frames if name not in self._rows)]
        names = self.people.aliases
        frames = {name: _finished(self.frame(name), names, as_of) for name in tables}
        owner = [owner_row()] if any(_names_owner(frame) for frame in frames.values()) else []
        people = fact_frame("record", [*owner, *self.people.rows(as_of)])
        frames["record"] = pl.concat([people, frames["record"]]) if "record" in frames else people
        rejected = tuple(sorted(self._rejected, key=lambda one: one.row))
        return ImportResult(KIND, self.read, frames, rejected, as_of, newest)


def _finished(frame: pl.DataFrame, names: Mapping[str, str], as_of: date | None) -> pl.DataFrame:
    """Return a frame that names people's final records, and the day where it has none."""
    ids = [name for name in frame.columns if name.endswith("record_id")]
    if names:
        frame = frame.with_columns(pl.col(ids).replace(names))
    if "as_of" in frame.columns:
        frame = frame.with_columns(pl.col("as_of").fill_null(pl.lit(as_of, pl.Date)))
    return frame


def _names_owner(frame: pl.DataFrame) -> bool:
    sides = [name for name in ("author_record_id", "sender_record_id") if name in frame.columns]
    return any((frame[name] == OWNER_RECORD_ID).any() for name in sides)
