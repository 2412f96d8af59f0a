"""One post of the owner, read from any of the shapes it has had since 2006."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from relevance.schema import text_key
from relevance.sources.x.fields import dicts, inner, number_id, word
from relevance.sources.x.people import Account, account_of, handle_of
from relevance.sources.x.times import moment, snowflake_time
from relevance.sources.x.wording import hashtags, mentioned, readable, shown_part

__all__ = ["Passed", "Tweet", "tweet_of"]

_RETWEET = re.compile(r"RT @(\w{1,20}):\s*", re.ASCII)
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?:#!/)?(?:(\w{1,20})|i/web)/status(?:es)?/(\d{1,20})",
    re.ASCII | re.IGNORECASE,
)
# The last post whose id tells no time; the archives of those years name only its day.
_DAYS_ONLY = datetime(2010, 11, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Passed:
    """Somebody's post that the owner passed on."""

    handle: str | None
    id: str | None
    url: str | None
    text: str


@dataclass(frozen=True)
class Tweet:
    """What one post says, links and escapes written out."""

    id: str | None
    at: datetime | None
    is_approximate: bool
    text: str
    tags: tuple[str, ...]
    mentions: tuple[Account, ...]
    reply_to: Account | None
    reply_to_id: str | None
    retweet: Passed | None
    quote: Passed | None
    is_old_version: bool
    author: Account | None
    """Who wrote it, in archives before 2019 only: the owner."""

    @property
    def key(self) -> str:
        """The post's own id, else its moment and text."""
        return self.id or f"{self.at.isoformat() if self.at else ''}|{text_key(self.text)[:16]}"


def tweet_of(item: Mapping[str, Any], zone: tzinfo) -> Tweet:
    """Return what one item of an archive says; what is missing in it is null or empty.

    Args:
        item: the object, wrapped as `{"tweet": ...}` or, in the oldest items, not.
        zone: time zone of a time without one.
    """
    source = inner(item, "tweet") or item
    number = number_id(source, "id_str", "id", "tweet_id")
    at, is_approximate = _moment(source, number, zone)
    links = _links_of(source)
    raw = word(source, "full_text", "text")
    text = readable(shown_part(raw, source.get("display_text_range")), links)
    mentions = _mentions(source, text)
    tags = (word(one, "text") for one in dicts(inner(source, "entities"), "hashtags"))
    retweet = _retweet(source, text, links)
    return Tweet(
        number,
        at,
        is_approximate,
        text,
        hashtags(text, tags),
        mentions,
        None if retweet else _reply_to(source, mentions),
        number_id(source, "in_reply_to_status_id_str", "in_reply_to_status_id"),
        retweet,
        None if retweet else _quote(source),
        _is_old_version(source, number),
        _author(source),
    )


def _moment(
    source: Mapping[str, Any], number: str | None, zone: tzinfo
) -> tuple[datetime | None, bool]:
    at, is_approximate = moment(word(source, "created_at", "timestamp"), zone)
    if at is None:
        return snowflake_time(number), False
    if at < _DAYS_ONLY and at.time() == at.time().min:
        return at, True
    return at, is_approximate


def _links_of(source: Mapping[str, Any]) -> dict[str, str]:
    """Return the address behind each short link of a post."""
    entities = inner(source, "entities")
    listed = [*dicts(entities, "media"), *dicts(entities, "urls")]
    return {word(one, "url"): word(one, "expanded_url") for one in listed if word(one, "url")}


def _mentions(source: Mapping[str, Any], text: str) -> tuple[Account, ...]:
    entities = inner(source, "entities")
    if "user_mentions" not in entities:
        return tuple(Account(None, handle) for handle in mentioned(text))
    return tuple(account_of(one) for one in dicts(entities, "user_mentions"))


def _reply_to(source: Mapping[str, Any], mentions: tuple[Account, ...]) -> Account | None:
    """Return who is answered: as stated, else, as far as it is not, the first one mentioned."""
    number = number_id(source, "in_reply_to_user_id_str", "in_reply_to_user_id")
    handle = handle_of(word(source, "in_reply_to_screen_name"))
    answers = number_id(source, "in_reply_to_status_id_str", "in_reply_to_status_id")
    if not (number or handle or answers):
        return None
    stated = Account(number, handle)
    for one in mentions:
        if stated.marks & one.marks:
            return Account(number or one.id, handle or one.handle, one.name)
    first = mentions[0] if mentions else Account()
    if not stated.marks or (handle is None and first.id is None and first.handle):
        return Account(number or first.id, first.handle, first.name) if first.key else None
    return stated


def _retweet(source: Mapping[str, Any], text: str, links: Mapping[str, str]) -> Passed | None:
    original = inner(source, "retweeted_status")
    found = _RETWEET.match(text)
    number = number_id(original, "id_str", "id") or number_id(source, "retweeted_status_id")
    if not (found or number):
        return None
    handle = handle_of(word(inner(original, "user"), "screen_name")) or (found and found[1])
    # A retweet carries no id of what it repeats, but its pictures do: they keep their address.
    for address in links.values() if number is None else ():
        linked = _STATUS.match(address)
        if linked and linked[1] and handle and linked[1].casefold() == handle.casefold():
            number = linked[2]
    full = readable(word(original, "full_text", "text"), {**links, **_links_of(original)})
    said = full or (text[found.end() :] if found else text)
    return Passed(handle or None, number, _address(handle or None, number), said)


def _quote(source: Mapping[str, Any]) -> Passed | None:
    return passed_in(
        [word(one, "expanded_url") for one in dicts(inner(source, "entities"), "urls")]
    )


def passed_in(urls: list[str]) -> Passed | None:
    """Return the post that the last of `urls` that is a post's address names, or null."""
    for url in reversed(urls):
        found = _STATUS.match(url)
        if found:
            handle = None if (found[1] or "i") == "i" else found[1]
            return Passed(handle, found[2].lstrip("0") or None, url, "")
    return None


def _address(handle: str | None, number: str | None) -> str | None:
    return f"https://x.com/{handle or 'i'}/status/{number}" if number else None


def _is_old_version(source: Mapping[str, Any], number: str | None) -> bool:
    """Return whether a later version of this post is in the archive too."""
    info = inner(source, "edit_info")
    for control in (inner(info, "initial"), inner(info, "edit", "editControlInitial"), info):
        versions = control.get("editTweetIds")
        if number and isinstance(versions, list) and number in versions:
            return str(versions[-1]) != number
    return False


def _author(source: Mapping[str, Any]) -> Account | None:
    user = inner(source, "user")
    account = account_of(user)
    return account if account.key else None
