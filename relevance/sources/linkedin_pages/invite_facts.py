"""Invitations that a page shows into facts: the invitation, and a record of the other person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import polars as pl

from relevance.schema import stable_id
from relevance.sources.linkedin_pages.cards import KIND
from relevance.sources.linkedin_pages.invites import Invitation
from relevance.sources.linkedin_pages.saved import SavedPage
from relevance.sources.people import person_record
from relevance.sources.posts.ages import age_offset, ages
from relevance.sources.result import Rejection
from relevance.texts import marked

__all__ = ["InviteFacts", "invite_facts"]

_NAMELESS = marked("no name and no profile URL")
_TWICE = marked("same invitation twice in this file")


@dataclass(frozen=True)
class InviteFacts:
    """What the cards of a page say."""

    invites: Sequence[Mapping[str, Any]]
    people: Sequence[Mapping[str, Any]]
    """Rows of the table `record`."""
    rejected: tuple[Rejection, ...]


def invite_facts(found: Sequence[tuple[int, Invitation]], page: SavedPage) -> InviteFacts:
    """Return the facts of numbered invitations.

    An age such as "2 weeks ago" is measured back from the moment of saving, so the time is marked
    as approximate. The id of an invitation is LinkedIn's own number; without one it is the person
    and the direction, since nobody can invite the same person twice at a time.
    """
    invites: dict[str, dict[str, Any]] = {}
    people: list[dict[str, Any]] = []
    rejected = []
    sent = _moments(page)
    for number, one in found:
        record = person_record(
            KIND,
            one.name,
            url=one.url,
            headline=one.headline or None,
            as_of=page.saved_on,
        )
        why = one.reason or ("" if record else _NAMELESS)
        if record is not None and not why:
            invite = _invite(one, record["record_id"], sent(one.age), page)
            why = _TWICE if invite["invite_id"] in invites else ""
        if why:
            rejected.append(Rejection(number, why, one.excerpt))
            continue
        people.append(record)  # type: ignore[arg-type]  # without a record there is a reason
        invites[invite["invite_id"]] = invite
    return InviteFacts(list(invites.values()), people, tuple(rejected))


def _invite(
    one: Invitation, record_id: str, sent_at: datetime | None, page: SavedPage
) -> dict[str, Any]:
    known = f"urn:li:invitation:{one.urn}" if one.urn else None
    return {
        "invite_id": stable_id("i", known) if known else stable_id("i", record_id, one.direction),
        "record_id": record_id,
        "direction": one.direction,
        "sent_at": sent_at,
        "note": one.note or None,
        "mutual_connections": one.mutual_connections,
        "as_of": page.saved_on,
        "is_approximate": True if sent_at else None,
    }


def _moments(page: SavedPage) -> Callable[[str], datetime | None]:
    day = page.saved_on
    noon = datetime.combine(day, time(12), UTC) if day else None
    reference = page.saved_at or noon

    def moment(age: str) -> datetime | None:
        if reference is None or not age_offset(age):
            return None
        found = ages(pl.Series([age]), pl.Series([reference]))[0]
        return found if isinstance(found, datetime) else None

    return moment
