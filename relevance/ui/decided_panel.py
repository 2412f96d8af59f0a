"""What the owner decided: what is due, the log with what happened since, and the to-do list to take along."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import streamlit as st

from relevance.pipeline import TODO_FORMATS, Decided, todo_text, todos
from relevance.texts import _, day
from relevance.ui.data import Workspace
from relevance.ui.decision_buttons import decision_buttons, take_back_decision
from relevance.ui.rungs_panel import rung_checklist
from relevance.ui.widgets import empty_state, plain, profile_link, signed

__all__ = ["decided_panel"]

_FILES = {".csv": _("Table (CSV)"), ".md": _("Markdown"), ".ics": _("Calendar")}
_SINCE = {
    "connected": _("▲ connected"),
    "answered": _("● answered"),
    "gone": _("✗ no longer there"),
    "waiting": _("? nothing known"),
}


def decided_panel(space: Workspace) -> None:
    """Draw what is due, every decision with what happened since, and the to-do list."""
    today = date.today()  # noqa: DTZ011  # the day it is where the owner sits
    log = space.decided
    held = [one for one in log if one.undone_at is None]
    if not log:
        empty_state(
            _("Nothing is decided yet"),
            _(
                "Decide on an invitation under Waiting. It is noted here with the figures of that day; after your next "
                "import you see beside it what happened since."
            ),
        )
        return
    _due(space, [one for one in held if one.is_due(today)])
    _exports(held, today)
    _log(space, log)


def _due(space: Workspace, due: list[Decided]) -> None:
    if not due:
        return
    st.subheader(_("Due: {due}", due=len(due)), anchor=False)
    waiting = {one.person_id: one for one in space.advice}
    for one in due:
        with st.container(border=True, key=f"due {one.decision_id}"):
            st.markdown(
                _(
                    "**{name}**: you said {decision} on {decided_at}.",
                    name=plain(one.name),
                    decision=one.decision,
                    decided_at=day(one.decided_at),
                )
            )
            st.caption(_("Since then: {sentence}.", sentence=plain(one.sentence)))
            if invite := waiting.get(one.person_id):
                with st.container(horizontal=True, vertical_alignment="bottom"):
                    decision_buttons(space, invite, place="due")


def _exports(held: list[Decided], today: date) -> None:
    listed = todos(held, today)
    st.subheader(_("To do: {listed}", listed=len(listed)), anchor=False)
    st.caption(
        _(
            "What your decisions leave for you to do on LinkedIn. What is connected or gone since is off the list."
        )
    )
    with st.container(horizontal=True):
        for ending, label in _FILES.items():
            st.download_button(
                label,
                todo_text(listed, ending, today),
                file_name=f"invitations-to-do-{today.isoformat()}{ending}",
                mime=TODO_FORMATS[ending],
                icon=":material/download:",
                key=f"todo {ending}",
                on_click="ignore",
                disabled=not listed,
            )
    for todo in listed[:10]:
        due = f"**{day(todo.due)}** " if todo.due else ""
        st.markdown(f"- {due}{plain(todo.what)}")
    if len(listed) > 10:
        st.caption(_("and {listed} more", listed=len(listed) - 10))


def _log(space: Workspace, log: list[Decided]) -> None:
    st.subheader(_("Every decision"), anchor=False)
    shown = pl.DataFrame(
        {
            "name": [one.name for one in log],
            "you": [_("{decision} (taken "
            "back)", decision=one.decision) if one.undone_at else one.decision for one in log],
            "on": [one.decided_at.date() for one in log],
            "since": [_SINCE[one.outcome] for one in log],
            "ladder said": [_("{suggested}, rung {rung}", suggested=one.suggested, rung=one.rung) for one in log],
            "forecast": [signed(one.effect) for one in log],
            "again on": [one.revisit_on for one in log],
        },
        schema_overrides={"again on": pl.Date},
    )  # fmt: skip
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        placeholder="–",
        column_config={
            "name": _("Name"),
            "you": _("You"),
            "on": st.column_config.DateColumn(_("On"), format="D MMM YYYY"),
            "since": _("Since"),
            "ladder said": _("The ladder said"),
            "forecast": _("Forecast"),
            "again on": st.column_config.DateColumn(_("Again on"), format="D MMM YYYY"),
        },
    )
    one = st.selectbox(
        _("One decision, as it was that day"),
        log,
        format_func=lambda one: _(
            "{name}: {decision} on {decided_at}",
            name=one.name,
            decision=one.decision,
            decided_at=day(one.decided_at),
        ),
        index=None,
        key="chosen_decision",
    )
    if one is not None:
        _detail(space, one)


def _detail(space: Workspace, one: Decided) -> None:
    with st.container(border=True, key=f"decided {one.decision_id}"):
        st.markdown(
            _(
                "**{name}**: you said {decision}; the ladder said {suggested} by rung {rung}.",
                name=plain(one.name),
                decision=one.decision,
                suggested=one.suggested,
                rung=one.rung,
            )
        )
        st.markdown(_("**Since then:** {sentence}", sentence=plain(one.sentence)))
        for reason in one.reasons:
            st.markdown(f"- {plain(reason)}")
        if one.checks:
            checks = [SimpleNamespace(**check) for check in one.checks]
            rung_checklist(checks, one.rung, key=f"decided {one.decision_id}")
        ranged = (
            _(
                ", between {effect_low} and {effect_high}",
                effect_low=signed(one.effect_low),
                effect_high=signed(one.effect_high),
            )
            if one.effect is not None
            else ""
        )
        st.caption(
            _(
                "Forecast of that day: {effect} points{ranged}. {forecast} {model}",
                effect=signed(one.effect),
                ranged=ranged,
                forecast=plain(one.forecast),
                model=plain(one.model),
            )
        )
        with st.container(horizontal=True):
            if one.undone_at is None:
                st.button(
                    _("Undo"),
                    key=f"undo decision {one.decision_id}",
                    icon=":material/undo:",
                    on_click=take_back_decision,
                    args=(space, one.invite_id),
                )
            profile_link(one.url, key=f"profile of decision {one.decision_id}")
