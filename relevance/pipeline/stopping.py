"""Keeping out of an import what is about somebody whom the owner asked to forget."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from relevance.pipeline.identities import IDENTIFYING, identities
from relevance.schema import FACTS
from relevance.sources.result import ImportResult
from relevance.store import Marks, Naming, Store, marks_now
from relevance.texts import marked

__all__ = ["STOPPED", "Let", "Stopping"]

STOPPED = marked("about somebody you asked to forget")
"""The reason that reports count these rows by; it names nobody."""

_SURFACER = "surfacer_record_id"


@dataclass
class Stopping:
    """Looks through what was read before it is taken in."""

    marks: Marks

    @classmethod
    def of(cls, store: Store) -> "Stopping":
        """Return one that knows the marks of this database."""
        return cls(marks_now(store))

    def without_forgotten(self, result: ImportResult) -> "Let":
        """Return what of a file may be taken in; where nobody was forgotten that is all of it, at no cost."""
        return Let(result, self.marks)


@dataclass
class Let:
    """What of one file may be taken in. What was kept out is counted while the facts are handed over."""

    result: ImportResult
    marks: Marks
    stopped: dict[str, int] = field(default_factory=dict)
    """How many facts were kept out, by table."""

    def __post_init__(self) -> None:
        """Find the records that are kept out."""
        self._records: list[str] = []
        self._names: list[str] = []
        self._addresses: list[str] = []
        if not self.marks or "record" not in self.result.accepted:
            return
        for frame in self.result.parts("record"):
            wanted = frame.filter(~pl.col("is_owner").fill_null(value=False)).select(IDENTIFYING)
            for row in wanted.iter_rows(named=True):
                if any(self.marks.has(one) for one in identities(row, beside_name=False)):
                    self._records.append(row["record_id"])
                    self._names.append(row["name"])
                    told = (
                        row["url"],
                        row["account_id"],
                        *(row["handles"] or ()),
                        *(row["emails"] or ()),
                    )
                    self._addresses += [one for one in told if one]

    @property
    def accepted(self) -> Mapping[str, Iterator[pl.DataFrame]]:
        """The facts that may be taken in, by table; to be asked for once."""
        return {name: self._parts(name) for name in self.result.accepted}

    @property
    def rows(self) -> int:
        """How many rows of the file were kept out, as far as facts tell; once all facts were handed over."""
        facts = {name: n for name, n in self.stopped.items() if name != "record"}
        most = max(facts.values(), default=0) or self.stopped.get("record", 0)
        return min(most, max(self.result.read - len(self.result.rejected), 0))

    @property
    def all_stopped(self) -> bool:
        """Whether every person of the file is kept out."""
        return bool(self._records) and all(
            frame["record_id"].is_in(self._records).all() for frame in self.result.parts("record")
        )

    def shown(self, text: str) -> str:
        """Return `text` without what names the people who are kept out."""
        if not self._records:
            return text
        return Naming(self._names, self._addresses).without(text)

    def _parts(self, table: str) -> Iterator[pl.DataFrame]:
        columns = [
            one for one in FACTS[table].schema if one.endswith("record_id") and one != _SURFACER
        ]
        for frame in self.result.parts(table):
            kept = frame
            if self._records and columns:
                about = pl.any_horizontal(
                    pl.col(columns).is_in(self._records).fill_null(value=False)
                )
                kept = frame.filter(~about)
            if self.marks and table == "engagement":
                known = [self.marks.has(f"engagement {one}") for one in frame["engagement_id"]]
                kept = frame.filter(~pl.Series(known, dtype=pl.Boolean))
            self.stopped[table] = self.stopped.get(table, 0) + frame.height - kept.height
            if self._records and _SURFACER in kept.columns:
                brought = pl.col(_SURFACER)
                kept = kept.with_columns(pl.when(~brought.is_in(self._records)).then(brought))
            if kept.height:
                yield kept
