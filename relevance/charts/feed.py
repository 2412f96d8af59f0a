"""Figures of the feed: week by week with what happened, and where attention goes."""

import plotly.graph_objects as go
import polars as pl

from relevance.charts.drawing import STATE_COLOURS, STATE_SIGNS, escaped, plain
from relevance.texts import _, number

__all__ = ["EVENT_ROWS", "attention_flow", "relevance_history"]

EVENT_ROWS = {
    "joined": (_("joined"), "triangle-up", "raises"),
    "unfollowed": (_("unfollowed"), "triangle-down", "dilutes"),
    "answered": (_("invites decided"), "diamond", "raises"),
    "interests": (_("interests changed"), "square", "neutral"),
    "import": (_("data imported"), "circle", "neutral"),
}
"""The words, mark and colour of each kind of event; each has a row of its own below the figure."""

_BARS = "rgba(140, 135, 145, 0.25)"
_LINK = 0.45
_LONGEST = 26
# Pixels between two nodes of a flow, and for each node at least; and how far from the edge they stand, 0 to 1.
_PAD, _STEP, _EDGE = 12, 36, 1e-3


def relevance_history(
    history: pl.DataFrame,
    *,
    now: float | None = None,
    figure_name: str = "relevance",
    title: str = "relevance",
    scale: float = 100.0,
    events: pl.DataFrame | None = None,
) -> go.Figure:
    """Return one of the feed's figures week by week, the number of posts behind it, and what happened below it.

    Args:
        history: week (date), the figure (null where it is not known), posts.
        now: the figure today, drawn as a line across.
        figure_name: the column of the figure.
        title: what its axis is called.
        scale: what its values are multiplied with: 100 for shares.
        events: day (date), kind (of `EVENT_ROWS`) and what, of events within these weeks; null for none.
    """
    weeks = history["week"].to_list()
    values = history[figure_name] * scale
    digits = ".0f" if scale > 1 else ".1f"
    figure = go.Figure()
    figure.add_bar(
        x=weeks,
        y=history["posts"].to_list(),
        name=_("posts"),
        yaxis="y2",
        marker_color=_BARS,
        hovertemplate=_("%{y} posts<extra></extra>"),
    )
    figure.add_scatter(
        x=weeks,
        y=values.to_list(),
        name=title,
        mode="lines+markers",
        line={"color": STATE_COLOURS["raises"], "width": 2.5},
        marker={"size": 6},
        hovertemplate=_("week of %{x|%d %b %Y}<br>")
        + title
        + " %{y:"
        + digits
        + "}<extra></extra>",
    )
    if now is not None and weeks:
        today = f"{scale * now:{digits}}"
        figure.add_scatter(
            x=[weeks[0], weeks[-1]],
            y=[scale * now] * 2,
            name=_("today: {figure}", figure=today),
            mode="lines",
            line={"dash": "dot", "width": 2, "color": STATE_COLOURS["neutral"]},
            hoverinfo="skip",
        )
    rows = _add_events(figure, events)
    bottom = 0.08 + 0.075 * rows if rows else 0.0
    figure.update_layout(
        yaxis={
            "title": title,
            "range": [0, top_of(history[figure_name]) if scale > 1 else 1.15 * _largest(values)],
            "overlaying": "y2",
            "tickmode": "auto",
            "domain": [bottom, 1],
        },
        yaxis2={
            "side": "right",
            "showgrid": False,
            "title": _("posts"),
            "rangemode": "tozero",
            "domain": [bottom, 1],
        },
        xaxis={"anchor": "y3" if rows else "y"},
        hovermode="closest",
        bargap=0.25,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    return plain(figure, height=330 + 26 * rows)


def _add_events(figure: go.Figure, events: pl.DataFrame | None) -> int:
    """Draw events, a row for each kind that occurs, and return the number of rows."""
    if events is None or events.is_empty():
        return 0
    kinds = [one for one in EVENT_ROWS if one in events["kind"]]
    for kind in kinds:
        words, symbol, state = EVENT_ROWS[kind]
        rows = events.filter(pl.col("kind") == kind)
        figure.add_scatter(
            x=rows["day"].to_list(),
            y=[words] * rows.height,
            yaxis="y3",
            mode="markers",
            name=words,
            showlegend=False,
            marker={"symbol": symbol, "size": 11, "color": STATE_COLOURS[state]},
            text=[escaped(one, longest=120) for one in rows["what"]],
            hovertemplate="%{x|%d %b %Y}<br>%{text}<extra></extra>",
        )
    figure.update_layout(
        yaxis3={
            "domain": [0, 0.075 * len(kinds)],
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [EVENT_ROWS[kind][0] for kind in reversed(kinds)],
            "range": [-0.6, len(kinds) - 0.4],
            "automargin": True,
            "zeroline": False,
        }
    )
    return len(kinds)


def attention_flow(flows: pl.DataFrame) -> go.Figure:
    """Return where attention goes: topics at the left, the people who bring them at the right.

    Args:
        flows: topic, who (a name, or words for those put together), state of who (null for several people) and
            share (of attention, 0..1); one row for each pair, topics in the order in which they are drawn.
    """
    share = pl.col("share").sum()
    topics = dict(flows.group_by("topic", maintain_order=True).agg(share).iter_rows())
    listed = (
        flows.group_by("who", "state", maintain_order=True)
        .agg(share)
        .sort(pl.col("state").is_null(), "share", descending=[False, True], maintain_order=True)
    )
    people = dict(listed.select("who", "share").iter_rows())
    states = dict(listed.select("who", "state").iter_rows())
    count = max(len(topics), len(people), 4)
    tall = float(_STEP * count)
    sides = (
        _middles(list(topics.values()), tall, count),
        _middles(list(people.values()), tall, count),
    )
    at_topic, at_person = ({one: at for at, one in enumerate(side)} for side in (topics, people))
    figure = go.Figure(
        go.Sankey(
            arrangement="fixed",
            domain={"x": [0.3, 0.66]},
            node={
                "label": [*map(escaped, topics), *map(escaped, people)],
                "x": [_EDGE] * len(topics) + [1 - _EDGE] * len(people),
                "y": [*sides[0], *sides[1]],
                "color": [STATE_COLOURS["neutral"]] * len(topics)
                + [_colour(states[one]) for one in people],
                "pad": _PAD,
                "thickness": 14,
                "line": {"width": 0},
            },
            link={
                "source": [at_topic[one] for one in flows["topic"]],
                "target": [len(topics) + at_person[one] for one in flows["who"]],
                "value": (flows["share"] * 100).to_list(),
                "color": [_faded(states[one]) for one in flows["who"]],
            },
            # Labels stand beside it, in the colour of the page's text: over the bands they could not be read.
            textfont={"color": "rgba(0, 0, 0, 0)", "shadow": "none"},
            valueformat=".1f",
            valuesuffix=_(" % of attention"),
        )
    )
    for (name, share), middle in zip(topics.items(), sides[0], strict=True):
        words = f"{escaped(name, longest=_LONGEST)} {number(100 * share)} %"
        _label(figure, words, x=0.29, y=1 - middle, anchor="right")
    for (name, share), middle in zip(people.items(), sides[1], strict=True):
        sign = STATE_SIGNS.get(states[name] or "", "")
        words = f"{sign} {escaped(name, longest=_LONGEST)} {number(100 * share)} %".strip()
        _label(figure, words, x=0.67, y=1 - middle, anchor="left")
    return plain(figure, height=round(tall) + 40)


def _middles(shares: list[float], tall: float, count: int) -> list[float]:
    """Return the middle of each node from the top, 0 to 1: the side with most nodes sets the scale of both."""
    scale = (tall - _PAD * (count - 1)) / (sum(shares) or 1.0)
    top = (tall - sum(shares) * scale - _PAD * (len(shares) - 1)) / 2
    found = []
    for share in shares:
        found.append((top + share * scale / 2) / tall)
        top += share * scale + _PAD
    return found


def _label(figure: go.Figure, words: str, *, x: float, y: float, anchor: str) -> None:
    figure.add_annotation(
        text=words,
        x=x,
        y=y,
        xref="paper",
        yref="paper",
        xanchor=anchor,
        yanchor="middle",
        showarrow=False,
        font={"size": 12},
    )


def _colour(state: str | None) -> str:
    return STATE_COLOURS.get(state or "", STATE_COLOURS["neutral"])


def _faded(state: str | None) -> str:
    colour = _colour(state)
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {_LINK})"


def top_of(relevance: pl.Series) -> float:
    """Return the upper end of an axis of relevance: all of it in view, and no more than 100."""
    largest = relevance.drop_nulls().max()
    return min(103.0, max(30.0, 115.0 * float(largest))) if isinstance(largest, float) else 103.0


def _largest(values: pl.Series) -> float:
    largest = values.drop_nulls().max()
    return float(largest) if isinstance(largest, float) else 1.0
