"""Invites: the queue in order of worth, what was decided, the ladder, and the templates of drafts."""

from datetime import date

import streamlit as st

from relevance.texts import _, day
from relevance.ui.data import Workspace, workspace
from relevance.ui.decided_panel import decided_panel
from relevance.ui.ladder_panel import ladder_panel
from relevance.ui.looking_back_panel import looking_back_panel
from relevance.ui.one_by_one_panel import one_by_one_panel
from relevance.ui.outreach_panel import outreach_panel
from relevance.ui.queue_panel import queue_panel
from relevance.ui.templates_panel import templates_panel

_VIEWS = {
    "queue": (":material/inbox:", _("Waiting")),
    "single": (":material/filter_1:", _("One by one")),
    "decided": (":material/task_alt:", _("Decided")),
    "back": (":material/history:", _("Looking back")),
    "out": (":material/outgoing_mail:", _("Reaching out")),
    "ladder": (":material/stairs:", _("Ladder")),
    "templates": (":material/edit_note:", _("Drafts")),
}


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Invites"))
    _about(space)
    today = date.today()  # noqa: DTZ011  # the day it is where the owner sits
    due = sum(one.is_due(today) for one in space.decided)
    view = st.segmented_control(
        _("View"),
        list(_VIEWS),
        default="queue",
        required=True,
        format_func=lambda one: (
            " ".join(_VIEWS[one]) + (_(" ({due} due)", due=due) * (one == "decided" and due > 0))
        ),
        key="view_of_invites",
        label_visibility="collapsed",
        persist_state="session",
    )
    if view == "single":
        one_by_one_panel(space)
    elif view == "decided":
        decided_panel(space)
    elif view == "back":
        looking_back_panel(space)
    elif view == "out":
        outreach_panel(space)
    elif view == "ladder":
        ladder_panel(space)
    elif view == "templates":
        templates_panel(space)
    else:
        queue_panel(space)


def _about(space: Workspace) -> None:
    pending = space.pending
    dated = _(" of {as_of}", as_of=day(pending.as_of)) if pending.as_of else ""
    older = (
        _(" {too_old} older ones are left out.", too_old=pending.too_old) if pending.too_old else ""
    )
    st.caption(
        _(
            "Pending is who wrote within {age_limit_days} days before your export{dated} and is no connection: "
            "it cannot tell pending from ignored.{older} A yes changes what can appear in your feed, not what will. "
            "Nothing is ever clicked on LinkedIn for you.",
            age_limit_days=pending.age_limit_days,
            dated=dated,
            older=older,
        )
    )


main()
