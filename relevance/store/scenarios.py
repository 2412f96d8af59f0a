"""What-ifs that the owner named."""

from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.store.database import Store
from relevance.store.persons_now import person_now
from relevance.texts import _

__all__ = ["bring_back_scenario", "drop_scenario", "save_scenario", "scenarios"]

_LONGEST = 80


def scenarios(store: Store) -> pl.DataFrame:
    """Return the what-ifs that are kept, by name: scenario_id, name, removed and accepted (ids of today), made_at."""
    return store.frame(
        f"""
        WITH today AS (
            SELECT DISTINCT scenario_id, comes, {person_now("scenario_change.person_id")} AS person_id
            FROM scenario_change
        ),
        listed AS (
            SELECT scenario_id,
                   coalesce(list(person_id ORDER BY person_id) FILTER (NOT comes), []) AS removed,
                   coalesce(list(person_id ORDER BY person_id) FILTER (comes), []) AS accepted
            FROM today GROUP BY scenario_id
        )
        SELECT scenario_id, name, coalesce(listed.removed, []) AS removed,
               coalesce(listed.accepted, []) AS accepted, made_at
        FROM scenario LEFT JOIN listed USING (scenario_id)
        WHERE undone_at IS NULL ORDER BY lower(name), scenario_id
        """
    )


def save_scenario(store: Store, name: str, removed: Sequence[str], accepted: Sequence[str]) -> int:
    """Keep a what-if by name, in place of an earlier one of that name, and return its id.

    Args:
        store: where it is kept.
        name: 1 to 80 letters.
        removed: ids of people who go.
        accepted: ids of inviters who come.

    Raises:
        UsageError: the name is empty or too long, or nothing changes.
    """
    said = " ".join(name.split())
    if not 0 < len(said) <= _LONGEST:
        msg = _(
            "A name has 1 to {longest} letters, got {said}. Write a shorter or longer one.",
            longest=_LONGEST,
            said=len(said),
        )
        raise UsageError(msg)
    if not removed and not accepted:
        msg = _("A what-if changes something. Choose somebody to go or to come first.")
        raise UsageError(msg)
    with store.transaction():
        now = datetime.now(UTC)
        store.execute(
            "UPDATE scenario SET undone_at = ? WHERE lower(name) = lower(?) AND undone_at IS NULL",
            [now, said],
        )
        found = store.frame("SELECT coalesce(max(scenario_id), 0) + 1 AS n FROM scenario")
        number = int(found["n"][0])
        store.execute(
            "INSERT INTO scenario VALUES (?, ?, ?, NULL)",
            [number, said, now],
        )
        for comes, people in ((False, removed), (True, accepted)):
            for person_id in sorted(set(people)):
                store.execute(
                    "INSERT INTO scenario_change VALUES (?, ?, ?)", [number, person_id, comes]
                )
        store.bump("plans")
    return number


def drop_scenario(store: Store, scenario_id: int) -> None:
    """Keep a what-if no longer; `bring_back_scenario` undoes that.

    Raises:
        NotFoundError: it is not kept.
    """
    with store.transaction():
        _changed(store, scenario_id, kept=True)
        store.execute(
            "UPDATE scenario SET undone_at = ? WHERE scenario_id = ?",
            [datetime.now(UTC), scenario_id],
        )
        store.bump("plans")


def bring_back_scenario(store: Store, scenario_id: int) -> None:
    """Keep a what-if again that was dropped or replaced; one that took its name meanwhile gives way.

    Raises:
        NotFoundError: there is none to bring back.
    """
    with store.transaction():
        name = _changed(store, scenario_id, kept=False)
        store.execute(
            "UPDATE scenario SET undone_at = ? WHERE lower(name) = lower(?) AND undone_at IS NULL",
            [datetime.now(UTC), name],
        )
        store.execute("UPDATE scenario SET undone_at = NULL WHERE scenario_id = ?", [scenario_id])
        store.bump("plans")


def _changed(store: Store, scenario_id: int, *, kept: bool) -> str:
    found = store.frame(
        "SELECT name FROM scenario WHERE scenario_id = ? AND (undone_at IS NULL) = ?",
        [scenario_id, kept],
    )
    if found.is_empty():
        msg = _(
            "There is no what-if {scenario_id} to {drop_or_bring_back}.",
            scenario_id=scenario_id,
            drop_or_bring_back=_("drop") if kept else _("bring back"),
        )
        raise NotFoundError(msg)
    return str(found["name"][0])
