"""Which posts say the same: equal, or nearly equal, whatever their links, tags and punctuation.

Two longer texts are near-duplicates when their sets of three-word sequences overlap by a Jaccard
index of 0.8. They are found exactly, not by chance: of two such sets, ordered from the rarest
sequence on, the beginnings must have a sequence in common (prefix filtering), so only texts that
share a rare sequence are compared at all.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from relevance.errors import UsageError

__all__ = ["comparable_texts", "duplicate_groups"]

# Four fifths, in whole numbers: 0.8 has no exact float, and a limit must not depend on rounding.
_PART, _WHOLE = 4, 5
_SHINGLE = 3
# Texts with fewer words have too few sequences to speak of an overlap; they must be equal.
_FEWEST_WORDS = 5
# Up to so many texts with one sequence in common are all compared; of more (a template that
# hundreds filled in), each is compared with its next neighbours, which chain them together.
_ALL_PAIRS = 64
_NEIGHBOURS = 24
_PAIRS_AT_ONCE = 100_000
# Pairs are kept until there are so many, so that few come twice and none fill the memory.
_PAIRS_HELD = 2_000_000
_TEXTS_AT_ONCE = 50_000

_LINKS = r"(?:https?://|www\.)\S+|\blnkd\.in/\S+|[#@][\p{L}\p{N}_]+|(?i:\bhashtag\s*#)"
_NO_LETTERS = r"[^\p{L}\p{M}\p{N}]+"


def duplicate_groups(texts: Sequence[str] | pl.Series, ids: Sequence[str] | pl.Series) -> pl.Series:
    """Return for each text the smallest id of its group of duplicates, null where it stands alone.

    The order of the rows changes nothing. Groups are closed: where A is near B and B near C, all
    three are one group.

    Args:
        texts: the texts of posts.
        ids: their ids, each once.

    Raises:
        UsageError: there are not as many ids as texts.
    """
    if len(texts) != len(ids):
        msg = f"Every text needs an id: {len(texts):,} texts came with {len(ids):,} ids."
        raise UsageError(msg)
    posts = pl.DataFrame(
        {
            "id": pl.Series(ids, dtype=pl.String),
            "plain": comparable_texts(pl.Series(texts, dtype=pl.String)),
        }
    )
    distinct = posts.select("plain").unique().filter(pl.col("plain") != "").sort("plain")
    numbers = pl.Series("group", _linked(distinct["plain"]), dtype=pl.Int64)
    groups = distinct.with_columns(numbers)
    joined = posts.join(groups, on="plain", how="left", maintain_order="left")
    group = pl.col("group")
    several = group.is_not_null() & (pl.len().over("group") > 1)
    return joined.select(
        pl.when(several).then(pl.col("id").min().over("group")).alias("duplicate_group")
    )["duplicate_group"]


def comparable_texts(texts: pl.Series) -> pl.Series:
    """Return texts as they are compared: words in lower case, one blank between them.

    Links, hashtags, mentions, emoji and punctuation are left out.
    """
    plain = (
        texts.fill_null("")
        .str.replace_all(_LINKS, " ")
        .str.to_lowercase()
        .str.replace_all(_NO_LETTERS, " ")
    )
    return plain.str.strip_chars()


class _Shared(NamedTuple):
    """The sequences that several texts have, sorted by sequence and text; one row for each."""

    text: npt.NDArray[np.int64]
    shingle: npt.NDArray[np.uint64]
    frequency: npt.NDArray[np.int64]
    """How many texts have the sequence."""
    sizes: npt.NDArray[np.int64]
    """Number of distinct sequences of every text, those included that no other text has."""


def _linked(plain: pl.Series) -> npt.NDArray[np.int64]:
    """Return a group number for each distinct text; near-duplicates get the same one."""
    parents = np.arange(len(plain), dtype=np.int64)
    shared = _shared(*_shingles(plain), len(plain))
    sets = pl.DataFrame({"text": shared.text, "shingle": shared.shingle})
    sizes = pl.DataFrame({"text": np.arange(len(plain)), "size": shared.sizes})
    for pairs in _candidates(shared):
        for start in range(0, pairs.height, _PAIRS_AT_ONCE):
            # What is one group already need not be compared: of a template that is nearly all there is.
            apart = _apart(pairs.slice(start, _PAIRS_AT_ONCE), _roots(parents))
            for one, other in _near(apart, sets, sizes).iter_rows():
                _unite(parents, one, other)
    return _roots(parents)


def _shingles(plain: pl.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Return every three-word sequence of every longer text: the text's number, and a hash."""
    owners, shingles = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.uint64)]
    for first in range(0, len(plain), _TEXTS_AT_ONCE):
        owner, shingle = _shingles_of(plain.slice(first, _TEXTS_AT_ONCE))
        owners.append(owner + first)
        shingles.append(shingle)
    return np.concatenate(owners), np.concatenate(shingles)


def _shingles_of(plain: pl.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    numbers = pl.int_range(len(plain), dtype=pl.Int64, eager=True)
    words = pl.DataFrame({"text": numbers, "word": plain.str.split(" ")})
    words = words.filter(pl.col("word").list.len() >= _FEWEST_WORDS).explode("word")
    if not words.height:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
    owner = words["text"].to_numpy()
    mixed = _mixed(words["word"].hash(seed=1).to_numpy())
    whole = owner[: -_SHINGLE + 1] == owner[_SHINGLE - 1 :]
    return owner[: -_SHINGLE + 1][whole], mixed[whole]


def _shared(owner: npt.NDArray[np.int64], shingle: npt.NDArray[np.uint64], count: int) -> _Shared:
    """Return the sequences that more than one of `count` texts have."""
    order = np.argsort(shingle, kind="stable")
    text, shingle = owner[order], shingle[order]
    # Within one sequence the texts still ascend, so a text that repeats it stands beside itself.
    fresh = np.ones(len(text), dtype=bool)
    fresh[1:] = (shingle[1:] != shingle[:-1]) | (text[1:] != text[:-1])
    text, shingle = text[fresh], shingle[fresh]
    sizes = np.bincount(text, minlength=count)
    first = np.ones(len(text), dtype=bool)
    first[1:] = shingle[1:] != shingle[:-1]
    place = np.cumsum(first) - 1
    frequency = np.bincount(place)[place]
    several = frequency > 1
    return _Shared(text[several], shingle[several], frequency[several], sizes)


def _mixed(codes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return one number for each run of `_SHINGLE` codes; their order matters."""
    mixed = np.zeros(len(codes) - _SHINGLE + 1, dtype=np.uint64)
    for place in range(_SHINGLE):
        end = len(codes) - _SHINGLE + 1 + place
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + codes[place:end]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _candidates(shared: _Shared) -> Iterator[pl.DataFrame]:
    """Yield the pairs of texts (one < other) that share one of their rarest sequences, some at a time."""
    sizes = shared.sizes
    order = np.lexsort((shared.shingle, shared.frequency, shared.text))
    text, shingle = shared.text[order], shared.shingle[order]
    # The sequences that a text has for itself are rarer still, and come before the shared ones.
    inside = np.bincount(text, minlength=len(sizes))
    begins = np.cumsum(inside) - inside
    rank = np.arange(len(text)) - begins[text] + (sizes - inside)[text]
    prefix = sizes - (_PART * sizes + _WHOLE - 1) // _WHOLE + 1
    rare = rank < prefix[text]
    text, shingle = text[rare], shingle[rare]
    order = np.lexsort((text, sizes[text], shingle))
    yield from _pairs(text[order], shingle[order], sizes)


def _pairs(
    text: npt.NDArray[np.int64], shingle: npt.NDArray[np.uint64], sizes: npt.NDArray[np.int64]
) -> Iterator[pl.DataFrame]:
    """Yield pairs of texts of similar size out of rows that are sorted by sequence and size; a pair may come again."""
    _, place, listed = np.unique(shingle, return_inverse=True, return_counts=True)
    reach = np.where(listed <= _ALL_PAIRS, _ALL_PAIRS, _NEIGHBOURS)[place]
    size = sizes[text]
    held: list[pl.DataFrame] = []
    for step in range(1, min(_ALL_PAIRS, len(text))):
        near = (shingle[:-step] == shingle[step:]) & (reach[:-step] >= step)
        if not near.any():
            break
        near &= _WHOLE * size[:-step] >= _PART * size[step:]
        one, other = text[:-step][near], text[step:][near]
        held.append(pl.DataFrame({"one": np.minimum(one, other), "other": np.maximum(one, other)}))
        if sum(some.height for some in held) >= _PAIRS_HELD:
            yield pl.concat(held).unique().sort("one", "other")
            held.clear()
    if held:
        yield pl.concat(held).unique().sort("one", "other")


def _apart(pairs: pl.DataFrame, roots: npt.NDArray[np.int64]) -> pl.DataFrame:
    """Return those of `pairs` whose texts are in different groups so far."""
    one, other = pairs["one"].to_numpy(), pairs["other"].to_numpy()
    return pairs.filter(pl.Series(roots[one] != roots[other]))


def _roots(parents: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the group of every text."""
    while not np.array_equal(above := parents[parents], parents):
        parents = above
    return parents


def _near(pairs: pl.DataFrame, sets: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    """Return those of `pairs` whose sets of sequences have a Jaccard index of 0.8 or more."""
    concerned = pl.concat([pairs["one"], pairs["other"]]).unique()
    sets = sets.filter(pl.col("text").is_in(concerned.implode()))
    common = (
        pairs.join(sets, left_on="one", right_on="text")
        .join(sets, left_on=["other", "shingle"], right_on=["text", "shingle"], how="semi")
        .group_by("one", "other")
        .agg(pl.len().alias("common"))
        .join(sizes, left_on="one", right_on="text")
        .join(sizes, left_on="other", right_on="text", suffix="_other")
    )
    together = pl.col("size") + pl.col("size_other") - pl.col("common")
    return common.filter(_WHOLE * pl.col("common") >= _PART * together).select("one", "other")


def _root(parents: npt.NDArray[np.int64], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = int(parents[number])
    return number


def _unite(parents: npt.NDArray[np.int64], one: int, other: int) -> None:
    first, second = _root(parents, one), _root(parents, other)
    parents[max(first, second)] = min(first, second)
