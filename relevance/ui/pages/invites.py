"""Invites: the queue in order of worth, the ladder's verdict, and what the owner decides."""

from typing import Literal

import streamlit as st

from relevance.pipeline import Advice, pending_invites, record_decision
from relevance.ui.data import Workspace, workspace
from relevance.ui.history_panel import history_form
from relevance.ui.post_cards import their_posts
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import empty_state, plain, profile_link, signed

_VERDICTS = {
    "accept": (":material/check_circle:", "Accept"),
    "ask": (":material/help:", "Ask first"),
    "decline": (":material/do_not_disturb_on:", "Decline"),
}
_RUNGS = {
    1: "You know them",
    2: "Their note makes sense",
    3: "A shared past",
    4: "You have talked before",
    5: "Something intrigues",
    6: "None of these",
}
_SIGNS = {"passed": "✓", "failed": "✗", "could not tell": "?"}
_PAGE = 10


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title("Invites")
    advice = space.advice
    _about(space)
    if not advice:
        empty_state(
            "No invitation is waiting",
            "Pending invitations come with the LinkedIn export (Invitations.csv). The newest one counts.",
            page="data",
            label="Import an export",
        )
        return
    shown = _chosen(advice)
    pages = max(1, -(-len(shown) // _PAGE))
    at = st.pagination(pages, key="invites_page") if pages > 1 else 1
    for one in shown[(at - 1) * _PAGE : at * _PAGE]:
        _card(space, one)


def _about(space: Workspace) -> None:
    pending = pending_invites(space.store, space.settings)
    day = f"{pending.as_of:%d %B %Y}" if pending.as_of else "a day it does not tell"
    older = f" {pending.too_old} older ones are left out." if pending.too_old else ""
    st.caption(
        f"Your export speaks of {day}. It cannot tell pending from ignored: whoever is no connection and wrote within "
        f"{pending.age_limit_days} days before counts as pending.{older} LinkedIn ranks by its own model: "
        "a yes changes what can appear in your feed, not what will. Nothing is ever clicked on LinkedIn for you."
    )


def _chosen(advice: list[Advice]) -> list[Advice]:
    counts = {verdict: sum(one.decision == verdict for one in advice) for verdict in _VERDICTS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        verdict = st.pills(
            "Verdict",
            list(_VERDICTS),
            format_func=lambda one: f"{_VERDICTS[one][1]} {counts[one]}",
            key="verdicts_shown",
            persist_state="session",
        )
        open_only = st.toggle(
            "Only those not decided yet", key="open_only", persist_state="session"
        )
    return [
        one
        for one in advice
        if (not verdict or one.decision == verdict) and not (open_only and one.decided)
    ]


def _card(space: Workspace, one: Advice) -> None:
    icon, verdict = _VERDICTS[one.decision]
    with st.container(border=True, key=f"invite {one.invite_id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(plain(one.name), anchor=False)
            st.badge(verdict, icon=icon, color=_colour(one.decision))
            st.badge(f"{one.rung}. {_RUNGS[one.rung]}", color="gray")
            if one.decided:
                st.badge(f"you: {one.decided}", icon=":material/task_alt:", color="blue")
            thumbs(space, "person", one.person_id, place=one.invite_id)
        if one.headline:
            st.caption(plain(one.headline))
        for reason in one.reasons:
            st.markdown(f"- {plain(reason)}")
        if one.note:
            st.markdown("**Their note**")
            st.text(one.note)
        _forecast(one)
        if one.relevance is not None:
            their_posts(space, one.person_id, place=one.invite_id)
        if one.draft:
            with st.expander("A draft to start from", expanded=False, icon=":material/edit_note:"):
                st.code(one.draft, language=None, wrap_lines=True)
        with st.expander("Every rung of your ladder", icon=":material/stairs:"):
            for check in one.checks:
                tell = f" To tell: {check.would_tell}" if check.would_tell else ""
                st.markdown(
                    f"{_SIGNS[check.result]} **{check.rung}. {_RUNGS[check.rung]}**: {plain(check.sentence)}"
                    f"{plain(tell)}"
                )
        history_form(space, one.person_id)
        _buttons(space, one)


def _colour(decision: str) -> Literal["green", "blue", "orange"]:
    if decision == "accept":
        return "green"
    return "blue" if decision == "ask" else "orange"


def _forecast(one: Advice) -> None:
    if one.effect is None:
        st.caption(plain(one.forecast))
        return
    st.markdown(
        f"**Effect of a yes: {signed(one.effect)} points**, with 80 % certainty between "
        f"{signed(one.effect_low)} and {signed(one.effect_high)}. :gray[{plain(one.forecast)}]"
    )


def _buttons(space: Workspace, one: Advice) -> None:
    with st.container(horizontal=True):
        for decision, label in (("accept", "I accept"), ("ask", "I ask"), ("decline", "I decline")):
            st.button(
                label,
                key=f"{decision} {one.invite_id}",
                type="primary" if decision == one.decision and not one.decided else "secondary",
                disabled=one.decided == decision,
                on_click=_decide,
                args=(space, one, decision),
            )
        if one.decided:
            st.button(
                "Undo",
                key=f"undo {one.invite_id}",
                icon=":material/undo:",
                on_click=_decide,
                args=(space, one, "undo"),
            )
        profile_link(one.url, key=f"profile {one.invite_id}")


def _decide(space: Workspace, one: Advice, decision: str) -> None:
    record_decision(space.store, [one], one.invite_id, decision, model=space.corpus.model)
    words = "taken back" if decision == "undo" else f"{decision} is noted"
    st.toast(f"{plain(one.name)}: {words}. Nothing was done on LinkedIn.")


main()
