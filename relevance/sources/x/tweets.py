"""The owner's own posts: what they wrote, whom they answered and mentioned, what they passed on."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from relevance.schema import stable_id, text_key
from relevance.sources.x.taking import KIND, Taking, moment, snowflake_moment

__all__ = ["take_like", "take_note", "take_tweet"]

_SNIPPET = 300
_RETWEET = re.compile(r"RT @(\w{1,50}):")
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w{1,50})/status(?:es)?/(\d{5,20})"
)
_CHAT_TAG = re.compile(r"\w*chat$", re.IGNORECASE)
_NO_ID = "no id"
_NO_TEXT = "no text"


def take_tweet(taking: Taking, item: Any) -> None:
    """Take in one post of the owner's, wrapped in `tweet` or, in the oldest archives, bare."""
    tweet = item.get("tweet", item) if isinstance(item, dict) else None
    if not isinstance(tweet, dict):
        taking.reject(_NO_ID)
        return
    number = str(tweet.get("id_str") or tweet.get("id") or "")
    text = _text(tweet)
    if not number.isdecimal() or not text:
        taking.reject(_NO_TEXT if number.isdecimal() else _NO_ID, text)
        return
    at = moment(tweet.get("created_at")) or snowflake_moment(number)
    passed_on = _RETWEET.match(text)
    if passed_on or isinstance(tweet.get("retweeted_status"), dict):
        _take_retweet(taking, tweet, number, passed_on[1] if passed_on else None, at)
        return
    owner = taking.owner()
    _take_meetings(taking, tweet, number, text, at, owner)
    for handle, quoted in _quotes(tweet, number):
        taking.person(handle=handle)
        taking.add("engagement", _act("reshare", quoted, at, text, number), at)
    url = f"https://x.com/i/web/status/{number}"
    post = {
        "post_id": stable_id("t", KIND, number),
        "author_record_id": owner,
        "kind": "post",
        "text": text,
        "text_key": text_key(text),
        "created_at": at,
        "is_approximate": False,
        "url": url,
        "network": KIND,
    }
    taking.add("post", post, at)


def _take_retweet(
    taking: Taking, tweet: Mapping[str, Any], number: str, handle: str | None, at: datetime | None
) -> None:
    inner = tweet.get("retweeted_status")
    inner = inner if isinstance(inner, dict) else {}
    user = inner.get("user")
    user = user if isinstance(user, dict) else {}
    known = next((one for one in _mentions(tweet) if _same(one.get("screen_name"), handle)), {})
    taking.person(
        account=user.get("id_str") or known.get("id_str"),
        handle=handle or user.get("screen_name"),
        name=user.get("name") or known.get("name"),
    )
    original = str(inner.get("id_str") or inner.get("id") or "")
    taking.add("engagement", _act("reshare", original, at, _text(tweet), number), at)


def _act(kind: str, post: str, at: datetime | None, text: str, own: str) -> dict[str, Any]:
    told = post.isdecimal()
    return {
        "engagement_id": stable_id("g", KIND, kind, own, post),
        "kind": kind,
        "at": at,
        "url": f"https://x.com/i/web/status/{post if told else own}",
        "post_key": f"x:{post}" if told else None,
        "posted_at": snowflake_moment(post) if told else None,
        "text": text,
    }


def _take_meetings(
    taking: Taking,
    tweet: Mapping[str, Any],
    number: str,
    text: str,
    at: datetime | None,
    owner: str,
) -> None:
    """Take in one encounter for each person that a post answers or mentions; an answer comes first."""
    mentions = list(_mentions(tweet))
    met: dict[str, str] = {}
    answered = tweet.get("in_reply_to_user_id_str") or tweet.get("in_reply_to_user_id")
    handle = tweet.get("in_reply_to_screen_name")
    if answered or handle or tweet.get("in_reply_to_status_id_str"):
        # The name of the one who is answered may be left out; they are mentioned first then.
        first = mentions[0] if mentions and not (answered or handle) else {}
        named = next((one for one in mentions if str(one.get("id_str")) == str(answered)), first)
        who = taking.person(
            account=answered or first.get("id_str"),
            handle=handle or named.get("screen_name"),
            name=named.get("name"),
        )
        if who:
            met[who] = "x reply"
    for one in mentions:
        who = taking.person(
            account=one.get("id_str") or one.get("id"),
            handle=one.get("screen_name"),
            name=one.get("name"),
        )
        if who:
            met.setdefault(who, "x mention")
    parent = str(tweet.get("in_reply_to_status_id_str") or tweet.get("in_reply_to_status_id") or "")
    room = _chat(tweet) or (f"x:{parent}" if parent else None)
    for who, channel in met.items():
        encounter = {
            "encounter_id": stable_id("e", KIND, number, owner, who),
            "sender_record_id": owner,
            "recipient_record_id": who,
            "channel": channel,
            "at": at,
            "conversation": room,
            "reference": f"https://x.com/i/web/status/{number}",
            "snippet": " ".join(text.split())[:_SNIPPET],
            "is_approximate": at is None,
        }
        taking.add("encounter", encounter, at)


def _mentions(tweet: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in _listed(tweet, "user_mentions"):
        if isinstance(one, dict) and one.get("screen_name"):
            # Mentions of nobody: accounts that are gone carry the id -1.
            yield {**one, "id_str": None} if str(one.get("id_str")) == "-1" else one


def _listed(tweet: Mapping[str, Any], name: str) -> list[Any]:
    entities = tweet.get("entities")
    found = entities.get(name) if isinstance(entities, dict) else None
    return found if isinstance(found, list) else []


def _chat(tweet: Mapping[str, Any]) -> str | None:
    """Return the hashtag of the tweet chat that a post is part of: one that ends in "chat"."""
    tags = (one.get("text") for one in _listed(tweet, "hashtags") if isinstance(one, dict))
    found = (tag for tag in tags if isinstance(tag, str) and _CHAT_TAG.match(tag))
    first = next(found, None)
    return f"#{first.casefold()}" if first else None


def _quotes(tweet: Mapping[str, Any], number: str) -> Iterator[tuple[str, str]]:
    seen = {number}
    for one in _listed(tweet, "urls"):
        address = one.get("expanded_url") if isinstance(one, dict) else None
        found = _STATUS.match(address) if isinstance(address, str) else None
        if found and found[2] not in seen:
            seen.add(found[2])
            yield found[1], found[2]


def _text(tweet: Mapping[str, Any]) -> str:
    """Return the text with its addresses as they were given and its escapes undone."""
    text = tweet.get("full_text") or tweet.get("text") or ""
    if not isinstance(text, str):
        return ""
    for one in _listed(tweet, "urls"):
        if isinstance(one, dict) and isinstance(one.get("url"), str) and one["url"]:
            shown = one.get("expanded_url")
            text = text.replace(one["url"], shown if isinstance(shown, str) else one["url"])
    return html.unescape(text).strip()


def _same(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.casefold() == other.casefold()


def take_note(taking: Taking, item: Any) -> None:
    """Take in one long post; the archive does not say which short one it is the whole of."""
    note = item.get("noteTweet", item) if isinstance(item, dict) else {}
    core = note.get("core") if isinstance(note, dict) else None
    text = core.get("text") if isinstance(core, dict) else None
    number = str(note.get("noteTweetId") or "") if isinstance(note, dict) else ""
    if not isinstance(text, str) or not text.strip() or not number:
        taking.reject(_NO_TEXT if number else _NO_ID)
        return
    at = moment(note.get("createdAt"))
    plain = html.unescape(text).strip()
    post = {
        "post_id": stable_id("t", KIND, f"note {number}"),
        "author_record_id": taking.owner(),
        "kind": "post",
        "text": plain,
        "text_key": text_key(plain),
        "created_at": at,
        "network": KIND,
    }
    taking.add("post", post, at)


def take_like(taking: Taking, item: Any) -> None:
    """Take in one post that the owner liked: its text, but neither its author nor when it was liked."""
    like = item.get("like", item) if isinstance(item, dict) else {}
    number = str(like.get("tweetId") or "") if isinstance(like, dict) else ""
    if not number.isdecimal():
        taking.reject(_NO_ID)
        return
    text = like.get("fullText")
    address = like.get("expandedUrl")
    posted = snowflake_moment(number)
    act = {
        "engagement_id": stable_id("g", KIND, "like", number),
        "kind": "like",
        "url": address if isinstance(address, str) else f"https://x.com/i/web/status/{number}",
        "post_key": f"x:{number}",
        "posted_at": posted,
        "text": html.unescape(text) if isinstance(text, str) else None,
    }
    taking.add("engagement", act, posted)
