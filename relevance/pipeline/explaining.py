"""Why a post has the relevance it has: parts that add up, sentence and keyword that match, what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.cleaning import cleaned
from relevance.config import Settings
from relevance.embedding import Encoder, load_encoder
from relevance.errors import NotFoundError, UsageError
from relevance.identity import OWNER
from relevance.interests import Interest
from relevance.lexical import lexical_match
from relevance.pipeline.counterfactuals import (
    WouldBe,
    weight_for_bar,
    without_interests,
    without_ratings,
)
from relevance.pipeline.learning import RATINGS
from relevance.pipeline.parts import BASE, base_part, post_parts, ratings_move
from relevance.pipeline.scores import Scores
from relevance.pipeline.vectors import phrase_vectors
from relevance.scoring import centre, matches, soft_max_similarity
from relevance.sentences import sentences
from relevance.store import Store, ratings_now
from relevance.texts import _

__all__ = ["BestSentence", "Part", "PostExplanation", "explain_post", "sentence_encoder"]

# From this match or this part on an interest speaks, so that its nearest keyword and best sentence are worth showing.
_SPEAKS = 0.1
_LEAST_PART = 0.02
_MOST_SENTENCES = 3


@dataclass(frozen=True)
class Part:
    """What one interest, the ratings, or having nothing to say adds to a relevance."""

    name: str
    share: float
    """-1 to 1; the shares of a figure add up to it."""
    weight: float | None = None
    """Of the interest, -100 to 100; null for the other parts."""
    match: float | None = None
    """How strongly the post speaks to it, 0 to 1."""
    keyword: str | None = None
    """The phrase of the interest that is nearest to the post; null where the interest says nothing of it."""


@dataclass(frozen=True)
class BestSentence:
    """The sentence of a post that speaks most to one interest."""

    interest: str
    text: str
    match: float | None
    """How strongly it speaks to it by itself, 0 to 1; null where only words in common were compared."""


@dataclass(frozen=True)
class PostExplanation:
    """Why a post has its figure."""

    post_id: str
    author: str
    text: str
    relevance: float | None
    """As shown, 0 to 1; null where it is unknown."""
    unknown: str | None
    """Why it is unknown, in a sentence; null where it is known."""
    parts: tuple[Part, ...] = ()
    """The most moving first, the base last; they add up to `relevance`."""
    best: tuple[BestSentence, ...] = ()
    """For each interest that speaks, the strongest first; at most three."""
    by_model: bool = False
    """Whether the model compared the sentences; else words in common did."""
    changes: tuple[WouldBe, ...] = ()
    """What would have to change for another figure."""


def sentence_encoder(scores: Scores) -> Encoder:
    """Load the model of these scores, to read sentences with; that takes seconds.

    Raises:
        ModelError: the model is missing, damaged or unsafe.
    """
    return load_encoder(scores.corpus.model_name or None)


def explain_post(
    store: Store,
    scores: Scores,
    post_id: str,
    settings: Settings,
    *,
    encoder: Encoder | None = None,
) -> PostExplanation:
    """Return why a post has its relevance.

    Args:
        store: where texts, phrases and ratings are.
        scores: the scores to explain.
        post_id: which post.
        settings: the bar and the window.
        encoder: reads the post's sentences; without one they are compared by words in common.

    Raises:
        NotFoundError: there is no such post.
        UsageError: the encoder is of another model than the scores.
    """
    if encoder is not None and encoder.model_id != scores.corpus.model:
        msg = _(
            "The scores are those of {model!r}, got an encoder of {model_id!r}. Load the "
            "model of the scores.",
            model=scores.corpus.model,
            model_id=encoder.model_id,
        )
        raise UsageError(msg)
    text, author, is_own = _told(store, post_id)
    row = scores.corpus.posts["post_id"].index_of(post_id)
    why = _unknown(scores, row, settings, is_own=is_own)
    if row is None or why:
        return PostExplanation(post_id, author, text, relevance=None, unknown=why)
    found = _parts(store, scores, row, text)
    speaking = [one.name for one in found if one.keyword is not None and one.weight]
    return PostExplanation(
        post_id=post_id,
        author=author,
        text=text,
        relevance=float(scores.relevance[row]),
        unknown=None,
        parts=found,
        best=_best(store, scores, text, speaking, encoder),
        by_model=encoder is not None,
        changes=_changes(store, scores, row, found, settings.bar),
    )


def _told(store: Store, post_id: str) -> tuple[str, str, bool]:
    """Return text and author of a post, and whether it is the owner's own."""
    rows = store.frame(
        """
        SELECT post.text, coalesce(person.name, '') AS author,
               coalesce(feed_post.author_id = ? OR feed_post.person_id = ?, false) AS own
        FROM post LEFT JOIN feed_post USING (post_id)
        LEFT JOIN person ON person.person_id = feed_post.author_id WHERE post_id = ?
        """,
        [OWNER, OWNER, post_id],
    )
    if rows.is_empty():
        msg = _(
            "There is no post with the id {post_id!r}. Ids of posts are in `relevance person "
            "NAME --json` and `relevance rate --next --json`.",
            post_id=post_id,
        )
        raise NotFoundError(msg)
    text, author, own = rows.row(0)
    return str(text), str(author), bool(own)


def _unknown(scores: Scores, row: int | None, settings: Settings, *, is_own: bool) -> str | None:
    corpus = scores.corpus
    if is_own:
        return _("It is your own post, and those are no part of your feed.")
    if row is None:
        return _(
            "It was written more than {window_days} days before the newest post, so it is "
            "outside the window that counts.",
            window_days=settings.window_days,
        )
    if corpus.foreign[row]:
        return _(
            "It is in a language that the model does not read ({language}).",
            language=corpus.posts["language"][row],
        )
    if not corpus.embedded[row]:
        return _("The model has not read it yet: let it read on, or run `relevance embed`.")
    if np.isnan(scores.relevance[row]):
        return _("There is no interest yet that it could be compared with.")
    return None


def _parts(store: Store, scores: Scores, row: int, text: str) -> tuple[Part, ...]:
    interests, grid = scores.matches.interests, scores.matches.posts[:, row]
    shares = post_parts(scores, np.array([row], dtype=np.int64))[:, 0]
    speaks = (grid >= _SPEAKS) | (np.abs(shares) >= _LEAST_PART)
    vectors = phrase_vectors(store, interests, model=scores.corpus.model)
    named = [
        Part(
            name=one.name,
            share=float(shares[place]),
            weight=float(100 * scores.weights[place]),
            match=float(grid[place]),
            keyword=_nearest(scores, row, text, one, rows) if speaks[place] else None,
        )
        for place, (one, rows) in enumerate(zip(interests, vectors, strict=True))
    ]
    if ratings_move(scores):
        named.append(Part(RATINGS, float(scores.relevance[row]) - float(scores.stated[row])))
    ordered = sorted(named, key=lambda one: -abs(one.share))
    return (*ordered, Part(BASE, base_part(scores)))


def _nearest(
    scores: Scores, row: int, text: str, interest: Interest, rows: NDArray[np.float32] | None
) -> str | None:
    """Return the phrase of an interest that is nearest to a post, by meaning and by its very words."""
    if rows is None:
        return None
    corpus = scores.corpus
    said = lexical_match(pl.Series([text]), [[phrase] for phrase in interest.phrases])[:, 0]
    near = centre(rows, corpus.mean) @ corpus.vectors[row]
    return interest.phrases[int(np.argmax(near + corpus.calibration.lexical_weight * said))]


def _best(
    store: Store, scores: Scores, text: str, names: Sequence[str], encoder: Encoder | None
) -> tuple[BestSentence, ...]:
    """Return the best sentence for each of the first three of these interests."""
    by_name = {one.name: one for one in scores.matches.interests}
    wanted = [by_name[name] for name in names[:_MOST_SENTENCES]]
    said = sentences(cleaned(text)) or [text]
    words = lexical_match(pl.Series(said), [one.phrases for one in wanted])
    if not wanted:
        return ()
    strength = words if encoder is None else _matches(store, scores, said, wanted, words, encoder)
    return tuple(
        BestSentence(
            one.name,
            said[int(row.argmax())],
            None if encoder is None else float(row.max()),
        )
        for one, row in zip(wanted, strength, strict=True)
        if row.max() > 0
    )


def _matches(
    store: Store,
    scores: Scores,
    said: Sequence[str],
    wanted: Sequence[Interest],
    words: NDArray[np.float32],
    encoder: Encoder,
) -> NDArray[np.float32]:
    """Return how strongly each sentence speaks to each interest, (n_interests, n_sentences), 0 to 1."""
    mean = scores.corpus.mean
    phrases = phrase_vectors(store, wanted, model=scores.corpus.model)
    near = soft_max_similarity(
        encoder.encode(said), [rows for rows in phrases if rows is not None], mean=mean
    )
    return matches(near, scores.corpus.calibration, lexical=words)


def _changes(
    store: Store, scores: Scores, row: int, found: Sequence[Part], bar: float
) -> tuple[WouldBe, ...]:
    ratings = ratings_now(store)

    def figure(other: Scores) -> float | None:
        value = float(other.relevance[row])
        return None if np.isnan(value) else value

    shares = {one.name: one.share for one in found if one.weight is not None}
    at_bar = weight_for_bar(scores, ratings, row, bar)
    return (
        *without_interests(scores, ratings, shares, figure),
        *without_ratings(scores, figure),
        *([at_bar] if at_bar else []),
    )
