"""What the export says of the owner: profile, career, schooling, skills, topics and addresses."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from relevance.names import website_of
from relevance.schema import fact_frame, stable_id
from relevance.sources.linkedin.dates import parse_moment
from relevance.sources.linkedin.sheet import Row, Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult
from relevance.sources.spans import edge_in
from relevance.texts import marked

__all__ = [
    "OWNER_NAME",
    "OWNER_RECORD_ID",
    "read_company_follows",
    "read_education",
    "read_email_addresses",
    "read_hashtag_follows",
    "read_positions",
    "read_profile",
    "read_skills",
    "unnamed_owner",
]

OWNER_NAME = "(owner)"
OWNER_RECORD_ID = stable_id("r", "linkedin.profile", "owner")
"""The owner's record in the files that do not name them: positions, education, addresses."""
_PROFILE_RECORD_ID = stable_id("r", "linkedin.profile", "profile")

_ONE_PROFILE = marked("more than one profile")
_NAMELESS = marked("no name")
_NO_VALUE = marked("no value in its main column")
_UNFOLLOWED = marked("unfollowed")
_TWICE = marked("duplicate row")

Facts = list[dict[str, Any]]


def read_profile(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the owner's record, and name, headline, summary, handles and the like as facts."""
    cells = {
        name: sheet.cell(*columns)
        for name, columns in {
            "given": ("firstname",),
            "family": ("lastname",),
            "maiden name": ("maidenname",),
            "headline": ("headline",),
            "summary": ("summary",),
            "industry": ("industry",),
            "handles": ("twitterhandles",),
            "websites": ("websites",),
        }.items()
    }
    as_of, newest = snapshot.day(())
    records: Facts = []
    facts: Facts = []
    for number, row in sheet:
        values = {name: cell(row) for name, cell in cells.items()}
        name = f"{values['given']} {values['family']}".strip()
        if records or not name:
            sheet.reject(number, _ONE_PROFILE if records else _NAMELESS, row)
            continue
        handles = [f"x:{handle}" for handle in _handles(values["handles"])]
        records.append(_profile_record(name, values, handles, as_of))
        facts = _profile_facts(name, values, handles)
    return _outcome(sheet, {"record": records, "owner_fact": facts}, as_of, newest)


def _profile_record(
    name: str, values: dict[str, str], handles: list[str], as_of: date | None
) -> dict[str, Any]:
    record = person_record(
        "linkedin.profile",
        name,
        handles=handles,
        former=[values["maiden name"]],
        given_name=values["given"] or None,
        family_name=values["family"] or None,
        headline=values["headline"] or None,
        as_of=as_of,
    )
    return (record or {}) | {"record_id": _PROFILE_RECORD_ID, "is_owner": True}


def _profile_facts(name: str, values: dict[str, str], handles: list[str]) -> Facts:
    facts: Facts = [{"kind": "name", "value": name}]
    for kind in ("maiden name", "headline", "summary", "industry"):
        if values[kind]:
            facts.append({"kind": kind, "value": values[kind]})
    facts += [{"kind": "handle", "value": handle} for handle in handles]
    for label, url in _websites(values["websites"]):
        facts.append({"kind": "website", "value": url, "detail": label})
    return facts


def _handles(cell: str) -> list[str]:
    found = re.findall(r"[A-Za-z0-9_]{1,50}", re.sub(r"https?://[^\s,\]]*/", " ", cell))
    return list(dict.fromkeys(handle.casefold() for handle in found))


def _websites(cell: str) -> Iterator[tuple[str | None, str]]:
    """Yield label and address of `[PERSONAL:https://...,BLOG:https://...]`."""
    for part in re.split(r",(?=\s*(?:[A-Z_ ]+:)?https?://)", cell.strip("[] ")):
        found = re.match(r"\s*(?:([A-Za-z_ ]+):)?(https?://\S+)\s*$", part)
        if found and website_of(found[2]):
            yield (found[1] or "").strip().casefold() or None, found[2]


def read_positions(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the owner's employers; one without an end goes on."""
    columns = ("companyname", "title", "startedon", "finishedon")
    return _stretches(sheet, snapshot, "employer", columns)


def read_education(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the owner's schools; one without an end says nothing of it."""
    columns = ("schoolname", "degreename", "startdate", "enddate")
    return _stretches(sheet, snapshot, "school", columns)


def _stretches(
    sheet: Sheet, snapshot: Snapshot, kind: str, columns: tuple[str, str, str, str]
) -> ImportResult:
    organisation, title, start, end = (sheet.cell(name) for name in columns)
    place = sheet.cell("location")
    as_of, newest = snapshot.day(())
    positions: dict[str, dict[str, Any]] = {}
    for number, row in sheet:
        name, role, started, finished = organisation(row), title(row), start(row), end(row)
        position_id = stable_id("s", OWNER_RECORD_ID, kind, name, role, started)
        if not name or position_id in positions:
            sheet.reject(number, _TWICE if name else _NO_VALUE, row)
            continue
        first, last = edge_in(started), edge_in(finished, last=True)
        positions[position_id] = {
            "position_id": position_id,
            "record_id": OWNER_RECORD_ID,
            "kind": kind,
            "organisation": name,
            "title": role or None,
            "started_on": first.day if first else None,
            "finished_on": last.day if last else None,
            "is_current": (not finished) if kind == "employer" else None,
            "place": place(row) or None,
            "started_grain": first.grain if first else None,
            "finished_grain": last.grain if last else None,
            "as_of": as_of,
        }
    record = [unnamed_owner(as_of)] if positions else []
    return _outcome(sheet, {"record": record, "position": list(positions.values())}, as_of, newest)


def unnamed_owner(as_of: date | None, mails: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the owner's record for a file that is theirs but does not name them."""
    record = person_record("linkedin.profile", OWNER_NAME, emails=mails, as_of=as_of) or {}
    return record | {"record_id": OWNER_RECORD_ID, "is_owner": True}


def read_email_addresses(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the owner's addresses; one that was never confirmed may be somebody else's."""
    mail, confirmed = sheet.cell("emailaddress"), sheet.cell("confirmed")
    primary, updated = sheet.cell("primary"), sheet.cell("updatedon")
    facts: dict[str, dict[str, Any]] = {}
    proved: list[str] = []
    for number, row in sheet:
        address = mail(row).casefold()
        if "@" not in address or address in facts:
            sheet.reject(number, _TWICE if address in facts else _NO_VALUE, row)
            continue
        is_proved = confirmed(row).casefold() != "no"
        detail = "primary" if primary(row).casefold() == "yes" else "confirmed"
        facts[address] = {
            "kind": "email",
            "value": address,
            "detail": detail if is_proved else "not confirmed",
            "at": parse_moment(updated(row)),
        }
        if is_proved:
            proved.append(address)
    as_of, newest = snapshot.day(())
    record = [unnamed_owner(as_of, tuple(proved))] if proved else []
    return _outcome(sheet, {"record": record, "owner_fact": [*facts.values()]}, as_of, newest)


def read_skills(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the owner's skills as facts."""
    name = sheet.cell("name")
    return _facts(sheet, snapshot, "skill", name, lambda _: "")


def read_hashtag_follows(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the hashtags the owner follows, without `#`; those unfollowed are rejected."""
    tag, state = sheet.cell("hashtag"), sheet.cell("state")
    since = sheet.cell("createdtime")

    def followed(row: Row) -> str:
        return "" if state(row).casefold().startswith(("unfollow", "inactive")) else plain(row)

    def plain(row: Row) -> str:
        return tag(row).lstrip("#＃ ")

    return _facts(sheet, snapshot, "hashtag", followed, since, refused=plain)


def read_company_follows(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the organisations the owner follows as facts."""
    return _facts(
        sheet,
        snapshot,
        "company follow",
        sheet.cell("organization"),
        sheet.cell("followedon"),
    )


def _facts(
    sheet: Sheet,
    snapshot: Snapshot,
    kind: str,
    value: Callable[[Row], str],
    since: Callable[[Row], str],
    refused: Callable[[Row], str] = lambda _: "",
) -> ImportResult:
    """Return one fact a row; rows without a value are rejected, as unfollowed where `refused`."""
    facts: dict[str, dict[str, Any]] = {}
    for number, row in sheet:
        text = value(row)
        if not text or text in facts:
            missing = _UNFOLLOWED if refused(row) else _NO_VALUE
            sheet.reject(number, _TWICE if text else missing, row)
            continue
        facts[text] = {"kind": kind, "value": text, "at": parse_moment(since(row))}
    days = [one["at"].date() for one in facts.values() if one["at"]]
    as_of, newest = snapshot.day(days)
    return _outcome(sheet, {"owner_fact": [*facts.values()]}, as_of, newest)


def _outcome(
    sheet: Sheet, facts: dict[str, Facts], as_of: date | None, newest: date | None
) -> ImportResult:
    frames = {table: fact_frame(table, rows) for table, rows in facts.items()}
    return ImportResult(sheet.kind, sheet.read, frames, sheet.rejections(), as_of, newest)
