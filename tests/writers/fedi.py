"""Writes archives of Mastodon, and repositories and feeds of Bluesky; everyone is invented."""

import hashlib
import json
from typing import Any

ME = "https://social.example/users/maren"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTOR = {
    "@context": [],
    "id": ME,
    "type": "Person",
    "preferredUsername": "maren",
    "name": "Maren Example",
    "url": "https://social.example/@maren",
    "inbox": ME + "/inbox",
    "outbox": "outbox.json",
    "attachment": [
        {
            "type": "PropertyValue",
            "name": "Work",
            "value": '<a href="https://www.linkedin.com/in/maren-example" rel="me">in</a>',
        },
        {"type": "PropertyValue", "name": "X", "value": '<a href="https://x.com/MarenEx">x</a>'},
    ],
}
ANA = {"type": "Mention", "href": "https://other.example/users/ana", "name": "@ana@other.example"}
BEN = {"type": "Mention", "href": "https://social.example/users/ben", "name": "@ben"}


def create(
    number: int,
    content: str,
    *,
    to: str = PUBLIC,
    cc: str = ME + "/followers",
    tag: list | None = None,
    **more: Any,
) -> dict:
    """Return one post of an outbox."""
    note = {
        "id": f"{ME}/statuses/{number}",
        "type": "Note",
        "published": "2024-03-04T10:20:34Z",
        "url": f"https://social.example/@maren/{number}",
        "to": [to],
        "cc": [cc],
        "content": content,
        "tag": tag or [],
        **more,
    }
    return {
        "id": f"{ME}/statuses/{number}/activity",
        "type": "Create",
        "actor": ME,
        "published": "2024-03-04T10:20:34Z",
        "object": note,
    }


OUTBOX = [
    create(
        1,
        '<p>Job aids &amp; more<br>second line</p><p>New <span class="invisible">https://</span>part</p>',
    ),
    create(
        2,
        "<p>@ana agreed</p>",
        tag=[ANA, BEN],
        inReplyTo="https://other.example/users/ana/statuses/9",
    ),
    create(3, "<p>for you only</p>", to=ANA["href"], cc=ANA["href"], tag=[ANA]),
    {
        "id": f"{ME}/statuses/4/activity",
        "type": "Announce",
        "actor": ME,
        "published": "2024-03-05T10:20:34Z",
        "to": [PUBLIC],
        "cc": ["https://other.example/users/cleo", ME + "/followers"],
        "object": "https://other.example/users/cleo/statuses/77",
    },
    {"id": "x", "type": "Delete", "actor": ME, "object": "y"},
]


def collection(name: str, items: list) -> bytes:
    """Return an ordered collection as the archive holds it."""
    return json.dumps(
        {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{name}.json",
            "type": "OrderedCollection",
            "totalItems": len(items),
            "orderedItems": items,
        }
    ).encode()


def account(acct: str, name: str, host: str = "social.example") -> dict[str, Any]:
    """Return an account as the API gives it."""
    user, _, there = acct.partition("@")
    return {
        "id": "1",
        "username": user,
        "acct": acct,
        "display_name": name,
        "url": f"https://{there or host}/@{user}",
    }


def status(number: int, by: dict, content: str, **more: Any) -> dict[str, Any]:
    """Return a status as the API gives it."""
    uri = by["url"].replace("/@", "/users/") + f"/statuses/{number}"
    return {
        "id": str(number),
        "created_at": "2024-03-04T10:20:34.000Z",
        "uri": uri,
        "url": f"{by['url']}/{number}",
        "content": content,
        "account": by,
        "mentions": [],
        "reblog": None,
        **more,
    }


ANA_ACCOUNT, BEN_ACCOUNT = account("ana@other.example", "Ana Silva"), account("ben", "Ben Okafor")
TIMELINE = [
    status(
        1,
        ANA_ACCOUNT,
        "<p>Hello</p>",
        mentions=[
            {"id": "2", "username": "ben", "acct": "ben", "url": "https://social.example/@ben"}
        ],
    ),
    status(2, BEN_ACCOUNT, "", reblog=status(1, ANA_ACCOUNT, "<p>Hello</p>")),
    status(3, BEN_ACCOUNT, ""),
]


def mastodon_files() -> dict[str, bytes]:
    """Return the members of an archive."""
    return {
        "actor.json": json.dumps(ACTOR).encode(),
        "outbox.json": collection("outbox", OUTBOX),
        "likes.json": collection(
            "likes", ["https://other.example/users/ana/statuses/5", "nonsense"]
        ),
        "bookmarks.json": collection("bookmarks", ["https://other.example/@cleo/6"]),
        "following_accounts.csv": b"Account address,Show boosts,Notify on new posts,Languages\nana@other.example,true,false,\nnonsense,true,false,\n",
        "muted_accounts.csv": b"Account address,Hide notifications\nloud@other.example,true\n",
        "blocked_accounts.csv": b"bad@other.example\n",
        "blocked_domains.csv": b"bad.example\nworse.example\n",
        "lists.csv": b"Colleagues,ana@other.example\n",
        "bookmarks.csv": b"https://other.example/users/ana/statuses/5\n",
    }


def fetched_outbox(actor: str, items: list) -> bytes:
    """Return one page of an outbox as anybody may fetch it: it names itself by its address."""
    page = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{actor}/outbox?page=true",
        "type": "OrderedCollectionPage",
        "partOf": f"{actor}/outbox",
        "orderedItems": items,
    }
    return json.dumps(page).encode()


# -- Bluesky ---------------------------------------------------------------------------------------

DID, ANA_DID, BEN_DID = "did:plc:maren", "did:plc:ana", "did:plc:ben"


class Link(bytes):
    """The address of a block."""


def cbor(value: object) -> bytes:
    """Return a value in DAG-CBOR."""
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, Link):
        return b"\xd8\x2a" + _head(2, len(value) + 1) + b"\x00" + bytes(value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    assert isinstance(value, dict)
    keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
    return _head(5, len(value)) + b"".join(cbor(key) + cbor(value[key]) for key in keys)


def _head(kind: int, size: int) -> bytes:
    if size < 24:
        return bytes([kind << 5 | size])
    if size < 256:
        return bytes([kind << 5 | 24, size])
    return bytes([kind << 5 | 25]) + size.to_bytes(2, "big")


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def cid(block: bytes) -> Link:
    """Return the address of a block."""
    return Link(b"\x01\x71\x12\x20" + hashlib.sha256(block).digest())


def car(records: dict[str, dict], *, did: str = DID, cyclic: bool = False) -> bytes:
    """Return a repository whose tree has two nodes; keys are written by what differs from the one before."""
    blocks: dict[bytes, bytes] = {}

    def put(value: object) -> Link:
        block = cbor(value)
        blocks[cid(block)] = block
        return cid(block)

    names = sorted(records)
    half = len(names) // 2
    lower = _node(names[:half], records, put)
    root = put({"l": put(lower), "e": _node(names[half:], records, put)["e"]})
    if cyclic:
        blocks[root] = cbor({"l": root, "e": []})
    commit = put({"did": did, "version": 3, "data": root, "rev": "3k", "prev": None, "sig": b"x"})
    body = b"".join(_varint(len(key) + len(block)) + key + block for key, block in blocks.items())
    header = cbor({"roots": [commit], "version": 1})
    return _varint(len(header)) + header + body


def _node(names: list[str], records: dict[str, dict], put: Any) -> dict[str, Any]:
    entries, before = [], ""
    for name in names:
        shared = 0
        while shared < min(len(before), len(name)) and before[shared] == name[shared]:
            shared += 1
        entries.append(
            {"p": shared, "k": name[shared:].encode(), "v": put(records[name]), "t": None}
        )
        before = name
    return {"l": None, "e": entries}


def post(text: str, **more: Any) -> dict[str, Any]:
    """Return one record of a post."""
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2024-03-04T10:20:34.000Z",
        "langs": ["en"],
        **more,
    }


PARENT = {"uri": f"at://{ANA_DID}/app.bsky.feed.post/3kaaa", "cid": "x"}
MENTION = [
    {
        "index": {"byteStart": 0, "byteEnd": 5},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": BEN_DID}],
    }
]
RECORDS = {
    "app.bsky.actor.profile/self": {
        "$type": "app.bsky.actor.profile",
        "displayName": "Maren Example",
    },
    "app.bsky.feed.post/3kbbb": post("Job aids, once more"),
    "app.bsky.feed.post/3kccc": post("agreed", reply={"root": PARENT, "parent": PARENT}),
    "app.bsky.feed.post/3kddd": post("@ben look", facets=MENTION),
    "app.bsky.feed.like/3keee": {
        "$type": "app.bsky.feed.like",
        "subject": PARENT,
        "createdAt": "2024-03-05T10:20:34.000Z",
    },
    "app.bsky.graph.follow/3kfff": {
        "$type": "app.bsky.graph.follow",
        "subject": BEN_DID,
        "createdAt": "2024-03-06T10:20:34.000Z",
    },
    "app.bsky.graph.block/3kggg": {"$type": "app.bsky.graph.block", "subject": "did:plc:bad"},
}


def author(did: str, handle: str, name: str) -> dict[str, str]:
    """Return an account as the API gives it."""
    return {"did": did, "handle": handle, "displayName": name}


ANA_AUTHOR, BEN_AUTHOR = (
    author(ANA_DID, "ana.example", "Ana Silva"),
    author(BEN_DID, "ben.example", "Ben Okafor"),
)


def view(by: dict, key: str, text: str, **more: Any) -> dict[str, Any]:
    """Return one post of a feed."""
    return {
        "uri": f"at://{by['did']}/app.bsky.feed.post/{key}",
        "cid": "x",
        "author": by,
        "record": post(text, **more),
        "indexedAt": "2024-03-04T10:20:35.000Z",
        "likeCount": 1,
    }


FEED = [
    {"post": view(ANA_AUTHOR, "3k1", "Hello")},
    {
        "post": view(ANA_AUTHOR, "3k2", "Passed on"),
        "reason": {
            "$type": "app.bsky.feed.defs#reasonRepost",
            "by": BEN_AUTHOR,
            "indexedAt": "2024-03-05T00:00:00Z",
        },
    },
    {
        "post": view(BEN_AUTHOR, "3k3", "yes", reply={"root": PARENT, "parent": PARENT}),
        "reply": {"parent": view(ANA_AUTHOR, "3kaaa", "?"), "root": view(ANA_AUTHOR, "3kaaa", "?")},
    },
    {"post": view(ANA_AUTHOR, "3k4", "From the future", createdAt="2031-01-01T00:00:00Z")},
    {"post": {"uri": "x"}},
]


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        **{f"mastodon/{name}": data for name, data in mastodon_files().items()},
        "mastodon/timeline.json": json.dumps(TIMELINE).encode(),
        "mastodon/timeline-utf16.json": json.dumps(TIMELINE).encode("utf-16"),
        "mastodon/thread.json": json.dumps({"ancestors": [], "descendants": TIMELINE}).encode(),
        "mastodon/status.json": json.dumps(TIMELINE[0]).encode(),
        "mastodon/fetched.json": fetched_outbox(ME, OUTBOX),
        "bluesky/repo.car": car(RECORDS),
        "bluesky/ana.car": car(RECORDS, did=ANA_DID),
        "bluesky/pages.json": json.dumps(FEED).encode(),
        "bluesky/feed.json": json.dumps({"feed": FEED, "cursor": "x"}).encode(),
    }
