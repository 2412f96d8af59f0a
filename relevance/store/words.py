"""What the owner said: interests by version; and the states of background jobs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from relevance.errors import NotFoundError
from relevance.store.database import Store
from relevance.texts import _

__all__ = [
    "interest_rows",
    "last_interest_change",
    "save_interest_rows",
    "save_job",
    "undo_interests",
]

DEMO = "demo"
"""The reason of the version that the demo network comes with."""


def interest_rows(store: Store) -> list[dict[str, Any]]:
    """Return the interests that hold, in order: name, weight (-100..100), keywords and labels."""
    return store.frame(
        """
        WITH now AS (SELECT max(version) AS version FROM interest_version)
        SELECT interest.name, interest.weight,
               coalesce(list(keyword.phrase ORDER BY keyword.ordinal)
                        FILTER (keyword.phrase IS NOT NULL), []) AS keywords,
               coalesce(any_value(interest.labels), []) AS labels
        FROM interest
        JOIN now USING (version)
        LEFT JOIN keyword ON keyword.version = interest.version
                         AND keyword.interest_ordinal = interest.ordinal
        GROUP BY interest.ordinal, interest.name, interest.weight
        ORDER BY interest.ordinal
        """
    ).to_dicts()


def save_interest_rows(store: Store, rows: Sequence[Mapping[str, Any]], *, reason: str) -> int:
    """Keep `rows` (as `interest_rows` gives them) as the version that holds, and return its number."""
    with store.transaction():
        version = _newest_version(store) + 1
        store.execute(
            "INSERT INTO interest_version VALUES (?, ?, ?)", [version, datetime.now(UTC), reason]
        )
        store.insert("interest", _interest_frame(version, rows))
        store.insert("keyword", _keyword_frame(version, rows))
        store.bump("interests")
    return version


def _interest_frame(version: int, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (version, ordinal, row["name"], row["weight"], list(row["labels"]))
            for ordinal, row in enumerate(rows)
        ],
        schema={
            "version": pl.Int64,
            "ordinal": pl.Int64,
            "name": pl.String,
            "weight": pl.Float64,
            "labels": pl.List(pl.String),
        },
        orient="row",
    )


def _keyword_frame(version: int, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (version, ordinal, place, phrase)
            for ordinal, row in enumerate(rows)
            for place, phrase in enumerate(row["keywords"])
        ],
        schema={
            "version": pl.Int64,
            "interest_ordinal": pl.Int64,
            "ordinal": pl.Int64,
            "phrase": pl.String,
        },
        orient="row",
    )


def undo_interests(store: Store) -> str:
    """Take back the last change of the interests and return what it was.

    Raises:
        NotFoundError: there is no change to take back.
    """
    with store.transaction():
        reason = last_interest_change(store)
        if reason is None:
            msg = _("There is no change of the interests to take back.")
            raise NotFoundError(msg)
        version = _newest_version(store)
        for table in ("keyword", "interest", "interest_version"):
            store.execute(f"DELETE FROM {table} WHERE version = ?", [version])
        store.bump("interests")
    return reason


def last_interest_change(store: Store) -> str | None:
    """Return what the last change of the interests was, null where none can be taken back.

    What the demo network came with is no change of the owner's.
    """
    rows = store.frame("SELECT reason FROM interest_version ORDER BY version DESC LIMIT 1")
    reason = str(rows["reason"][0]) if rows.height else DEMO
    return None if reason == DEMO else reason


def _newest_version(store: Store) -> int:
    found = store.frame("SELECT coalesce(max(version), 0) AS version FROM interest_version")
    return int(found["version"][0])


def save_job(store: Store, row: Mapping[str, Any]) -> None:
    """Keep the state of a background job (columns of the table `job`), replacing its earlier state."""
    names, marks = ", ".join(row), ", ".join("?" for _ in row)
    store.execute(f"INSERT OR REPLACE INTO job ({names}) VALUES ({marks})", list(row.values()))
