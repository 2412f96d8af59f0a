"""What the owner decided about invitations, and what happened since, as later imports show it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl

from relevance.errors import NotFoundError
from relevance.store.database import Store
from relevance.texts import _

__all__ = ["decision_log", "decisions", "save_decision", "undo_decision"]


def save_decision(store: Store, row: Mapping[str, Any]) -> int:
    """Keep a decision of the owner (columns of the table `decision`) and return its id.

    An earlier decision on the same invite counts as taken back.
    """
    with store.transaction():
        _withdraw(store, row["invite_id"])
        found = store.frame("SELECT coalesce(max(decision_id), 0) + 1 AS n FROM decision")
        number = int(found["n"][0])
        names = ", ".join(["decision_id", "decided_at", *row])
        marks = ", ".join(["?"] * (len(row) + 2))
        store.execute(
            f"INSERT INTO decision ({names}) VALUES ({marks})",
            [number, datetime.now(UTC), *row.values()],
        )
        store.bump("decisions")
    return number


def undo_decision(store: Store, wanted: str) -> dict[str, Any]:
    """Take back what was decided and return that row; the log keeps that it was made and taken back.

    Args:
        store: where decisions are kept.
        wanted: id of the invite, or of the person who sent it.

    Raises:
        NotFoundError: nothing is decided there.
    """
    with store.transaction():
        rows = decision_log(store).filter(
            pl.col("undone_at").is_null()
            & ((pl.col("invite_id") == wanted) | (pl.col("person_id") == wanted))
        )
        if rows.is_empty():
            msg = _(
                "Nothing is decided about {wanted!r} that could be taken back; see `relevance "
                "decisions`.",
                wanted=wanted,
            )
            raise NotFoundError(msg)
        row = rows.row(0, named=True)
        _withdraw(store, row["invite_id"])
        store.bump("decisions")
    return row


def _withdraw(store: Store, invite_id: str) -> None:
    store.execute(
        "UPDATE decision SET undone_at = ? WHERE invite_id = ? AND undone_at IS NULL",
        [datetime.now(UTC), invite_id],
    )


def decisions(store: Store) -> pl.DataFrame:
    """Return the decisions that hold, one for each invite, newest first."""
    return store.frame("SELECT * FROM decision WHERE undone_at IS NULL ORDER BY decided_at DESC")


def decision_log(store: Store) -> pl.DataFrame:
    """Return every decision, newest first, with what later imports tell of it.

    Columns: those of the table `decision`, its person as they are known today (person_id, name, url,
    note), and

    - `is_connected`, `connected_on`: whether and since when the person is a connection,
    - `answered_at`, `answer`: the first message from the person after the decision,
    - `is_gone`, `gone_on`: whether the newest Invitations.csv, imported after the decision, no longer
      names any invitation of the person, where an earlier one did; and the day it speaks of.
    """
    return store.frame(_LOG)


# A message whose hour was worked out counts from the day of the decision on; an exact one from its very moment.
_LOG = """
WITH linked AS (SELECT record_id, person_id FROM person_link WHERE state = 'linked'),
decided AS (
    SELECT decision.* EXCLUDE (person_id),
           coalesce(linked.person_id, moved.person_id, decision.person_id) AS person_id, invite.note
    FROM decision
    LEFT JOIN invite USING (invite_id)
    LEFT JOIN linked ON linked.record_id = invite.record_id
    LEFT JOIN (SELECT home_id, min(person_id) AS person_id FROM person_link WHERE state = 'linked' GROUP BY home_id)
        AS moved ON moved.home_id = decision.person_id
),
newest AS (
    SELECT as_of, max(imported_at) AS imported_at, list(file_id) AS files
    FROM import_file WHERE kind = 'linkedin.invitations'
    GROUP BY as_of ORDER BY as_of DESC NULLS LAST LIMIT 1
),
named AS (
    SELECT linked.person_id, bool_or(list_contains((SELECT files FROM newest), file_id)) AS is_there
    FROM origin
    JOIN import_file USING (file_id)
    JOIN invite ON invite.invite_id = origin.fact_key
    JOIN linked USING (record_id)
    WHERE table_name = 'invite' AND kind = 'linkedin.invitations' AND direction = 'incoming'
    GROUP BY linked.person_id
),
connected AS (
    SELECT person_id, min(connected_on) AS connected_on FROM connection JOIN linked USING (record_id) GROUP BY person_id
),
answer AS (
    SELECT decision_id, min(contact."at") AS answered_at, arg_min(contact.snippet, contact."at") AS answer
    FROM decided JOIN contact USING (person_id)
    WHERE contact.direction = 'incoming' AND contact.channel IN ('linkedin message', 'x message', 'mail')
      AND CASE WHEN contact.is_approximate THEN contact."at"::DATE >= decided_at::DATE
               ELSE contact."at" > decided_at END
    GROUP BY decision_id
)
SELECT decided.* EXCLUDE (name), coalesce(person.name, decided.name) AS name, person.url, person.headline,
       connected.person_id IS NOT NULL AS is_connected, connected.connected_on, answered_at, answer,
       coalesce(NOT named.is_there AND newest.imported_at > decided_at, FALSE) AS is_gone,
       CASE WHEN is_gone THEN newest.as_of END AS gone_on
FROM decided
LEFT JOIN person USING (person_id)
LEFT JOIN connected USING (person_id)
LEFT JOIN answer USING (decision_id)
LEFT JOIN named USING (person_id)
LEFT JOIN newest ON TRUE
ORDER BY decided_at DESC, decision_id DESC
"""
