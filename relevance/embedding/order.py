"""Which post gets its vector first.

Every author's first posts come in turns, so that everybody has an estimate early. What comes then is
what narrows an interval most: after t posts of one author it is about `(noise + t) ** -0.5` wide, and
the next of theirs narrows it by a little less than the one before. With all authors mattering alike,
both orders are the same.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from relevance.errors import UsageError

__all__ = ["TURNS_FOR_ALL", "author_balanced_order", "urgent_order"]

TURNS_FOR_ALL = 2
"""So many posts of every author come before anybody matters more than another."""

Order = npt.NDArray[np.int64]


def author_balanced_order(
    author: npt.NDArray[np.integer[Any]], created_at: npt.NDArray[Any]
) -> Order:
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
    by_author, turn, place = _turns(author, created_at, np.ones(author.shape))
    return by_author[np.lexsort((place, turn))]


def urgent_order(
    author: npt.NDArray[np.integer[Any]],
    created_at: npt.NDArray[Any],
    weight: npt.NDArray[np.float64],
    *,
    noise: float = 1.0,
) -> Order:
    """Order posts so that the intervals that matter become narrow early.

    The first `TURNS_FOR_ALL` turns are those of `author_balanced_order`; then comes the post that
    narrows its author's interval most, times the weight. Each author's posts stay newest first.

    Args:
        author: (n,) integer codes.
        created_at: (n,) datetime64, or integer seconds; NaT counts as oldest.
        weight: (n,) how much its author's interval matters, 0 or more; the posts of one author have
            the same, or 0 for a post that narrows no interval. Those come last, in turns.
        noise: How many posts say as much as was known before any, above 0.

    Returns:
        (n,) positions, each of 0 to n - 1 once.

    Raises:
        UsageError: The arrays are not one-dimensional and equally long, or of another type or range.
    """
    by_author, turn, place = _turns(author, created_at, weight)
    if not noise > 0 or not (weight >= 0).all():
        msg = f"`noise` must be above 0 and `weight` 0 or more, got {noise} and {weight}."
        raise UsageError(msg)
    wanted = weight[by_author]
    gain = wanted * ((noise + turn) ** -0.5 - (noise + turn + 1) ** -0.5)
    gain[turn < TURNS_FOR_ALL] = np.inf
    gain[wanted == 0] = 0
    return by_author[np.lexsort((place, turn, -gain))]


def _turns(
    author: npt.NDArray[Any], created_at: npt.NDArray[Any], weight: npt.NDArray[np.float64]
) -> tuple[Order, Order, Order]:
    """Return positions by author, what counts first; the turn of each; the place of its author in a turn."""
    _require_columns(author, created_at)
    if weight.shape != author.shape:
        msg = f"`weight` must have one number for each post, got {weight.shape} for {author.shape}."
        raise UsageError(msg)
    # ~t falls as t rises, also for the smallest integer, which is NaT and has no negative.
    age = ~created_at.astype(np.int64)
    by_author = np.lexsort((age, weight == 0, author))
    if not by_author.size:
        return by_author, by_author, by_author
    code, age = author[by_author], age[by_author]
    first = np.flatnonzero(np.r_[True, code[1:] != code[:-1]])
    sizes = np.diff(np.r_[first, code.size])
    turn = np.arange(code.size) - np.repeat(first, sizes)
    place = np.empty(first.size, dtype=np.int64)
    # Stable, and the groups are sorted by code: equal times keep that order.
    place[np.argsort(age[first], kind="stable")] = np.arange(first.size)
    return by_author, turn, np.repeat(place, sizes)


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
