"""Encounters: where you meet people, one line over all channels, and which ties fade."""

import polars as pl
import streamlit as st

from relevance.charts import contact_timeline
from relevance.pipeline import TIES, timeline
from relevance.texts import _, day, number
from relevance.ui.data import Workspace, workspace
from relevance.ui.figure import figure
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import empty_state, folded, plain

_CHOSEN = "chosen_tie"
_WORDS = {
    "active": _("● active"),
    "fading": _("◐ fading"),
    "silent": _("○ silent"),
    "undated": _("? undated"),
}
_MOST_ROWS = 500


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Encounters"))
    found = space.ties
    if found.is_empty():
        empty_state(
            _("No encounter yet"),
            _(
                "Messages, mail, meetings, replies and comments show here. Your LinkedIn messages "
                "come with the export; "
                "mail, calendars, chats and other networks can be imported as well."
            ),
            page="data",
            label=_("Bring your data in"),
        )
        return
    st.caption(
        _(
            "Every place where you and a person met, whatever the channel. A tie fades when nothing has come for three "
            "times as long as is usual between you, and is silent after two years."
        )
    )
    shown = _filtered(found)
    _table(shown)
    _person(space, shown)


def _filtered(found: pl.DataFrame) -> pl.DataFrame:
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


def _table(shown: pl.DataFrame) -> None:
    config = st.column_config
    st.dataframe(
        shown.select(
            "name",
            tie=pl.col("tie").replace_strict(_WORDS, return_dtype=pl.String),
            contacts="contacts",
            last="last",
            first="first",
            direction="direction",
            outgoing="outgoing",
            incoming="incoming",
            channels=_channel_words(pl.col("channels").list.join(", ")),
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


def _channel_words(channel: pl.Expr) -> pl.Expr:
    """Return channels as they are spelt."""
    words = {
        "linkedin": _("LinkedIn"),
        "x ": _("X "),
        "mastodon": _("Mastodon"),
        "bluesky": _("Bluesky"),
    }
    words |= {"slack": _("Slack"), "hipchat": _("HipChat"), "periscope": _("Periscope")}
    return channel.str.replace_many(list(words), list(words.values()))


def _person(space: Workspace, shown: pl.DataFrame) -> None:
    names = dict(shown.select("person_id", "name").iter_rows())
    if st.session_state.get(_CHOSEN) not in names:
        st.session_state[_CHOSEN] = None
    chosen = st.selectbox(
        _("One person's timeline"),
        list(names),
        format_func=lambda one: names[one],
        index=None,
        placeholder=_("Choose someone"),
        key=_CHOSEN,
    )
    if chosen:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(plain(names[chosen]))
            thumbs(space, "person", chosen)
        _draw(timeline(space.store, chosen), shown.filter(pl.col("person_id") == chosen))


def _draw(contacts: pl.DataFrame, tie: pl.DataFrame) -> None:
    row = tie.to_dicts()[0]
    span = (
        _("from {first} to {last}", first=day(row["first"]), last=day(row["last"]))
        if row["last"]
        else "undated"
    )
    usual = row["usual_gap_days"]
    rhythm = _(" Usually every {usual} days.", usual=number(usual)) if usual else ""
    st.write(
        _(
            "{contacts} contacts {span}: {outgoing} from you, {incoming} from them "
            "({direction}).{rhythm} The tie is {tie}.",
            contacts=number(row["contacts"]),
            span=span,
            outgoing=number(row["outgoing"]),
            incoming=number(row["incoming"]),
            direction=row["direction"],
            rhythm=rhythm,
            tie=row["tie"],
        )
    )
    dated = contacts.drop_nulls("at")
    if dated.height > 1:
        figure(
            contact_timeline(dated),
            dated.select(
                pl.col("at").alias("When"),
                _channel_words(pl.col("channel")).alias("Channel"),
                pl.col("direction").alias("Direction"),
            ),
            key="contacts",
            alt=_(
                "Each contact as a mark on a line of time, one row for each channel and direction"
            ),
        )
    st.dataframe(
        contacts.head(_MOST_ROWS).select(
            "at",
            _channel_words(pl.col("channel")),
            pl.col("direction").replace_strict(
                {"outgoing": _("from you"), "incoming": _("from them")}, return_dtype=pl.String
            ),
            "reference",
            "snippet",
            about=pl.when("is_approximate").then(pl.lit("about")).otherwise(pl.lit("")),
        ),
        hide_index=True,
        alt=_("Every contact with its day, channel, direction, subject and beginning"),
        column_config={
            "at": st.column_config.DatetimeColumn(_("When"), format="DD MMM YYYY, HH:mm"),
            "channel": _("Channel"),
            "direction": _("Direction"),
            "reference": _("Subject"),
            "snippet": st.column_config.TextColumn(_("Beginning"), width="large"),
            "about": st.column_config.TextColumn(
                _("Exact?"), help=_("'about' where the source names no time zone, or only a day")
            ),
        },
    )
    if contacts.height > _MOST_ROWS:
        st.caption(
            _(
                "The newest {most_rows} of {height} are shown.",
                most_rows=number(_MOST_ROWS),
                height=number(contacts.height),
            )
        )


main()
