"""The invitations that wait, in order of worth, narrowed by verdict."""

import streamlit as st

from relevance.pipeline import Advice
from relevance.texts import _
from relevance.ui.batch_panel import batch_panel
from relevance.ui.by_hand_panel import by_hand_panel
from relevance.ui.data import Workspace
from relevance.ui.invite_card import VERDICTS, invite_card
from relevance.ui.together_panel import together_panel
from relevance.ui.widgets import empty_state

__all__ = ["queue_panel"]

_PAGE = 10


def queue_panel(space: Workspace) -> None:
    """Draw ways to add an invitation and to decide several, and a page of the queue."""
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
