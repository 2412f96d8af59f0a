"""Deleting what is older than a moment, with where it came from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from relevance.schema import FACTS
from relevance.store.beginnings import forget_beginning
from relevance.store.database import Store
from relevance.store.renewing import UNFINISHED

__all__ = ["file_has_older", "has_older", "remove_older"]

_DATED = {
    "post": "created_at",
    "encounter": '"at"',
    "invite": "sent_at",
    "engagement": 'coalesce("at", posted_at)',
    "owner_note": "created_at",
    "rating": '"at"',
    "decision": "decided_at",
    "job": "updated_at",
    "fetched": "fetched_at",
}
_ABOUT = {
    "owner_note": ("record_id",),
    "invite": ("record_id",),
    "encounter": ("sender_record_id", "recipient_record_id"),
    "post": ("author_record_id", "surfacer_record_id"),
}
_UNDATED = {"connection": ("record_id",), "follow": ("record_id",), "position": ("record_id",)}
_PARTS = ("data", "vectors", "ratings", "decisions")


def has_older(store: Store, before: datetime) -> bool:
    """Return whether anything is dated before a moment."""
    old = " UNION ALL ".join(
        f"(SELECT 1 AS yes FROM {table} WHERE {dated} < $before LIMIT 1)"
        for table, dated in _DATED.items()
    )
    return store.frame(old, {"before": before}).height > 0


def file_has_older(path: Path, before: datetime) -> bool:
    """Return whether a copy holds anything dated before a moment, without bringing it to the present shape.

    A copy that cannot be asked, of an older shape or damaged, counts as one that does.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as copy:
            found = copy.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            tables = {name for (name,) in found}
            return any(
                copy.execute(
                    f"SELECT 1 FROM {table} WHERE {dated} < ? LIMIT 1", [before]
                ).fetchall()
                for table, dated in _DATED.items()
                if table in tables
            )
    except duckdb.Error:
        return True


def remove_older(store: Store, before: datetime) -> dict[str, int]:
    """Delete rows dated before a moment, and records of people of whom nothing is left; return the rows by table.

    Raises:
        StoreError: something cannot be deleted; everything stays.
    """
    counts = {}
    with store.transaction():
        store.execute(
            "CREATE OR REPLACE TEMP TABLE limit_of_age AS SELECT ?::TIMESTAMPTZ AS moment", [before]
        )
        old = " UNION ALL ".join(
            _named(_ABOUT, "WHERE {dated} < (SELECT moment FROM limit_of_age)")
        )
        store.execute(f"CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT * FROM ({old})")
        for table, dated in _DATED.items():
            counts[table] = _remove(store, table, f"{dated} < (SELECT moment FROM limit_of_age)")
        counts["rating"] += _remove(
            store, "rating", "subject = 'post' AND subject_id NOT IN (SELECT post_id FROM post)"
        )
        counts["record"] = _remove(store, "record", _of_nobody(store))
        for name in ("limit_of_age", "touched", "nobody"):
            store.execute(f"DROP TABLE {name}")
        forget_beginning(store)
        for part in _PARTS:
            store.bump(part)
        store.execute("INSERT OR REPLACE INTO meta VALUES (?, 'of what was too old')", [UNFINISHED])
    return {table: count for table, count in counts.items() if count}


def _named(tables: Mapping[str, Sequence[str]], where: str) -> list[str]:
    return [
        f"SELECT {column} AS record_id FROM {table} {where.format(dated=_DATED.get(table))}"
        for table, columns in tables.items()
        for column in columns
    ]


def _of_nobody(store: Store) -> str:
    """SQL: a record of somebody who was known by nothing but what went."""
    facts = " UNION ALL ".join(_named({**_ABOUT, **_UNDATED}, ""))
    store.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE nobody AS
        SELECT unnest(list(record_id)) AS record_id
        FROM person_link WHERE state = 'linked' AND person_id <> 'owner'
        GROUP BY person_id
        HAVING bool_and(record_id IN (SELECT record_id FROM touched WHERE record_id IS NOT NULL))
           AND NOT bool_or(record_id IN (SELECT record_id FROM ({facts}) WHERE record_id IS NOT NULL))
        """
    )
    return "record_id IN (SELECT record_id FROM nobody)"


def _remove(store: Store, table: str, where: str) -> int:
    count = int(store.frame(f"SELECT count(*) AS n FROM {table} WHERE {where}")["n"][0])
    if not count:
        return 0
    if table in FACTS:
        keys = ", ".join(f'"{one}"' for one in FACTS[table].key)
        key = f"concat_ws(chr(31), {keys})" if len(FACTS[table].key) > 1 else keys
        store.execute(
            f"DELETE FROM origin WHERE table_name = '{table}' AND fact_key IN (SELECT {key} FROM {table} WHERE {where})"
        )
    store.execute(f"DELETE FROM {table} WHERE {where}")
    return count
