"""The language of each post, told once for each text."""

from collections.abc import Sequence

import polars as pl

from relevance.languages import detect_languages
from relevance.store import Store

__all__ = ["note_languages", "untold_texts"]

_UNTOLD = "author_id <> 'owner' AND feed_post.language IS NULL"


def untold_texts(store: Store) -> set[str]:
    """Return the keys of the texts of others' posts whose language `note_languages` has yet to tell."""
    found = store.frame(f"SELECT DISTINCT text_key FROM feed_post WHERE {_UNTOLD}")
    return set(found["text_key"])


def note_languages(store: Store, keys: Sequence[str] | None = None) -> int:
    """Tell the language of the texts of posts that have not been looked at, and return how many there were.

    The owner's own posts are never in the feed, so they are left out.

    Args:
        store: where posts are.
        keys: only the texts with these keys, whose vectors are about to be saved: pages learn of both at once. Null
            is all.
    """
    wanted = "" if keys is None else "AND post.text_key IN (SELECT unnest(?))"
    waiting = store.frame(
        f"""
        SELECT post.text_key, any_value(post.text) AS text FROM post JOIN feed_post USING (post_id)
        WHERE {_UNTOLD} {wanted}
        GROUP BY ALL ORDER BY post.text_key
        """,
        [] if keys is None else [list(keys)],
    )
    if waiting.is_empty():
        return 0
    languages = pl.Series(detect_languages(waiting["text"]), dtype=pl.String)
    with store.transaction():
        store.insert("text_language", waiting.select("text_key", language=languages))
        if keys is None:
            store.bump()
    return waiting.height
