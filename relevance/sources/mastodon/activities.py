"""What an account did and what others wrote: activities of an archive, statuses of the API."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from relevance.names import profile_slug
from relevance.sources.fedi_taking import FediTaking, moment_of
from relevance.sources.html_text import plain_text
from relevance.sources.mastodon.accounts import (
    actor_of_status,
    handle_of,
    handle_of_actor,
    person_of_account,
)

__all__ = ["take_activity", "take_actor", "take_status", "take_uri"]

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_LINK = re.compile(r'href="(https?://[^"]{4,300})"')
_X = re.compile(r"https?://(?:www\.)?(?:twitter|x)\.com/@?(\w{1,50})/?$", re.IGNORECASE)

_NO_TEXT = "no text"
_UNKNOWN = "kind of activity that is not read"
_NO_ADDRESS = "no address of a post"
_NO_AUTHOR = "no author"


def take_actor(taking: FediTaking, actor: object) -> None:
    """Take in whose archive it is, with the accounts elsewhere that the profile links to."""
    if not isinstance(actor, dict) or not isinstance(actor.get("id"), str):
        taking.reject(_NO_ADDRESS)
        return
    links = [
        link
        for field in actor.get("attachment") or ()
        if isinstance(field, dict)
        for link in _LINK.findall(str(field.get("value") or ""))
    ]
    linkedin = next((one for one in links if "linkedin.com/" in one and profile_slug(one)), None)
    handle = handle_of_actor(str(actor.get("url") or actor["id"])) or handle_of_actor(actor["id"])
    name = actor.get("name") or actor.get("preferredUsername")
    taking.person(actor["id"], handle=handle, name=name, is_owner=True, url=linkedin)
    if handle:
        taking.owner_fact("handle", f"mastodon:{handle}")
    for link in links:
        if found := _X.match(link):
            taking.owner_fact("handle", f"x:{found[1].casefold()}")
    if isinstance(actor.get("name"), str) and actor["name"].strip():
        taking.owner_fact("name", actor["name"].strip())


def take_activity(taking: FediTaking, item: object) -> None:
    """Take in one activity of the owner's outbox: a post with whom it mentions, or a boost."""
    if not isinstance(item, dict):
        taking.reject(_UNKNOWN, item)
        return
    actor = item.get("actor")
    owner = taking.person(
        actor if isinstance(actor, str) else None,
        handle=handle_of_actor(actor) if isinstance(actor, str) else None,
        is_owner=True,
    )
    inner = item.get("object")
    at = moment_of(item.get("published"))
    if item.get("type") == "Announce" and isinstance(inner, str):
        told = [*_listed(item, "cc"), actor_of_status(inner)]
        for uri in told:
            if (
                isinstance(uri, str)
                and uri != actor
                and not uri.endswith("/followers")
                and uri not in _PUBLIC
            ):
                taking.person(uri, handle=handle_of_actor(uri))
                break
        taking.act("reshare", inner, at)
    elif item.get("type") == "Create" and isinstance(inner, dict) and owner:
        _take_note(taking, inner, owner)
    else:
        taking.reject(_UNKNOWN, item.get("type"))


def _take_note(taking: FediTaking, note: Mapping[str, Any], owner: str) -> None:
    text = plain_text(str(note.get("content") or ""))
    identifier = str(note.get("id") or note.get("url") or "")
    mentions = list(_mentions(note))
    if not identifier or not (text or mentions):
        taking.reject(_NO_TEXT, identifier)
        return
    at = moment_of(note.get("published"))
    url = str(note.get("url") or identifier)
    is_direct = not _is_seen_by_others(note)
    others = [
        who
        for href, name in mentions
        if (who := taking.person(href, handle=_full_handle(name, href)))
    ]
    thread = note.get("conversation") or note.get("context") or note.get("inReplyTo")
    # What was meant for one person only is counted, not kept.
    said = "" if is_direct else text
    taking.meet(
        identifier,
        owner,
        others,
        "mastodon mention",
        at,
        url=url,
        text=said,
        thread=str(thread)[:300] if isinstance(thread, str) else None,
    )
    if text and not is_direct:
        taking.post(identifier, owner, text, at, url=url)


def _mentions(note: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for tag in note.get("tag") or ():
        if (
            isinstance(tag, dict)
            and tag.get("type") == "Mention"
            and isinstance(tag.get("href"), str)
        ):
            yield tag["href"], str(tag.get("name") or "")


def _full_handle(name: str, href: str) -> str | None:
    return handle_of(name) if name.count("@") > 1 else handle_of_actor(href)


def _listed(item: Mapping[str, Any], name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else [value]


def _is_seen_by_others(note: Mapping[str, Any]) -> bool:
    """Return whether a post is public, unlisted or for followers, rather than for those it names only."""
    told = [str(one) for one in (*_listed(note, "to"), *_listed(note, "cc")) if one]
    return any(one in _PUBLIC or one.endswith("/followers") for one in told)


def take_uri(taking: FediTaking, uri: object, kind: str) -> None:
    """Take in one post that the owner liked or kept: its address, and whose it is where that tells."""
    if not isinstance(uri, str) or not uri.startswith(("https://", "http://")):
        taking.reject(_NO_ADDRESS, uri)
        return
    author = actor_of_status(uri)
    if author:
        taking.person(author, handle=handle_of_actor(author))
    taking.act(kind, uri)


def take_status(taking: FediTaking, item: object) -> None:
    """Take in one status as the API gives it: a post, or the post that a boost brought in."""
    if not isinstance(item, dict) or not isinstance(item.get("account"), dict):
        taking.reject(_NO_AUTHOR, item)
        return
    by = person_of_account(taking, item["account"])
    inner = item.get("reblog")
    status = inner if isinstance(inner, dict) else item
    account = status.get("account")
    author = person_of_account(taking, account) if isinstance(account, dict) else None
    text = plain_text(str(status.get("content") or ""))
    identifier = str(status.get("uri") or status.get("url") or "")
    if not by or not author or not identifier or not text:
        taking.reject(_NO_TEXT if author and by else _NO_AUTHOR, identifier)
        return
    at, url = moment_of(status.get("created_at")), str(status.get("url") or identifier)
    is_boost = status is not item and by != author
    if is_boost:
        taking.post(identifier, author, text, at, url=url, kind="bare_reshare", surfacer=by)
    else:
        taking.post(identifier, author, text, at, url=url)
    others = [
        who
        for one in status.get("mentions") or ()
        if isinstance(one, dict)
        and (who := person_of_account(taking, {**one, "display_name": None, "username": None}))
    ]
    if not is_boost:
        taking.meet(identifier, author, others, "mastodon mention", at, url=url, text=text)
