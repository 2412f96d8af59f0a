"""Columns that a caller asks for by name and that are no facts of a post: labels, counts of reactions.

A name is found as it is written, else as column names are compared (`columns.column_key`), else as
a path into nested fields: `engagement.likes`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from relevance.sources.posts.columns import column_key

__all__ = ["Kept", "kept_cells", "kept_fields", "place_of"]

Kept = Mapping[str, Sequence[Any]]
"""For each name that was found the values along the rows, null where a row has none."""


def place_of(names: Sequence[str], wanted: str) -> int | None:
    """Return the place of the column `wanted` among `names`, null where there is none."""
    if wanted in names:
        return names.index(wanted)
    keys = [_key(name) for name in names]
    return keys.index(_key(wanted)) if _key(wanted) in keys else None


def kept_cells(header: Sequence[str], rows: Sequence[Sequence[str]], wanted: Iterable[str]) -> Kept:
    """Return the cells of the columns of `wanted` that a table with this header has."""
    places = {name: place_of(header, name) for name in wanted}
    return {
        name: [row[place] if place < len(row) else None for row in rows]
        for name, place in places.items()
        if place is not None
    }


def kept_fields(rows: Sequence[Mapping[str, Any]], wanted: Iterable[str]) -> Kept:
    """Return the fields of `wanted` that any of these objects has."""
    columns = {name: [_field(row, name) for row in rows] for name in wanted}
    return {
        name: [value for _, value in found]
        for name, found in columns.items()
        if any(there for there, _ in found)
    }


def _field(row: Mapping[str, Any], name: str) -> tuple[bool, Any]:
    if name in row:
        return True, row[name]
    key = _key(name)
    for one, value in row.items():
        if _key(one) == key:
            return True, value
    head, dot, tail = name.partition(".")
    inner = row.get(head)
    return _field(inner, tail) if dot and isinstance(inner, Mapping) else (False, None)


def _key(name: str) -> str:
    return column_key(name).removeprefix("own:")
