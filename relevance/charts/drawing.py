"""What all figures have in common: colours, signs, layout, and what is chosen in them."""

from collections.abc import Collection

import plotly.graph_objects as go

__all__ = ["MOST_POINTS", "STATE_COLOURS", "STATE_SIGNS", "escaped", "plain", "with_chosen"]

STATE_COLOURS = {
    "raises": "#1478C2",
    "neutral": "#8C8791",
    "dilutes": "#CC651C",
    "unknown": "#8A6A4F",
}
"""The colour of each state: at least 3:1 against light and dark ground, apart with every common colour blindness."""

STATE_SIGNS = {"raises": "▲", "neutral": "●", "dilutes": "▼", "unknown": "?"}
"""The sign of each state, so that none is told by colour alone."""

MOST_POINTS = 10_000
"""A figure with more points than this draws how many there are at each place instead."""

_FADED = 0.35


def plain(figure: go.Figure, *, height: int) -> go.Figure:
    """Return the figure of this height in pixels, without what Plotly adds of its own."""
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        showlegend=figure.layout.legend.orientation is not None,
        uirevision="kept",
        selectionrevision="kept",
        hoverlabel={"align": "left"},
    )
    return figure


def with_chosen(figure: go.Figure, chosen: Collection[str]) -> go.Figure:
    """Return the figure with the points of `chosen` marked, whatever places they have in it today.

    A selection is kept by position, which another order or other data would move to somebody else.

    Args:
        figure: marks whose `customdata` begin with an id.
        chosen: ids; those that are not in the figure are left out, and where none is, nothing is marked.
    """
    found = {
        number: [at for at, row in enumerate(trace.customdata) if str(row[0]) in chosen]
        for number, trace in enumerate(figure.data)
        if getattr(trace, "customdata", None) is not None
    }
    if any(found.values()):
        for number, places in found.items():
            figure.data[number].selectedpoints = places
            figure.data[number].unselected = {"marker": {"opacity": _FADED}}
    return figure


def escaped(text: str, *, longest: int | None = None) -> str:
    """Return `text` so that Plotly, which reads a few tags, shows it letter by letter; cut where it is longer."""
    said = text
    if longest is not None and len(text) > longest:
        said = text[: longest - 1].rstrip() + "…"
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
