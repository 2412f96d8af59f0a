"""How good the scores are on posts that somebody has labelled."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.cleaning import cleaned
from relevance.embedding import Encoder, embed_missing, load_encoder, model_id_of
from relevance.errors import DataError
from relevance.evaluating import Judgement, Ranking, chance, judge, rank, raw_cosine, tfidf
from relevance.interests import Calibration, Interest, default_calibration
from relevance.lexical import lexical_match
from relevance.pipeline.rehearsal import Early, Rehearsed, early_ranking, refitted, rehearse
from relevance.schema import text_key
from relevance.scoring import (
    calibrate,
    centre,
    corpus_mean,
    matches,
    post_relevance,
    soft_max_similarity,
)
from relevance.sources.posts import LabelledPosts, read_labelled
from relevance.texts import _, number

__all__ = ["Evaluation", "evaluate_posts", "evaluation_of"]

_SHOWN_LABELS = 15


@dataclass(frozen=True)
class Evaluation:
    """Figures of the combined relevance beside those of simpler scores."""

    judgement: Judgement
    baselines: Mapping[str, Ranking]
    """tfidf, raw_cosine, random, and popularity where the table counts reactions."""
    model: str
    """Id of the model that read the posts."""
    skipped: Mapping[str, int]
    """Rows that are no posts, by reason."""
    refitted: Judgement | None = None
    """Of labelled posts on the scale that the labels of other authors' posts give; null where they are few."""
    with_ratings: Sequence[Rehearsed] = ()
    """What 10, 30 and 100 ratings would add; empty on the owner's own ratings, and where posts are few."""
    early: Early | None = None
    """How the ranking stands after a fifth of the posts; null on the owner's own ratings."""


def evaluate_posts(
    path: Path,
    interests: Sequence[Interest],
    *,
    label: str = "topic",
    model: str = "",
    encoder: Encoder | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Evaluation:
    """Score labelled posts with these interests and judge the scores; no database is involved.

    A post is truly relevant when one of its labels is among the labels of an interest above 0,
    upper and lower case counting as equal. The posts are scored as those of a feed are: centred on
    their own mean, with the built-in calibration of the model. No label has a part in that; what the
    labels of other posts would teach, as ratings do, is told apart.

    Args:
        path: table of posts.
        interests: with `labels`.
        label: name of the column with the labels.
        model: empty for the built-in one, else a local path or the name of a cached model.
        encoder: is used instead of loading `model`.
        progress: is called with the number of texts embedded and of all that will be.

    Raises:
        UsageError: there is no such column.
        DataError: no interest above 0 has labels, no post or every post carries one, or the table
            cannot be read.
        ModelError: the model is missing, damaged or unsafe.
    """
    wanted = _wanted_labels(interests)
    posts = read_labelled(path, label)
    relevant = np.array([not wanted.isdisjoint(one) for one in posts.labels])
    _require_two_kinds(posts, relevant, wanted, label)
    identity = encoder.model_id if encoder else model_id_of(model or None)
    phrases = [phrase for one in interests for phrase in one.phrases]
    vectors = _embedded(
        [*phrases, *map(cleaned, posts.texts)],
        identity,
        lambda: encoder or load_encoder(model or None),
        progress,
    )
    queries, vectors = vectors[: len(phrases)], vectors[len(phrases) :]
    reading = _Reading(posts, vectors, interests, queries, default_calibration(identity))
    authors, everything = np.asarray(posts.authors), np.arange(len(vectors))
    relevance = reading.relevance_of(everything)
    found = evaluation_of(
        relevance,
        relevant,
        authors,
        simpler=_simpler_scores(posts, vectors, interests, queries),
        model=identity,
        skipped=posts.skipped,
    )
    centred = centre(vectors, reading.mean_of(everything))
    rescaled = refitted(relevance, relevant, authors)
    return replace(
        found,
        refitted=None if rescaled is None else judge(rescaled, relevant, authors),
        with_ratings=rehearse(centred, relevance, relevant, authors),
        early=early_ranking(authors, np.asarray(posts.seconds), reading.relevance_of),
    )


class _Reading:
    """Labelled posts with their vectors, as if some of them were all that the model has read."""

    def __init__(
        self,
        posts: LabelledPosts,
        vectors: NDArray[np.float32],
        interests: Sequence[Interest],
        queries: NDArray[np.float32],
        calibration: Calibration,
    ) -> None:
        self._vectors, self._calibration = vectors, calibration
        phrases = [one.phrases for one in interests]
        self._keywords = np.split(queries, np.cumsum([len(one) for one in phrases])[:-1])
        self._lexical = lexical_match(pl.Series(posts.texts), phrases)
        self._strength = [one.strength for one in interests]

    def mean_of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what posts and phrases are centred on."""
        return corpus_mean(self._vectors[rows], prior=self._calibration.centre_prior)

    def relevance_of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the relevance of the posts at `rows`, by the stated interests and the built-in map."""
        vectors = self._vectors[rows]
        similarity = soft_max_similarity(vectors, self._keywords, mean=self.mean_of(rows))
        found = matches(similarity, self._calibration, lexical=self._lexical[:, rows])
        return calibrate(post_relevance(found, self._strength), self._calibration)


def evaluation_of(
    probability: NDArray[np.floating],
    relevant: NDArray[np.bool_],
    authors: NDArray[np.str_],
    *,
    simpler: Mapping[str, NDArray[np.floating]],
    model: str,
    skipped: Mapping[str, int],
) -> Evaluation:
    """Return the figures of probabilities and of simpler scores, all along the same posts."""
    baselines = {name: rank(score, relevant, authors) for name, score in simpler.items()}
    return Evaluation(
        judgement=judge(probability, relevant, authors),
        baselines={**baselines, "random": chance(relevant, authors)},
        model=model,
        skipped=skipped,
    )


def _simpler_scores(
    posts: LabelledPosts,
    vectors: NDArray[np.float32],
    interests: Sequence[Interest],
    queries: NDArray[np.float32],
) -> dict[str, NDArray[np.floating]]:
    good = np.repeat([one.weight > 0 for one in interests], [len(one.phrases) for one in interests])
    phrases = [phrase for one in interests if one.weight > 0 for phrase in one.phrases]
    scores: dict[str, NDArray[np.floating]] = {
        "tfidf": tfidf(posts.texts, phrases),
        "raw_cosine": raw_cosine(vectors, queries[good]),
    }
    if posts.popularity is not None:
        scores["popularity"] = np.nan_to_num(np.asarray(posts.popularity, dtype=np.float64))
    return scores


def _embedded(
    texts: Sequence[str],
    model_id: str,
    encoder: Callable[[], Encoder],
    progress: Callable[[int, int], None],
) -> NDArray[np.float32]:
    kept: dict[str, NDArray[np.float32]] = {}
    embed_missing(
        texts,
        model_id=model_id,
        encoder=encoder,
        known=(),
        save=lambda keys, rows: kept.update(zip(keys, rows, strict=True)),
        progress=progress,
    )
    return np.stack([kept[text_key(text)] for text in texts])


def _wanted_labels(interests: Sequence[Interest]) -> frozenset[str]:
    above = [one for one in interests if one.weight > 0]
    if not above:
        msg = _(
            "Nothing can be evaluated: no interest has a weight above 0, so no post would be "
            "relevant. Got {interests} interests; give at least one a weight from 1 to 100.",
            interests=len(interests),
        )
        raise DataError(msg)
    labels = frozenset(" ".join(label.split()).casefold() for one in above for label in one.labels)
    if not labels:
        names = ", ".join(repr(one.name) for one in above[:10])
        msg = _(
            "Nothing can be evaluated: no interest above 0 ({names}) says which labels count "
            'as it. Add them to the interests file, for example labels = ["pedagogy"].',
            names=names,
        )
        raise DataError(msg)
    return labels


def _require_two_kinds(
    posts: LabelledPosts, relevant: NDArray[np.bool_], wanted: frozenset[str], label: str
) -> None:
    if relevant.any() and not relevant.all():
        return
    counts = Counter(name for one in posts.labels for name in one)
    common = ", ".join(f"{name} ({count})" for name, count in counts.most_common(_SHOWN_LABELS))
    states = ", ".join(sorted(wanted)[:_SHOWN_LABELS])
    if relevant.any():
        msg = _(
            "All {size} posts carry a label of an interest above 0 ({states}), and with one "
            "kind of post nothing can be told apart. Add posts that are not relevant, or "
            "take labels out of the interests file.",
            size=number(relevant.size),
            states=states,
        )
    else:
        msg = _(
            "None of the {size} posts carries a label of an interest above 0 in column "
            "{label!r}. The interests state: {states}. The most frequent labels of the table "
            "are: {common}. Change the labels, or name another column with --label.",
            size=number(relevant.size),
            label=label,
            states=states,
            common=common or _("none, the column is empty"),
        )
    raise DataError(msg)
