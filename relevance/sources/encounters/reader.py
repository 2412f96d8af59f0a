"""The door to tables of encounters: CSV, TSV, JSON, JSON Lines, Parquet or Excel, one contact a row."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any, NamedTuple

import polars as pl

from relevance.errors import NothingUsableError
from relevance.schema import fact_frame, stable_id
from relevance.sources.archive import SourceFile
from relevance.sources.encounters.channels import channel_of
from relevance.sources.encounters.columns import is_table, value_of
from relevance.sources.encounters.moments import moment_of
from relevance.sources.encounters.sides import KIND, MOST_PEOPLE, Pair, pairs_of
from relevance.sources.people import person_record
from relevance.sources.posts.dates import is_day_first
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.table_rows import column_names, table_rows
from relevance.texts import _, marked

__all__ = ["read", "recognises"]

_OWNER = stable_id("r", KIND, "owner")
_SNIPPET = 300
_NOBODY = marked("names nobody")
_BARE = marked("neither a channel nor a date")
_NO_ROW = marked("no row with named values")
_TWICE = marked("same encounter twice")
_CROWD = marked("more than 25 people")


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a table with columns for a person, a channel and a date."""
    del path
    return is_table(column_names(head, is_table))


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return one encounter between the owner and each person that a row names.

    Args:
        file: the table.
        as_of: day of the table, where the owner states it.
        zone: zone of times that name none; such times, and days without a time, are approximate.

    Raises:
        UnreadableFileError: it cannot be read as a table.
        NothingUsableError: it has no rows, or lacks columns for person, channel and date.
    """
    taking = _Taking(zone, day_first=_puts_day_first(file))
    names: set[str] = set()
    for row in table_rows(file, is_table):
        if not isinstance(row, str):
            names |= set(row)
        taking.take(row)
    if not taking.read or not names:
        msg = _(
            "{path} has no rows. A table of encounters needs columns for the person (person, "
            "name, with), the channel (channel, where) and the date (date, when).",
            path=file.path,
        )
        raise NothingUsableError(msg)
    return taking.result(as_of)


def _puts_day_first(file: SourceFile) -> bool:
    """Return whether dates such as 3/4/2026 begin with the day: one of them has a 13 or more there."""
    return is_day_first(pl.Series("at", _slashed(file), dtype=pl.String))


def _slashed(file: SourceFile) -> Iterator[str]:
    for row in table_rows(file, is_table):
        written = "" if isinstance(row, str) else value_of(row, "at").replace("-", "/")
        if written.count("/") == 2 and written[:3].count("/") == 1:
            yield written


class _Contact(NamedTuple):
    """What a row says besides who."""

    channel: str
    at: datetime | None
    is_approximate: bool
    written: str
    reference: str
    said: str


class _Taking:
    """Collects what the rows of one table say."""

    def __init__(self, zone: tzinfo, *, day_first: bool) -> None:
        self.read = 0
        self._zone, self._day_first = zone, day_first
        self._people: dict[str, dict[str, Any]] = {}
        self._encounters: dict[str, dict[str, Any]] = {}
        self._rejected: list[Rejection] = []

    def take(self, row: Mapping[str, str] | str) -> None:
        """Take in the next row, or note why it is no contact."""
        self.read += 1
        cells = {} if isinstance(row, str) else row
        why = row if isinstance(row, str) else self._take(row)
        if why:
            shown = " ".join(", ".join(value for value in cells.values() if value).split())
            self._rejected.append(Rejection(self.read, why, shown[:120]))

    def _take(self, row: Mapping[str, str]) -> str | None:
        if not any(row.values()):
            return _NO_ROW
        pairs = pairs_of(row)
        if not pairs:
            return _NOBODY
        if (
            len({one["record_id"] if one else _OWNER for pair in pairs for one in pair})
            > MOST_PEOPLE
        ):
            return _CROWD
        contact = self._contact(row)
        if contact is None:
            return _BARE
        added = [self._add(pair, contact) for pair in pairs]
        return None if any(added) else _TWICE

    def _contact(self, row: Mapping[str, str]) -> _Contact | None:
        word, written = value_of(row, "channel"), value_of(row, "at")
        if not word and not written:
            return None
        clock = value_of(row, "clock")
        if clock and clock != written and ":" not in written:
            written = f"{written} {clock}"
        at, is_approximate = moment_of(written, self._zone, day_first=self._day_first)
        channel, reference = channel_of(word), value_of(row, "reference")
        if word and (channel == "other" or word.startswith("#")):
            reference = f"{word}: {reference}" if reference else word
        said = " ".join(value_of(row, "snippet").split())
        return _Contact(channel, at, is_approximate, written, reference, said)

    def _add(self, pair: Pair, contact: _Contact) -> bool:
        sides = [self._side(record) for record in pair]
        key = stable_id(
            "e", KIND, *sides, contact.channel, contact.written, contact.reference, contact.said
        )
        if key in self._encounters:
            return False
        self._encounters[key] = {
            "encounter_id": key,
            "sender_record_id": sides[0],
            "recipient_record_id": sides[1],
            "channel": contact.channel,
            "at": contact.at,
            "reference": contact.reference[:300] or None,
            "snippet": contact.said[:_SNIPPET] or None,
            "is_approximate": contact.is_approximate,
        }
        return True

    def _side(self, record: dict[str, Any] | None) -> str:
        if record is None:
            owner = person_record(KIND, "(owner)") or {}
            record = owner | {"record_id": _OWNER, "is_owner": True}
        self._people.setdefault(record["record_id"], record)
        return str(record["record_id"])

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in."""
        encounters = fact_frame("encounter", self._encounters.values())
        newest = encounters["at"].dt.date().max()
        return ImportResult(
            KIND,
            self.read,
            {"record": fact_frame("record", self._people.values()), "encounter": encounters},
            tuple(self._rejected),
            as_of,
            newest if isinstance(newest, date) else None,
        )
