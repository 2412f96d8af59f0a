"""The feed's figures over a window of the owner's choice, and any of them week by week."""

import streamlit as st

from relevance.charts import relevance_history
from relevance.pipeline import (
    FIGURES,
    WHAT_ADDS_UP,
    Scores,
    figure_parts,
    history,
    window_figures,
)

__all__ = ["feed_panel"]

_WINDOWS = (30, 90, 183)
_NAMES = {
    "relevance": "Feed relevance",
    "above_bar": "Posts above your bar",
    "effective_authors": "Effective authors",
    "interest_coverage": "Interests covered",
    "top_share": "Share of the top ten",
    "near_duplicates": "Near-duplicates",
}
_COUNTED = "effective_authors"
_PARTS_SHOWN = 15


def feed_panel(scores: Scores, *, bar: float, window_days: int) -> None:
    """Draw the figures of a window and the weekly series of one of them.

    Args:
        scores: the scores.
        bar: the relevance from which on a post is worth the owner's time, 0 to 1.
        window_days: length of the whole window.
    """
    st.subheader("What your feed is like")
    days = st.segmented_control(
        "Window",
        (*(one for one in _WINDOWS if one < window_days), window_days),
        default=window_days,
        required=True,
        format_func=lambda number: f"last {number} days",
        key="window_of_feed",
        persist_state="session",
    )
    figures = window_figures(scores, bar=bar, days=None if days == window_days else days)
    with st.container(horizontal=True):
        for name, said in FIGURES.items():
            if name == "relevance" and days == window_days:
                continue  # it stands at the top of the page already
            st.metric(
                _NAMES[name], _words(name, figures[name]), border=True, height="stretch", help=said
            )
    known, posts = figures["known_posts"] or 0, figures["posts"] or 0
    read = (
        f"The model has read all {posts:,} posts."
        if known == posts
        else f"The model has read {known:,} of {posts:,} posts, the others are unknown."
    )
    st.caption(f"Your bar is {100 * bar:.0f} of 100; `bar` in the settings file moves it. {read}")
    _made_of(scores, bar, None if days == window_days else days)
    _weeks(scores, bar, None if days != window_days else figures["relevance"])


def _words(name: str, value: float | None) -> str:
    if value is None:
        return "? unknown"
    if name == _COUNTED:
        return f"{value:.1f}"
    return f"{100 * value:.0f}" + ("" if name == "relevance" else " %")


def _made_of(scores: Scores, bar: float, days: int | None) -> None:
    """Offer to say what a figure is made of; worked out only when it is opened."""
    panel = st.expander(
        "What are these figures made of?",
        key="made_of",
        icon=":material/troubleshoot:",
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        name = st.segmented_control(
            "Figure",
            tuple(FIGURES),
            default="above_bar",
            required=True,
            format_func=lambda one: _NAMES[one],
            key="figure_made_of",
            persist_state="session",
        )
        parts = figure_parts(scores, name, bar=bar, days=days)
        if parts["share"].null_count() == parts.height:
            parts = parts.drop("share")
        st.caption(WHAT_ADDS_UP[name])
        st.dataframe(
            parts.head(_PARTS_SHOWN),
            hide_index=True,
            alt=f"What {_NAMES[name].lower()} is made of, the largest part first",
            column_config={
                "name": "Who or what",
                "part": st.column_config.NumberColumn("Part", format="percent"),
                "share": st.column_config.NumberColumn("Share of attention", format="percent"),
            },
        )
        total = float(parts["part"].sum())
        more = f", the {_PARTS_SHOWN} largest of {parts.height:,} shown" * (
            parts.height > _PARTS_SHOWN
        )
        whole = (
            f"1 / {total:.4f} = {1 / total:.1f}"
            if name == _COUNTED and total > 0
            else f"{100 * total:.1f} of 100"
        )
        st.caption(f"All parts together: {whole}{more}.")


def _weeks(scores: Scores, bar: float, now: float | None) -> None:
    st.subheader("Week by week")
    name = st.selectbox(
        "Figure",
        tuple(FIGURES),
        format_func=lambda one: _NAMES[one],
        key="figure_of_weeks",
        persist_state="session",
    )
    weeks = history(scores, bar=bar)
    st.caption(FIGURES[name])
    st.plotly_chart(
        relevance_history(
            weeks,
            now=now if name == "relevance" else None,
            figure_name=name,
            title=_NAMES[name].lower(),
            scale=1.0 if name == _COUNTED else 100.0,
        ),
        key="history",
        config={"displayModeBar": False},
        alt=f"Line of {_NAMES[name].lower()} for each week, with the number of posts as bars",
    )
    with st.expander("The same as a table"):
        st.dataframe(weeks, hide_index=True, alt="The feed's figures by week")
