"""Plan: the changes that together raise the feed most, softer acts first, as a checklist with progress."""

import streamlit as st

from relevance.pipeline import CAVEAT, MOST_CHANGES
from relevance.texts import _
from relevance.ui.address_words import YES_OR_NO, Allowed, say_what_is_refused
from relevance.ui.checklist_panel import checklist_panel
from relevance.ui.data import workspace
from relevance.ui.plan_panel import plan_panel
from relevance.ui.protect_panel import protect_panel
from relevance.ui.widgets import empty_state

_CHANGES = 6
_MOST_GAIN = 2.0
_ALLOWED: dict[str, Allowed] = {
    "changes": (1, MOST_CHANGES),
    "least": (0.0, _MOST_GAIN),
    "spare": YES_OR_NO,
    "talked": YES_OR_NO,
}


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Plan"))
    if space.scores.feed is None:
        empty_state(
            _("Nothing to plan yet"),
            _("A plan needs posts that the model has read and interests to hold them against."),
            page="data",
            label=_("Bring your data in"),
        )
        return
    st.caption(
        _(
            "{caveat} Nothing is done on LinkedIn for you: a plan is a list of what you may do there yourself.",
            caveat=_(CAVEAT),
        )
    )
    say_what_is_refused(_ALLOWED)
    checklist_panel(space)
    st.subheader(_("The best changes"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        most = st.slider(
            _("At most so many changes"),
            1,
            MOST_CHANGES,
            _CHANGES,
            key="changes",
            bind="query-params",
        )
        least = st.slider(
            _("Each worth at least, points"),
            0.0,
            _MOST_GAIN,
            0.0,
            step=0.05,
            key="least",
            bind="query-params",
            help=_("Leaving any change out of the plan would cost at least so much."),
        )
    spares = st.toggle(
        _("Spare everyone who raises my feed today"),
        value=True,
        key="spare",
        bind="query-params",
        help=_(
            "Once the worst are gone, even somebody who raises the feed of today may lie below what is left."
        ),
    )
    protected = protect_panel(space)
    plan_panel(space, space.plan(most, least, protected, spares_raising=spares))


main()
