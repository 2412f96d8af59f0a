"""Invitations that no export names: entered by the owner, run down the ladder like any other, and can be deleted."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from relevance.config import Settings
from relevance.errors import NotFoundError, UsageError
from relevance.names import profile_slug
from relevance.pipeline.importing import take_in_read
from relevance.pipeline.pending import pending_invites
from relevance.pipeline.undoing import undo_import
from relevance.schema import fact_frame, stable_id, text_key
from relevance.sources import ImportResult, Rejection
from relevance.sources.people import person_record
from relevance.sources.positions import pasted_history
from relevance.sources.reader import FileRead
from relevance.sources.stretches import position_row
from relevance.store import Store
from relevance.texts import _

__all__ = ["HandInvite", "HandWritten", "add_invite", "delete_invite", "hand_invites"]

SOURCE = "by hand"


@dataclass(frozen=True)
class HandWritten:
    """An invitation as the owner enters it."""

    name: str
    url: str = ""
    """Address of the profile; with it the person is told from namesakes."""
    headline: str = ""
    note: str = ""
    """What they wrote."""
    profile: str = ""
    """Employers and schools, as copied from the profile, see `pasted_history`."""


@dataclass(frozen=True)
class HandInvite:
    """What came of it."""

    invite_id: str
    person_id: str
    import_id: int | None
    """By which it can be deleted; null where this very invitation is held already."""
    is_pending: bool
    """Whether it waits for an answer: not where they are a connection already."""
    positions: int
    """Employers and schools that were understood."""
    unread: int
    """Lines of the profile that gave nothing."""


def add_invite(store: Store, entered: HandWritten, settings: Settings) -> HandInvite:
    """Take in an invitation that the owner enters; the same one again adds nothing.

    It has no moment: nothing says when it was sent, so it waits until it is decided or deleted, and the day that the
    export speaks of stays what it is.

    Raises:
        UsageError: the name is missing, or the address is none of a person's profile; nothing was changed.
        NotFoundError: the owner had the person forgotten.
    """
    record = _record(entered)
    note = entered.note.strip() or None
    invite_id = stable_id("i", record["record_id"], "incoming", SOURCE, note)
    understood = pasted_history(entered.profile)
    left = tuple(Rejection(one.number, one.reason, one.text) for one in understood.unread)
    positions = [position_row(record["record_id"], one, None) for one in understood.stretches]
    invite = {
        "invite_id": invite_id,
        "record_id": record["record_id"],
        "direction": "incoming",
        "note": note,
    }
    facts = {
        "record": fact_frame("record", [record]),
        "invite": fact_frame("invite", [invite]),
        "position": fact_frame("position", positions),
    }
    result = ImportResult(SOURCE, 1 + len(positions) + len(left), facts, left)
    said = "\n".join(
        (record["record_id"], record["headline"] or "", note or "", entered.profile.strip())
    )
    found = FileRead(
        _("invitation of {name}, entered by hand", name=record["name"]),
        SOURCE,
        text_key(said),
        result,
    )
    run = take_in_read(store, found, settings)
    linked = store.frame(
        "SELECT person_id FROM person_link WHERE record_id = ? AND state = 'linked'",
        [record["record_id"]],
    )
    if linked.is_empty():
        msg = _(
            "{name} was forgotten at your word, and stays so: nothing was kept.",
            name=record["name"],
        )
        raise NotFoundError(msg)
    person_id = linked["person_id"][0]
    pending = pending_invites(store, settings).invites
    return HandInvite(
        invite_id=invite_id,
        person_id=person_id,
        import_id=run.import_id,
        is_pending=person_id in pending["person_id"],
        positions=len(positions),
        unread=len(left),
    )


def _record(entered: HandWritten) -> dict[str, Any]:
    name, url = entered.name.strip(), entered.url.strip()
    if not any(one.isalpha() for one in name):
        msg = _(
            "An invitation needs the name of who sent it, got {name!r}. Write it as the profile "
            "shows it.",
            name=entered.name,
        )
        raise UsageError(msg)
    slug = profile_slug(url)
    if url and (slug is None or slug.split(":")[0] in {"company", "school", "showcase"}):
        msg = _(
            "The address must be that of a person's profile, such as "
            "https://www.linkedin.com/in/jo-june, got {url!r}. Copy it from the profile, or "
            "leave it out.",
            url=url,
        )
        raise UsageError(msg)
    headline = entered.headline.strip() or None
    record = person_record(SOURCE, name, url=url or None, headline=headline)
    if record is None:
        msg = _("Nobody is named by {name!r}.", name=name)
        raise UsageError(msg)
    return record


def hand_invites(store: Store) -> pl.DataFrame:
    """Return the invitations entered by hand, by name: import_id, invite_id, person_id, name, url, note."""
    return store.frame(
        """
        SELECT DISTINCT import_file.import_id, invite.invite_id, person.person_id, person.name, person.url, invite.note
        FROM origin
        JOIN import_file USING (file_id)
        JOIN invite ON invite.invite_id = origin.fact_key
        JOIN person_link ON person_link.record_id = invite.record_id AND person_link.state = 'linked'
        JOIN person ON person.person_id = person_link.person_id
        WHERE origin.table_name = 'invite' AND import_file.kind = ?
        ORDER BY person.name, invite.invite_id, import_file.import_id
        """,
        [SOURCE],
    )


def delete_invite(store: Store, invite_id: str, settings: Settings) -> str:
    """Delete an invitation that was entered by hand, with all that was entered of it, and return the person's name.

    What was decided about it stays in the log.

    Raises:
        NotFoundError: no invitation with this id was entered by hand.
    """
    found = hand_invites(store).filter(invite_id=invite_id)
    if found.is_empty():
        msg = _(
            "No invitation with the id {invite_id!r} was entered by hand; those of an export "
            "go with their import, see `relevance imports`.",
            invite_id=invite_id,
        )
        raise NotFoundError(msg)
    for import_id in found["import_id"].unique(maintain_order=True):
        undo_import(store, import_id, settings)
    return str(found["name"][0])
