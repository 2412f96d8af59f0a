"""The only way a figure comes onto a page: one look, words for who cannot see it, and its data as a table."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from relevance.charts import with_chosen
from relevance.texts import _, number

__all__ = ["figure", "parts_table"]

_MOST_ROWS = 1_000


def figure(
    drawn: go.Figure,
    table: pl.DataFrame | Callable[[], pl.DataFrame],
    *,
    key: str,
    alt: str,
    columns: Mapping[str, Any] | None = None,
    on_select: Callable[[], None] | None = None,
    chosen: Collection[str] = (),
) -> None:
    """Draw a figure with its data as a table behind "As a table", which is worked out only when it is opened.

    Args:
        drawn: the figure.
        table: the very data of the figure, or what gives it.
        key: names the figure on its page; its selection is in the session state under this name.
        alt: what the figure shows, in a sentence, for who cannot see it.
        columns: how columns of the table are shown, as `st.dataframe` takes them.
        on_select: called when a point is chosen in it; null where nothing can be.
        chosen: ids of the points that are chosen: they stay so when other data are drawn.
    """
    st.plotly_chart(
        with_chosen(drawn, chosen),
        key=key,
        on_select=on_select or "ignore",
        selection_mode="points",
        config={"displayModeBar": False},
        alt=alt,
    )
    behind = st.expander(
        _("As a table"),
        key=f"{key} as a table",
        icon=":material/table:",
        type="compact",
        on_change="rerun",
    )
    if behind.open:
        with behind:
            _table(table if isinstance(table, pl.DataFrame) else table(), key, alt, columns)


def _table(rows: pl.DataFrame, key: str, alt: str, columns: Mapping[str, Any] | None) -> None:
    st.dataframe(
        rows.head(_MOST_ROWS),
        key=f"table of {key}",
        hide_index=True,
        placeholder="–",
        column_config=dict(columns or {}),
        alt=_("{alt}, as a table", alt=alt),
    )
    if rows.height > _MOST_ROWS:
        st.caption(
            _(
                "The first {most_rows} of {height} rows.",
                most_rows=number(_MOST_ROWS),
                height=number(rows.height),
            )
        )


def parts_table(parts: Mapping[str, float]) -> pl.DataFrame:
    """Return what a relevance is made of, in points, as the table of `parts_bars`; the largest part first."""
    interest, points = _("Interest"), _("Points")
    return pl.DataFrame(
        [(name, round(100 * one, 2)) for name, one in parts.items()],
        schema={interest: pl.String, points: pl.Float64},
        orient="row",
    ).sort(points, interest, descending=[True, False])
