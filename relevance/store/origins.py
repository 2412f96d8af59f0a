"""Where facts came from, and taking back what came from some files only.

`origin` names for each fact the files that said it. As long as they all said the same, the table itself holds what
they said; once two differ, what each said is kept beside it, so that any of them can be taken back exactly.
"""

from collections.abc import Sequence

import duckdb
import polars as pl

from relevance.schema import FACTS, Table
from relevance.store.connecting import registered
from relevance.store.facts import TakenIn, any_known, merge_incoming

__all__ = ["note_origin", "take_back", "take_in"]

_ROWS_AT_ONCE = 122_880  # what DuckDB keeps together as one group of rows

# Worked out from all facts after they are in; no file says it.
_DERIVED = {"duplicate_group"}


def take_in(
    cursor: duckdb.DuckDBPyConnection, contract: Table, frame: pl.DataFrame, file_id: int
) -> TakenIn:
    """Take in a frame of facts and note that they come from a file, inside the caller's transaction.

    Args:
        cursor: where to write.
        contract: the table of the facts.
        frame: the facts, as `Table.conform` gives them, so that no two have one key.
        file_id: the file.

    Raises:
        duckdb.Error: the rows cannot be written.
    """
    taken = TakenIn()
    # No two of its rows have one key, so that what is new beforehand is so for each part.
    with registered(cursor, "incoming", frame.select(contract.key)):
        known = any_known(cursor, contract)
    parts = list(frame.iter_slices(_ROWS_AT_ONCE))
    # New rows pass through DuckDB, each part on a core of its own. To compare known ones it holds what it works with,
    # so that it is given one part after the other.
    for rows in parts if known else [pl.concat(parts, rechunk=False)] if parts else []:
        with registered(cursor, "incoming", rows):
            has_known = known and any_known(cursor, contract)
            note_origin(cursor, contract, file_id, has_known=has_known)
            taken += merge_incoming(cursor, contract, has_known=has_known)
    return taken


def note_origin(
    cursor: duckdb.DuckDBPyConnection, contract: Table, file_id: int, *, has_known: bool = True
) -> None:
    """Note that the rows of the view `incoming` come from a file, before they are merged into their table.

    Args:
        cursor: where `incoming` is registered.
        contract: their table.
        file_id: the file.
        has_known: false where no row is in the table yet, which spares comparing them.
    """
    if not has_known:
        cursor.execute(
            f"INSERT INTO origin SELECT ?, {_key(contract, 'incoming')}, ?, NULL FROM incoming",
            [contract.name, file_id],
        )
        return
    names = _said(contract)
    new, old = _struct(names, "new"), _struct(names, "old")
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE differing AS
        SELECT {_key(contract, "new")} AS fact_key, to_json({new}) AS said, to_json({old}) AS held
        FROM incoming AS new JOIN {contract.name} AS old ON {_on(contract, "new", "old")}
        WHERE {new} IS DISTINCT FROM {old}
        """
    )
    found = cursor.execute("SELECT count(*) FROM differing").fetchone()
    if found and found[0]:
        cursor.execute(
            """
            UPDATE origin SET "row" = differing.held FROM differing
            WHERE origin.table_name = ? AND origin.fact_key = differing.fact_key AND origin."row" IS NULL
            """,
            [contract.name],
        )
    cursor.execute(
        f"""
        INSERT INTO origin
        SELECT ?, {_key(contract, "new")}, ?, differing.said
        FROM incoming AS new LEFT JOIN differing ON differing.fact_key = {_key(contract, "new")}
        """,
        [contract.name, file_id],
    )
    cursor.execute("DROP TABLE differing")


def take_back(cursor: duckdb.DuckDBPyConnection, file_ids: Sequence[int]) -> dict[str, TakenIn]:
    """Take back what only these files said; of what others said too, what those said stays.

    Returns:
        How many facts went (`removed`) and how many changed (`updated`), by table.
    """
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE undone AS SELECT unnest(?::BIGINT[]) AS file_id",
        [list(file_ids)],
    )
    changed = {name: _take_back_of(cursor, contract) for name, contract in FACTS.items()}
    cursor.execute("DELETE FROM origin WHERE file_id IN (SELECT file_id FROM undone)")
    cursor.execute("DROP TABLE undone")
    return {name: one for name, one in changed.items() if one != TakenIn()}


def _take_back_of(cursor: duckdb.DuckDBPyConnection, contract: Table) -> TakenIn:
    table = contract.name
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE touched AS
        SELECT fact_key, bool_and(file_id IN (SELECT file_id FROM undone)) AS is_gone
        FROM origin WHERE table_name = ?
        GROUP BY fact_key
        HAVING bool_or(file_id IN (SELECT file_id FROM undone))
           AND (bool_and(file_id IN (SELECT file_id FROM undone)) OR bool_or("row" IS NOT NULL))
        """,
        [table],
    )
    names = _said(contract)
    shape = "{" + ", ".join(f'"{name}": "{_sql_type(contract, name)}"' for name in names) + "}"
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE remaining AS
        SELECT origin.file_id,
               unnest(from_json(coalesce(origin."row", to_json({_struct(names, table)})), ?))
        FROM origin
        JOIN touched ON touched.fact_key = origin.fact_key AND NOT touched.is_gone
        JOIN {table} ON {_key(contract, table)} = origin.fact_key
        WHERE origin.table_name = ? AND origin.file_id NOT IN (SELECT file_id FROM undone)
        """,
        [shape, table],
    )
    cursor.execute(
        f"DELETE FROM {table} WHERE {_key(contract, table)} IN (SELECT fact_key FROM touched)"
    )
    files = cursor.execute("SELECT DISTINCT file_id FROM remaining ORDER BY file_id").fetchall()
    for (file_id,) in files:
        columns = ", ".join(
            f'"{name}"' if name in names else f'NULL::{_sql_type(contract, name)} AS "{name}"'
            for name in contract.schema
        )
        cursor.execute(
            f"CREATE OR REPLACE TEMP VIEW incoming AS SELECT {columns} FROM remaining WHERE file_id = {file_id}"
        )
        merge_incoming(cursor, contract)
        cursor.execute("DROP VIEW incoming")
    counts = cursor.execute(
        "SELECT count(*) FILTER (is_gone), count(*) FILTER (NOT is_gone) FROM touched"
    ).fetchall()[0]
    cursor.execute("DROP TABLE touched")
    cursor.execute("DROP TABLE remaining")
    return TakenIn(updated=counts[1], removed=counts[0])


def _said(contract: Table) -> list[str]:
    return [name for name in contract.schema if name not in _DERIVED]


def _struct(names: Sequence[str], side: str) -> str:
    return "struct_pack(" + ", ".join(f'"{name}" := {side}."{name}"' for name in names) + ")"


def _key(contract: Table, side: str) -> str:
    parts = ", ".join(f'{side}."{name}"' for name in contract.key)
    return f"concat_ws(chr(31), {parts})" if len(contract.key) > 1 else parts


def _on(contract: Table, left: str, right: str) -> str:
    return " AND ".join(f'{left}."{name}" = {right}."{name}"' for name in contract.key)


def _sql_type(contract: Table, name: str) -> str:
    return _SQL_TYPES[str(contract.schema[name])]


_SQL_TYPES = {
    "String": "VARCHAR",
    "Boolean": "BOOLEAN",
    "Int64": "BIGINT",
    "Date": "DATE",
    "List(String)": "VARCHAR[]",
    "Datetime(time_unit='us', time_zone='UTC')": "TIMESTAMPTZ",
}
