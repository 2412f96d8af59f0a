"""Rows of a table with named columns, whatever file it lies in: CSV, TSV, JSON, JSON Lines, Parquet or Excel."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import ijson
import polars as pl

from relevance.errors import RelevanceError, UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.json_items import Rejoined, items_at
from relevance.sources.text import csv_rows, decode, excel_rows, is_excel, normalise

__all__ = ["cells_of", "column_names", "table_rows"]

_NO_PARQUET = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
_PARQUET = b"PAR1"


def column_names(head: bytes, *, wrapped: str) -> list[str]:
    """Return the names of a table's columns from the beginning of its file; empty where it is no table.

    Args:
        head: the first 64 KiB; a workbook whole, of Parquet its end, where its columns are named.
        wrapped: the key under which an object may hold the list of rows.
    """
    try:
        return _names(head, wrapped)
    except (RelevanceError, ijson.JSONError, ValueError, RecursionError, *_NO_PARQUET):
        return []


def _names(head: bytes, wrapped: str) -> list[str]:
    if head.startswith(_PARQUET):
        return list(pl.read_parquet_schema(io.BytesIO(head)))
    if is_excel(head):
        return next(excel_rows(head), [])
    text = decode(head)
    if text.lstrip()[:1] in {"{", "["}:
        first = next(_objects_in(io.BytesIO(text.encode()), wrapped), None)
        return list(first) if isinstance(first, dict) else []
    return next(csv_rows(text), [])


def table_rows(file: SourceFile, *, wrapped: str) -> Iterator[Mapping[str, Any]]:
    """Yield each row of a table by the names of its columns; what is no row with names is empty.

    Args:
        file: the table.
        wrapped: the key under which an object may hold the list of rows.

    Raises:
        UnreadableFileError: it cannot be read as a table; rows before that have been yielded.
    """
    head = file.head()
    if head.startswith(_PARQUET):
        yield from _of_parquet(file)
    elif is_excel(head) or head.startswith(b"PK\x03\x04"):
        yield from _of_lists(excel_rows(file.read()))
    elif decode(head).lstrip()[:1] in {"{", "["}:
        yield from _of_json(file, wrapped)
    else:
        yield from _of_lists(csv_rows(decode(file.read())))


def cells_of(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a row as stripped text by the compared form of their columns' names."""
    return {normalise(str(key)): _text(value) for key, value in row.items()}


def _text(value: object) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    return str(value).replace("\x00", "").strip()


def _of_lists(rows: Iterator[list[str]]) -> Iterator[Mapping[str, str]]:
    header = next(rows, [])
    for row in rows:
        yield dict(zip(header, row, strict=False))


def _of_parquet(file: SourceFile) -> Iterator[Mapping[str, Any]]:
    try:
        frame = pl.read_parquet(io.BytesIO(file.read()))
    except (*_NO_PARQUET, ValueError) as error:
        msg = f"{file.path} is no readable Parquet file ({error}). Write it again."
        raise UnreadableFileError(msg) from error
    yield from frame.iter_rows(named=True)


def _of_json(file: SourceFile, wrapped: str) -> Iterator[Mapping[str, Any]]:
    try:
        with file.open() as stream:
            for one in _objects_in(stream, wrapped):
                yield one if isinstance(one, dict) else {}
    except (ijson.JSONError, ValueError, RecursionError, UnicodeDecodeError) as error:
        msg = f"{file.path} is damaged JSON ({error}). Write it again."
        raise UnreadableFileError(msg) from error


def _objects_in(stream: Any, wrapped: str) -> Iterator[Any]:
    """Yield the objects of a list, of a list under the key `wrapped`, or one a line."""
    start = stream.read(4096)
    whole = Rejoined(start.removeprefix(b"\xef\xbb\xbf"), stream)
    first = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    if first[:1] == b"[":
        yield from items_at(whole, "item")
    elif re.match(rb'\{\s*"%s"\s*:\s*\[' % wrapped.encode(), first):
        yield from items_at(whole, f"{wrapped}.item")
    else:
        for line in whole:
            if line.strip():
                yield json.loads(line)
