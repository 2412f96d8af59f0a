"""Interests: what the owner wants more of and less of, in words; the weights are in the side bar."""

import streamlit as st

from relevance.pipeline import suggest_interests, suggested_interest
from relevance.texts import _
from relevance.ui.data import Workspace, workspace
from relevance.ui.interests_panel import interest_adder, interest_editor
from relevance.ui.undo_button import undo_button
from relevance.ui.widgets import empty_state, plain

_SUGGESTED = 12


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Interests"))
    st.write(
        _(
            "Say in your own words what you want to read. Several phrases that mean the same help more than one. "
            "Weights from 1 to 100 ask for more, from -1 to -100 for less."
        )
    )
    interests = space.interests
    if not interests:
        empty_state(
            _("No interests yet"),
            _(
                "Start with two or three that you would tell a colleague, or take some from your own profile below."
            ),
        )
    scores = space.scores
    for interest in interests:
        interest_editor(space, scores, interest)
    with st.container(horizontal=True, vertical_alignment="center"):
        interest_adder(space)
        undo_button(space)
    _suggestions(space)


def _suggestions(space: Workspace) -> None:
    found = suggest_interests(space.store)[:_SUGGESTED]
    if not found:
        return
    st.subheader(_("From your own profile"))
    st.caption(
        _("Skills, hashtags you follow and your industry. One click adds it with a weight of 60.")
    )
    with st.container(horizontal=True):
        for one in found:
            st.button(
                plain(one.name),
                key=f"suggestion {one.name}",
                icon=":material/add:",
                help=_("From {source}", source=one.source),
                on_click=_take,
                args=(space, one.name),
            )


def _take(space: Workspace, name: str) -> None:
    space.change_interests(lambda there: (*there, suggested_interest(name)), reason=f"added {name}")


main()
