"""One invitation at a time, by the keyboard; on request without showing who it is."""

import streamlit as st

from relevance.pipeline import Advice, ranked_posts
from relevance.pipeline.listing import hider
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.decision_buttons import decide_on, take_back_decision
from relevance.ui.invite_card import card_body, forecast_line
from relevance.ui.widgets import accented, empty_state

__all__ = ["FIRST", "one_by_one_panel"]

FIRST = "first_one_by_one"
"""Where the session keeps the id of the invitation that is to be shown first."""

_KEYS = {
    "accept": ("I accept", "a"),
    "ask": ("I ask", "q"),
    "decline": ("I decline", "d"),
    "later": ("Later", "l"),
    "skip": ("Skip", "s"),
}
_DONE = "done_one_by_one"
_POSTS = 3


def one_by_one_panel(space: Workspace) -> None:
    """Draw the first invitation that is not decided yet, and how many there are."""
    advice = space.advice
    open_ones = [one for one in advice if not one.decided]
    waiting = [one for one in open_ones if one.invite_id not in _skipped()]
    waiting.sort(key=lambda one: one.invite_id != st.session_state.get(FIRST))
    decided = len(advice) - len(open_ones)
    st.progress(
        decided / len(advice) if advice else 0.0,
        text=_("{decided} of {advice} decided", decided=decided, advice=len(advice)),
    )
    if not waiting:
        skipped = len(open_ones)
        rest = _(" {skipped} were skipped and come up again.", skipped=skipped) if skipped else ""
        empty_state(
            _("Nothing is waiting here"), _("You have been through all of them.{rest}", rest=rest)
        )
        with st.container(horizontal=True):
            if skipped:
                st.button(
                    _("Go through those skipped"), key="unskip", shortcut="n", on_click=_forget
                )
            _back_button(space)
        return
    one = waiting[0]
    content_only = st.toggle(
        _("Content only: hide who it is"), key="content_only", persist_state="session"
    )
    with st.container(border=True, key="one by one"):
        if content_only:
            _content(space, one)
        else:
            card_body(space, one)
        with st.container(horizontal=True):
            for decision, (label, key) in _KEYS.items():
                suggested = decision == one.decision and not content_only
                st.button(
                    accented(label) if suggested else label,
                    key=f"one {decision}",
                    shortcut=key,
                    type="primary" if suggested else "secondary",
                    on_click=_answer,
                    args=(space, one, decision),
                )
            _back_button(space)


def _content(space: Workspace, one: Advice) -> None:
    hidden = hider((one.name, *one.occasion.facts.former_names))
    st.markdown(_("**Their note**"))
    st.text(hidden(one.note) if one.note else _("The invitation came without a note."))
    posts = ranked_posts(space.store, space.scores, one.person_id).head(_POSTS)
    st.markdown(_("**What they post**") if posts.height else _("No post of theirs is known."))
    for text in posts["text"]:
        st.text(hidden(text))
    forecast_line(one)


def _done() -> list[tuple[str, str]]:
    """What was answered in this session, in order: id of the invitation, and the answer."""
    done: list[tuple[str, str]] = st.session_state.setdefault(_DONE, [])
    return done


def _skipped() -> set[str]:
    return {invite_id for invite_id, answer in _done() if answer == "skip"}


def _forget() -> None:
    st.session_state[_DONE] = [one for one in _done() if one[1] != "skip"]


def _answer(space: Workspace, one: Advice, decision: str) -> None:
    if decision != "skip":
        decide_on(space, one, decision)
    _done().append((one.invite_id, decision))


def _back_button(space: Workspace) -> None:
    st.button(
        _("Back"),
        key="one back",
        icon=":material/undo:",
        shortcut="b",
        disabled=not _done(),
        help=_("Go back one invitation and take its decision back."),
        on_click=_back,
        args=(space,),
    )


def _back(space: Workspace) -> None:
    invite_id, answer = _done().pop()
    if answer != "skip":
        take_back_decision(space, invite_id)
