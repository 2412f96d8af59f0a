"""Corpus and interests -> relevance of posts, people and feed: arithmetic only, so a slider is quick."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.feed import (
    PersonAttention,
    PersonEstimates,
    PersonMeans,
    estimated,
    points_without,
    profile_prior,
    states,
)
from relevance.feed.effects import ratio_of_sums
from relevance.interests import Interest, Scale
from relevance.lexical import lexical_match
from relevance.pipeline.corpus import Corpus
from relevance.pipeline.learning import Taught, blended, taught_by
from relevance.pipeline.post_matches import matched_posts
from relevance.scoring import calibrate, centre, matches, post_relevance, soft_max_similarity
from relevance.texts import marked

__all__ = [
    "DISCONNECT",
    "SHOW_LESS",
    "UNFOLLOW",
    "WORTH_UNFOLLOWING",
    "Matches",
    "Scores",
    "match",
    "people_table",
    "score",
]

KEEP = marked("keep")
SHOW_LESS = marked("ask LinkedIn to show less")
UNFOLLOW = marked("unfollow but stay connected")
DISCONNECT = marked("disconnect, as a last resort")

# Effects in points from which an act is worth its while; softer acts come first.
WORTH_UNFOLLOWING = -0.10
_WORTH_DISCONNECTING = -0.50


@dataclass(frozen=True)
class Matches:
    """How strongly each post and each profile speaks to each interest; weights play no part."""

    interests: tuple[Interest, ...]
    """The interests whose phrases have vectors; only these are scored."""
    waiting: tuple[Interest, ...]
    """Those that wait for the model."""
    posts: NDArray[np.float32]
    """(n_interests, n_posts), 0 to 1."""
    profiles: NDArray[np.float32]
    """(n_interests, n_people), 0 to 1."""
    notes: NDArray[np.float32]
    """The same of the notes that inviters wrote themselves."""


@dataclass(frozen=True)
class Scores:
    """Everything that follows from a corpus, its matches and the weights."""

    corpus: Corpus
    matches: Matches
    weights: NDArray[np.float64]
    """(n_interests,), -1 to 1."""
    relevance: NDArray[np.float32]
    """Of each post, 0 to 1; nan where it has no vector, or where there is no interest."""
    profile_relevance: NDArray[np.float64]
    """What each profile alone suggests, 0 to 1; nan where it says nothing."""
    note_relevance: NDArray[np.float64]
    """What the note that an inviter wrote suggests, 0 to 1; nan where there is none."""
    feed: float | None
    """Feed relevance, 0 to 1; null for an empty feed."""
    estimates: PersonEstimates
    effects: NDArray[np.float32]
    """Of each person in points; nan without attention."""
    state: NDArray[np.str_]
    """raises, neutral, dilutes or unknown, for each person."""
    stated: NDArray[np.float32]
    """Relevance of each post by the interests alone; `relevance` has what the ratings add."""
    taught: Taught
    """What the ratings teach."""

    @property
    def unscaled(self) -> NDArray[np.float32]:
        """Relevance of each post with what was learned, before the ratings moved the scale."""
        along = self.corpus.read.posts_along
        return blended(self.stated, along, replace(self.taught, scale=Scale()))

    @property
    def said_relevance(self) -> NDArray[np.float64]:
        """What profile and note suggest together, 0 to 1; nan where neither says anything."""
        return _mean_of_known(self.profile_relevance, self.note_relevance)

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Which posts make up the feed's figure."""
        return self.corpus.in_feed & ~np.isnan(self.relevance)

    @cached_property
    def sums(self) -> tuple[float, float]:
        """S and A: the sums of relevance times attention, and of attention, over the feed."""
        weight = self.corpus.attention[self.counted]
        return float(np.sum(self.relevance[self.counted] * weight)), float(np.sum(weight))


def match(
    corpus: Corpus,
    interests: Sequence[Interest],
    vectors: Sequence[NDArray[np.float32] | None],
) -> Matches:
    """Match posts and profiles with each interest.

    Args:
        corpus: posts and people.
        interests: what the owner wants more and less of.
        vectors: for each interest the vectors of its phrases, null where one is not embedded yet.
    """
    ready = [(one, rows) for one, rows in zip(interests, vectors, strict=True) if rows is not None]
    centred = [centre(rows, corpus.mean) for _, rows in ready]
    phrases = [one.phrases for one, _ in ready]
    profiles, notes = (
        matches(
            soft_max_similarity(vectors_of, centred),
            corpus.calibration,
            lexical=lexical_match(texts, phrases),
        )
        for vectors_of, texts in (
            (corpus.profiles, corpus.profile_texts),
            (corpus.notes, corpus.note_texts),
        )
    )
    return Matches(
        interests=tuple(one for one, _ in ready),
        waiting=tuple(one for one, rows in zip(interests, vectors, strict=True) if rows is None),
        posts=matched_posts(corpus, phrases, centred),
        profiles=profiles,
        notes=notes,
    )


def score(
    corpus: Corpus,
    found: Matches,
    weights: Sequence[float] | None = None,
    ratings: pl.DataFrame | None = None,
) -> Scores:
    """Score everything with the weights given, or with those of the interests.

    Args:
        corpus: posts and people.
        found: what `match` returned for this corpus.
        weights: one weight for each of `found.interests`, -100 to 100.
        ratings: what the owner rated, as `ratings_now` returns it; null leaves it out.

    Raises:
        UsageError: the number of weights does not fit, or one is out of range.
    """
    given = [one.weight for one in found.interests] if weights is None else list(weights)
    scaled = np.asarray(given, dtype=np.float64) / 100
    stated = _relevance(found.posts, scaled, corpus)
    stated[~corpus.embedded] = np.nan
    suggested = _relevance(found.profiles, scaled, corpus)
    suggested[~corpus.has_profile] = np.nan
    taught = taught_by(corpus, stated, suggested.astype(np.float64), ratings)
    relevance = blended(stated, corpus.read.posts_along, taught)
    profile = blended(suggested, corpus.read.profiles_along, taught).astype(np.float64)
    means = _means(corpus, relevance)
    feed = ratio_of_sums(
        float(means.sums.relevance_attention.sum()), float(means.sums.attention.sum())
    )
    noted = _relevance(found.notes, scaled, corpus).astype(np.float64)
    noted[~corpus.has_note] = np.nan
    said = _mean_of_known(profile, noted)
    estimates = estimated(means, profile_prior(said, means.raw, means.heard.posts))
    return Scores(
        corpus=corpus,
        matches=found,
        weights=scaled,
        relevance=relevance,
        profile_relevance=profile,
        note_relevance=noted,
        feed=None if np.isnan(feed) else feed,
        estimates=estimates,
        effects=points_without(means.sums).astype(np.float32),
        state=states(estimates, feed),
        stated=stated,
        taught=taught,
    )


def _means(corpus: Corpus, relevance: NDArray[np.float32]) -> PersonMeans:
    """Return the relevances of the posts that make up the feed's figure, summed up by person."""
    unknown = np.isnan(relevance)
    if not unknown.any():
        return corpus.feed_people.means(relevance)
    counted = corpus.in_feed & ~unknown
    if np.array_equal(counted, corpus.in_feed):
        return corpus.feed_people.means(np.where(unknown, 0, relevance))
    n = corpus.people.height
    heard = PersonAttention(corpus.attention[counted], corpus.person[counted], n)
    return heard.means(relevance[counted])


def _mean_of_known(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of two figures of each person, either where the other is nan, nan where both are."""
    return np.where(
        np.isnan(first), second, np.where(np.isnan(second), first, (first + second) / 2)
    )


def _relevance(
    grid: NDArray[np.float32], weights: NDArray[np.float64], corpus: Corpus
) -> NDArray[np.float32]:
    if not len(grid):
        return np.full(grid.shape[1], np.nan, dtype=np.float32)
    return calibrate(post_relevance(grid, weights), corpus.calibration)


def people_table(scores: Scores) -> pl.DataFrame:
    """Return one row for each person with their figures, best effect first and unknown last.

    Columns: those of `Corpus.people`, then relevance, low, high (0..1), posts, attention_share
    (0..1), effect (points), state and suggestion.
    """
    found, effects = scores.estimates, scores.effects.astype(np.float64)
    known = scores.corpus.known_attention
    frame = scores.corpus.people.with_columns(
        relevance=pl.Series(found.relevance),
        low=pl.Series(found.low),
        high=pl.Series(found.high),
        posts=pl.Series(scores.corpus.known_feed_posts),
        attention_share=pl.Series(known / known.sum() if known.sum() > 0 else known),
        effect=pl.Series(effects),
        state=pl.Series(scores.state.tolist(), dtype=pl.String),
    ).with_columns(pl.col("relevance", "low", "high", "effect").fill_nan(None))
    return frame.with_columns(suggestion=_suggestion()).sort(
        pl.col("state") == "unknown",
        pl.col("effect"),
        pl.col("name"),
        pl.col("person_id"),
        descending=[False, True, False, False],
        nulls_last=True,
    )


def _suggestion() -> pl.Expr:
    brings = pl.col("effect")
    return (
        pl.when(pl.col("state") != "dilutes")
        .then(pl.lit(KEEP))
        .when(brings > WORTH_UNFOLLOWING)
        .then(pl.lit(SHOW_LESS))
        .when((brings > _WORTH_DISCONNECTING) | pl.col("has_contact"))
        .then(pl.lit(UNFOLLOW))
        .otherwise(pl.lit(DISCONNECT))
    )
