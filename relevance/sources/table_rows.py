"""Rows of a table with named columns, whatever file it lies in: CSV, TSV, JSON, JSON Lines, Parquet or Excel."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import ijson
import pyarrow
import pyarrow.parquet

from relevance.errors import RelevanceError, UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.json_items import Utf8, first_item, items_at, opening_of
from relevance.sources.text import csv_rows, decode, excel_rows, is_excel, normalise
from relevance.texts import _, marked, number

__all__ = ["IsTable", "column_names", "compared", "table_rows"]

_BROKEN = marked("a broken line")
_RAGGED = marked("wrong number of cells")

_PARQUET = b"PAR1"
_HEAD = 65_536
_PREAMBLE = 10
_DEEPEST = 5
_MOST_BRACKETS = 500
_MOST_ROWS = 5_000_000
_ONE_OBJECT = 2**20
_DAMAGE = (ijson.JSONError, ValueError, RecursionError, OverflowError, UnicodeDecodeError)
_NO_PARQUET = (pyarrow.ArrowException, OSError, ValueError, LookupError, TypeError)

Row = Mapping[str, str] | str
"""Cells by the compared names of their columns, or why a row has none."""
IsTable = Callable[[Iterable[str]], bool]
"""Says of the names of columns whether they make a table of the kind that is looked for."""


def compared(name: str) -> str:
    """Return the name of a column as it is compared: `Person / name` and `person.name` are one."""
    return "".join(char for char in normalise(name) if char not in "/()?:*")


def column_names(head: bytes, is_table: IsTable) -> list[str]:
    """Return the names of a table's columns from the beginning of its file; empty where it is no table.

    Args:
        head: the first 64 KiB; a workbook whole, of Parquet its end, where its columns are named.
        is_table: lines before the header, and other lists in a document, are passed over by it.
    """
    try:
        return _names(head, is_table)
    except (RelevanceError, *_DAMAGE):
        return []


def _names(head: bytes, is_table: IsTable) -> list[str]:
    if head.startswith(_PARQUET):
        # Its columns are named at its end: the reader of sources hands over beginning and end.
        try:
            return list(pyarrow.parquet.read_schema(io.BytesIO(head)).names)
        except _NO_PARQUET:
            return []
    if is_excel(head):
        return _header(excel_rows(head), is_table)[0]
    start = opening_of(head)[:1]
    if start in {"{", "["}:
        prefix = _list_in(head, is_table)
        first = first_item(head, prefix) if prefix else None
        if first is None:
            lines = Utf8(io.BytesIO(head)).read().decode("utf-8", "replace").strip().splitlines()
            first = _object(lines[0] if lines else "") or first_item(head, "")
        return list(_flat(first)) if isinstance(first, dict) else []
    return _header(csv_rows(decode(head)), is_table)[0]


def table_rows(file: SourceFile, is_table: IsTable) -> Iterator[Row]:
    """Yield the rows of a table, each under the header; what is no row with names is empty.

    Of objects in a row every part is a cell as well (`person.name`), and lists are joined with semicolons.

    Args:
        file: the table.
        is_table: lines before the header, and other lists in a document, are passed over by it.

    Raises:
        UnreadableFileError: it cannot be read as a table.
    """
    head = file.head(_HEAD)
    if head.startswith(_PARQUET):
        yield from _of_parquet(file)
    elif head.startswith(b"PK\x03\x04"):
        yield from _of_lists(excel_rows(file.read()), is_table)
    elif opening_of(head)[:1] in {"{", "["}:
        yield from _of_json(file, head, is_table)
    else:
        yield from _of_lists(csv_rows(decode(file.read())), is_table)


def _header(rows: Iterator[list[str]], is_table: IsTable) -> tuple[list[str], list[list[str]]]:
    """Return the row that names the columns, and the rows after it among the first ones.

    What stands before it is no row. Where none of them makes a table, the first is taken.
    """
    first = list(islice(rows, _PREAMBLE))
    for place, row in enumerate(first):
        if is_table(row):
            return row, first[place + 1 :]
    return (first[0], first[1:]) if first else ([], [])


def _of_lists(rows: Iterator[list[str]], is_table: IsTable) -> Iterator[Row]:
    header, begun = _header(rows, is_table)
    names = [compared(name) for name in header]

    def cells(row: Sequence[str]) -> Row:
        if any(cell.strip() for cell in row[len(names) :]):
            return _RAGGED
        found: dict[str, str] = {}
        for name, cell in zip(names, row, strict=False):
            if name and (cell.strip() or name not in found):
                found[name] = _text(cell)
        return found

    yield from map(cells, begun)
    yield from map(cells, rows)


def _of_parquet(file: SourceFile) -> Iterator[Row]:
    # Read by Arrow: the reader of Polars writes of damage to standard error, whoever catches it.
    try:
        packed = pyarrow.parquet.ParquetFile(file.local_path or io.BytesIO(file.read()))
        if packed.metadata.num_rows > _MOST_ROWS:
            msg = _(
                "{path} has more than {most_rows} rows, which is the limit of such a table.",
                path=file.path,
                most_rows=number(_MOST_ROWS),
            )
            raise UnreadableFileError(msg)
        for batch in packed.iter_batches(batch_size=4_096):
            yield from (_flat(row) for row in batch.to_pylist())
    except _NO_PARQUET as error:
        why = " ".join(str(error).split())[:80]
        msg = _(
            "{path} is no readable Parquet file ({why}). Write it again.", path=file.path, why=why
        )
        raise UnreadableFileError(msg) from error


def _of_json(file: SourceFile, head: bytes, is_table: IsTable) -> Iterator[Row]:
    prefix = _list_in(head, is_table)
    try:
        with file.open() as stream:
            if prefix:
                for one in items_at(Utf8(stream, file.path), prefix):
                    yield _flat(one) if isinstance(one, dict) else {}
                return
            yield from _of_lines(Utf8(stream, file.path).read())
    except _DAMAGE as error:
        why = " ".join(str(error).split())[:80]
        msg = _("{path} is damaged JSON ({why}). Write it again.", path=file.path, why=why)
        raise UnreadableFileError(msg) from error


def _of_lines(data: bytes) -> Iterator[Row]:
    text = data.decode("utf-8", "replace")
    whole = _object(text) if len(text) < _ONE_OBJECT else None
    if whole is not None:
        yield _flat(whole)
        return
    for line in text.splitlines():
        if line.strip():
            found = _object(line)
            yield _BROKEN if found is None else _flat(found)


def _object(text: str) -> dict[str, Any] | None:
    # A parser that calls itself for each bracket is not given a thousand of them.
    if text.count("{") + text.count("[") > _MOST_BRACKETS:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _list_in(head: bytes, is_table: IsTable) -> str:
    """Return the place of the first list of rows in a document, as ijson names it; "" where there is none."""
    fallback = ""
    seen: set[str] = set()
    for place in _places_of_objects(head):
        prefix = ".".join(place)
        # Of an object in a list in a row, nothing is to be had.
        if prefix in seen or place.count("item") != 1 or place[-1] != "item":
            continue
        seen.add(prefix)
        if prefix == "item" or is_table(_flat(first_item(head, prefix) or {})):
            return prefix
        fallback = fallback or prefix
    return fallback


def _places_of_objects(head: bytes) -> Iterator[list[str]]:
    """Yield where each object begins, down to a few levels; `ijson.parse` would keep the path of every level."""
    place: list[str] = []
    try:
        for event, value in ijson.basic_parse(Utf8(io.BytesIO(head))):
            if event == "map_key":
                place[-1] = value
            elif event in {"end_map", "end_array"}:
                place.pop()
            elif event in {"start_map", "start_array"}:
                if event == "start_map":
                    yield list(place)
                place.append("" if event == "start_map" else "item")
            if len(place) > _DEEPEST:
                return
    except (*_DAMAGE, UnreadableFileError):
        return


def _flat(row: object) -> dict[str, str]:
    """Return the cells of an object: parts of objects in it under both names, lists of names as one text."""
    found: dict[str, str] = {}
    for name, value in row.items() if isinstance(row, dict) else ():
        key = compared(str(name))
        parts = value if isinstance(value, list) else [value]
        inner = [part for part in parts if isinstance(part, dict)]
        for field in dict.fromkeys(field for part in inner for field in part):
            told = [_text(part.get(field)) for part in inner]
            where = f"{key}{compared(str(field))}"
            found.setdefault(where, ";".join(told))
            if compared(str(field)) in {"name", "fullname"}:
                found[key] = ";".join(told)
        if not inner:
            found[key] = ";".join(filter(None, map(_text, parts)))
    return found


def _text(value: object) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\x00", "").strip()
