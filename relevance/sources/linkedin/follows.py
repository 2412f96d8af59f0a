"""Member_Follows.csv and Notes.csv: whom the owner follows, and what they wrote about people."""

from datetime import date
from typing import Any

from relevance.schema import fact_frame
from relevance.sources.linkedin.dates import parse_moment
from relevance.sources.linkedin.people_of_rows import is_hidden
from relevance.sources.linkedin.sheet import Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult
from relevance.texts import marked

__all__ = ["read_member_follows", "read_notes"]

_HIDDEN = marked("person hidden (LinkedIn Member)")
_NAMELESS = marked("no name")
_NO_NOTE = marked("empty note")
_TWICE = marked("duplicate row")


def read_member_follows(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return whom the owner follows, by name and day only: the file holds no URL."""
    name, status, day = sheet.cell("fullname"), sheet.cell("status"), sheet.cell("date")
    records: dict[str, dict[str, Any]] = {}
    active: dict[str, bool] = {}
    days: list[date | None] = []
    for number, row in sheet:
        shown, followed = name(row), parse_moment(day(row))
        since = followed.date() if followed else None
        record = None if is_hidden(shown) else person_record(sheet.kind, shown, since=since)
        if record is None:
            sheet.reject(number, _HIDDEN if shown else _NAMELESS, row)
        elif record["record_id"] in records:
            sheet.reject(number, _TWICE, row)
        else:
            days.append(since)
            records[record["record_id"]] = record
            active[record["record_id"]] = not status(row).casefold().startswith("unfollow")
    as_of, newest = snapshot.day(days)
    follows = [
        {"record_id": key, "since": one["since"], "active": active[key], "as_of": as_of}
        for key, one in records.items()
    ]
    frames = {
        "record": fact_frame("record", [one | {"as_of": as_of} for one in records.values()]),
        "follow": fact_frame("follow", follows),
    }
    return ImportResult(sheet.kind, sheet.read, frames, sheet.rejections(), as_of, newest)


def read_notes(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the owner's notes about people, each with the record of its person."""
    given, family = sheet.cell("connectionfirstname"), sheet.cell("connectionlastname")
    url, text = sheet.cell("connectionprofileurl"), sheet.cell("note")
    created, edited = sheet.cell("createdon"), sheet.cell("editedon")
    records: dict[str, dict[str, Any]] = {}
    notes: dict[tuple[str, str], dict[str, Any]] = {}
    days: list[date | None] = []
    for number, row in sheet:
        name, note = f"{given(row)} {family(row)}".strip(), text(row)
        shown = "" if is_hidden(name) else name
        record = person_record(sheet.kind, shown, url=url(row) or None)
        if record is None or not note:
            missing = _HIDDEN if name else _NAMELESS
            sheet.reject(number, missing if record is None else _NO_NOTE, row)
            continue
        key = (record["record_id"], note)
        if key in notes:
            sheet.reject(number, _TWICE, row)
            continue
        written = parse_moment(created(row))
        changed = parse_moment(edited(row)) or written
        days.append(changed.date() if changed else None)
        records[record["record_id"]] = record
        notes[key] = {"record_id": key[0], "text": note, "created_at": written}
    as_of, newest = snapshot.day(days)
    frames = {
        "record": fact_frame("record", [one | {"as_of": as_of} for one in records.values()]),
        "owner_note": fact_frame("owner_note", [*notes.values()]),
    }
    return ImportResult(sheet.kind, sheet.read, frames, sheet.rejections(), as_of, newest)
