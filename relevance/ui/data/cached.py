"""What is worked out from a database, kept as long as nothing that it depends on has changed.

The path stands for the store in every key: a connection itself cannot be hashed.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import polars as pl
import streamlit as st

from relevance.config import Settings
from relevance.interests import Interest
from relevance.pipeline import (
    Advice,
    Comparison,
    Corpus,
    Decided,
    Encoder,
    FeedExplanation,
    FeedTopics,
    Matches,
    Pending,
    PersonExplanation,
    Plan,
    PostExplanation,
    Proposal,
    RatedEvaluation,
    Scores,
    advise,
    all_pairs,
    all_ties,
    are_links_stale,
    best_plan,
    compare_changes,
    decided_log,
    evaluate_ratings,
    explain_feed,
    explain_person,
    explain_post,
    history,
    load_corpus,
    match,
    pending_invites,
    phrase_vectors,
    rated,
    ratings_now,
    read_interests,
    review_queue,
    score,
    stored_protection,
    what_would_settle,
    window_figures,
)
from relevance.pipeline.beginnings import kept_matches
from relevance.pipeline.listing import facts_now
from relevance.texts import _
from relevance.ui.data.keeping import keep_soon
from relevance.ui.data.stores import store_at

__all__ = [
    "Scored",
    "Wording",
    "advice_of",
    "compared_of",
    "corpus_of",
    "decided_of",
    "facts_of",
    "figures_of",
    "held_of",
    "interests_of",
    "matches_of",
    "must_stay_of",
    "pairs_of",
    "pending_of",
    "plan_of",
    "quality_of",
    "queue_of",
    "ratings_of",
    "scores_of",
    "settled_of",
    "stale_of",
    "ties_of",
    "weeks_of",
    "why_feed_of",
    "why_person_of",
    "why_post_of",
]

Wording: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Name and phrases of each interest: what matches depend on."""

Scored: TypeAlias = tuple[str, tuple[int, ...], Settings, Wording, tuple[float, ...], int]
"""What scores depend on: the arguments of `scores_of`. Of its versions the first two are those of the corpus."""


@st.cache_resource(max_entries=8, show_spinner=False)
def interests_of(path: str, version: int) -> tuple[Interest, ...]:
    """Return the interests that hold."""
    del version
    return read_interests(store_at(path))


@st.cache_resource(max_entries=2, show_spinner=False)
def corpus_of(path: str, versions: tuple[int, ...], settings: Settings) -> Corpus:
    """Return posts, people and vectors."""
    del versions
    return load_corpus(store_at(path), settings)


@st.cache_resource(max_entries=2, show_spinner=False)
def ties_of(path: str, versions: tuple[int, ...], settings: Settings) -> pl.DataFrame:
    """Return the owner's ties with everyone they met."""
    del versions, settings
    return all_ties(store_at(path))


@st.cache_resource(max_entries=2, show_spinner=False)
def matches_of(
    path: str, versions: tuple[int, ...], settings: Settings, wording: Wording
) -> Matches:
    """Return how strongly each post speaks to each interest."""
    del wording
    store = store_at(path)
    corpus = corpus_of(path, versions[:2], settings)
    interests = read_interests(store)
    kept = kept_matches(store, corpus, interests)
    if kept is not None:
        return kept
    found = match(corpus, interests, phrase_vectors(store, interests, model=corpus.model))
    keep_soon(store, settings, corpus, found)
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def ratings_of(path: str, versions: tuple[int, int]) -> pl.DataFrame:
    """Return what is rated, with titles."""
    del versions
    return rated(store_at(path))


@st.cache_resource(max_entries=2, show_spinner=False)
def held_of(path: str, versions: tuple[int, int]) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Return every rating that holds, by subject and id: asked once for all thumbs of a page."""
    del versions
    rows = ratings_now(store_at(path)).to_dicts()
    return {(row["subject"], row["subject_id"]): row for row in rows}


@st.cache_resource(max_entries=4, show_spinner=False)
def scores_of(
    path: str,
    versions: tuple[int, ...],
    settings: Settings,
    wording: Wording,
    weights: tuple[float, ...],
    thumbs: int,
) -> Scores:
    """Return all scores under these weights and with what the ratings teach."""
    del thumbs
    found = matches_of(path, versions, settings, wording)
    by_name = dict(zip((name for name, _ in wording), weights, strict=True))
    return score(
        corpus_of(path, versions[:2], settings),
        found,
        [by_name[one.name] for one in found.interests],
        ratings_now(store_at(path)),
    )


@st.cache_resource(max_entries=8, show_spinner=False)
def figures_of(scored: Scored, days: int | None) -> Mapping[str, float | int | None]:
    """Return the feed's figures over the last `days`."""
    return window_figures(scores_of(*scored), bar=scored[2].bar, days=days)


@st.cache_resource(max_entries=4, show_spinner=False)
def weeks_of(scored: Scored) -> pl.DataFrame:
    """Return the feed's figures week by week."""
    return history(scores_of(*scored), bar=scored[2].bar)


_WHY = _("Working it out anew ...")


@st.cache_resource(max_entries=64, show_spinner=False)
def settled_of(who: str, scored: Scored) -> str | None:
    """Return what would settle whether a person raises or dilutes the feed."""
    return what_would_settle(scores_of(*scored), who)


@st.cache_resource(max_entries=64, show_spinner=_WHY)
def why_post_of(
    post_id: str, scored: Scored, *, by_model: bool, _encoder: Encoder | None
) -> PostExplanation:
    """Return why a post has its figure, its sentences compared by the model where that is loaded."""
    del by_model
    path, _, settings, *_ = scored
    return explain_post(store_at(path), scores_of(*scored), post_id, settings, encoder=_encoder)


@st.cache_resource(max_entries=32, show_spinner=_WHY)
def why_person_of(who: str, scored: Scored) -> PersonExplanation:
    """Return why a person has their figure."""
    return explain_person(store_at(scored[0]), scores_of(*scored), who)


@st.cache_resource(max_entries=4, show_spinner=_WHY)
def why_feed_of(scored: Scored) -> FeedExplanation:
    """Return why the feed has its figure."""
    return explain_feed(store_at(scored[0]), scores_of(*scored))


@st.cache_resource(max_entries=2, show_spinner=_("Holding the scores against your ratings ..."))
def quality_of(scored: Scored) -> RatedEvaluation:
    """Return how good the scores are on the owner's ratings."""
    path, _, settings, *_ = scored
    # No page waits for the model: new phrases are read in the background.
    return evaluate_ratings(store_at(path), settings, reads_phrases=False)


@st.cache_resource(max_entries=4, show_spinner=False)
def advice_of(
    path: str,
    versions: tuple[int, ...],
    settings: Settings,
    wording: Wording,
    weights: tuple[float, ...],
    thumbs: int,
    ruled: tuple[int, int],
) -> list[Advice]:
    """Return advice on every pending invitation."""
    del ruled
    store = store_at(path)
    found = advise(store, scores_of(path, versions, settings, wording, weights, thumbs), settings)
    store.let_go()
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def pending_of(path: str, versions: tuple[int, ...], settings: Settings) -> Pending:
    """Return which invitations still wait."""
    del versions
    return pending_invites(store_at(path), settings)


@st.cache_resource(max_entries=2, show_spinner=False)
def decided_of(path: str, versions: tuple[int, ...]) -> list[Decided]:
    """Return every decision, those taken back included."""
    del versions
    return decided_log(store_at(path), with_undone=True)


@st.cache_resource(max_entries=32, show_spinner=False)
def compared_of(
    scored: Scored,
    ruled: tuple[int, int],
    removed: tuple[str, ...],
    accepted: tuple[str, ...],
) -> Comparison:
    """Return the feed before and after some people go and some inviters come."""
    return compare_changes(
        scores_of(*scored), advice_of(*scored, ruled), removed=removed, accepted=accepted
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def must_stay_of(path: str, versions: tuple[int, ...]) -> tuple[str, ...]:
    """Return the ids of everyone who must stay in every plan."""
    del versions
    return stored_protection(store_at(path))


@st.cache_resource(max_entries=16, show_spinner=False)
def plan_of(
    scored: Scored,
    most: int,
    least_gain: float,
    protected: tuple[str, ...],
    *,
    spares_raising: bool,
) -> Plan:
    """Return the best plan of so many changes."""
    return best_plan(
        scores_of(*scored),
        most=most,
        least_gain=least_gain,
        protected=protected,
        spares_raising=spares_raising,
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def facts_of(
    scored: Scored,
    marked: tuple[int, int],
    grouped: tuple[tuple[str, ...], int, float] | None,
    *,
    _topics: FeedTopics | None,
) -> pl.DataFrame:
    """Return the facts of each connection that lists are narrowed by."""
    del marked, grouped
    store = store_at(scored[0])
    found = facts_now(store, scores_of(*scored), _topics)
    store.let_go()
    return found


@st.cache_resource(max_entries=4, show_spinner=False)
def queue_of(
    path: str,
    versions: tuple[int, ...],
    settings: Settings,
    wording: Wording,
    weights: tuple[float, ...],
    thumbs: int,
    answered: tuple[int, ...],
) -> list[Proposal]:
    """Return the pairs of people that wait for the owner's word."""
    del answered
    return review_queue(
        store_at(path), settings, scores_of(path, versions, settings, wording, weights, thumbs)
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def pairs_of(
    path: str, versions: tuple[int, ...], settings: Settings, answered: tuple[int, ...]
) -> list[Proposal]:
    """Return every pair of people that may be one."""
    del versions, settings, answered
    return all_pairs(store_at(path))


@st.cache_resource(max_entries=2, show_spinner=False)
def stale_of(
    path: str, versions: tuple[int, ...], settings: Settings, answered: tuple[int, ...]
) -> bool:
    """Return whether people are to be compared again."""
    del versions, answered
    return are_links_stale(store_at(path), settings)
