"""Rate: ten posts at a time, those that teach most first; what the ratings moved; each to be taken back."""

import streamlit as st

from relevance.texts import _
from relevance.ui.data import Workspace, workspace
from relevance.ui.questions_panel import questions_panel
from relevance.ui.ratings_panel import ratings_effect, ratings_list


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Rate"))
    st.write(
        _(
            "Say of a few posts whether you want to read such things. What this teaches is added to your interests and "
            "never replaces them: the sliders stay as they are, and every rating can be taken back."
        )
    )
    if space.corpus.read.are_here:
        questions_panel(space)
    else:
        space.corpus.read.soon()
        _until_read(space)
    if space.ratings.height:
        ratings_effect(space)
        ratings_list(space)


@st.fragment(run_every="1s")
def _until_read(space: Workspace) -> None:
    """Say that vectors are being read, and draw the page again once they are."""
    if space.corpus.read.are_here:
        st.rerun()
    st.caption(
        _(
            "What teaches most is being looked for. With many posts that takes some seconds after a start ..."
        )
    )


main()
