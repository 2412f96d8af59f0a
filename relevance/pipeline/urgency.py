"""Which posts matter now: those of people in doubt, of people with much attention, of those who ask to connect."""

import numpy as np
import polars as pl

from relevance.config import Settings
from relevance.feed import interval_weights
from relevance.pipeline.current import current_scores
from relevance.pipeline.pending import pending_invites
from relevance.pipeline.reading_order import Urgency
from relevance.pipeline.scores import Scores
from relevance.store import Store

__all__ = ["post_urgency", "reading_urgency"]


def reading_urgency(store: Store, settings: Settings) -> Urgency:
    """Return which posts matter now; works everybody out anew, so it takes as long as opening a page."""
    scores = current_scores(store, settings, reads_phrases=False)
    return post_urgency(scores, pending_invites(store, settings).invites["person_id"])


def post_urgency(scores: Scores, asking: pl.Series) -> Urgency:
    """Return which posts matter, given the scores and the ids of those whose invitation is open.

    Posts outside the window, and those in a language that the model does not read, are left out: no figure comes from
    them.
    """
    corpus, found = scores.corpus, scores.estimates
    heard = corpus.known_attention
    people = interval_weights(
        found,
        np.nan if scores.feed is None else scores.feed,
        heard / heard.sum() if heard.sum() > 0 else heard,
        corpus.people["person_id"].is_in(asking.to_list()).to_numpy(),
    )
    posts = corpus.posts.select("post_id", weight=pl.Series(people[corpus.person]))
    noise = 1.0
    if found.between_variance > 0 and found.within_variance > 0:
        noise = found.within_variance / found.between_variance
    return Urgency(posts.filter(pl.Series(~corpus.foreign)), noise)
