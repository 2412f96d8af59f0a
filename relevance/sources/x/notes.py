"""note-tweet.js: the whole text of long posts, which tweets.js cuts short."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Any

from relevance.schema import stable_id, text_key, vector_key
from relevance.sources.json_stream import BrokenJsonError
from relevance.sources.result import ImportResult
from relevance.sources.x.facts import Facts
from relevance.sources.x.fields import dicts, inner, number_id, word
from relevance.sources.x.people import KIND, OWNER_RECORD_ID, Account, handle_of
from relevance.sources.x.times import moment, snowflake_time
from relevance.sources.x.wording import readable, snippet
from relevance.texts import marked

__all__ = ["NOTES", "note_row", "read_notes"]

NOTES = frozenset({"note_tweet", "note_tweets", "deleted_note_tweet"})
"""What the scripts of notes call their data."""

_NO_NOTE = marked("not a post")
_NO_TEXT = marked("no text")
_TWICE = marked("same post twice in this file")
_CUT = 280


def read_notes(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return each long post as a post of the owner's, under its own id.

    No post names its note, nor a note its post; `long_posts` finds them. Whom the first 280 characters mention
    stands in tweets.js; whoever is mentioned behind them is met here.
    """
    seen: set[str] = set()
    try:
        for item in items:
            _take(item, facts, seen)
    except BrokenJsonError as error:
        facts.broke_off(error)
    return facts.result()


def note_row(item: Any, zone: tzinfo) -> dict[str, Any] | None:
    """Return a note as a row of the table `post`, or null where it has no text."""
    note, text = _read(item)
    return _post(note, text, zone) if text else None


def _read(item: Any) -> tuple[Mapping[str, Any], str]:
    note = (inner(item, "noteTweet") or item) if isinstance(item, dict) else {}
    core = inner(note, "core")
    links = {word(one, "shortUrl"): word(one, "expandedUrl") for one in dicts(core, "urls")}
    return note, readable(word(core, "text"), links)


def _take(item: Any, facts: Facts, seen: set[str]) -> None:
    note, text = _read(item)
    row = _post(note, text, facts.zone)
    facts.row(row["created_at"])
    if not note or not text or row["post_id"] in seen:
        facts.reject(_NO_NOTE if not note else _TWICE if text else _NO_TEXT, text or item)
        return
    seen.add(row["post_id"])
    facts.add("post", row)
    for one in dicts(inner(note, "core"), "mentions"):
        _meet(one, row, facts)


def _post(note: Mapping[str, Any], text: str, zone: tzinfo) -> dict[str, Any]:
    number = number_id(note, "noteTweetId")
    at, is_approximate = moment(word(note, "createdAt"), zone)
    at = at or snowflake_time(number)
    return {
        "post_id": stable_id("t", KIND, "note", number or f"{at}|{text_key(text)[:16]}"),
        "author_record_id": OWNER_RECORD_ID,
        "kind": "post",
        "text": text,
        "text_key": vector_key(text),
        "created_at": at,
        "is_approximate": is_approximate,
        "network": KIND,
    }


def _meet(mention: Mapping[str, Any], post: Mapping[str, Any], facts: Facts) -> None:
    handle = handle_of(word(mention, "screenName", "screen_name"))
    number = number_id(mention, "userId", "id_str", "id")
    account = Account(number, handle, word(mention, "name"))
    record_id = facts.see(account, post["created_at"])
    place = post["text"].casefold().find(f"@{(handle or '').casefold()}")
    if record_id is None or place < _CUT:
        return
    facts.add(
        "encounter",
        {
            "encounter_id": stable_id("e", KIND, post["post_id"], "owner", account.key),
            "sender_record_id": OWNER_RECORD_ID,
            "recipient_record_id": record_id,
            "channel": "x mention",
            "at": post["created_at"],
            "snippet": snippet(post["text"]),
            "is_approximate": post["is_approximate"],
        },
    )
