"""What the owner decided about connections: to keep them, to see less of them, to unfollow them."""

from datetime import UTC, datetime

import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.store.database import Store
from relevance.store.persons_now import person_now
from relevance.texts import _, marked

__all__ = ["ACTS", "last_verdicts", "save_verdicts", "undo_verdicts", "verdicts_now"]

ACTS = (marked("keep"), marked("show less"), marked("unfollow"))
"""What can be decided about a connection."""


def verdicts_now(store: Store) -> pl.DataFrame:
    """Return the verdict that holds on each person: person_id (of today), act, at, batch."""
    return store.frame(
        f"""
        WITH today AS (
            SELECT {person_now("verdict.person_id")} AS person_id, act, "at", batch
            FROM verdict WHERE undone_at IS NULL
        )
        SELECT person_id, arg_max(act, batch) AS act, arg_max("at", batch) AS "at", max(batch) AS batch
        FROM today GROUP BY person_id ORDER BY person_id
        """
    )


def save_verdicts(store: Store, people: pl.DataFrame, act: str, *, model: str) -> int:
    """Note one verdict on several people at once and return the number by which it can be undone.

    Args:
        store: where it is kept.
        people: person_id, relevance (0..1 or null) and effect (points or null) of that day; one row each.
        act: one of `ACTS`.
        model: id of the model behind the figures.

    Raises:
        UsageError: the act is none of `ACTS`, or there is nobody.
    """
    if act not in ACTS:
        msg = _(
            "A verdict on a connection must be one of {acts}, got {act!r}.",
            acts=", ".join(ACTS),
            act=act,
        )
        raise UsageError(msg)
    if people.is_empty():
        msg = _("A verdict needs somebody it is about. Choose at least one person.")
        raise UsageError(msg)
    with store.transaction():
        found = store.frame("SELECT coalesce(max(batch), 0) + 1 AS n FROM verdict")
        batch = int(found["n"][0])
        rows = people.select(
            "person_id",
            "relevance",
            "effect",
            batch=pl.lit(batch, dtype=pl.Int64),
            act=pl.lit(act),
            at=pl.lit(datetime.now(UTC)),
            model=pl.lit(model),
        )
        store.insert("verdict", rows)
        store.bump("verdicts")
    return batch


def undo_verdicts(store: Store, batch: int) -> int:
    """Take back what was decided at once, so that what held before holds again; return about how many people.

    Raises:
        NotFoundError: nothing was decided by this number, or it is undone already.
    """
    with store.transaction():
        found = store.frame(
            "SELECT count(*) AS n FROM verdict WHERE batch = ? AND undone_at IS NULL", [batch]
        )
        count = int(found["n"][0])
        if not count:
            msg = _("There is no verdict {batch} to take back.", batch=batch)
            raise NotFoundError(msg)
        store.execute(
            "UPDATE verdict SET undone_at = ? WHERE batch = ? AND undone_at IS NULL",
            [datetime.now(UTC), batch],
        )
        store.bump("verdicts")
    return count


def last_verdicts(store: Store) -> int | None:
    """Return the number of the newest verdict that was not taken back; null where there is none."""
    found = store.frame("SELECT max(batch) AS newest FROM verdict WHERE undone_at IS NULL")
    newest: int | None = found["newest"][0]
    return newest
