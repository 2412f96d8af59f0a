"""Three things to do, each with what it would bring and a way to the page where it is done."""

import streamlit as st

from relevance.pipeline import CAVEAT, NextStep, next_steps
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.opening import open_button
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import plain

__all__ = ["FEW_CHANGES", "next_steps_panel"]

FEW_CHANGES = 6
"""The plan that the overview speaks of has at most so many changes."""

_KINDS = {
    "invite": (":material/mail:", _("Answer this invitation"), "invites"),
    "plan": (":material/checklist:", _("Open the plan"), "plan"),
    "settle": (":material/search:", _("Look at this person"), "connections"),
}


def next_steps_panel(space: Workspace) -> None:
    """Draw the three things to do."""
    steps = next_steps(space.scores, space.advice, space.plan(FEW_CHANGES))
    st.subheader(_("Three things to do") if len(steps) == 3 else _("What to do next"))
    if not steps:
        st.write(_("Nothing is waiting for you."))
        return
    for column, step in zip(st.columns(len(steps)), steps, strict=True):
        with column:
            _step(space, step)
    st.caption(_("{caveat} Nothing is done on LinkedIn for you.", caveat=_(CAVEAT)))


def _step(space: Workspace, step: NextStep) -> None:
    icon, label, page = _KINDS[step.kind]
    with st.container(border=True, height="stretch", key=f"next {step.kind}"):
        st.markdown(f"{icon} **{plain(step.name)}**: {plain(step.what)}.")
        st.write(plain(step.brings))
        st.space("stretch")
        thumbs(space, "person", step.person_id, place="next", short=True)
        open_button(
            label,
            key=f"go {step.kind}",
            page=page,
            person_id=step.person_id if step.kind == "settle" else None,
            invite_id=step.invite_id,
        )
