"""What attention alone says of each person, worked out once, so that other relevances cost only passes over posts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.feed.sums import Codes, PersonSums, checked_codes, checked_posts

__all__ = ["PersonAttention", "PersonMeans"]

_Floats = NDArray[np.float64]


class PersonAttention:
    """Attention of posts and whose they are; everything that does not depend on relevance is kept.

    Not to be changed afterwards, nor are the arrays that it is made of.
    """

    def __init__(self, attention: ArrayLike, person: ArrayLike, n_people: int) -> None:
        """Check and sum up.

        Args:
            attention: of each post (n,), 0 or more.
            person: code of who is accountable for each post (n,), 0 to n_people - 1.
            n_people: how many persons there are, with posts or without.

        Raises:
            UsageError: the lengths differ or a value is outside its range.
        """
        given = np.asarray(attention, dtype=np.float64)
        checked_posts(np.zeros(given.shape), given)
        self.codes: Codes = checked_codes("person", person, below=n_people)
        if self.codes.shape != given.shape:
            msg = f"`person` must have one code for each of {given.size} posts, got {self.codes.size}."
            raise UsageError(msg)
        self.attention = given
        self.n_people = n_people

    def summed(self, values: NDArray[np.floating]) -> _Floats:
        """Return the sum of one value of each post, by person (n_people,)."""
        found = np.bincount(self.codes, weights=values, minlength=self.n_people)
        return found.astype(np.float64, copy=False)

    @cached_property
    def by_person(self) -> _Floats:
        """A_c, the attention of each person (n_people,)."""
        return self.summed(self.attention)

    @cached_property
    def counted(self) -> _Floats:
        """1 for each post that has attention, else 0 (n,)."""
        return (self.attention > 0).astype(np.float64)

    @cached_property
    def posts(self) -> NDArray[np.int64]:
        """How many posts of each person have attention (n_people,)."""
        return self.summed(self.counted).astype(np.int64)

    @cached_property
    def evidence(self) -> _Floats:
        """n_eff: how many posts of equal attention would say as much (n_people,); 0 without attention."""
        squares = self.summed(self.attention * self.attention)
        n_eff = np.where(self.by_person > 0, 1.0, 0.0)
        return np.divide(self.by_person**2, squares, out=n_eff, where=squares > 0)

    @cached_property
    def spread_weight(self) -> _Floats:
        """What a post's squared distance from its person's mean counts for, `a n_eff / A_c` (n,)."""
        share = np.divide(
            self.evidence, self.by_person, out=np.zeros(self.n_people), where=self.by_person > 0
        )
        return np.asarray(self.attention * share[self.codes], dtype=np.float64)

    def means(self, relevance: ArrayLike) -> "PersonMeans":
        """Return what these relevances (n,), 0 to 1, come to by person.

        Raises:
            UsageError: the lengths differ or a value is outside 0..1.
        """
        r, _ = checked_posts(relevance, self.attention)
        return PersonMeans(self, np.asarray(r, dtype=np.float64))


@dataclass(frozen=True)
class PersonMeans:
    """Relevances of posts, summed up by person."""

    heard: PersonAttention
    relevance: _Floats
    """Of each post (n,), 0 to 1."""

    @cached_property
    def sums(self) -> PersonSums:
        """A_c and S_c."""
        return PersonSums(
            attention=self.heard.by_person,
            relevance_attention=self.heard.summed(self.relevance * self.heard.attention),
        )

    @cached_property
    def raw(self) -> _Floats:
        """Attention-weighted mean relevance (n_people,), nan without attention."""
        return self.sums.raw_relevance()

    @cached_property
    def _level(self) -> float:
        # Squares are taken around a level amid the relevances, so that their differences do not cancel.
        known = self.sums.has_attention
        return float(self.raw[known].mean()) if known.any() else 0.0

    @cached_property
    def _moved(self) -> _Floats:
        moved: _Floats = self.relevance - self._level
        moved *= self.heard.counted
        return moved

    @cached_property
    def _square(self) -> float:
        return float(np.einsum("i,i->", self._moved, self._moved))

    @cached_property
    def pooled_spread(self) -> float:
        """Sum over persons of n_eff times the weighted mean squared distance of their posts from their mean."""
        known = self.sums.has_attention
        means = self.raw[known] - self._level
        # Unlike a product of its own, this takes no room; unlike `dot`, no second thread that spins for more to do.
        moved = self._moved
        squares = float(np.einsum("i,i,i->", self.heard.spread_weight, moved, moved))
        return max(squares - float(np.sum(self.heard.evidence[known] * means * means)), 0.0)

    def mean_square_from(self, expected: _Floats) -> float:
        """Return the mean squared distance of the posts with attention from what is expected of their person.

        Args:
            expected: of each person (n_people,); it counts only where a person has posts with attention.
        """
        known = self.heard.posts > 0
        n = self.heard.posts[known]
        gap = expected[known] - self._level
        by_person = self.heard.summed(self._moved)[known]
        total = self._square - 2 * float(np.sum(gap * by_person)) + float(np.sum(n * gap * gap))
        return max(total, 0.0) / int(n.sum())

    @cached_property
    def variance(self) -> float:
        """Variance of the relevances of the posts with attention; nan for fewer than two."""
        n = int(self.heard.posts.sum())
        if n < 2:
            return float("nan")
        off = float(self._moved.sum()) / n
        return max(self._square - n * off * off, 0.0) / (n - 1)
