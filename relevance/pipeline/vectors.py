"""Vectors for what has none yet: posts first in the order that serves every person, then short texts."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import polars as pl

from relevance.cleaning import cleaned
from relevance.embedding import (
    EmbedReport,
    Encoder,
    embed_missing,
    load_encoder,
    model_id_of,
    precision_of,
)
from relevance.interests import Interest
from relevance.pipeline.models import note_precision
from relevance.pipeline.note_chances import note_texts
from relevance.pipeline.posts_languages import note_languages, untold_texts
from relevance.pipeline.reading_order import ReadingOrder, Urgency
from relevance.pipeline.wishes import read_interests
from relevance.schema import text_key
from relevance.store import Store

__all__ = [
    "embed",
    "embed_phrases",
    "forget_unused_vectors",
    "missing_phrases",
    "phrase_vectors",
    "post_texts",
    "profile_text",
]


def embed(
    store: Store,
    *,
    model: str = "",
    encoder: Encoder | None = None,
    limit: int | None = None,
    urgency: Callable[[], Urgency] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> EmbedReport:
    """Give every post a vector, author-balanced and newest first, and return the counts of posts.

    The interests' phrases come first, those that are added meanwhile as soon as a batch is saved; what
    profiles and the notes of invitations say comes last; none of these is counted. Notes are read even
    where there is no post, since the model tells pitches. Every saved batch counts, so the work can be
    killed and taken up again.

    Args:
        store: where posts and interests are and vectors go.
        model: empty for the built-in model, else a local path or the name of a cached model.
        encoder: is used instead of loading `model`.
        limit: at most this many posts are embedded now; null for all.
        urgency: says which posts matter, such as `reading_urgency`; it is asked once every author had their turns,
            and now and then from there. Null keeps to turns.
        progress: is called with the number of posts done and of all posts.
        cancelled: is asked between batches.

    Raises:
        ModelError: the model is missing, damaged or unsafe.
    """
    work = _Embedding(store, model, encoder)
    posts = _posts(store)
    if posts.is_empty():
        if limit is None:
            work.run(note_texts(store), cancelled=cancelled)
        return work.run([], cancelled=cancelled)
    work.read_phrases()
    order = ReadingOrder(posts, urgency)
    report = work.run(
        posts["text"].gather(order.first).to_list(),
        progress=progress,
        cancelled=cancelled,
        limit=limit,
        rearrange=order.rearranged,
    )
    # Told of each text as it is read, and here of those that had a vector: nobody waits for all of them.
    if not report.cancelled:
        note_languages(store)
    if limit is None and not report.cancelled:
        work.run([*_profile_texts(store), *note_texts(store)], cancelled=cancelled)
    work.read_phrases()
    return report


class _Embedding:
    """One run: the model is loaded once, and only if something has to be embedded."""

    def __init__(self, store: Store, model: str, encoder: Encoder | None) -> None:
        self._store = store
        self._model = model
        self._encoder = encoder
        self._identity = encoder.model_id if encoder else model_id_of(model or None)
        self._known = store.vector_keys(self._identity)
        # Looked up once: to ask about each batch goes over all posts, and an import leaves none.
        self._untold = untold_texts(store)
        self._interests_read = -1

    def run(
        self,
        texts: Sequence[str],
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        limit: int | None = None,
        rearrange: Callable[[Sequence[int]], Sequence[int]] | None = None,
    ) -> EmbedReport:
        """Embed those of `texts` that have no vector."""
        return embed_missing(
            texts,
            model_id=self._identity,
            encoder=self._loaded,
            known=self._known,
            save=self._save,
            progress=progress or (lambda *_: None),
            cancelled=cancelled,
            limit=limit,
            rearrange=rearrange,
        )

    def read_phrases(self) -> None:
        """Embed the phrases of the interests as they are now, if they changed since last time."""
        version = self._store.version("interests")
        if version != self._interests_read:
            self._interests_read = version
            embed_phrases(
                self._store, read_interests(self._store), model=self._model, encoder=self._lazy()
            )

    def _lazy(self) -> Encoder | None:
        phrases = _phrases(read_interests(self._store))
        return self._loaded() if any(text_key(one) not in self._known for one in phrases) else None

    def _loaded(self) -> Encoder:
        if self._encoder is None:
            self._encoder = load_encoder(self._model or None)
        return self._encoder

    def _save(self, keys: list[str], vectors: np.ndarray) -> None:
        note_precision(self._store, self._identity, precision_of(self._loaded()))
        untold = [key for key in keys if key in self._untold]
        if untold:
            note_languages(self._store, untold)
        self._store.save_vectors(self._identity, keys, vectors)
        self.read_phrases()


def embed_phrases(
    store: Store, interests: Iterable[Interest], *, model: str = "", encoder: Encoder | None = None
) -> int:
    """Embed the phrases of `interests` that have no vector yet and return how many there were.

    Raises:
        ModelError: the model is missing, damaged or unsafe.
    """
    identity = encoder.model_id if encoder else model_id_of(model or None)
    missing = missing_phrases(store, interests, model=identity)
    if missing:
        used = encoder or load_encoder(model or None)
        vectors = used.encode(missing)
        note_precision(store, identity, precision_of(used))
        keys = [text_key(phrase) for phrase in missing]
        part = "vectors" if _is_said(store, missing, keys) else "phrases"
        store.save_vectors(identity, keys, vectors, part=part)
    return len(missing)


def _is_said(store: Store, phrases: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether a post, a profile or a note says just what one of these phrases does: their vector is the same."""
    posts = store.frame(
        "SELECT 1 AS said FROM post WHERE list_contains(?, text_key) LIMIT 1", [list(keys)]
    )
    said = {*_profile_texts(store), *note_texts(store)}
    return bool(posts.height) or not said.isdisjoint(phrases)


def missing_phrases(store: Store, interests: Iterable[Interest], *, model: str) -> list[str]:
    """Return the phrases of `interests` that have no vector of the model with the id `model`."""
    phrases = _phrases(interests)
    _, there = store.vectors(model, [text_key(phrase) for phrase in phrases])
    return [phrase for phrase, found in zip(phrases, there, strict=True) if not found]


def phrase_vectors(
    store: Store, interests: Sequence[Interest], *, model: str
) -> list[np.ndarray | None]:
    """Return for each interest the vectors of its phrases, (m, width), or null while one is missing."""
    phrases = [phrase for one in interests for phrase in one.phrases]
    vectors, there = store.vectors(model, [text_key(phrase) for phrase in phrases])
    ends = np.cumsum([len(one.phrases) for one in interests], dtype=np.int64)[:-1]
    parts = zip(np.split(vectors, ends), np.split(there, ends), strict=True) if phrases else ()
    return [rows if found.all() else None for rows, found in parts]


def forget_unused_vectors(store: Store) -> None:
    """Forget the vectors and languages of texts that nobody holds any more: no post, profile, note or phrase."""
    phrases = _phrases(read_interests(store))
    keys = [text_key(text) for text in (*phrases, *_profile_texts(store), *note_texts(store))]
    keys += store.frame("SELECT DISTINCT text_key FROM post")["text_key"].to_list()
    store.keep_vectors(keys)
    store.execute("DELETE FROM text_language WHERE text_key NOT IN (SELECT text_key FROM post)")


def profile_text(headline: str | None, position: str | None, company: str | None) -> str:
    """Return what a profile says of a person; "" for nothing."""
    return headline or " at ".join(part for part in (position, company) if part)


def _phrases(interests: Iterable[Interest]) -> list[str]:
    return list(dict.fromkeys(phrase for one in interests for phrase in one.phrases))


def post_texts(store: Store) -> list[str]:
    """Return what the model reads of each post, author-balanced and newest first."""
    posts = _posts(store)
    if posts.is_empty():
        return []
    return posts["text"].gather(ReadingOrder(posts, None).first).to_list()


def _posts(store: Store) -> pl.DataFrame:
    """Return what the model reads of each post; posts that came before the cleaning get their keys.

    Columns: post_id, person_id, seconds (when it was written, null for unknown), text.
    """
    posts = store.frame(
        """
        SELECT post_id, post.text, post.text_key, feed_post.person_id,
               epoch(feed_post.created_at)::BIGINT AS seconds
        FROM feed_post JOIN post USING (post_id)
        ORDER BY post_id
        """
    )
    if posts.is_empty():
        return posts
    texts = pl.Series([cleaned(text) for text in posts["text"]], dtype=pl.String)
    keys = pl.Series([text_key(text) for text in texts], dtype=pl.String)
    stale = keys != posts["text_key"]
    if stale.any():
        store.update("post", posts.select("post_id", text_key=keys).filter(stale), key="post_id")
        store.bump("vectors")
    return posts.select("post_id", "person_id", "seconds", text=texts)


def _profile_texts(store: Store) -> list[str]:
    people = store.frame(
        """
        SELECT DISTINCT person.headline, person.position, person.company FROM person
        JOIN person_link USING (person_id)
        LEFT JOIN invite ON invite.record_id = person_link.record_id
        WHERE person_link.record_id IN (SELECT record_id FROM connection)
           OR invite.direction = 'incoming'
        ORDER BY ALL
        """
    )
    lines = [profile_text(*row) for row in people.iter_rows()]
    return list(dict.fromkeys(line for line in lines if line))
