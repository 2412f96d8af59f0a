"""How good the scores are on the owner's own ratings."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.config import Settings
from relevance.embedding import Encoder
from relevance.evaluating import raw_cosine, tfidf
from relevance.interests import Calibration, Interest, fit_calibration
from relevance.pipeline.current import current_scores
from relevance.pipeline.evaluation import Evaluation, evaluation_of
from relevance.pipeline.scores import Scores
from relevance.pipeline.vectors import phrase_vectors
from relevance.scoring import calibrate, post_relevance
from relevance.store import Store

__all__ = ["LEAST_RATINGS", "RatedEvaluation", "evaluate_ratings"]

LEAST_RATINGS = 30
"""With fewer ratings of the owner's no percentage is given."""

# The longest window that settings allow: ratings of old posts count as well.
_LONGEST_DAYS = 3650


@dataclass(frozen=True)
class RatedEvaluation:
    """Figures on the owner's own ratings, the older half of which was learned from."""

    ratings: int
    """Rated posts that the model has read."""
    missing: int
    """How many more ratings it takes before there are figures, at the least."""
    learned: int
    """Ratings that the map to a probability was fitted to: the older half; 0 without figures."""
    evaluation: Evaluation | None
    """On the newer half; null where there are no figures yet."""
    reason: str
    """Why there are no figures, in a sentence; empty where there are."""


def evaluate_ratings(
    store: Store, settings: Settings, *, encoder: Encoder | None = None
) -> RatedEvaluation:
    """Judge the scores on the owner's thumbs: split in time, nothing newer is learned from.

    The newest thumb of each post counts, above 0 for relevant; likes and comments are no thumbs.
    Posts without a vector are left out. The stated interests score the posts, the map from there to
    a probability is fitted to the older half, and the newer half is judged.

    Args:
        store: where posts and ratings are.
        settings: model and attention.
        encoder: is used instead of loading the model, should a phrase have no vector.

    Raises:
        ModelError: phrases must be embedded and the model is missing, damaged or unsafe.
    """
    thumbs = _thumbs(store)
    if thumbs.height < LEAST_RATINGS:
        return _refused(thumbs.height)
    scores = current_scores(store, replace(settings, window_days=_LONGEST_DAYS), encoder=encoder)
    places = scores.corpus.posts.with_row_index("place").select("place", "post_id", "author_id")
    rated = thumbs.join(places, on="post_id", maintain_order="left")
    rated = rated.filter(pl.Series(scores.corpus.embedded[rated["place"].to_numpy()]))
    if rated.height < LEAST_RATINGS or not scores.matches.interests:
        return _refused(rated.height)
    relevant = rated["value"].to_numpy() > 0
    older = rated.height // 2
    if min(_kinds(relevant[:older]), _kinds(relevant[older:])) < 2:
        return RatedEvaluation(rated.height, 1, 0, None, _ONE_KIND)
    z = post_relevance(scores.matches.posts, scores.weights)[rated["place"].to_numpy()]
    calibration: Calibration = fit_calibration(
        z[:older], relevant[:older], scores.corpus.calibration
    )
    newer = rated[older:]
    evaluation = evaluation_of(
        calibrate(z[older:], calibration),
        relevant[older:],
        newer["author_id"].to_numpy(),
        simpler=_simpler_scores(store, scores, newer),
        model=scores.corpus.model,
        skipped={},
    )
    return RatedEvaluation(rated.height, 0, older, evaluation, "")


_ONE_KIND = (
    "Either the older or the newer half of your ratings has thumbs of one kind only, so nothing can "
    "be told apart. Rate posts that you like and posts that you do not."
)


def _refused(ratings: int) -> RatedEvaluation:
    missing = max(LEAST_RATINGS - ratings, 0)
    reason = (
        f"{ratings} posts that the model has read are rated, and below {LEAST_RATINGS} a percentage "
        f"would be chance: {missing} are missing. Rate more posts, and run `relevance embed` if some "
        "have no vector yet."
    )
    if not missing:
        reason = "There is no interest to score by. Add one with `relevance interests set`."
    return RatedEvaluation(ratings, missing, 0, None, reason)


def _thumbs(store: Store) -> pl.DataFrame:
    """Return the newest thumb of each post, the oldest first: post_id, value, text, text_key."""
    return store.frame(
        """
        WITH thumb AS (
            SELECT subject_id AS post_id, arg_max(value, ("at", rating_id)) AS value,
                   max("at") AS rated_at
            FROM rating WHERE subject = 'post' AND source IS NULL GROUP BY subject_id
        )
        SELECT post_id, value, post.text, post.text_key
        FROM thumb JOIN post USING (post_id) ORDER BY rated_at, post_id
        """
    )


def _kinds(relevant: NDArray[np.bool_]) -> int:
    return len(np.unique(relevant))


def _simpler_scores(
    store: Store, scores: Scores, rated: pl.DataFrame
) -> dict[str, NDArray[np.floating]]:
    good: list[Interest] = [one for one in scores.matches.interests if one.weight > 0]
    if not good:
        return {}
    vectors, _ = store.vectors(scores.corpus.model, rated["text_key"].to_list())
    queries = phrase_vectors(store, good, model=scores.corpus.model)
    return {
        "tfidf": tfidf(rated["text"].to_list(), [p for one in good for p in one.phrases]),
        "raw_cosine": raw_cosine(
            vectors, np.concatenate([rows for rows in queries if rows is not None])
        ),
    }
