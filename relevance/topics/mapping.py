"""Vectors and topics -> a flat map of posts, and tiles of it where there are too many to draw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.topics.single_thread import single_thread

__all__ = ["LAID_OUT_FROM", "Tiles", "map_places", "tile_posts"]

LAID_OUT_FROM = 3
"""Topics from which on they are laid out by themselves, whatever posts there are."""
# How firmly a post is drawn to the topic it is nearest to, and how much of its own it keeps.
_PULL = 14.0
_OWN_PART = 0.25
_ROW = np.sqrt(3) / 2  # height of a row of hexagons, in widths


@dataclass(frozen=True)
class Tiles:
    """A map cut into hexagons; only those that hold a post are listed, in a fixed order."""

    tile: NDArray[np.int64]
    """(n_posts,): the tile of each post, a row of the other arrays."""
    x: NDArray[np.float64]
    """(n_tiles,): middle of each tile."""
    y: NDArray[np.float64]
    posts: NDArray[np.int64]
    """(n_tiles,): number of posts."""
    relevance: NDArray[np.float64]
    """(n_tiles,), 0 to 1: mean over the posts whose relevance is known; nan where none is."""


def map_places(vectors: ArrayLike, centres: ArrayLike) -> NDArray[np.float32]:
    """Return where each post lies on a flat map, (n_posts, 2).

    Topics are laid out so that their distances on the map are as near as can be to those between their
    centres (metric scaling by SMACOF, begun at their principal axes). A post lies at the mean place of the
    topics, weighted by exp(14 cosine), and moved a little by its own part along these axes. A straight
    projection of 384 directions onto two puts most topics on one another. Nothing is random and the
    sign of an axis is fixed, so that a few more posts leave the map as it is.

    With less than three topics, places are the two principal components of the posts.

    Args:
        vectors: unit vectors (n_posts, d), centred.
        centres: unit vectors of the topics (n_topics, d), see `find_topics`.

    Raises:
        UsageError: the shapes do not fit each other.
    """
    grid, middles = np.asarray(vectors, dtype=np.float32), np.asarray(centres, dtype=np.float32)
    if grid.ndim != 2 or middles.ndim != 2 or grid.shape[1] != middles.shape[1]:
        msg = (
            "`vectors` and `centres` must have two axes and rows of equal length, got shapes "
            f"{grid.shape} and {middles.shape}. Take the centres from `find_topics` of these vectors."
        )
        raise UsageError(msg)
    with single_thread():
        return _placed(grid, middles)


def _placed(grid: NDArray[np.float32], middles: NDArray[np.float32]) -> NDArray[np.float32]:
    if len(middles) < LAID_OUT_FROM:
        return np.asarray(grid @ _principal_axes(grid).T, dtype=np.float32)
    axes = _principal_axes(middles)
    weights = np.exp(_PULL * (grid @ middles.T - 1))
    weights /= weights.sum(axis=1, keepdims=True)
    laid = _laid_out(middles, axes)
    return np.asarray(weights @ laid + _OWN_PART * (grid @ axes.T), dtype=np.float32)


def _laid_out(middles: NDArray[np.float32], axes: NDArray[np.float32]) -> NDArray[np.float32]:
    from sklearn.manifold import smacof
    from sklearn.metrics import pairwise_distances

    distances = pairwise_distances(middles.astype(np.float64))
    distances = (distances + distances.T) / 2
    start = (middles @ axes.T).astype(np.float64)
    places, _ = smacof(distances, init=start, n_init=1, random_state=0)
    return np.asarray(places, dtype=np.float32)


def _principal_axes(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the two directions (2, d) along which `rows` are spread most, the largest part of each positive."""
    moved = (rows - rows.mean(axis=0)) if len(rows) else rows
    _, vectors = np.linalg.eigh((moved.T @ moved).astype(np.float64))
    axes = vectors.T[::-1][:2]
    # Of equally large parts the first decides.
    size = np.abs(axes)
    largest = (size >= size.max(axis=1, keepdims=True) - 1e-9).argmax(axis=1)
    signs = np.where(axes[np.arange(len(axes)), largest] < 0, -1, 1)
    return np.asarray(axes * signs[:, None], dtype=np.float32)


def tile_posts(places: ArrayLike, relevance: ArrayLike, *, across: int = 40) -> Tiles:
    """Cut a map into hexagons of equal size, at most about `across` * 1.2 * `across` of them.

    Args:
        places: (n_posts, 2), finite.
        relevance: (n_posts,), 0 to 1, nan where unknown.
        across: hexagons along the wider side, 1 or more.

    Raises:
        UsageError: the shapes do not fit each other, or `across` is below 1.
    """
    at = np.asarray(places, dtype=np.float64)
    known = np.asarray(relevance, dtype=np.float64)
    if at.ndim != 2 or at.shape[1:] != (2,) or known.shape != at.shape[:1] or across < 1:
        msg = (
            "`places` must have shape (n_posts, 2), `relevance` (n_posts,) and `across` must be 1 or more, "
            f"got {at.shape}, {known.shape} and {across}."
        )
        raise UsageError(msg)
    low = at.min(axis=0) if len(at) else np.zeros(2)
    span = float(np.ptp(at, axis=0).max()) if len(at) else 0.0
    width = span / across if span > 0 else 1.0
    columns, rows = _hexagons((at - low) / width)
    cells, tile = _numbered(rows, columns)
    has = ~np.isnan(known)
    counted = np.bincount(tile[has], minlength=len(cells))
    sums = np.bincount(tile[has], known[has], minlength=len(cells))
    return Tiles(
        tile=tile,
        x=low[0] + width * (cells[:, 1] + 0.5 * (cells[:, 0] % 2)),
        y=low[1] + width * cells[:, 0] * _ROW,
        posts=np.bincount(tile, minlength=len(cells)),
        relevance=np.divide(sums, counted, out=np.full(len(cells), np.nan), where=counted > 0),
    )


def _numbered(
    rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct pairs (n, 2) in rising order, and the number of each pair among them.

    They are few, so that counting finds them in one pass, where sorting takes seconds for a million.
    """
    if not len(rows):
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.int64)
    low, wide = columns.min(), int(np.ptp(columns)) + 1
    code = (rows - rows.min()) * wide + (columns - low)
    there = np.bincount(code) > 0
    found = np.flatnonzero(there)
    cells = np.stack([found // wide + rows.min(), found % wide + low], axis=1)
    return cells, (np.cumsum(there) - 1)[code]


def _hexagons(places: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return column and row of the nearest of the middles (c + (r mod 2) / 2, r sqrt(3) / 2)."""
    best = np.full(len(places), np.inf)
    columns, rows = np.zeros((2, len(places)), dtype=np.int64)
    near = np.floor(places[:, 1] / _ROW).astype(np.int64)
    for row in (near, near + 1):
        column = np.rint(places[:, 0] - 0.5 * (row % 2)).astype(np.int64)
        away = (places[:, 0] - column - 0.5 * (row % 2)) ** 2 + (places[:, 1] - row * _ROW) ** 2
        nearer = away < best
        best[nearer], columns[nearer], rows[nearer] = away[nearer], column[nearer], row[nearer]
    return columns, rows
