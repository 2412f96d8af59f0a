"""Feeds and timelines as the API gives them: posts of many accounts, and who passed them on."""

from relevance.sources.bluesky.posts import account_of, did_in, moment_of_post, take_post
from relevance.sources.fedi_taking import FediTaking
from relevance.texts import marked

__all__ = ["is_feed_item", "take_feed_item"]

_NO_AUTHOR = marked("no author")
_NO_POST = marked("no post in it")


def is_feed_item(item: object) -> bool:
    """Return whether an object is one entry of a feed."""
    post = item.get("post") if isinstance(item, dict) else None
    return isinstance(post, dict) and "author" in post and str(post.get("uri")).startswith("at://")


def take_feed_item(taking: FediTaking, item: object) -> None:
    """Take in one entry of a feed: a post with whom it answers, or one that somebody passed on."""
    post = item.get("post") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(post, dict):
        taking.reject(_NO_POST)
        return
    author, record, uri = (
        account_of(taking, post.get("author")),
        post.get("record"),
        post.get("uri"),
    )
    if author is None or not did_in(uri) or not isinstance(record, dict):
        taking.reject(_NO_POST if author else _NO_AUTHOR, uri)
        return
    at = moment_of_post(str(uri), record.get("createdAt"), post.get("indexedAt"))
    by = _passed_on_by(taking, item.get("reason"))
    # Whom it answers has a name here; the record itself has their number only.
    reply = item.get("reply")
    parent = reply.get("parent") if isinstance(reply, dict) else None
    account_of(taking, parent.get("author") if isinstance(parent, dict) else None)
    take_post(taking, record, str(uri), author, at, surfacer=by if by != author else None)


def _passed_on_by(taking: FediTaking, reason: object) -> str | None:
    if not isinstance(reason, dict) or not str(reason.get("$type", "")).endswith("#reasonRepost"):
        return None
    return account_of(taking, reason.get("by"))
