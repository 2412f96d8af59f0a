"""What the feed is worth, what each person adds to it, and what changes would make of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.feed.sums import PersonSums, checked_codes, checked_posts, person_sums

__all__ = [
    "WhatIf",
    "added_effect",
    "feed_relevance",
    "person_effects",
    "points_without",
    "ratio_of_sums",
    "what_if",
]

_POINTS = 100.0


@dataclass(frozen=True)
class WhatIf:
    """The feed before and after several changes at once; nan where it is or becomes empty."""

    before: float
    """Feed relevance now, 0 to 1."""
    after: float
    """Feed relevance after all of the changes, 0 to 1."""

    @property
    def delta(self) -> float:
        """After minus before, in points."""
        return _POINTS * (self.after - self.before)


def feed_relevance(relevance: ArrayLike, attention: ArrayLike) -> float:
    """Return `sum a r / sum a`, 0 to 1, or nan for an empty feed (no post, or no attention at all).

    Args:
        relevance: of each post (n,), 0 to 1.
        attention: of each post (n,), 0 or more.

    Raises:
        UsageError: the lengths differ or a value is outside its range.
    """
    r, a = checked_posts(relevance, attention)
    total = np.sum(np.multiply(r, a, dtype=np.float64))
    return _ratio(float(total), float(np.sum(a, dtype=np.float64)))


def person_effects(
    relevance: ArrayLike, attention: ArrayLike, person: ArrayLike, n_people: int
) -> NDArray[np.float32]:
    """Return each person's effect on the feed (n_people,) in points; above 0 raises, below dilutes.

    Exact leave-one-out: `100 (S/A - (S - S_c)/(A - A_c))`. nan for a person with no attention, and
    for one who has all of it, as nothing would be left to compare with.

    Args:
        relevance: of each post (n,), 0 to 1.
        attention: of each post (n,), 0 or more.
        person: code of who is accountable for each post (n,), 0 to n_people - 1.
        n_people: how many persons there are, with posts or without.

    Raises:
        UsageError: the lengths differ or a value is outside its range.
    """
    return points_without(person_sums(relevance, attention, person, n_people)).astype(np.float32)


def points_without(sums: PersonSums) -> NDArray[np.float64]:
    """Return the effects of `person_effects` as float64, from sums by person."""
    others_attention = _sum_of_others(sums.attention)
    others = _sum_of_others(sums.relevance_attention)
    everyone = _ratio(float(sums.relevance_attention.sum()), float(sums.attention.sum()))
    comparable = sums.has_attention & (others_attention > 0)
    effects = np.full(sums.attention.size, np.nan)
    effects[comparable] = everyone - others[comparable] / others_attention[comparable]
    return _POINTS * effects


def added_effect(
    relevance: ArrayLike,
    attention: ArrayLike,
    sum_relevance_attention: float,
    sum_attention: float,
) -> NDArray[np.float64]:
    """Return the effect of adding someone, in points: `100 ((S + S_q)/(A + A_q) - S/A)`.

    One result for each candidate; 0 for one who brings no attention, nan where the feed is empty.

    Args:
        relevance: each candidate's mean relevance, 0 to 1.
        attention: each candidate's attention altogether, 0 or more, in the same shape.
        sum_relevance_attention: S, the sum of relevance times attention over the feed.
        sum_attention: A, the sum of attention over the feed.

    Raises:
        UsageError: a value is outside its range, or S is above A.
    """
    r, a = np.asarray(relevance, dtype=np.float64), np.asarray(attention, dtype=np.float64)
    checked_posts(r.ravel(), np.broadcast_to(a, r.shape).ravel())
    before = ratio_of_sums(sum_relevance_attention, sum_attention)
    # (S + r a)/(A + a) - S/A, written so that it does not cancel: (r - S/A) a/(A + a).
    share = np.divide(a, sum_attention + a, out=np.zeros_like(a), where=a > 0)
    return np.asarray(_POINTS * (r - before) * share)


def ratio_of_sums(sum_relevance_attention: float, sum_attention: float) -> float:
    """Return S/A, 0 to 1, or nan for an empty feed.

    Raises:
        UsageError: a sum is below 0 or not finite, or S is above A.
    """
    if not 0 <= sum_relevance_attention <= sum_attention * (1 + 1e-9) < np.inf:
        msg = (
            "`sum_relevance_attention` must be from 0 to `sum_attention`, got "
            f"{sum_relevance_attention} and {sum_attention}. Pass the sums of the same posts."
        )
        raise UsageError(msg)
    return _ratio(sum_relevance_attention, sum_attention)


def what_if(
    relevance: ArrayLike,
    attention: ArrayLike,
    person: ArrayLike,
    removed: ArrayLike,
    added: ArrayLike = (),
) -> WhatIf:
    """Return the feed's relevance before and after removing and adding several people together.

    Args:
        relevance: of each post (n,), 0 to 1.
        attention: of each post (n,), 0 or more.
        person: code of who is accountable for each post (n,), 0 or more.
        removed: codes of those to remove; a code without posts changes nothing.
        added: one row of (mean relevance, attention altogether) for each person to add, (m, 2).

    Raises:
        UsageError: the shapes do not fit each other or a value is outside its range.
    """
    any_code = np.iinfo(np.int64).max
    r, a = checked_posts(relevance, attention)
    people = checked_codes("person", person, below=any_code)
    gone = checked_codes("removed", removed, below=any_code)
    rows = np.asarray(added, dtype=np.float64)
    rows = rows.reshape(0, 2) if not rows.size else rows
    if people.shape != r.shape or rows.ndim != 2 or rows.shape[1] != 2:
        msg = (
            "`person` must have one code for each post and `added` two numbers in each row, got "
            f"{people.size} codes for {r.size} posts, and shape {rows.shape}."
        )
        raise UsageError(msg)
    new_relevance, new_attention = checked_posts(rows[:, 0], rows[:, 1])
    stays = ~np.isin(people, gone)
    return WhatIf(
        before=feed_relevance(r, a),
        after=feed_relevance(
            np.concatenate([r[stays], new_relevance]), np.concatenate([a[stays], new_attention])
        ),
    )


def _sum_of_others(values: NDArray[np.float64]) -> NDArray[np.float64]:
    # Sum before plus sum after: unlike total minus own, exact also where one person has nearly all.
    before = np.concatenate([[0.0], np.cumsum(values)[:-1]]) if values.size else values
    after = np.concatenate([np.cumsum(values[::-1])[::-1][1:], [0.0]]) if values.size else values
    return np.asarray(before + after)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
