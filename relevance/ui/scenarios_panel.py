"""What-ifs that the owner named: kept, compared, opened, dropped, brought back."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import (
    bring_back_scenario,
    drop_scenario,
    people_in,
    save_scenario,
    scenarios,
)
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import plain

__all__ = ["scenarios_panel"]

_NAME = "name of what-if"
_LAST = "last change of what-ifs"


def scenarios_panel(
    space: Workspace,
    chosen: Mapping[str, Sequence[str]],
) -> None:
    """Draw a way to keep what is chosen, and the what-ifs that are kept, beside each other.

    Args:
        space: what the session looks at.
        chosen: ids under the names "without" and "with".
    """
    st.subheader(_("Kept what-ifs"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Name"), key=_NAME, placeholder=_("Without the crypto crowd"), max_chars=80)
        st.button(
            _("Keep this what-if"),
            icon=":material/bookmark_add:",
            disabled=not any(chosen.values()),
            on_click=_keep,
            args=(space, chosen),
        )
        undo = st.session_state.get(_LAST)
        if undo is not None:
            st.button(
                _("Undo"),
                key="undo what-if",
                icon=":material/undo:",
                on_click=_undo,
                args=(space, *undo),
            )
    kept = scenarios(space.store).to_dicts()
    if not kept:
        st.caption(
            _("None yet. Keep one by a name to compare it with others, or to come back to it.")
        )
        return
    _table(space, kept)
    for one in kept:
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"scenario {one['scenario_id']}"
        ):
            st.markdown(plain(one["name"]), width="stretch")
            st.button(
                _("Open"),
                key=f"open what-if {one['scenario_id']}",
                on_click=_open,
                args=(space, one),
            )
            st.button(
                _("Drop"),
                key=f"drop what-if {one['scenario_id']}",
                icon=":material/delete:",
                on_click=_drop,
                args=(space, one["scenario_id"]),
            )


def _table(space: Workspace, kept: Sequence[Mapping[str, Any]]) -> None:
    rows = []
    for one in kept:
        removed, accepted = people_in(one, space.scores, space.advice)
        found = space.compared(removed, accepted)
        missing = len(one["removed"]) + len(one["accepted"]) - len(removed) - len(accepted)
        after = found.outcome.after
        rows.append(
            (
                one["name"],
                None if after is None else 100 * after,
                found.outcome.delta,
                found.voices_after,
                len(removed),
                len(accepted),
                "; ".join(found.warnings)
                or ("" if not missing else _("{missing} no longer to choose", missing=missing)),
            )
        )
    names = (
        _("What if"),
        _("Relevance after"),
        _("Points"),
        _("Voices after"),
        _("Go"),
        _("Come"),
        _("Mind"),
    )
    st.dataframe(
        pl.DataFrame(rows, schema=names, orient="row"),
        hide_index=True,
        key="kept what-ifs",
        alt=_("Each kept what-if with relevance and voices after it, and what it would cost"),
        column_config={
            _("Relevance after"): st.column_config.NumberColumn(format="%.1f"),
            _("Points"): st.column_config.NumberColumn(format="%+.2f"),
            _("Voices after"): st.column_config.NumberColumn(format="%.1f"),
        },
    )


def _keep(space: Workspace, chosen: Mapping[str, Sequence[str]]) -> None:
    said = " ".join(st.session_state[_NAME].split()).casefold()
    replaced = [
        number
        for number, name in scenarios(space.store).select("scenario_id", "name").iter_rows()
        if name.casefold() == said
    ]
    try:
        number = save_scenario(
            space.store, st.session_state[_NAME], chosen["without"], chosen["with"]
        )
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.session_state[_LAST] = (_("bring back"), replaced[0]) if replaced else ("drop", number)
    st.session_state[_NAME] = ""


def _drop(space: Workspace, number: int) -> None:
    try:
        drop_scenario(space.store, number)
    except RelevanceError as error:  # another tab was quicker
        st.toast(plain(str(error)))
        return
    st.session_state[_LAST] = (_("bring back"), number)


def _undo(space: Workspace, act: str, number: int) -> None:
    st.session_state.pop(_LAST, None)
    try:
        (drop_scenario if act == "drop" else bring_back_scenario)(space.store, number)
    except RelevanceError as error:
        st.toast(plain(str(error)))


def _open(space: Workspace, one: Mapping[str, Any]) -> None:
    st.session_state["without"], st.session_state["with"] = people_in(
        one, space.scores, space.advice
    )
