"""The facts of a large file, held compressed until they are taken in: as frames they take four times as much."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl

from relevance.schema import FACTS

__all__ = ["PackedFacts"]

_PART = 20_000
"""Rows that a part has at least, but for the last one."""

_Finish = Callable[[pl.DataFrame], pl.DataFrame]


class PackedFacts(Mapping[str, pl.DataFrame]):
    """Frames of facts by table, added piece by piece and finished once all are known.

    Each value is a whole table, unpacked anew whenever it is asked for; `parts` gives the same rows in little memory.
    """

    def __init__(self) -> None:
        """Begin without a table."""
        self._packed: dict[str, list[bytes]] = defaultdict(list)
        self._finish: dict[str, _Finish] = {}
        self._kept: dict[str, pl.Series] = {}

    def add(self, table: str, frame: pl.DataFrame) -> None:
        """Pack some more rows of a table."""
        if frame.height:
            packed = io.BytesIO()
            frame.write_ipc(packed, compression="zstd")
            self._packed[table].append(packed.getvalue())

    def replace(self, table: str, frame: pl.DataFrame) -> None:
        """Hold the finished rows of `frame` instead of what was added."""
        for about in (self._packed, self._finish, self._kept):
            about.pop(table, None)
        self.add(table, FACTS[table].conform(frame))

    def added(self, table: str, columns: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """Yield the rows of a table, or only some columns of them, piece by piece as they were added."""
        wanted = None if columns is None else list(columns)
        for packed in self._packed.get(table, []):
            yield pl.read_ipc(io.BytesIO(packed), columns=wanted)

    def last_of_each_key(self, table: str, finish: _Finish) -> pl.Series:
        """Return for each row added whether no later one has the same key, once `finish` has worked over it."""
        key = FACTS[table].key
        keys = pl.concat([finish(frame).select(key) for frame in self.added(table, key)])
        whole = keys.to_series() if len(key) == 1 else keys.to_struct()
        return whole.is_last_distinct()

    def finish(self, table: str, finish: _Finish, kept: pl.Series) -> None:
        """Say what becomes of the rows of a table whenever they are unpacked; one without a row left is gone.

        Args:
            table: a table of facts.
            finish: makes rows of the contract of those that were added, as many as it is given.
            kept: for each row added whether it stays; no two that stay have the same key.
        """
        self._finish[table] = finish
        if not kept.any():
            self._packed.pop(table, None)
        elif not kept.all():
            self._kept[table] = kept

    def parts(self, table: str) -> Iterator[pl.DataFrame]:
        """Yield the finished rows of a table in their order, some ten thousand at once."""
        waiting: list[pl.DataFrame] = []
        for frame in self._finished(table):
            waiting.append(frame)
            if sum(one.height for one in waiting) >= _PART:
                yield pl.concat(waiting)
                waiting = []
        if waiting:
            yield pl.concat(waiting)

    def _finished(self, table: str) -> Iterator[pl.DataFrame]:
        finish, kept = self._finish.get(table), self._kept.get(table)
        start = 0
        for frame in self.added(table):
            rows = frame if kept is None else frame.filter(kept.slice(start, frame.height))
            start += frame.height
            if rows.height:
                yield FACTS[table].conform(finish(rows) if finish else rows)

    def __getitem__(self, table: str) -> pl.DataFrame:
        """Return all finished rows of a table."""
        if table not in self._packed:
            raise KeyError(table)
        return pl.concat(self.parts(table))

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the tables."""
        return iter(self._packed)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(self._packed)
