"""How good the relevance that the owner sees is, on the owner's own ratings."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.config import Settings
from relevance.embedding import Encoder
from relevance.evaluating import Doubt, Judgement, doubt_of, judge, raw_cosine, tfidf
from relevance.interests import Interest
from relevance.pipeline.current import current_scores
from relevance.pipeline.evaluation import Evaluation, evaluation_of
from relevance.pipeline.scores import Scores, score
from relevance.pipeline.vectors import phrase_vectors
from relevance.store import Store, ratings_now
from relevance.texts import _, marked, number

__all__ = ["LEAST_RATINGS", "RatedEvaluation", "RatedFigures", "evaluate_ratings", "verdict"]

LEAST_RATINGS = 30
"""With fewer ratings of the owner's no percentage is given."""

# The longest window that settings allow: ratings of old posts count as well.
_LONGEST_DAYS = 3650


@dataclass(frozen=True)
class RatedFigures:
    """Figures on the newer half of the owner's thumbs; the older half was learned from."""

    evaluation: Evaluation
    """Of the relevance that the owner sees, beside simpler scores: stated_interests, tfidf, raw_cosine,
    popularity (posts by the author: no reactions of others are kept) and random."""
    stated: Judgement
    """Of the stated interests alone, on the built-in scale."""
    doubt: Doubt
    """How far the figures of the relevance can be trusted on so few posts."""


@dataclass(frozen=True)
class RatedEvaluation:
    """Figures on the owner's own ratings, or why there are none."""

    ratings: int
    """Rated posts that the model has read."""
    missing: int
    """How many more ratings it takes before there are figures, at the least."""
    learned: int
    """Thumbs that were learned from: the older half; 0 without figures."""
    figures: RatedFigures | None
    """Null where there are none yet."""
    reason: str
    """Why there are no figures, in a sentence; empty where there are."""


def evaluate_ratings(
    store: Store,
    settings: Settings,
    *,
    encoder: Encoder | None = None,
    reads_phrases: bool = True,
) -> RatedEvaluation:
    """Judge the relevance that the owner sees on their thumbs: split in time, nothing newer is learned from.

    Everything that was rated before the newer half of the thumbs on posts teaches what it teaches the
    product, taste and scale; the relevance that comes of it is judged on the newer half. Likes and comments
    are learned from but judge nothing. Posts without a vector are left out; the window is the longest there is.

    Args:
        store: where posts and ratings are.
        settings: model and attention.
        encoder: is used instead of loading the model, should a phrase have no vector.
        reads_phrases: False leaves such phrases out, and the model alone.

    Raises:
        ModelError: phrases must be embedded and the model is missing, damaged or unsafe.
    """
    ratings = ratings_now(store)
    thumbs = ratings.filter(subject="post", source="thumb").sort("at", "subject_id")
    if thumbs.height < LEAST_RATINGS:
        return _refused(thumbs.height)
    scores = current_scores(
        store,
        replace(settings, window_days=_LONGEST_DAYS),
        encoder=encoder,
        reads_phrases=reads_phrases,
    )
    known = scores.corpus.posts.with_row_index("place").filter(pl.Series(scores.corpus.embedded))
    rated = thumbs.join(
        known.select("place", "author_id", subject_id="post_id"),
        on="subject_id",
        maintain_order="left",
    )
    if rated.height < LEAST_RATINGS or not scores.matches.interests:
        return _refused(rated.height)
    half = rated.height // 2
    older, newer = rated[:half], rated[half:]
    if min(older["value"].n_unique(), newer["value"].n_unique()) < 2:
        return RatedEvaluation(rated.height, 1, 0, None, _ONE_KIND)
    then = score(scores.corpus, scores.matches, ratings=_known_then(ratings, older, newer))
    return RatedEvaluation(rated.height, 0, half, _figures(store, then, newer), "")


def verdict(found: RatedFigures) -> str:
    """Say how well the relevance tells the owner's likes, beside simpler scores, and how exact its figures are."""
    judged, doubt = found.evaluation.judgement, found.doubt
    auc = judged.ranking.post_auc or 0.0
    low, high = doubt.post_auc or (auc, auc)
    ece, by_chance = 100 * judged.ece, 100 * doubt.ece_by_chance
    return _(
        "Of two posts, one that you liked and one that you did not, the liked one stands "
        "first {auc} times in 100 (80 % interval {low} to {high}). {beside} The percentages "
        "are off by {ece} points on average; on so few posts exact ones would be off by "
        "{by_chance}.",
        auc=number(100 * auc),
        low=number(100 * low),
        high=number(100 * high),
        beside=_beside(found, auc, low),
        ece=number(ece),
        by_chance=number(by_chance),
    )


def _beside(found: RatedFigures, auc: float, low: float) -> str:
    if low <= _CHANCE:
        return _("So few ratings cannot tell that from chance, which does so 50 times.")
    simpler = {
        words: found.evaluation.baselines[name].post_auc or 0.0
        for name, words in _SIMPLER.items()
        if name in found.evaluation.baselines
    }
    best = max(simpler, key=lambda one: simpler[one], default=None)
    if best is None:
        return _("Chance does so 50 times.")
    ahead = _("does better") if simpler[best] > auc else _("does so")
    return _(
        "The best simpler score, {best}, {ahead}: {simpler} times; chance 50.",
        best=best,
        ahead=ahead,
        simpler=number(100 * simpler[best]),
    )


_SIMPLER = {
    "stated_interests": marked("your stated interests alone"),
    "tfidf": marked("words in common (tf-idf)"),
    "raw_cosine": marked("the raw cosine"),
    "popularity": marked("how much the author posts"),
}
_CHANCE = 0.5

_ONE_KIND = marked(
    "Either the older or the newer half of your ratings has thumbs of one kind only, so "
    "nothing can be told apart. Rate posts that you like and posts that you do not."
)


def _refused(ratings: int) -> RatedEvaluation:
    missing = max(LEAST_RATINGS - ratings, 0)
    reason = _(
        "{ratings} posts that the model has read are rated, and below {least_ratings} a "
        "percentage would be chance: {missing} are missing. Rate more posts, and run "
        "`relevance embed` if some have no vector yet.",
        ratings=ratings,
        least_ratings=LEAST_RATINGS,
        missing=missing,
    )
    if not missing:
        reason = _("There is no interest to score by. Add one with `relevance interests set`.")
    return RatedEvaluation(ratings, missing, 0, None, reason)


def _known_then(ratings: pl.DataFrame, older: pl.DataFrame, newer: pl.DataFrame) -> pl.DataFrame:
    """Return what was rated before the newer half: its posts are left out, whatever else was done with them."""
    split: datetime = newer["at"][0]
    is_thumb = pl.col("subject").eq("post") & pl.col("source").eq("thumb")
    is_older = pl.col("subject_id").is_in(older["subject_id"].to_list())
    is_newer = pl.col("subject_id").is_in(newer["subject_id"].to_list())
    then = pl.when(is_thumb).then(is_older).otherwise((pl.col("at") < split) & ~is_newer)
    return ratings.filter(then)


def _figures(store: Store, then: Scores, newer: pl.DataFrame) -> RatedFigures:
    place = newer["place"].to_numpy()
    relevant, authors = newer["value"].to_numpy() > 0, newer["author_id"].to_numpy()
    shown, stated = then.relevance[place], then.stated[place]
    evaluation = evaluation_of(
        shown,
        relevant,
        authors,
        simpler={"stated_interests": stated, **_simpler_scores(store, then, newer)},
        model=then.corpus.model,
        skipped={},
    )
    return RatedFigures(evaluation, judge(stated, relevant, authors), doubt_of(shown, relevant))


def _simpler_scores(
    store: Store, scores: Scores, rated: pl.DataFrame
) -> dict[str, NDArray[np.floating]]:
    posts_of = scores.corpus.posts["author_id"].value_counts(name="posts")
    posts = rated.join(posts_of, on="author_id", how="left", maintain_order="left")["posts"]
    popularity: dict[str, NDArray[np.floating]] = {
        "popularity": posts.to_numpy().astype(np.float64)
    }
    good: list[Interest] = [one for one in scores.matches.interests if one.weight > 0]
    if not good:
        return popularity
    places = rated["place"].to_numpy()
    keys = scores.corpus.texts.gather(places, "text_key").to_list()
    vectors, _ = store.vectors(scores.corpus.model, keys)
    queries = phrase_vectors(store, good, model=scores.corpus.model)
    texts = scores.corpus.texts.gather(places).to_list()
    return {
        "tfidf": tfidf(texts, [phrase for one in good for phrase in one.phrases]),
        "raw_cosine": raw_cosine(
            vectors, np.concatenate([rows for rows in queries if rows is not None])
        ),
        **popularity,
    }
