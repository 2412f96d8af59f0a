"""Every topic: as a table, and one by one to be read, wished for, or wished away."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from relevance.pipeline import wish_for_topic
from relevance.texts import _, number
from relevance.ui.data import Workspace, topics_of
from relevance.ui.topic_reader_panel import of_100, read_posts
from relevance.ui.widgets import plain, signed

__all__ = ["topic_list_panel"]


def topic_list_panel(space: Workspace, table: pl.DataFrame) -> None:
    """Draw the topics of `topics_table` as a table, and each with what can be done about it."""
    st.subheader(_("Every topic"))
    _table(table)
    for row in table.iter_rows(named=True):
        _topic(space, row)


def _table(table: pl.DataFrame) -> None:
    config = st.column_config
    st.dataframe(
        pl.DataFrame(
            {
                "topic": table["name"],
                "posts": table["posts"],
                "share": table["share"] * 100,
                "attention": table["attention_share"] * 100,
                "relevance": table["relevance"] * 100,
                "effect": table["effect"],
                "people": [_bringers(row, most=3) for row in table.iter_rows(named=True)],
            }
        ),
        hide_index=True,
        alt=_(
            "Topics with number of posts, share, relevance, effect on the feed, and who brings most of them"
        ),
        column_config={
            "topic": config.TextColumn(_("Topic"), pinned=True, width="large"),
            "posts": config.NumberColumn(_("Posts")),
            "share": config.NumberColumn(_("Share %"), format="%.1f"),
            "attention": config.NumberColumn(_("Attention %"), format="%.1f"),
            "relevance": config.ProgressColumn(
                _("Relevance"),
                min_value=0,
                max_value=100,
                format="%.0f",
                help=_("Chance that you would call a post of it relevant; empty where unknown."),
            ),
            "effect": config.NumberColumn(
                _("Effect"),
                format="%+.2f",
                help=_("Points of feed relevance: the feed with this topic minus without it."),
            ),
            "people": config.TextColumn(_("Who brings it"), width="large"),
        },
    )


def _topic(space: Workspace, row: Mapping[str, Any]) -> None:
    code, name = row["topic"], row["name"]
    with st.container(border=True):
        said, buttons = st.columns([5, 4], vertical_alignment="center")
    with said:
        st.markdown(f"**{plain(name)}**")
        st.caption(
            _(
                "{posts} posts · relevance {relevance} · effect {effect} · most from {most}",
                posts=number(row["posts"]),
                relevance=of_100(row["relevance"]),
                effect=signed(row["effect"]),
                most=plain(_bringers(row, most=2)),
            )
        )
    with buttons, st.container(horizontal=True, horizontal_alignment="right"):
        st.button(
            _("Read"),
            key=f"read topic {code}",
            icon=":material/article:",
            on_click=_read_topic,
            args=(space, code, name),
        )
        if code >= 0 and row["terms"]:
            _wishes(space, row)


def _bringers(row: Mapping[str, Any], *, most: int) -> str:
    return ", ".join(f"{one['name']} ({one['posts']})" for one in row["people"][:most])


def _read_topic(space: Workspace, code: int, name: str) -> None:
    read_posts(space, topics_of(space).topic == code, name)


def _wishes(space: Workspace, row: Mapping[str, Any]) -> None:
    name = row["name"]
    same = (one.weight for one in space.interests if one.name.casefold() == name.casefold())
    weight = next(same, 0.0)
    phrases = ", ".join(row["terms"])
    st.button(
        _("Add as interest"),
        key=f"more of topic {row['topic']}",
        icon=":material/add:",
        help=_("With a weight of 60 and these phrases: {phrases}", phrases=plain(phrases)),
        disabled=weight > 0,
        on_click=_wish,
        args=(space, name, row["terms"], "more"),
    )
    st.button(
        _("Less of this"),
        key=f"less of topic {row['topic']}",
        icon=":material/remove:",
        help=_("With a weight of -60 and these phrases: {phrases}", phrases=plain(phrases)),
        disabled=weight < 0,
        on_click=_wish,
        args=(space, name, row["terms"], "less"),
    )


def _wish(space: Workspace, name: str, terms: list[str], which: str) -> None:
    more = which == "more"
    space.change_interests(
        lambda there: wish_for_topic(there, name, terms, more=more), reason=f"{which} of {name}"
    )
    st.toast(
        _(
            "{more} of {name}. Undo last change takes it back.",
            more=_("More") if more else _("Less"),
            name=plain(name),
        )
    )
