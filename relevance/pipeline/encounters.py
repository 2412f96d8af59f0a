"""Where the owner meets people: every tie, and one person's contacts over all channels."""

from datetime import date

import polars as pl

from relevance.store import Store
from relevance.ties import TIES, ties

__all__ = ["TIES", "all_ties", "timeline"]


def all_ties(store: Store) -> pl.DataFrame:
    """Return the ties of the owner with the names of the people; see `relevance.ties.ties`.

    Days are counted to the newest contact of all, so that an old export does not make every tie
    look silent. Further columns: name, company, position, headline, is_connection.
    """
    contacts = store.frame('SELECT person_id, "at", channel, direction FROM contact')
    newest: date | None = contacts["at"].dt.date().max()  # type: ignore[assignment]  # days
    people = store.frame(
        """
        SELECT person_id, name, company, position, headline,
               person_id IN (
                   SELECT person_id FROM connection JOIN person_link USING (record_id)
                   WHERE state = 'linked'
               ) AS is_connection
        FROM person
        """
    )
    found = ties(contacts, newest or date(1970, 1, 1))
    return found.join(people, on="person_id", how="left", maintain_order="left")


def timeline(store: Store, person_id: str) -> pl.DataFrame:
    """Return the contacts with one person, the latest first, undated ones last.

    Columns: at, channel, direction (incoming or outgoing), reference, snippet, is_approximate.
    """
    return store.frame(
        """
        SELECT "at", channel, direction, reference, snippet,
               coalesce(is_approximate, false) AS is_approximate
        FROM contact WHERE person_id = ?
        ORDER BY "at" DESC NULLS LAST, channel, reference, snippet
        """,
        [person_id],
    )
