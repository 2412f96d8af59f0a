"""Which post gets its vector first."""

from typing import Any

import numpy as np
import numpy.typing as npt

from relevance.errors import UsageError

__all__ = ["author_balanced_order"]


def author_balanced_order(
    author: npt.NDArray[np.integer[Any]], created_at: npt.NDArray[Any]
) -> npt.NDArray[np.int64]:
    """Order posts so that every author gets an estimate early.

    The authors take turns, the one with the newest post first, and each turn takes the author's
    newest post that is left. Equal times fall back on the author's code, then on the position.

    Args:
        author: (n,) integer codes.
        created_at: (n,) datetime64, or integer seconds; NaT counts as oldest.

    Returns:
        (n,) positions, each of 0 to n - 1 once.

    Raises:
        UsageError: The arrays are not one-dimensional and equally long, or of another type.
    """
    _require_columns(author, created_at)
    # ~t falls as t rises, also for the smallest integer, which is NaT and has no negative.
    age = ~created_at.astype(np.int64)
    by_author = np.lexsort((age, author))
    if not by_author.size:
        return by_author
    code, age = author[by_author], age[by_author]
    first = np.flatnonzero(np.r_[True, code[1:] != code[:-1]])
    sizes = np.diff(np.r_[first, code.size])
    turn = np.arange(code.size) - np.repeat(first, sizes)
    place = np.empty(first.size, dtype=np.int64)
    # Stable, and the groups are sorted by code: equal times keep that order.
    place[np.argsort(age[first], kind="stable")] = np.arange(first.size)
    return by_author[np.lexsort((np.repeat(place, sizes), turn))]


def _require_columns(author: npt.NDArray[Any], created_at: npt.NDArray[Any]) -> None:
    if author.ndim != 1 or author.shape != created_at.shape:
        msg = (
            "`author` and `created_at` must be one-dimensional and equally long, "
            f"got shapes {author.shape} and {created_at.shape}."
        )
        raise UsageError(msg)
    if author.dtype.kind not in "iu" or created_at.dtype.kind not in "iM":
        msg = (
            "`author` must be integers and `created_at` datetime64 or integer seconds, "
            f"got {author.dtype} and {created_at.dtype}."
        )
        raise UsageError(msg)
