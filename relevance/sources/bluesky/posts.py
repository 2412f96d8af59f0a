"""One post, as repositories and feeds both hold it: when it was made, whom it answers and mentions."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from relevance.sources.fedi_taking import FediTaking, entries, moment_of
from relevance.texts import marked

__all__ = ["CHANNEL", "POST", "account_of", "address_of", "did_in", "moment_of_post", "take_post"]

CHANNEL = "bluesky reply"
POST = "app.bsky.feed.post"

_MENTION = "app.bsky.richtext.facet#mention"

_DID = re.compile(r"(?:at://)?(did:[a-z]{2,20}:[A-Za-z0-9._:%-]{1,300})(?:/|$)")
_HANDLE = re.compile(r"@?((?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,62})", re.IGNORECASE)
_CLOCK_KEY = re.compile(r"[2-7a-j][2-7a-z]{12}")
_CLOCK_LETTERS = {letter: at for at, letter in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
# The lowest ten bits of a key tell which clock made it, the others microseconds since 1970.
_CLOCK_SHIFT = 10
_FIRST = datetime(2022, 1, 1, tzinfo=UTC)
_NO_TEXT = marked("no text")


def did_in(address: object) -> str | None:
    """Return the account (DID) that an address such as `at://did:plc:abc/...` begins with, or is."""
    found = _DID.match(address) if isinstance(address, str) else None
    return found[1] if found else None


def address_of(uri: str) -> str:
    """Return where people read the post at `at://...`."""
    did, _, rest = uri.removeprefix("at://").partition("/")
    return f"https://bsky.app/profile/{did}/post/{rest.rpartition('/')[2]}"


def account_of(taking: FediTaking, account: object) -> str | None:
    """Return the record of an account as the API gives it, null where it names none."""
    if not isinstance(account, dict):
        return None
    handle = account.get("handle")
    known = isinstance(handle, str) and handle != "handle.invalid" and _HANDLE.fullmatch(handle)
    return taking.person(
        did_in(account.get("did")),
        handle=handle if known else None,
        name=account.get("displayName"),
        url=f"https://bsky.app/profile/{handle}" if known else None,
    )


def moment_of_post(uri: str, created: object = None, indexed: object = None) -> datetime | None:
    """Return when a post or an act was made.

    Its client may claim any time. What lies after the moment when a server first saw it, or before
    there was such a network, gives way to that moment, and failing that to the one in its key.
    """
    at, seen = moment_of(created), moment_of(indexed)
    if at is None or at < _FIRST or at > (seen or datetime.now(UTC)):
        return seen or _moment_of_key(uri.rpartition("/")[2])
    return at


def _moment_of_key(key: str) -> datetime | None:
    if not _CLOCK_KEY.fullmatch(key):
        return None
    number = 0
    for letter in key:
        number = number << 5 | _CLOCK_LETTERS[letter]
    made = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> _CLOCK_SHIFT)
    return made if _FIRST <= made <= datetime.now(UTC) else None


def take_post(
    taking: FediTaking,
    value: Mapping[str, Any],
    uri: str,
    author: str,
    at: datetime | None,
    *,
    surfacer: str | None = None,
    knows_handles: bool = False,
) -> None:
    """Take in a post, and an encounter with whom it answers and mentions unless it is only passed on.

    Args:
        taking: collects the facts.
        value: the record of the post.
        uri: its address, `at://...`.
        author: record id of who wrote it.
        at: when.
        surfacer: record id of who passed it on.
        knows_handles: the names that mentions stand under in the text are believed.
    """
    text, url = value.get("text"), address_of(uri)
    said = text.strip() if isinstance(text, str) else ""
    met = False
    if not surfacer:
        places = value.get("reply")
        reply = places if isinstance(places, dict) else {}
        met_there = _people_met(taking, value, reply, knows_handles=knows_handles)
        others = [who for who in met_there if who != author]
        thread = _uri(reply.get("root"))
        taking.meet(uri, author, others, CHANNEL, at, url=url, text=said, thread=thread)
        met = bool(others)
    if said:
        kind = "bare_reshare" if surfacer else "reshare" if _quotes(value) else "post"
        taking.post(uri, author, said, at, url=url, kind=kind, surfacer=surfacer)
    elif not met:
        taking.reject(_NO_TEXT, uri)


def _people_met(
    taking: FediTaking, value: Mapping[str, Any], reply: Mapping[str, Any], *, knows_handles: bool
) -> Iterator[str]:
    answered = did_in(_uri(reply.get("parent")))
    if answered and (who := taking.person(answered)):
        yield who
    for did, handle in _mentions(value):
        if who := taking.person(did, handle=handle if knows_handles else None):
            yield who


def _mentions(value: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Yield whom a post mentions, with the name in its text; places in it are counted in bytes of UTF-8."""
    text = value.get("text")
    said = text.encode("utf-8", "replace") if isinstance(text, str) else b""
    for facet in entries(value.get("facets")):
        told = facet if isinstance(facet, dict) else {}
        for feature in entries(told.get("features")):
            if not isinstance(feature, dict) or feature.get("$type") != _MENTION:
                continue
            did = did_in(feature.get("did"))
            if did:
                yield did, _name_at(said, told.get("index"))


def _name_at(said: bytes, index: object) -> str | None:
    start, end = (
        (index.get("byteStart"), index.get("byteEnd")) if isinstance(index, dict) else (None, None)
    )
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(said):
        return None
    found = _HANDLE.fullmatch(said[start:end].decode("utf-8", "replace"))
    return found[1] if found else None


def _quotes(value: Mapping[str, Any]) -> bool:
    """Return whether a post has another one in it, alone or beside pictures."""
    embed = value.get("embed")
    record = embed.get("record") if isinstance(embed, dict) else None
    inner = record.get("record") if isinstance(record, dict) else None
    return any(f"/{POST}/" in (_uri(one) or "") for one in (record, inner))


def _uri(place: object) -> str | None:
    uri = place.get("uri") if isinstance(place, dict) else None
    return uri if isinstance(uri, str) else None
