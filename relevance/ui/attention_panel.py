"""Where attention goes: topics and the people who bring them, as a figure and as a table beside it."""

import polars as pl
import streamlit as st

from relevance.charts import attention_flow
from relevance.pipeline import attention_flows
from relevance.texts import _
from relevance.ui.data import Workspace, is_grouping, topics_if_ready
from relevance.ui.figure import figure
from relevance.ui.opening import open_button
from relevance.ui.widgets import plain, state_words

__all__ = ["attention_panel"]

_TABLE = "who_takes_attention"


def attention_panel(space: Workspace) -> None:
    """Draw who takes how much of the owner's attention with which topics."""
    found = topics_if_ready(space)
    if found is None:
        if is_grouping(space):
            st.subheader(_("Where your attention goes"))
            _until_grouped(space)
        return
    flows = attention_flows(found, space.scores)
    if flows.is_empty():
        return
    st.subheader(_("Where your attention goes"))
    is_named = pl.col("topic") != _("all other topics")
    largest = pl.col("topic").filter(is_named).sort_by(pl.col("share").filter(is_named)).last()
    people = (
        flows.group_by("person_id", "who", "state")
        .agg(pl.col("share").sum(), largest)
        .sort(pl.col("person_id").is_null(), "share", "who", descending=[False, True, False])
    )
    # One below the other: beside each other both would be cut wherever the window is not a wide one.
    figure(
        attention_flow(flows),
        flows.select(
            pl.col("topic").alias(_("Topic")),
            pl.col("who").alias(_("Who brings it")),
            (pl.col("share") * 100).alias(_("Attention %")),
        ),
        key="attention",
        columns={_("Attention %"): st.column_config.NumberColumn(format="%.1f")},
        alt=_(
            "Bands from topics to the people who bring them, as wide as the attention that they take"
        ),
    )
    st.caption(
        _(
            "Topics at the left, who brings them at the right, as wide as the attention they "
            "take; ▲ raises your feed, "
            "▼ dilutes it, ● neither."
        )
    )
    _people(people)


@st.fragment(run_every="1s")
def _until_grouped(space: Workspace) -> None:
    """Say that posts are being grouped by topic, and draw the page again once they are."""
    if not is_grouping(space):
        st.rerun()
    st.caption(_("Posts are being grouped by what they are about ..."))


def _people(people: pl.DataFrame) -> None:
    ids = people["person_id"].to_list()
    event = st.dataframe(
        people.select(
            pl.col("who").alias(_("Who")),
            pl.col("state")
            .map_elements(state_words, return_dtype=pl.String)
            .fill_null("–")
            .alias(_("State")),
            (pl.col("share") * 100).alias("%"),
            pl.col("topic").fill_null("–").alias(_("Largest topic")),
        ),
        key=_TABLE,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            _("Who"): st.column_config.TextColumn(width=180),
            _("State"): st.column_config.TextColumn(width=80),
            "%": st.column_config.NumberColumn(
                format="%.1f", width=60, help=_("Share of your attention.")
            ),
            _("Largest topic"): st.column_config.TextColumn(
                help=_("Of the topics above the one that takes most of this share.")
            ),
        },
        alt=_("People by the share of your attention that they take"),
    )
    rows = event["selection"]["rows"]
    chosen = ids[rows[0]] if rows and rows[0] < len(ids) else None
    if chosen is None:
        st.caption(_("Select a row to open that person."))
    else:
        name = people["who"][rows[0]]
        open_button(
            _("Open {name}", name=plain(name)),
            key="open from attention",
            page="connections",
            person_id=chosen,
        )
