"""The owner's ratings as something to learn from: which vectors, which odds, how much each counts."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.feedback import Labels, Learned, learn
from relevance.interests.calibration import log_odds, sigmoid
from relevance.pipeline.corpus import Corpus

__all__ = ["RATINGS", "blended", "learned_from"]

RATINGS = "your ratings"
"""Name of the part of a relevance that the ratings add to what the interests say."""


@dataclass(frozen=True)
class _Known:
    """What the interests alone say of each post and each profile."""

    posts: NDArray[np.float64]
    profiles: NDArray[np.float64]


def learned_from(
    corpus: Corpus,
    posts: NDArray[np.float32],
    profiles: NDArray[np.float64],
    ratings: pl.DataFrame | None,
) -> Learned | None:
    """Learn from ratings, or return null where none of them is about anything that has a vector.

    A post's rating is one example. So is a person's: the mean of their posts by attention, or their
    profile where they have no post. What was written before the window teaches nothing.

    Args:
        corpus: posts, people and vectors.
        posts: relevance by the interests alone (n_posts,), nan where unknown.
        profiles: what profiles alone suggest (n_people,), nan where they say nothing.
        ratings: as `ratings_now` returns them.
    """
    if ratings is None or ratings.is_empty():
        return None
    known = _Known(_odds(posts), _odds(profiles))
    counted = ratings.filter(pl.col("value") != 0).sort("subject", "subject_id")
    rows = dict(zip(corpus.posts["post_id"], range(corpus.posts.height), strict=True))
    codes = dict(corpus.people.select("person_id", "code").iter_rows())
    found = []
    for subject, subject_id, value in counted.select("subject", "subject_id", "value").iter_rows():
        at = (rows if subject == "post" else codes).get(subject_id)
        example = None if at is None else _example(corpus, known, subject, at)
        if example is not None:
            found.append((*example, value))
    if not found:
        return None
    value = np.array([one[2] for one in found])
    labels = Labels(
        vectors=np.stack([one[0] for one in found]),
        odds=np.array([one[1] for one in found]),
        liked=value > 0,
        weight=np.abs(value),
    )
    return learn(labels)


def blended(
    relevance: NDArray[np.float32], vectors: NDArray[np.float32], learned: Learned | None
) -> NDArray[np.float32]:
    """Return relevances (n,) moved by what was learned of their vectors (n, d); nan stays nan."""
    if learned is None or learned.strength == 0:
        return relevance
    return sigmoid(_odds(relevance) + learned.shift(vectors)).astype(np.float32)


def _odds(relevance: NDArray[np.floating]) -> NDArray[np.float64]:
    odds = log_odds(np.nan_to_num(relevance, nan=0.5))
    odds[np.isnan(relevance)] = np.nan
    return odds


def _example(
    corpus: Corpus, known: _Known, subject: str, at: int
) -> tuple[NDArray[np.float32], float] | None:
    """Return vector and odds of a post by its row, or of a person by their code; null where unknown."""
    if subject == "post":
        odds = float(known.posts[at])
        return None if np.isnan(odds) else (corpus.vectors[at], odds)
    mine = np.flatnonzero((corpus.person == at) & ~np.isnan(known.posts))
    weight = corpus.attention[mine]
    if not weight.sum() > 0:
        odds = float(known.profiles[at])
        return None if np.isnan(odds) else (corpus.profiles[at], odds)
    share = weight / weight.sum()
    mean = np.asarray(share @ corpus.vectors[mine], dtype=np.float32)
    length = float(np.linalg.norm(mean))
    return mean / length if length > 0 else mean, float(share @ known.posts[mine])
