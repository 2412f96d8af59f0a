"""What the owner rated: thumbs as they gave them, likes and comments as their exports tell."""

from datetime import UTC, datetime

import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.store.database import Store
from relevance.texts import _

__all__ = ["ratings_now", "save_rating", "take_back_rating"]

SUBJECTS = ("post", "person")


def ratings_now(store: Store) -> pl.DataFrame:
    """Return one row for each rated post and person, the newest first.

    Columns: subject (post or person), subject_id (a person by the id of today), value (-1 to 1; 0 for
    an act that the owner took back), source (thumb, or the act: like, comment, ...), at, and acts,
    what the owner did with the post. A thumb holds above any act, the strongest act above the others.
    """
    return store.frame(
        """
        WITH told AS (
            SELECT rating_id, subject, value, "at", source,
                   CASE WHEN subject = 'person' THEN coalesce(
                       (SELECT person_id FROM person WHERE person_id = subject_id),
                       (SELECT min(person_id) FROM person_link WHERE home_id = subject_id AND state = 'linked'),
                       subject_id) ELSE subject_id END AS subject_id
            FROM rating
        ),
        act AS (
            SELECT subject, subject_id, max(value) AS value, arg_max(source, (value, rating_id)) AS source,
                   arg_max("at", (value, rating_id)) AS "at", list(DISTINCT source ORDER BY source) AS acts
            FROM told WHERE source IS NOT NULL GROUP BY subject, subject_id
        ),
        thumb AS (
            SELECT subject, subject_id, arg_max(value, rating_id) AS value, max("at") AS "at"
            FROM told WHERE source IS NULL GROUP BY subject, subject_id
        )
        SELECT subject, subject_id, coalesce(thumb.value, act.value) AS value,
               CASE WHEN thumb.value IS NULL OR thumb.value = 0 THEN act.source ELSE 'thumb' END AS source,
               coalesce(thumb."at", act."at") AS "at", coalesce(act.acts, []) AS acts
        FROM thumb FULL JOIN act USING (subject, subject_id)
        WHERE NOT (thumb.value IS NOT DISTINCT FROM 0 AND act.value IS NULL)
        ORDER BY "at" DESC, subject, subject_id
        """
    )


def save_rating(store: Store, subject: str, subject_id: str, value: float) -> int:
    """Keep the owner's thumb, in place of an earlier one, and return its id.

    Args:
        store: where it is kept.
        subject: post or person.
        subject_id: of which one.
        value: 1 for up, -1 for down, 0 for "what I did with it says nothing".

    Raises:
        UsageError: the subject is neither post nor person, or the value none of these.
    """
    if subject not in SUBJECTS or value not in {-1, 0, 1}:
        msg = _(
            "A rating must be of a post or person and be 1, 0 or -1, got {subject!r} and "
            "{value!r}.",
            subject=subject,
            value=value,
        )
        raise UsageError(msg)
    with store.transaction():
        _forget(store, subject, subject_id)
        found = store.frame("SELECT coalesce(max(rating_id), 0) + 1 AS n FROM rating")
        number = int(found["n"][0])
        store.execute(
            'INSERT INTO rating (rating_id, subject, subject_id, value, "at") VALUES (?, ?, ?, ?, ?)',
            [number, subject, subject_id, float(value), datetime.now(UTC)],
        )
        store.bump("ratings")
    return number


def take_back_rating(store: Store, subject: str, subject_id: str) -> None:
    """Take back a thumb: an act beneath it counts again. Where only an act holds, it counts no more.

    Raises:
        NotFoundError: it is not rated.
    """
    with store.transaction():
        rows = ratings_now(store).filter(subject=subject, subject_id=subject_id)
        if rows.is_empty():
            msg = _(
                "The {subject} {subject_id!r} is not rated; see `relevance ratings`.",
                subject=subject,
                subject_id=subject_id,
            )
            raise NotFoundError(msg)
        if rows["source"][0] == "thumb" or rows["value"][0] == 0:
            _forget(store, subject, subject_id)
            store.bump("ratings")
        else:
            save_rating(store, subject, subject_id, 0)


def _forget(store: Store, subject: str, subject_id: str) -> None:
    """Forget the owner's own word on a post or person; a person's under earlier ids as well."""
    store.execute(
        """
        DELETE FROM rating WHERE source IS NULL AND subject = ? AND (subject_id = ? OR (
            subject = 'person' AND subject_id NOT IN (SELECT person_id FROM person) AND subject_id IN (
                SELECT home_id FROM person_link WHERE person_id = ? AND state = 'linked')))
        """,
        [subject, subject_id, subject_id],
    )
