"""Overview: how relevant the feed is, what raises and dilutes it, what is unknown, what to do next."""

import polars as pl
import streamlit as st

from relevance.charts import effect_bars
from relevance.pipeline import (
    FeedSummary,
    Scores,
    connections,
    feed_summary,
    pending_invites,
)
from relevance.ui.data import Workspace, workspace
from relevance.ui.feed_panel import feed_panel
from relevance.ui.thumbs import thumbs
from relevance.ui.why_panel import why_feed
from relevance.ui.widgets import empty_state, page_file, plain, signed

_SHOWN = 6


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title("Is your feed worth your time?")
    if space.empty:
        empty_state(
            "Nothing imported yet",
            "Bring your LinkedIn export and a table of posts, or look around in the demo network.",
            page="data",
            label="Import your data",
        )
        return
    scores = space.scores
    summary = feed_summary(scores)
    _verdict(scores, summary)
    if summary.relevance is None:
        _what_is_missing(space, summary)
        return
    _figures(space, scores, summary)
    why_feed(space)
    feed_panel(scores, bar=space.settings.bar, window_days=space.settings.window_days)
    _extremes(space, scores)


def _verdict(scores: Scores, summary: FeedSummary) -> None:
    if summary.relevance is None:
        return
    listed = connections(scores)
    dilutes = listed.filter(pl.col("state") == "dilutes")
    raises = listed.filter(pl.col("state") == "raises")
    share = dilutes["attention_share"].sum()
    st.markdown(
        f"**{100 * summary.relevance:.0f} of 100.** That is how likely you are to call the next post relevant. "
        f"{raises.height} connections raise it, {dilutes.height} dilute it and take {100 * share:.0f} % of your "
        f"attention; of {summary.unknown} nothing is known yet."
    )


def _what_is_missing(space: Workspace, summary: FeedSummary) -> None:
    if not space.corpus.total_posts:
        empty_state(
            f"{summary.connections} connections, and no posts yet",
            "Your LinkedIn export holds no posts by others, so everyone is *unknown*, not irrelevant. "
            "Add a table of posts, and every person in it gets a figure.",
            page="data",
            label="Add posts",
        )
    elif not summary.interests and not space.interests:
        empty_state(
            "Say what interests you",
            "Your posts are here. Now say what you want more of, and what less of.",
            page="interests",
            label="State interests",
        )
    elif summary.foreign and not summary.waiting:
        empty_state(
            "Every post is in a language that the model does not read",
            f"{summary.foreign} posts are unknown to it, not irrelevant. Choose a multilingual model.",
            page="data",
            label="To the page Data",
        )
    else:
        empty_state(
            f"{summary.waiting} posts wait to be read",
            "The model reads them in the background; figures appear while it goes on. You can start "
            "and stop that on the page Data.",
            page="data",
            label="To the page Data",
        )


def _figures(space: Workspace, scores: Scores, summary: FeedSummary) -> None:
    pending = pending_invites(space.store, space.settings)
    with st.container(horizontal=True):
        st.metric(
            "Feed relevance",
            f"{100 * (summary.relevance or 0):.0f}",
            border=True,
            height="stretch",
            help="Attention-weighted mean relevance of the posts in the window, 0 to 100.",
        )
        st.metric(
            "People you hear",
            summary.people,
            border=True,
            height="stretch",
            help="Persons whose posts, or whose likes and reposts, reach your feed.",
        )
        st.metric(
            "Connections unknown",
            f"{summary.unknown} of {summary.connections}",
            border=True,
            height="stretch",
            help="No post of theirs is known. Unknown is not irrelevant: one post settles it.",
        )
        st.metric(
            "Invites waiting",
            pending.invites["decided"].null_count(),
            border=True,
            height="stretch",
            help="Incoming, not connected, not older than the age limit, and not decided by you yet.",
        )
    newest = scores.corpus.newest
    fresh = f"{newest:%d %B %Y}" if newest else "unknown"
    day = f"{pending.as_of:%d %B %Y}" if pending.as_of else "not known"
    waiting = f" {summary.waiting} posts still wait to be read." if summary.waiting else ""
    st.caption(
        f"Newest post: {fresh}. Your export speaks of {day}.{waiting}{_unread(scores, summary)}"
    )


def _unread(scores: Scores, summary: FeedSummary) -> str:
    """What the model cannot tell of: other languages; and which model is to follow it."""
    said = ""
    if summary.foreign:
        said += (
            f" {summary.foreign} posts in other languages are unknown to this model; a multilingual one can be chosen "
            "on the page Data."
        )
    if scores.corpus.next_model:
        said += (
            f" Scores are those of {plain(scores.corpus.model)} until {plain(scores.corpus.next_model)} has read "
            f"{scores.corpus.next_waiting} more texts."
        )
    return said


def _extremes(space: Workspace, scores: Scores) -> None:
    listed = connections(scores).filter(pl.col("effect").is_not_null())
    left, right = st.columns(2)
    for column, raising, title in (
        (left, True, "▲ Who raises it most"),
        (right, False, "▼ Who dilutes it most"),
    ):
        wanted = "raises" if raising else "dilutes"
        rows = listed.filter(pl.col("state") == wanted)
        rows = (rows if raising else rows.reverse()).head(_SHOWN)
        with column:
            st.subheader(title)
            if rows.is_empty():
                st.write("Nobody, beyond what chance explains.")
                continue
            st.plotly_chart(
                effect_bars(rows, raising=raising),
                key=f"bars {wanted}",
                config={"displayModeBar": False},
                alt=f"Bars: the people who are {wanted} most",
            )
            for row in rows.iter_rows(named=True):
                with st.container(
                    horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
                ):
                    st.markdown(plain(row["name"]), width="content")
                    thumbs(space, "person", row["person_id"], place=wanted, short=True)
    _next(space, listed)


def _next(space: Workspace, listed: pl.DataFrame) -> None:
    st.subheader("What to do next")
    worst = listed.filter(pl.col("state") == "dilutes").reverse().head(3)
    for row in worst.iter_rows(named=True):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.markdown(
                f"- **{plain(row['name'])}**: {row['suggestion']}. Takes {100 * row['attention_share']:.1f} % of your "
                f"attention, effect {signed(row['effect'])} points.",
                width="content",
            )
            thumbs(space, "person", row["person_id"], place="next", short=True)
    with st.container(horizontal=True):
        st.page_link(
            page_file("connections"), label="Go through connections", icon=":material/group:"
        )
        st.page_link(page_file("invites"), label="Answer invites", icon=":material/mail:")
        st.page_link(page_file("interests"), label="Tune interests", icon=":material/interests:")


main()
