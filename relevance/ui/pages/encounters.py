"""Encounters: where you meet people, one line over all channels, and which ties fade."""

import streamlit as st

from relevance.texts import _
from relevance.ui.data import workspace
from relevance.ui.ties_panel import narrowed_ties, ties_table
from relevance.ui.timeline_panel import timeline_panel
from relevance.ui.widgets import empty_state


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Encounters"))
    found = space.ties
    if found.is_empty():
        empty_state(
            _("No encounter yet"),
            _(
                "Messages, mail, meetings, replies and comments show here. Your LinkedIn messages "
                "come with the export; "
                "mail, calendars, chats and other networks can be imported as well."
            ),
            page="data",
            label=_("Bring your data in"),
        )
        return
    st.caption(
        _(
            "Every place where you and a person met, whatever the channel. A tie fades when nothing has come for three "
            "times as long as is usual between you, and is silent after two years."
        )
    )
    shown = narrowed_ties(found)
    ties_table(shown)
    timeline_panel(space, shown)


main()
