"""Topics: what the feed is about, who brings it, and a map of its posts to read from."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
import streamlit as st

from relevance.charts import topic_map as drawn_map
from relevance.pipeline import (
    FeedTopics,
    Scores,
    TopicMap,
    topic_map,
    topic_posts,
    topics_table,
    wish_for_topic,
)
from relevance.texts import _, day, number
from relevance.ui.data import Workspace, is_grouping, topics_of, topics_soon, workspace
from relevance.ui.figure import figure
from relevance.ui.thumbs import thumbs
from relevance.ui.undo_button import undo_button
from relevance.ui.why_panel import why_post
from relevance.ui.widgets import empty_state, plain, profile_link, signed

_CHART = "map_of_posts"
_READ = "topic_read"
_SHOWN = 5
_LETTERS = 600


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Topics"))
    found, scores = topics_soon(space), space.scores
    if found is None:
        _until_grouped(
            space,
            _(
                "Posts are being grouped by what they are about. With many posts that takes a while, once."
            ),
        )
        return
    if not len(found.rows):
        empty_state(
            _("No topics yet"),
            _(
                "Topics are found among posts that the model has read. Bring posts in and let it read them."
            ),
            page="data",
            label=_("Bring your data in"),
        )
        return
    table = topics_table(found, scores)
    st.caption(
        _(
            "Posts that speak of the same are grouped, and each group is named by the words that "
            "tell it from the others. "
            "Near-duplicates count once. Groups follow from the posts alone; your interests only colour them."
        )
    )
    st.write(_sentence(found, table))
    if is_grouping(space):
        _until_grouped(
            space,
            _(
                "Many posts came or went: they are being grouped anew in the background. Until then new "
                "ones stand with the "
                "topic that is nearest."
            ),
        )
    with st.container(horizontal=True):
        undo_button(space)
    _map(space, found, scores)
    _reader(space, found, scores)
    st.subheader(_("Every topic"))
    _table(table)
    for row in table.iter_rows(named=True):
        _topic(space, row)


@st.fragment(run_every="1s")
def _until_grouped(space: Workspace, said: str) -> None:
    """Say that posts are being grouped, and draw the page again once they are."""
    if not is_grouping(space):
        st.rerun()
    st.caption(said)


def _sentence(found: FeedTopics, table: pl.DataFrame) -> str:
    named = len(found.names)
    topics = _("{named} topics", named=named) if named != 1 else _("one topic")
    unread = (
        _(
            " What {unread} more are about is unknown until the model has read them.",
            unread=number(found.unread),
        )
        if found.unread
        else ""
    )
    largest = (
        _(
            " The largest is **{name}** with {share} % of them.",
            name=plain(table["name"][0]),
            share=number(100 * table["share"][0]),
        )
        if named > 1
        else ""
    )
    return _(
        "**{rows} posts, {topics}.**{largest}{unread}",
        rows=number(len(found.rows)),
        topics=topics,
        largest=largest,
        unread=unread,
    )


def _map(space: Workspace, found: FeedTopics, scores: Scores) -> None:
    shown = topic_map(found, scores)
    st.subheader(_("Map of posts"))
    figure(
        drawn_map(shown.marks, shown.labels, middle=scores.feed),
        shown.marks.select(
            pl.col("topic").alias("Topic"),
            pl.col("posts").alias("Posts"),
            (pl.col("relevance") * 100).alias("Relevance"),
        ),
        key=_CHART,
        on_select=lambda: _choose_mark(space, shown),
        chosen=_chosen_marks(space, shown),
        columns={"Relevance": st.column_config.NumberColumn(format="%.0f")},
        alt=_(
            "Posts as dots, those about the same near each other, from orange for low relevance to blue for high"
        ),
    )
    unit = (
        _("Each hexagon stands for the posts around it")
        if shown.is_tiled
        else _("Each dot is a post")
    )
    st.caption(
        _(
            "{unit}; what is about the same lies together, directions and distances beyond that mean nothing. Grey is "
            "your feed's relevance, blue above it, orange below; hollow means unknown. Click one to read it; "
            "the same posts can be read from the list of topics.",
            unit=unit,
        )
    )


# Only a new selection chooses, in a callback: read on every run, a standing one would overrule
# what is chosen elsewhere.


def _choose_mark(space: Workspace, shown: TopicMap) -> None:
    points: Any = st.session_state[_CHART]["selection"]["points"]
    if points and points[0].get("customdata"):
        mark = int(points[0]["customdata"][0])
        _read(space, shown.mark == mark, _("On the map"))


def _chosen_marks(space: Workspace, shown: TopicMap) -> list[str]:
    """Return the marks of what is being read, wherever it was chosen."""
    state, chosen, _ = st.session_state.get(_READ, (None, None, ""))
    return [str(one) for one in np.unique(shown.mark[chosen])] if state == _state_of(space) else []


def _read(space: Workspace, chosen: np.ndarray, title: str) -> None:
    st.session_state[_READ] = (_state_of(space), chosen, title)


def _state_of(space: Workspace) -> tuple[str, int, int]:
    """Return what the places of posts depend on: a choice made before it changed is void."""
    return str(space.store.path), space.version("data"), space.version("vectors")


def _reader(space: Workspace, found: FeedTopics, scores: Scores) -> None:
    state, chosen, title = st.session_state.get(_READ, (None, None, ""))
    if state != _state_of(space):
        return
    posts = topic_posts(space.store, found, scores, chosen)
    with st.container(border=True):
        count = int(chosen.sum())
        posts_said = (
            _("{count} posts, the most typical first", count=number(count))
            if count > 1
            else _("one post")
        )
        st.markdown(f"**{plain(title)}** · {posts_said}")
        for row in posts.head(_SHOWN).iter_rows(named=True):
            _post(space, row)
        st.button(_("Close"), key="close_reader", on_click=st.session_state.pop, args=(_READ,))


def _post(space: Workspace, row: Mapping[str, Any]) -> None:
    with st.container(border=True):
        text = row["text"]
        st.text(text if len(text) <= _LETTERS else text[:_LETTERS].rsplit(" ", 1)[0] + " …")
        when = day(row["created_at"]) if row["created_at"] else _("no date")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                _(
                    "{author}, {when}: {topic}; relevance {relevance}",
                    author=plain(row["author"]),
                    when=when,
                    topic=plain(row["topic"]),
                    relevance=_of_100(row["relevance"]),
                )
            )
            profile_link(row["url"], label=_("Open post"), key=f"open {row['post_id']}")
        thumbs(space, "post", row["post_id"])
        why_post(space, row["post_id"])


def _of_100(relevance: float | None) -> str:
    return (
        _("? unknown")
        if relevance is None
        else _("{relevance} of 100", relevance=number(100 * relevance))
    )


def _bringers(row: Mapping[str, Any], *, most: int) -> str:
    return ", ".join(f"{one['name']} ({one['posts']})" for one in row["people"][:most])


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
                relevance=_of_100(row["relevance"]),
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


def _read_topic(space: Workspace, code: int, name: str) -> None:
    _read(space, topics_of(space).topic == code, name)


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


main()
