"""What is missing before the feed has a figure."""

from relevance.pipeline import FeedSummary
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import empty_state

__all__ = ["missing_panel"]


def missing_panel(space: Workspace, summary: FeedSummary) -> None:
    """Draw what is missing, and the way to the page where it can be had."""
    if not space.corpus.total_posts:
        empty_state(
            _("{connections} connections, and no posts yet", connections=summary.connections),
            _(
                "Your LinkedIn export holds no posts by others, so everyone is *unknown*, not irrelevant. "
                "Add a table of posts, and every person in it gets a figure."
            ),
            page="data",
            label=_("Add posts"),
        )
    elif not summary.interests and not space.interests:
        empty_state(
            _("Say what interests you"),
            _("Your posts are here. Now say what you want more of, and what less of."),
            page="interests",
            label=_("State interests"),
        )
    elif summary.foreign and not summary.waiting:
        empty_state(
            _("Every post is in a language that the model does not read"),
            _(
                "{foreign} posts are unknown to it, not irrelevant. Choose a multilingual model.",
                foreign=summary.foreign,
            ),
            page="data",
            label=_("To the page Data"),
        )
    else:
        empty_state(
            _("{waiting} posts wait to be read", waiting=summary.waiting),
            _(
                "The model reads them in the background; figures appear while it goes on. You can start "
                "and stop that on the page Data."
            ),
            page="data",
            label=_("To the page Data"),
        )
