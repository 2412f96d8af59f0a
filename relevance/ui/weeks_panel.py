"""Any figure of the feed week by week, with what happened meanwhile."""

from typing import Any

import polars as pl
import streamlit as st

from relevance.charts import EVENT_ROWS, relevance_history
from relevance.pipeline import FIGURES, happenings
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.feed_panel import COUNTED, FIGURE_NAMES
from relevance.ui.figure import figure

__all__ = ["weeks_panel"]


def weeks_panel(space: Workspace) -> None:
    """Draw one of the feed's figures over the weeks, and events below it."""
    said, chosen = st.columns([3, 2], vertical_alignment="bottom")
    said.subheader(_("Week by week"))
    name = chosen.selectbox(
        _("Figure"),
        tuple(FIGURES),
        format_func=lambda one: FIGURE_NAMES[one],
        key="figure_of_weeks",
        persist_state="session",
        label_visibility="collapsed",
    )
    weeks = space.weeks
    st.caption(_(FIGURES[name]))
    if weeks.is_empty():
        return
    events = happenings(space.store, space.scores, weeks["week"][0])
    figure(
        relevance_history(
            weeks,
            now=space.figures()[name],
            figure_name=name,
            title=FIGURE_NAMES[name].lower(),
            scale=1.0 if name == COUNTED else 100.0,
            events=events,
        ),
        lambda: _with_events(weeks, events),
        key="history",
        columns=_columns(),
        alt=_(
            "Line of {lower} for each week, with the number of posts as bars and events below it",
            lower=FIGURE_NAMES[name].lower(),
        ),
    )


def _columns() -> dict[str, Any]:
    config = st.column_config
    shares = {
        one: config.NumberColumn(said, format="percent")
        for one, said in FIGURE_NAMES.items()
        if one != COUNTED
    }
    return shares | {
        COUNTED: config.NumberColumn(FIGURE_NAMES[COUNTED], format="%.1f"),
        "week": config.DateColumn(_("Week of"), format="D MMM YYYY"),
        "posts": _("Posts"),
        "all_posts": config.NumberColumn(
            _("All posts"), help=_("Those that are not read yet, or in another language, included.")
        ),
        "said": _("What happened"),
    }


def _with_events(weeks: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return the weeks, the newest first, each with what happened in it; events after the last week have no figure."""
    words = {kind: said for kind, (said, *_) in EVENT_ROWS.items()}
    told = (
        events.with_columns(
            week=pl.col("day").dt.truncate("1w"),
            said=pl.format("{}: {}", pl.col("kind").replace(words), pl.col("what")),
        )
        .group_by("week", maintain_order=True)
        .agg(pl.col("said").str.join("; "))
    )
    return weeks.join(told, on="week", how="full", coalesce=True).sort("week", descending=True)
