"""Data on its way out: tables as frames, the whole database as a file."""

from pathlib import Path

import polars as pl

from relevance.errors import NotFoundError, StoreError
from relevance.store.database import Store
from relevance.texts import _

__all__ = ["EXPORTED", "copy_database", "exported"]

EXPORTED = (
    "import_file",
    "import_reject",
    "origin",
    "record",
    "person",
    "person_link",
    "link_pair",
    "link_answer",
    "connection",
    "follow",
    "invite",
    "position",
    "encounter",
    "post",
    "text_language",
    "engagement",
    "engaged_post",
    "fetched",
    "embedding",
    "interest",
    "keyword",
    "rating",
    "decision",
    "protection",
    "scenario",
    "scenario_change",
    "plan",
    "plan_step",
    "verdict",
    "saved_view",
    "ladder",
    "job",
    "forgotten",
    "owner_note",
    "owner_fact",
)
"""Tables that can be exported."""

# Facts name records; who leaves the database reads people, so exports name both.
_WITH_PERSON = {"connection": "record_id", "follow": "record_id", "invite": "record_id"}


def exported(store: Store, table: str) -> pl.DataFrame:
    """Return a whole table; connections, follows and invites with their person's id and name.

    Raises:
        NotFoundError: there is no such table.
    """
    if table not in EXPORTED:
        msg = _(
            "There is no table {table!r} to export; there are: {exported}.",
            table=table,
            exported=", ".join(EXPORTED),
        )
        raise NotFoundError(msg)
    if table == "embedding":
        return _all_vectors(store)
    key = _WITH_PERSON.get(table)
    if key is None:
        return store.frame(f"SELECT * FROM {table} ORDER BY ALL")
    return store.frame(
        f"""
        SELECT person_link.person_id, person.name, person.url, {table}.*
        FROM {table}
        LEFT JOIN person_link ON person_link.record_id = {table}.{key} AND person_link.state = 'linked'
        LEFT JOIN person USING (person_id)
        ORDER BY ALL
        """
    )


def _all_vectors(store: Store) -> pl.DataFrame:
    """The vectors of all models; one of another width than the built-in one has a table of its own."""
    found = store.frame(
        "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'embedding%' AND NOT temporary"
    )
    parts = [
        f"SELECT text_key, model, CAST(vector AS FLOAT[]) AS vector FROM {name}"
        for name in sorted(found["table_name"])
    ]
    return store.frame(f"{' UNION ALL '.join(parts)} ORDER BY model, text_key")


def copy_database(store: Store, file: Path) -> dict[str, int]:
    """Copy everything to a new database file, as of one moment, and return the number of rows by table.

    Raises:
        StoreError: the file is there already, or the copy cannot be written.
    """
    if file.exists():
        msg = _("{file} is there already and is not overwritten. Name a new file.", file=file)
        raise StoreError(msg)
    return store.copy_to(file)
