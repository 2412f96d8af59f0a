"""Checked inputs of the feed, and their sums by person: what all of its mathematics starts from."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError

__all__ = ["Codes", "Floats", "PersonSums", "checked_codes", "checked_posts", "person_sums"]

Floats: TypeAlias = NDArray[np.floating[Any]]
Codes: TypeAlias = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class PersonSums:
    """Sums over each person's posts, float64 (n_people,)."""

    attention: NDArray[np.float64]
    """A_c, the sum of attention; 0 for a person without posts."""
    relevance_attention: NDArray[np.float64]
    """S_c, the sum of relevance times attention."""

    @property
    def has_attention(self) -> NDArray[np.bool_]:
        """Who has any attention at all."""
        return self.attention > 0

    def raw_relevance(self) -> NDArray[np.float64]:
        """Return each person's attention-weighted mean relevance, nan without attention."""
        with np.errstate(invalid="ignore"):
            return self.relevance_attention / np.where(self.has_attention, self.attention, np.nan)


def checked_posts(relevance: ArrayLike, attention: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as floating arrays of one length.

    Raises:
        UsageError: the lengths differ, a relevance is outside 0..1, an attention is below 0, or a
            value is not finite (a post without a relevance must be left out first).
    """
    r, a = _floating(relevance), _floating(attention)
    if r.ndim != 1 or r.shape != a.shape:
        msg = (
            "`relevance` and `attention` must be of one length, one entry for each post, got "
            f"shapes {r.shape} and {a.shape}."
        )
        raise UsageError(msg)
    # Written so that a nan fails as well.
    if r.size and not (r.min() >= 0 and r.max() <= 1):
        msg = (
            f"`relevance` must be from 0 to 1, got {r.min()} to {r.max()}. Leave out posts that "
            "have not been scored."
        )
        raise UsageError(msg)
    if a.size and not (a.min() >= 0 and a.max() < np.inf):
        msg = f"`attention` must be 0 or more and finite, got {a.min()} to {a.max()}."
        raise UsageError(msg)
    return r, a


def checked_codes(name: str, codes: ArrayLike, *, below: int) -> Codes:
    """Return `codes` as a flat integer array; an empty sequence of any type is taken.

    Raises:
        UsageError: they are no integers, lie outside 0..below-1, or `below` itself is negative.
    """
    array = np.asarray(codes)
    if below < 0:
        msg = f"`n_people` must be 0 or more, got {below}."
        raise UsageError(msg)
    if not array.size:
        return np.empty(0, dtype=np.int64)
    if array.dtype.kind not in "iu" or array.ndim != 1:
        msg = f"`{name}` must be a flat array of integer codes, got {array.dtype} {array.shape}."
        raise UsageError(msg)
    if array.min() < 0 or array.max() >= below:
        msg = f"`{name}` must be from 0 to {below - 1}, got {array.min()} to {array.max()}."
        raise UsageError(msg)
    return array


def person_sums(
    relevance: ArrayLike, attention: ArrayLike, person: ArrayLike, n_people: int
) -> PersonSums:
    """Return the sums by person; O(n), in float64.

    Args:
        relevance: of each post (n,), 0 to 1.
        attention: of each post (n,), 0 or more.
        person: code of who is accountable for each post (n,), 0 to n_people - 1.
        n_people: how many persons there are, with posts or without.

    Raises:
        UsageError: the lengths differ or a value is outside its range.
    """
    r, a = checked_posts(relevance, attention)
    codes = checked_codes("person", person, below=n_people)
    if codes.shape != r.shape:
        msg = f"`person` must have one code for each of {r.size} posts, got {codes.size}."
        raise UsageError(msg)
    weighted = np.multiply(r, a, dtype=np.float64)
    return PersonSums(
        attention=_summed(codes, a, n_people),
        relevance_attention=_summed(codes, weighted, n_people),
    )


def _summed(codes: Codes, values: Floats, n_people: int) -> NDArray[np.float64]:
    return np.bincount(codes, weights=values, minlength=n_people).astype(np.float64, copy=False)


def _floating(values: ArrayLike) -> Floats:
    array = np.asarray(values)
    return array if array.dtype.kind == "f" else array.astype(np.float64)
