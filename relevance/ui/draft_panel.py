"""A draft under an invitation: five kinds, to be copied; nothing is sent."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import KINDS, Advice, DraftKind, kind_for, read_templates, written
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import plain

__all__ = ["draft_panel", "show_draft"]


def draft_panel(space: Workspace, one: Advice) -> None:
    """Draw the draft that suits the verdict, and offer the other kinds."""
    suits = kind_for(one.occasion.verdict)
    with st.expander(_("A draft to start from"), icon=":material/edit_note:"):
        kind: DraftKind = st.selectbox(
            _("Draft"),
            list(KINDS),
            index=list(KINDS).index(suits),
            format_func=lambda one: _(KINDS[one]).capitalize(),
            key=f"draft of {one.invite_id}",
            label_visibility="collapsed",
        )
        try:
            message, problem = written(kind, one.occasion, read_templates(space.store))
        except RelevanceError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        if problem:
            st.warning(
                _("{problem} The shipped one stands in.", problem=plain(problem)),
                icon=":material/warning:",
            )
        show_draft(message.text, message.gaps)


def show_draft(text: str, gaps: tuple[str, ...]) -> None:
    """Show a message with a button that copies it, and what is missing in it."""
    st.code(text, language=None, wrap_lines=True)
    if gaps:
        word = _("One thing is") if len(gaps) == 1 else _("{gaps} things are", gaps=len(gaps))
        st.caption(
            _(
                ":orange[:material/edit:] {word} yours to add: {gaps}.",
                word=word,
                gaps=plain("; ".join(gaps)),
            )
        )
    st.caption(_("Copy it with the button at its corner. Nothing is sent from here."))
