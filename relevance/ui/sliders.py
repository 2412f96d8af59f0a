"""The sliders that weigh the interests, in the side bar of every page that ranks."""

from dataclasses import replace

import streamlit as st

from relevance.interests import Interest
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import plain

__all__ = ["interest_sliders"]


def interest_sliders(space: Workspace) -> None:
    """Draw one slider for each interest; moving one re-ranks everything at once."""
    interests = space.interests
    if not interests:
        return
    st.subheader(
        _("What you want"),
        help=_("Right of 0: more of this. Left of 0: less of this. At 0: does not count."),
    )
    for interest in interests:
        _slider(space, interest)


def _slider(space: Workspace, interest: Interest) -> None:
    key = f"weight {interest.name}"
    # The store decides: a change made elsewhere (another tab, the Interests page, undo) moves the slider too.
    st.session_state[key] = round(interest.weight)
    st.slider(
        plain(interest.name),
        min_value=-100,
        max_value=100,
        key=key,
        help=plain(", ".join(interest.phrases)),
        on_change=_weigh,
        args=(space, interest.name, key),
    )


def _weigh(space: Workspace, name: str, key: str) -> None:
    weight = float(st.session_state[key])
    space.change_interests(
        lambda there: tuple(
            replace(one, weight=weight) if one.name == name else one for one in there
        ),
        reason=f"{name}: {weight:+.0f}",
    )
