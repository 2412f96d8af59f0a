"""Post tables with flat columns: CSV, TSV, workbooks and Parquet."""

import codecs
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl
import pyarrow
import pyarrow.parquet

from relevance.errors import UnreadableFileError
from relevance.sources.posts.columns import column_key, is_post_table
from relevance.sources.posts.kept import kept_cells, kept_fields, place_of
from relevance.sources.posts.pieces import Piece, excerpt, flat_piece, is_wanted
from relevance.sources.result import Rejection
from relevance.sources.text import csv_rows, decode, excel_rows, sniff_delimiter
from relevance.texts import _, marked

if TYPE_CHECKING:
    from relevance.sources.archive import SourceFile

__all__ = ["csv_header", "csv_pieces", "excel_header", "excel_pieces", "parquet_pieces"]

_ROWS = 50_000
_BLOCK = 8 * 2**20
_BLOCK_SEARCH = 10_000
_PREAMBLE = 10
_DAMAGE = (pyarrow.ArrowException, OSError, ValueError, LookupError, TypeError)
_NO_ROWS = pl.DataFrame(schema={"row": pl.Int64})
_TOO_WIDE = marked("more cells than columns")
_NOT_CUT = marked("a cell over 1 MiB, or a quote that is never closed")
# What is left of a line that cannot be cut, see `relevance.sources.text`.
_SPOILT = 200


def csv_header(text: str, delimiter: str) -> tuple[int, list[str]] | None:
    """Return the place and the cells of the line that names the columns of a post, or null."""
    return _header_in(csv_rows(text, delimiter=delimiter))


def excel_header(data: bytes) -> tuple[int, list[str]] | None:
    """Return `csv_header` of the first sheet of a workbook."""
    return _header_in(excel_rows(data))


def _header_in(rows: Iterator[list[str]]) -> tuple[int, list[str]] | None:
    for place, row in enumerate(islice(rows, _PREAMBLE)):
        if is_post_table(map(column_key, row)):
            return place, row
    return None


def excel_pieces(file: "SourceFile", keep: Sequence[str] = ()) -> Iterator[Piece]:
    """Yield the rows of the first sheet of a workbook; errors and names as `csv_pieces`."""
    rows = list(excel_rows(file.read()))
    found = _header_in(iter(rows))
    if found is None:
        yield Piece(_NO_ROWS, columns=rows[0] if rows else [])
        return
    place, header = found
    yield Piece(_NO_ROWS, columns=header)
    yield _csv_piece(header, rows[place + 1 :], 1, keep)


def csv_pieces(file: "SourceFile", keep: Sequence[str] = ()) -> Iterator[Piece]:
    """Yield the rows of a CSV or TSV file, some ten thousand at a time.

    Where no line of it names a text and an author, only the cells of its first line come back.

    Args:
        file: the table.
        keep: names of further columns whose cells are wanted as they are.

    Raises:
        UnreadableFileError: the file is no text.
    """
    blocks = _blocks(file)
    first = next(blocks, "")
    delimiter = sniff_delimiter(first)
    found = csv_header(first, delimiter)
    if found is None:
        # The first line stands in for the header, so that the message can name what is there.
        names = next(csv_rows(first, delimiter=delimiter), [])
        yield Piece(_NO_ROWS, columns=names)
        return
    place, header = found
    yield Piece(_NO_ROWS, columns=header)
    rows: Iterator[list[str]] = islice(csv_rows(first, delimiter=delimiter), place + 1, None)
    number = 1
    while True:
        while chunk := list(islice(rows, _ROWS)):
            yield _csv_piece(header, chunk, number, keep)
            number += len(chunk)
        block = next(blocks, None)
        if block is None:
            return
        rows = csv_rows(block, delimiter=delimiter)


def _blocks(file: "SourceFile") -> Iterator[str]:
    """Yield the text of a file in stretches that end where a row ends; small files in one piece.

    A block ends behind a line with an even number of quotes before it. Where a file has stray
    quotes no such place may be found; then the block grows.
    """
    held: list[bytes] = []
    size = 0
    for chunk in file.chunks():
        held.append(chunk)
        size += len(chunk)
        if size < _BLOCK or _is_utf16(held[0]):
            continue
        data = b"".join(held)
        end = _row_end(data)
        if end:
            yield _text(data[:end])
        held = [data[end:]]
        # Where no row ends, the next search waits until as much again has come.
        size = 0 if not end else len(held[0])
    rest = b"".join(held)
    if rest:
        yield _text(rest)


def _text(data: bytes) -> str:
    """Return `decode(data)`; what is plain UTF-8 already is spared the search for oddities."""
    plain = data.replace(b"\r\n", b"\n")
    if b"\r" not in plain and b"\0" not in plain and not plain.startswith(codecs.BOM_UTF8):
        try:
            return plain.decode()
        except UnicodeDecodeError:
            pass
    return decode(data)


def _is_utf16(data: bytes) -> bool:
    # Its lines cannot be found by one byte; only small exports are written so.
    return data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[1:2] == b"\0" or data[:1] == b"\0"


def _row_end(data: bytes) -> int:
    quotes = data.count(b'"')
    end = len(data)
    for _again in range(_BLOCK_SEARCH):
        newline = data.rfind(b"\n", 0, end)
        if newline < 0:
            return 0
        quotes -= data.count(b'"', newline, end)
        if quotes % 2 == 0:
            return newline + 1
        end = newline
    return 0


def _csv_piece(header: list[str], rows: list[list[str]], start: int, keep: Sequence[str]) -> Piece:
    width = len(header)
    rejected = [
        Rejection(number, why, excerpt(" ".join(cell[:400] for cell in row)))
        for number, row in enumerate(rows, start)
        if (why := _why_not_cut(row, width))
    ]
    refused = {rejection.row for rejection in rejected}
    numbers = [number for number in range(start, start + len(rows)) if number not in refused]
    kept = rows if not refused else [rows[number - start] for number in numbers]
    columns = (
        (key, pl.Series([row[place] if place < len(row) else "" for row in kept], dtype=pl.String))
        for place, key in enumerate(map(column_key, header))
        if is_wanted(key)
    )
    piece = flat_piece(columns, pl.Series(numbers, dtype=pl.Int64), rejected)
    return replace(piece, kept=kept_cells(header, kept, keep))


def _why_not_cut(row: list[str], width: int) -> str | None:
    if len(row) > width:
        return _TOO_WIDE if any(cell.strip() for cell in row[width:]) else None
    return _NOT_CUT if len(row) == 1 < width and len(row[0]) >= _SPOILT else None


def parquet_pieces(file: "SourceFile", keep: Sequence[str] = ()) -> Iterator[Piece]:
    """Yield the rows of a Parquet file in one piece; columns that say nothing are never read.

    Args:
        file: the table.
        keep: names of further columns whose values are wanted as they are.

    Raises:
        UnreadableFileError: the file is damaged.
    """
    try:
        # Read by Arrow: the reader of Polars writes of damage to standard error, whoever catches it.
        packed = pyarrow.parquet.ParquetFile(file.local_path or io.BytesIO(file.read()))
        names = packed.schema_arrow.names
        yield Piece(_NO_ROWS, columns=names)
        wanted = [name for name in names if is_wanted(column_key(name))]
        table = pl.from_arrow(packed.read(columns=wanted))
        also = packed.read(columns=_columns_of(names, keep)).to_pylist() if keep else []
    except (*_DAMAGE, pl.exceptions.PolarsError) as error:
        why = " ".join(str(error).split())[:120]
        msg = _(
            "This Parquet file cannot be read; write it again or save it as CSV. ({why})", why=why
        )
        raise UnreadableFileError(msg) from error
    frame = table if isinstance(table, pl.DataFrame) else table.to_frame()
    columns = [pair for series in frame for pair in _plain_columns(column_key(series.name), series)]
    piece = flat_piece(columns, pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True))
    yield replace(piece, kept=kept_fields(also, keep))


def _columns_of(names: list[str], keep: Sequence[str]) -> list[str]:
    """Return the columns that hold what is to be kept, be it inside of a struct."""
    places = (place_of(names, one) for whole in keep for one in (whole, whole.partition(".")[0]))
    return sorted({names[place] for place in places if place is not None})


def _plain_columns(key: str, series: pl.Series) -> Iterator[tuple[str, pl.Series]]:
    kind = series.dtype
    if isinstance(kind, pl.Struct):
        path = key.removeprefix("own:")
        for inner in series.struct.unnest() if kind.fields else ():
            joined = path + column_key(inner.name).removeprefix("own:")
            if is_wanted(joined):
                yield from _plain_columns(joined, inner)
    elif isinstance(kind, pl.List) and isinstance(kind.inner, pl.Struct):
        yield from _plain_columns(key, series.list.first())
    elif isinstance(kind, pl.Datetime):
        naive = kind.time_zone is None
        moment = series if naive else series.dt.convert_time_zone("UTC")
        yield key, moment.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f" + ("" if naive else "Z"))
    elif kind.is_float():
        whole = series.is_finite() & (series == series.floor()) & (series.abs() < 2**53)
        digits = series.cast(pl.Int64, strict=False).cast(pl.String)
        yield key, digits.zip_with(whole.fill_null(value=False), series.cast(pl.String))
    elif kind.is_numeric() or kind in {pl.String, pl.Boolean, pl.Date, pl.Categorical, pl.Enum}:
        yield key, series.cast(pl.String)
