"""The short files: likes, bookmarks, followers, those followed, those blocked or muted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from relevance.schema import stable_id
from relevance.sources.json_stream import BrokenJsonError
from relevance.sources.result import ImportResult
from relevance.sources.x.facts import Facts
from relevance.sources.x.fields import inner, number_id, word
from relevance.sources.x.people import KIND, Account
from relevance.sources.x.times import snowflake_time
from relevance.sources.x.wording import readable
from relevance.texts import marked

__all__ = [
    "read_blocks",
    "read_bookmarks",
    "read_each",
    "read_followers",
    "read_following",
    "read_likes",
    "read_mutes",
]

_NO_POST = marked("no id of a post")
_NO_ACCOUNT = marked("no id of an account")
_TWICE = marked("same entry twice in this file")
_BLOCKED = marked("blocked by the owner; not imported")
_MUTED = marked("muted by the owner; not imported")


def read_each(
    items: Iterable[Any],
    facts: Facts,
    wrapper: str,
    take: Callable[[Mapping[str, Any]], str | None],
) -> ImportResult:
    """Return what `take` makes of the object in each item; it says why where it makes nothing.

    Args:
        items: the elements of the file.
        facts: where to count and collect.
        wrapper: the one member that each item has; an item without it is taken as it is.
        take: adds its facts and returns null, or returns the reason for not doing so.
    """
    try:
        for item in items:
            facts.row()
            entry = (inner(item, wrapper) or item) if isinstance(item, dict) else {}
            why = take(entry)
            if why:
                facts.reject(why, word(entry, "fullText", "text", "accountId", "id") or item)
    except BrokenJsonError as error:
        facts.broke_off(error)
    return facts.result()


def read_likes(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return what the owner liked; when, no archive tells, only when the post was made."""
    return _read_marked(items, facts, "like", "like")


def read_bookmarks(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return what the owner kept as bookmarks, as `read_likes` does."""
    return _read_marked(items, facts, "bookmark", "save")


def _read_marked(items: Iterable[Any], facts: Facts, wrapper: str, kind: str) -> ImportResult:
    seen: set[str] = set()

    def take(entry: Mapping[str, Any]) -> str | None:
        number = number_id(entry, "tweetId")
        if number is None or number in seen:
            return _TWICE if number else _NO_POST
        seen.add(number)
        facts.add(
            "engagement",
            {
                "engagement_id": stable_id("g", KIND, kind, number),
                "kind": kind,
                "url": word(entry, "expandedUrl") or f"https://x.com/i/status/{number}",
                "post_key": f"{KIND}:{number}",
                "posted_at": snowflake_time(number),
                "text": readable(word(entry, "fullText"), {}) or None,
            },
        )
        return None

    return read_each(items, facts, wrapper, take)


def read_followers(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return a record for each follower; archives give ids only, never names."""
    return _read_accounts(items, facts, "follower", is_followed=False)


def read_following(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return a record and a follow for each account that the owner follows."""
    return _read_accounts(items, facts, "following", is_followed=True)


def _read_accounts(
    items: Iterable[Any], facts: Facts, wrapper: str, *, is_followed: bool
) -> ImportResult:
    seen: set[str] = set()

    def take(entry: Mapping[str, Any]) -> str | None:
        record_id = facts.see(Account(number_id(entry, "accountId")))
        if record_id is None or record_id in seen:
            return _TWICE if record_id else _NO_ACCOUNT
        seen.add(record_id)
        if is_followed:
            facts.add("follow", {"record_id": record_id, "active": True})
        return None

    return read_each(items, facts, wrapper, take)


def read_blocks(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Reject everybody: who is blocked is nobody's business, and no person to meet."""
    return _refuse_all(items, facts, _BLOCKED)


def read_mutes(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Reject everybody, as `read_blocks` does."""
    return _refuse_all(items, facts, _MUTED)


def _refuse_all(items: Iterable[Any], facts: Facts, why: str) -> ImportResult:
    try:
        for _ in items:
            facts.row()
            facts.reject(why)
    except BrokenJsonError as error:
        facts.broke_off(error)
    return facts.result()
