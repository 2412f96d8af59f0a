"""Deleting whatever is held of some records, in every table there is.

Tables are found by what their columns are called, so that one that comes later is looked into as well: `*record_id`,
`*person_id`, `home_id`, `invite_id`, `post_id`, `engagement_id` and `subject_id` name who or what a row is about.
"""

from collections.abc import Iterable, Mapping, Sequence

from relevance.errors import NotFoundError
from relevance.schema import FACTS
from relevance.store.beginnings import forget_beginning
from relevance.store.database import Store
from relevance.store.naming import Naming
from relevance.store.renewing import UNFINISHED
from relevance.texts import _

__all__ = ["remove_records", "texts_that_name"]

_PARTS = ("data", "vectors", "ratings", "decisions", "links")
_SURFACER = ("post", "surfacer_record_id")
# What other people wrote, or the owner: there a name is a word of theirs. Files said it, and would say it again.
_WRITTEN = (
    ("post", "text"),
    ("encounter", "reference"),
    ("encounter", "snippet"),
    ("invite", "note"),
    ("engagement", "text"),
    ("owner_note", "text"),
    ("owner_fact", "value"),
    ("owner_fact", "detail"),
)
_NOT_SWEPT = {*FACTS, "origin", "interest", "keyword", "interest_version", "forgotten", "meta"}
_ABOUT = {
    "person_id": ("person",),
    "home_id": ("person",),
    "invite_id": ("invite",),
    "post_id": ("post",),
    "engagement_id": ("engagement",),
    "subject_id": ("record", "person", "post", "invite"),
}


def remove_records(store: Store, record_ids: Iterable[str], naming: Naming) -> dict[str, int]:
    """Delete these records and all that is held of them, and return how many rows went, by table.

    A post by somebody else that one of them brought in stays, without them. Files that told of them count as not
    imported, so that they are read again; what this tool itself wrote down of them in words loses those words. The
    file has to be written anew afterwards, see `Store.rewrite`; opening it does so where that did not happen.

    Args:
        store: where from.
        record_ids: all records of the person.
        naming: what names the person.

    Raises:
        NotFoundError: none of the records is there.
        StoreError: something cannot be deleted; everything stays.
    """
    with store.transaction():
        _mark_leaving(store, record_ids)
        counts = _delete_facts(store)
        for table, column, kinds in _columns_about(store):
            counts[table] = counts.get(table, 0) + _delete(store, table, column, kinds)
        _part_from_surfacers(store)
        _sweep(store, naming)
        # Who asked for what, and what became of it, may be told in any words.
        store.execute("UPDATE job SET message = '', error = NULL")
        forget_beginning(store)
        for part in _PARTS:
            store.bump(part)
        store.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, 'of somebody forgotten')", [UNFINISHED]
        )
        store.execute("DROP TABLE leaving")
    return {table: count for table, count in counts.items() if count}


def texts_that_name(store: Store, naming: Naming) -> int:
    """Return how many texts that other people or the owner wrote name the person; they are not touched."""
    pattern = naming.names_only
    if pattern is None:
        return 0
    counts = [
        store.frame(
            f'SELECT count(*) AS n FROM {table} WHERE regexp_matches("{column}", ?)', [pattern]
        )["n"][0]
        for table, column in _WRITTEN
    ]
    return int(sum(counts))


def _mark_leaving(store: Store, record_ids: Iterable[str]) -> None:
    """Make `leaving`: the kind and id of everything that goes."""
    store.execute(
        "CREATE OR REPLACE TEMP TABLE leaving AS SELECT DISTINCT 'record' AS kind, record_id AS id FROM record "
        "WHERE list_contains(?, record_id)",
        [sorted(record_ids)],
    )
    if not store.count("leaving"):
        msg = _("None of these records is in the database, so that nothing was removed.")
        raise NotFoundError(msg)
    of_records = "(SELECT id FROM leaving WHERE kind = 'record')"
    # Nobody else keeps an id, of a person or of what they were by certain keys alone, that only these records have.
    ids = (
        "SELECT unnest([person_id, home_id]) AS id, record_id FROM person_link "
        "WHERE person_id IS NOT NULL"
    )
    store.execute(
        f"INSERT INTO leaving SELECT DISTINCT 'person', id FROM ({ids}) "
        f"WHERE id <> 'owner' AND id IS NOT NULL GROUP BY id HAVING bool_and(record_id IN {of_records})"
    )
    store.execute(
        f"INSERT INTO leaving SELECT 'post', post_id FROM post WHERE author_record_id IN {of_records}"
    )
    store.execute(
        f"INSERT INTO leaving SELECT 'invite', invite_id FROM invite WHERE record_id IN {of_records}"
    )
    store.execute(
        "INSERT INTO leaving SELECT DISTINCT 'engagement', engagement_id FROM engaged_post "
        "WHERE post_id IN (SELECT id FROM leaving WHERE kind = 'post')"
    )


def _delete_facts(store: Store) -> dict[str, int]:
    """Delete facts with where they came from, and let their files be read again."""
    counts = {}
    for name, contract in FACTS.items():
        about = [
            _is_leaving(column, kinds)
            for column in contract.schema
            if (name, column) != _SURFACER and (kinds := _kinds_of(column))
        ]
        if not about:
            continue
        where = " OR ".join(about)
        keys = ", ".join(f'"{one}"' for one in contract.key)
        key = f"concat_ws(chr(31), {keys})" if len(contract.key) > 1 else keys
        told = f"table_name = '{name}' AND fact_key IN (SELECT {key} FROM {name} WHERE {where})"
        store.execute(
            f"UPDATE import_file SET sha256 = '' WHERE file_id IN (SELECT file_id FROM origin WHERE {told})"
        )
        store.execute(f"DELETE FROM origin WHERE {told}")
        counts[name] = _counted(store, name, where)
        store.execute(f"DELETE FROM {name} WHERE {where}")
    return counts


def _columns_about(store: Store) -> list[tuple[str, str, Sequence[str]]]:
    """Return the columns, of all tables that hold no facts, that say what a row is about, with the kinds of that."""
    return [
        (table, column, kinds)
        for table, column, _ in _columns(store)
        if table not in FACTS and (kinds := _kinds_of(column))
    ]


def _columns(store: Store) -> list[tuple[str, str, str]]:
    return store.frame(
        """
        SELECT table_name, column_name, data_type FROM duckdb_columns()
        JOIN duckdb_tables() USING (database_name, schema_name, table_name)
        WHERE NOT temporary AND database_name = current_database() ORDER BY ALL
        """
    ).rows()


def _kinds_of(column: str) -> Sequence[str]:
    if column.endswith("record_id"):
        return ("record",)
    if column.endswith("person_id"):
        return ("person",)
    return _ABOUT.get(column, ())


def _is_leaving(column: str, kinds: Sequence[str]) -> str:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f'"{column}" IN (SELECT id FROM leaving WHERE kind IN ({listed}))'


def _delete(store: Store, table: str, column: str, kinds: Sequence[str]) -> int:
    where = _is_leaving(column, kinds)
    count = _counted(store, table, where)
    if count:
        store.execute(f"DELETE FROM {table} WHERE {where}")
    return count


def _counted(store: Store, table: str, where: str) -> int:
    return int(store.frame(f"SELECT count(*) AS n FROM {table} WHERE {where}")["n"][0])


def _part_from_surfacers(store: Store) -> None:
    table, column = _SURFACER
    store.execute(f"UPDATE {table} SET {column} = NULL WHERE {_is_leaving(column, ('record',))}")
    store.execute(
        f"""
        UPDATE origin SET "row" = json_merge_patch("row", '{{"{column}": null}}')
        WHERE table_name = '{table}'
          AND ("row" ->> '{column}') IN (SELECT id FROM leaving WHERE kind = 'record')
        """
    )


_SWEEPS: Mapping[str, str] = {
    "VARCHAR": "regexp_replace({column}, $1, 'forgotten', 'g')",
    "JSON": "CAST(regexp_replace(CAST({column} AS VARCHAR), $1, 'forgotten', 'g') AS JSON)",
    "VARCHAR[]": "list_transform(list_filter({column}, lambda one: NOT list_contains($2, one)), "
    "lambda one: regexp_replace(one, $1, 'forgotten', 'g'))",
}


def _sweep(store: Store, naming: Naming) -> None:
    """Take out of what this tool wrote down itself, in any table, whatever names the person or a part of them.

    An id in a list goes; in running text "forgotten" takes the place of a name.
    """
    ids = store.frame("SELECT id FROM leaving WHERE kind IN ('record', 'person', 'invite')")["id"]
    pattern = naming.pattern(ids.to_list())
    # An excerpt is a piece of a row about somebody; nothing of it may stay.
    store.execute(
        "UPDATE import_reject SET excerpt = '' WHERE regexp_matches(excerpt, ?)", [pattern]
    )
    store.execute("DELETE FROM fetched WHERE regexp_matches(address, ?)", [pattern])
    for table, column, kind in _columns(store):
        if table in _NOT_SWEPT or kind not in _SWEEPS or table.startswith(("embedding", "text_")):
            continue
        quoted = f'"{column}"'
        store.execute(
            f"UPDATE {table} SET {quoted} = {_SWEEPS[kind].format(column=quoted)} "
            f"WHERE regexp_matches(CAST({quoted} AS VARCHAR), $1)",
            [pattern, ids.to_list()] if kind == "VARCHAR[]" else [pattern],
        )
