"""Why a person and the feed have the figures they have: parts that add up, and what would change them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from relevance.errors import NotFoundError
from relevance.pipeline.counterfactuals import (
    WouldBe,
    without_interests,
    without_people,
    without_ratings,
)
from relevance.pipeline.parts import mean_parts
from relevance.pipeline.person import posts_of
from relevance.pipeline.scores import Scores
from relevance.pipeline.settling import what_would_settle
from relevance.store import Store, ratings_now
from relevance.texts import _, marked

__all__ = ["DRAWN", "FeedExplanation", "PersonExplanation", "explain_feed", "explain_person"]

DRAWN = marked("drawn towards what is usual")
"""Name of the part of a person's relevance that comes from their posts being few; see `person_relevance`."""


@dataclass(frozen=True)
class PersonExplanation:
    """Why a person has their figure."""

    person_id: str
    relevance: float | None
    """As shown, 0 to 1; null where it is unknown."""
    parts: Mapping[str, float]
    """By interest, ratings, base, and being drawn towards the usual; they add up to `relevance`."""
    changes: tuple[WouldBe, ...]
    """What would have to change for another figure."""
    settled_by: str | None
    """What is missing to say whether they raise or dilute the feed; null where that is known."""


@dataclass(frozen=True)
class FeedExplanation:
    """Why the feed has its figure."""

    relevance: float | None
    """0 to 1; null where nothing is known."""
    parts: Mapping[str, float]
    """By interest, ratings and base: the means over all posts by attention; they add up to `relevance`."""
    people: pl.DataFrame
    """Who carries it: person_id, name, attention_share and relevance (mean over their posts), 0 to 1, and part,
    their product, the largest first; the parts add up to `relevance`."""
    changes: tuple[WouldBe, ...]
    """What would have to change for another figure."""


def explain_person(store: Store, scores: Scores, person_id: str) -> PersonExplanation:
    """Return why a person has their relevance.

    Args:
        store: where ratings are.
        scores: the scores to explain.
        person_id: who.

    Raises:
        NotFoundError: there is no such person.
    """
    codes = scores.corpus.people.filter(pl.col("person_id") == person_id)["code"]
    if codes.is_empty():
        msg = _(
            "There is no person with the id {person_id!r}; see `relevance connections --json`.",
            person_id=person_id,
        )
        raise NotFoundError(msg)
    code = int(codes[0])

    def figure(other: Scores) -> float | None:
        return _known(other.estimates.relevance[code])

    relevance = figure(scores)
    settled_by = what_would_settle(scores, person_id)
    if relevance is None:
        return PersonExplanation(person_id, None, {}, (), settled_by)
    rows = posts_of(scores, person_id)
    found = mean_parts(scores, rows, scores.corpus.attention[rows])
    parts = {**found, DRAWN: relevance - sum(found.values())}
    ratings = ratings_now(store)
    said = _("their relevance")
    changes = without_interests(scores, ratings, found, figure, said)
    return PersonExplanation(
        person_id, relevance, parts, (*changes, *without_ratings(scores, figure, said)), settled_by
    )


def explain_feed(store: Store, scores: Scores) -> FeedExplanation:
    """Return why the feed has its relevance.

    Args:
        store: where ratings are.
        scores: the scores to explain.
    """
    rows = np.flatnonzero(scores.counted)
    parts = mean_parts(scores, rows, scores.corpus.attention[rows])
    ratings = ratings_now(store)
    said = _("the feed")
    changes = without_interests(scores, ratings, parts, lambda other: other.feed, said)
    return FeedExplanation(
        relevance=scores.feed,
        parts=parts,
        people=_carriers(scores),
        changes=(
            *changes,
            *without_ratings(scores, lambda other: other.feed, said),
            *without_people(scores),
        ),
    )


def _carriers(scores: Scores) -> pl.DataFrame:
    found = scores.estimates
    return (
        scores.corpus.people.select(
            "person_id",
            "name",
            attention_share=pl.Series(found.attention_share),
            relevance=pl.Series(found.raw),
        )
        .filter(pl.col("attention_share") > 0)
        .with_columns(part=pl.col("attention_share") * pl.col("relevance"))
        .sort("part", "person_id", descending=[True, False])
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
