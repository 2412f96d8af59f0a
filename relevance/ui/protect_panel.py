"""Who must stay, whatever a plan finds: marked, listed, let go."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import (
    REASONS,
    decided_to_keep,
    mark_protected,
    protected_people,
    talked_with,
)
from relevance.texts import _, number
from relevance.ui.choosing import feed_people, offered
from relevance.ui.data import Workspace
from relevance.ui.widgets import plain

__all__ = ["protect_panel"]

_WHO = "protect whom"
_WHY = "protect why"


def protect_panel(space: Workspace) -> tuple[str, ...]:
    """Draw who must stay and how to change that, and return the ids of those who must in this plan alone."""
    listed = protected_people(space.store)
    spoken = talked_with(space.scores)
    also = st.toggle(
        _("Protect everyone I was in touch with in the last year ({spoken})", spoken=len(spoken)),
        key="talked",
        bind="query-params",
    )
    with st.expander(
        _("Protected people ({height})", height=listed.height), icon=":material/shield:"
    ):
        _form(space, set(listed["person_id"]))
        for row in listed.iter_rows(named=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{plain(row['name'])} · {_(row['reason'])}", width="stretch")
                st.button(
                    _("Let go"),
                    key=f"let go {row['person_id']}",
                    on_click=_mark,
                    args=(space, row["person_id"], None),
                )
    kept = len(decided_to_keep(space.store))
    if kept:
        st.caption(
            _("{kept} people you decided to keep are left out.", kept=number(kept))
            if kept > 1
            else _("One person you decided to keep is left out.")
        )
    return spoken if also else ()


def _form(space: Workspace, held: set[str]) -> None:
    people = {one: label for one, label in feed_people(space.scores).items() if one not in held}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Who must stay"),
            offered(_("Who must stay"), _WHO, people),
            format_func=lambda one: people.get(one, one),
            index=None,
            placeholder=_("Family, team, mentors, ..."),
            key=_WHO,
        )
        st.selectbox(_("As"), REASONS, format_func=_, key=_WHY)
        st.button(
            _("Protect"), key="protect", icon=":material/shield:", on_click=_add, args=(space,)
        )


def _add(space: Workspace) -> None:
    chosen = st.session_state.get(_WHO)
    if chosen is None:
        st.toast(_("Choose somebody first."))
        return
    _mark(space, chosen, st.session_state[_WHY])
    st.session_state[_WHO] = None


def _mark(space: Workspace, person_id: str, reason: str | None) -> None:
    try:
        mark_protected(space.store, person_id, reason)
    except RelevanceError as error:  # another tab was quicker
        st.toast(plain(str(error)))
