"""Figures of contacts, of what a figure is made of, of evidence, and of topics."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import polars as pl

from relevance.charts.drawing import MOST_POINTS, STATE_COLOURS, escaped, plain
from relevance.texts import _

__all__ = [
    "contact_timeline",
    "evidence_waterfall",
    "parts_bars",
    "topic_map",
]

_LINE = STATE_COLOURS["neutral"]
_FIRST_WORDS = pl.coalesce("reference", "snippet", pl.lit("")).str.slice(0, 80)


def contact_timeline(contacts: pl.DataFrame) -> go.Figure:
    """Return the contacts with one person on a line of time, a row for each channel.

    Above 10,000 contacts a mark stands for those of one month and channel.

    Args:
        contacts: at (moments), channel, direction (incoming or outgoing), reference, snippet.
    """
    is_crowd = contacts.height > MOST_POINTS
    figure = go.Figure()
    for direction, words, symbol, colour in (
        ("outgoing", _("from you"), "triangle-right", STATE_COLOURS["raises"]),
        ("incoming", _("from them"), "triangle-left", STATE_COLOURS["dilutes"]),
    ):
        rows = contacts.filter(pl.col("direction") == direction)
        rows = _by_month(rows) if is_crowd else rows.with_columns(said=_FIRST_WORDS)
        figure.add_scatter(
            x=rows["at"].to_list(),
            y=rows["channel"].to_list(),
            mode="markers",
            name=words,
            marker={"symbol": symbol, "size": 11, "color": colour, "opacity": 0.75},
            text=[escaped(one) for one in rows["said"]],
            hovertemplate="%{x|%d %b %Y}<br>%{y}, " + words + "<br>%{text}<extra></extra>",
        )
    channels = contacts["channel"].n_unique()
    figure.update_layout(legend={"orientation": "h", "y": 1.15, "x": 0})
    return plain(figure, height=130 + 44 * channels)


def _by_month(contacts: pl.DataFrame) -> pl.DataFrame:
    return (
        contacts.group_by(pl.col("at").dt.truncate("1mo"), "channel")
        .agg(said=pl.format(_("{} contacts in this month"), pl.len()))
        .sort("at", "channel")
    )


def parts_bars(parts: Mapping[str, float]) -> go.Figure:
    """Return what each interest adds to (or takes from) a relevance, in points that add up."""
    ordered = sorted(parts.items(), key=lambda item: item[1])
    values = [100 * value for _, value in ordered]
    colours = [STATE_COLOURS["raises" if value >= 0 else "dilutes"] for value in values]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=[escaped(name) for name, _ in ordered],
            orientation="h",
            marker_color=colours,
            text=[f"{value:+.1f}" for value in values],
            textposition="auto",
            hovertemplate=_("%{y}: %{x:+.1f} points<extra></extra>"),
        )
    )
    figure.update_layout(xaxis={"title": _("points of relevance")}, yaxis={"automargin": True})
    return plain(figure, height=70 + 30 * max(len(ordered), 3))


def evidence_waterfall(bars: Sequence[tuple[str, float]]) -> go.Figure:
    """Return how the evidence that two records are one person adds up, from the first bar down to the sum.

    Args:
        bars: words and weight in bits (above 0 speaks for it), in order; the first is where it starts from.
    """
    words = [one for one, _ in bars]
    weights = [weight for _, weight in bars]
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=[
                *(f"{place}. {escaped(one)}" for place, one in enumerate(words, start=1)),
                _("all together"),
            ],
            x=[*weights, 0],
            measure=[*["relative"] * len(bars), "total"],
            text=[*(f"{weight:+.1f}" for weight in weights), f"{sum(weights):+.1f}"],
            textposition="outside",
            cliponaxis=False,
            increasing={"marker": {"color": STATE_COLOURS["raises"]}},
            decreasing={"marker": {"color": STATE_COLOURS["dilutes"]}},
            totals={"marker": {"color": STATE_COLOURS["neutral"]}},
            hovertemplate=_("%{y}<br>%{text} bits<extra></extra>"),
        )
    )
    figure.add_vline(x=0, line={"width": 1, "color": _LINE})
    figure.update_layout(
        xaxis={"title": _("against it ← bits of evidence → for it"), "zeroline": False},
        yaxis={"automargin": True, "autorange": "reversed"},
    )
    return plain(figure, height=90 + 34 * (len(bars) + 1))


def topic_map(marks: pl.DataFrame, labels: pl.DataFrame, *, middle: float | None) -> go.Figure:
    """Return a map of posts or tiles of posts, coloured by relevance; hollow where it is unknown.

    Args:
        marks: x, y, posts, relevance (0..1 or null), topic; each is drawn as one mark, larger for more posts.
        labels: x, y, topic: names written on the map, of which the first term is shown.
        middle: the relevance, 0 to 1, that is drawn grey: the feed's.
    """
    rows = marks.with_row_index("mark")
    most = marks["posts"].max() if marks.height else 1
    symbol = "circle" if most == 1 else "hexagon2"
    figure = go.Figure()
    for known in (False, True):
        drawn = rows.filter(pl.col("relevance").is_not_null() == known)
        if drawn.is_empty():
            continue
        sizes = 7 + 17 * (drawn["posts"] / most).sqrt() if most != 1 else drawn["posts"] * 8
        colour = {
            "color": (drawn["relevance"] * 100).to_list(),
            "coloraxis": "coloraxis",
            "opacity": 0.85,
            "line": {"width": 0.5, "color": "rgba(128, 128, 128, 0.6)"},
        }
        hollow = {
            "color": STATE_COLOURS["unknown"],
            "line": {"width": 1.5, "color": STATE_COLOURS["unknown"]},
        }
        figure.add_scatter(
            x=drawn["x"].to_list(),
            y=drawn["y"].to_list(),
            name=_("relevance known") if known else _("relevance unknown"),
            mode="markers",
            marker={
                "symbol": symbol if known else f"{symbol}-open",
                "size": sizes.to_list(),
                **(colour if known else hollow),
            },
            unselected={"marker": {"opacity": 0.5}},
            customdata=drawn.select("mark", "posts").rows(),
            text=[escaped(one) for one in drawn["topic"]],
            hovertemplate=_("%{text}<br>posts %{customdata[1]}, ")
            + (_("relevance %{marker.color:.0f} of 100") if known else _("relevance unknown"))
            + "<extra></extra>",
        )
    for row in labels.iter_rows(named=True):
        figure.add_annotation(
            x=row["x"],
            y=row["y"],
            text=f"<b>{escaped(row['topic'].split(', ')[0][:24])}</b>",
            showarrow=False,
            bgcolor="rgba(33, 38, 46, 0.72)",
            font={"size": 12, "color": "white"},
        )
    grey = 0.5 if middle is None else min(max(middle, 0.05), 0.95)
    hidden = {"visible": False, "showgrid": False, "zeroline": False}
    figure.update_layout(
        xaxis=hidden,
        yaxis={**hidden, "scaleanchor": "x"},
        coloraxis={
            "cmin": 0,
            "cmax": 100,
            "colorscale": [
                [0, STATE_COLOURS["dilutes"]],
                [grey, STATE_COLOURS["neutral"]],
                [1, STATE_COLOURS["raises"]],
            ],
            # Below the map, so that a narrow window leaves the map its width.
            "colorbar": {
                "title": {"text": _("relevance"), "side": "top"},
                "thickness": 12,
                "orientation": "h",
                "len": 0.7,
                "y": 0,
                "yanchor": "top",
            },
        },
        dragmode=False,  # a drag mode of selection keeps clicks from selecting a point
    )
    if marks["relevance"].null_count():
        figure.update_layout(legend={"orientation": "h", "y": 1.05, "x": 0})
    return plain(figure, height=560)
