"""Data: bring files in, see what was read and what was not, follow the reading, turn the demo on and off."""

import streamlit as st

from relevance.sources.catalogue import CATALOGUE
from relevance.texts import _, number
from relevance.ui.data import Workspace, show_demo, workspace
from relevance.ui.fact_cards import fact_cards
from relevance.ui.import_panel import import_form, import_history, import_report
from relevance.ui.privacy_panel import privacy_panel
from relevance.ui.reading_panel import reading_panel
from relevance.ui.widgets import plain

_SWITCH = "demo_switch"


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Data"))
    st.write(_("Everything stays in one file on this machine. Nothing is sent anywhere."))
    _demo_switch(space)
    import_form()
    import_report()
    import_history(space)
    reading_panel(space)
    _held(space)
    privacy_panel(space)
    _limits()


def _demo_switch(space: Workspace) -> None:
    # What the session looks at decides, so that an import can turn the switch as well.
    st.session_state[_SWITCH] = space.is_demo
    st.toggle(
        _("Show the demo network"),
        key=_SWITCH,
        help=_(
            "An invented network in a database file of its own; your data is never mixed with it."
        ),
        on_change=_turn,
    )


def _turn() -> None:
    show_demo(on=bool(st.session_state[_SWITCH]))


def _held(space: Workspace) -> None:
    st.subheader(_("What is held"))
    names = {
        "connection": _("Connections"),
        "invite": _("Invites"),
        "encounter": _("Encounters"),
        "post": _("Posts"),
        "position": _("Positions"),
        "owner_note": _("Your notes"),
    }
    with st.container(horizontal=True):
        for table, words in names.items():
            st.metric(words, number(space.store.count(table)))
    hidden = space.corpus.hidden_connections
    if hidden:
        st.caption(
            _(
                "{hidden} more connections hide themselves: LinkedIn tells their dates only.",
                hidden=number(hidden),
            )
        )
    st.caption(_("File: {path}", path=plain(str(space.store.path))))


def _limits() -> None:
    st.subheader(_("What each source can tell, and what it cannot"))
    fact_cards(
        (
            _(one.title),
            {
                _("Tells"): _(one.tells),
                _("Cannot"): _(one.cannot),
                _("Where you get it"): _(one.obtain),
            },
        )
        for one in CATALOGUE.values()
        if one.obtain
    )


main()
