"""The button that takes the last change of interests back."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import last_interest_change, undo_interests
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import plain

__all__ = ["undo_button"]


def undo_button(space: Workspace) -> None:
    """Offer to take the last change of interests back; nothing where there is none."""
    if last_interest_change(space.store):
        st.button(_("Undo last change"), icon=":material/undo:", on_click=_undo, args=(space,))


def _undo(space: Workspace) -> None:
    try:
        undone = undo_interests(space.store)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.toast(_("Taken back: {undone}", undone=plain(undone)))
