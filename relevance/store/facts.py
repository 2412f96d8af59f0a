"""Taking source facts in: a row with a new key is added, a known one is brought up to date."""

from dataclasses import dataclass

import duckdb
import polars as pl

from relevance.schema import Table

__all__ = ["TakenIn", "any_known", "merge_incoming"]


@dataclass(frozen=True)
class TakenIn:
    """How many facts were new, how many known ones changed, and how many went."""

    added: int = 0
    updated: int = 0
    removed: int = 0

    def __add__(self, other: "TakenIn") -> "TakenIn":
        """Return both together."""
        return TakenIn(
            self.added + other.added, self.updated + other.updated, self.removed + other.removed
        )


def any_known(cursor: duckdb.DuckDBPyConnection, contract: Table) -> bool:
    """Return whether any row of the view `incoming` is in its table already, by its key alone."""
    found = cursor.execute(
        f"SELECT count(*) FROM incoming SEMI JOIN {contract.name} AS old ON {_on(contract, 'incoming', 'old')}"
    ).fetchall()
    return bool(found[0][0])


def merge_incoming(
    cursor: duckdb.DuckDBPyConnection, contract: Table, *, has_known: bool = True
) -> TakenIn:
    """Add or update the rows of the view `incoming` in their table, inside the caller's transaction.

    Of two snapshots the one with the later date wins, whatever the order of importing, and one with
    a date over one without; what one of them leaves empty is filled from the other, and lists
    (e-mails, handles, former names) are joined. A record whose name changed keeps its earlier name
    among the former ones.

    Args:
        cursor: where `incoming` is registered.
        contract: their table.
        has_known: false where no row is in the table yet (see `any_known`), which spares comparing them.
    """
    pieces = _pieces(contract)
    if not has_known:
        return TakenIn(added=_count_of(cursor, _ADD.format(new="incoming", **pieces)))
    cursor.execute(_CHANGED.format(**pieces))
    added = _count_of(cursor, _ADD.format(new=_NEW.format(**pieces), **pieces))
    updated = _count_of(cursor, "SELECT count(*) FROM changed WHERE is_changed")
    if _count_of(cursor, "SELECT count(*) FROM changed"):
        cursor.execute(_UPDATE.format(**pieces))
    cursor.execute("DROP TABLE changed")
    return TakenIn(added=added, updated=updated)


def _count_of(cursor: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(cursor.execute(sql).fetchall()[0][0])


# Rows that would change nothing are left out, so that the counts are of real changes. A later date
# alone is kept, but not counted: it says up to when the facts held.
_CHANGED = """
CREATE OR REPLACE TEMP TABLE changed AS
WITH joined AS (
    SELECT {key_columns}, {values}, {changed} AS is_changed, {dated} AS is_dated
    FROM incoming AS new JOIN {table} AS old ON {on}
)
SELECT * EXCLUDE (is_dated) FROM joined WHERE is_changed OR is_dated
"""
_NEW = "(SELECT incoming.* FROM incoming ANTI JOIN {table} AS old ON {on_incoming})"
# New rows go straight into their table: DuckDB gives back what a temporary table took only when the
# transaction ends. They are merged with nothing, so that all columns of `old` are null.
_ADD = """
INSERT INTO {table} BY NAME
SELECT {key_columns}, {values}
FROM {new} AS new LEFT JOIN (SELECT * FROM {table} WHERE false) AS old ON true
"""
_UPDATE = """
UPDATE {table} SET {assignments} FROM changed WHERE {on_changed}
"""


def _pieces(contract: Table) -> dict[str, str]:
    values = {
        column.name: _merged_value(contract, column.name)
        for column in contract.columns
        if column.name not in contract.key
    }
    compared = [
        f'({value}) IS DISTINCT FROM old."{name}"'
        for name, value in values.items()
        if name != "as_of"
    ]
    return {
        "table": contract.name,
        "key_columns": ", ".join(f'new."{name}"' for name in contract.key),
        "values": ", ".join(f'{value} AS "{name}"' for name, value in values.items()) or "NULL",
        "dated": "greatest(new.as_of, old.as_of) IS DISTINCT FROM old.as_of"
        if "as_of" in values
        else "false",
        "changed": " OR ".join(compared) or "false",
        "on": _on(contract, "new", "old"),
        "on_incoming": _on(contract, "incoming", "old"),
        "on_changed": _on(contract, "changed", contract.name),
        "assignments": ", ".join(f'"{name}" = changed."{name}"' for name in values),
    }


def _on(contract: Table, left: str, right: str) -> str:
    return " AND ".join(f'{left}."{name}" = {right}."{name}"' for name in contract.key)


def _merged_value(contract: Table, name: str) -> str:
    dtype = contract.schema[name]
    if name == "as_of":
        return "greatest(new.as_of, old.as_of)"
    if isinstance(dtype, pl.List):
        parts = [f"coalesce(new.{name}, [])", f"coalesce(old.{name}, [])"]
        if name != "former_names":
            return f"list_sort(list_distinct({' || '.join(parts)}))"
        changed = f"old.name <> new.name AND NOT {_stands_in('old')} AND NOT {_stands_in('new')}"
        parts.append(f"CASE WHEN {changed} THEN [old.name, new.name] ELSE [] END")
        present = _merged_value(contract, "name")
        return (
            f"list_filter(list_sort(list_distinct({' || '.join(parts)})), "
            f"lambda one: one <> {present})"
        )
    if name in {"is_owner", "is_company"}:
        return f"coalesce(new.{name}, false) OR coalesce(old.{name}, false)"
    if name == "duplicate_group":
        return "coalesce(new.duplicate_group, old.duplicate_group)"
    if contract.name == "record" and name == "name":
        return (
            f"CASE WHEN {_stands_in('new')} AND NOT {_stands_in('old')} THEN coalesce(old.name, new.name) "
            f"WHEN {_stands_in('old')} AND NOT {_stands_in('new')} THEN new.name "
            f"ELSE {_newer(contract, name)} END"
        )
    return _newer(contract, name)


def _stands_in(side: str) -> str:
    """SQL: the name of a record is only an address or id that stands in for one; null-safe."""
    return (
        f"coalesce({side}.name = {side}.account_id OR list_contains({side}.handles, {side}.name) "
        f"OR list_contains({side}.emails, {side}.name) OR {side}.name = '(owner)' "
        f"OR ends_with({side}.url, '/' || {side}.name), false)"
    )


def _newer(contract: Table, name: str) -> str:
    newer_first = f'coalesce(new."{name}", old."{name}")'
    if "as_of" not in contract.schema:
        return newer_first
    return (
        "CASE WHEN old.as_of > new.as_of OR (new.as_of IS NULL AND old.as_of IS NOT NULL) "
        f'THEN coalesce(old."{name}", new."{name}") ELSE {newer_first} END'
    )
