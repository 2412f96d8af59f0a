"""A figure of what was said against what held."""

import plotly.graph_objects as go
import polars as pl

from relevance.charts.drawing import STATE_COLOURS, plain
from relevance.texts import _

__all__ = ["calibration_curve"]


def calibration_curve(bins: pl.DataFrame) -> go.Figure:
    """Return the share of posts that the owner liked over the relevance that was said of them.

    Args:
        bins: said, held, low and high (80 % interval of what held), all 0 to 1, and posts; one row for
            each tenth of relevance that has posts. More posts make a larger mark.
    """
    rows = bins.sort("said").with_columns(pl.col("said", "held", "low", "high") * 100)
    most = rows["posts"].max() or 1
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        name=_("exact"),
        line={"dash": "dot", "width": 1.5, "color": STATE_COLOURS["neutral"]},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=rows["said"].to_list(),
        y=rows["held"].to_list(),
        mode="lines+markers",
        name=_("your ratings, with 80 % intervals"),
        line={"color": STATE_COLOURS["raises"], "width": 2},
        marker={"size": (8 + 14 * (rows["posts"] / most).sqrt()).to_list()},
        error_y={
            "array": (rows["high"] - rows["held"]).to_list(),
            "arrayminus": (rows["held"] - rows["low"]).to_list(),
            "thickness": 1.5,
            "width": 5,
        },
        customdata=rows.select("posts").rows(),
        hovertemplate=_(
            "said %{x:.0f}, liked %{y:.0f} of 100<br>posts %{customdata[0]}<extra></extra>"
        ),
    )
    ends = {"range": [-3, 103], "dtick": 20, "zeroline": False}
    figure.update_layout(
        xaxis={"title": _("relevance that was said"), **ends},
        yaxis={"title": _("of 100 you liked"), **ends},
        legend={"orientation": "h", "y": 1.1, "x": 0},
    )
    return plain(figure, height=380)
