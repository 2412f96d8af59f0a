"""Whom the owner wants to keep, whatever they do to the feed."""

from datetime import UTC, datetime

import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.store.database import Store
from relevance.store.persons_now import person_now

__all__ = ["REASONS", "protect", "protected_people", "unprotect"]

REASONS = ("family", "team", "mentor", "friend", "other")
"""Why somebody is protected."""


def protected_people(store: Store) -> pl.DataFrame:
    """Return one row for each protected person who is known, by name.

    Columns: person_id (of today, whatever records were linked since), name, reason, at.
    """
    return store.frame(
        f"""
        SELECT person.person_id, person.name, arg_max(reason, "at") AS reason, max("at") AS "at"
        FROM protection JOIN person ON person.person_id = {person_now("protection.person_id")}
        GROUP BY person.person_id, person.name ORDER BY person.name, person.person_id
        """
    )


def protect(store: Store, person_id: str, reason: str) -> None:
    """Keep somebody out of every plan.

    Raises:
        UsageError: the reason is none of `REASONS`.
    """
    if reason not in REASONS:
        msg = f"A reason must be one of {', '.join(REASONS)}, got {reason!r}."
        raise UsageError(msg)
    with store.transaction():
        _forget(store, person_id)
        store.execute(
            "INSERT INTO protection VALUES (?, ?, ?)", [person_id, reason, datetime.now(UTC)]
        )
        store.bump("plans")


def unprotect(store: Store, person_id: str) -> None:
    """Let plans name somebody again.

    Raises:
        NotFoundError: they are not protected.
    """
    with store.transaction():
        if protected_people(store).filter(person_id=person_id).is_empty():
            msg = f"{person_id!r} is not protected; `relevance protect` lists who is."
            raise NotFoundError(msg)
        _forget(store, person_id)
        store.bump("plans")


def _forget(store: Store, person_id: str) -> None:
    """Forget the word on a person, also where it was given under an earlier id of theirs."""
    store.execute(
        f"DELETE FROM protection WHERE person_id = ? OR {person_now('protection.person_id')} = ?",
        [person_id, person_id],
    )
