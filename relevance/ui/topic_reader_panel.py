"""The posts that are being read, whether chosen on the map or in the list of topics."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from relevance.pipeline import FeedTopics, Scores, topic_posts
from relevance.texts import _, day, number
from relevance.ui.data import Workspace
from relevance.ui.thumbs import thumbs
from relevance.ui.why_panel import why_post
from relevance.ui.widgets import plain, profile_link

__all__ = ["of_100", "posts_read", "read_posts", "topic_reader_panel"]

_READ = "topic_read"
_SHOWN = 5
_LETTERS = 600


def topic_reader_panel(space: Workspace, found: FeedTopics, scores: Scores) -> None:
    """Draw the most typical of the posts that are being read; nothing where none are."""
    reading = posts_read(space)
    if reading is None:
        return
    chosen, title = reading
    posts = topic_posts(space.store, found, scores, chosen)
    with st.container(border=True):
        count = int(chosen.sum())
        posts_said = (
            _("{count} posts, the most typical first", count=number(count))
            if count > 1
            else _("one post")
        )
        st.markdown(f"**{plain(title)}** · {posts_said}")
        for row in posts.head(_SHOWN).iter_rows(named=True):
            _post(space, row)
        st.button(_("Close"), key="close_reader", on_click=st.session_state.pop, args=(_READ,))


def read_posts(space: Workspace, chosen: np.ndarray, title: str) -> None:
    """Have these posts read from now on, under a title."""
    st.session_state[_READ] = (_state_of(space), chosen, title)


def posts_read(space: Workspace) -> tuple[np.ndarray, str] | None:
    """Return which posts are being read and their title, wherever they were chosen; null where none are."""
    state, chosen, title = st.session_state.get(_READ, (None, None, ""))
    return (chosen, title) if state == _state_of(space) else None


def _state_of(space: Workspace) -> tuple[str, int, int]:
    """Return what the places of posts depend on: a choice made before it changed is void."""
    return str(space.store.path), space.version("data"), space.version("vectors")


def _post(space: Workspace, row: Mapping[str, Any]) -> None:
    with st.container(border=True):
        text = row["text"]
        st.text(text if len(text) <= _LETTERS else text[:_LETTERS].rsplit(" ", 1)[0] + " …")
        when = day(row["created_at"]) if row["created_at"] else _("no date")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                _(
                    "{author}, {when}: {topic}; relevance {relevance}",
                    author=plain(row["author"]),
                    when=when,
                    topic=plain(row["topic"]),
                    relevance=of_100(row["relevance"]),
                )
            )
            profile_link(row["url"], label=_("Open post"), key=f"open {row['post_id']}")
        thumbs(space, "post", row["post_id"])
        why_post(space, row["post_id"])


def of_100(relevance: float | None) -> str:
    """Return a relevance (0 to 1) in words, also where it is unknown."""
    return (
        _("? unknown")
        if relevance is None
        else _("{relevance} of 100", relevance=number(100 * relevance))
    )
