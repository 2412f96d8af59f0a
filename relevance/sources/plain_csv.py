"""The rows of a CSV text that is beyond doubt, read many times faster than row by row.

Where every quote stands in its place and all rows are equally wide there is only one way to cut a text into cells, so
a fast reader may do it. The first stretch where that is not so ends the reading, and `csv_rows`, which can repair,
takes over from there.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

__all__ = ["plain_frames"]

_STRETCH = 8 * 2**20
_QUOTE = ord('"')


def plain_frames(
    text: str, start: int, *, delimiter: str, width: int
) -> Iterator[tuple[pl.DataFrame, int]]:
    """Yield the rows of `text` from `start` on as frames, each with where the text after it begins.

    The columns are called `0`, `1`, ... and hold cells as written, of type String, "" where a cell is empty; blank
    lines are left out. Ends at the first stretch that is in doubt.

    Args:
        text: what `relevance.sources.text.decode` gives.
        start: the beginning of a line.
        delimiter: one character.
        width: cells in each row, at least 2.
    """
    # The next stretch is cut on another core while this one is worked on.
    with ThreadPoolExecutor(max_workers=1) as ahead:
        end = _end_of_stretch(text, start)
        coming = ahead.submit(_frame, text[start:end], delimiter, width)
        while start < len(text):
            frame, after = coming.result(), end
            if frame is None:
                return
            if after < len(text):
                end = _end_of_stretch(text, after)
                coming = ahead.submit(_frame, text[after:end], delimiter, width)
            yield frame, after
            start = after


def _end_of_stretch(text: str, start: int) -> int:
    """Return where a line ends, some megabytes on, that is outside of quotes if all of them are in their places."""
    sought = min(len(text), start + _STRETCH)
    is_open = text.count('"', start, sought) % 2 == 1
    while True:
        end = text.find("\n", sought) + 1 or len(text)
        is_open ^= text.count('"', sought, end) % 2 == 1
        if not is_open or end == len(text):
            return end
        sought = end


def _is_sound(data: bytes, delimiter: str) -> bool:
    """Return whether every quote in whole lines of UTF-8 is in its place.

    Quotes open and close in turn. One that opens stands at the beginning of a cell and one that closes at its end,
    or they touch: then the two are one quote within a cell.
    """
    every = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(every == _QUOTE)
    if len(quotes) % 2:
        return False
    edges = np.zeros(256, np.bool_)
    edges[[_QUOTE, ord("\n"), ord(delimiter)]] = True
    opening, closing = quotes[::2], quotes[1::2]
    # A line end is the last byte, so that one follows every quote; nothing need precede the first.
    before = every[opening[opening > 0] - 1]
    return bool(edges[before].all() and edges[every[closing + 1]].all())


def _frame(stretch: str, delimiter: str, width: int) -> pl.DataFrame | None:
    import pyarrow as pa
    from pyarrow import csv

    ended = stretch if stretch.endswith("\n") else f"{stretch}\n"
    data = ended.encode("utf-8", "surrogatepass")
    if not _is_sound(data, delimiter):
        return None
    names = [str(place) for place in range(width)]
    try:
        table = csv.read_csv(
            pa.py_buffer(data),
            # One stretch is one block: threads of its own would only be waited for.
            read_options=csv.ReadOptions(
                column_names=names, block_size=len(data) + 1, use_threads=False
            ),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid:  # a row of another width
        return None
    found = pl.from_arrow(table)
    return found if isinstance(found, pl.DataFrame) else None
