"""Topics: what the feed is about, who brings it, and a map of its posts to read from."""

import polars as pl
import streamlit as st

from relevance.pipeline import FeedTopics, topics_table
from relevance.texts import _, number
from relevance.ui.data import Workspace, is_grouping, topics_soon, workspace
from relevance.ui.topic_list_panel import topic_list_panel
from relevance.ui.topic_map_panel import topic_map_panel
from relevance.ui.topic_reader_panel import topic_reader_panel
from relevance.ui.undo_button import undo_button
from relevance.ui.widgets import empty_state, plain


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Topics"))
    found, scores = topics_soon(space), space.scores
    if found is None:
        _until_grouped(
            space,
            _(
                "Posts are being grouped by what they are about. With many posts that takes a while, once."
            ),
        )
        return
    if not len(found.rows):
        empty_state(
            _("No topics yet"),
            _(
                "Topics are found among posts that the model has read. Bring posts in and let it read them."
            ),
            page="data",
            label=_("Bring your data in"),
        )
        return
    table = topics_table(found, scores)
    st.caption(
        _(
            "Posts that speak of the same are grouped, and each group is named by the words that "
            "tell it from the others. "
            "Near-duplicates count once. Groups follow from the posts alone; your interests only colour them."
        )
    )
    st.write(_sentence(found, table))
    if is_grouping(space):
        _until_grouped(
            space,
            _(
                "Many posts came or went: they are being grouped anew in the background. Until then new "
                "ones stand with the "
                "topic that is nearest."
            ),
        )
    with st.container(horizontal=True):
        undo_button(space)
    topic_map_panel(space, found, scores)
    topic_reader_panel(space, found, scores)
    topic_list_panel(space, table)


@st.fragment(run_every="1s")
def _until_grouped(space: Workspace, said: str) -> None:
    """Say that posts are being grouped, and draw the page again once they are."""
    if not is_grouping(space):
        st.rerun()
    st.caption(said)


def _sentence(found: FeedTopics, table: pl.DataFrame) -> str:
    named = len(found.names)
    topics = _("{named} topics", named=named) if named != 1 else _("one topic")
    unread = (
        _(
            " What {unread} more are about is unknown until the model has read them.",
            unread=number(found.unread),
        )
        if found.unread
        else ""
    )
    largest = (
        _(
            " The largest is **{name}** with {share} % of them.",
            name=plain(table["name"][0]),
            share=number(100 * table["share"][0]),
        )
        if named > 1
        else ""
    )
    return _(
        "**{rows} posts, {topics}.**{largest}{unread}",
        rows=number(len(found.rows)),
        topics=topics,
        largest=largest,
        unread=unread,
    )


main()
