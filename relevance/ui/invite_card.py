"""One pending invitation: the verdict and why, their note, the forecast, a draft, and the owner's decision."""

from typing import Literal

import streamlit as st

from relevance.pipeline import RUNGS, Advice
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.decision_buttons import decision_buttons
from relevance.ui.draft_panel import draft_panel
from relevance.ui.history_panel import history_form
from relevance.ui.post_cards import their_posts
from relevance.ui.rungs_panel import rung_checklist
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import plain, profile_link, signed

__all__ = ["VERDICTS", "card_body", "forecast_line", "invite_card"]

VERDICTS = {
    "accept": (":material/check_circle:", _("Accept")),
    "ask": (":material/help:", _("Ask first")),
    "decline": (":material/do_not_disturb_on:", _("Decline")),
}
"""Icon and words of each verdict."""


def invite_card(space: Workspace, one: Advice) -> None:
    """Draw one pending invitation with everything that can be done about it."""
    with st.container(border=True, key=f"invite {one.invite_id}"):
        card_body(space, one)
        history_form(space, one.person_id)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            decision_buttons(space, one)
            profile_link(one.url, key=f"profile {one.invite_id}")


def card_body(space: Workspace, one: Advice) -> None:
    """Draw who it is, the verdict and why, their note, each rung, the forecast and a draft."""
    _heading(space, one)
    for reason in one.reasons:
        st.markdown(f"- {plain(reason)}")
    if one.note:
        st.markdown(_("**Their note**"))
        st.text(one.note)
    rung_checklist(one.checks, one.rung, key=one.invite_id)
    forecast_line(one)
    if one.relevance is not None:
        their_posts(space, one.person_id, place=one.invite_id)
    draft_panel(space, one)


def _heading(space: Workspace, one: Advice) -> None:
    icon, verdict = VERDICTS[one.decision]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(one.name), anchor=False)
        st.badge(verdict, icon=icon, color=_colour(one.decision))
        st.badge(f"{one.rung}. {_(RUNGS[one.rung])}", color="gray")
        if one.decided:
            st.badge(
                _("you: {decided}", decided=one.decided), icon=":material/task_alt:", color="blue"
            )
        thumbs(space, "person", one.person_id, place=one.invite_id)
    if one.headline:
        st.caption(plain(one.headline))


def _colour(decision: str) -> Literal["green", "blue", "orange"]:
    if decision == "accept":
        return "green"
    return "blue" if decision == "ask" else "orange"


def forecast_line(one: Advice) -> None:
    """Draw what a yes would do to the feed, and what that rests on."""
    if one.effect is None:
        st.caption(plain(one.forecast))
        return
    st.markdown(
        _(
            "**Effect of a yes: {effect} points**, with 80 % certainty between "
            "{effect_low} and {effect_high}. :gray[{forecast}]",
            effect=signed(one.effect),
            effect_low=signed(one.effect_low),
            effect_high=signed(one.effect_high),
            forecast=plain(one.forecast),
        )
    )
