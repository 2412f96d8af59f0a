"""The door to tables of encounters: CSV, TSV, JSON, JSON Lines, Parquet or Excel, one contact a row."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

import ijson
import polars as pl

from relevance.errors import NothingUsableError, RelevanceError, UnreadableFileError
from relevance.schema import fact_frame, stable_id
from relevance.sources.archive import SourceFile
from relevance.sources.encounters.columns import channel_of, is_incoming, is_table, value_of
from relevance.sources.json_items import Rejoined, items_at
from relevance.sources.linkedin.dates import parse_local
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.text import csv_rows, decode, excel_rows, is_excel, normalise

__all__ = ["read", "recognises"]

KIND = "encounters"
_OWNER = stable_id("r", KIND, "owner")
_SNIPPET = 300
_NOBODY = "names nobody"
_BARE = "neither a channel nor a date"
_NO_ROW = "no row with named values"
_TWICE = "same encounter twice"
_DAY_ONLY = re.compile(r"\s*\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}\s*$")

_NO_PARQUET = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a table with columns for a person, a channel and a date."""
    del path
    try:
        names = _names(head)
    except (RelevanceError, ijson.JSONError, ValueError, RecursionError, *_NO_PARQUET):
        return False
    return is_table(names)


def _names(head: bytes) -> list[str]:
    if head.startswith(b"PAR1"):
        # Its columns are named at its end: the reader of sources hands over beginning and end.
        return list(pl.read_parquet_schema(io.BytesIO(head)))
    if is_excel(head):
        return next(excel_rows(head), [])
    text = decode(head)
    if text.lstrip()[:1] in {"{", "["}:
        first = next(_objects_in(io.BytesIO(text.encode())), None)
        return list(first) if isinstance(first, dict) else []
    return next(csv_rows(text), [])


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
    for number, row in enumerate(_rows(file), start=1):
        cells = {normalise(str(key)): _text(value) for key, value in row.items()}
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


def _text(value: object) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    return str(value).replace("\x00", "").strip()


def _rows(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    head = file.head()
    if head.startswith(b"PAR1"):
        yield from _of_parquet(file)
    elif is_excel(head) or head.startswith(b"PK\x03\x04"):
        yield from _of_lists(excel_rows(file.read()))
    elif decode(head).lstrip()[:1] in {"{", "["}:
        yield from _of_json(file)
    else:
        yield from _of_lists(csv_rows(decode(file.read())))


def _of_lists(rows: Iterator[list[str]]) -> Iterator[Mapping[str, str]]:
    header = next(rows, [])
    for row in rows:
        yield dict(zip(header, row, strict=False))


def _of_parquet(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    try:
        frame = pl.read_parquet(io.BytesIO(file.read()))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        msg = f"{file.path} is no readable Parquet file ({error}). Write it again."
        raise UnreadableFileError(msg) from error
    yield from frame.iter_rows(named=True)


def _of_json(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    try:
        with file.open() as stream:
            for one in _objects_in(stream):
                yield one if isinstance(one, dict) else {}
    except (ijson.JSONError, ValueError, RecursionError, UnicodeDecodeError) as error:
        msg = f"{file.path} is damaged JSON ({error}). Write it again."
        raise UnreadableFileError(msg) from error


def _objects_in(stream: Any) -> Iterator[Any]:
    """Yield the objects of a list, of a list under `encounters`, or one a line."""
    start = stream.read(4096)
    whole = Rejoined(start.removeprefix(b"\xef\xbb\xbf"), stream)
    first = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    if first[:1] == b"[":
        yield from items_at(whole, "item")
    elif re.match(rb'\{\s*"encounters"\s*:\s*\[', first):
        yield from items_at(whole, "encounters.item")
    else:
        for line in whole:
            if line.strip():
                yield json.loads(line)
