"""Accounts: who an address is of, and what a profile tells about its person elsewhere."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from relevance.names import comparable_name, profile_slug
from relevance.sources.fedi_taking import FediTaking, entries
from relevance.sources.html_text import plain_text

__all__ = [
    "actor_of_status",
    "elsewhere",
    "handle_of_actor",
    "handle_of_mention",
    "other_handles",
    "person_of_account",
    "person_of_address",
    "posted_at",
]

_HEADLINE = 220
_LONGEST_FIELD = 5_000
_USER_PATH = re.compile(r"/(?:users/|@)([\w.-]{1,60})(?:/|$)", re.ASCII)
_STATUS_PATH = re.compile(
    r"(https?://[^/\s]{3,200}/(?:users/|@|ap/users/)[\w.-]{1,60})(?:/statuses)?/(\w+)", re.ASCII
)
_HANDLE = re.compile(r"@?([\w.-]{1,60})@([\w.-]{1,200}\.\w{2,60}(?::\d{1,5})?)")
_LINK = re.compile(r"https?://[^\s<>\"']{4,300}")
_X = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/@?(\w{1,15})/?(?:\?.*)?", re.I)
_BLUESKY = re.compile(r"https?://bsky\.app/profile/((?:[\w-]+\.)+\w+)/?", re.I)
# The upper bits of an id of Mastodon are milliseconds since 1970; ids of before 2017 are small numbers.
_CLOCK_SHIFT = 16
_CLOCK_STARTS = datetime(2017, 1, 1, tzinfo=UTC)


def handle_of_actor(url: str) -> str | None:
    """Return `user@host` of the address of an account, null where it holds a number only."""
    try:
        parts = urlsplit(url[:500])
        host = parts.hostname
    except ValueError:
        return None
    found = _USER_PATH.search(parts.path)
    if not host or not found or "/ap/users/" in parts.path:
        return None
    return f"{found[1]}@{host}".casefold()


def handle_of_mention(name: str, href: str) -> str | None:
    """Return `user@host` of somebody mentioned as `@user@host`, or as `@user` of the server of `href`."""
    found = _HANDLE.fullmatch(name.strip())
    return f"{found[1]}@{found[2]}".casefold() if found else handle_of_actor(href)


def actor_of_status(uri: str) -> str | None:
    """Return the address of the account that a status is of, null where its own does not tell."""
    found = _STATUS_PATH.match(uri[:600])
    return _actor_form(found[1]) if found else None


def _actor_form(url: str) -> str:
    """Return the address of an account as servers write it to each other: a page is at `/@name`."""
    return re.sub(r"^(https?://[^/]+)/@([\w.-]+)$", r"\1/users/\2", url, flags=re.ASCII)


def posted_at(uri: str) -> datetime | None:
    """Return when a status was made, where the number in its address tells."""
    found = _STATUS_PATH.match(uri[:600])
    if not found or not re.fullmatch(r"[0-9]{15,20}", found[2]):
        return None
    made = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(found[2]) >> _CLOCK_SHIFT)
    return made if _CLOCK_STARTS <= made < datetime.now(UTC) + timedelta(days=1) else None


def person_of_address(taking: FediTaking, uri: str) -> str | None:
    """Return the record of the account at an address that servers write to each other."""
    return taking.person(uri, handle=handle_of_actor(uri))


def person_of_account(taking: FediTaking, account: Mapping[str, Any]) -> str | None:
    """Return the record of an account, or of somebody mentioned, as the API gives it.

    One of the same server has no host in its `acct`; its address tells the server.
    """
    url, acct = _text(account, "url"), _text(account, "acct")
    uri = _text(account, "uri") or _actor_form(url)
    name, user = _text(account, "display_name"), _text(account, "username")
    claimed = elsewhere(entries(account.get("fields")))
    told = {place: one for place, one in claimed.items() if one and _is_alike(one, name, user)}
    return taking.person(
        uri or None,
        handle=handle_of_mention(acct, url or uri),
        name=name,  # somebody mentioned has a user name only, which is no name
        # Where a query tells accounts of one page apart, the page is nobody's own.
        url=told.get("linkedin") or (url if "?" not in url else None),
        also=other_handles(told),
        headline=plain_text(_text(account, "note"))[:_HEADLINE] or None,
        is_company=account.get("group") is True,
    )


def _is_alike(claimed: str, name: str, user: str) -> bool:
    """Return whether an account elsewhere goes by the same name: anybody may link to anybody's."""
    letters = _letters(unquote(claimed).rstrip("/").rpartition("/")[2])
    words = comparable_name(name).split()
    same = bool(letters) and letters == _letters(user)
    return same or (len(words) > 1 and all(_letters(word) in letters for word in words))


def _letters(text: str) -> str:
    return "".join(char for char in comparable_name(text) if char.isalnum())


def elsewhere(fields: Iterable[Any]) -> dict[str, str | None]:
    """Return the accounts on `linkedin` (URL), `x` and `bluesky` (names) that the fields of a profile link to.

    A page of a company is no account of a person; where two link to different people, neither counts.
    """
    links = [link for one in fields if isinstance(one, dict) for link in _links(one.get("value"))]
    people = {slug: link for link in links if (slug := _person_on_linkedin(link))}
    return {
        "linkedin": next(iter(people.values())) if len(people) == 1 else None,
        "x": _only(found[1] for link in links if (found := _X.fullmatch(link))),
        "bluesky": _only(found[1] for link in links if (found := _BLUESKY.fullmatch(link))),
    }


def other_handles(told: Mapping[str, str | None]) -> list[str]:
    """Return the names that `elsewhere` found as `network:name`."""
    return [f"{network}:{told[network]}" for network in ("x", "bluesky") if told.get(network)]


def _person_on_linkedin(link: str) -> str | None:
    slug = profile_slug(link)
    return slug if slug and slug.startswith("in:") else None


def _links(value: object) -> list[str]:
    if not isinstance(value, str):
        return []
    text = value[:_LONGEST_FIELD]
    if "<" not in text:
        return _LINK.findall(text)
    anchors = LexborHTMLParser(text).css("a")
    return [link for one in anchors if _LINK.fullmatch(link := one.attributes.get("href") or "")]


def _only(names: Iterable[str]) -> str | None:
    found = {name.casefold() for name in names}
    return found.pop() if len(found) == 1 else None


def _text(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""
