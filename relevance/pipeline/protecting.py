"""Who must stay: marked by the owner, by id or name, or decided about to keep."""

from typing import Any

from relevance.pipeline.person import find_person
from relevance.store import Store, protect, protected_people, unprotect, verdicts_now

__all__ = ["decided_to_keep", "mark_protected", "stored_protection"]

_KEEP = "keep"  # one of `ACTS`


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


def decided_to_keep(store: Store) -> tuple[str, ...]:
    """Return the ids of everyone whom the owner decided to keep, where that verdict holds today."""
    kept = verdicts_now(store).filter(act=_KEEP)["person_id"].to_list()
    found = store.frame(
        "SELECT person_id FROM person WHERE list_contains($1, person_id) AND NOT is_owner ORDER BY 1",
        [kept],
    )
    return tuple(found["person_id"])


def stored_protection(store: Store) -> tuple[str, ...]:
    """Return the ids of everyone who must stay in every plan: who is protected, and whom the owner decided to keep."""
    return tuple(dict.fromkeys((*protected_people(store)["person_id"], *decided_to_keep(store))))
