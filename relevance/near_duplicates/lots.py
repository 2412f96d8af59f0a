"""Work in lots, so that what a step holds does not grow with the number of posts."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["AT_ONCE", "ascending", "lots", "ranges"]

AT_ONCE = 2_000_000
"""How many bytes of texts, or numbers, are worked on at once."""


def lots(sizes: npt.NDArray[np.integer]) -> Iterator[tuple[int, int]]:
    """Yield where each lot begins and ends, so that `sizes` of each add up to about `AT_ONCE`."""
    lot = np.cumsum(sizes, dtype=np.int64) // AT_ONCE
    begins = np.flatnonzero(np.diff(lot, prepend=-1))
    yield from pairwise([*begins.tolist(), len(sizes)])


def ranges(
    begins: npt.NDArray[np.int64], lengths: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of several stretches one after the other, and the number of the stretch of each."""
    which = np.repeat(np.arange(len(lengths)), lengths)
    ends = np.cumsum(lengths, dtype=np.int64)
    return np.arange(len(which)) + (begins - ends + lengths)[which], which


def ascending(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the distinct values in order, by sorting: `numpy.unique` hashes, which takes many times as long here."""
    values = np.sort(values)
    fresh = np.ones(len(values), dtype=bool)
    fresh[1:] = values[1:] != values[:-1]
    return values[fresh]
