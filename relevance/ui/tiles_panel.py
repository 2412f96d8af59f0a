"""Four figures of the feed as tiles, how fresh they are, and what is not read."""

import streamlit as st

from relevance.pipeline import FeedSummary, Scores, feed_summary
from relevance.texts import _, day, number
from relevance.ui.data import Workspace
from relevance.ui.widgets import plain

__all__ = ["tiles_panel"]


def tiles_panel(space: Workspace, scores: Scores, feed: float) -> None:
    """Draw the tiles, and below them the days of the newest post and of the export."""
    # Unlike columns these go below one another before their labels are cut.
    tiles = st.container(horizontal=True)
    # What a slider moves is drawn before the others are counted, and fine enough for one step of it to be seen.
    tiles.metric(
        _("Feed relevance"),
        number(100 * feed, 1),
        border=True,
        height="stretch",
        help=_("Attention-weighted mean relevance of the posts in the window, 0 to 100."),
    )
    summary = feed_summary(scores)
    pending = space.pending
    shown = (
        (
            _("People you hear"),
            number(summary.people),
            None,
            _("Persons whose posts, or whose likes and reposts, reach your feed."),
        ),
        (
            _("Connections unknown"),
            # Both numbers in one line would be cut off where there are tens of thousands.
            number(summary.unknown),
            _("of {connections}", connections=number(summary.connections)),
            _("No post of theirs is known. Unknown is not irrelevant: one post settles it."),
        ),
        (
            _("Invites waiting"),
            number(pending.invites["decided"].null_count()),
            None,
            _("Incoming, not connected, not older than the age limit, and not decided by you yet."),
        ),
    )
    for label, value, below, said in shown:
        tiles.metric(
            label,
            value,
            below,
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
            help=said,
        )
    newest = scores.corpus.newest
    fresh = day(newest) if newest else _("unknown")
    exported = day(pending.as_of) if pending.as_of else _("not known")
    waiting = (
        _(" {waiting} posts still wait to be read.", waiting=number(summary.waiting))
        if summary.waiting
        else ""
    )
    st.caption(
        _(
            "Newest post: {fresh}. Your export speaks of {exported}.{waiting}{unread}",
            fresh=fresh,
            exported=exported,
            waiting=waiting,
            unread=_unread(scores, summary),
        )
    )


def _unread(scores: Scores, summary: FeedSummary) -> str:
    """What the model cannot tell of: other languages; and which model is to follow it."""
    said = ""
    if summary.foreign:
        said += _(
            " {foreign} posts in other languages are unknown to this model; a multilingual one can be "
            "chosen on the page Data.",
            foreign=number(summary.foreign),
        )
    if scores.corpus.next_model:
        said += _(
            " Scores are those of {model} until {next_model} has read {next_waiting} more texts.",
            model=plain(scores.corpus.model),
            next_model=plain(scores.corpus.next_model),
            next_waiting=scores.corpus.next_waiting,
        )
    return said
