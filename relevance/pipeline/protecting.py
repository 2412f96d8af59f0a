"""Who must stay: marked by the owner, by id or name."""

from typing import Any

from relevance.pipeline.person import find_person
from relevance.store import Store, protect, protected_people, unprotect

__all__ = ["mark_protected", "stored_protection"]


def mark_protected(store: Store, wanted: str, reason: str | None) -> dict[str, Any]:
    """Protect somebody from every plan, or let plans name them again, and return what was noted.

    Args:
        store: where it is kept.
        wanted: id or name.
        reason: one of `REASONS`; null takes the protection away.

    Raises:
        NotFoundError: there is nobody of this id or name, or they are not protected.
        AmbiguousNameError: several people have this name.
        UsageError: the reason is no reason.
    """
    person_id = find_person(store, wanted)
    if reason is None:
        unprotect(store, person_id)
    else:
        protect(store, person_id, reason)
    name = store.frame("SELECT name FROM person WHERE person_id = ?", [person_id])["name"][0]
    return {"person_id": person_id, "name": name, "protected": reason is not None, "reason": reason}


def stored_protection(store: Store) -> tuple[str, ...]:
    """Return the ids of everyone who is protected."""
    return tuple(protected_people(store)["person_id"])
