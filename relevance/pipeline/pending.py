"""Which invitations still wait for an answer, as far as the export can tell."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from relevance.config import Settings
from relevance.store import Store

__all__ = ["Pending", "pending_invites"]

# An account rarely has no dated row for a month: a zip dated later than this after its newest row was zipped again.
_SILENCE = timedelta(days=31)


@dataclass(frozen=True)
class Pending:
    """Which invitations count as pending, and why the others do not."""

    invites: pl.DataFrame
    """invite_id, person_id, name, note, sent_at, decided, ...; one row for each person."""
    as_of: date | None
    """The day the export speaks of."""
    age_limit_days: int
    too_old: int
    """Incoming and not connected, but older than the limit: ignored or declined long ago."""


def pending_invites(store: Store, settings: Settings) -> Pending:
    """Return the incoming invitations that still wait for an answer, as far as the export can tell.

    It cannot tell pending from ignored: an inviter who is no connection and wrote not longer ago
    than the age limit, counted from the day of the export, counts as pending. Several rows of one
    inviter, as the export and a saved page give them, are one: the newest exact time, and the note
    and the mutual connections wherever they stand.
    """
    as_of = _day_of_export(store)
    waiting = store.frame(
        """
        SELECT invite.invite_id, invite.sent_at,
               coalesce(invite.note, max_by(invite.note, invite.sent_at) OVER one_inviter) AS note,
               coalesce(
                   invite.mutual_connections, max(invite.mutual_connections) OVER one_inviter
               ) AS mutual_connections,
               decision.decision AS decided, decision.revisit_on, person.*
        FROM invite
        LEFT JOIN decision ON decision.invite_id = invite.invite_id AND decision.undone_at IS NULL
        JOIN person_link ON person_link.record_id = invite.record_id AND person_link.state = 'linked'
        JOIN person ON person.person_id = person_link.person_id
        WHERE invite.direction = 'incoming' AND NOT person.is_owner
          AND person.person_id NOT IN (
              SELECT person_id FROM connection JOIN person_link USING (record_id) WHERE state = 'linked'
          )
        WINDOW one_inviter AS (PARTITION BY person.person_id)
        QUALIFY row_number() OVER (
            PARTITION BY person.person_id
            ORDER BY invite.sent_at IS NULL, coalesce(invite.is_approximate, FALSE),
                     invite.sent_at DESC, invite.invite_id
        ) = 1
        ORDER BY person.name, invite.invite_id
        """
    )
    if as_of is None:
        return Pending(waiting, None, settings.invite_age_days, 0)
    oldest = as_of - timedelta(days=settings.invite_age_days)
    fresh = waiting.filter(pl.col("sent_at").is_null() | (pl.col("sent_at").dt.date() >= oldest))
    return Pending(fresh, as_of, settings.invite_age_days, waiting.height - fresh.height)


def _day_of_export(store: Store) -> date | None:
    """Return the day the newest export speaks of: as stated, else as its files say."""
    stated = store.frame("SELECT max(as_of) AS day FROM import_file WHERE is_as_of_stated")["day"][
        0
    ]
    found = store.frame(
        """
        SELECT (SELECT max(as_of) FROM invite) AS snapshot,
               greatest((SELECT max(sent_at) FROM invite), (SELECT max(connected_on) FROM connection),
                        (SELECT max("at") FROM encounter WHERE channel = 'linkedin message'))::DATE AS newest
        """
    ).row(0)
    snapshot: date | None = found[0]
    newest: date | None = found[1]
    # What the owner said of one export does not outlive a newer one that carries its own date.
    if stated is not None and (snapshot is None or stated >= snapshot):
        return stated  # type: ignore[no-any-return]  # a DATE column
    if snapshot is None or newest is None:
        return snapshot or newest
    return max(newest, min(snapshot, newest + _SILENCE))
