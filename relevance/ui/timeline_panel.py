"""One person's timeline: every contact over all channels, in words, drawn and listed."""

import polars as pl
import streamlit as st

from relevance.charts import contact_timeline
from relevance.pipeline import timeline
from relevance.texts import _, day, number
from relevance.ui.data import Workspace
from relevance.ui.figure import figure
from relevance.ui.thumbs import thumbs
from relevance.ui.ties_panel import channel_words
from relevance.ui.widgets import plain

__all__ = ["timeline_panel"]

_CHOSEN = "chosen_tie"
_MOST_ROWS = 500


def timeline_panel(space: Workspace, shown: pl.DataFrame) -> None:
    """Draw a choice among those shown, and every contact with the one that is chosen."""
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


def _direction_words() -> pl.Expr:
    words = {"outgoing": _("from you"), "incoming": _("from them")}
    return pl.col("direction").replace_strict(words, return_dtype=pl.String)


def _draw(contacts: pl.DataFrame, tie: pl.DataFrame) -> None:
    row = tie.to_dicts()[0]
    span = (
        _("from {first} to {last}", first=day(row["first"]), last=day(row["last"]))
        if row["last"]
        else _("undated")
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
            direction=_(row["direction"]),
            rhythm=rhythm,
            tie=_(row["tie"]),
        )
    )
    dated = contacts.drop_nulls("at")
    if dated.height > 1:
        figure(
            contact_timeline(dated),
            dated.select(
                pl.col("at").alias(_("When")),
                channel_words(pl.col("channel")).alias(_("Channel")),
                _direction_words().alias(_("Direction")),
            ),
            key="contacts",
            alt=_(
                "Each contact as a mark on a line of time, one row for each channel and direction"
            ),
        )
    st.dataframe(
        contacts.head(_MOST_ROWS).select(
            "at",
            channel_words(pl.col("channel")),
            _direction_words(),
            "reference",
            "snippet",
            about=pl.when("is_approximate").then(pl.lit(_("about"))).otherwise(pl.lit("")),
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
