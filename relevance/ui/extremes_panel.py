"""Who raises the feed most and who dilutes it most; a bar that is chosen opens that person."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from relevance.charts import effect_bars
from relevance.pipeline import connections
from relevance.texts import _, number
from relevance.ui.data import Workspace
from relevance.ui.figure import figure
from relevance.ui.opening import open_button
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import plain, signed

__all__ = ["extremes_panel"]

_SHOWN = 6
_CHOSEN = "chosen extreme"


def extremes_panel(space: Workspace) -> None:
    """Draw the strongest effects in both directions, and whoever is chosen of them."""
    listed = connections(space.scores).filter(pl.col("effect").is_not_null())
    for column, raising in zip(st.columns(2), (True, False), strict=True):
        state = "raises" if raising else "dilutes"
        rows = listed.filter(pl.col("state") == state)
        rows = (rows if raising else rows.reverse()).head(_SHOWN)
        with column:
            st.subheader(
                _("{raising} Who {state} it most", raising="▲" if raising else "▼", state=state)
            )
            if rows.is_empty():
                st.write(_("Nobody, beyond what chance explains."))
            else:
                _bars(rows, state)
    chosen = listed.filter(pl.col("person_id") == st.session_state.get(_CHOSEN, ""))
    for row in chosen.iter_rows(named=True):
        _person(space, row)


def _bars(rows: pl.DataFrame, state: str) -> None:
    key = f"bars {state}"
    chosen = st.session_state.get(_CHOSEN)
    figure(
        effect_bars(rows, raising=state == "raises"),
        rows.select(
            pl.col("name").alias(_("Name")),
            pl.col("effect").alias(_("Effect, points")),
            (pl.col("relevance") * 100).alias(_("Relevance")),
            pl.col("posts").alias(_("Posts")),
        ),
        key=key,
        on_select=partial(_choose, key),
        chosen=[chosen] if chosen else [],
        columns={
            _("Effect, points"): st.column_config.NumberColumn(format="%+.2f"),
            _("Relevance"): st.column_config.NumberColumn(format="%.0f"),
        },
        alt=_("Bars: the people who raise your feed most, in points")
        if state == "raises"
        else _("Bars: the people who dilute your feed most, in points"),
    )


# Only a new selection chooses, in a callback: read on every run, a standing one would overrule the other figure.


def _choose(key: str) -> None:
    points: Any = st.session_state[key]["selection"]["points"]
    if points and points[0].get("customdata"):
        st.session_state[_CHOSEN] = points[0]["customdata"][0]


def _person(space: Workspace, row: dict[str, Any]) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="extreme"):
        st.markdown(
            _(
                "**{name}**: effect {effect} points, takes "
                "{attention_share} % of your attention. Suggested: {suggestion}.",
                name=plain(row["name"]),
                effect=signed(row["effect"]),
                attention_share=number(100 * row["attention_share"], 1),
                suggestion=_(row["suggestion"]),
            ),
            width="content",
        )
        thumbs(space, "person", row["person_id"], place="extreme", short=True)
        open_button(_("Open"), key="open extreme", page="connections", person_id=row["person_id"])
