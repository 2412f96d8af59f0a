"""Writes archives of X of every year from invented people, quirks included."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

OWNER_ID, OWNER = "1001", "ada_larsen"
BEN = ("2002", "BenOkafor", "Ben Okafor")
CLEO = ("3003", "cleo_b", "Cleo Brandt")

TABLE = [
    *("tweet_id", "in_reply_to_status_id", "in_reply_to_user_id", "timestamp", "source", "text"),
    *("retweeted_status_id", "retweeted_status_user_id", "retweeted_status_timestamp"),
    "expanded_urls",
]


def script(name: str, items: Any, part: int = 0, end: str = "") -> bytes:
    """Return one file of an archive since 2019."""
    return f"window.YTD.{name}.part{part} = {json.dumps(items, indent=2, ensure_ascii=False)}{end}".encode()


def monthly(items: Iterable[dict[str, Any]], month: str = "2012_03") -> bytes:
    """Return one month of an archive before 2019."""
    return f"Grailbird.data.tweets_{month} = \n{json.dumps(list(items), indent=1)}".encode()


def mention(person: Sequence[str]) -> dict[str, Any]:
    number, handle, name = person
    return {
        "name": name,
        "screen_name": handle,
        "indices": ["0", "10"],
        "id_str": number,
        "id": number,
    }


def words(at: datetime) -> str:
    """Return a moment as tweets.js has it."""
    return at.strftime("%a %b %d %H:%M:%S +0000 %Y")


def snowflake(at: datetime, serial: int = 0) -> str:
    """Return an id that was made at a moment."""
    return str(((int(at.timestamp() * 1000) - 1288834974657) << 22) + serial)


def tweet(
    number: str | None,
    at: datetime | None,
    text: str,
    mentions: Iterable[Sequence[str]] = (),
    urls: Iterable[tuple[str, str]] = (),
    tags: Iterable[str] = (),
    *,
    wrapped: bool = True,
    **more: Any,
) -> dict[str, Any]:
    """Return one item of tweets.js; all numbers are strings."""
    item: dict[str, Any] = {
        "edit_info": {
            "initial": {"editTweetIds": [number], "editsRemaining": "5", "isEditEligible": True}
        },
        "retweeted": False,
        "source": '<a href="https://x.example">Web</a>',
        "entities": {
            "hashtags": [{"text": tag, "indices": ["0", "4"]} for tag in tags],
            "symbols": [],
            "user_mentions": [mention(one) for one in mentions],
            "urls": [{"url": short, "expanded_url": full, "display_url": full, "indices": ["0", "23"]} for short, full in urls],
        },
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "3",
        "retweet_count": "0",
        "truncated": False,
        "favorited": False,
        "full_text": text,
        "lang": "en",
    }  # fmt: skip
    if number is not None:
        item |= {"id_str": number, "id": number}
    if at is not None:
        item["created_at"] = words(at)
    item |= more
    return {"tweet": item} if wrapped else item


def reply(person: Sequence[str] | None = None, status: str = "77", **more: Any) -> dict[str, Any]:
    """Return the members of a tweet that say whom it answers."""
    found = {"in_reply_to_status_id_str": status, "in_reply_to_status_id": status}
    if person:
        found |= {"in_reply_to_user_id": person[0], "in_reply_to_user_id_str": person[0]}
        found |= {"in_reply_to_screen_name": person[1]}
    return found | more


def note(number: str, at: datetime, text: str, mentions: Iterable[Sequence[str]] = (), urls: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:  # fmt: skip
    core = {
        "styletags": [],
        "urls": [
            {"shortUrl": one, "expandedUrl": full, "fromIndex": "0", "toIndex": "23"}
            for one, full in urls
        ],
        "text": text,
        "mentions": [{"screenName": one[1], "fromIndex": "0", "toIndex": "5"} for one in mentions],
        "cashtags": [],
        "hashtags": [],
    }
    stamp = iso(at)
    body = {"noteTweetId": number, "updatedAt": stamp, "lifecycle": {"value": "1", "name": "Unspecified"}, "createdAt": stamp, "core": core}  # fmt: skip
    return {"noteTweet": body}


def iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def message(number: str, sender: str, recipient: str | None, at: datetime, text: str, **more: Any) -> dict[str, Any]:  # fmt: skip
    body = {
        "reactions": [],
        "urls": [],
        "text": text,
        "mediaUrls": [],
        "senderId": sender,
        "id": number,
        "createdAt": iso(at),
    }
    if recipient:
        body["recipientId"] = recipient
    return {"messageCreate": body | more}


def conversation(name: str, messages: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return a conversation; its messages come newest first, as X has them."""
    return {"dmConversation": {"conversationId": name, "messages": list(messages)}}


def account() -> dict[str, Any]:
    return {
        "account": {
            "email": "Ada@Example.org",
            "createdVia": "web",
            "username": OWNER,
            "accountId": OWNER_ID,
            "createdAt": "2009-05-04T10:00:00.000Z",
            "accountDisplayName": "Ada Larsen",
        }
    }


def manifest(end: str = "") -> bytes:
    body = {
        "userInfo": {"accountId": OWNER_ID, "userName": OWNER, "displayName": "Ada Larsen"},
        "archiveInfo": {
            "sizeBytes": "1000",
            "generationDate": "2026-06-08T12:00:00.000Z",
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "dataTypes": {"tweets": {"mediaDirectory": "data/tweets_media", "files": [{"fileName": "data/tweets.js", "globalName": "YTD.tweets.part0", "count": "2"}]}},
    }  # fmt: skip
    return f"window.__THAR_CONFIG = {json.dumps(body, indent=1)}{end}".encode()


def table(rows: Iterable[Sequence[str]]) -> bytes:
    """Return tweets.csv."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([TABLE, *rows])
    return out.getvalue().encode()


def samples() -> dict[str, bytes]:
    """Return one small file of each shape, by its name in an archive."""
    at = datetime.fromisoformat("2021-03-21T12:53:22+00:00")
    first, second = snowflake(at), snowflake(at, 1)
    return {
        "data/manifest.js": manifest(),
        "data/account.js": script("account", [account()]),
        "data/profile.js": script("profile", [{"profile": {"description": {"bio": "I teach &amp; learn", "website": "https://ada.example", "location": "Oslo"}}}]),
        "data/tweets.js": script("tweets", [
            tweet(first, at, "@BenOkafor yes &amp; no https://t.co/a1 #lrnchat", [BEN], [("https://t.co/a1", "https://ada.example/post")], ["lrnchat"], **reply(BEN)),
            tweet(second, at, "RT @cleo_b: Learning in the flow of work is…", [CLEO]),
        ]),
        "data/tweet.js": script("tweet", [tweet("12345", at, "Good morning @cleo_b", [CLEO], wrapped=False)], end=";\n"),
        "data/deleted-tweets.js": script("deleted_tweets", [tweet(first, at, "gone again", deleted_at=words(at))]),
        "data/note-tweet.js": script("note_tweet", [note("900", at, "A long text " * 40 + "@cleo_b", [CLEO])]),
        "data/like.js": script("like", [{"like": {"tweetId": first, "fullText": "Worth &lt;reading&gt;", "expandedUrl": f"https://twitter.com/i/web/status/{first}"}}]),
        "data/follower.js": script("follower", [{"follower": {"accountId": "2002", "userLink": "https://twitter.com/intent/user?user_id=2002"}}]),
        "data/following.js": script("following", [{"following": {"accountId": "3003", "userLink": "https://twitter.com/intent/user?user_id=3003"}}]),
        "data/block.js": script("block", [{"blocking": {"accountId": "4004", "userLink": "x"}}]),
        "data/mute.js": script("mute", [{"muting": {"accountId": "5005", "userLink": "x"}}]),
        "data/direct-messages.js": script("direct_messages", [
            conversation("1001-2002", [message("52", OWNER_ID, "2002", at, "Sure"), message("51", "2002", OWNER_ID, at, "Lunch?")]),
        ]),
        "data/direct-messages-group.js": script("direct_messages_group", [
            conversation("888", [
                {"conversationNameUpdate": {"initiatingUserId": "2002", "name": "Book club", "createdAt": iso(at)}},
                message("61", "2002", None, at, "Hello both"),
                {"joinConversation": {"initiatingUserId": "2002", "participantsSnapshot": ["1001", "3003"], "createdAt": iso(at)}},
            ]),
        ]),
        "data/periscope-comments-made-by-user.js": script("periscope_comments_made_by_user", [{"periscopeCommentsMadeByUser": {"broadcastId": "1abc", "byAccountId": "p1", "createdAt": iso(at), "text": "Nice view"}}]),
        "data/periscope-broadcast-metadata.js": script("periscope_broadcast_metadata", [{"periscopeBroadcastMetadata": {"id": "1abd", "hasLocation": False, "createdAt": iso(at), "updatedAt": iso(at)}}]),
        "data/js/user_details.js": b'var user_details =  {"screen_name" : "ada_larsen", "full_name" : "Ada Larsen", "bio" : "I teach", "id" : "1001", "created_at" : "2009-05-04 10:00:00 +0000"}',
        "data/js/tweets/2012_03.js": monthly([grailbird("182400000000000000", "2012-03-21 12:53:22 +0000", "@BenOkafor hi", [BEN], in_reply_to_user_id=2002)]),
        "tweets.csv": table([["182400000000000000", "", "2002", "2012-03-21 12:53:22 +0000", "web", "@BenOkafor hi", "", "", "", ""]]),
    }  # fmt: skip


def grailbird(number: str, at: str, text: str, mentions: Iterable[Sequence[str]] = (), urls: Iterable[tuple[str, str]] = (), **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return one item of a month before 2019: numbers are numbers, and the owner is named."""
    item = tweet(None, None, text, mentions, urls, wrapped=False)
    named = [one | {"id": int(one["id_str"])} for one in item["entities"]["user_mentions"]]
    return {
        "source": item["source"],
        "entities": item["entities"] | {"user_mentions": named},
        "geo": {},
        "id_str": number,
        "id": int(number),
        "text": text,
        "created_at": at,
        "user": {
            "name": "Ada Larsen",
            "screen_name": OWNER,
            "protected": False,
            "id_str": OWNER_ID,
            "id": int(OWNER_ID),
        },
        **more,
    }
