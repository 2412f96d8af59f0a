"""The sets that can be near another, with their sequences from the rarest on."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from relevance.near_duplicates.sequences import PART, WHOLE, NumberedSets, Whole

__all__ = ["Sets", "shared_sets"]

# Taking out what is alone ends when less than one in so many goes.
_STEADY = 100


class Sets(NamedTuple):
    """The sequences of every text (n,), as far as other texts have them too."""

    sizes: Whole
    """Number of distinct sequences of every text (n,), those included that no other text has."""
    first: npt.NDArray[np.int64]
    """Where those of each text begin in `codes` (n,)."""
    kept: Whole
    """How many of them are in `codes` (n,); 0 for a text that can have no near-duplicate."""
    codes: Whole
    """Numbers of sequences, text after text, in each ascending; a smaller number is a rarer sequence."""
    number: int
    """How many sequences there are."""


def shared_sets(numbered: list[NumberedSets]) -> Sets:
    """Return as one what is shared of the sets of many lots; the list is used up."""
    frequency = _with_partners(numbered)
    rank = np.empty(len(frequency), dtype=np.int32)
    rank[np.argsort(frequency, kind="stable")] = np.arange(len(frequency), dtype=np.int32)
    sizes = np.concatenate([_NONE, *(lot.sizes for lot in numbered)])
    kept = np.concatenate([_NONE, *(lot.kept for lot in numbered)])
    codes = np.empty(sum(len(lot.codes) for lot in numbered), dtype=np.int32)
    end = 0
    numbered.reverse()
    while numbered:
        # What is copied goes at once, so that all is held once and not twice.
        lot = numbered.pop()
        begin, end = end, end + len(lot.codes)
        codes[begin:end] = _sorted(rank[lot.codes], lot.kept, len(rank))
    first = np.cumsum(kept, dtype=np.int64) - kept
    return Sets(sizes, first, kept, codes, len(rank))


_NONE = np.empty(0, dtype=np.int32)


def _with_partners(numbered: list[NumberedSets]) -> Whole:
    """Take out texts that share too few sequences, and sequences of one text alone; return how many texts have each.

    Each text that goes can leave another alone; it ends when few go.
    """
    while True:
        frequency = _frequency(numbered)
        before = sum(len(lot.codes) for lot in numbered)
        numbered[:] = [_shared(lot, frequency) for lot in numbered]
        gone = before - sum(len(lot.codes) for lot in numbered)
        if _STEADY * gone <= before:
            return _frequency(numbered)


def _shared(lot: NumberedSets, frequency: Whole) -> NumberedSets:
    text = np.repeat(np.arange(len(lot.kept)), lot.kept)
    shared = frequency[lot.codes] > 1
    kept = np.bincount(text[shared], minlength=len(lot.kept))
    kept[WHOLE * kept < PART * lot.sizes] = 0
    shared &= (kept > 0)[text]
    return NumberedSets(lot.sizes, kept.astype(np.int32), lot.codes[shared])


def _frequency(numbered: list[NumberedSets]) -> Whole:
    most = max((int(lot.codes.max(initial=-1)) for lot in numbered), default=-1)
    frequency = np.zeros(most + 1, dtype=np.int32)
    for lot in numbered:
        np.add.at(frequency, lot.codes, np.int32(1))
    return frequency


def _sorted(codes: Whole, kept: Whole, number: int) -> npt.NDArray[np.int64]:
    """Return the codes of each text in order, all below `number`."""
    keys = np.repeat(np.arange(len(kept)), kept) * number + codes
    keys.sort()
    return keys % max(number, 1)
