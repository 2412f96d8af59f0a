"""The language of each post, told once for each text."""

import polars as pl

from relevance.languages import detect_languages
from relevance.store import Store

__all__ = ["note_languages"]


def note_languages(store: Store) -> int:
    """Tell the language of the texts of posts that have not been looked at, and return how many there were.

    The owner's own posts are never in the feed, so they are left out.
    """
    waiting = store.frame(
        """
        SELECT post.text_key, any_value(post.text) AS text FROM post JOIN feed_post USING (post_id)
        WHERE author_id <> 'owner' AND feed_post.language IS NULL GROUP BY ALL ORDER BY post.text_key
        """
    )
    if waiting.is_empty():
        return 0
    languages = pl.Series(detect_languages(waiting["text"]), dtype=pl.String)
    with store.transaction():
        store.insert("text_language", waiting.select("text_key", language=languages))
        store.bump()
    return waiting.height
