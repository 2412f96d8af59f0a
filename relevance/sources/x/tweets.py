"""Posts of the owner -> their texts, whom they mention or answer, and what they pass on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from relevance.schema import stable_id, vector_key
from relevance.sources.json_stream import BrokenJsonError
from relevance.sources.result import ImportResult
from relevance.sources.x.facts import Facts
from relevance.sources.x.long_posts import LongPosts
from relevance.sources.x.people import KIND, OWNER_RECORD_ID, Account
from relevance.sources.x.times import snowflake_time
from relevance.sources.x.tweet import Passed, Tweet, tweet_of
from relevance.sources.x.wording import snippet
from relevance.texts import marked

__all__ = ["read_tweets"]

_NO_OBJECT = marked("not a post")
_NO_TEXT = marked("no text")
_TWICE = marked("same post twice in this file")
_OLD_VERSION = marked("earlier version of an edited post")

MENTION, REPLY = "x mention", "x reply"
_CHAT = "chat"
_BURST, _BURST_HOURS = 3, timedelta(hours=1)


def read_tweets(
    items: Iterable[Any], facts: Facts, long_posts: LongPosts | None = None
) -> ImportResult:
    """Return the posts, mentions, replies and retweets among `items`.

    A mention or a reply is an encounter from the owner to that person, one for each post and
    person; a reply goes before a mention. A retweet is an engagement and no post; a quote is both.
    Of a post that was cut short the whole text is taken from `long_posts`.
    """
    timeline = _Timeline(facts, long_posts)
    try:
        for item in items:
            timeline.take(item)
    except BrokenJsonError as error:
        facts.broke_off(error)
    myself = timeline.myself()
    return facts.result(rooms=timeline.rooms(), myself=myself)


class _Timeline:
    """What can be said only once all posts are known: who the owner is, and what was a chat."""

    def __init__(self, facts: Facts, long_posts: LongPosts | None) -> None:
        self._facts = facts
        self._long_posts = long_posts
        # Of the ids of hundreds of thousands of posts numbers take half the memory of texts.
        self._seen: set[int | str] = set()
        self._answers: dict[int | str, Account] = {}
        self._answered: dict[Account, Account] = {}
        self._used: dict[str, list[datetime]] = defaultdict(list)
        self._tags: dict[str, tuple[str, ...]] = {}
        self._marks: dict[str, set[str]] = defaultdict(set)
        self._authors: set[Account] = set()

    def take(self, item: Any) -> None:
        facts = self._facts
        tweet = tweet_of(item, facts.zone) if isinstance(item, dict) else None
        facts.row(tweet.at if tweet else None)
        why = self._refusal(tweet)
        if tweet is None or why:
            facts.reject(why or _NO_OBJECT, tweet.text if tweet else item)
            return
        self._seen.add(_compact(tweet.key))
        if tweet.author:
            self._authors.add(tweet.author)
        for one in tweet.mentions:
            facts.see(one, tweet.at)
        if tweet.retweet:
            facts.add(
                "engagement", _passed_on(tweet.key, tweet.at, tweet.retweet, tweet.retweet.text)
            )
            return
        post = _post_row(tweet.key, tweet)
        if self._long_posts:
            post, tweet = self._long_posts.whole(post, tweet)
        facts.add("post", post)
        if tweet.quote:
            facts.add("engagement", _passed_on(tweet.key, tweet.at, tweet.quote, tweet.text))
        self._meet(tweet)

    def _refusal(self, tweet: Tweet | None) -> str | None:
        if tweet is None:
            return _NO_OBJECT
        if not tweet.text:
            return _NO_TEXT
        if _compact(tweet.key) in self._seen:
            return _TWICE
        return _OLD_VERSION if tweet.is_old_version else None

    def _meet(self, tweet: Tweet) -> None:
        if tweet.at:
            for tag in tweet.tags:
                self._used[tag].append(tweet.at)
        if tweet.reply_to and tweet.reply_to_id:
            same = self._answered.setdefault(tweet.reply_to, tweet.reply_to)
            self._answers[_compact(tweet.reply_to_id)] = same
        for channel, account in _met(tweet):
            record_id = self._facts.see(account, tweet.at)
            if record_id is None:
                continue
            encounter_id = stable_id("e", KIND, tweet.key, "owner", account.key)
            self._marks[record_id] |= account.marks
            if tweet.tags:
                self._tags[encounter_id] = tweet.tags
            self._facts.add(
                "encounter",
                {
                    "encounter_id": encounter_id,
                    "sender_record_id": OWNER_RECORD_ID,
                    "recipient_record_id": record_id,
                    "channel": channel,
                    "at": tweet.at,
                    "reference": _url(tweet.id),
                    "snippet": snippet(tweet.text),
                    "is_approximate": tweet.is_approximate,
                },
            )

    def myself(self) -> list[str]:
        """Return the records of the owner among those that were met, and mark them as such."""
        mine = self._own_marks()
        return [one for one, marks in self._marks.items() if marks & mine]

    def _own_marks(self) -> set[str]:
        """Return the owner's ids and handles: whoever wrote a post of this file, as its answers tell."""
        own = {*self._authors, *(one for key, one in self._answers.items() if key in self._seen)}
        for one in own:
            self._facts.people.mark_owner(one)
            if one.handle:
                row = {"kind": "handle", "value": f"{KIND}:{one.handle.casefold()}"}
                self._facts.add("owner_fact", row)
        return {mark for one in own for mark in one.marks}

    def rooms(self) -> dict[str, str]:
        """Return the chat of each encounter that belongs to one.

        A hashtag that ends in "chat" is one, and one that the owner used three times in an hour.
        """
        busy = {tag for tag, used in self._used.items() if _is_burst(sorted(used))}
        rooms = {}
        for encounter_id, tags in self._tags.items():
            named = [tag for tag in tags if tag.endswith(_CHAT)]
            found = named or [tag for tag in tags if tag in busy]
            if found:
                rooms[encounter_id] = found[0]
        return rooms


def _compact(key: str) -> int | str:
    return int(key) if key.isdecimal() else key


def _is_burst(used: list[datetime]) -> bool:
    last = _BURST - 1
    return any(
        later - earlier <= _BURST_HOURS for earlier, later in zip(used, used[last:], strict=False)
    )


def _met(tweet: Tweet) -> Iterator[tuple[str, Account]]:
    """Yield whom a post answers or mentions, each person once, the one answered first."""
    met: set[str] = set()
    answered = [(REPLY, tweet.reply_to)] if tweet.reply_to else []
    for channel, account in [*answered, *((MENTION, one) for one in tweet.mentions)]:
        if account.marks and not account.marks & met:
            yield channel, account
        met |= account.marks


def _post_row(key: str, tweet: Tweet) -> Mapping[str, Any]:
    """Return the row of the table `post` of one of the owner's posts."""
    return {
        "post_id": stable_id("t", KIND, key),
        "author_record_id": OWNER_RECORD_ID,
        "kind": "reshare" if tweet.quote else "post",
        "text": tweet.text,
        "text_key": vector_key(tweet.text),
        "created_at": tweet.at,
        "is_approximate": tweet.is_approximate,
        "url": _url(tweet.id),
        "network": KIND,
    }


def _passed_on(key: str, at: datetime | None, passed: Passed, text: str) -> Mapping[str, Any]:
    """Return the row of the table `engagement` of a post that the owner passed on; its detail is its author."""
    return {
        "engagement_id": stable_id("g", KIND, "reshare", key),
        "kind": "reshare",
        "detail": f"@{passed.handle}" if passed.handle else None,
        "at": at,
        "url": passed.url,
        "post_key": f"{KIND}:{passed.id}" if passed.id else None,
        "posted_at": snowflake_time(passed.id),
        "text": text or None,
    }


def _url(number: str | None) -> str | None:
    return f"https://x.com/i/status/{number}" if number else None
