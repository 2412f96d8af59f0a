"""What is held and worked out about other people, and how to be rid of it."""

import polars as pl
import streamlit as st

from relevance.pipeline import (
    INFERRED,
)
from relevance.pipeline.retiring import last_retired
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.fact_cards import fact_cards
from relevance.ui.forget_dialog import forget_button
from relevance.ui.widgets import plain

__all__ = ["privacy_panel"]


def privacy_panel(space: Workspace) -> None:
    """Draw what is inferred about others and from what, and offer to forget somebody."""
    st.subheader(_("Privacy"))
    st.write(_("What is worked out about other people, from what, and where it stays:"))
    fact_cards(
        (_(one.what), {_("From"): _(one.source), _("Stays"): _(one.kept)}) for one in INFERRED
    )
    if gone := last_retired(space.store):
        st.caption(
            _(
                "{gone} The setting {setting} asks for that.",
                gone=plain(gone),
                setting="`keep_years`",
            )
        )
    people = space.store.people().filter(~pl.col("is_owner"))
    names = dict(people.select("person_id", "name").iter_rows())
    of = dict(people.select("person_id", pl.coalesce("company", "headline")).iter_rows())
    chosen = st.selectbox(
        _("Forget a person"),
        list(names),
        index=None,
        format_func=lambda one: f"{names[one]}, {of[one]}" if of[one] else names[one],
        key="person_to_forget",
        placeholder=_("Choose somebody of whom nothing shall be held any more"),
    )
    if chosen:
        forget_button(space, chosen, key="forget_of_data")
    st.caption(
        plain(
            _(
                "From a shell: relevance forget, also --older-than 5y; relevance export all FOLDER; "
                "relevance backup and "
                "restore; relevance wipe deletes everything. Close the dashboard first."
            )
        )
    )
