"""The buttons that note what the owner decided about an invitation; nothing is done on LinkedIn."""

from datetime import date, timedelta

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import Advice, record_decision
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import accented, plain

__all__ = ["decide_on", "decision_buttons", "take_back_decision"]

_LABELS = {
    "accept": _("I accept"),
    "ask": _("I ask"),
    "decline": _("I decline"),
    "later": _("Later"),
}
# Days after which an invitation comes up again, until the owner names another day.
_AGAIN = {"ask": 14, "later": 30}


def decision_buttons(space: Workspace, one: Advice, *, place: str = "queue") -> None:
    """Draw a button for each decision, and for one that holds "undo" and the day to look again.

    Args:
        space: what the session looks at.
        one: the invitation.
        place: where on the page this is, so that it can stand there twice.
    """
    for decision, label in _LABELS.items():
        suggested = decision == one.decision and not one.decided
        st.button(
            accented(label) if suggested else label,
            key=f"{decision} {one.invite_id} {place}",
            type="primary" if suggested else "secondary",
            disabled=one.decided == decision,
            on_click=decide_on,
            args=(space, one, decision),
        )
    if one.decided:
        st.button(
            _("Undo"),
            key=f"undo {one.invite_id} {place}",
            icon=":material/undo:",
            on_click=take_back_decision,
            args=(space, one.invite_id),
        )
    if one.decided in _AGAIN:
        _again(space, one, f"again {one.invite_id} {place}")


def _again(space: Workspace, one: Advice, key: str) -> None:
    # The store decides: a day that was changed elsewhere moves this one too.
    st.session_state[key] = one.revisit_on
    st.date_input(
        _("Look at it again on"), key=key, on_change=_look_again, args=(space, one, key), width=170
    )


def _look_again(space: Workspace, one: Advice, key: str) -> None:
    _record(space, one, str(one.decided), st.session_state[key])


def decide_on(space: Workspace, one: Advice, decision: str) -> None:
    """Note a decision; a question and "later" come up again after some weeks."""
    days = _AGAIN.get(decision)
    today = date.today()  # noqa: DTZ011  # the day it is where the owner sits
    _record(space, one, decision, today + timedelta(days=days) if days else None)


def _record(space: Workspace, one: Advice, decision: str, revisit_on: date | None) -> None:
    model = space.corpus.model
    # By its id: what is shown may be veiled, and what is noted is not.
    record_decision(
        space.store, space.advice, one.invite_id, decision, model=model, revisit_on=revisit_on
    )
    again = (
        _(" It comes up again on {revisit_on:%d %B}.", revisit_on=revisit_on) if revisit_on else ""
    )
    st.toast(
        _(
            "{name}: {decision} is noted.{again} Nothing was done on LinkedIn.",
            name=plain(one.name),
            decision=decision,
            again=again,
        )
    )


def take_back_decision(space: Workspace, invite_id: str) -> None:
    """Take back the decision on an invitation."""
    try:
        undone = record_decision(space.store, [], invite_id, "undo")
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.toast(
        _("{name}: {undone} is taken back.", name=plain(undone["name"]), undone=undone["undone"])
    )
