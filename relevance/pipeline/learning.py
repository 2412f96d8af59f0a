"""The owner's ratings as something to learn from: which vectors, which odds, how much each counts.

They teach two things: what posts are about that the owner likes (`relevance.feedback`), and how much a
relevance of 0.6 is worth to them (`relevance.interests.scale`). Nothing of it is stored: it is worked out
anew from the ratings, the interests and the vectors of one model, so it goes with them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.feedback import Labels, Learned, learn
from relevance.interests import Scale, fit_scale
from relevance.interests.calibration import log_odds
from relevance.pipeline.corpus import Corpus
from relevance.pipeline.room import stretches, taken
from relevance.texts import marked

__all__ = ["RATINGS", "Taught", "blended", "taught_by"]

RATINGS = marked("your ratings")
"""Name of the part of a relevance that the ratings add to what the interests say."""


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


@dataclass(frozen=True)
class _Known:
    """What the interests alone say of each post and each profile."""

    posts: NDArray[np.float64]
    profiles: NDArray[np.float64]


def taught_by(
    corpus: Corpus,
    posts: NDArray[np.float32],
    profiles: NDArray[np.float64],
    ratings: pl.DataFrame | None,
) -> Taught:
    """Learn from ratings; from those alone that are about something with a vector.

    A post's rating is one example. So is a person's: the mean of their posts by attention, or their
    profile where they have no post. What was written before the window teaches nothing. The scale is
    fitted to thumbs on posts: likes and comments are all of one kind and say nothing of a level. A
    post's own rating has no part in the log odds that its thumb is held against.

    Args:
        corpus: posts, people and vectors.
        posts: relevance by the interests alone (n_posts,), nan where unknown.
        profiles: what profiles alone suggest (n_people,), nan where they say nothing.
        ratings: as `ratings_now` returns them.
    """
    if ratings is None or ratings.is_empty():
        return Taught()
    known = _Known(_odds(posts), _odds(profiles))
    counted = ratings.filter(pl.col("value") != 0).sort("subject", "subject_id")
    told = counted.select("subject", "subject_id", "value", "source")
    rated = corpus.posts.select("post_id").with_row_index("row")
    rows = dict(rated.filter(pl.col("post_id").is_in(told["subject_id"].implode())).iter_rows())
    rows = {post_id: row for row, post_id in rows.items()}
    codes = dict(corpus.people.select("person_id", "code").iter_rows())
    found = []
    for subject, subject_id, value, source in told.iter_rows():
        at = (rows if subject == "post" else codes).get(subject_id)
        example = None if at is None else _example(corpus, known, subject, at)
        if example is not None:
            found.append((*example, value, subject == "post" and source == "thumb"))
    if not found:
        return Taught()
    value = np.array([one[2] for one in found])
    labels = Labels(
        vectors=np.stack([one[0] for one in found]),
        odds=np.array([one[1] for one in found]),
        liked=value > 0,
        weight=np.abs(value),
    )
    learned = learn(labels)
    thumbs = np.array([one[3] for one in found])
    odds = labels.odds + learned.left_out
    return Taught(learned, fit_scale(odds[thumbs], labels.liked[thumbs]))


def blended(
    relevance: NDArray[np.float32], vectors: Callable[[], NDArray[np.float32]], taught: Taught
) -> NDArray[np.float32]:
    """Return relevances (n,) moved by what was learned of their vectors (n, d); nan stays nan.

    The vectors are asked for only where something was learned.
    """
    if not taught.is_something:
        return relevance
    odds = _odds(relevance)
    if taught.learned is not None:
        rows = vectors()
        for part in stretches(rows):
            odds[part] += taught.learned.shift(rows[part])
    return taught.scale.probability(odds).astype(np.float32)


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
    mean = np.asarray(share @ taken(corpus.vectors, mine), dtype=np.float32)
    length = float(np.linalg.norm(mean))
    return mean / length if length > 0 else mean, float(share @ known.posts[mine])
