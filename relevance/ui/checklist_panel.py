"""The plan that is kept: steps to tick off, progress, and whether the feed did improve."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import FollowUp, drop_plan, follow_up, kept_plan, mark_step
from relevance.texts import _, day
from relevance.ui.data import Workspace
from relevance.ui.widgets import plain, profile_link, signed

__all__ = ["checklist_panel"]

_DROPPED = "dropped plan"


def checklist_panel(space: Workspace) -> None:
    """Draw the plan that is kept; nothing where there is none and none was dropped just now."""
    if kept_plan(space.store) is not None:
        found = follow_up(space.store, space.scores)
        with st.container(border=True, key="checklist"):
            st.subheader(_("Your checklist of {made_at}", made_at=day(found.made_at)))
            st.progress(
                found.done / found.steps.height,
                text=_("{done} of {height} done", done=found.done, height=found.steps.height),
            )
            for row in found.steps.iter_rows(named=True):
                _step(space, found, row)
            st.markdown(_("**Did it help?** {sentence}", sentence=plain(found.sentence)))
            st.button(
                _("Drop this plan"),
                icon=":material/delete:",
                on_click=_drop,
                args=(space, found.plan_id),
            )
    dropped = st.session_state.get(_DROPPED)
    if dropped is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("A plan was dropped."))
            st.button(
                _("Undo"),
                key="undo plan",
                icon=":material/undo:",
                on_click=_back,
                args=(space, dropped),
            )


def _step(space: Workspace, found: FollowUp, row: Mapping[str, Any]) -> None:
    key = f"done {found.plan_id} {row['ordinal']}"
    # The store decides: a tick of another tab or of a command shows too.
    st.session_state[key] = row["done_at"] is not None
    act = _(row["act"])
    harder = (
        _(" If that does not help: {harder}.", harder=_(row["harder"])) if row["harder"] else ""
    )
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.checkbox(
                f"**{plain(row['name'] or _('Somebody who is no longer here'))}**",
                key=key,
                on_change=_mark,
                args=(space, found.plan_id, row["person_id"], key),
                width="content",
            )
            st.space("stretch")
            profile_link(row["url"], key=f"{key} profile")
        st.caption(
            _(
                "{act}, worth {worth} points.{harder}",
                act=act[:1].upper() + act[1:],
                worth=signed(row["worth"]),
                harder=harder,
            )
        )


def _mark(space: Workspace, plan_id: int, person_id: str, key: str) -> None:
    try:
        mark_step(space.store, plan_id, person_id, done=st.session_state[key])
    except RelevanceError as error:  # another tab dropped the plan
        st.toast(plain(str(error)))


def _drop(space: Workspace, plan_id: int) -> None:
    try:
        drop_plan(space.store, plan_id)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.session_state[_DROPPED] = plan_id


def _back(space: Workspace, plan_id: int) -> None:
    st.session_state.pop(_DROPPED, None)
    try:
        drop_plan(space.store, plan_id, back=True)
    except RelevanceError as error:
        st.toast(plain(str(error)))
