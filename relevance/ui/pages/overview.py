"""Overview: what the feed is worth, how that came, where attention goes, and three things to do."""

import streamlit as st

from relevance.pipeline import feed_summary
from relevance.pipeline.story import verdict, what_could_be
from relevance.texts import _
from relevance.ui.attention_panel import attention_panel
from relevance.ui.data import workspace
from relevance.ui.extremes_panel import extremes_panel
from relevance.ui.feed_panel import feed_panel
from relevance.ui.missing_panel import missing_panel
from relevance.ui.next_steps_panel import FEW_CHANGES, next_steps_panel
from relevance.ui.report_panel import report_panel
from relevance.ui.tiles_panel import tiles_panel
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
    # What a slider does is said at once; what could be done needs the plan, which takes longer in a large feed.
    said = verdict(scores)
    sentences = st.container()
    if said is not None:
        sentences.markdown(f"**{said.figure}** {plain(said.what)} {plain(said.who)}")
    tiles_panel(space, scores, scores.feed)
    weeks_panel(space)
    so_what = what_could_be(space.plan(FEW_CHANGES))
    sentences.markdown(_("**So what?** {so_what}", so_what=plain(so_what)))
    # Posts are grouped by topic in the background, beside which all else would be slow: it is asked for last.
    attention = st.container()
    next_steps_panel(space)
    extremes_panel(space)
    feed_panel(space)
    why_feed(space)
    report_panel(space)
    with attention:
        attention_panel(space)


main()
