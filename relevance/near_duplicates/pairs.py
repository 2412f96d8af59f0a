"""Pairs of sets that share a rare sequence, compared a lot at a time, and the groups that they make."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from relevance.near_duplicates.lots import AT_ONCE, ascending, lots, ranges
from relevance.near_duplicates.sequences import PART, WHOLE, Whole
from relevance.near_duplicates.sets import Sets

__all__ = ["near_groups"]

# Up to so many texts with one sequence in common are all compared; of more (a template that
# hundreds filled in), each is compared with its next neighbours, which chain them together, and
# then up to so many outside the largest group with all.
_ALL_PAIRS = 64
_NEIGHBOURS = 24
# Pairs are kept until there are so many, so that few come twice and none fill the memory.
_PAIRS_HELD = 500_000

Places = npt.NDArray[np.int64]

_NO_PAIRS = np.empty(0, dtype=np.int64)


class _Listed(NamedTuple):
    """Texts by their rare sequences, sorted by sequence and size; one row for each."""

    code: Whole
    text: Whole
    left: Whole
    """How many of the text's sequences are at least as common as this one: at most so many can be common from here."""

    def taken(self, which: npt.NDArray[np.bool_] | Places) -> "_Listed":
        return _Listed(*(column[which] for column in self))


def near_groups(sets: Sets) -> Whole:
    """Return a group number for each text, the same for near-duplicates."""
    listed = _listed(sets)
    groups = _Groups(sets)
    begins, length = _runs(listed.code)
    reach = np.repeat(np.where(length <= _ALL_PAIRS, _ALL_PAIRS, _NEIGHBOURS), length)
    # How many rows with the same sequence come after each that it is compared with.
    reach = np.minimum(reach, np.repeat(begins + length - 1, length) - np.arange(len(reach)))
    rows = np.arange(len(reach))
    for step in range(1, _ALL_PAIRS):
        rows = rows[reach[rows] >= step]
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            groups.compare(listed, some, some + step)
    groups.settle()
    for begin, end in _apart(begins, length, groups.roots[listed.text]):
        _compare_outsiders(groups, listed, begin, end)
    groups.settle()
    return groups.roots


def _listed(sets: Sets) -> _Listed:
    """Return the rarest sequences of every text: of two near-duplicates these have one in common.

    What cannot be near even the smallest text that has the sequence is left out.
    """
    smallest = np.full(sets.number, np.iinfo(np.int32).max, dtype=np.int32)
    for rows in _rare(sets):
        np.minimum.at(smallest, rows.code, sets.sizes[rows.text])
    found = [_Listed(*(np.empty(0, dtype=np.int32) for _ in _Listed._fields))]
    for rows in _rare(sets):
        plausible = _can_be_near(rows.left, sets.sizes[rows.text], smallest[rows.code])
        found.append(rows.taken(plausible))
    listed = _Listed(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    found.clear()
    listed = listed.taken(np.bincount(listed.code)[listed.code] > 1)
    return listed.taken(np.lexsort((listed.text, sets.sizes[listed.text], listed.code)))


def _rare(sets: Sets) -> Iterator[_Listed]:
    """Yield the rarest sequences of all texts, lot by lot."""
    for begin, end in lots(sets.kept):
        size, kept = sets.sizes[begin:end], sets.kept[begin:end]
        # The sequences that a text has for itself are rarer still, and come before the shared ones.
        prefix = size - (PART * size + WHOLE - 1) // WHOLE + 1
        places, which = ranges(sets.first[begin:end], np.clip(prefix - (size - kept), 0, kept))
        left = kept[which] - (places - sets.first[begin:end][which])
        text = (which + begin).astype(np.int32)
        yield _Listed(sets.codes[places], text, left.astype(np.int32))


def _can_be_near(
    common: npt.NDArray[np.integer], size: Whole, other: Whole
) -> npt.NDArray[np.bool_]:
    """Whether sets of these sizes with so much in common have a Jaccard index of 0.8 or more."""
    return (WHOLE + PART) * common >= PART * (size + other)


def _runs(code: Whole) -> tuple[Places, Places]:
    """Return where each stretch of equal numbers begins and how long it is."""
    begins = np.flatnonzero(np.diff(code, prepend=-1))
    return begins, np.diff(begins, append=len(code))


def _apart(begins: Places, length: Places, roots: Whole) -> list[tuple[int, int]]:
    """Return where those begin and end that were not all compared, and are not one group."""
    if not len(begins):
        return []
    one = np.minimum.reduceat(roots, begins) == np.maximum.reduceat(roots, begins)
    left = np.flatnonzero((length > _ALL_PAIRS) & ~one)
    return list(zip(begins[left].tolist(), (begins + length)[left].tolist(), strict=True))


def _compare_outsiders(groups: "_Groups", listed: _Listed, begin: int, end: int) -> None:
    roots = groups.roots[listed.text[begin:end]]
    _, place, count = np.unique(roots, return_inverse=True, return_counts=True)
    outside = np.flatnonzero(place != count.argmax())
    if len(outside) > _ALL_PAIRS:
        return
    rows = np.arange(begin, end)
    for one in outside.tolist():
        groups.compare(listed, np.minimum(rows, begin + one), np.maximum(rows, begin + one))


class _Groups:
    """Groups of texts so far, and pairs that wait to be compared."""

    def __init__(self, sets: Sets) -> None:
        self.roots = np.arange(len(sets.sizes), dtype=np.int32)
        self._sets = sets
        self._held: list[Places] = []

    def compare(self, listed: _Listed, one: Places, other: Places) -> None:
        """Take pairs of rows, the smaller text first; those of one group, or that cannot be near, are left out."""
        sizes = self._sets.sizes
        size, larger = sizes[listed.text[one]], sizes[listed.text[other]]
        common = np.minimum(listed.left[one], listed.left[other])
        near = (WHOLE * size >= PART * larger) & _can_be_near(common, size, larger)
        first, second = listed.text[one[near]], listed.text[other[near]]
        apart = self.roots[first] != self.roots[second]
        first, second = first[apart], second[apart]
        low, high = np.minimum(first, second), np.maximum(first, second)
        self._held.append(low.astype(np.int64) * len(self.roots) + high)
        if sum(map(len, self._held)) >= _PAIRS_HELD:
            self.settle()

    def settle(self) -> None:
        """Compare the pairs that wait and unite those that are near."""
        pairs = ascending(np.concatenate([_NO_PAIRS, *self._held]))
        self._held.clear()
        first, second = np.divmod(pairs, max(len(self.roots), 1))
        # One pair of each text before the others, which are mostly one group by then.
        again = np.diff(first, prepend=-1) == 0
        self._settle(first[~again], second[~again])
        self._settle(first[again], second[again])

    def _settle(self, first: Places, second: Places) -> None:
        apart = self.roots[first] != self.roots[second]
        first, second = first[apart], second[apart]
        for begin, end in lots(self._sets.kept[first] + self._sets.kept[second]):
            one, other = first[begin:end], second[begin:end]
            # What is one group already need not be compared: of a template that is nearly all there is.
            apart = self.roots[one] != self.roots[other]
            self._unite(*self._near(one[apart], other[apart]))

    def _near(self, one: Places, other: Places) -> tuple[Places, Places]:
        """Return those pairs whose sets of sequences have a Jaccard index of 0.8 or more."""
        sets, width = self._sets, self._sets.number
        keys = []
        for side in (one, other):
            places, pair = ranges(sets.first[side], sets.kept[side])
            keys.append(pair * width + sets.codes[places])
        both = np.concatenate(keys)
        both.sort(kind="stable")  # both halves are sorted, and merged in linear time
        common = np.bincount(both[1:][both[1:] == both[:-1]] // width, minlength=len(one))
        near = _can_be_near(common, sets.sizes[one], sets.sizes[other])
        return one[near], other[near]

    def _unite(self, one: Places, other: Places) -> None:
        """Give both texts of each pair the group of the smaller number."""
        while len(one):
            first, second = self.roots[one], self.roots[other]
            np.minimum.at(self.roots, np.maximum(first, second), np.minimum(first, second))
            while not np.array_equal(above := self.roots[self.roots], self.roots):
                self.roots = above
            apart = self.roots[one] != self.roots[other]
            one, other = one[apart], other[apart]
