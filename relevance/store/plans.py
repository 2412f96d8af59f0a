"""Plans that became checklists: what was to be done, what is done, and the feed's figures of that day."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from relevance.errors import NotFoundError
from relevance.store.database import Store
from relevance.store.persons_now import person_now
from relevance.texts import _

__all__ = ["drop_plan", "kept_plan", "mark_step", "plan_steps", "save_plan"]


def kept_plan(store: Store) -> dict[str, Any] | None:
    """Return the newest plan that was not dropped, as a row of the table `plan`; null where there is none."""
    rows = store.frame(
        "SELECT * FROM plan WHERE undone_at IS NULL ORDER BY plan_id DESC LIMIT 1"
    ).to_dicts()
    return rows[0] if rows else None


def plan_steps(store: Store, plan_id: int) -> pl.DataFrame:
    """Return the steps of a plan in order: ordinal, person_id (of today), name, url, act, harder, worth, done_at.

    The name and url are null where nobody is known any more.
    """
    return store.frame(
        f"""
        SELECT ordinal, {person_now("plan_step.person_id")} AS person_id, person.name, person.url,
               act, harder, worth, done_at
        FROM plan_step LEFT JOIN person ON person.person_id = {person_now("plan_step.person_id")}
        WHERE plan_id = ? ORDER BY ordinal
        """,
        [plan_id],
    )


def save_plan(store: Store, row: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> int:
    """Keep a plan as the checklist that holds, and return its id.

    Args:
        store: where it is kept.
        row: feed_before and feed_after (0 to 1), model, interests_version, ratings_version, newest_post.
        steps: person_id, act, harder (or null) and worth (points) of each, in order.
    """
    with store.transaction():
        found = store.frame("SELECT coalesce(max(plan_id), 0) + 1 AS n FROM plan")
        number = int(found["n"][0])
        names = ", ".join(["plan_id", "made_at", *row])
        store.execute(
            f"INSERT INTO plan ({names}) VALUES ({', '.join(['?'] * (len(row) + 2))})",
            [number, datetime.now(UTC), *row.values()],
        )
        for ordinal, step in enumerate(steps):
            store.execute(
                "INSERT INTO plan_step VALUES (?, ?, ?, ?, ?, ?, NULL)",
                [
                    number,
                    ordinal,
                    *(step[name] for name in ("person_id", "act", "harder", "worth")),
                ],
            )
        store.bump("plans")
    return number


def mark_step(store: Store, plan_id: int, person_id: str, *, done: bool) -> None:
    """Note that a step of a plan is done, or that it is not.

    Raises:
        NotFoundError: the plan has no step for this person.
    """
    with store.transaction():
        steps = plan_steps(store, plan_id).filter(person_id=person_id)
        if steps.is_empty():
            msg = _(
                "The plan has no step for {person_id!r}; `relevance plan --status` lists its "
                "steps.",
                person_id=person_id,
            )
            raise NotFoundError(msg)
        store.execute(
            "UPDATE plan_step SET done_at = ? WHERE plan_id = ? AND ordinal = ?",
            [datetime.now(UTC) if done else None, plan_id, steps["ordinal"][0]],
        )
        store.bump("plans")


def drop_plan(store: Store, plan_id: int, *, back: bool = False) -> None:
    """Drop a plan, so that the one before it holds again; or take that back.

    Raises:
        NotFoundError: there is no such plan to drop or bring back.
    """
    with store.transaction():
        found = store.frame(
            "SELECT 1 AS yes FROM plan WHERE plan_id = ? AND (undone_at IS NULL) = ?",
            [plan_id, not back],
        )
        if found.is_empty():
            msg = _(
                "There is no plan {plan_id} to {bring_back_or_drop}.",
                plan_id=plan_id,
                bring_back_or_drop=_("bring back") if back else _("drop"),
            )
            raise NotFoundError(msg)
        store.execute(
            "UPDATE plan SET undone_at = ? WHERE plan_id = ?",
            [None if back else datetime.now(UTC), plan_id],
        )
        store.bump("plans")
