"""The feed in more figures than one: how much of it is worth reading, and how many voices it has.

All figures of many stretches of time (weeks, or the whole window as one) are worked out at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.feed.sums import Codes, checked_codes, checked_posts, person_sums

__all__ = [
    "COVERED_SHARE",
    "SPEAKS_FROM",
    "TOP_AUTHORS",
    "Concentration",
    "FeedFigures",
    "FeedPosts",
    "concentration",
    "feed_figures",
    "voices",
]

TOP_AUTHORS = 10
"""How many of the loudest authors `FeedFigures.top_share` adds up."""
COVERED_SHARE = 0.01
"""An interest is covered from this share of attention on; 0 to 1."""
SPEAKS_FROM = 0.5
"""A post speaks to an interest from this match on; 0 to 1."""


@dataclass(frozen=True)
class FeedPosts:
    """The posts that the figures are of; one entry for each post (n,), unless stated otherwise.

    Raises:
        UsageError: the lengths differ or a value is outside its range.
    """

    relevance: NDArray[np.floating]
    """0 to 1; nan for a post that is unknown."""
    attention: NDArray[np.floating]
    """0 or more, of known and unknown posts."""
    known_attention: NDArray[np.floating]
    """The same over known posts alone, among which copies and daily caps are shared out; 0 for unknown ones."""
    author: Codes
    """Code of who wrote it, 0 or more."""
    repeats: NDArray[np.bool_]
    """Whether it says what an earlier post said."""
    matches: NDArray[np.floating]
    """(n_wanted, n), how strongly each post speaks to each interest that the owner wants more of, 0 to 1."""

    def __post_init__(self) -> None:
        known = ~np.isnan(self.relevance)
        checked_posts(self.relevance[known], self.attention[known])
        checked_posts(np.where(known, self.relevance, 0), self.known_attention)
        checked_posts(np.zeros(self.attention.shape), self.attention)
        checked_codes("author", self.author, below=np.iinfo(np.int64).max)
        n = self.relevance.shape
        fits = self.author.shape == n == self.repeats.shape and self.matches.shape[1:] == n
        if not fits or self.known_attention[~known].any():
            msg = (
                f"All must have one entry for each of {n[0]} posts, and unknown posts no known attention; got "
                f"{self.author.shape}, {self.repeats.shape} and {self.matches.shape}."
            )
            raise UsageError(msg)


@dataclass(frozen=True)
class FeedFigures:
    """One entry for each stretch of time (n_stretches,); nan where nothing is known of one."""

    relevance: NDArray[np.float64]
    """Attention-weighted mean relevance of the known posts, 0 to 1."""
    above_bar: NDArray[np.float64]
    """Share of the known posts whose relevance reaches the bar, 0 to 1; every post counts one."""
    effective_authors: NDArray[np.float64]
    """Inverse Simpson index of attention, `(sum a_c)^2 / sum a_c^2` over authors c: so many authors of equal attention
    would be as varied; 1 to the number of authors."""
    interest_coverage: NDArray[np.float64]
    """Share of the wanted interests that at least 1 % of the attention goes to, by posts that match by 0.5; 0 to 1."""
    top_share: NDArray[np.float64]
    """Share of attention of the ten authors with most of it, 0 to 1."""
    near_duplicates: NDArray[np.float64]
    """Share of the posts that repeat an earlier one, 0 to 1; every post counts one."""
    posts: NDArray[np.int64]
    """Posts, known or not."""
    known_posts: NDArray[np.int64]
    """Posts with a relevance."""


@dataclass(frozen=True)
class Concentration:
    """How attention is spread over authors in each stretch of time (n_stretches,); relevance plays no part."""

    effective_authors: NDArray[np.float64]
    """As in `FeedFigures`."""
    top_share: NDArray[np.float64]
    """As in `FeedFigures`."""


def feed_figures(
    posts: FeedPosts,
    bar: float,
    stretch: ArrayLike | None = None,
    n_stretches: int = 1,
    *,
    spread: Concentration | None = None,
) -> FeedFigures:
    """Return the figures of each stretch of time; O(n log n + n n_wanted).

    Relevance, bar and interests are of known posts alone; authors and copies are counted over all, as a post that the
    model has not read takes attention all the same.

    Args:
        posts: the posts.
        bar: the relevance from which on a post is worth the owner's time, 0 to 1.
        stretch: number of the stretch that each post lies in (n,), 0 to n_stretches - 1; all in one by default.
        n_stretches: how many there are.
        spread: what `concentration` returns for the same posts, where it is known already.

    Raises:
        UsageError: the lengths differ or a value is outside its range.
    """
    if not 0 <= bar <= 1:
        msg = f"`bar` must be from 0 to 1, got {bar}."
        raise UsageError(msg)
    n = posts.relevance.size
    given = np.zeros(n, dtype=np.int64) if stretch is None else stretch
    at = checked_codes("stretch", given, below=n_stretches)
    known = ~np.isnan(posts.relevance)
    relevance = np.where(known, posts.relevance, 0.0)
    sums = person_sums(relevance, posts.known_attention, at, n_stretches)
    count = np.bincount(at, minlength=n_stretches)
    known_count = np.bincount(at[known], minlength=n_stretches)
    reaching = np.bincount(at[known & (relevance >= bar)], minlength=n_stretches)
    spread = spread or concentration(posts.attention, posts.author, at, n_stretches)
    return FeedFigures(
        relevance=sums.raw_relevance(),
        above_bar=_share(reaching, known_count),
        effective_authors=spread.effective_authors,
        interest_coverage=_coverage(posts, at, sums.attention),
        top_share=spread.top_share,
        near_duplicates=_share(np.bincount(at[posts.repeats], minlength=n_stretches), count),
        posts=count,
        known_posts=known_count,
    )


def voices(attention: ArrayLike) -> float:
    """Return the effective number of authors, as `FeedFigures.effective_authors`; nan without any attention.

    Args:
        attention: of each author altogether, 0 or more.

    Raises:
        UsageError: a value is below 0 or not finite.
    """
    given = np.asarray(attention, dtype=np.float64)
    checked_posts(np.zeros(given.shape), given)
    whole = given.sum()
    return float(1 / np.sum((given / whole) ** 2)) if whole > 0 else float("nan")


def concentration(
    attention: NDArray[np.floating], author: Codes, at: Codes, n_stretches: int
) -> Concentration:
    """Return how attention is spread over authors.

    Args:
        attention: of each post (n,), 0 or more.
        author: code of who wrote it (n,), 0 or more.
        at: number of the stretch that each post lies in (n,), 0 to n_stretches - 1.
        n_stretches: how many there are.
    """
    heard = attention > 0
    _, code = np.unique(author[heard], return_inverse=True)
    width = int(code.max()) + 1 if code.size else 1
    cells, cell = np.unique(at[heard].astype(np.int64) * width + code, return_inverse=True)
    weight = np.bincount(cell, weights=attention[heard], minlength=cells.size)
    where = cells // width
    whole = np.bincount(where, weights=weight, minlength=n_stretches)
    # Shares first, so that squares of small sums do not vanish.
    share = weight / whole[where]
    squares = np.bincount(where, weights=share * share, minlength=n_stretches)
    order = np.lexsort((-share, where))
    first = np.searchsorted(where[order], np.arange(n_stretches))
    rank = np.arange(order.size) - first[where[order]]
    loud = order[rank < TOP_AUTHORS]
    top = np.bincount(where[loud], weights=share[loud], minlength=n_stretches)
    empty = whole <= 0
    varied = np.divide(1.0, squares, out=np.full(n_stretches, np.nan), where=~empty)
    return Concentration(varied, np.where(empty, np.nan, np.minimum(top, 1.0)))


def _coverage(posts: FeedPosts, at: Codes, whole: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(posts.matches):
        return np.full(whole.size, np.nan)
    covered = np.zeros(whole.size)
    for match in posts.matches:
        speaks = match >= SPEAKS_FROM
        part = np.bincount(at[speaks], posts.known_attention[speaks], minlength=whole.size)
        covered += (part > 0) & (part >= COVERED_SHARE * whole * (1 - 1e-9))
    return np.where(whole > 0, covered / len(posts.matches), np.nan)


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.divide(part, whole, out=np.full(whole.size, np.nan), where=whole > 0))
