"""Connections.csv: who the owner is connected to, with employer and title on the export's day."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from relevance.schema import fact_frame, stable_id
from relevance.sources.linkedin.dates import parse_day
from relevance.sources.linkedin.people_of_rows import is_hidden
from relevance.sources.linkedin.sheet import Row, Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult
from relevance.texts import marked

__all__ = ["HIDDEN", "read_connections"]

HIDDEN = marked("hidden member: date only")
_NAMELESS = marked("no name and no profile URL")
_TWICE = marked("duplicate row")
_MAIL = re.compile(r"[^\s,;<>]+@[^\s,;<>]+")


@dataclass(frozen=True)
class _Connection:
    number: int
    row: Row
    given: str
    family: str
    url: str
    mails: tuple[str, ...]
    company: str
    position: str
    since: date | None


def read_connections(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return connections as records; rows with nothing but a date are counted as hidden members."""
    listed: list[_Connection] = []
    hidden = 0
    days: list[date | None] = []
    for number, row, one in _parsed(sheet):
        days.append(one.since)
        if _names_somebody(one):
            listed.append(one)
        elif _is_date_only(one):
            hidden += 1
            sheet.reject(number, HIDDEN, row)
        else:
            sheet.reject(number, _NAMELESS, row)
    as_of, newest = snapshot.day(days)
    records = _records(sheet, listed, as_of)
    connections = [
        {"record_id": one["record_id"], "connected_on": one["since"], "as_of": as_of}
        for one in records
    ]
    facts = []
    if hidden:
        day = as_of.isoformat() if as_of else "day unknown"
        facts.append({"kind": "hidden connections", "value": day, "detail": str(hidden)})
    return ImportResult(
        sheet.kind,
        sheet.read,
        {
            "record": fact_frame("record", records),
            "connection": fact_frame("connection", connections),
            "owner_fact": fact_frame("owner_fact", facts),
        },
        sheet.rejections(),
        as_of,
        newest,
    )


def _parsed(sheet: Sheet) -> "list[tuple[int, Row, _Connection]]":
    given, family = sheet.cell("firstname"), sheet.cell("lastname")
    url, mail = sheet.cell("url", "profileurl"), sheet.cell("emailaddress", "email")
    company, position = sheet.cell("company"), sheet.cell("position")
    since = sheet.cell("connectedon")
    parsed = []
    for number, row in sheet:
        one = _Connection(
            number=number,
            row=row,
            given=given(row),
            family=family(row),
            url=url(row),
            mails=tuple(_MAIL.findall(mail(row))),
            company=company(row),
            position=position(row),
            since=parse_day(since(row)),
        )
        parsed.append((number, row, one))
    return parsed


def _names_somebody(one: _Connection) -> bool:
    name = f"{one.given} {one.family}".strip()
    return bool(one.url or one.mails or (name and not is_hidden(name)))


def _is_date_only(one: _Connection) -> bool:
    return not (one.given or one.family or one.company or one.position)


def _records(sheet: Sheet, listed: list[_Connection], as_of: date | None) -> list[dict[str, Any]]:
    """Return one record for each connection; repeated rows are rejected.

    Exports before 2023 have no URLs: two namesakes of one day are then told apart by their work,
    for all of them alike, so that the order of rows decides nothing.
    """
    built = [(one, _record(sheet.kind, one, as_of)) for one in listed]
    work: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one, record in built:
        work[record["record_id"]].add((one.company, one.position))
    records: dict[str, dict[str, Any]] = {}
    for one, record in built:
        base = record["record_id"]
        if len(work[base]) > 1 and not one.url and not one.mails:
            record["record_id"] = stable_id("r", base, one.company, one.position)
        if record["record_id"] in records:
            sheet.reject(one.number, _TWICE, one.row)
        else:
            records[record["record_id"]] = record
    return list(records.values())


def _record(kind: str, one: _Connection, as_of: date | None) -> dict[str, Any]:
    name = f"{one.given} {one.family}".strip()
    record = person_record(
        kind,
        "" if is_hidden(name) else name,
        url=one.url or None,
        emails=one.mails,
        since=one.since,
        given_name=one.given or None,
        family_name=one.family or None,
        company=one.company or None,
        position=one.position or None,
        as_of=as_of,
    )
    if record is None:  # a URL that names no profile, and no name beside it
        record = person_record(kind, one.url, since=one.since, as_of=as_of) or {}
    return record
