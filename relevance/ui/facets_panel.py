"""What connections can be narrowed by: lists with a rule, words, and facets that count what they would show."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from relevance.pipeline.listing import (
    FACETS,
    LISTS,
    LOOKS,
    ORDERS,
    USUAL_ORDER,
    View,
    facet_counts,
)
from relevance.texts import _, number
from relevance.ui.choosing import offered
from relevance.ui.data import Workspace, topics_of
from relevance.ui.view_state import view_now
from relevance.ui.widgets import plain, state_words

__all__ = ["facets_panel"]

_LABELS = {
    "loudness": (
        _("Loudness"),
        _("Attention against the median of those who post: loud from 2 times, quiet up to half."),
    ),
    "tie": (
        _("Tie"),
        _("Fading after three times your usual gap, silent after two years without contact."),
    ),
    "contact": (_("Last contact"), _("On any channel, counted to the newest contact there is.")),
    "connected": (_("Connected"), _("Counted to the newest day that your data speaks of.")),
    "decided": (_("Decided"), _("What you noted about them, here or one by one.")),
}
_TOPICS = "topics asked for"
_MOST_DAYS = 36_500


def facets_panel(space: Workspace, view: View) -> tuple[View, pl.DataFrame]:
    """Draw everything that narrows the list; return the view that holds then, and the facts of all connections.

    Args:
        space: what the session looks at.
        view: the view as it is before the widgets are drawn.
    """
    by_topic = bool(view.filters.topic) or bool(st.session_state.get(_TOPICS))
    facts = space.facts(topics_of(space) if by_topic else None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.session_state.get("look") is None:
            st.session_state["look"] = LOOKS[0]
        look = st.segmented_control(
            _("Look"), LOOKS, required=True, format_func=_, key="look", persist_state="session"
        )
        if look != LOOKS[2]:  # who is held against whom is chosen by name
            st.pills(
                _("Named list"),
                list(LISTS),
                format_func=_,
                key="list",
                wrap=True,
                persist_state="session",
            )
    if look != LOOKS[2]:
        _narrowing(view, facet_counts(facts, view.filters), by_topic=by_topic)
    return view_now(), facts


def _narrowing(view: View, counts: Mapping[str, Mapping[str, int]], *, by_topic: bool) -> None:
    if view.filters.listed:
        st.caption(plain(LISTS[view.filters.listed].rule))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            _("Search"),
            placeholder=_("Name, company or position"),
            key="search",
            max_chars=200,
            icon=":material/search:",
            persist_state="session",
        )
        st.selectbox(
            _("Order"),
            (USUAL_ORDER, *ORDERS),
            format_func=_,
            key="order",
            width=230,
            persist_state="session",
        )
    _pills("state", _("State"), None, counts)
    active = len(view.filters.facets.keys() - {"state"}) + (view.filters.silent is not None)
    with st.expander(
        _("More facets") + (_(" ({active} in use)", active=active) if active else ""),
        icon=":material/tune:",
    ):
        for name, (label, said) in _LABELS.items():
            _pills(name, label, said, counts)
        if not (view.hidden and view.look == LOOKS[1]):  # a list of few companies tells who it is
            _company(counts["company"])
        _topic(counts["topic"], by_topic=by_topic)
        st.number_input(
            _("Silent for at least so many days"),
            min_value=0,
            max_value=_MOST_DAYS,
            value=None,
            step=30,
            key="silent",
            width=280,
            persist_state="session",
        )


def _pills(
    name: str, label: str, said: str | None, counts: Mapping[str, Mapping[str, int]]
) -> None:
    st.pills(
        label,
        FACETS[name],
        selection_mode="multi",
        format_func=lambda one: f"{state_words(one)} {number(counts[name].get(one, 0))}",
        key=name,
        help=said,
        wrap=True,
        persist_state="session",
    )


def _company(counts: Mapping[str, int]) -> None:
    held = st.session_state.get("company") or []
    names = {one: one for one in (*held, *counts)}
    st.multiselect(
        _("Company"),
        offered(_("Company"), "company", names, held),
        format_func=plain,
        key="company",
        placeholder=_("Any company; the most frequent come first"),
        filter_mode="contains",
        select_all=False,
        persist_state="session",
    )


def _topic(counts: Mapping[str, int], *, by_topic: bool) -> None:
    if not by_topic:
        st.toggle(
            _("By topic: group posts by what they are about, which takes a moment"), key=_TOPICS
        )
        return
    held = st.session_state.get("topic") or []
    st.pills(
        _("Topic they bring most"),
        list(dict.fromkeys([*counts, *held])),
        selection_mode="multi",
        format_func=lambda one: f"{plain(one)} {number(counts.get(one, 0))}",
        key="topic",
        wrap=True,
        persist_state="session",
    )
