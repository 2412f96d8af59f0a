"""Collects the facts of one file of the archive: people once each, and rows in frames of some thousands."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from relevance.schema import fact_frame, stable_id
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection

__all__ = ["KIND", "OWNER_ID", "Taking", "moment", "snowflake_moment"]

KIND = "x"
OWNER_ID = stable_id("r", KIND, "owner")
"""The owner's record in the files that are theirs but do not name them."""
_PIECE = 20_000
_EPOCH_MS = 1_288_834_974_657
_FORMS = ("%a %b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S %z")


def moment(text: object) -> datetime | None:
    """Return the moment that the archive writes in one of its forms, in UTC, or null."""
    if not isinstance(text, str) or len(text) > 60:
        return None
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).astimezone(UTC)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def snowflake_moment(identifier: str) -> datetime | None:
    """Return when the post with this id was made; ids from before November 2010 do not tell."""
    if not identifier.isdecimal() or not 10 < len(identifier) <= 19:
        return None
    seconds = ((int(identifier) >> 22) + _EPOCH_MS) / 1000
    return datetime.fromtimestamp(seconds, UTC) if int(identifier) >> 22 else None


class Taking:
    """What one file says."""

    def __init__(self) -> None:
        self.read = 0
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self._people: dict[str, dict[str, Any]] = {}
        self._rejected: list[Rejection] = []
        self._newest: date | None = None

    def person(
        self, *, account: object = None, handle: object = None, name: object = None
    ) -> str | None:
        """Return the record id of an account by its id, or else by its handle; null where neither is told."""
        number = (
            str(account) if account and str(account).isdecimal() and str(account) != "0" else None
        )
        shown = (
            str(handle).lstrip("@").casefold()
            if isinstance(handle, str) and handle.strip("@ ")
            else None
        )
        if number is None and shown is None:
            return None
        record = person_record(
            KIND,
            name if isinstance(name, str) else "",
            account_id=f"x:{number}" if number else None,
            handles=[f"x:{shown}"] if shown else [],
        )
        if record is None:
            return None
        known = self._people.get(record["record_id"])
        if known is None or (not known["handles"] and record["handles"]):
            self._people[record["record_id"]] = record
        return str(record["record_id"])

    def owner(self, record: Mapping[str, Any] | None = None) -> str:
        """Return the owner's record id; `record` is what the file says of them."""
        plain = person_record(KIND, "(owner)") or {}
        told = {**(record or plain), "record_id": OWNER_ID, "is_owner": True}
        if record or OWNER_ID not in self._people:
            self._people[OWNER_ID] = told
        return OWNER_ID

    def mark_owner(self, record_id: str) -> None:
        """Note that a record is the owner's."""
        self._people[record_id] = self._people[record_id] | {"is_owner": True}

    def add(self, table: str, row: dict[str, Any], at: datetime | None = None) -> None:
        """Take in one fact."""
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if at and (self._newest is None or at.date() > self._newest):
            self._newest = at.date()
        if len(rows) >= _PIECE:
            self._flush(table)

    def reject(self, reason: str, excerpt: object = "") -> None:
        """Note why the row that is read is not taken in."""
        self._rejected.append(Rejection(self.read, reason, str(excerpt)[:120]))

    def _flush(self, table: str) -> None:
        self._frames.setdefault(table, []).append(fact_frame(table, self._rows.pop(table, [])))

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in."""
        for table in list(self._rows):
            self._flush(table)
        frames = {table: pl.concat(parts) for table, parts in self._frames.items()}
        if self._people:
            frames["record"] = fact_frame("record", self._people.values())
        return ImportResult(
            KIND, self.read, frames, tuple(self._rejected), as_of or self._newest, self._newest
        )
