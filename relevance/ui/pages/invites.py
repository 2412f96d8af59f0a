"""Invites: the queue in order of worth, what was decided, the ladder, and the templates of drafts."""

from datetime import date

import streamlit as st

from relevance.pipeline import Advice, pending_invites
from relevance.texts import _, day
from relevance.ui.batch_panel import batch_panel
from relevance.ui.by_hand_panel import by_hand_panel
from relevance.ui.data import Workspace, workspace
from relevance.ui.decided_panel import decided_panel
from relevance.ui.invite_card import VERDICTS, invite_card
from relevance.ui.ladder_panel import ladder_panel
from relevance.ui.looking_back_panel import looking_back_panel
from relevance.ui.one_by_one_panel import one_by_one_panel
from relevance.ui.outreach_panel import outreach_panel
from relevance.ui.templates_panel import templates_panel
from relevance.ui.together_panel import together_panel
from relevance.ui.widgets import empty_state

_VIEWS = {
    "queue": (":material/inbox:", _("Waiting")),
    "single": (":material/filter_1:", _("One by one")),
    "decided": (":material/task_alt:", _("Decided")),
    "back": (":material/history:", _("Looking back")),
    "out": (":material/outgoing_mail:", _("Reaching out")),
    "ladder": (":material/stairs:", _("Ladder")),
    "templates": (":material/edit_note:", _("Drafts")),
}
_PAGE = 10


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
        _queue(space)


def _about(space: Workspace) -> None:
    pending = pending_invites(space.store, space.settings)
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


def _queue(space: Workspace) -> None:
    by_hand_panel(space)
    advice = space.advice
    if not advice:
        empty_state(
            _("No invitation is waiting"),
            _(
                "Pending invitations come with the LinkedIn export (Invitations.csv). The newest one counts."
            ),
            page="data",
            label=_("Import an export"),
        )
        return
    together_panel(space)
    batch_panel(space)
    shown = _chosen(advice)
    pages = max(1, -(-len(shown) // _PAGE))
    at = st.pagination(pages, key="invites_page") if pages > 1 else 1
    for one in shown[(at - 1) * _PAGE : at * _PAGE]:
        invite_card(space, one)


def _chosen(advice: list[Advice]) -> list[Advice]:
    counts = {verdict: sum(one.decision == verdict for one in advice) for verdict in VERDICTS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        verdict = st.pills(
            _("Verdict"),
            list(VERDICTS),
            format_func=lambda one: f"{VERDICTS[one][1]} {counts[one]}",
            key="verdicts_shown",
            persist_state="session",
        )
        open_only = st.toggle(
            _("Only those not decided yet"), key="open_only", persist_state="session"
        )
    return [
        one
        for one in advice
        if (not verdict or one.decision == verdict) and not (open_only and one.decided)
    ]


main()
