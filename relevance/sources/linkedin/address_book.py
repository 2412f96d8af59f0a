"""The address book that the owner once uploaded: names, addresses and employers, in the shapes of all years."""

import re
from datetime import date
from typing import Any

from relevance.schema import fact_frame
from relevance.sources.linkedin.sheet import Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult
from relevance.texts import marked

__all__ = ["read_address_book"]

_TWICE = marked("duplicate row")
_NOBODY = marked("no name and no e-mail address")
_MAIL = re.compile(r"[^\s,;<>()\"']+@[^\s,;<>()\"']+\.[^\s,;<>()\"']+")
_SEVERAL = re.compile(r"\s*[,;]\s*|\s{2,}")
_PROFILE = re.compile(r"(?:https?://)?[^\s,;/]*linkedin\.com/in/[^\s,;]+", re.IGNORECASE)
_X_HANDLE = re.compile(
    r"(?:^|[\s,;/.])(?:twitter|x)\.com/@?(\w{1,15})(?:$|[\s,;/?])|\bTWITTER:\s*@?(\w{1,15})\b", re.I
)


def read_address_book(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return one record for each contact; telephone numbers, birthdays and streets are left alone."""
    columns = {
        "given": ("firstname",),
        "middle": ("middlename",),
        "family": ("lastname",),
        "whole": ("fullname",),
        "maiden": ("maidenname",),
        "mails": ("emails", "email", "emailaddress"),
        "title": ("title",),
        "companies": ("companies", "company"),
        "profiles": ("profiles",),
        "sites": ("sites",),
        "chats": ("instantmessagehandles",),
    }
    cells = {name: sheet.cell(*names) for name, names in columns.items()}
    as_of, newest = snapshot.day(())
    records: dict[str, dict[str, Any]] = {}
    for number, row in sheet:
        record = _record(sheet.kind, {name: cell(row) for name, cell in cells.items()}, as_of)
        if record is None:
            sheet.reject(number, _NOBODY, row)
        elif record["record_id"] in records:
            sheet.reject(number, _TWICE, row)
        else:
            records[record["record_id"]] = record
    frames = {"record": fact_frame("record", [*records.values()])}
    return ImportResult(sheet.kind, sheet.read, frames, sheet.rejections(), as_of, newest)


def _record(kind: str, cells: dict[str, str], as_of: date | None) -> dict[str, Any] | None:
    parts = (cells["given"], cells["middle"], cells["family"])
    name = " ".join(part for part in parts if part) or cells["whole"]
    mails = list(dict.fromkeys(mail.casefold() for mail in _MAIL.findall(cells["mails"])))
    if not mails and not any(char.isalpha() for char in name):
        return None
    places = f"{cells['profiles']} {cells['sites']} {cells['chats']}"
    profile = _PROFILE.search(places)
    handles = dict.fromkeys(
        f"x:{(one[1] or one[2]).casefold()}" for one in _X_HANDLE.finditer(places)
    )
    company = next((one for one in _SEVERAL.split(cells["companies"]) if one), None)
    return person_record(
        kind,
        name,
        url=profile[0] if profile else None,
        emails=mails,
        handles=handles,
        former=[f"{cells['given']} {cells['maiden']}".strip()] if cells["maiden"] else [],
        given_name=cells["given"] or None,
        family_name=cells["family"] or None,
        company=company,
        position=cells["title"] or None,
        as_of=as_of,
    )
