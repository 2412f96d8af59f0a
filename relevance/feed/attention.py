"""Attention: how much of the owner's eyes a post gets, whether it is relevant or not."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.feed.sums import Codes

__all__ = ["POST_KINDS", "AttentionRules", "attention"]

POST_KINDS = ("post", "reshare", "bare_reshare", "like")
"""Ways in which a post reaches the feed; its position here is the code that `attention` takes."""


@dataclass(frozen=True)
class AttentionRules:
    """The constants of attention.

    Raises:
        UsageError: with every constant that is outside its range.
    """

    half_life_days: float = 90.0
    """A post this many days older counts half; above 0, endless for no recency at all."""
    own_post: float = 1.0
    """Attention of a post by the person themselves; 0 to 1, like the next three."""
    reshare: float = 0.8
    """Attention of a reshare with a comment."""
    bare_reshare: float = 0.6
    """Attention of a reshare without a word."""
    like: float = 0.4
    """Attention of a post that a person's like or comment brought in."""
    daily_cap: float = 3.0
    """Posts of one person on one day that count; above 0, endless for no cap."""

    def __post_init__(self) -> None:
        broken = [f"`{name}` must be above 0, got {value!r}" for name, value in self._positive()]
        for name in ("own_post", *POST_KINDS[1:]):
            if not 0 <= getattr(self, name) <= 1:
                broken.append(f"`{name}` must be from 0 to 1, got {getattr(self, name)!r}")
        if broken:
            msg = f"{'; '.join(broken)}. Change these settings."
            raise UsageError(msg)

    def _positive(self) -> list[tuple[str, float]]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        above_0 = ("half_life_days", "daily_cap")
        return [(name, values[name]) for name in above_0 if not values[name] > 0]

    @property
    def kind_factors(self) -> tuple[float, ...]:
        """Attention of each of `POST_KINDS`, in that order."""
        return (self.own_post, self.reshare, self.bare_reshare, self.like)

    def without_recency(self) -> "AttentionRules":
        """Return these rules with every post as fresh as any other: for histories."""
        return replace(self, half_life_days=float("inf"))


def attention(
    age_days: ArrayLike,
    kind: ArrayLike,
    person: ArrayLike,
    day: ArrayLike,
    duplicate_group: ArrayLike,
    rules: AttentionRules,
) -> NDArray[np.float32]:
    """Return the attention of each post (n,), float32, 0 to 1.

    `0.5 ** (age / half-life) x kind`, then

    - near-duplicates count once: a group has together what its most attended copy has alone,
      divided in proportion to what each copy would have. So no copy is preferred, and the order of
      rows cannot matter;
    - a person's posts of one day beyond the cap add nothing: all of that day share what the cap
      allows (with cap 3, each of 6 posts has half). Every post keeps its say in the person's mean,
      and again the order of rows cannot matter. A copy counts as the part of a post that it has.

    Args:
        age_days: days before the newest post (n,); below 0 counts as 0; nan (no date known) as the
            median of the ages that are known.
        kind: position in `POST_KINDS` (n,).
        person: code of who is accountable (n,), 0 or more.
        day: day number (n,), for example days since 1970; below 0 is an unknown day, never capped.
        duplicate_group: number of the group (n,), 0 or more; below 0 is no group.
        rules: the constants.

    Raises:
        UsageError: the lengths differ, codes are no integers, or a kind is not known.
    """
    age = np.asarray(age_days, dtype=np.float64)
    kinds, people, days, groups = (
        _codes(name, values, age)
        for name, values in (
            ("kind", kind),
            ("person", person),
            ("day", day),
            ("duplicate_group", duplicate_group),
        )
    )
    if kinds.size and not (kinds.min() >= 0 and kinds.max() < len(POST_KINDS)):
        msg = (
            f"`kind` must be a position in {POST_KINDS}, got {kinds.min()} to {kinds.max()}. Map "
            "the names with POST_KINDS.index."
        )
        raise UsageError(msg)
    alone = _recency(age, rules) * np.array(rules.kind_factors)[kinds]
    # The part of one whole post that each row is: less than 1 for the copies of a group only.
    part = _copy_parts(alone, groups)
    capped = alone * part * _cap_factors(part, people, days, rules)
    return np.asarray(capped, dtype=np.float32)


def _codes(name: str, values: ArrayLike, age: NDArray[np.float64]) -> Codes:
    array = np.asarray(values)
    if array.shape != age.shape or age.ndim != 1:
        msg = f"`{name}` must have one entry for each post, got {array.shape} for {age.shape} ages."
        raise UsageError(msg)
    if array.size and array.dtype.kind not in "iu":
        msg = f"`{name}` must hold integer codes, got {array.dtype}."
        raise UsageError(msg)
    return array.astype(np.int64)


def _recency(age: NDArray[np.float64], rules: AttentionRules) -> NDArray[np.float64]:
    unknown = np.isnan(age)
    if unknown.any():
        known = age[~unknown]
        age = np.where(unknown, np.median(known) if known.size else 0.0, age)
    recency: NDArray[np.float64] = np.exp2(-np.maximum(age, 0) / rules.half_life_days)
    return recency


def _copy_parts(alone: NDArray[np.float64], groups: Codes) -> NDArray[np.float64]:
    part = np.ones_like(alone)
    rows = np.flatnonzero(groups >= 0)
    if rows.size:
        _, group = np.unique(groups[rows], return_inverse=True)
        total = np.bincount(group, weights=alone[rows])
        largest = np.zeros_like(total)
        np.maximum.at(largest, group, alone[rows])
        # A group without any attention divides nothing; each copy may keep it.
        ratio = np.divide(largest, total, out=np.ones_like(total), where=total > 0)
        part[rows] = ratio[group]
    return part


def _cap_factors(
    part: NDArray[np.float64], people: Codes, days: Codes, rules: AttentionRules
) -> NDArray[np.float64]:
    factor = np.ones_like(part)
    rows = np.flatnonzero(days >= 0)
    if rows.size and np.isfinite(rules.daily_cap):
        span = int(days[rows].max()) + 1
        _, cell = np.unique(people[rows] * span + days[rows], return_inverse=True)
        posts = np.bincount(cell, weights=part[rows])
        factor[rows] = np.minimum(1, rules.daily_cap / np.maximum(posts, rules.daily_cap))[cell]
    return factor
