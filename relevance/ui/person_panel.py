"""One person in depth: figures, the posts behind them, parts that add up, past messages."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from relevance.charts import parts_bars
from relevance.pipeline import LEAST_POSTS, PersonPage, Scores, person_page, what_would_settle
from relevance.ui.data import Workspace
from relevance.ui.history_panel import history_form, history_summary
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import plain, profile_link, signed, state_words

__all__ = ["person_panel", "post_cards"]

_SHOWN = 4


def person_panel(space: Workspace, scores: Scores, row: Mapping[str, Any]) -> None:
    """Draw everything about the person of one row of `people_table`."""
    page = person_page(space.store, row["person_id"], scores, space.settings)
    with st.container(border=True):
        _heading(space, row)
        _figures(scores, row)
        raising, lowering = st.columns(2)
        with raising:
            st.markdown("**Posts that raise your feed**")
            post_cards(page.raising, space)
        with lowering:
            st.markdown("**Posts that lower it**")
            post_cards(page.lowering, space)
        parts, past = st.columns(2)
        with parts:
            _parts(page)
        with past:
            _past(page)
            history_summary(page)
        history_form(space, row["person_id"])


def _heading(space: Workspace, row: Mapping[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(row["name"]))
        profile_link(row["url"], key="profile_of_person")
        thumbs(space, "person", row["person_id"])
    at = " at ".join(part for part in (row["position"], row["company"]) if part)
    since = f"Connected since {row['connected_on']:%d %B %Y}. " if row.get("connected_on") else ""
    st.caption(plain(row["headline"] or at) + ("" if not since else f"  \n{since}"))


def _figures(scores: Scores, row: Mapping[str, Any]) -> None:
    missing = what_would_settle(scores, row["person_id"])
    if row["relevance"] is None:
        st.write(
            f"**? unknown.** {plain(missing)} Until then they count neither for nor against; a figure needs at least "
            f"{LEAST_POSTS} post that the model has read."
        )
        return
    st.markdown(
        f"**{state_words(row['state'])}** your feed: effect {signed(row['effect'])} points. "
        f"Relevance {100 * row['relevance']:.0f} of 100, with 80 % certainty between {100 * row['low']:.0f} and "
        f"{100 * row['high']:.0f}, from {row['posts']} posts that take {100 * row['attention_share']:.1f} % of your "
        f"attention. Suggested: **{row['suggestion']}**."
    )
    if missing:
        st.caption(plain(missing))


def post_cards(posts: pl.DataFrame, space: Workspace) -> None:
    """Draw some posts, each as plain text with its figures and thumbs."""
    if posts.is_empty():
        st.caption("None.")
    for row in posts.head(_SHOWN).iter_rows(named=True):
        with st.container(border=True):
            st.text(_shortened(row["text"]))
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
            thumbs(space, "post", row["post_id"])
    if posts.height > _SHOWN:
        st.caption(f"and {posts.height - _SHOWN} more")


def _shortened(text: str, most: int = 420) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _parts(page: PersonPage) -> None:
    st.markdown("**What their relevance is made of**")
    if not page.parts:
        st.caption("Nothing yet: no post, or no interest.")
        return
    st.plotly_chart(
        parts_bars(page.parts),
        key="parts_of_person",
        config={"displayModeBar": False},
        alt="Bars: points of relevance that each interest adds or takes",
    )
    st.caption(
        f"These add up to {100 * sum(page.parts.values()):.1f}, the mean over the posts above. The shown relevance is "
        "drawn towards what is usual in your network, the more so the fewer posts there are."
    )


def _past(page: PersonPage) -> None:
    st.markdown("**Between you**")
    for note in page.notes:
        st.text(f"Your note: {note}")
    if page.encounters.is_empty():
        st.caption("No message, mail or meeting is known.")
        return
    for row in page.encounters.head(_SHOWN).iter_rows(named=True):
        when = f"{row['at']:%d %b %Y}" if row["at"] else "no date"
        arrow = {"outgoing": "you wrote", "incoming": "they wrote"}.get(row["direction"], "both")
        st.caption(f"{when}, {plain(row['channel'])}, {arrow}")
        if row["snippet"]:
            st.text(_shortened(row["snippet"], 200))
    if page.encounters.height > _SHOWN:
        st.caption(f"and {page.encounters.height - _SHOWN} more")
