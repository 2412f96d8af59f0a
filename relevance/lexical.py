"""Words in common: what the letters say beside the model, so that "L&D" and "xAPI" match exactly.

A model of meaning knows few acronyms and names. BM25 (Robertson and Zaragoza 2009, k1 1.2, b 0.75)
rewards a post that has the very words of a phrase, rare ones more than frequent ones, and a short
post more than a long one.
"""

import re
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["lexical_match"]

_K1 = 1.2
_B = 0.75
# Signs within a word belong to it, and those behind it in C++ and C#.
_WORD = re.compile(r"[^\W_]+(?:[&+#.'’-][^\W_]+)*(?:\+\+|#)?")


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
    phrases = [[_words(phrase) for phrase in one] for one in interests]
    words = sorted({word for one in phrases for phrase in one for word in phrase})
    result = np.zeros((len(phrases), len(texts)), dtype=np.float32)
    if not words or not len(texts):
        return result
    counts = _counts(texts, words)
    length = texts.str.len_bytes().fill_null(0).to_numpy().astype(np.float32)
    relative = length / max(float(length.mean()), 1.0)
    counts /= counts + _K1 * (1 - _B + _B * relative)
    having = np.count_nonzero(counts, axis=1)
    rarity = np.log1p((len(texts) - having + 0.5) / (having + 0.5)).astype(np.float32)
    place = {word: row for row, word in enumerate(words)}
    for row, one in enumerate(phrases):
        for phrase in filter(None, one):
            at = [place[word] for word in phrase]
            np.maximum(result[row], rarity[at] @ counts[at] / rarity[at].sum(), out=result[row])
    return result


def _words(phrase: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(phrase.lower().replace("’", "'"))))


def _counts(texts: pl.Series, words: Sequence[str]) -> NDArray[np.float32]:
    """Return how often each text has each word, (n_words, n_texts)."""
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
    known = pl.DataFrame({"word": list(words), "place": np.arange(len(words))})
    bare = found.with_columns(_without_end("word")).join(known, on="word")
    tally = bare.group_by("post", "place").len()
    counts = np.zeros((len(words), len(texts)), dtype=np.float32)
    counts[tally["place"].to_numpy(), tally["post"].to_numpy()] = tally["len"].to_numpy()
    return counts


def _without_end(name: str) -> pl.Expr:
    # What ends a word comes with it where that is no letter; "c++" and "c#" end with signs of their own.
    return pl.col(name).str.replace(r"([\w]|\+\+|#)[^\w+#]$", "${1}")
