"""Acts on several connections at once, and one button that takes the last one back."""

from collections.abc import Sequence

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import REASONS, drop_plan
from relevance.pipeline.listing import (
    LOOKS,
    Done,
    checklist_of_verdicts,
    decide_people,
    protect_people,
    take_back,
)
from relevance.texts import _, number
from relevance.ui.data import Workspace
from relevance.ui.widgets import page_file, plain

__all__ = ["ACT_BUTTONS", "bulk_panel", "decide"]

ACT_BUTTONS = {
    "keep": (_("Keep"), ":material/check:"),
    "show less": (_("Show less"), ":material/volume_down:"),
    "unfollow": (_("Unfollow"), ":material/person_off:"),
}
"""Label and icon of each verdict."""

_LAST = "last act on connections"
_WHY = "protect several as"


def bulk_panel(space: Workspace, selected: Sequence[str], shown: Sequence[str]) -> None:
    """Draw the acts on who is selected, or on everyone shown where nobody is, and how to take the last one back."""
    _undo_line(space)
    if not shown:
        return
    ids = tuple(selected or shown)
    whom = (
        _("{ids} selected", ids=number(len(ids)))
        if selected
        else _("all {ids} of them", ids=number(len(ids)))
    )
    with st.container(horizontal=True, vertical_alignment="center", key="bulk acts"):
        st.markdown(_("**For {whom}**", whom=whom), width="content")
        for verdict, (label, icon) in ACT_BUTTONS.items():
            st.button(
                label,
                icon=icon,
                key=f"bulk {verdict}",
                on_click=_decide,
                args=(space, ids, verdict),
            )
        with st.popover(_("Protect"), icon=":material/shield:"):
            st.selectbox(_("As"), REASONS, format_func=_, index=len(REASONS) - 1, key=_WHY)
            st.button(
                _("Protect from every plan"),
                key="bulk protect",
                on_click=_protect,
                args=(space, ids),
            )
        if len(selected) == 2:
            st.button(
                _("Compare these two"),
                icon=":material/compare_arrows:",
                on_click=_compare,
                args=tuple(selected),
            )
        st.button(
            _("Make a checklist"),
            icon=":material/checklist:",
            help=_("Of all whom you want to see less of or to unfollow, on the page Plan."),
            on_click=_keep_checklist,
            args=(space,),
        )
    st.caption(_("This notes what you decided. Nothing is done on LinkedIn for you."))


def decide(space: Workspace, ids: Sequence[str], verdict: str) -> Done | None:
    """Note a verdict on several people and return what takes it back; say why, and null, where it cannot be noted."""
    try:
        return decide_people(space.store, space.scores, ids, verdict)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return None


def _decide(space: Workspace, ids: Sequence[str], verdict: str) -> None:
    done = decide(space, ids, verdict)
    if done is not None:
        st.session_state[_LAST] = (done, None)


def _undo(space: Workspace) -> None:
    done, plan_id = st.session_state.pop(_LAST)
    try:
        if plan_id is not None:
            drop_plan(space.store, plan_id)
            st.toast(_("The checklist is dropped again."))
        else:
            st.toast(plain(take_back(space.store, done)))
    except RelevanceError as error:  # another tab was quicker
        st.toast(plain(str(error)))


def _protect(space: Workspace, ids: Sequence[str]) -> None:
    try:
        done = protect_people(space.store, space.scores, ids, st.session_state[_WHY])
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.session_state[_LAST] = (done, None)


def _keep_checklist(space: Workspace) -> None:
    try:
        number = checklist_of_verdicts(space.store, space.scores)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.session_state[_LAST] = (
        Done(_("Your verdicts are the checklist of the page Plan now.")),
        number,
    )


def _compare(one: str, other: str) -> None:
    st.session_state.update({"person": one, "other": other, "look": LOOKS[2]})


def _undo_line(space: Workspace) -> None:
    done, plan_id = st.session_state.get(_LAST) or (None, None)
    if done is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="last act"):
        st.markdown(plain(done.sentence), width="stretch")
        if plan_id is not None:
            st.page_link(
                page_file("plan"), label=_("Open the plan"), icon=":material/arrow_forward:"
            )
        st.button(_("Undo"), key="undo act", icon=":material/undo:", on_click=_undo, args=(space,))
