"""The owner's ratings as something to learn from: which vectors, which odds, how much each counts.

They teach two things: what posts are about that the owner likes (`relevance.feedback`), and how much a
relevance of 0.6 is worth to them (`relevance.interests.scale`). Nothing of it is stored: it is worked out
anew from the ratings, the interests and the vectors of one model, so it goes with them.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.feedback import Learned
from relevance.interests import Scale, fit_scale
from relevance.pipeline.along import Along
from relevance.pipeline.corpus import Corpus
from relevance.pipeline.examples import examples_of, odds_of
from relevance.texts import marked

__all__ = ["RATINGS", "Taught", "blended", "taught_by"]

RATINGS = marked("your ratings")
"""Name of the part of a relevance that the ratings add to what the interests say."""

_POSTS_AT_ONCE = 16_384


@dataclass(frozen=True)
class Taught:
    """What the owner's ratings teach, beside the interests that they state."""

    learned: Learned | None = None
    """What they like posts to be about; null where no rating is about anything that has a vector."""
    scale: Scale = field(default_factory=Scale)
    """From what interests and `learned` say to a probability, by the thumbs on posts."""

    @property
    def is_something(self) -> bool:
        """Whether any relevance is moved."""
        return self.scale.ratings > 0 or (self.learned is not None and self.learned.strength > 0)


def taught_by(
    corpus: Corpus,
    posts: NDArray[np.float32],
    profiles: NDArray[np.float64],
    ratings: pl.DataFrame | None,
) -> Taught:
    """Learn from ratings; from those alone that are about something with a vector.

    What was written before the window teaches nothing. The scale is fitted to thumbs on posts: likes and
    comments are all of one kind and say nothing of a level. A post's own rating has no part in the log odds
    that its thumb is held against.

    Args:
        corpus: posts, people and vectors.
        posts: relevance by the interests alone (n_posts,), nan where unknown.
        profiles: what profiles alone suggest (n_people,), nan where they say nothing.
        ratings: as `ratings_now` returns them.
    """
    if ratings is None or ratings.is_empty():
        return Taught()
    known = examples_of(corpus, ratings).learned(corpus, posts, profiles)
    labels, thumbs = known.labels, known.is_thumb
    if not len(labels.odds):
        return Taught()
    odds = labels.odds + known.learned.left_out
    return Taught(known.learned, fit_scale(odds[thumbs], labels.liked[thumbs]))


def blended(relevance: NDArray[np.float32], along: Along, taught: Taught) -> NDArray[np.float32]:
    """Return relevances (n,) moved by what was learned of the vectors that `along` knows; nan stays nan.

    The vectors are asked for only where something was learned.
    """
    if not taught.is_something:
        return relevance
    learned = taught.learned
    moved = None if learned is None or learned.strength == 0 else along.shift(learned)
    found = np.empty_like(relevance)
    # Blocks stay in the processor's cache from one step to the next.
    for first in range(0, len(relevance), _POSTS_AT_ONCE):
        part = slice(first, first + _POSTS_AT_ONCE)
        odds = odds_of(relevance[part])
        if moved is not None:
            odds += moved[part]
        found[part] = taught.scale.probability(odds)
    return found
