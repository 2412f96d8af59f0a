"""The door to Bluesky's files: a repository of one account, or a feed of many."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from relevance.sources.archive import SourceFile
from relevance.sources.bluesky.car import Record, opened
from relevance.sources.fedi_taking import FediTaking, moment_of
from relevance.sources.json_items import first_item, items_of
from relevance.sources.result import ImportResult

__all__ = ["read", "recognises"]

KIND = "bluesky"
CHANNEL = "bluesky reply"

_POST = "app.bsky.feed.post"
_DID = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/")
_OWN_EXPORT = re.compile(r"repo(?:[\s_-]?\(?\d*\)?)?\.car$", re.IGNORECASE)
_FIRST = datetime(2022, 11, 1, tzinfo=UTC)

_NO_TEXT = "no text"
_NO_AUTHOR = "no author"
_UNKNOWN = "kind of record that is not read"
_ANOTHERS = "act of somebody else"
_NOBODY = "names no account"


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a repository (CAR), or a feed or timeline as the API gives it."""
    if b"\xa2eroots\x81" in head[:80] or b"gversion\x01" in head[:120]:
        return b"eroots" in head[:120]
    if path.casefold().endswith("chat.jsonl") or head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] != b"{":
        return False
    first = first_item(head, "feed.item")
    return (
        isinstance(first, dict)
        and isinstance(first.get("post"), dict)
        and "author" in first["post"]
    )


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return posts, and an encounter for each reply and mention.

    A repository can be anybody's, since all of them are public. One that is called `repo.car`, as
    the app names the owner's own export, is the owner's; of any other the likes, reposts and follows
    are somebody else's acts and are left out.

    Args:
        file: a CAR file or a feed.
        as_of: day of the snapshot, where the owner states it.
        zone: not needed: Bluesky writes UTC.

    Raises:
        UnreadableFileError: it is damaged.
    """
    del zone
    taking = FediTaking(KIND)
    if b"eroots" in file.head(120):
        _read_repository(taking, file)
    else:
        for item in items_of(file, "feed.item"):
            taking.read += 1
            _take_feed_item(taking, item)
    return taking.result(as_of)


# -- repositories ----------------------------------------------------------------------------------


def _read_repository(taking: FediTaking, file: SourceFile) -> None:
    repository = opened(file.read(), file.path)
    records = list(repository.records)
    is_own = bool(_OWN_EXPORT.match(PurePosixPath(file.name).name))
    profile = next((one.value for one in records if one.collection == "app.bsky.actor.profile"), {})
    name = profile.get("displayName")
    author = taking.person(repository.did, name=name, is_owner=is_own) or ""
    if is_own:
        taking.owner_fact("handle", f"bluesky:{repository.did}")
    for record in records:
        taking.read += 1
        _take_record(taking, record, repository.did, author, is_own=is_own)


def _take_record(
    taking: FediTaking, record: Record, did: str, author: str, *, is_own: bool
) -> None:
    value, collection = record.value, record.collection
    at = _moment(value.get("createdAt"), None)
    if collection == _POST:
        uri = f"at://{did}/{collection}/{record.key}"
        url = f"https://bsky.app/profile/{did}/post/{record.key}"
        _take_post(taking, value, uri, url, author, at)
    elif collection in {"app.bsky.feed.like", "app.bsky.feed.repost"}:
        subject = value.get("subject")
        target = subject.get("uri") if isinstance(subject, dict) else None
        if not isinstance(target, str):
            taking.reject(_NOBODY)
        elif not is_own:
            taking.reject(_ANOTHERS)
        else:
            found = _DID.match(target)
            if found:
                taking.person(found[1])
            taking.act("like" if collection.endswith("like") else "reshare", target, at)
    elif collection == "app.bsky.graph.follow":
        who = taking.person(str(value.get("subject") or "") or None)
        if who is None or not is_own:
            taking.reject(_NOBODY if who is None else _ANOTHERS)
        else:
            taking.follow(who, at.date() if at else None)
    elif collection != "app.bsky.actor.profile":
        taking.reject(_UNKNOWN, collection)


def _take_post(
    taking: FediTaking,
    value: Mapping[str, Any],
    uri: str,
    url: str,
    author: str,
    at: datetime | None,
    names: Mapping[str, str] | None = None,
) -> None:
    text = value.get("text")
    said = text.strip() if isinstance(text, str) else ""
    reply = value.get("reply")
    places = reply if isinstance(reply, dict) else {}
    met = [did for part in ("parent",) if (did := _did_of(places.get(part)))]
    met += list(_mentioned(value))
    others = [
        who
        for did in dict.fromkeys(met)
        if (who := taking.person(did, name=(names or {}).get(did)))
    ]
    root = places.get("root")
    thread = str(root.get("uri") or "") if isinstance(root, dict) else ""
    taking.meet(uri, author, others, CHANNEL, at, url=url, text=said, thread=thread or None)
    if said:
        taking.post(uri, author, said, at, url=url)
    elif not others:
        taking.reject(_NO_TEXT, uri)


def _did_of(place: object) -> str | None:
    uri = place.get("uri") if isinstance(place, dict) else None
    found = _DID.match(uri) if isinstance(uri, str) else None
    return found[1] if found else None


def _mentioned(value: Mapping[str, Any]) -> Iterator[str]:
    for facet in value.get("facets") or ():
        for feature in (facet.get("features") or ()) if isinstance(facet, dict) else ():
            if isinstance(feature, dict) and str(feature.get("$type", "")).endswith("#mention"):
                did = feature.get("did")
                if isinstance(did, str) and did.startswith("did:"):
                    yield did


def _moment(created: object, indexed: object) -> datetime | None:
    """Return when a post was made; clients may claim anything, so the day it was first seen bounds it."""
    at, seen = moment_of(created), moment_of(indexed) if indexed else None
    if at is None or (seen and at > seen) or at < _FIRST or at > datetime.now(UTC):
        return seen
    return at


# -- feeds -----------------------------------------------------------------------------------------


def _take_feed_item(taking: FediTaking, item: object) -> None:
    post = item.get("post") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(post, dict):
        taking.reject(_NO_AUTHOR, item)
        return
    author, record = _account(taking, post.get("author")), post.get("record")
    uri = str(post.get("uri") or "")
    if author is None or not uri or not isinstance(record, dict):
        taking.reject(_NO_AUTHOR, uri)
        return
    at = _moment(record.get("createdAt"), post.get("indexedAt"))
    did, _, key = uri.removeprefix("at://").partition("/")
    url = f"https://bsky.app/profile/{did}/post/{key.rpartition('/')[2]}"
    reason = item.get("reason")
    by = _account(taking, reason.get("by")) if isinstance(reason, dict) else None
    text = str(record.get("text") or "").strip()
    is_repost = isinstance(reason, dict) and str(reason.get("$type", "")).endswith("#reasonRepost")
    if by and by != author and is_repost:
        if text:
            taking.post(uri, author, text, at, url=url, kind="bare_reshare", surfacer=by)
        else:
            taking.reject(_NO_TEXT, uri)
        return
    names = _named_in(item.get("reply"))
    _take_post(taking, record, uri, url, author, at, names)


def _account(taking: FediTaking, account: object) -> str | None:
    if not isinstance(account, dict):
        return None
    did, handle = account.get("did"), account.get("handle")
    return taking.person(
        did if isinstance(did, str) and did.startswith("did:") else None,
        handle=handle if isinstance(handle, str) and handle != "handle.invalid" else None,
        name=account.get("displayName"),
    )


def _named_in(reply: object) -> dict[str, str]:
    """Return the names of those whose posts a reply hangs on, by their DIDs."""
    found: dict[str, str] = {}
    for part in ("parent", "root"):
        post = reply.get(part) if isinstance(reply, dict) else None
        author = post.get("author") if isinstance(post, dict) else None
        if isinstance(author, dict) and isinstance(author.get("did"), str):
            found[author["did"]] = str(author.get("displayName") or "")
    return found
