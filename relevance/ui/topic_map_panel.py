"""The map of posts: what is about the same lies together, and a click on it is read below."""

from typing import Any

import numpy as np
import polars as pl
import streamlit as st

from relevance.charts import topic_map as drawn_map
from relevance.pipeline import FeedTopics, Scores, TopicMap, topic_map
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.figure import figure
from relevance.ui.topic_reader_panel import posts_read, read_posts

__all__ = ["topic_map_panel"]

_CHART = "map_of_posts"


def topic_map_panel(space: Workspace, found: FeedTopics, scores: Scores) -> None:
    """Draw the map of posts; those that are being read are marked on it."""
    shown = topic_map(found, scores)
    st.subheader(_("Map of posts"))
    figure(
        drawn_map(shown.marks, shown.labels, middle=scores.feed),
        shown.marks.select(
            pl.col("topic").alias(_("Topic")),
            pl.col("posts").alias(_("Posts")),
            (pl.col("relevance") * 100).alias(_("Relevance")),
        ),
        key=_CHART,
        on_select=lambda: _choose_mark(space, shown),
        chosen=_chosen_marks(space, shown),
        columns={_("Relevance"): st.column_config.NumberColumn(format="%.0f")},
        alt=_(
            "Posts as dots, those about the same near each other, from orange for low relevance to blue for high"
        ),
    )
    unit = (
        _("Each hexagon stands for the posts around it")
        if shown.is_tiled
        else _("Each dot is a post")
    )
    st.caption(
        _(
            "{unit}; what is about the same lies together, directions and distances beyond that mean nothing. Grey is "
            "your feed's relevance, blue above it, orange below; hollow means unknown. Click one to read it; "
            "the same posts can be read from the list of topics.",
            unit=unit,
        )
    )


# Only a new selection chooses, in a callback: read on every run, a standing one would overrule
# what is chosen elsewhere.


def _choose_mark(space: Workspace, shown: TopicMap) -> None:
    points: Any = st.session_state[_CHART]["selection"]["points"]
    if points and points[0].get("customdata"):
        mark = int(points[0]["customdata"][0])
        read_posts(space, shown.mark == mark, _("On the map"))


def _chosen_marks(space: Workspace, shown: TopicMap) -> list[str]:
    """Return the marks of what is being read, wherever it was chosen."""
    reading = posts_read(space)
    return [] if reading is None else [str(one) for one in np.unique(shown.mark[reading[0]])]
