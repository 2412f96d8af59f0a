"""Two connections held against each other: figures, topics, contacts and posts."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from relevance.pipeline.listing import SideBySide, compare_people, figure_lines
from relevance.texts import _, day, number
from relevance.ui.choosing import offered
from relevance.ui.data import Workspace, topics_of
from relevance.ui.post_cards import shortened
from relevance.ui.widgets import empty_state, plain, signed

__all__ = ["side_by_side_panel"]

_SIDES = {"person": _("One"), "other": _("The other")}
_CONTACTS = 5


def side_by_side_panel(space: Workspace, names: Mapping[str, str]) -> None:
    """Draw two lists to choose from, and the two people beside each other.

    Args:
        space: what the session looks at.
        names: everyone who can be chosen, by id.
    """
    for side, column in zip(_SIDES, st.columns(2), strict=True):
        with column:
            _choose(side, names)
    one, other = st.session_state["person"], st.session_state["other"]
    if not one or not other or one == other:
        empty_state(
            _("Choose two people"),
            _("Their figures, topics, contacts and posts show side by side."),
        )
        return
    topics = topics_of(space)
    found = compare_people(space.store, space.scores, space.facts(topics), topics, one, other)
    st.markdown(plain(found.sentence))
    labels = _labels(found)
    _figures(found, labels)
    _shares(found, labels)
    _posts(found)
    _contacts(found)


def _choose(side: str, names: Mapping[str, str]) -> None:
    held = st.session_state.get(side)
    if held not in names:
        held = st.session_state[side] = None
    st.selectbox(
        _SIDES[side],
        offered(_SIDES[side], side, names, [held] if held else []),
        format_func=lambda one: names[one],
        key=side,
        index=None,
        placeholder=_("Choose someone"),
        filter_mode="contains",
        persist_state="session",
    )


def _labels(found: SideBySide) -> tuple[str, str]:
    """Return a name for each column, told apart where both are called the same."""
    one, other = (str(row["name"]) for row in found.figures)
    return (one, other) if one != other else (f"{one} (1)", f"{other} (2)")


def _figures(found: SideBySide, labels: tuple[str, str]) -> None:
    st.dataframe(
        pl.DataFrame(figure_lines(found), schema=("figure", *labels), orient="row"),
        hide_index=True,
        key="figures of two",
        placeholder="–",
        height="content",
        column_config={"figure": st.column_config.TextColumn(_("Figure"), pinned=True, width=190)},
        alt=_("Figures of both people beside each other"),
    )


def _shares(found: SideBySide, labels: tuple[str, str]) -> None:
    st.markdown(_("**What they write about, % of attention**"))
    if found.topics.is_empty():
        st.caption(_("No post of either was read yet."))
    else:
        if found.overlap is not None:
            st.caption(
                _(
                    "{overlap} % overlap: 100 would be the same mix of topics.",
                    overlap=number(100 * found.overlap),
                )
            )
        bars = {
            one: st.column_config.ProgressColumn(min_value=0, max_value=100, format="%.0f")
            for one in labels
        }
        _table(
            found.topics.with_columns(pl.col("one", "other") * 100), labels, "topics of two", bars
        )
    st.markdown(_("**What speaks to your interests, points of relevance**"))
    if found.interests.is_empty():
        st.caption(_("Nothing yet: no post, or no interest."))
    else:
        numbers = {one: st.column_config.NumberColumn(format="%+.1f") for one in labels}
        _table(found.interests, labels, "interests of two", numbers)


def _table(
    frame: pl.DataFrame, labels: tuple[str, str], key: str, config: Mapping[str, Any]
) -> None:
    st.dataframe(
        frame.rename({"one": labels[0], "other": labels[1]}),
        hide_index=True,
        key=key,
        placeholder="–",
        column_config={
            "name": st.column_config.TextColumn(_("What"), pinned=True, width=260),
            **config,
        },
        alt=_("One row for each topic or interest, one column for each person"),
    )


def _posts(found: SideBySide) -> None:
    for row, posts, column in zip(found.figures, found.posts, st.columns(2), strict=True):
        with column:
            st.markdown(_("**Loudest posts of {name}**", name=plain(row["name"])))
            if posts.is_empty():
                st.caption(_("None was read."))
            for text, relevance, effect in posts.select("text", "relevance", "effect").iter_rows():
                with st.container(border=True):
                    st.text(shortened(text))
                    st.caption(
                        _(
                            "relevance {relevance}, effect {effect}",
                            relevance=number(100 * relevance),
                            effect=signed(effect),
                        )
                    )


def _contacts(found: SideBySide) -> None:
    for row, contacts, column in zip(found.figures, found.encounters, st.columns(2), strict=True):
        with column:
            st.markdown(_("**Between you and {name}**", name=plain(row["name"])))
            if contacts.is_empty():
                st.caption(_("No message, mail or meeting is known."))
            for contact in contacts.head(_CONTACTS).iter_rows(named=True):
                when = day(contact["at"]) if contact["at"] else _("no date")
                who = _("you wrote") if contact["direction"] == "outgoing" else _("they wrote")
                st.caption(f"{when}, {plain(contact['channel'])}, {who}")
            if contacts.height > _CONTACTS:
                st.caption(_("and {contacts} more", contacts=number(contacts.height - _CONTACTS)))
