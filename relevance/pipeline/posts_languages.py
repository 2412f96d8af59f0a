"""The language of each post, told once for each text and kept with it."""

import polars as pl

from relevance.languages import detect_languages
from relevance.store import Store

__all__ = ["note_languages"]


def note_languages(store: Store) -> int:
    """Tell the language of the posts whose text has not been looked at, and return how many there were.

    The owner's own posts are never in the feed, so they are left out.
    """
    waiting = store.frame(
        """
        SELECT post.post_id, post.text_key AS language_key, post.text FROM post JOIN feed_post USING (post_id)
        WHERE author_id <> 'owner' AND post.language_key IS DISTINCT FROM post.text_key ORDER BY post_id
        """
    )
    if waiting.is_empty():
        return 0
    told = waiting.select(
        "post_id",
        "language_key",
        language=pl.Series(detect_languages(waiting["text"]), dtype=pl.String),
    )
    with store.transaction():
        store.update("post", told, key="post_id")
        store.bump()
    return waiting.height
