"""What the owner rated, found among the posts and people of a corpus: all of it that no slider moves."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.feedback import Labels, Learned, learn, span_of
from relevance.interests.calibration import log_odds
from relevance.pipeline.corpus import Corpus
from relevance.pipeline.room import taken

__all__ = ["Examples", "Known", "examples_of", "odds_of"]

_Counted = tuple[tuple[str, str, float, str], ...]


@dataclass(frozen=True)
class Known:
    """The examples whose relevance by the interests is known, (n,) each, and what they teach."""

    labels: Labels
    is_thumb: NDArray[np.bool_]
    """Which are thumbs on posts."""
    learned: Learned


@dataclass(frozen=True)
class Examples:
    """Ratings of posts and people that have a vector, (n,) each; a person speaks through posts or profile."""

    value: NDArray[np.float64]
    """-1 to 1, never 0."""
    is_thumb: NDArray[np.bool_]
    """Which are thumbs on posts."""
    rows: NDArray[np.int64]
    """Rows of the posts of all examples, one example after the other."""
    example: NDArray[np.int64]
    """Along `rows`: which example each is of."""
    share: NDArray[np.float64]
    """Along `rows`: how much each counts; those of one example add up to 1."""
    profile: NDArray[np.int64]
    """Code of the person whose profile speaks in place of posts; -1 where posts do."""

    @property
    def posts_of_each(self) -> list[NDArray[np.int64]]:
        """Where the posts of each example stand along `rows`."""
        ends = np.searchsorted(self.example, np.arange(1, len(self.value)))
        return np.split(np.arange(len(self.rows)), ends)

    def learned(
        self, corpus: Corpus, posts: NDArray[np.float32], profiles: NDArray[np.float64]
    ) -> Known:
        """Return those whose relevance is known, with what they teach.

        Where they are too few of either kind to learn from no vector is read.

        Args:
            corpus: the one they were found in.
            posts: relevance by the interests alone (n_posts,), nan where unknown.
            profiles: what profiles alone suggest (n_people,), nan where they say nothing.
        """
        odds = self._odds(posts, profiles)
        known = ~np.isnan(odds)
        value, odds = self.value[known], odds[known]
        none = np.zeros((len(value), 0))
        labels = Labels(none, odds, liked=value > 0, weight=np.abs(value))
        if not labels.is_enough:
            return Known(labels, self.is_thumb[known], learn(labels))
        span, numbers = self._span(corpus)
        labels = replace(labels, vectors=numbers[known])
        return Known(labels, self.is_thumb[known], learn(labels, span))

    def _odds(
        self, posts: NDArray[np.float32], profiles: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        weighed = self.share * odds_of(posts[self.rows])
        found = np.bincount(self.example, weighed, len(self.value)).astype(np.float64)
        by_profile = self.profile >= 0
        found[by_profile] = odds_of(profiles[self.profile[by_profile]])
        return found

    def _span(self, corpus: Corpus) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what `span_of` gives of the vectors of all examples; it is worked out once."""
        key = ("span", self.rows.tobytes(), self.share.tobytes(), self.profile.tobytes())
        held: tuple[NDArray[np.float64], NDArray[np.float64]] | None = corpus.found.get(key)
        if held is None:
            held = span_of(self._vectors(corpus))
            corpus.found.put(key, held, held[0].nbytes + held[1].nbytes)
        return held

    def _vectors(self, corpus: Corpus) -> NDArray[np.float32]:
        """Return the centred unit vector of each, (n, width): of several posts their mean by share."""
        found = np.empty((len(self.value), corpus.vectors.shape[1]), dtype=np.float32)
        for place, at in enumerate(self.posts_of_each):
            found[place] = self.share[at] @ taken(corpus.vectors, self.rows[at])
        by_profile = self.profile >= 0
        found[by_profile] = corpus.profiles[self.profile[by_profile]]
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(length > 0, length, 1), dtype=np.float32)


def examples_of(corpus: Corpus, ratings: pl.DataFrame) -> Examples:
    """Return the ratings that are about something with a vector; for the same ratings they are found once.

    A post's rating is one example. So is a person's: the mean of their posts by attention, or their
    profile where they have no post.

    Args:
        corpus: posts and people.
        ratings: as `ratings_now` returns them.
    """
    counted = ratings.filter(pl.col("value") != 0).sort("subject", "subject_id")
    told: _Counted = tuple(counted.select("subject", "subject_id", "value", "source").iter_rows())
    held: Examples | None = corpus.found.get(("examples", told))
    if held is None:
        held = _found(corpus, told)
        corpus.found.put(("examples", told), held, held.rows.nbytes * 3)
    return held


def odds_of(relevance: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the log odds of relevances; nan stays nan."""
    odds = log_odds(np.nan_to_num(relevance, nan=0.5))
    odds[np.isnan(relevance)] = np.nan
    return odds


def _found(corpus: Corpus, told: _Counted) -> Examples:
    ids = pl.Series([subject_id for _, subject_id, *_ in told], dtype=pl.String)
    places = corpus.posts["post_id"].is_in(ids.implode()).arg_true()
    posts = dict(zip(corpus.posts["post_id"].gather(places), places, strict=True))
    people = corpus.people.select("person_id", "code")
    codes = dict(people.filter(pl.col("person_id").is_in(ids.implode())).iter_rows())
    chosen: list[tuple[float, bool, NDArray[np.int64], NDArray[np.float64], int]] = []
    for subject, subject_id, value, source in told:
        at = (posts if subject == "post" else codes).get(subject_id)
        if at is None:
            continue
        rows, share = _of_post(corpus, at) if subject == "post" else _of_person(corpus, at)
        speaks = not len(rows) and subject == "person" and bool(corpus.has_profile[at])
        if len(rows) or speaks:
            is_thumb = subject == "post" and source == "thumb"
            chosen.append((value, is_thumb, rows, share, at if speaks else -1))
    none = np.zeros(0)
    return Examples(
        value=np.array([one[0] for one in chosen], dtype=np.float64),
        is_thumb=np.array([one[1] for one in chosen], dtype=np.bool_),
        rows=np.concatenate([none.astype(np.int64), *(one[2] for one in chosen)]),
        example=np.repeat(
            np.arange(len(chosen)), np.array([len(one[2]) for one in chosen], dtype=np.int64)
        ),
        share=np.concatenate([none, *(one[3] for one in chosen)]),
        profile=np.array([one[4] for one in chosen], dtype=np.int64),
    )


def _of_post(corpus: Corpus, row: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    rows = np.array([row] if corpus.embedded[row] else [], dtype=np.int64)
    return rows, np.ones(len(rows))


def _of_person(corpus: Corpus, code: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    mine = np.flatnonzero((corpus.person == code) & corpus.embedded)
    weight = corpus.attention[mine]
    return (mine, weight / weight.sum()) if weight.sum() > 0 else (mine[:0], weight[:0])
