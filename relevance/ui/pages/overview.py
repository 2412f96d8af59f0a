"""Overview: what the feed is worth, how that came, where attention goes, and three things to do."""

import streamlit as st

from relevance.pipeline import FeedSummary, Scores, Story, feed_summary, pending_invites, tell_story
from relevance.texts import _, day, number
from relevance.ui.attention_panel import attention_panel
from relevance.ui.data import Workspace, workspace
from relevance.ui.extremes_panel import extremes_panel
from relevance.ui.feed_panel import feed_panel
from relevance.ui.missing_panel import missing_panel
from relevance.ui.next_steps_panel import FEW_CHANGES, next_steps_panel
from relevance.ui.report_panel import report_panel
from relevance.ui.weeks_panel import weeks_panel
from relevance.ui.why_panel import why_feed
from relevance.ui.widgets import empty_state, plain


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Is your feed worth your time?"))
    if space.empty:
        empty_state(
            _("Nothing imported yet"),
            _(
                "Bring your LinkedIn export and a table of posts, or look around in the demo network."
            ),
            page="data",
            label=_("Import your data"),
        )
        return
    scores = space.scores
    if scores.feed is None:
        missing_panel(space, feed_summary(scores))
        return
    # The figures show what a slider does; the sentences above them need the plan, which takes longer in a large feed.
    sentences = st.container()
    _figures(space, scores, scores.feed)
    story = tell_story(scores, space.plan(FEW_CHANGES))
    if story is not None:
        with sentences:
            _verdict(story)
    weeks_panel(space)
    # Posts are grouped by topic in the background, beside which all else would be slow: it is asked for last.
    attention = st.container()
    next_steps_panel(space)
    extremes_panel(space)
    feed_panel(space)
    why_feed(space)
    report_panel(space)
    with attention:
        attention_panel(space)


def _verdict(story: Story) -> None:
    st.markdown(f"**{story.figure}** {plain(story.what)} {plain(story.who)}")
    st.markdown(_("**So what?** {so_what}", so_what=plain(story.so_what)))


def _figures(space: Workspace, scores: Scores, feed: float) -> None:
    first, *columns = st.columns(4)
    # What a slider moves is drawn before the others are counted, and fine enough for one step of it to be seen.
    first.metric(
        _("Feed relevance"),
        number(100 * feed, 1),
        border=True,
        height="stretch",
        help=_("Attention-weighted mean relevance of the posts in the window, 0 to 100."),
    )
    summary = feed_summary(scores)
    pending = pending_invites(space.store, space.settings)
    shown = (
        (
            _("People you hear"),
            number(summary.people),
            _("Persons whose posts, or whose likes and reposts, reach your feed."),
        ),
        (
            _("Connections unknown"),
            _(
                "{unknown} of {connections}",
                unknown=number(summary.unknown),
                connections=number(summary.connections),
            ),
            _("No post of theirs is known. Unknown is not irrelevant: one post settles it."),
        ),
        (
            _("Invites waiting"),
            number(pending.invites["decided"].null_count()),
            _("Incoming, not connected, not older than the age limit, and not decided by you yet."),
        ),
    )
    for column, (label, value, said) in zip(columns, shown, strict=True):
        column.metric(label, value, border=True, height="stretch", help=said)
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


main()
