"""Texts as they are compared, each wording once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from relevance.near_duplicates.lots import lots

__all__ = ["Wordings", "comparable_texts"]

_LINKS = r"(?:https?://|www\.)\S+|\blnkd\.in/\S+|[#@][\p{L}\p{N}_]+|(?i:\bhashtag\s*#)"
_NO_LETTERS = r"[^\p{L}\p{M}\p{N}]+"


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


@dataclass(frozen=True)
class Wordings:
    """The distinct wordings of texts. Comparable texts are made anew where they are read, and never all held."""

    texts: pl.Series
    lengths: npt.NDArray[np.uint32]
    """Bytes of every text (n,)."""
    number: npt.NDArray[np.int32]
    """Number of the wording of every text (n,); the order of the texts plays no part in it."""
    has_words: npt.NDArray[np.bool_]
    """Whether anything is left of the text to compare (n,)."""
    first: npt.NDArray[np.int64]
    """A text of each wording."""

    @classmethod
    def of(cls, texts: pl.Series) -> Self:
        """Tell which texts have the same wording: by 128 bits of hashes."""
        lengths = texts.str.len_bytes().fill_null(0).to_numpy()
        keys = np.empty((2, len(texts)), dtype=np.uint64)
        has_words = np.empty(len(texts), dtype=bool)
        for begin, end in lots(lengths):
            plain = comparable_texts(texts[begin:end])
            for seed, key in enumerate(keys):
                key[begin:end] = plain.hash(seed=seed).to_numpy()
            has_words[begin:end] = plain.ne("").to_numpy()
        order = np.lexsort(keys)
        fresh = np.ones(len(texts), dtype=bool)
        fresh[1:] = (keys[:, order[1:]] != keys[:, order[:-1]]).any(axis=0)
        number = np.empty(len(texts), dtype=np.int32)
        number[order] = np.cumsum(fresh, dtype=np.int32) - 1
        return cls(texts, lengths, number, has_words, order[fresh])

    def read(self) -> Iterator[pl.Series]:
        """Yield the distinct comparable texts in the order of their numbers, a lot at a time."""
        for begin, end in lots(self.lengths[self.first]):
            yield comparable_texts(self.texts.gather(self.first[begin:end]))
