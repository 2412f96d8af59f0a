"""People: who is who across networks. Pairs to review, links made by themselves, and the owner's answers."""

import streamlit as st

from relevance.texts import _
from relevance.ui.data import Workspace, job, start_linking, workspace
from relevance.ui.pairs_panel import answered_pairs, linked_pairs, pairs_to_review
from relevance.ui.records_panel import records_panel
from relevance.ui.widgets import empty_state, plain


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("People"))
    if space.store.count("record") == 0:
        empty_state(
            _("Nobody yet"),
            _("Everybody whom your exports, mail, calendars and chats name shows here, once."),
            page="data",
            label=_("Bring your data in"),
        )
        return
    st.caption(
        _(
            "One person may stand in several of your sources, under an earlier surname too. The same profile, address "
            "or account joins records by itself; what is only probable is shown as such; a changed surname is always "
            "asked. "
            "Your sources are never changed, and every link can be undone."
        )
    )
    _compare(space)
    waiting, linked, answered, find = st.tabs(
        [_("To review"), _("Linked"), _("Your answers"), _("One person")]
    )
    with waiting:
        pairs_to_review(space)
    with linked:
        linked_pairs(space)
    with answered:
        answered_pairs(space)
    with find:
        records_panel(space)


def _compare(space: Workspace) -> None:
    """Compare people again where records came in, and say so meanwhile."""
    state = job(space, "link")
    if state is not None and not state.finished:
        st.info(_("People of your sources are being compared ..."), icon=":material/hourglass:")
    elif state is not None and state.state == "failed":
        st.error(plain(state.error or ""), icon=":material/error:")
    elif space.has_stale_links:
        start_linking(space)
        st.rerun()


main()
