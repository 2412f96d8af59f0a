"""The best plan: whose removal, at most k people together, raises the feed's relevance most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.feed.effects import points_without
from relevance.feed.sums import PersonSums, checked_codes, person_sums

__all__ = ["Plans", "best_plans", "best_removals"]

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
    candidates = _who_may_go(sums, protected)
    chosen, _ = _best_set(sums, candidates, k, np.empty(0, dtype=np.int64), _whole(sums))
    return _by_effect(chosen, points_without(sums))


@dataclass(frozen=True)
class Plans:
    """The best plan of each size, from none on; `sets[k]` and `gains[k]` are of at most k people."""

    sets: tuple[NDArray[np.int64], ...]
    """Codes of those who go, the largest effect first. One set need not hold the next smaller one."""
    gains: NDArray[np.float64]
    """What going together brings, in points; (len(sets),), 0 for none, never falling."""

    def upto(self, most: int) -> "Plans":
        """Return the plans of at most `most` people, 0 or more."""
        return Plans(self.sets[: most + 1], self.gains[: most + 1])

    def worth(self, least_gain: float) -> int:
        """Return the size whose gain, less `least_gain` points for each person, is largest; the smaller of equals.

        As each set is the best of its size, no other set of people does better by that measure; and leaving
        anyone out of it alone costs at least `least_gain` points.
        """
        price = least_gain * np.array([one.size for one in self.sets])
        net = np.round(self.gains - price, 9)
        return int(net.argmax())

    def reaching(self, share: float) -> int:
        """Return the least size that brings this share, 0 to 1, of what the largest brings."""
        return int(np.argmax(self.gains >= share * self.gains[-1] * (1 - _TOLERANCE)))


def best_plans(
    relevance: ArrayLike,
    attention: ArrayLike,
    person: ArrayLike,
    n_people: int,
    most: int,
    protected: ArrayLike = (),
) -> Plans:
    """Return the best plan of each size from 0 to `most`, each as exact as that of `best_removals`.

    It ends early where nobody more lowers what is left.

    Args:
        relevance: of each post (n,), 0 to 1.
        attention: of each post (n,), 0 or more.
        person: code of who is accountable for each post (n,), 0 to n_people - 1.
        n_people: how many persons there are, with posts or without.
        most: the largest size, 0 or more.
        protected: codes of those who must stay.

    Raises:
        UsageError: the lengths differ, a value is outside its range, or `most` is below 0.
    """
    if most < 0:
        msg = f"`most` must be 0 or more people, got {most}."
        raise UsageError(msg)
    sums = person_sums(relevance, attention, person, n_people)
    candidates, before = _who_may_go(sums, protected), _whole(sums)
    effects = points_without(sums)
    chosen, ratio = np.empty(0, dtype=np.int64), before
    sets, gains = [chosen], [0.0]
    for k in range(1, most + 1):
        # What fewer people reach is a value to begin from: more can only do better.
        chosen, ratio = _best_set(sums, candidates, k, chosen, ratio)
        if chosen.size < k:
            break
        sets.append(_by_effect(chosen, effects))
        gains.append(100 * (ratio - before))
    return Plans(tuple(sets), np.array(gains))


def _who_may_go(sums: PersonSums, protected: ArrayLike) -> NDArray[np.int64]:
    may_go = sums.has_attention
    may_go[checked_codes("protected", protected, below=sums.attention.size)] = False
    return np.flatnonzero(may_go)


def _whole(sums: PersonSums) -> float:
    attention = float(sums.attention.sum())
    return float(sums.relevance_attention.sum()) / attention if attention > 0 else 0.0


def _by_effect(chosen: NDArray[np.int64], effects: NDArray[np.float64]) -> NDArray[np.int64]:
    return chosen[np.lexsort((chosen, -_rounded(-effects[chosen])))]


def _best_set(
    sums: PersonSums,
    candidates: NDArray[np.int64],
    k: int,
    chosen: NDArray[np.int64],
    ratio: float,
) -> tuple[NDArray[np.int64], float]:
    """Return the best set of at most k and what is left by it, from a set of at most k and what that leaves."""
    for _ in range(_MOST_ROUNDS):
        tried = _largest_gains(sums, candidates, k, ratio)
        stays = np.ones(sums.attention.size, dtype=bool)
        stays[tried] = False
        # Summed anew rather than subtracted: exact where little is left.
        left = sums.attention[stays].sum()
        improved = sums.relevance_attention[stays].sum() / left if left > 0 else ratio
        if not improved > ratio * (1 + _TOLERANCE):
            break
        chosen, ratio = tried, float(improved)
    return chosen, ratio


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
