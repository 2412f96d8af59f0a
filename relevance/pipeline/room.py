"""Room for the vectors of many posts: in memory where they are few, else in a file that goes with the process.

The file lies beside the database, has no name from its first moment on and can be read by nobody but the owner. So
nothing of it can be stale, and nothing of it stays, whatever ends the process.
"""

import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_IN_MEMORY", "let_go", "put", "room_for", "stretches", "taken"]

MOST_IN_MEMORY = 160 * 2**20
"""Bytes of vectors up to which they are held in memory."""

_ROWS_AT_ONCE = 65_536
_ROWS_IN_A_STRETCH = 2_048


def room_for(
    count: int, width: int, folder: Path, *, most: int = MOST_IN_MEMORY
) -> NDArray[np.float32]:
    """Return zeros (count, width), float32, which lie in a file once they take more than `most` bytes.

    Where the disk has no room for the file they are held in memory after all.
    """
    size = count * width * 4
    if size > most:
        with suppress(OSError), tempfile.TemporaryFile(dir=folder) as file:
            _take(file.fileno(), size)
            mapped = mmap.mmap(file.fileno(), size)
            return np.frombuffer(mapped, dtype=np.float32).reshape(count, width)
    return np.zeros((count, width), dtype=np.float32)


def _take(file: int, size: int) -> None:
    """Make a file that long; where the system can, so that a full disk says so now and not at some later write."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
    else:
        os.truncate(file, size)


def stretches(rows: NDArray[np.float32]) -> Iterator[slice]:
    """Yield stretches of rows, one after the other, and let go of them after their use.

    They are short, so that what is worked out of one lies in the processor's cache and takes no fresh memory.
    """
    for first in range(0, len(rows), _ROWS_IN_A_STRETCH):
        last = min(first + _ROWS_IN_A_STRETCH, len(rows))
        yield slice(first, last)
        if last % _ROWS_AT_ONCE == 0 or last == len(rows):
            let_go(rows)


def put(
    vectors: NDArray[np.float32], places: NDArray[np.integer], rows: NDArray[np.float32]
) -> None:
    """Write `rows` (m, width) at `places` (m,) of `vectors`; where these lie in a file, little of it is held meanwhile.

    A system that maps a file by large pieces holds all of it after a few writes here and there.
    """
    for part, chosen in _near(vectors, places):
        vectors[part] = rows[chosen]


def taken(
    vectors: NDArray[np.float32], places: NDArray[np.integer] | NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return a copy of the rows at `places` (m,), or of those that a mask chooses; like `put`, it holds little."""
    at = (
        np.arange(len(vectors))[places]
        if places.dtype == np.bool_
        else np.asarray(places, np.int64)
    )
    found = np.empty((len(at), vectors.shape[1]), dtype=np.float32)
    for part, chosen in _near(vectors, at):
        found[chosen] = vectors[part]
    return found


def _near(
    vectors: NDArray[np.float32], places: NDArray[np.integer]
) -> Iterator[tuple[NDArray[np.integer], NDArray[np.integer]]]:
    """Yield places in rising order, those of one stretch at a time, and where each stands among `places`."""
    order = np.argsort(places, kind="stable")
    rising = places[order]
    ends = np.searchsorted(rising, np.arange(_ROWS_AT_ONCE, len(vectors), _ROWS_AT_ONCE))
    for chosen in np.split(order, ends):
        if len(chosen):
            yield places[chosen], chosen
            let_go(vectors)


def let_go(rows: NDArray[np.float32]) -> None:
    """Hold none of the rows in memory that lie in a file; they are read again when they are needed."""
    base: object = rows
    while isinstance(base, np.ndarray | memoryview):
        base = base.base if isinstance(base, np.ndarray) else base.obj
    if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)
