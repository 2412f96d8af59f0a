"""The rows of a sheet many at a time, as columns: what a file of half a million rows is read by."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import polars as pl

from relevance.sources.linkedin.sheet import EMPTY_ROW, EXCERPT, LOOKED_AT, SHOWN_CELLS, Row, Sheet
from relevance.sources.plain_csv import plain_frames
from relevance.sources.text import csv_rows

__all__ = ["Batch", "batches", "empty_batch", "read_batches", "whole_sheet"]

_ROWS = 16_384
_AT_ONCE = 2


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
        if where.any():
            shown = self.cells.filter(where).select(_excerpt(self.cells.columns)).to_series()
            self.sheet.reject_all(self.numbers.filter(where), reasons.drop_nulls(), shown)


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


def read_batches(sheet: Sheet, read: Callable[[Batch], pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield what `read` makes of each batch, in the order of the sheet; several are read at a time, in threads.

    What `read` rejects is noted in whatever order: `Sheet.rejections` puts it in order.
    """
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as cores:
        coming: deque[Future[pl.DataFrame]] = deque()
        for batch in batches(sheet):
            coming.append(cores.submit(read, batch))
            if len(coming) > _AT_ONCE:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def whole_sheet(sheet: Sheet) -> Batch:
    """Return all usable rows of `sheet` at once: for files that are never longer than a list of people."""
    found = list(batches(sheet)) or [empty_batch(sheet)]
    numbers, cells = (one.numbers for one in found), (one.cells for one in found)
    return Batch(sheet, pl.concat(numbers), pl.concat(cells))


def empty_batch(sheet: Sheet) -> Batch:
    """Return a batch of no rows."""
    return _of_rows(sheet, [])


def _excerpt(names: Sequence[str]) -> pl.Expr:
    """Return what `Sheet.reject` shows of a row, for cells as columns."""
    shown = [
        pl.when(pl.col(name) != "").then(
            pl.col(name).str.head(LOOKED_AT).str.replace_all(r"\s+", " ").str.strip_chars(" ")
        )
        for name in names[:SHOWN_CELLS]
    ]
    return pl.concat_str(shown, separator=", ", ignore_nulls=True).str.head(EXCERPT)


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
