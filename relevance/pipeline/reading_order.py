"""Which posts the model reads first: everybody's newest, then those that narrow the intervals that matter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.embedding import TURNS_FOR_ALL, author_balanced_order, urgent_order

__all__ = ["ReadingOrder", "Urgency"]

# Scores are worked out anew each time that so many times the posts are read: that stays a small part
# of the work, however many posts there are.
_LOOK_AGAIN = 1.5


@dataclass(frozen=True)
class Urgency:
    """Which posts matter, given what is known of people now."""

    posts: pl.DataFrame
    """post_id and weight (see `urgent_order`), one row for each post that a figure can come from."""
    noise: float
    """How many posts of a person say as much as was known before any; above 0."""


class ReadingOrder:
    """The order in which posts are read, which learns from what has been read."""

    def __init__(self, posts: pl.DataFrame, urgency: Callable[[], Urgency] | None = None) -> None:
        """Put the posts in turns.

        Args:
            posts: post_id, person_id and seconds (when written, null for unknown), one row for each post.
            urgency: says which posts matter now; null keeps to turns.
        """
        author = posts["person_id"].rank("dense").to_numpy().astype(np.int64) - 1
        seconds = posts["seconds"].fill_null(0).to_numpy().astype(np.int64)
        self.first = author_balanced_order(author, seconds)
        """Positions of `posts` in the order to begin with."""
        self._post_ids = posts["post_id"].gather(self.first)
        self._author, self._seconds = author[self.first], seconds[self.first]
        self._urgency = urgency
        counts = np.bincount(author, minlength=1)
        self._look_at = float(np.minimum(counts, TURNS_FOR_ALL).sum())

    def rearranged(self, left: Sequence[int]) -> Sequence[int]:
        """Return places in `first` in the order that serves now.

        It changes once everybody had their turns, and again whenever half as many posts again have been read.

        Args:
            left: places in `first` of the posts that are not read.
        """
        read = len(self._post_ids) - len(left)
        if self._urgency is None or read < self._look_at or not left:
            return left
        self._look_at = _LOOK_AGAIN * read
        rank = self._ranks(self._urgency())
        return sorted(left, key=rank.__getitem__)

    def _ranks(self, urgency: Urgency) -> NDArray[np.int64]:
        ids = self._post_ids.to_frame("post_id")
        weight = ids.join(urgency.posts, on="post_id", how="left", maintain_order="left")["weight"]
        weights = weight.fill_null(0.0).to_numpy().astype(np.float64)
        order = urgent_order(self._author, self._seconds, weights, noise=urgency.noise)
        rank = np.empty_like(order)
        rank[order] = np.arange(order.size)
        return rank
