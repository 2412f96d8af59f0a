"""What the ratings do to people, and every rating, each to be changed or taken back."""

from typing import Any

import polars as pl
import streamlit as st

from relevance.pipeline import learning_words, moved_people
from relevance.texts import _, day
from relevance.ui.data import Workspace
from relevance.ui.thumbs import give, rating_words, take_back
from relevance.ui.widgets import plain, signed

__all__ = ["ratings_effect", "ratings_list"]

_LISTED = 50


def ratings_effect(space: Workspace) -> None:
    """Say what the ratings taught, and whom they moved."""
    scores = space.scores
    st.subheader(_("What your ratings do"), anchor=False)
    st.write(learning_words(scores, space.ratings))
    people = moved_people(scores)
    if people.is_empty():
        return
    st.dataframe(
        people.select(
            pl.col("name").alias(_("Person")),
            pl.when(pl.col("points") > 0)
            .then(pl.lit(_("▲ up")))
            .otherwise(pl.lit(_("▼ down")))
            .alias(_("Moved")),
            (100 * pl.col("before")).round(0).alias(_("Without")),
            (100 * pl.col("after")).round(0).alias(_("With")),
            pl.col("points")
            .map_elements(lambda one: signed(one, digits=1), return_dtype=pl.String)
            .alias(_("Points")),
        ),
        hide_index=True,
        key="moved",
        alt=_("People whose relevance your ratings moved by a point or more"),
    )


def ratings_list(space: Workspace) -> None:
    """List the ratings, the newest first."""
    listed = space.ratings
    with st.expander(_("All ratings ({height})", height=listed.height), key="all ratings"):
        st.caption(_("A thumb counts fully; what you liked, shared or commented on counts less."))
        for row in listed.head(_LISTED).iter_rows(named=True):
            _rating(space, row)
        if listed.height > _LISTED:
            st.caption(
                _(
                    "and {listed} more: `relevance ratings` lists all",
                    listed=listed.height - _LISTED,
                )
            )


def _rating(space: Workspace, row: dict[str, Any]) -> None:
    with st.container(border=True, key=f"rating {row['subject_id']}"):
        title = row["title"] or _("No longer there")
        st.text(title if len(title) <= 160 else title[:160].rsplit(" ", 1)[0] + " …")
        by = _(" by {author}", author=plain(row["author"])) if row["author"] else ""
        st.caption(f"{row['subject']}{by}, {day(row['at'])}: {rating_words(row)}")
        with st.container(horizontal=True):
            if row["source"] == "thumb":
                other = "down" if row["value"] > 0 else "up"
                st.button(
                    _("Change to {other}", other=other),
                    key=f"change {row['subject_id']}",
                    on_click=give,
                    args=(space, row["subject_id"], other),
                )
            st.button(
                _("Let it count again") if row["value"] == 0 else _("Take back"),
                key=f"take back {row['subject_id']}",
                icon=":material/undo:",
                on_click=take_back,
                args=(space, row["subject_id"]),
            )
