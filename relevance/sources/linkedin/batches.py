"""The rows of a sheet many at a time, as columns: what a file of half a million rows is read by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import polars as pl

from relevance.sources.linkedin.sheet import EMPTY_ROW, LOOKED_AT, Row, Sheet
from relevance.sources.plain_csv import plain_frames
from relevance.sources.text import csv_rows

__all__ = ["Batch", "batches", "empty_batch"]

_ROWS = 16_384


@dataclass(frozen=True)
class Batch:
    """Some usable rows of a sheet."""

    sheet: Sheet
    numbers: pl.Series
    """Which rows of the sheet they are, counted from 1."""
    cells: pl.DataFrame
    """Cells as written; the name of a column is its place."""

    def texts(self, names: Mapping[str, Sequence[str]]) -> pl.DataFrame:
        """Return what `Sheet.cell` gives for each row, as one column for each of `names`: those of the columns."""
        return self.cells.select(self._text(*some).alias(name) for name, some in names.items())

    def _text(self, *names: str) -> pl.Expr:
        places = [str(place) for name in names for place in self.sheet.columns.get(name, ())]
        if not places:
            return pl.repeat("", pl.len(), dtype=pl.String)
        filled = [pl.col(place).str.strip_chars().replace("", None) for place in places[:-1]]
        return pl.coalesce(*filled, pl.col(places[-1]).str.strip_chars())

    def reject(self, reasons: pl.Series) -> None:
        """Note for each row for which `reasons`, of type String, is not null why it is not taken in."""
        where = reasons.is_not_null()
        cells = self.cells.filter(where).with_columns(pl.all().str.head(LOOKED_AT))
        rejected = zip(
            self.numbers.filter(where), reasons.drop_nulls(), cells.iter_rows(), strict=True
        )
        for number, reason, row in rejected:
            self.sheet.reject(number, reason, row)


def batches(sheet: Sheet) -> Iterator[Batch]:
    """Yield all usable rows of `sheet`; those that are empty or of the wrong length are rejected.

    The sheet must not be iterated besides.
    """
    rows = sheet.rows
    if sheet.plain and sheet.width > 1:
        text, end, delimiter = sheet.plain
        found = plain_frames(text, end, delimiter=delimiter, width=sheet.width)
        for cells, after in found:
            yield _without_empty_rows(sheet, cells)
            end = after
        rows = csv_rows(text, delimiter=delimiter, start=end)
    while some := list(islice(rows, _ROWS)):
        yield _of_rows(sheet, some)


def empty_batch(sheet: Sheet) -> Batch:
    """Return a batch of no rows."""
    return _of_rows(sheet, [])


def _without_empty_rows(sheet: Sheet, cells: pl.DataFrame) -> Batch:
    numbers = _numbers(sheet, cells.height)
    first = cells.to_series(0)
    if (first.str.strip_chars() == "").any():
        is_empty = cells.select(pl.all_horizontal(pl.all().str.strip_chars() == "")).to_series()
        for number in numbers.filter(is_empty):
            sheet.reject(number, EMPTY_ROW, [])
        numbers, cells = numbers.filter(~is_empty), cells.filter(~is_empty)
    return Batch(sheet, numbers, cells)


def _of_rows(sheet: Sheet, rows: Sequence[Row]) -> Batch:
    numbers = _numbers(sheet, len(rows))
    usable = [
        (number, row)
        for number, row in zip(numbers, rows, strict=True)
        if sheet.is_usable(number, row)
    ]
    cells = {
        str(place): pl.Series([row[place] for _, row in usable], dtype=pl.String)
        for place in range(sheet.width)
    }
    kept = pl.Series([number for number, _ in usable], dtype=pl.Int64)
    return Batch(sheet, kept, pl.DataFrame(cells))


def _numbers(sheet: Sheet, count: int) -> pl.Series:
    first = sheet.read + 1
    sheet.read += count
    return pl.int_range(first, first + count, eager=True)
