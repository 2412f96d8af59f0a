"""What a reader gives back: accepted facts, rejected rows with a reason each, and counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from relevance.schema import FACTS
from relevance.sources.packed_facts import PackedFacts
from relevance.texts import _

__all__ = ["FileReport", "ImportResult", "Rejection"]


@dataclass(frozen=True)
class Rejection:
    """A source row that was not taken in."""

    row: int
    """Number of the row in its file; the first row under the header is 1."""
    reason: str
    """Why, in the fixed words that reports count by."""
    excerpt: str = ""
    """Its first 120 characters, plain text, so that the owner finds it again."""


@dataclass(frozen=True)
class ImportResult:
    """What one file (or one member of an archive) holds."""

    kind: str
    """Kind of file, for example `linkedin.connections`."""
    read: int
    """Number of source rows: every one is accepted, or rejected with a reason."""
    accepted: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    """Frames of facts by table name; each keeps its contract in `relevance.schema.FACTS`."""
    rejected: tuple[Rejection, ...] = ()
    as_of: date | None = None
    """Date of the snapshot, as far as the file itself tells it."""
    newest: date | None = None
    """Day of the newest row: an export that was packed again may carry a much later `as_of`."""
    notes: Mapping[str, int] = field(default_factory=dict)
    """How many facts were taken in although something of them could not be read, by what it was."""

    def __post_init__(self) -> None:
        if isinstance(self.accepted, PackedFacts):
            return
        conformed = {name: FACTS[name].conform(frame) for name, frame in self.accepted.items()}
        object.__setattr__(self, "accepted", {k: f for k, f in conformed.items() if f.height})

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows were rejected, by reason."""
        return dict(Counter(rejection.reason for rejection in self.rejected))

    @property
    def usable(self) -> bool:
        """Whether anything at all was accepted."""
        return len(self.accepted) > 0

    def parts(self, table: str) -> Iterator[pl.DataFrame]:
        """Yield the accepted facts of a table, of a large file piece by piece."""
        if isinstance(self.accepted, PackedFacts):
            yield from self.accepted.parts(table)
        else:
            yield self.accepted[table]


@dataclass(frozen=True)
class FileReport:
    """What an import did with one file: the entry that reports and commands show."""

    path: str
    """The file, or `archive/member`."""
    kind: str
    read: int
    added: int
    """Facts that were not in the database before."""
    updated: int
    """Facts that were there and changed."""
    skipped: int
    """Source rows that were rejected."""
    reasons: Mapping[str, int]
    """Rejected rows by reason."""
    rejected: tuple[Rejection, ...] = ()
    usable: bool = False
    """At least one row was accepted, whether or not it was new."""
    known: bool = False
    """The very same bytes had been imported before."""
    error: str | None = None
    """Why nothing of the file could be used, or null."""
    tables: Mapping[str, int] = field(default_factory=dict)
    """New facts by table."""
    notes: Mapping[str, int] = field(default_factory=dict)
    """Facts that were taken in although something of them could not be read, by what it was."""

    @property
    def why(self) -> str:
        """Why rows were skipped, and what could not be read of those taken in, in one line."""
        parts = {
            **{_(reason): n for reason, n in self.reasons.items()},
            **{_("kept, but {note}", note=_(note)): n for note, n in self.notes.items()},
        }
        return "; ".join(f"{reason}: {count}" for reason, count in parts.items())
