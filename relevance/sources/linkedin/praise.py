"""Recommendations and endorsements: who spoke for whom."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from relevance.schema import fact_frame, stable_id
from relevance.sources.linkedin.dates import parse_local
from relevance.sources.linkedin.owner import OWNER_RECORD_ID, unnamed_owner
from relevance.sources.linkedin.people_of_rows import is_hidden
from relevance.sources.linkedin.sheet import Row, Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult
from relevance.texts import marked

__all__ = ["read_endorsements", "read_recommendations"]

_TWICE = marked("duplicate row")
_NAMELESS = marked("no name and no profile URL")
_HIDDEN = marked("member hidden (LinkedIn Member)")
_SNIPPET = 300


def read_recommendations(sheet: Sheet, snapshot: Snapshot, *, given: bool) -> ImportResult:
    """Return one encounter for each recommendation, from whoever wrote it to the other."""
    first, last = sheet.cell("firstname"), sheet.cell("lastname")
    company, title, said = sheet.cell("company"), sheet.cell("jobtitle"), sheet.cell("text")

    def person(row: Row) -> dict[str, Any] | None:
        return _person(
            sheet.kind,
            f"{first(row)} {last(row)}".strip(),
            company=company(row) or None,
            position=title(row) or None,
        )

    return _praise(
        sheet, snapshot, "linkedin recommendation", person, said, "creationdate", given=given
    )


def read_endorsements(sheet: Sheet, snapshot: Snapshot, *, given: bool) -> ImportResult:
    """Return one encounter for each endorsement of a skill; the skill is its reference."""
    side = "endorsee" if given else "endorser"
    first, last = sheet.cell(f"{side}firstname"), sheet.cell(f"{side}lastname")
    url = sheet.cell(f"{side}publicurl")

    def person(row: Row) -> dict[str, Any] | None:
        return _person(sheet.kind, f"{first(row)} {last(row)}".strip(), url=url(row) or None)

    skill = sheet.cell("skillname")
    return _praise(
        sheet, snapshot, "linkedin endorsement", person, skill, "endorsementdate", given=given
    )


def _person(kind: str, name: str, **more: Any) -> dict[str, Any] | None:
    return person_record(kind, "" if is_hidden(name) else name, **more)


def _praise(
    sheet: Sheet,
    snapshot: Snapshot,
    channel: str,
    person: Callable[[Row], dict[str, Any] | None],
    words: Callable[[Row], str],
    date_column: str,
    *,
    given: bool,
) -> ImportResult:
    date = sheet.cell(date_column, "date")
    moment = partial(parse_local, zone=snapshot.zone)
    records: dict[str, dict[str, Any]] = {}
    encounters: dict[str, dict[str, Any]] = {}
    days: list[datetime | None] = []
    for number, row in sheet:
        record = person(row)
        if record is None:
            hidden = any(is_hidden(cell.strip()) for cell in row) or "LinkedIn" in row
            sheet.reject(number, _HIDDEN if hidden else _NAMELESS, row)
            continue
        at, is_approximate = moment(date(row))
        other = record["record_id"]
        said = words(row)
        sides = (OWNER_RECORD_ID, other) if given else (other, OWNER_RECORD_ID)
        encounter = {
            "encounter_id": stable_id("e", channel, *sides, date(row), said),
            "sender_record_id": sides[0],
            "recipient_record_id": sides[1],
            "channel": channel,
            "at": at,
            "reference": said if channel.endswith("endorsement") else None,
            "snippet": " ".join(said.split())[:_SNIPPET] or None,
            "is_approximate": is_approximate,
        }
        key = str(encounter["encounter_id"])
        if key in encounters:
            sheet.reject(number, _TWICE, row)
            continue
        days.append(at)
        records[other] = record
        encounters[key] = encounter
    as_of, newest = snapshot.day(at.date() if at else None for at in days)
    people = [one | {"as_of": as_of} for one in records.values()]
    owner = [unnamed_owner(as_of)] if encounters else []
    frames = {
        "record": fact_frame("record", [*people, *owner]),
        "encounter": fact_frame("encounter", [*encounters.values()]),
    }
    return ImportResult(sheet.kind, sheet.read, frames, sheet.rejections(), as_of, newest)
