"""Posts as cards: text, figures, why, and thumbs."""

import polars as pl
import streamlit as st

from relevance.pipeline import ranked_posts
from relevance.texts import _, day, number
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
        st.caption(_("None."))
    for row in posts.head(_SHOWN).iter_rows(named=True):
        with st.container(border=True):
            st.text(shortened(row["text"]))
            when = day(row["created_at"]) if row["created_at"] else _("no date")
            speaks = (
                _(", speaks to {interest}", interest=plain(row["interest"]))
                if row["interest"]
                else ""
            )
            through = (
                _(", by {author}", author=plain(row["author"]))
                if row["kind"] in {"like", "bare_reshare"}
                else ""
            )
            st.caption(
                _(
                    "{when}{through}: relevance {relevance}, effect {effect}{speaks}",
                    when=when,
                    through=through,
                    relevance=number(100 * row["relevance"]),
                    effect=signed(row["effect"]),
                    speaks=speaks,
                )
            )
            if row["left_out"]:
                st.caption(
                    _("Read without: {left_out}.", left_out=row["left_out"]),
                    help=plain(row["read"]),
                )
            thumbs(space, "post", row["post_id"], place=place)
            why_post(space, row["post_id"], place=place)
    if posts.height > _SHOWN:
        st.caption(_("and {shown} more", shown=posts.height - _SHOWN))


def their_posts(space: Workspace, person_id: str, *, place: str) -> None:
    """Offer to show what somebody posts; read only when it is asked for."""
    if st.toggle(_("Show their posts"), key=f"posts of {person_id} {place}"):
        post_cards(ranked_posts(space.store, space.scores, person_id), space, place=place)


def shortened(text: str, most: int = 420) -> str:
    """Return the beginning of a text, cut at a blank."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
