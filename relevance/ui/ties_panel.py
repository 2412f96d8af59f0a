"""The owner's ties: narrowed by words, tie and channel, and listed."""

import polars as pl
import streamlit as st

from relevance.pipeline import TIES
from relevance.texts import _, number
from relevance.ui.widgets import folded

__all__ = ["channel_words", "narrowed_ties", "ties_table"]

_WORDS = {
    "active": _("● active"),
    "fading": _("◐ fading"),
    "silent": _("○ silent"),
    "undated": _("? undated"),
}


def narrowed_ties(found: pl.DataFrame) -> pl.DataFrame:
    """Draw what narrows the ties, and return those that fit."""
    counts = dict(found.group_by("tie").len().iter_rows())
    channels = sorted(set(found["channels"].explode().drop_nulls()))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(_("Search"), key="search_ties", placeholder=_("Name or company"))
        ties = st.pills(
            _("Tie"),
            [one for one in TIES if counts.get(one)],
            selection_mode="multi",
            format_func=lambda one: f"{_WORDS[one]} {counts.get(one, 0)}",
            key="tie_filter",
        )
        channel = st.selectbox(
            _("Channel"), channels, index=None, placeholder=_("Any channel"), key="channel_filter"
        )
    shown = found.filter(pl.col("tie").is_in(ties)) if ties else found
    if channel:
        shown = shown.filter(pl.col("channels").list.contains(channel))
    if wanted:
        said = shown.select("name", "company", "position", "headline").iter_rows()
        texts = [folded(" ".join(part for part in row if part)) for row in said]
        fits = [all(word in text for word in folded(wanted).split()) for text in texts]
        shown = shown.filter(pl.Series(fits, dtype=pl.Boolean))
    return shown


def ties_table(shown: pl.DataFrame) -> None:
    """List ties, with how many there are."""
    config = st.column_config
    st.dataframe(
        shown.select(
            "name",
            tie=pl.col("tie").replace_strict(_WORDS, return_dtype=pl.String),
            contacts="contacts",
            last="last",
            first="first",
            direction=pl.col("direction").map_elements(_, return_dtype=pl.String),
            outgoing="outgoing",
            incoming="incoming",
            channels=channel_words(pl.col("channels").list.join(", ")),
        ),
        hide_index=True,
        height=min(420, 38 + 35 * max(shown.height, 1)),
        alt=_("People with their number of contacts, first and last day, direction and channels"),
        column_config={
            "name": config.TextColumn(_("Name"), pinned=True),
            "tie": config.TextColumn(_("Tie")),
            "contacts": config.NumberColumn(_("Contacts")),
            "last": config.DateColumn(_("Last"), format="DD MMM YYYY"),
            "first": config.DateColumn(_("First"), format="DD MMM YYYY"),
            "direction": config.TextColumn(_("Direction")),
            "outgoing": config.NumberColumn(_("From you")),
            "incoming": config.NumberColumn(_("From them")),
            "channels": config.TextColumn(_("Channels")),
        },
    )
    st.caption(_("{height} people shown.", height=number(shown.height)))


def channel_words(channel: pl.Expr) -> pl.Expr:
    """Return channels as they are spelt."""
    words = {
        "linkedin": _("LinkedIn"),
        "x ": _("X "),
        "mastodon": _("Mastodon"),
        "bluesky": _("Bluesky"),
    }
    words |= {"slack": _("Slack"), "hipchat": _("HipChat"), "periscope": _("Periscope")}
    return channel.str.replace_many(list(words), list(words.values()))
