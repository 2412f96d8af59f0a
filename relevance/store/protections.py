"""Whom the owner wants to keep, whatever they do to the feed."""

from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.store.database import Store
from relevance.store.persons_now import person_now
from relevance.texts import _, marked

__all__ = [
    "REASONS",
    "protect",
    "protect_all",
    "protected_people",
    "unprotect",
    "unprotect_all",
]

REASONS = (
    marked("family"),
    marked("team"),
    marked("mentor"),
    marked("friend"),
    marked("other"),
)
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
    _known_reason(reason)
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
            msg = _(
                "{person_id!r} is not protected; `relevance protect` lists who is.",
                person_id=person_id,
            )
            raise NotFoundError(msg)
        _forget(store, person_id)
        store.bump("plans")


def protect_all(store: Store, person_ids: Sequence[str], reason: str) -> tuple[str, ...]:
    """Keep several people out of every plan; return whom that is new to: earlier reasons stay.

    Raises:
        UsageError: the reason is none of `REASONS`.
    """
    _known_reason(reason)
    with store.transaction():
        held = set(protected_people(store)["person_id"])
        new = tuple(one for one in dict.fromkeys(person_ids) if one not in held)
        rows = {
            "person_id": new,
            "reason": [reason] * len(new),
            "at": [datetime.now(UTC)] * len(new),
        }
        store.insert("protection", pl.DataFrame(rows, schema_overrides={"person_id": pl.String}))
        store.bump("plans")
    return new


def unprotect_all(store: Store, person_ids: Sequence[str]) -> None:
    """Let plans name several people again; who is not protected stays so."""
    with store.transaction():
        store.execute(
            f"DELETE FROM protection WHERE list_contains($1, person_id) "
            f"OR list_contains($1, {person_now('protection.person_id')})",
            [list(person_ids)],
        )
        store.bump("plans")


def _known_reason(reason: str) -> None:
    if reason not in REASONS:
        msg = _(
            "A reason must be one of {reasons}, got {reason!r}.",
            reasons=", ".join(REASONS),
            reason=reason,
        )
        raise UsageError(msg)


def _forget(store: Store, person_id: str) -> None:
    """Forget the word on a person, also where it was given under an earlier id of theirs."""
    store.execute(
        f"DELETE FROM protection WHERE person_id = ? OR {person_now('protection.person_id')} = ?",
        [person_id, person_id],
    )
