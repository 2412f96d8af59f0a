"""What if: people to unfollow and invitations to accept, and the feed before and after, all at once."""

import streamlit as st

from relevance.pipeline import CAVEAT, topic_shares
from relevance.texts import _
from relevance.ui.choosing import choose, feed_people, inviters, take_address
from relevance.ui.comparison_panel import (
    comparison_figures,
    comparison_posts,
    coverage_figure,
    single_changes,
)
from relevance.ui.data import Workspace, topics_of, workspace
from relevance.ui.scenarios_panel import scenarios_panel
from relevance.ui.widgets import empty_state, page_file

_OFFERED = 3


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("What if"))
    if space.scores.feed is None:
        empty_state(
            _("Nothing to try yet"),
            _("A what-if needs posts that the model has read and interests to hold them against."),
            page="data",
            label=_("Bring your data in"),
        )
        return
    st.caption(_("{caveat} Nothing is done on LinkedIn for you.", caveat=_(CAVEAT)))
    known = {"without": feed_people(space.scores), "with": inviters(space.advice)}
    missing = take_address(known)
    if missing:
        st.warning(
            _(
                "{missing} of those whom this address names cannot be chosen (any more).",
                missing=missing,
            )
        )
    removing, adding = st.columns(2)
    with removing:
        without = choose(
            _("Unfollow"), "without", known["without"], placeholder=_("Choose people who would go")
        )
    with adding:
        coming = choose(
            _("Accept"), "with", known["with"], placeholder=_("Choose invitations to accept")
        )
    if without or coming:
        _compared(space, without, coming)
    else:
        _offer(space)
    scenarios_panel(space, {"without": without, "with": coming})


def _compared(space: Workspace, without: list[str], coming: list[str]) -> None:
    found = space.compared(without, coming)
    comparison_figures(found)
    left, right = st.columns([3, 2])
    with left:
        coverage_figure(found, lambda: topic_shares(topics_of(space), space.scores, without))
    with right:
        single_changes(found)
    comparison_posts(found)


def _offer(space: Workspace) -> None:
    st.write(
        _(
            "Choose somebody above: the figures of your feed before and after stand here at once. "
            "Numbers in brackets are "
            "the points that a change alone would bring."
        )
    )
    best = [one.person_id for one in space.plan(_OFFERED).steps]
    with st.container(horizontal=True):
        if best:
            st.button(
                _("Try without the {best} who dilute it most", best=len(best)),
                icon=":material/auto_fix_high:",
                on_click=st.session_state.__setitem__,
                args=("without", best),
            )
        st.page_link(
            page_file("plan"), label=_("Or plan the best changes"), icon=":material/checklist:"
        )


main()
