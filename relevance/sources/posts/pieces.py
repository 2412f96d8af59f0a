"""Rows of any post table as one shape: a frame of strings, a column for every name that matters.

CSV, TSV and Parquet give flat columns, JSON gives objects in objects; both end as columns named by
`columns.column_key`, with the number of the row beside them.
"""

import ast
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import polars as pl

from relevance.sources.posts.columns import CANDIDATES, PATHS, WANTED, column_key
from relevance.sources.posts.kept import Kept
from relevance.sources.result import Rejection

__all__ = ["Piece", "excerpt", "flat_piece", "flattened", "is_wanted", "object_piece"]

_RESHARES = frozenset(CANDIDATES["reshared"])
# A cell that holds an object is read up to this length: an author or a date never needs more.
_LONGEST_OBJECT = 200_000


@dataclass(frozen=True)
class Piece:
    """A stretch of rows: those that could be read, and those that could not."""

    frame: pl.DataFrame
    """The number of each row as `row`, and string columns under compared names."""
    rejected: Sequence[Rejection] = ()
    columns: Iterable[str] = field(default_factory=tuple)
    """The names of the columns as they stand in the file, for messages."""
    kept: Kept = field(default_factory=dict)
    """Columns that were asked for by name, along the rows of `frame`."""

    @property
    def read(self) -> int:
        """Number of source rows."""
        return self.frame.height + len(self.rejected)


def is_wanted(key: str) -> bool:
    """Return whether a column of this name, or an object under it, can say what matters."""
    return key.removeprefix("own:") in WANTED or key in PATHS


class _Place(NamedTuple):
    """Where a value of a nested object belongs, and whether it or what lies in it matters."""

    path: str
    is_value: bool
    is_opened: bool
    is_mark: bool


@lru_cache(maxsize=16_384)
def _place(prefix: str, name: str) -> _Place:
    key = column_key(name)
    path = prefix + key.removeprefix("own:") if prefix else key
    plain = path.removeprefix("own:")
    matters = bool(key)
    return _Place(path, matters and plain in WANTED, matters and plain in PATHS, plain in _RESHARES)


def flattened(value: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Return the values of a nested object that matter, as text, by the names of their path."""
    out: dict[str, str] = {}
    for name, held in value.items():
        place = _place(prefix, name)
        one = _plain(held) if isinstance(held, dict | list) else held
        if isinstance(one, dict):
            plain = place.path.removeprefix("own:")
            if one and place.is_mark:
                out[plain] = "true"
            if place.is_opened:
                for inner, text in flattened(one, plain).items():
                    out.setdefault(inner, text)
        elif place.is_value:
            text_or_none = one if isinstance(one, str) else _text_of(one)
            if text_or_none is not None:
                out.setdefault(place.path, text_or_none)
    return out


def _plain(value: dict[str, Any] | list[Any]) -> Any:
    """Return what an object or a list stands for where it wraps a single value, else the value itself.

    Databases write dates as `{"$date": ...}`, some producers a list of one author, or of paragraphs.
    """
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return value[0]
        return "\n".join(value) if value and all(isinstance(one, str) for one in value) else None
    while isinstance(value, dict) and len(value) == 1:
        (name, inner) = next(iter(value.items()))
        if not name.startswith("$"):
            break
        value = inner
    return value


def _text_of(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # Python refuses to write integers of more than 4,300 digits; no id or date has 40.
        return str(value) if value.bit_length() < 128 else None
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and math.isfinite(value):
        # Above 2**53 a float has lost digits of an id; its exponent tells so.
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return None


def _strings(values: Sequence[str | None]) -> pl.Series:
    try:
        return pl.Series(values, dtype=pl.String)
    except (UnicodeEncodeError, pl.exceptions.PolarsError):
        return pl.Series([_whole(value) for value in values], dtype=pl.String)


def _whole(value: str | None) -> str | None:
    # JSON can spell half of a surrogate pair; two halves that belong together become one letter.
    if value is None:
        return None
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def object_piece(
    rows: Sequence[tuple[int, dict[str, str]]], rejected: Sequence[Rejection] = ()
) -> Piece:
    """Return numbered rows (each from `flattened`) as a piece."""
    keys = sorted({key for _, row in rows for key in row})
    columns = {key: _strings([row.get(key) for _, row in rows]) for key in keys}
    numbers = pl.Series([number for number, _ in rows], dtype=pl.Int64)
    return Piece(pl.DataFrame({"row": numbers, **columns}), rejected)


def flat_piece(
    columns: Iterable[tuple[str, pl.Series]], numbers: pl.Series, rejected: Sequence[Rejection] = ()
) -> Piece:
    """Return columns of strings (by `column_key`; keys may come twice) as a piece.

    Of two columns with one key the first that has a value counts, row by row. A cell that holds an
    object, as pandas writes them into CSV files, is opened.
    """
    series: dict[str, pl.Series] = {}
    for key, values in columns:
        filled = values.fill_null("")
        if key in PATHS or key.startswith("own:"):
            opened, filled = _opened(key.removeprefix("own:"), filled)
            for inner, inner_values in opened.items():
                series[inner] = _merged(series.get(inner), inner_values)
        if key.removeprefix("own:") in WANTED:
            series[key] = _merged(series.get(key), filled)
    return Piece(pl.DataFrame({"row": numbers, **series}), rejected)


def _merged(first: pl.Series | None, second: pl.Series) -> pl.Series:
    if first is None:
        return second
    return first.zip_with(first.str.contains(r"\S"), second)


def _opened(key: str, values: pl.Series) -> tuple[dict[str, pl.Series], pl.Series]:
    """Return the columns inside the objects that cells of `values` hold, and the other cells."""
    holds = values.str.contains(r"^\s*\{.*\}\s*$") & (values.str.len_bytes() < _LONGEST_OBJECT)
    if not holds.any():
        return {}, values
    rows = [_object(text) if yes else None for text, yes in zip(values, holds, strict=True)]
    flat = [flattened(row, key) if row else {} for row in rows]
    names = sorted({name for row in flat for name in row})
    opened = {name: _strings([row.get(name, "") for row in flat]) for name in names}
    rest = [("" if row else text) for text, row in zip(values, rows, strict=True)]
    return opened, pl.Series(rest, dtype=pl.String)


def _object(text: str) -> Mapping[str, Any] | None:
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        try:
            value = ast.literal_eval(text.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            return None
    return value if isinstance(value, dict) else None


def excerpt(text: str) -> str:
    """Return the first 120 characters of a source row, on one line."""
    return " ".join(text[:400].split())[:120]
