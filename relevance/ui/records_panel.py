"""One person: the records they are made of, others to join with them, records that are not theirs."""

from typing import Any

import polars as pl
import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import links_of, merge_people, split_record
from relevance.texts import _, number
from relevance.ui.data import Workspace
from relevance.ui.forget_dialog import forget_button
from relevance.ui.review_panel import record_card
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import plain

__all__ = ["records_panel"]


def records_panel(space: Workspace) -> None:
    """Draw a choice of persons, and the records of the one that is chosen."""
    people = space.store.people().filter(~pl.col("is_owner"))
    names = dict(people.select("person_id", "name").iter_rows())
    of = dict(people.select("person_id", pl.coalesce("company", "headline")).iter_rows())

    def shown(person_id: str) -> str:
        return f"{names[person_id]}, {of[person_id]}" if of[person_id] else names[person_id]

    left, right = st.columns(2)
    one = left.selectbox(
        _("Person"), list(names), index=None, format_func=shown, key="person_shown"
    )
    other = right.selectbox(
        _("Join with"),
        [p for p in names if p != one],
        index=None,
        format_func=shown,
        key="join_with",
    )
    if one is None:
        st.caption(_("Choose a person to see which records they are made of."))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(names[one])}**")
        thumbs(space, "person", one)
        forget_button(space, one, key="forget_of_people")
    if other is not None:
        st.button(
            _(
                "{names} and {other} are one person",
                names=plain(names[one]),
                other=plain(names[other]),
            ),
            icon=":material/link:",
            on_click=_told,
            args=(merge_people, space, one, other),
        )
    records = links_of(space.store, one)
    for place, record in enumerate(records):
        record_card(record, key=f"of person {place}")
        with st.container(horizontal=True, vertical_alignment="center"):
            evidence = f": {plain(record['evidence'])}" if record["evidence"] else ""
            st.caption(f"{plain(record['how'])}{evidence}, {number(100 * record['probability'])} %")
            if len(records) > 1:
                st.button(
                    _("Not theirs"),
                    key=f"split {record['record_id']}",
                    icon=":material/link_off:",
                    on_click=_told,
                    args=(split_record, space, record["record_id"]),
                )


def _told(act: Any, space: Workspace, *what: str) -> None:
    try:
        st.toast(plain(act(space.store, space.settings, *what).sentence))
    except RelevanceError as error:
        st.toast(plain(str(error)), icon=":material/error:")
