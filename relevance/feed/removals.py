"""The best plan: whose removal, at most k people together, raises the feed's relevance most."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.feed.effects import points_without
from relevance.feed.sums import PersonSums, checked_codes, person_sums

__all__ = ["best_removals"]

# Gains that differ by less than this part of a person's attention are rounding, not reasons.
_TOLERANCE = 1e-12
_MOST_ROUNDS = 100


def best_removals(
    relevance: ArrayLike,
    attention: ArrayLike,
    person: ArrayLike,
    n_people: int,
    k: int,
    protected: ArrayLike = (),
) -> NDArray[np.int64]:
    """Return the codes of the at most `k` people whose removal together raises the feed most.

    The exact optimum over all such sets. Only people who lower what is left are in it, so it may
    have fewer than `k`, and never everyone; nobody without attention, nobody protected. The largest
    gain comes first, by each person's own effect; the lower code first where they are equal.

    `(S - S_X)/(A - A_X)` is a ratio of sums: Dinkelbach (1967). At a trial value q the best set is
    the k largest positive `q A_c - S_c`; its ratio is the next q, until q stays.

    Args:
        relevance: of each post (n,), 0 to 1.
        attention: of each post (n,), 0 or more.
        person: code of who is accountable for each post (n,), 0 to n_people - 1.
        n_people: how many persons there are, with posts or without.
        k: how many may go, 0 or more.
        protected: codes of those who must stay.

    Raises:
        UsageError: the lengths differ, a value is outside its range, or `k` is below 0.
    """
    if k < 0:
        msg = f"`k` must be 0 or more people, got {k}."
        raise UsageError(msg)
    sums = person_sums(relevance, attention, person, n_people)
    may_go = sums.has_attention
    may_go[checked_codes("protected", protected, below=n_people)] = False
    chosen = _best_set(sums, np.flatnonzero(may_go), k)
    gains = _rounded(-points_without(sums)[chosen])
    return chosen[np.lexsort((chosen, -gains))]


def _best_set(sums: PersonSums, candidates: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    total_attention, total = sums.attention.sum(), sums.relevance_attention.sum()
    chosen = np.empty(0, dtype=np.int64)
    if not total_attention > 0:
        return chosen
    ratio = total / total_attention
    for _ in range(_MOST_ROUNDS):
        tried = _largest_gains(sums, candidates, k, ratio)
        stays = np.ones(sums.attention.size, dtype=bool)
        stays[tried] = False
        # Summed anew rather than subtracted: exact where little is left.
        left = sums.attention[stays].sum()
        improved = sums.relevance_attention[stays].sum() / left if left > 0 else ratio
        if not improved > ratio * (1 + _TOLERANCE):
            break
        chosen, ratio = tried, improved
    return chosen


def _largest_gains(
    sums: PersonSums, candidates: NDArray[np.int64], k: int, ratio: float
) -> NDArray[np.int64]:
    weight = sums.attention[candidates]
    gain = ratio * weight - sums.relevance_attention[candidates]
    helps = gain > _TOLERANCE * weight
    helpful, gain = candidates[helps], _rounded(gain[helps])
    return helpful[np.lexsort((helpful, -gain))[:k]]


def _rounded(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    # To 12 digits of the largest: equal people compare as equal in whatever order posts were added.
    largest = float(np.abs(gains).max()) if gains.size else 0.0
    return np.round(gains / largest, 12) if largest > 0 else gains
