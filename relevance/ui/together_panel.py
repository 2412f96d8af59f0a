"""Several invitations forecast together: what a yes to all of them would do to the feed, with its range."""

import streamlit as st

from relevance.pipeline import Outcome, try_changes
from relevance.texts import _, number
from relevance.ui.data import Workspace
from relevance.ui.widgets import signed

__all__ = ["together_panel"]

_CHOSEN = "accepted_together"


def together_panel(space: Workspace) -> None:
    """Let the owner tick invitations and draw what a yes to all of them would do; nothing where there is one only."""
    by_id = {one.person_id: one for one in space.advice}
    if len(by_id) < 2:
        return
    with st.expander(_("Forecast several together"), icon=":material/group_add:"):
        # Who has left the queue since is no choice any more.
        st.session_state[_CHOSEN] = [
            one for one in st.session_state.get(_CHOSEN, []) if one in by_id
        ]
        suggested = [
            one.person_id for one in space.advice if one.decision == "accept" and not one.decided
        ]
        if suggested:
            st.button(
                _("All {suggested} that the ladder accepts", suggested=len(suggested)),
                key="choose all accepted",
                on_click=st.session_state.__setitem__,
                args=(_CHOSEN, suggested),
            )
        chosen = st.multiselect(
            _("Accept"),
            list(by_id),
            format_func=lambda one: f"{by_id[one].name} ({signed(by_id[one].effect)})",
            key=_CHOSEN,
            placeholder=_("Choose invitations"),
            persist_state="session",
        )
        if chosen:
            st.markdown(_words(try_changes(space.scores, space.advice, accepted=chosen)))


def _words(found: Outcome) -> str:
    count = len(found.accepted)
    who = _("this one") if count == 1 else _("these {count}", count=count)
    if found.delta is None or found.before is None or found.after is None:
        return _(
            "What a yes to {who} would do is unknown: the feed has no posts that the model has read.",
            who=who,
        )
    ranged = (
        _(
            ", with 80 % certainty between {delta_low} and {delta_high}",
            delta_low=signed(found.delta_low),
            delta_high=signed(found.delta_high),
        )
        if found.delta_low is not None
        else ""
    )
    return _(
        "**Effect of a yes to {who}: {delta} points**{ranged}. Feed relevance goes from "
        "{before} to {after} of 100.",
        who=who,
        delta=signed(found.delta),
        ranged=ranged,
        before=number(100 * found.before, 1),
        after=number(100 * found.after, 1),
    )
