"""The feed's figures over a window of the owner's choice, and what each is made of."""

import streamlit as st

from relevance.pipeline import (
    FIGURES,
    WHAT_ADDS_UP,
    Scores,
    figure_parts,
)
from relevance.texts import _, number
from relevance.ui.data import Workspace

__all__ = ["COUNTED", "FIGURE_NAMES", "feed_panel"]

_WINDOWS = (30, 90, 183)
FIGURE_NAMES = {
    "relevance": _("Feed relevance"),
    "above_bar": _("Posts above your bar"),
    "effective_authors": _("Effective authors"),
    "interest_coverage": _("Interests covered"),
    "top_share": _("Share of the top ten"),
    "near_duplicates": _("Near-duplicates"),
}
"""What each figure is called."""

COUNTED = "effective_authors"
"""The figure that is a number of people, not a share."""

_PARTS_SHOWN = 15


def feed_panel(space: Workspace) -> None:
    """Draw the figures of a window, and on request what one of them is made of."""
    bar, window_days = space.settings.bar, space.settings.window_days
    st.subheader(_("What your feed is like"))
    days = st.segmented_control(
        _("Window"),
        (*(one for one in _WINDOWS if one < window_days), window_days),
        default=window_days,
        required=True,
        format_func=lambda number: _("last {value} days", value=number),
        key="window_of_feed",
        persist_state="session",
    )
    figures = space.figures(None if days == window_days else days)
    known, posts = figures["known_posts"] or 0, figures["posts"] or 0
    shown = [
        (FIGURE_NAMES[name], _words(name, figures[name]), _(FIGURES[name])) for name in FIGURES
    ]
    if days == window_days:
        # The relevance of the whole window stands at the top of the page already.
        read = _("Posts in the window that the model has read; the others are unknown.")
        shown[0] = (
            _("Posts read"),
            _("{known} of {posts}", known=number(known), posts=number(posts)),
            read,
        )
    for row in (shown[: len(shown) // 2], shown[len(shown) // 2 :]):
        tiles = st.container(horizontal=True)
        for label, value, said in row:
            tiles.metric(label, value, border=True, height="stretch", help=said)
    st.caption(
        _("Your bar is {bar} of 100; `bar` in the settings file moves it.", bar=number(100 * bar))
    )
    _made_of(space.scores, bar, None if days == window_days else days)


def _words(name: str, value: float | None) -> str:
    if value is None:
        return _("? unknown")
    if name == COUNTED:
        return number(value, 1)
    return number(100 * value) + ("" if name == "relevance" else " %")


def _made_of(scores: Scores, bar: float, days: int | None) -> None:
    """Offer to say what a figure is made of; worked out only when it is opened."""
    panel = st.expander(
        _("What are these figures made of?"),
        key="made_of",
        icon=":material/troubleshoot:",
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        name = st.segmented_control(
            _("Figure"),
            tuple(FIGURES),
            default="above_bar",
            required=True,
            format_func=lambda one: FIGURE_NAMES[one],
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
            alt=_(
                "What {lower} is made of, the largest part first", lower=FIGURE_NAMES[name].lower()
            ),
            column_config={
                "name": _("Who or what"),
                "part": st.column_config.NumberColumn(_("Part"), format="percent"),
                "share": st.column_config.NumberColumn(_("Share of attention"), format="percent"),
            },
        )
        total = float(parts["part"].sum())
        more = _(
            ", the {parts_shown} largest of {height} shown",
            parts_shown=_PARTS_SHOWN,
            height=number(parts.height),
        ) * (parts.height > _PARTS_SHOWN)
        whole = (
            f"1 / {total:.4f} = {number(1 / total, 1)}"
            if name == COUNTED and total > 0
            else _("{total} of 100", total=number(100 * total, 1))
        )
        st.caption(_("All parts together: {whole}{more}.", whole=whole, more=more))
