"""What all figures have in common: colours and layout."""

import plotly.graph_objects as go

__all__ = ["STATE_COLOURS", "plain"]

STATE_COLOURS = {
    "raises": "#0F7B8A",
    "neutral": "#8A8F98",
    "dilutes": "#D1682A",
    "unknown": "#B9BEC7",
}
"""The colour of each state."""


def plain(figure: go.Figure, *, height: int) -> go.Figure:
    """Return the figure of this height in pixels, without what Plotly adds of its own."""
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        showlegend=figure.layout.legend.orientation is not None,
        uirevision="kept",
        hoverlabel={"align": "left"},
    )
    return figure
