"""Figures of what changes would do: attention by interest before and after, gain by number of changes."""

import plotly.graph_objects as go
import polars as pl

from relevance.charts.drawing import STATE_COLOURS, escaped, plain
from relevance.texts import _

__all__ = ["coverage_change", "gain_curve"]

_NAME = 30


def coverage_change(shares: pl.DataFrame) -> go.Figure:
    """Return shares of attention before (a ring) and after (an arrow that points where it goes).

    Args:
        shares: name of an interest or topic, before and after (0..1); rows without a value are left out.
    """
    shown = shares.drop_nulls(["before", "after"]).reverse()
    names = [escaped(name, longest=_NAME) for name in shown["name"]]
    before, after = (shown[name] * 100 for name in ("before", "after"))
    figure = go.Figure()
    lines_x = [value for pair in zip(before, after, strict=True) for value in (*pair, None)]
    lines_y = [value for name in names for value in (name, name, None)]
    figure.add_scatter(
        x=lines_x,
        y=lines_y,
        mode="lines",
        line={"color": STATE_COLOURS["neutral"], "width": 2},
        showlegend=False,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=before.to_list(),
        y=names,
        mode="markers",
        name=_("today"),
        cliponaxis=False,
        marker={
            "symbol": "circle-open",
            "size": 11,
            "color": STATE_COLOURS["neutral"],
            "line": {"width": 2},
        },
        hovertemplate=_("%{y}<br>today %{x:.1f} % of attention<extra></extra>"),
    )
    for words, symbol, colour, chosen in (
        (_("more than today"), "triangle-right", STATE_COLOURS["raises"], after >= before),
        (_("less than today"), "triangle-left", STATE_COLOURS["dilutes"], after < before),
    ):
        rows = chosen.arg_true().to_list()
        figure.add_scatter(
            x=[after[row] for row in rows],
            y=[names[row] for row in rows],
            mode="markers",
            name=words,
            cliponaxis=False,
            marker={"symbol": symbol, "size": 13, "color": colour},
            hovertemplate="%{y}<br>" + words + ": %{x:.1f} %<extra></extra>",
        )
    figure.update_layout(
        xaxis={"title": _("share of your attention, %"), "rangemode": "tozero"},
        yaxis={
            "automargin": True,
            "ticklabelstandoff": 6,
            "categoryorder": "array",
            "categoryarray": names,
        },
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    return plain(figure, height=110 + 28 * max(shown.height, 3))


def gain_curve(curve: pl.DataFrame, *, chosen: int, enough: int) -> go.Figure:
    """Return what the best plan of each size brings, with the chosen size and the one that gives most of it marked.

    Args:
        curve: changes (0, 1, ...) and gain (points).
        chosen: the number of changes of the plan that is shown.
        enough: the least number of changes that brings 80 % of what that plan brings.
    """
    gains = dict(curve.select("changes", "gain").iter_rows())
    figure = go.Figure()
    figure.add_scatter(
        x=curve["changes"].to_list(),
        y=curve["gain"].to_list(),
        mode="lines+markers",
        name=_("best plan of each size"),
        line={"color": STATE_COLOURS["raises"], "width": 2.5},
        marker={"size": 6},
        hovertemplate=_("%{x} changes: %{y:+.2f} points<extra></extra>"),
    )
    marks = [(chosen, _("this plan"), "diamond", 15)]
    if 0 < enough < chosen:
        marks.append((enough, _("80 % of its gain"), "circle-open", 17))
    for size, words, symbol, width in marks:
        figure.add_scatter(
            x=[size],
            y=[gains[size]],
            mode="markers",
            name=f"{words}: {size}",
            marker={
                "symbol": symbol,
                "size": width,
                "color": STATE_COLOURS["dilutes"],
                "line": {"width": 2.5},
            },
            hovertemplate=_("%{x} changes: %{y:+.2f} points<extra></extra>"),
        )
    figure.update_layout(
        xaxis={"title": _("number of changes"), "rangemode": "tozero", "tickformat": "d"},
        yaxis={"title": _("gain, points"), "rangemode": "tozero"},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    return plain(figure, height=320)
