"""Writes an archive of X in the shapes of its eras; everyone is invented."""

import json
from typing import Any

OWNER = "1001"
TWEET_ID = str(((1_616_331_202_000 - 1_288_834_974_657) << 22) + 578)  # 21 March 2021, 12:53:22 UTC


def js(name: str, items: object, *, part: int = 0, end: str = "") -> bytes:
    """Return one file of data/."""
    return f"window.YTD.{name}.part{part} = {json.dumps(items, indent=2)}{end}".encode()


def mention(number: str, handle: str, name: str) -> dict[str, Any]:
    """Return one entry of user_mentions."""
    return {
        "id": number,
        "id_str": number,
        "screen_name": handle,
        "name": name,
        "indices": ["0", "5"],
    }


def tweet(
    number: str,
    text: str,
    *,
    mentions: list | None = None,
    urls: list | None = None,
    tags: list | None = None,
    **more: Any,
) -> dict:
    """Return one item of tweets.js."""
    entities = {
        "user_mentions": mentions or [],
        "urls": urls or [],
        "hashtags": [{"text": one} for one in tags or []],
        "symbols": [],
    }
    return {
        "tweet": {
            "id": number,
            "id_str": number,
            "created_at": "Sun Mar 21 12:53:22 +0000 2021",
            "full_text": text,
            "entities": entities,
            "favorited": False,
            "retweeted": False,
            "lang": "en",
            **more,
        }
    }


ANA = mention("2002", "AnaSilva", "Ana Silva")
BEN = mention("2003", "benokafor", "Ben Okafor")
QUOTED = {
    "url": "https://t.co/abc",
    "expanded_url": "https://twitter.com/cleo/status/1373620531264530000",
    "display_url": "twitter.com/cleo/…",
}
TWEETS = [
    tweet(TWEET_ID, "Job aids &amp; checklists: https://t.co/x", urls=[{"url": "https://t.co/x", "expanded_url": "https://example.org/a"}]),
    tweet("1373620531264536579", "@AnaSilva @benokafor agreed", mentions=[ANA, BEN], in_reply_to_user_id_str="2002", in_reply_to_screen_name="AnaSilva", in_reply_to_status_id_str="1373620531264530001"),
    tweet("1373620531264536580", "A3: ask @benokafor #lrnchat", mentions=[BEN], tags=["lrnchat"]),
    tweet("1373620531264536581", "RT @cleo: What a checklist taught us…", mentions=[mention("2004", "cleo", "Cleo Dahl")]),
    tweet("1373620531264536582", "This https://t.co/abc", urls=[QUOTED]),
    tweet("1373620531264536583", "@AnaSilva thanks", mentions=[ANA], in_reply_to_status_id_str="1373620531264530002"),
    tweet("1373620531264536584", ""),
]  # fmt: skip


def message(number: str, sender: str, to: str | None, text: str) -> dict:
    """Return one message of a conversation; rooms name nobody as recipient."""
    told = {"id": number, "senderId": sender, "text": text, "createdAt": "2021-03-22T08:00:00.123Z"}
    return {"messageCreate": told | ({"recipientId": to} if to else {})}


def conversation(room: str, *messages: dict) -> dict:
    """Return one conversation."""
    return {"dmConversation": {"conversationId": room, "messages": list(messages)}}


DIRECT = [
    conversation("1001-2002", message("31", "2002", "1001", "Hello &lt;3"), message("32", "1001", "2002", "Hi")),
    conversation("1001-2003", message("33", "1001", "2003", "Are you in?")),
    conversation("1001-2004", message("34", "2004", "1001", "Thanks")),
]  # fmt: skip
GROUP = [
    conversation(
        "55555",
        {"joinConversation": {"initiatingUserId": "2002", "participantsSnapshot": ["1001", "2002", "2003"], "createdAt": "2021-03-22T08:00:00.123Z"}},
        message("41", "2003", None, "All set"),
        {"participantsLeave": {"userIds": ["2003"], "createdAt": "2021-03-23T08:00:00.123Z"}},
    )
]  # fmt: skip
ACCOUNT = [
    {
        "account": {
            "email": "maren@own.example",
            "createdVia": "web",
            "username": "MarenEx",
            "accountId": OWNER,
            "createdAt": "2009-03-01T00:00:00.000Z",
            "accountDisplayName": "Maren Example",
        }
    }
]
LIKES = [{"like": {"tweetId": TWEET_ID, "fullText": "Well &amp; good", "expandedUrl": "https://twitter.com/i/web/status/" + TWEET_ID}}, {"like": {}}]  # fmt: skip
NOTES = [{"noteTweet": {"noteTweetId": "77", "createdAt": "2023-05-01T10:00:00.000Z", "core": {"text": "A long post", "mentions": [], "urls": []}}}]  # fmt: skip
MANIFEST = {
    "userInfo": {"accountId": OWNER, "userName": "MarenEx", "displayName": "Maren Example"},
    "archiveInfo": {"sizeBytes": "1", "generationDate": "2024-01-02T03:04:05.000Z", "isPartialArchive": False, "maxPartSizeBytes": "53687091200"},
    "dataTypes": {"tweets": {"files": [{"fileName": "data/tweets.js", "globalName": "YTD.tweets.part0", "count": "7"}]}},
}  # fmt: skip
OLD_CSV = (
    '"tweet_id","in_reply_to_status_id","in_reply_to_user_id","timestamp","source","text","retweeted_status_id",'
    '"retweeted_status_user_id","retweeted_status_timestamp","expanded_urls"\n'
    '"340000000000000000","","2002","2013-05-30 10:11:12 +0000","<a>web</a>","@AnaSilva see you there","","","",""\n'
)


def archive() -> dict[str, bytes]:
    """Return the members of a whole archive of today."""
    return {
        "Your archive.html": b"<!doctype html><title>Your archive</title>",
        "data/manifest.js": b"window.__THAR_CONFIG = " + json.dumps(MANIFEST).encode(),
        "data/account.js": js("account", ACCOUNT),
        "data/tweets.js": js("tweets", TWEETS[:4]),
        "data/tweets-part1.js": js("tweets", TWEETS[4:], part=1, end=";\n"),
        "data/note-tweet.js": js("note_tweet", NOTES),
        "data/like.js": js("like", LIKES),
        "data/direct-messages.js": js("direct_messages", DIRECT),
        "data/direct-messages-group.js": js("direct_messages_group", GROUP),
        "data/following.js": js("following", [{"following": {"accountId": "2002", "userLink": "https://twitter.com/intent/user?user_id=2002"}}]),
        "data/follower.js": js("follower", [{"follower": {"accountId": "2005", "userLink": "x"}}]),
        "data/block.js": js("block", [{"blocking": {"accountId": "2006", "userLink": "x"}}]),
        "data/ad-impressions.js": js("ad_impressions", [{"ad": {}}]),
        "data/ip-audit.js": js("ip_audit", [{"ipAudit": {}}]),
    }  # fmt: skip


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    bare = [one["tweet"] for one in TWEETS[:2]]
    return {
        **{name: data for name, data in archive().items() if "ad-" not in name and "ip-" not in name and name.endswith(".js")},
        "old/tweet.js": js("tweet", bare),
        "old/tweets.csv": OLD_CSV.encode(),
        "old/2013_05.js": b"Grailbird.data.tweets_2013_05 = \n" + json.dumps([{**bare[1], "text": bare[1]["full_text"], "created_at": "2013-05-30 10:11:12 +0000"}]).encode(),
        "data/periscope-comments-made-by-user.js": js("periscope_comments_made_by_user", [{"periscopeCommentsMadeByUser": {"comments": [{"broadcasterUserId": "2002", "timestamp": "2016-05-01T10:00:00.000Z", "text": "Hello all"}]}}]),
    }  # fmt: skip
