"""What LinkedIn thinks the owner leans to: groups, interests, skills; and the events they went to."""

from collections.abc import Iterable
from typing import Any

from relevance.schema import fact_frame
from relevance.sources.linkedin.dates import parse_local
from relevance.sources.linkedin.sheet import Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult
from relevance.texts import marked

__all__ = ["read_ad_targeting", "read_events", "read_member_hashtags", "read_profile_summary"]

_TWICE = marked("duplicate row")
_NO_VALUE = marked("no value in its main column")
_NOTHING = marked("nothing that is of use here")
_WITHDRAWN = marked("not attended")

# Column of Ad_Targeting.csv -> kind of fact. Other columns (age, gender, devices ...) are nobody's business here.
_LEANINGS = {
    "membergroups": "group",
    "memberinterests": "interest",
    "memberskills": "skill",
    "companyfollowerof": "company follow",
}


def read_ad_targeting(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return groups, interests, skills and followed companies; one row holds them all, split by `;`.

    Columns repeat their names in this file, so every place under a name counts.
    """
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    for number, row in sheet:
        found = [
            (kind, value.strip())
            for column, kind in _LEANINGS.items()
            for place in sheet.columns.get(column, ())
            for value in row[place].split(";")
            if value.strip()
        ]
        if not found:
            sheet.reject(number, _NOTHING, row)
        for kind, value in found:
            detail = "as LinkedIn's advertisers see it"
            facts.setdefault((kind, value), {"kind": kind, "value": value, "detail": detail})
    return _told(sheet, snapshot, facts.values())


def read_events(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the events the owner accepted, with their time and address."""
    name, time, status = sheet.cell("eventname"), sheet.cell("eventtime"), sheet.cell("status")
    url = sheet.cell("externalurl")
    facts: dict[str, dict[str, Any]] = {}
    for number, row in sheet:
        title = name(row)
        if not title or title in facts:
            sheet.reject(number, _TWICE if title else _NO_VALUE, row)
        elif status(row).casefold() in {"relinquished", "declined", "withdrawn"}:
            sheet.reject(number, _WITHDRAWN, row)
        else:
            began, _ = parse_local(time(row).split(" - ")[0], zone=snapshot.zone)
            facts[title] = {
                "kind": "event",
                "value": title,
                "at": began,
                "detail": url(row) or None,
            }
    return _told(sheet, snapshot, facts.values())


def read_profile_summary(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the summary of the owner's profile."""
    return _plain(sheet, snapshot, "summary", "profilesummary")


def read_member_hashtags(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the hashtags the owner writes about."""
    return _plain(sheet, snapshot, "hashtag", "memberpostsabouthashtags")


def _plain(sheet: Sheet, snapshot: Snapshot, kind: str, column: str) -> ImportResult:
    cell = sheet.cell(column)
    facts: dict[str, dict[str, Any]] = {}
    for number, row in sheet:
        value = cell(row).lstrip("#＃ ") if kind == "hashtag" else cell(row)
        if not value or value in facts:
            sheet.reject(number, _TWICE if value else _NO_VALUE, row)
        else:
            facts[value] = {"kind": kind, "value": value}
    return _told(sheet, snapshot, facts.values())


def _told(sheet: Sheet, snapshot: Snapshot, facts: Iterable[dict[str, Any]]) -> ImportResult:
    as_of, newest = snapshot.day(())
    frames = {"owner_fact": fact_frame("owner_fact", facts)}
    return ImportResult(sheet.kind, sheet.read, frames, sheet.rejections(), as_of, newest)
