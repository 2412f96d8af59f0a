"""The whole state as one file to keep or to show: with names, or with codes in their place."""

from datetime import date

import streamlit as st

from relevance.pipeline.report import report_html
from relevance.texts import _
from relevance.ui.data import PRESENTING, Workspace, topics_if_ready

__all__ = ["report_panel"]


def report_panel(space: Workspace) -> None:
    """Offer the report; while presenting only with codes."""
    st.subheader(_("Take it along"))
    with st.container(horizontal=True, vertical_alignment="center"):
        is_presenting = bool(st.session_state.get(PRESENTING))
        # Of its own in presentation mode: a choice made before does not hold there.
        names = not is_presenting and st.toggle(
            _("With names"), value=True, key="names_in_report", persist_state="session"
        )
        today = date.today()  # noqa: DTZ011  # the day it is where the owner sits
        st.download_button(
            _("Report as one HTML file"),
            lambda: _report(space, names=names),
            file_name=f"feed-relevance-{today.isoformat()}{'' if names else '-codes'}.html",
            mime="text/html",
            icon=":material/download:",
            key="report",
            on_click="ignore",
        )
    st.caption(
        _(
            "Verdict, people, topics, invitations and plan in one file that needs nothing else and can be printed."
        )
        + (_(" Names and texts are codes in it.") if is_presenting else "")
    )


def _report(space: Workspace, *, names: bool) -> str:
    real = space.unveiled
    return report_html(
        real.store, real.scores, real.settings, names=names, topics=topics_if_ready(real)
    )
