"""What a learned direction adds to every vector, without going over all vectors for each new direction.

A slider moves what the interests say of the rated posts, and with it the direction `w` (d,) that the ratings teach;
what they add to the log odds of a post with vector `x` is `w . x`. The products of all vectors with a few orthonormal
rows `Q` (k, d) are kept. With `c = Q w` and the residual `r = w - c Q`,

    w . x = c . (Q x) + r . x,   |r . x| <= |r| |x| <= |r|   (Cauchy and Schwarz; no vector is longer than 1),

so while `|r|` is at most `MOST_RESIDUAL` the kept products answer. Else the vectors are gone over once, for all the
directions that `w` can take while the ratings stay: they are no more than the ratings (`Learned.span`). The products
follow from the vectors alone, whatever was rated; they are right for other ratings too, and go with the vectors. What
other ways cost stands in `docs/ratings.md`.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relevance.feedback import Learned
from relevance.pipeline.room import let_go, room_for

__all__ = ["MOST_DIRECTIONS", "MOST_RESIDUAL", "Along"]

MOST_RESIDUAL = 1e-4
"""Log odds by which an answer may be off for what the kept directions leave of `w`. Where the owner's scale is as steep
as the built-in one that moves a relevance by at most 0.0025 points: half of what would move the last digit shown of an
effect."""

MOST_DIRECTIONS = 64
"""Directions that are kept: 256 bytes for each post, which is a sixth of its vector."""

_MOST_IN_MEMORY = 48 * 2**20
# So few posts that BLAS multiplies a block in one thread: once its others are awake they go round in a loop for tens
# of milliseconds, each on a processor of its own. For the same reason small products are left to einsum here.
_POSTS_OF_A_BLOCK = 128
_BLOCKS_AT_ONCE = 64
_POSTS_AT_ONCE = _POSTS_OF_A_BLOCK * _BLOCKS_AT_ONCE
_LET_GO_AFTER = 8 * _POSTS_AT_ONCE
# Rows that add less to the span than this are the same texts again.
_LEAST_NEW = 1e-6


@dataclass(frozen=True)
class _Kept:
    """Products that are there; nothing of them is written again, so that whoever has them may go on reading."""

    directions: NDArray[np.float64]
    """Orthonormal rows Q (k, d)."""
    room: NDArray[np.float32]
    """(blocks, most directions, posts of a block): of each block the first k rows are the products. A block lies in
    one piece, so that a file is written and read in large ones."""


class Along:
    """The products of vectors with the directions asked for so far."""

    def __init__(
        self,
        vectors: Callable[[], NDArray[np.float32]],
        folder: Path | None,
        *,
        most: int = MOST_DIRECTIONS,
    ) -> None:
        """Remember where the vectors come from; nothing is read yet.

        Args:
            vectors: returns them (n, d), none longer than 1; the same ones every time.
            folder: where products lie that take more room than memory is meant to give; null holds them in memory.
            most: directions to keep, 1 or more.
        """
        self._vectors = vectors
        self._folder = folder
        self._most = most
        self._lock = threading.Lock()
        self._kept: _Kept | None = None
        self.passes = 0
        """How often all vectors were gone over."""

    def shift(self, learned: Learned) -> NDArray[np.float32]:
        """Return what ratings add to the log odds of each vector (n,), off by at most `MOST_RESIDUAL` and rounding."""
        with self._lock:
            kept = self._reaching(learned)
        return _combined(kept, _inside(kept, learned.direction), len(self._vectors()))

    def _reaching(self, learned: Learned) -> _Kept:
        """Return kept products that are enough for this direction; where they were not, vectors are gone over."""
        kept = self._kept
        if kept is None or _residual(kept, learned.direction) > MOST_RESIDUAL:
            span = learned.span
            if span is not None and len(span) <= self._most:
                kept = self._with(kept, span)
            if kept is None or _residual(kept, learned.direction) > MOST_RESIDUAL:
                kept = self._with(kept, learned.direction[None])
            self._kept = kept
        return kept

    def _with(self, kept: _Kept | None, wanted: NDArray[np.float64]) -> _Kept:
        """Return products with directions that span `wanted` (q, d) as well; by themselves where all are too many."""
        vectors = self._vectors()
        new = _orthonormal(wanted, None if kept is None else kept.directions)
        if kept is None or len(kept.directions) + len(new) > self._most:
            kept, new = self._none(vectors), _orthonormal(wanted)
        first, narrow = len(kept.directions), new.astype(np.float32)
        for blocks, part in _stretches(len(vectors), kept.room, vectors):
            into = kept.room[blocks, first : first + len(new)]
            count, _, posts = into.shape
            found = np.zeros((len(new), count * posts), dtype=np.float32)
            found[:, : part.stop - part.start] = narrow @ vectors[part].T
            into[:] = found.reshape(len(new), count, posts).swapaxes(0, 1)
        self.passes += 1
        return _Kept(np.concatenate([kept.directions, new]), kept.room)

    def _none(self, vectors: NDArray[np.float32]) -> _Kept:
        """Return room for products, with none in it."""
        count, width = vectors.shape
        blocks = -(-count // _POSTS_OF_A_BLOCK)
        shape = blocks * self._most, _POSTS_OF_A_BLOCK
        room = (
            np.zeros(shape, dtype=np.float32)
            if self._folder is None
            else room_for(*shape, self._folder, most=_MOST_IN_MEMORY)
        )
        return _Kept(np.zeros((0, width)), room.reshape(blocks, self._most, _POSTS_OF_A_BLOCK))


def _inside(kept: _Kept, direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far a direction (d,) goes along each of those kept, (k,)."""
    return np.asarray(np.einsum("kd,d->k", kept.directions, direction))


def _residual(kept: _Kept, direction: NDArray[np.float64]) -> float:
    """Return the length of what the kept directions leave of this one."""
    inside = np.einsum("k,kd->d", _inside(kept, direction), kept.directions)
    return float(np.linalg.norm(direction - inside))


def _orthonormal(
    wanted: NDArray[np.float64], beside: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return orthonormal rows that span `wanted` (q, d) together with the orthonormal rows `beside` (k, d)."""
    rest = wanted
    if beside is not None:
        # What rounding lets through the first time is gone after the second.
        for _ in range(2):
            rest = rest - (rest @ beside.T) @ beside
    _, size, rows = np.linalg.svd(rest, full_matrices=False)
    return np.asarray(rows[size > _LEAST_NEW])


def _combined(kept: _Kept, weights: NDArray[np.float64], count: int) -> NDArray[np.float32]:
    """Return the products of `count` vectors added up with `weights` (k,), (count,)."""
    narrow = weights.astype(np.float32)
    found = np.empty(kept.room.shape[::2], dtype=np.float32)
    for blocks, _ in _stretches(count, kept.room):
        np.matmul(narrow, kept.room[blocks, : len(narrow)], out=found[blocks])
    return found.reshape(-1)[:count]


def _stretches(count: int, *rooms: NDArray[np.float32]) -> Iterator[tuple[slice, slice]]:
    """Yield stretches of blocks, and of the posts in them; let go of `rooms` now and then, and at the end."""
    for first in range(0, count, _POSTS_AT_ONCE):
        block, last = first // _POSTS_OF_A_BLOCK, min(first + _POSTS_AT_ONCE, count)
        yield slice(block, block + _BLOCKS_AT_ONCE), slice(first, last)
        if last % _LET_GO_AFTER == 0 or last == count:
            for room in rooms:
                let_go(room)
