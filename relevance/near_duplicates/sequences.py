"""Texts as sets of three-word sequences, as far as other texts may have them too."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from relevance.near_duplicates.lots import ascending
from relevance.near_duplicates.wording import Wordings

__all__ = ["PART", "WHOLE", "NumberedSets", "numbered_sets"]

PART, WHOLE = 4, 5
"""Four fifths, in whole numbers: 0.8 has no exact float, and a limit must not depend on rounding."""

_SHINGLE = 3
# Texts with fewer words have too few sequences to speak of an overlap; they must be equal.
_FEWEST_WORDS = 5
# A byte for each value of the first bits of a hash: of 30 million sequences, one in five meets another there.
_SEEN_BITS = 27

Whole = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]


class NumberedSets(NamedTuple):
    """The sequences of a lot of texts."""

    sizes: Whole
    """Number of distinct sequences of every text (n,), those included that are not kept."""
    kept: Whole
    """How many of them are in `codes` (n,); 0 for a text that can have no near-duplicate."""
    codes: Whole
    """Numbers of sequences, text after text."""


def numbered_sets(wordings: Wordings) -> list[NumberedSets]:
    """Return the sets of sequences that other texts may have too, lot by lot.

    The texts are read twice: what a text has for itself alone, mostly nearly all, is never held. A near-duplicate has
    four fifths of a text's sequences; of a text with fewer that others may have, none are kept.
    """
    seen, numbering, found = _seen(wordings), _Numbering(), []
    for plain in wordings.read():
        text, place, shingle = _distinct(*_sequences(plain))
        size = np.bincount(text, minlength=len(plain))
        shared = (seen[_slots(shingle)] > 1)[place]
        count = np.bincount(text[shared], minlength=len(plain))
        count[WHOLE * count < PART * size] = 0
        place = place[shared & (count > 0)[text]]
        used = np.zeros(len(shingle), dtype=bool)
        used[place] = True
        number = np.empty(len(shingle), dtype=np.int32)
        number[used] = numbering.numbers(shingle[used])
        found.append(NumberedSets(size.astype(np.int32), count.astype(np.int32), number[place]))
    return found


class _Numbering:
    """Numbers hashes from 0 on, the same one always alike."""

    def __init__(self) -> None:
        self._known = np.empty(0, dtype=np.uint64)
        self._number = np.empty(0, dtype=np.int32)

    def numbers(self, shingle: Hashes) -> Whole:
        """Return the number of each hash; they ascend, each once. A new one gets the next number."""
        at = np.searchsorted(self._known, shingle)
        new = np.ones(len(shingle), dtype=bool)
        inside = at < len(self._known)
        new[inside] = self._known[at[inside]] != shingle[inside]
        number = np.empty(len(shingle), dtype=np.int32)
        number[~new] = self._number[at[~new]]
        number[new] = len(self._known) + np.arange(np.count_nonzero(new))
        self._known = np.insert(self._known, at[new], shingle[new])
        self._number = np.insert(self._number, at[new], number[new])
        return number


def _seen(wordings: Wordings) -> npt.NDArray[np.uint8]:
    """Return for the first bits of hashes how many sequences have them: 0, 1, or 2 for more."""
    seen = np.zeros(2**_SEEN_BITS, dtype=np.uint8)
    for plain in wordings.read():
        _, shingle = _sequences(plain)
        slot = np.sort(_slots(shingle))
        begins = np.flatnonzero(np.diff(slot, prepend=-1))
        count = np.minimum(np.diff(begins, append=len(slot)), 2).astype(np.uint8)
        seen[slot[begins]] = np.minimum(seen[slot[begins]] + count, 2)
    return seen


def _slots(shingle: Hashes) -> Whole:
    return (shingle >> np.uint64(64 - _SEEN_BITS)).astype(np.int32)


def _sequences(plain: pl.Series) -> tuple[Whole, Hashes]:
    """Return every three-word sequence of every longer text: the text's number, and a hash."""
    numbers = pl.int_range(len(plain), dtype=pl.Int32, eager=True)
    words = pl.DataFrame({"text": numbers, "word": plain.str.split(" ")})
    words = words.filter(pl.col("word").list.len() >= _FEWEST_WORDS).explode("word")
    if not words.height:
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint64)
    owner = words["text"].to_numpy()
    mixed = _mixed(words["word"].hash(seed=1).to_numpy())
    whole = owner[: -_SHINGLE + 1] == owner[_SHINGLE - 1 :]
    return owner[: -_SHINGLE + 1][whole], mixed[whole]


def _mixed(codes: Hashes) -> Hashes:
    """Return one number for each run of `_SHINGLE` codes; their order matters."""
    mixed = np.zeros(len(codes) - _SHINGLE + 1, dtype=np.uint64)
    for place in range(_SHINGLE):
        end = len(codes) - _SHINGLE + 1 + place
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + codes[place:end]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _distinct(
    text: Whole, shingle: Hashes
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Hashes]:
    """Return each sequence of a text once: texts in order, for each the place of the sequence among all, and these."""
    every, place = np.unique(shingle, return_inverse=True)
    keys = ascending(text.astype(np.int64) * len(every) + place)
    texts, places = np.divmod(keys, max(len(every), 1))
    return texts, places, every
