"""Words in common: what the letters say beside the model, so that "L&D" and "xAPI" match exactly.

A model of meaning knows few acronyms and names. BM25 (Robertson and Zaragoza 2009, k1 1.2, b 0.75)
rewards a post that has the very words of a phrase, rare ones more than frequent ones, and a short
post more than a long one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = [
    "WordCounts",
    "count_words",
    "letters_of",
    "lexical_match",
    "match_of_phrases",
    "words_together",
]

_K1 = 1.2
_B = 0.75
# Signs within a word belong to it, and those behind it in C++ and C#.
_WORD = re.compile(r"[^\W_]+(?:[&+#.'’-][^\W_]+)*(?:\+\+|#)?")
_LETTERS = re.compile(r"[a-z0-9]+")
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class WordCounts:
    """How often some texts have some words; only those that do are listed."""

    posts: Mapping[str, NDArray[np.int64]]
    """For each word the places of the texts that have it."""
    times: Mapping[str, NDArray[np.float32]]
    """How often each of them has it, 1 or more."""

    def at(self, places: NDArray[np.int64]) -> "WordCounts":
        """Return the same of texts that lie at `places` among others."""
        return WordCounts({word: places[rows] for word, rows in self.posts.items()}, self.times)

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return sum(self.posts[word].nbytes + self.times[word].nbytes for word in self.posts)

    def only(self, words: Sequence[str]) -> "WordCounts":
        """Return the counts of these words alone."""
        return WordCounts(
            {word: self.posts[word] for word in words}, {word: self.times[word] for word in words}
        )

    @staticmethod
    def merged(lots: Sequence["WordCounts"]) -> "WordCounts":
        """Return the counts of several lots of words in the same texts as one."""
        return WordCounts(
            {word: rows for one in lots for word, rows in one.posts.items()},
            {word: times for one in lots for word, times in one.times.items()},
        )

    @staticmethod
    def joined(parts: Sequence["WordCounts"], words: Sequence[str]) -> "WordCounts":
        """Return the counts of the same words in several lots of texts as one."""
        none = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
        return WordCounts(
            {
                word: np.concatenate([none[0], *(one.posts[word] for one in parts)])
                for word in words
            },
            {
                word: np.concatenate([none[1], *(one.times[word] for one in parts)])
                for word in words
            },
        )


def lexical_match(texts: pl.Series, interests: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Return how fully each text has the words of each interest's best phrase.

    BM25 of the phrase over the most that it can be, so 1 is every word of it many times; how rare a
    word is follows from the texts themselves. One pass over the texts, whatever the phrases.

    Args:
        texts: of the posts (n_posts,), null for none.
        interests: the phrases of each interest.

    Returns:
        (n_interests, n_posts), 0 to 1.
    """
    result = np.zeros((len(interests), len(texts)), dtype=np.float32)
    words = sorted({word for one in interests for phrase in one for word in _words(phrase)})
    if not words or not len(texts):
        return result
    counts = count_words(texts, words)
    lengths = texts.str.len_bytes().fill_null(0).to_numpy().astype(np.float32)
    for row, one in enumerate(interests):
        result[row] = match_of_phrases(one, counts, lengths)
    return result


def match_of_phrases(
    phrases: Sequence[str], counts: WordCounts, lengths: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return one row of `lexical_match`, (n_posts,), of words that were counted before.

    Args:
        phrases: of one interest.
        counts: of their words at least.
        lengths: bytes of each text (n_posts,).
    """
    found = np.zeros(len(lengths), dtype=np.float32)
    if not len(lengths):
        return found
    mean = max(float(lengths.mean()), 1.0)
    for words in filter(None, map(_words, phrases)):
        score, whole = np.zeros(len(lengths), dtype=np.float32), 0.0
        for word in words:
            posts, times = counts.posts[word], counts.times[word]
            rarity = np.log1p((len(lengths) - len(posts) + 0.5) / (len(posts) + 0.5))
            full = times / (times + np.float32(_K1) * (1 - _B + _B * (lengths[posts] / mean)))
            score[posts] += np.float32(rarity) * full.astype(np.float32)
            whole += float(np.float32(rarity))
        np.maximum(found, score / np.float32(whole), out=found)
    return found


def words_together(interests: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the words of all phrases in lots: words of different lots have no part in common.

    Where two words share a part, as "L&D" and "L" do, which one a text has depends on both; else each lot can be
    counted without the others.
    """
    lots: list[tuple[set[str], set[str]]] = []
    for word in sorted({word for one in interests for phrase in one for word in _words(phrase)}):
        parts, words = set(_PART.findall(word)), {word}
        apart = [lot for lot in lots if not lot[0] & parts]
        for lot in lots:
            if lot[0] & parts:
                parts, words = parts | lot[0], words | lot[1]
        lots = [*apart, (parts, words)]
    return sorted(tuple(sorted(words)) for _, words in lots)


def letters_of(word: str) -> str:
    """Return the longest run of plain letters and digits in a word, which any text that has it has; else ""."""
    return max(_LETTERS.findall(word), key=len, default="")


def _words(phrase: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(phrase.lower().replace("’", "'"))))


def count_words(texts: pl.Series, words: Sequence[str]) -> WordCounts:
    """Return how often each text has each word, the longest word first where several begin alike.

    Args:
        texts: null for none.
        words: in lower case, as `words_together` gives them.
    """
    # The longest comes first, so that "L&D" is not taken for an "L".
    listed = "|".join(re.escape(word) for word in sorted(words, key=lambda one: (-len(one), one)))
    found = (
        texts.str.to_lowercase()
        .str.replace_all("’", "'", literal=True)
        .str.extract_all(rf"\b(?:{listed})(?:\b|$|[^\w])")
        .rename("word")
        .to_frame()
        .with_row_index("post")
        .explode("word")
        .drop_nulls()
    )
    tally = found.with_columns(_without_end("word")).group_by("word", "post").len().sort("post")
    by_word = {word[0]: rows for word, rows in tally.partition_by("word", as_dict=True).items()}
    none = tally.clear()
    return WordCounts(
        {one: by_word.get(one, none)["post"].to_numpy().astype(np.int64) for one in words},
        {one: by_word.get(one, none)["len"].to_numpy().astype(np.float32) for one in words},
    )


def _without_end(name: str) -> pl.Expr:
    # What ends a word comes with it where that is no letter; "c++" and "c#" end with signs of their own.
    return pl.col(name).str.replace(r"([\w]|\+\+|#)[^\w+#]$", "${1}")
