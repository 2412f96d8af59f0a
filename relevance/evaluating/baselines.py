"""Simpler scores that a relevance has to beat: words in common, the cosine as it is, chance."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.evaluating.figures import Ranking, rank

__all__ = ["chance", "raw_cosine", "tfidf"]

_SHUFFLES = 20
_SEED = 7


def tfidf(texts: Sequence[str], phrases: Sequence[str]) -> NDArray[np.float64]:
    """Return how much of its weighted words each text shares with the phrases, (n,), 0 to 1.

    The cosine of tf-idf vectors, with document frequencies from the texts themselves, logarithmic
    counts and without English stop words.

    Args:
        texts: of the posts.
        phrases: of all interests above 0, taken as one query.
    """
    # Loading it takes a second that no other command should wait for.
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    try:
        posts = words.fit_transform(texts)
    except ValueError:
        # No text has a word in it: nothing is shared with anything.
        return np.zeros(len(texts))
    query = words.transform([" ".join(phrases)])
    return np.asarray((posts @ query.T).toarray(), dtype=np.float64).ravel()


def raw_cosine(vectors: ArrayLike, phrases: ArrayLike) -> NDArray[Any]:
    """Return the mean cosine of each post with all phrases, (n,), -1 to 1.

    Args:
        vectors: unit vectors of the posts (n, d).
        phrases: unit vectors of the phrases of all interests above 0 (m, d), m at least 1.
    """
    return np.asarray(np.asarray(vectors) @ np.asarray(phrases).mean(axis=0))


def chance(relevant: ArrayLike, author: ArrayLike) -> Ranking:
    """Return what a random order gives: the mean over 20 of them, the same in every run."""
    random = np.random.default_rng(_SEED)
    size = np.asarray(relevant).size
    drawn = [rank(random.random(size), relevant, author) for _ in range(_SHUFFLES)]
    return Ranking(
        post_auc=_mean([one.post_auc for one in drawn]),
        post_ap=_mean([one.post_ap for one in drawn]),
        author_ap=_mean([one.author_ap for one in drawn]),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
