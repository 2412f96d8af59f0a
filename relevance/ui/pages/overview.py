"""Overview: what the feed is worth, how that came, where attention goes, and three things to do."""

import streamlit as st

from relevance.pipeline import FeedSummary, Scores, Story, feed_summary, pending_invites, tell_story
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
    st.title("Is your feed worth your time?")
    if space.empty:
        empty_state(
            "Nothing imported yet",
            "Bring your LinkedIn export and a table of posts, or look around in the demo network.",
            page="data",
            label="Import your data",
        )
        return
    scores = space.scores
    summary = feed_summary(scores)
    story = tell_story(scores, space.plan(FEW_CHANGES)) if scores.feed is not None else None
    if story is None:
        missing_panel(space, summary)
        return
    _verdict(story)
    _figures(space, scores, summary)
    weeks_panel(space)
    attention_panel(space)
    next_steps_panel(space)
    extremes_panel(space)
    feed_panel(scores, bar=space.settings.bar, window_days=space.settings.window_days)
    why_feed(space)
    report_panel(space)


def _verdict(story: Story) -> None:
    st.markdown(f"**{story.figure}** {plain(story.what)} {plain(story.who)}")
    st.markdown(f"**So what?** {plain(story.so_what)}")


def _figures(space: Workspace, scores: Scores, summary: FeedSummary) -> None:
    pending = pending_invites(space.store, space.settings)
    shown = (
        (
            "Feed relevance",
            f"{100 * (summary.relevance or 0):.0f}",
            "Attention-weighted mean relevance of the posts in the window, 0 to 100.",
        ),
        (
            "People you hear",
            f"{summary.people:,}",
            "Persons whose posts, or whose likes and reposts, reach your feed.",
        ),
        (
            "Connections unknown",
            f"{summary.unknown:,} of {summary.connections:,}",
            "No post of theirs is known. Unknown is not irrelevant: one post settles it.",
        ),
        (
            "Invites waiting",
            f"{pending.invites['decided'].null_count():,}",
            "Incoming, not connected, not older than the age limit, and not decided by you yet.",
        ),
    )
    for column, (label, value, said) in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(label, value, border=True, height="stretch", help=said)
    newest = scores.corpus.newest
    fresh = f"{newest:%d %B %Y}" if newest else "unknown"
    day = f"{pending.as_of:%d %B %Y}" if pending.as_of else "not known"
    waiting = f" {summary.waiting:,} posts still wait to be read." if summary.waiting else ""
    st.caption(
        f"Newest post: {fresh}. Your export speaks of {day}.{waiting}{_unread(scores, summary)}"
    )


def _unread(scores: Scores, summary: FeedSummary) -> str:
    """What the model cannot tell of: other languages; and which model is to follow it."""
    said = ""
    if summary.foreign:
        said += (
            f" {summary.foreign:,} posts in other languages are unknown to this model; a multilingual one can be "
            "chosen on the page Data."
        )
    if scores.corpus.next_model:
        said += (
            f" Scores are those of {plain(scores.corpus.model)} until {plain(scores.corpus.next_model)} has read "
            f"{scores.corpus.next_waiting} more texts."
        )
    return said


main()
