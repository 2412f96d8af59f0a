"""A relevance taken apart: what each interest, the ratings and having nothing to say add to it."""

import numpy as np
from numpy.typing import NDArray

from relevance.pipeline.learning import RATINGS
from relevance.pipeline.scores import Scores
from relevance.scoring import calibrate, parts, shares
from relevance.texts import marked

__all__ = ["BASE", "base_part", "mean_parts", "post_parts", "ratings_move"]

BASE = marked("speaks to nothing")
"""Name of the part that every post has: what relevance is where no interest is touched."""


def post_parts(scores: Scores, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what each interest adds to each of these posts, (n_interests, n_rows); see `shares`."""
    return shares(parts(scores.matches.posts[:, rows], scores.weights), scores.corpus.calibration)


def ratings_move(scores: Scores) -> bool:
    """Return whether the ratings move any relevance."""
    return scores.taught.is_something


def base_part(scores: Scores) -> float:
    """Return the relevance, 0 to 1, of a post that speaks to no interest."""
    return float(calibrate(np.zeros(1, dtype=np.float32), scores.corpus.calibration)[0])


def mean_parts(
    scores: Scores, rows: NDArray[np.int64], weight: NDArray[np.float64]
) -> dict[str, float]:
    """Return the parts of the weighted mean relevance of some posts by name; they add up to it.

    Each post's parts add up to its relevance, so their weighted means add up to that of all: over the posts of
    one person to what they bring, over all posts in the feed to feed relevance. Empty without attention or
    interests.

    Args:
        scores: the scores.
        rows: posts (n,) that have a relevance, as rows of `Corpus.posts`.
        weight: attention of each (n,), 0 or more.
    """
    if not weight.sum() > 0 or not len(scores.weights):
        return {}
    share = weight / weight.sum()
    mean = post_parts(scores, rows) @ share
    named = {
        one.name: float(part) for one, part in zip(scores.matches.interests, mean, strict=True)
    }
    if ratings_move(scores):
        named[RATINGS] = float((scores.relevance[rows] - scores.stated[rows]) @ share)
    return {**named, BASE: base_part(scores)}
