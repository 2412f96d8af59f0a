"""The door to tables of encounters: CSV, TSV, JSON, JSON Lines, Parquet or Excel, one contact a row."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from relevance.errors import NothingUsableError
from relevance.schema import fact_frame, stable_id
from relevance.sources.archive import SourceFile
from relevance.sources.encounters.columns import channel_of, is_incoming, is_table, value_of
from relevance.sources.linkedin.dates import parse_local
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.table_rows import cells_of, column_names, table_rows

__all__ = ["read", "recognises"]

KIND = "encounters"
_OWNER = stable_id("r", KIND, "owner")
_SNIPPET = 300
_NOBODY = "names nobody"
_BARE = "neither a channel nor a date"
_NO_ROW = "no row with named values"
_TWICE = "same encounter twice"
_DAY_ONLY = re.compile(r"\s*\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}\s*$")


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a table with columns for a person, a channel and a date."""
    del path
    return is_table(column_names(head, wrapped=KIND))


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return one encounter for each row, between the owner and the person it names.

    Args:
        file: the table.
        as_of: day of the table, where the owner states it.
        zone: zone of times that name none; such times, and days without a time, are approximate.

    Raises:
        UnreadableFileError: it cannot be read as a table.
        NothingUsableError: it has no rows, or lacks columns for person, channel and date.
    """
    people: dict[str, dict[str, Any]] = {}
    encounters: dict[str, dict[str, Any]] = {}
    rejected: list[Rejection] = []
    number = 0
    names: set[str] = set()
    for number, row in enumerate(table_rows(file, wrapped=KIND), start=1):
        cells = cells_of(row)
        names |= set(cells)
        outcome = _encounter(cells, zone, people)
        if isinstance(outcome, str) or outcome["encounter_id"] in encounters:
            why = outcome if isinstance(outcome, str) else _TWICE
            shown = ", ".join(value for value in cells.values() if value)
            rejected.append(Rejection(number, why, " ".join(shown.split())[:120]))
        else:
            encounters[outcome["encounter_id"]] = outcome
    if not number or not names:
        msg = (
            f"{file.path} has no rows. A table of encounters needs columns for the person (person, name, with), the "
            "channel (channel, where) and the date (date, when)."
        )
        raise NothingUsableError(msg)
    owner = person_record(KIND, "(owner)") or {}
    records = [
        *people.values(),
        *([owner | {"record_id": _OWNER, "is_owner": True}] if encounters else []),
    ]
    frame = fact_frame("encounter", encounters.values())
    newest = frame["at"].dt.date().max()
    return ImportResult(
        KIND,
        number,
        {"record": fact_frame("record", records), "encounter": frame},
        tuple(rejected),
        as_of,
        newest if isinstance(newest, date) else None,
    )


def _encounter(
    cells: Mapping[str, str], zone: tzinfo, people: dict[str, dict[str, Any]]
) -> dict[str, Any] | str:
    """Return the encounter of a row, its person noted in `people`, or why it has none."""
    if not any(cells.values()):
        return _NO_ROW
    handle, mail = value_of(cells, "handle").lstrip("@"), value_of(cells, "email")
    record = person_record(
        KIND,
        value_of(cells, "person"),
        url=value_of(cells, "url") or None,
        emails=[mail] if "@" in mail else [],
        handles=[handle if ":" in handle else f"x:{handle}"] if handle else [],
    )
    word, written = value_of(cells, "channel"), value_of(cells, "at")
    if record is None:
        return _NOBODY
    if not word and not written:
        return _BARE
    at, is_approximate = _moment(written, zone)
    channel = channel_of(word)
    reference, said = value_of(cells, "reference"), value_of(cells, "snippet")
    if channel == "other" and word:
        reference = f"{word}: {reference}" if reference else word
    other = record["record_id"]
    sides = (other, _OWNER) if is_incoming(value_of(cells, "direction")) else (_OWNER, other)
    people.setdefault(other, record)
    return {
        "encounter_id": stable_id("e", KIND, *sides, channel, written, reference, said),
        "sender_record_id": sides[0],
        "recipient_record_id": sides[1],
        "channel": channel,
        "at": at,
        "reference": reference[:300] or None,
        "snippet": " ".join(said.split())[:_SNIPPET] or None,
        "is_approximate": is_approximate,
    }


def _moment(written: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    if not written:
        return None, True
    try:
        found = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        return parse_local(written, zone=zone)
    is_day = len(written) <= 10 or bool(_DAY_ONLY.match(written))
    if found.tzinfo is not None:
        return found.astimezone(UTC), False
    # The middle of a day is never another day, whatever the zone.
    told = found.replace(hour=12) if is_day else found
    try:
        return told.replace(tzinfo=zone).astimezone(UTC), True
    except (ValueError, OverflowError):
        return None, True
