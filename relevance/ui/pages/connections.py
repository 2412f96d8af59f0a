"""Connections: everyone at a glance, and one person in depth."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from relevance.charts import relevance_volume
from relevance.pipeline import Scores, connections
from relevance.ui.data import Workspace, workspace
from relevance.ui.person_panel import person_panel
from relevance.ui.widgets import empty_state, folded, state_words

_STATES = ("dilutes", "raises", "neutral", "unknown")
_ORDERS = ("▼ diluting", "▲ raising")
_CHOSEN = "chosen_person"
_CHART = "relevance_volume"


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title("Connections")
    scores = space.scores
    listed = connections(scores)
    if listed.is_empty():
        empty_state(
            "No connections yet",
            "Import your LinkedIn export: the zip as LinkedIn sent it.",
            page="data",
            label="Import your data",
        )
        return
    st.caption(
        "Effect is what a person does to your feed's relevance, in points: the feed with them minus the feed without. "
        "LinkedIn ranks by its own model, so a change alters what can appear, not what will."
    )
    if scores.corpus.total_posts and not space.interests:
        empty_state(
            "Say what interests you",
            "Posts are here, but nothing to compare them with, so everyone is unknown for now.",
            page="interests",
            label="State interests",
        )
    shown = _filtered(listed)
    _scatter(shown, scores)
    _table(shown)
    _panel(space, scores, listed)


def _filtered(listed: pl.DataFrame) -> pl.DataFrame:
    counts = dict(listed["state"].value_counts().iter_rows())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            "Search",
            placeholder="Name, company or position",
            key="search_connections",
            persist_state="session",
        )
        states = st.pills(
            "State",
            _STATES,
            selection_mode="multi",
            format_func=lambda state: f"{state_words(state)} {counts.get(state, 0)}",
            key="states_of_connections",
            persist_state="session",
        )
        order = st.segmented_control(
            "First",
            _ORDERS,
            default=_ORDERS[0],
            required=True,
            key="order_of_connections",
            persist_state="session",
        )
    shown = listed.filter(pl.col("state").is_in(states)) if states else listed
    if order == _ORDERS[0]:
        known = shown.filter(pl.col("state") != "unknown")
        shown = pl.concat([known.reverse(), shown.filter(pl.col("state") == "unknown")])
    if wanted:
        said = shown.select("name", "company", "position", "headline").iter_rows()
        texts = [folded(" ".join(part for part in row if part)) for row in said]
        words = folded(wanted).split()
        fits = [all(word in text for word in words) for text in texts]
        shown = shown.filter(pl.Series(fits, dtype=pl.Boolean))
    return shown


def _scatter(shown: pl.DataFrame, scores: Scores) -> None:
    if shown["relevance"].null_count() == shown.height:
        return
    st.plotly_chart(
        relevance_volume(shown, feed=scores.feed),
        key=_CHART,
        on_select=_choose_point,
        selection_mode="points",
        config={"displayModeBar": False},
        alt="Each connection by share of attention and relevance; low at the right means much noise",
    )


# Only a new selection chooses, in a callback: read on every run, a standing one would overrule
# what is chosen elsewhere.


def _choose_point() -> None:
    points: Any = st.session_state[_CHART]["selection"]["points"]
    if points and points[0].get("customdata"):
        st.session_state[_CHOSEN] = points[0]["customdata"][0]


def _choose_row(key: str, ids: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(ids):
        st.session_state[_CHOSEN] = ids[rows[0]]


def _table(shown: pl.DataFrame) -> None:
    frame = shown.select(
        "name",
        state=pl.col("state").map_elements(state_words, return_dtype=pl.String),
        effect="effect",
        suggestion="suggestion",
        relevance=pl.col("relevance") * 100,
        low=pl.col("low") * 100,
        high=pl.col("high") * 100,
        attention=pl.col("attention_share") * 100,
        posts="posts",
        company="company",
        position="position",
    )
    config = st.column_config
    ids = shown["person_id"].to_list()
    chosen = st.session_state.get(_CHOSEN)
    # A selection is kept by position; another order is another table, with the same person selected in it.
    key = f"connections_table {hash(tuple(ids))}"
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        on_select=partial(_choose_row, key, ids),
        selection_default={"selection": {"rows": [ids.index(chosen)] if chosen in ids else []}},
        selection_mode="single-row",
        height=420,
        alt="Connections with their effect, relevance, attention, state and suggested act",
        column_config={
            "name": config.TextColumn("Name", pinned=True),
            "state": config.TextColumn("State"),
            "effect": config.NumberColumn(
                "Effect", format="%+.2f", help="Points of feed relevance: with them minus without."
            ),
            "relevance": config.ProgressColumn(
                "Relevance",
                min_value=0,
                max_value=100,
                format="%.0f",
                help="Chance that you would call a post of theirs relevant.",
            ),
            "low": config.NumberColumn("80 % from", format="%.0f"),
            "high": config.NumberColumn("to", format="%.0f"),
            "attention": config.NumberColumn("Attention %", format="%.1f"),
            "posts": config.NumberColumn("Posts"),
            "suggestion": config.TextColumn("Suggested act"),
            "company": config.TextColumn("Company"),
            "position": config.TextColumn("Position"),
        },
    )
    if shown.is_empty():
        st.write("Nobody fits this search.")
    st.caption(f"{shown.height} shown. Select a row or a point to see the person.")


def _panel(space: Workspace, scores: Scores, listed: pl.DataFrame) -> None:
    names = dict(listed.sort("comparable_name").select("person_id", "name").iter_rows())
    if st.session_state.get(_CHOSEN) not in names:
        st.session_state[_CHOSEN] = None
    chosen = st.selectbox(
        "Person",
        list(names),
        format_func=lambda one: names[one],
        key=_CHOSEN,
        index=None,
        placeholder="Choose someone to look at",
        persist_state="session",
    )
    if chosen:
        person_panel(space, scores, listed.filter(pl.col("person_id") == chosen).to_dicts()[0])


main()
