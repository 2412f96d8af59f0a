"""Room for the vectors of many posts: in memory where they are few, else in a file that goes with the process.

The file lies beside the database, has no name from its first moment on and can be read by nobody but the owner. So
nothing of it can be stale, and nothing of it stays, whatever ends the process.
"""

import mmap
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_IN_MEMORY", "let_go", "room_for", "stretches"]

MOST_IN_MEMORY = 160 * 2**20
"""Bytes of vectors up to which they are held in memory."""

_ROWS_AT_ONCE = 65_536


def room_for(
    count: int, width: int, folder: Path, *, most: int = MOST_IN_MEMORY
) -> NDArray[np.float32]:
    """Return zeros (count, width), float32, which lie in a file once they take more than `most` bytes.

    Where the disk has no room for the file they are held in memory after all.
    """
    size = count * width * 4
    if size > most:
        with suppress(OSError), tempfile.TemporaryFile(dir=folder) as file:
            file.truncate(size)
            mapped = mmap.mmap(file.fileno(), size)
            return np.frombuffer(mapped, dtype=np.float32).reshape(count, width)
    return np.zeros((count, width), dtype=np.float32)


def stretches(rows: NDArray[np.float32]) -> Iterator[slice]:
    """Yield stretches of rows, one after the other, and let go of each after its use."""
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        yield slice(first, min(first + _ROWS_AT_ONCE, len(rows)))
        let_go(rows)


def let_go(rows: NDArray[np.float32]) -> None:
    """Hold none of the rows in memory that lie in a file; they are read again when they are needed."""
    base: object = rows
    while isinstance(base, np.ndarray | memoryview):
        base = base.base if isinstance(base, np.ndarray) else base.obj
    if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)
