"""The feed's figures over a window of the owner's choice, and any of them week by week."""

import streamlit as st

from relevance.charts import relevance_history
from relevance.pipeline import FIGURES, Scores, history, window_figures

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
    st.caption(
        f"Your bar is {100 * bar:.0f} of 100; `bar` in the settings file moves it. {figures['known_posts']:,} of "
        f"{figures['posts']:,} posts are known to the model, the others are unknown."
    )
    _weeks(scores, bar, None if days != window_days else figures["relevance"])


def _words(name: str, value: float | None) -> str:
    if value is None:
        return "? unknown"
    if name == _COUNTED:
        return f"{value:.1f}"
    return f"{100 * value:.0f}" + ("" if name == "relevance" else " %")


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
