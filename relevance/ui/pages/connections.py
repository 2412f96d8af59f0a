"""Connections: everyone at a glance, narrowed at will, one by one, two side by side, one person in depth."""

import polars as pl
import streamlit as st

from relevance.pipeline.listing import LOOKS, View, narrowed, ordered
from relevance.texts import _
from relevance.ui.bulk_panel import bulk_panel
from relevance.ui.choosing import offered
from relevance.ui.connections_table import connections_chart, connections_table
from relevance.ui.data import Workspace, workspace
from relevance.ui.facets_panel import facets_panel
from relevance.ui.person_panel import person_panel
from relevance.ui.person_review_panel import person_review_panel
from relevance.ui.side_by_side_panel import side_by_side_panel
from relevance.ui.view_state import take_view, view_now, write_view
from relevance.ui.views_panel import views_panel
from relevance.ui.widgets import empty_state


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Connections"))
    if space.facts().is_empty():
        empty_state(
            _("No connections yet"),
            _("Import your LinkedIn export: the zip as LinkedIn sent it."),
            page="data",
            label=_("Import your data"),
        )
        return
    st.caption(
        _(
            "Effect is what a person does to your feed's relevance, in points: the feed with them "
            "minus the feed without. "
            "LinkedIn ranks by its own model, so a change alters what can appear, not what will."
        )
    )
    if space.scores.corpus.total_posts and not space.interests:
        empty_state(
            _("Say what interests you"),
            _("Posts are here, but nothing to compare them with, so everyone is unknown for now."),
            page="interests",
            label=_("State interests"),
        )
    view, facts = facets_panel(space, take_view(space))
    views_panel(space, view)
    names = dict(facts.sort("comparable_name").select("person_id", "name").iter_rows())
    if view.look == LOOKS[1]:
        person_review_panel(space, facts, view)
    elif view.look == LOOKS[2]:
        side_by_side_panel(space, names)
    else:
        _list(space, facts, view, names)
    write_view(view_now())


def _list(space: Workspace, facts: pl.DataFrame, view: View, names: dict[str, str]) -> None:
    shown = ordered(narrowed(facts, view.filters), view.sorted_by)
    connections_chart(shown, feed=space.scores.feed)
    selected = connections_table(shown, view)
    bulk_panel(space, selected, shown["person_id"].to_list())
    held = st.session_state.get("person")
    if held not in names:
        held = st.session_state["person"] = None
    chosen = st.selectbox(
        _("Person"),
        offered(_("Person"), "person", names, [held] if held else []),
        format_func=lambda one: names[one],
        key="person",
        index=None,
        placeholder=_("Choose someone to look at"),
        filter_mode="contains",
        persist_state="session",
    )
    if chosen:
        person_panel(
            space, space.scores, facts.row(by_predicate=pl.col("person_id") == chosen, named=True)
        )


main()
