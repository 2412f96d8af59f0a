"""Posts as cards: text, figures, why, and thumbs."""

import polars as pl
import streamlit as st

from relevance.pipeline import ranked_posts
from relevance.ui.data import Workspace
from relevance.ui.thumbs import thumbs
from relevance.ui.why_panel import why_post
from relevance.ui.widgets import plain, signed

__all__ = ["post_cards", "shortened", "their_posts"]

_SHOWN = 4


def post_cards(posts: pl.DataFrame, space: Workspace, *, place: str = "") -> None:
    """Draw some posts of `ranked_posts`, each as plain text with its figures and thumbs.

    Args:
        posts: the posts.
        space: what the session looks at.
        place: where on the page, where the same post may show elsewhere, too.
    """
    if posts.is_empty():
        st.caption("None.")
    for row in posts.head(_SHOWN).iter_rows(named=True):
        with st.container(border=True):
            st.text(shortened(row["text"]))
            when = f"{row['created_at']:%d %b %Y}" if row["created_at"] else "no date"
            speaks = f", speaks to {plain(row['interest'])}" if row["interest"] else ""
            through = (
                f", by {plain(row['author'])}" if row["kind"] in {"like", "bare_reshare"} else ""
            )
            st.caption(
                f"{when}{through}: relevance {100 * row['relevance']:.0f}, effect {signed(row['effect'])}{speaks}"
            )
            if row["left_out"]:
                st.caption(f"Read without: {row['left_out']}.", help=plain(row["read"]))
            thumbs(space, "post", row["post_id"], place=place)
            why_post(space, row["post_id"], place=place)
    if posts.height > _SHOWN:
        st.caption(f"and {posts.height - _SHOWN} more")


def their_posts(space: Workspace, person_id: str, *, place: str) -> None:
    """Offer to show what somebody posts; read only when it is asked for."""
    if st.toggle("Show their posts", key=f"posts of {person_id} {place}"):
        post_cards(ranked_posts(space.store, space.scores, person_id), space, place=place)


def shortened(text: str, most: int = 420) -> str:
    """Return the beginning of a text, cut at a blank."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
