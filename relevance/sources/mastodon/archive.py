"""The archive of an account: who its owner is, what they wrote, passed on, liked and kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from relevance.sources.fedi_taking import FediTaking, entries, moment_of
from relevance.sources.mastodon.accounts import (
    actor_of_status,
    elsewhere,
    handle_of_actor,
    handle_of_mention,
    other_handles,
    person_of_address,
    posted_at,
)
from relevance.sources.mastodon.texts import text_of_note
from relevance.texts import marked

__all__ = ["Outbox", "take_actor", "take_kept", "take_liked"]

CHANNEL = "mastodon mention"

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_NO_TEXT = marked("no text")
_NO_ID = marked("no address of its own")
_NO_ACTOR = marked("no account behind it")
_UNKNOWN = marked("kind of activity that is not read")
_NO_ADDRESS = marked("no address of a post")
_TO_NOBODY = marked("direct message that names nobody else")
_ANOTHERS = marked("act of somebody else")


def take_actor(taking: FediTaking, actor: object, *, is_owner: bool = True) -> None:
    """Take in whose archive it is, with the accounts elsewhere that the profile links to."""
    identifier = actor.get("id") if isinstance(actor, dict) else None
    if not isinstance(actor, dict) or not isinstance(identifier, str) or not identifier:
        taking.reject(_NO_ACTOR, actor)
        return
    page, name = actor.get("url"), actor.get("name")
    url = page if isinstance(page, str) else identifier
    handle = handle_of_actor(url) or handle_of_actor(identifier)
    told = elsewhere(entries(actor.get("attachment")))
    also = other_handles(told)
    taking.person(
        identifier,
        handle=handle,
        name=name or actor.get("preferredUsername"),
        is_owner=is_owner,
        url=told["linkedin"] or url,
        also=also,
    )
    taking.accept()
    if not is_owner:
        return
    for one in ([f"mastodon:{handle}"] if handle else []) + also:
        taking.owner_fact("handle", one)
    if told["linkedin"]:
        taking.owner_fact("url", told["linkedin"])
    if isinstance(name, str) and name.strip():
        taking.owner_fact("name", name.strip())


class Outbox:
    """Takes in the activities of one outbox: the owner's, or one that anybody may fetch."""

    def __init__(self, *, is_own: bool) -> None:
        self._is_own = is_own

    def take(self, taking: FediTaking, item: object) -> None:
        """Take in one activity: a post with whom it mentions, or a boost."""
        actor = item.get("actor") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(actor, str):
            taking.reject(_UNKNOWN, item)
            return
        kind, inner = item.get("type"), item.get("object")
        if kind == "Announce" and isinstance(inner, str):
            self._take_boost(taking, item, actor, inner)
        elif kind == "Create" and isinstance(inner, dict):
            self._take_note(taking, inner, actor, _addressees(inner) or _addressees(item))
        else:
            taking.reject(_UNKNOWN, kind)

    def _author(self, taking: FediTaking, actor: str, url: str = "") -> str | None:
        # Addresses with a number only (`/ap/users/1`) hide the name that those of the posts tell.
        handle = handle_of_actor(actor) or handle_of_actor(url)
        return taking.person(actor, handle=handle, is_owner=self._is_own)

    def _take_boost(
        self, taking: FediTaking, item: Mapping[str, Any], actor: str, target: str
    ) -> None:
        if not self._is_own:
            taking.reject(_ANOTHERS, target)
            return
        told = [one for one in _addressees(item) if one != actor and not _is_crowd(one)]
        author = next(iter(told), None) or actor_of_status(target)
        if author:
            person_of_address(taking, author)
        taking.act("reshare", target, moment_of(item.get("published")), posted_at=posted_at(target))

    def _take_note(
        self, taking: FediTaking, note: Mapping[str, Any], actor: str, addressees: list[str]
    ) -> None:
        identifier = note.get("id") or note.get("url")
        if not isinstance(identifier, str):
            taking.reject(_NO_ID)
            return
        url = note["url"] if isinstance(note.get("url"), str) else identifier
        author = self._author(taking, actor, url)
        text, at = text_of_note(note), moment_of(note.get("published"))
        others = [who for who in _people_met(taking, note) if who != author]
        is_direct = not any(map(_is_crowd, addressees))
        if author is None or not (text or others):
            taking.reject(_NO_TEXT, identifier)
            return
        if is_direct and not others:
            taking.reject(_TO_NOBODY)
            return
        thread = note.get("conversation") or note.get("context") or note.get("inReplyTo")
        taking.meet(
            identifier,
            author,
            others,
            CHANNEL,
            at,
            url=url,
            # What was meant for those named only is counted as contact; its words are not kept.
            text="" if is_direct else text,
            thread=thread[:300] if isinstance(thread, str) else None,
        )
        if text and not is_direct:
            quoted = note.get("quote") or note.get("quoteUrl") or note.get("quoteUri")
            kind = "reshare" if quoted else "post"
            taking.post(identifier, author, text, at, url=url, kind=kind)


def _people_met(taking: FediTaking, note: Mapping[str, Any]) -> Iterator[str]:
    """Yield the record of everyone a post mentions, and of whom it answers, as far as that tells."""
    handles = set()
    for tag in entries(note.get("tag")):
        href = tag.get("href") if isinstance(tag, dict) and tag.get("type") == "Mention" else None
        if isinstance(href, str) and href:
            handle = handle_of_mention(str(tag.get("name") or ""), href)
            handles |= {href, handle}
            if who := taking.person(href, handle=handle):
                yield who
    parent = note.get("inReplyTo")
    answered = actor_of_status(parent) if isinstance(parent, str) else None
    # Somebody answered is mentioned as a rule, perhaps under another form of their address.
    if answered and not {answered, handle_of_actor(answered)} - {None} & handles:
        who = person_of_address(taking, answered)
        if who:
            yield who


def _addressees(item: Mapping[str, Any]) -> list[str]:
    """Return whom an activity or a post is addressed to, `to` before `cc`."""
    told: list[str] = []
    for name in ("to", "cc"):
        value = item.get(name)
        told += [one for one in (value if isinstance(value, list) else [value]) if one]
    return [one for one in told if isinstance(one, str)]


def _is_crowd(address: str) -> bool:
    """Return whether an addressee is everyone, or all followers of somebody, rather than one account."""
    return address in _PUBLIC or address.endswith("/followers")


def take_liked(taking: FediTaking, uri: object) -> None:
    """Take in the address of one post that the owner liked."""
    _take_uri(taking, uri, "like")


def take_kept(taking: FediTaking, uri: object) -> None:
    """Take in the address of one post that the owner kept."""
    _take_uri(taking, uri, "save")


def _take_uri(taking: FediTaking, uri: object, kind: str) -> None:
    if not isinstance(uri, str) or not uri.startswith(("https://", "http://")):
        taking.reject(_NO_ADDRESS, uri)
        return
    author = actor_of_status(uri)
    if author:
        person_of_address(taking, author)
    taking.act(kind, uri, posted_at=posted_at(uri))
