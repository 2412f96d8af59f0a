"""The live broadcasts of Periscope, whose files lie in archives of some years."""

from collections.abc import Iterable, Mapping
from typing import Any

from relevance.schema import stable_id, text_key, vector_key
from relevance.sources.result import ImportResult
from relevance.sources.x.account import add_owner
from relevance.sources.x.facts import Facts
from relevance.sources.x.fields import number_id, word
from relevance.sources.x.lists import read_each
from relevance.sources.x.people import KIND, OWNER_RECORD_ID, Account, handle_of
from relevance.sources.x.times import moment
from relevance.sources.x.wording import readable, snippet
from relevance.texts import marked

__all__ = [
    "read_broadcasts",
    "read_comments",
    "read_periscope_account",
    "read_periscope_followers",
    "read_periscope_following",
]

CHANNEL = NETWORK = "periscope"

_NO_TITLE = marked("broadcast without a title")
_NO_TEXT = marked("no text")
_NO_ACCOUNT = marked("no account")
_TWICE = marked("same entry twice in this file")


def read_periscope_account(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return the owner's record on Periscope, and the one on X that it belongs to."""

    def take(entry: Mapping[str, Any]) -> str | None:
        name = word(entry, "displayName")
        handle = handle_of(word(entry, "username"))
        whys = (
            add_owner(facts, Account(_id(entry, "id"), handle, name, NETWORK)),
            add_owner(
                facts,
                Account(
                    number_id(entry, "twitterId"), handle_of(word(entry, "twitterScreenName")), name
                ),
            ),
        )
        return whys[0] if all(whys) else None

    return read_each(items, facts, "periscopeAccountInformation", take)


def read_broadcasts(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return the owner's broadcasts that have a title as posts."""
    seen: set[str] = set()

    def take(entry: Mapping[str, Any]) -> str | None:
        title = readable(word(entry, "title", "status", "text"), {})
        at, is_approximate = moment(word(entry, "createdAt", "updatedAt"), facts.zone)
        post_id = stable_id("t", NETWORK, _id(entry, "id", "broadcastId") or f"{at}|{title}")
        facts.dated(at)
        if not title or post_id in seen:
            return _TWICE if title else _NO_TITLE
        seen.add(post_id)
        facts.add(
            "post",
            {
                "post_id": post_id,
                "author_record_id": OWNER_RECORD_ID,
                "kind": "post",
                "text": title,
                "text_key": vector_key(title),
                "created_at": at,
                "is_approximate": is_approximate,
                "network": NETWORK,
            },
        )
        return None

    return read_each(items, facts, "periscopeBroadcastMetadata", take)


def read_comments(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return what the owner said under broadcasts; where the broadcaster is named it is an encounter."""
    seen: set[str] = set()

    def take(entry: Mapping[str, Any]) -> str | None:
        text = readable(word(entry, "text"), {})
        at, is_approximate = moment(word(entry, "createdAt", "timestamp"), facts.zone)
        broadcast = _id(entry, "broadcastId")
        key = f"{broadcast}|{at}|{text_key(text)[:16]}"
        facts.dated(at)
        if not text or key in seen:
            return _TWICE if text else _NO_TEXT
        seen.add(key)
        facts.add(
            "engagement",
            {
                "engagement_id": stable_id("g", NETWORK, "comment", key),
                "kind": "comment",
                "at": at,
                "post_key": f"{NETWORK}:{broadcast}" if broadcast else None,
                "text": text,
            },
        )
        host = Account(
            _id(entry, "broadcasterId"),
            handle_of(word(entry, "broadcasterUsername")),
            word(entry, "broadcasterName"),
            NETWORK,
        )
        host_id = facts.see(host, at)
        if host_id:
            facts.add(
                "encounter",
                {
                    "encounter_id": stable_id("e", KIND, NETWORK, key, host.key),
                    "sender_record_id": OWNER_RECORD_ID,
                    "recipient_record_id": host_id,
                    "channel": CHANNEL,
                    "at": at,
                    "conversation": broadcast,
                    "snippet": snippet(text),
                    "is_approximate": is_approximate,
                },
            )
        return None

    return read_each(items, facts, "periscopeCommentsMadeByUser", take)


def read_periscope_followers(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return a record for each follower on Periscope."""
    return _read_accounts(items, facts, "periscopeFollowers", is_followed=False)


def read_periscope_following(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return a record and a follow for each account that the owner follows on Periscope."""
    return _read_accounts(items, facts, "periscopeFollowing", is_followed=True)


def _read_accounts(
    items: Iterable[Any], facts: Facts, wrapper: str, *, is_followed: bool
) -> ImportResult:
    seen: set[str] = set()

    def take(entry: Mapping[str, Any]) -> str | None:
        account = Account(
            _id(entry, "id", "accountId", "userId"),
            handle_of(word(entry, "username", "screenName")),
            word(entry, "displayName", "name"),
            NETWORK,
        )
        record_id = facts.see(account)
        if record_id is None or record_id in seen:
            return _TWICE if record_id else _NO_ACCOUNT
        seen.add(record_id)
        if is_followed:
            facts.add("follow", {"record_id": record_id, "active": True})
        return None

    return read_each(items, facts, wrapper, take)


def _id(entry: Mapping[str, Any], *names: str) -> str | None:
    """Return an id of Periscope, which is letters and digits."""
    text = number_id(entry, *names) or word(entry, *names)
    return text if text.isalnum() and text.isascii() and len(text) <= 64 else None
