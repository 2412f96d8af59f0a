"""Figures of people: relevance against attention, and effects."""

import plotly.graph_objects as go
import polars as pl

from relevance.charts.drawing import MOST_POINTS, STATE_COLOURS, escaped, plain
from relevance.charts.feed import top_of
from relevance.texts import _, number

__all__ = ["effect_bars", "relevance_volume"]

_SYMBOLS = {
    "raises": "triangle-up",
    "neutral": "circle",
    "dilutes": "triangle-down",
    "unknown": "x-thin-open",
}
_PERCENT_TICKS = [0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
# Of a crowd, so many of either kind are drawn as marks of their own.
_OUTLIERS = 150
_COLUMNS, _ROWS = 60, 40
_GROUND = ((0.0, "rgba(140, 135, 145, 0.12)"), (1.0, "rgba(140, 135, 145, 0.95)"))


def effect_bars(people: pl.DataFrame, *, raising: bool) -> go.Figure:
    """Return bars of the effects of some people, the strongest at the top.

    Args:
        people: person_id, name, effect (points), relevance (0..1), posts.
        raising: the colour, and which way the bars grow.
    """
    shown = people.reverse()
    # Places instead of names: two namesakes are two bars.
    places = list(range(shown.height))
    figure = go.Figure(
        go.Bar(
            x=shown["effect"].to_list(),
            y=places,
            orientation="h",
            marker_color=STATE_COLOURS["raises" if raising else "dilutes"],
            text=[f"{effect:+.2f}" for effect in shown["effect"]],
            textposition="auto",
            hovertext=[escaped(name) for name in shown["name"]],
            customdata=shown.select("person_id", pl.col("relevance") * 100, "posts").rows(),
            hovertemplate=_(
                "%{hovertext}<br>effect %{x:+.2f} points<br>relevance %{customdata[1]:.0f} of 100, "
                "%{customdata[2]} posts<extra></extra>"
            ),
        )
    )
    figure.update_layout(
        xaxis={"title": _("effect on feed relevance, points"), "zeroline": True},
        yaxis={
            "automargin": True,
            "ticklabelstandoff": 6,
            "tickmode": "array",
            "tickvals": places,
            "ticktext": [escaped(name, longest=30) for name in shown["name"]],
        },
        dragmode=False,  # a drag mode of selection keeps clicks from selecting a bar
    )
    return plain(figure, height=70 + 34 * max(people.height, 3))


def relevance_volume(people: pl.DataFrame, *, feed: float | None) -> go.Figure:
    """Return relevance against share of attention, one mark for each person.

    Above 10,000 people the ground shows how many there are at each place, and only those with the largest effects are
    marks.

    Args:
        people: person_id, name, relevance (0..1), attention_share (0..1), effect, state, posts; rows
            without relevance are left out.
        feed: feed relevance, 0 to 1, drawn as a line across.
    """
    known = people.filter(pl.col("relevance").is_not_null()).sort(
        "attention_share", descending=True
    )
    figure = go.Figure()
    marked = known
    if known.height > MOST_POINTS:
        marked = _outliers(known)
        _add_ground(figure, known)
    for state, colour in STATE_COLOURS.items():
        rows = marked.filter(pl.col("state") == state)
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
            text=[escaped(name) for name in rows["name"]],
            customdata=rows.select("person_id", "effect", "posts").rows(),
            hovertemplate=_(
                "<b>%{text}</b><br>relevance %{y:.0f} of 100<br>%{x:.1f} % of attention, "
                "%{customdata[2]} posts<br>effect %{customdata[1]:+.2f} points<extra></extra>"
            ),
        )
    if feed is not None:
        figure.add_hline(
            y=100 * feed,
            line={"dash": "dot", "width": 1.5, "color": STATE_COLOURS["neutral"]},
            annotation_text=_("feed {figure}", figure=number(100 * feed)),
            annotation_position="top right",
        )
    figure.update_layout(
        xaxis={
            "title": _("share of your attention, %"),
            "type": "log",
            "tickvals": _PERCENT_TICKS,
            "ticktext": [f"{tick:g}" for tick in _PERCENT_TICKS],
        },
        yaxis={"title": _("relevance"), "range": [0, top_of(known["relevance"])]},
        legend={"orientation": "h", "y": 1.08, "x": 0},
        dragmode=False,  # a drag mode of selection keeps clicks from selecting a point
    )
    return plain(figure, height=430)


def _outliers(known: pl.DataFrame) -> pl.DataFrame:
    """Return those who raise the feed most and those who dilute it most."""
    ordered = known.drop_nulls("effect").sort("effect", "person_id", descending=[True, False])
    raising = ordered.filter(pl.col("state") == "raises").head(_OUTLIERS)
    return pl.concat([raising, ordered.filter(pl.col("state") == "dilutes").tail(_OUTLIERS)])


def _add_ground(figure: go.Figure, known: pl.DataFrame) -> None:
    """Draw how many people there are at each place; the axis of attention is one of powers of ten."""
    heard = known.filter(pl.col("attention_share") > 0).select(
        x=(pl.col("attention_share") * 100).log10(), y=pl.col("relevance") * 100
    )
    low, high = heard["x"].min(), heard["x"].max()
    if not isinstance(low, float) or not isinstance(high, float):
        return
    wide = max(high - low, 1e-9) / _COLUMNS
    tall = 100 / _ROWS
    counts = (
        heard.select(
            column=((pl.col("x") - low) / wide).floor().cast(pl.Int64).clip(0, _COLUMNS - 1),
            row=(pl.col("y") / tall).floor().cast(pl.Int64).clip(0, _ROWS - 1),
        )
        .group_by("column", "row")
        .len()
    )
    grid: list[list[int | None]] = [[None] * _COLUMNS for _ in range(_ROWS)]
    for column, row, count in counts.iter_rows():
        grid[row][column] = count
    figure.add_heatmap(
        x=[10 ** (low + wide * (at + 0.5)) for at in range(_COLUMNS)],
        y=[tall * (at + 0.5) for at in range(_ROWS)],
        z=grid,
        colorscale=[list(one) for one in _GROUND],
        showscale=False,
        hovertemplate=_(
            "%{z:,} people around %{x:.3f} % of attention and relevance %{y:.0f}<extra></extra>"
        ),
    )
