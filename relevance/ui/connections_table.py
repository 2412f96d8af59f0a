"""Connections as marks and as rows, a hundred at a time; a row or a mark chooses whom to look at."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from relevance.charts import relevance_volume
from relevance.pipeline.listing import View
from relevance.texts import _, number
from relevance.ui.address_words import say_what_is_refused
from relevance.ui.figure import figure
from relevance.ui.widgets import state_words

__all__ = ["connections_chart", "connections_table"]

_CHART = "relevance_volume"
_PAGE = 100
_WRITTEN = "page written to the address"


def connections_chart(shown: pl.DataFrame, *, feed: float | None) -> None:
    """Draw share of attention against relevance; of a great many people the ground they cover."""
    known = shown.filter(pl.col("relevance").is_not_null())
    if known.is_empty():
        return
    chosen = st.session_state.get("person")
    figure(
        relevance_volume(known, feed=feed),
        known.select(
            "name",
            pl.col("state").map_elements(state_words, return_dtype=pl.String),
            pl.col("relevance") * 100,
            "attention_share",
            "effect",
            "posts",
        ),
        key=_CHART,
        columns={
            **_config(),
            "attention_share": st.column_config.NumberColumn(_("Attention %"), format="percent"),
        },
        on_select=_choose_point,
        chosen=[chosen] if chosen else [],
        alt=_(
            "Each connection by share of attention and relevance; low at the right means much noise"
        ),
    )


# Only a new selection chooses, in a callback: read on every run, a standing one would overrule
# what is chosen elsewhere.


def _choose_point() -> None:
    points: Any = st.session_state[_CHART]["selection"]["points"]
    if points and points[0].get("customdata"):
        st.session_state["person"] = points[0]["customdata"][0]


def _choose_rows(key: str, ids: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if len(rows) == 1 and rows[0] < len(ids):
        st.session_state["person"] = ids[rows[0]]


def connections_table(shown: pl.DataFrame, view: View) -> list[str]:
    """Draw rows page by page, and return the ids of those that are selected.

    Args:
        shown: rows of `connection_facts`.
        view: what they are narrowed and ordered by; another one begins at the first page.
    """
    at = _page(max(1, -(-shown.height // _PAGE)), f"page of {(view.filters, view.sorted_by)}")
    rows = shown.slice((at - 1) * _PAGE, _PAGE)
    ids = rows["person_id"].to_list()
    chosen = st.session_state.get("person")
    # A selection is kept by position; other rows are another table, with the same person selected in it.
    key = f"connections_table {hash(tuple(ids))}"
    selection: Any = st.dataframe(
        _columns(rows),
        key=key,
        hide_index=True,
        on_select=partial(_choose_rows, key, ids),
        selection_default={"selection": {"rows": [ids.index(chosen)] if chosen in ids else []}},
        selection_mode="multi-row",
        placeholder="–",
        height=min(420, 38 + 35 * max(len(ids), 1)),
        alt=_("Connections with their effect, relevance, attention, state, tie and suggested act"),
        column_config=_config(),
    )
    if shown.is_empty():
        st.write(_("Nobody fits. Take a filter away, or choose another list."))
    st.caption(
        _(
            "{height} shown. Select a row or a point to see the person, several rows to act on them together.",
            height=number(shown.height),
        )
    )
    return [ids[row] for row in selection["selection"]["rows"] if row < len(ids)]


def _page(pages: int, key: str) -> int:
    """Draw which page it is where there are several, and return it, from 1 on; the address names it, too."""
    at = 1
    given = st.query_params.get("page", "")
    asked = given if given != st.session_state.get(_WRITTEN) else ""
    if asked:
        say_what_is_refused({"page": (1, pages)})
    if pages > 1:
        named = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
        at = min(st.pagination(pages, default=min(max(named, 1), pages), key=key), pages)
    if at > 1:
        st.query_params["page"] = str(at)
    elif "page" in st.query_params:
        del st.query_params["page"]
    st.session_state[_WRITTEN] = str(at)
    return at


def _columns(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "name",
        state=pl.col("state").map_elements(state_words, return_dtype=pl.String),
        effect="effect",
        suggestion=_said("suggestion"),
        decided=pl.when(pl.col("decided") != "not yet").then(_said("decided")),
        protected=_said("protected"),
        relevance=pl.col("relevance") * 100,
        low=pl.col("low") * 100,
        high=pl.col("high") * 100,
        attention=pl.col("attention_share") * 100,
        times="times",
        posts="posts",
        topic="topic",
        tie=_said("tie"),
        last="last",
        years="years",
        company="company",
        position="position",
    ).select(pl.exclude(_silent_columns(rows)))


def _said(column: str) -> pl.Expr:
    return pl.col(column).map_elements(_, return_dtype=pl.String)


def _silent_columns(rows: pl.DataFrame) -> list[str]:
    """Return the columns that would tell nothing of anybody."""
    empty = [name for name in ("topic", "protected") if rows[name].null_count() == rows.height]
    return [*empty, "decided"] if (rows["decided"] == "not yet").all() else empty


def _config() -> dict[str, Any]:
    config = st.column_config
    return {
        "name": config.TextColumn(_("Name"), pinned=True),
        "state": config.TextColumn(_("State")),
        "effect": config.NumberColumn(
            _("Effect"),
            format="%+.2f",
            help=_("Points of feed relevance: with them minus without."),
        ),
        "suggestion": config.TextColumn(_("Suggested act")),
        "decided": config.TextColumn(_("Decided"), help=_("What you noted about them.")),
        "protected": config.TextColumn(_("Protected as")),
        "relevance": config.ProgressColumn(
            _("Relevance"),
            min_value=0,
            max_value=100,
            format="%.0f",
            help=_("Chance that you would call a post of theirs relevant."),
        ),
        "low": config.NumberColumn(_("80 % from"), format="%.0f"),
        "high": config.NumberColumn(_("to"), format="%.0f"),
        "attention": config.NumberColumn(_("Attention %"), format="%.1f"),
        "times": config.NumberColumn(
            _("× usual"),
            format="%.1f",
            help=_("Attention as a multiple of the median of those who post."),
        ),
        "posts": config.NumberColumn(_("Posts")),
        "topic": config.TextColumn(_("Topic they bring most")),
        "tie": config.TextColumn(_("Tie")),
        "last": config.DateColumn(_("Last contact"), format="DD MMM YYYY"),
        "years": config.NumberColumn(_("Connected, years"), format="%.1f"),
        "company": config.TextColumn(_("Company")),
        "position": config.TextColumn(_("Position")),
    }
