"""Figures of the feed, of people and their evidence, and of topics."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import polars as pl

from relevance.charts.drawing import STATE_COLOURS, plain

__all__ = [
    "contact_timeline",
    "effect_bars",
    "evidence_waterfall",
    "parts_bars",
    "relevance_history",
    "relevance_volume",
    "topic_map",
]

_SYMBOLS = {
    "raises": "triangle-up",
    "neutral": "circle",
    "dilutes": "triangle-down",
    "unknown": "x-thin-open",
}
_UNKNOWN_LINE = "#8A8F98"
_MOST_POINTS = 10_000
_PERCENT_TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]


def contact_timeline(contacts: pl.DataFrame) -> go.Figure:
    """Return the contacts with one person on a line of time, a row for each channel.

    Args:
        contacts: at (moments), channel, direction (incoming or outgoing), reference, snippet.
    """
    figure = go.Figure()
    for direction, words, symbol, colour in (
        ("outgoing", "from you", "triangle-right", STATE_COLOURS["raises"]),
        ("incoming", "from them", "triangle-left", STATE_COLOURS["dilutes"]),
    ):
        rows = contacts.filter(pl.col("direction") == direction).head(_MOST_POINTS)
        said = rows.select(pl.coalesce("reference", "snippet", pl.lit("")).str.slice(0, 80))
        figure.add_scatter(
            x=rows["at"].to_list(),
            y=rows["channel"].to_list(),
            mode="markers",
            name=words,
            marker={"symbol": symbol, "size": 11, "color": colour, "opacity": 0.75},
            text=said.to_series().to_list(),
            hovertemplate="%{x|%d %b %Y}<br>%{y}, " + words + "<br>%{text}<extra></extra>",
        )
    channels = contacts["channel"].n_unique()
    figure.update_layout(legend={"orientation": "h", "y": 1.15, "x": 0})
    return plain(figure, height=130 + 44 * channels)


def relevance_history(
    history: pl.DataFrame,
    *,
    now: float | None = None,
    figure_name: str = "relevance",
    title: str = "relevance",
    scale: float = 100.0,
) -> go.Figure:
    """Return one of the feed's figures week by week, with the number of posts as bars behind.

    Args:
        history: week (date), the figure (null where it is not known), posts.
        now: the figure today, drawn as a line across.
        figure_name: the column of the figure.
        title: what its axis is called.
        scale: what its values are multiplied with: 100 for shares.
    """
    values = history[figure_name] * scale
    digits = ".0f" if scale > 1 else ".1f"
    figure = go.Figure()
    figure.add_bar(
        x=history["week"].to_list(),
        y=history["posts"].to_list(),
        name="posts",
        yaxis="y2",
        marker_color="rgba(138, 143, 152, 0.22)",
        hovertemplate="%{y} posts<extra></extra>",
    )
    figure.add_scatter(
        x=history["week"].to_list(),
        y=values.to_list(),
        name=title,
        mode="lines+markers",
        line={"color": STATE_COLOURS["raises"], "width": 2.5},
        marker={"size": 6},
        hovertemplate="week of %{x|%d %b %Y}<br>" + title + " %{y:" + digits + "}<extra></extra>",
    )
    if now is not None:
        figure.add_hline(
            y=scale * now,
            line={"dash": "dot", "width": 1.5, "color": "#8A8F98"},
            annotation_text=f"feed today {scale * now:{digits}}",
            annotation_position="top left",
        )
    figure.update_layout(
        yaxis={
            "title": title,
            "range": [0, _top(history[figure_name]) if scale > 1 else 1.15 * _largest(values)],
            "overlaying": "y2",
            "tickmode": "auto",
        },
        yaxis2={"side": "right", "showgrid": False, "title": "posts", "rangemode": "tozero"},
        hovermode="x unified",
        bargap=0.25,
    )
    return plain(figure, height=320)


def effect_bars(people: pl.DataFrame, *, raising: bool) -> go.Figure:
    """Return bars of the effects of some people, the strongest at the top.

    Args:
        people: name, effect (points), relevance (0..1), posts.
        raising: the colour, and which way the bars grow.
    """
    shown = people.reverse()
    figure = go.Figure(
        go.Bar(
            x=shown["effect"].to_list(),
            y=shown["name"].to_list(),
            orientation="h",
            marker_color=STATE_COLOURS["raises" if raising else "dilutes"],
            text=[f"{effect:+.2f}" for effect in shown["effect"]],
            textposition="auto",
            customdata=shown.select(pl.col("relevance") * 100, "posts").rows(),
            hovertemplate=(
                "%{y}<br>effect %{x:+.2f} points<br>relevance %{customdata[0]:.0f} of 100, "
                "%{customdata[1]} posts<extra></extra>"
            ),
        )
    )
    figure.update_layout(
        xaxis={"title": "effect on feed relevance, points", "zeroline": True},
        yaxis={"automargin": True, "ticklabelstandoff": 6},
    )
    return plain(figure, height=70 + 34 * max(people.height, 3))


def relevance_volume(people: pl.DataFrame, *, feed: float | None) -> go.Figure:
    """Return relevance against share of attention, one mark for each person.

    Above 10,000 people the least loud are left out, since marks would lie on one another.

    Args:
        people: person_id, name, relevance (0..1), attention_share (0..1), effect, state, posts; rows
            without relevance are left out.
        feed: feed relevance, 0 to 1, drawn as a line across.
    """
    known = people.filter(pl.col("relevance").is_not_null()).sort(
        "attention_share", descending=True
    )
    figure = go.Figure()
    for state, colour in STATE_COLOURS.items():
        rows = known.head(_MOST_POINTS).filter(pl.col("state") == state)
        if rows.is_empty():
            continue
        figure.add_scatter(
            x=(rows["attention_share"] * 100).to_list(),
            y=(rows["relevance"] * 100).to_list(),
            name=state,
            mode="markers",
            marker={
                "color": colour,
                "symbol": _SYMBOLS[state],
                "size": 11,
                "opacity": 0.85,
                "line": {"width": 0.5, "color": "white"},
            },
            text=rows["name"].to_list(),
            customdata=rows.select("person_id", "effect", "posts").rows(),
            hovertemplate=(
                "<b>%{text}</b><br>relevance %{y:.0f} of 100<br>%{x:.1f} % of attention, "
                "%{customdata[2]} posts<br>effect %{customdata[1]:+.2f} points<extra></extra>"
            ),
        )
    if feed is not None:
        figure.add_hline(
            y=100 * feed,
            line={"dash": "dot", "width": 1.5, "color": "#8A8F98"},
            annotation_text=f"feed {100 * feed:.0f}",
            annotation_position="top right",
        )
    figure.update_layout(
        xaxis={
            "title": "share of your attention, %",
            "type": "log",
            "tickvals": _PERCENT_TICKS,
            "ticktext": [f"{tick:g}" for tick in _PERCENT_TICKS],
        },
        yaxis={"title": "relevance", "range": [0, _top(known["relevance"])]},
        legend={"orientation": "h", "y": 1.08, "x": 0},
        dragmode=False,  # a drag mode of selection keeps clicks from selecting a point
    )
    return plain(figure, height=430)


def parts_bars(parts: Mapping[str, float]) -> go.Figure:
    """Return what each interest adds to (or takes from) a relevance, in points that add up."""
    ordered = sorted(parts.items(), key=lambda item: item[1])
    values = [100 * value for _, value in ordered]
    colours = [STATE_COLOURS["raises" if value >= 0 else "dilutes"] for value in values]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=[name for name, _ in ordered],
            orientation="h",
            marker_color=colours,
            text=[f"{value:+.1f}" for value in values],
            textposition="auto",
            hovertemplate="%{y}: %{x:+.1f} points<extra></extra>",
        )
    )
    figure.update_layout(xaxis={"title": "points of relevance"}, yaxis={"automargin": True})
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
            y=[*(f"{place}. {one}" for place, one in enumerate(words, start=1)), "all together"],
            x=[*weights, 0],
            measure=[*["relative"] * len(bars), "total"],
            text=[*(f"{weight:+.1f}" for weight in weights), f"{sum(weights):+.1f}"],
            textposition="outside",
            cliponaxis=False,
            increasing={"marker": {"color": STATE_COLOURS["raises"]}},
            decreasing={"marker": {"color": STATE_COLOURS["dilutes"]}},
            totals={"marker": {"color": STATE_COLOURS["neutral"]}},
            hovertemplate="%{y}<br>%{text} bits<extra></extra>",
        )
    )
    figure.add_vline(x=0, line={"width": 1, "color": "#8A8F98"})
    figure.update_layout(
        xaxis={"title": "against it ← bits of evidence → for it", "zeroline": False},
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
        hollow = {"color": _UNKNOWN_LINE, "line": {"width": 1.5, "color": _UNKNOWN_LINE}}
        figure.add_scatter(
            x=drawn["x"].to_list(),
            y=drawn["y"].to_list(),
            name="relevance known" if known else "relevance unknown",
            mode="markers",
            marker={
                "symbol": symbol if known else f"{symbol}-open",
                "size": sizes.to_list(),
                **(colour if known else hollow),
            },
            unselected={"marker": {"opacity": 0.5}},
            customdata=drawn.select("mark", "posts").rows(),
            text=[_escaped(one) for one in drawn["topic"]],
            hovertemplate="%{text}<br>posts %{customdata[1]}, "
            + ("relevance %{marker.color:.0f} of 100" if known else "relevance unknown")
            + "<extra></extra>",
        )
    for row in labels.iter_rows(named=True):
        figure.add_annotation(
            x=row["x"],
            y=row["y"],
            text=f"<b>{_escaped(row['topic'].split(', ')[0][:24])}</b>",
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
                [grey, STATE_COLOURS["unknown"]],
                [1, STATE_COLOURS["raises"]],
            ],
            # Below the map, so that a narrow window leaves the map its width.
            "colorbar": {
                "title": {"text": "relevance", "side": "top"},
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


def _escaped(text: str) -> str:
    # Plotly reads a few tags in texts; what other people wrote is not to be one.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _top(relevance: pl.Series) -> float:
    """Return the upper end of an axis of relevance: all of it in view, and no more than 100."""
    largest = relevance.drop_nulls().max()
    return min(103.0, max(30.0, 115.0 * float(largest))) if isinstance(largest, float) else 103.0


def _largest(values: pl.Series) -> float:
    largest = values.drop_nulls().max()
    return float(largest) if isinstance(largest, float) else 1.0
