"""Invitations.csv: every invitation the owner sent or received, answered or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from relevance.names import profile_slug
from relevance.schema import fact_frame, stable_id
from relevance.sources.linkedin.dates import parse_local, parse_moment
from relevance.sources.linkedin.people_of_rows import People, is_hidden
from relevance.sources.linkedin.sheet import Row, Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult
from relevance.texts import marked

__all__ = ["read_invitations"]

_NO_DIRECTION = marked("direction is neither incoming nor outgoing")
_HIDDEN = marked("person hidden (LinkedIn Member)")
_NAMELESS = marked("no name and no profile URL")
_TWICE = marked("duplicate row")


@dataclass(frozen=True)
class _Side:
    name: str
    url: str


@dataclass(frozen=True)
class _Invitation:
    direction: str
    other: _Side
    owner: _Side
    sent: str
    note: str


def read_invitations(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return invitations with a record for each side; the owner's side is marked as theirs."""
    others, owners = People(sheet.kind), People(sheet.kind)
    invites: dict[str, dict[str, Any]] = {}
    days: list[date | None] = []
    read = _reader(sheet)
    for number, row in sheet:
        one = read(row)
        why = _refusal(one)
        if why:
            sheet.reject(number, why, row)
            continue
        sent_at, is_approximate = parse_local(one.sent, zone=snapshot.zone)
        invite = _invite(one, sent_at, others, owners)
        invite["is_approximate"] = is_approximate
        if invite["invite_id"] in invites:
            sheet.reject(number, _TWICE, row)
            continue
        days.append(sent_at.date() if sent_at else None)
        invites[invite["invite_id"]] = invite
    as_of, newest = snapshot.day(days)
    owner_rows = [_as_owner(record) for record in owners.rows(as_of)]
    return ImportResult(
        sheet.kind,
        sheet.read,
        {
            "record": fact_frame("record", [*others.rows(as_of), *owner_rows]),
            "invite": fact_frame("invite", [one | {"as_of": as_of} for one in invites.values()]),
            "owner_fact": fact_frame("owner_fact", _owner_facts(owner_rows)),
        },
        sheet.rejections(),
        as_of,
        newest,
    )


def _reader(sheet: Sheet) -> Callable[[Row], _Invitation]:
    sender, receiver = sheet.cell("from"), sheet.cell("to")
    sender_url, receiver_url = _address(sheet, "inviter"), _address(sheet, "invitee")
    sent, note, direction = sheet.cell("sentat"), sheet.cell("message"), sheet.cell("direction")

    def read(row: Row) -> _Invitation:
        inviter = _Side(sender(row), sender_url(row))
        invitee = _Side(receiver(row), receiver_url(row))
        way = direction(row).casefold()
        other, owner = (inviter, invitee) if way == "incoming" else (invitee, inviter)
        return _Invitation(way, other, owner, sent(row), note(row))

    return read


def _address(sheet: Sheet, side: str) -> Callable[[Row], str]:
    """Return a function that gives the profile URL of a row; exports of July 2023 name the member's URN instead."""
    url, urn = sheet.cell(f"{side}profileurl"), sheet.cell(f"{side}profileurn")

    def read(row: Row) -> str:
        if url(row):
            return url(row)
        slug = profile_slug(urn(row).rpartition(":")[2]) or ""
        kind, _colon, member = slug.partition(":")
        return f"https://www.linkedin.com/in/{member}" if kind == "member" else ""

    return read


def _refusal(one: _Invitation) -> str | None:
    if one.direction not in {"incoming", "outgoing"}:
        return _NO_DIRECTION
    if profile_slug(one.other.url):
        return None
    if is_hidden(one.other.name):
        return _HIDDEN
    return None if one.other.name else _NAMELESS


def _invite(
    one: _Invitation, sent_at: datetime | None, others: People, owners: People
) -> dict[str, Any]:
    other_id = others.add(_shown(one.other), one.other.url, sent_at)
    owner_id = owners.add(_shown(one.owner), one.owner.url, sent_at)
    # The id rests on what is written, whatever zone that is taken to be in. Where the time is
    # unreadable, its text and the note keep two invitations apart.
    written = parse_moment(one.sent)
    moment = written.isoformat() if written else f"{one.sent}|{one.note}"
    return {
        "invite_id": stable_id("i", other_id, one.direction, moment),
        "record_id": other_id,
        "owner_record_id": _owner_id(owner_id, one.owner.url) if owner_id else None,
        "direction": one.direction,
        "sent_at": sent_at,
        "note": one.note or None,
    }


def _shown(side: _Side) -> str:
    return "" if is_hidden(side.name) else side.name


def _owner_id(record_id: str, url: str | None) -> str:
    # Without URLs a namesake of the owner would share their record.
    return record_id if profile_slug(url) else stable_id("r", record_id, "owner")


def _as_owner(record: dict[str, Any]) -> dict[str, Any]:
    known = record["url"] or record["account_id"]
    record_id = record["record_id"] if known else _owner_id(record["record_id"], None)
    return record | {"record_id": record_id, "is_owner": True}


def _owner_facts(owners: list[dict[str, Any]]) -> list[dict[str, Any]]:
    urls = [{"kind": "url", "value": one["url"]} for one in owners if one["url"]]
    # Where an export leaves the name out, the slug stands in for it; that is no name to look for.
    named = [one for one in owners if not one["url"] or " " in one["name"]]
    return urls + [{"kind": "name", "value": one["name"]} for one in named]
