"""A repository: a file of blocks, and a tree in it that names the records."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import libipld

from relevance.errors import UnreadableFileError

__all__ = ["Record", "Repository", "opened"]

_MOST_DEPTH = 64
_LONGEST_KEY = 1024


class Record(NamedTuple):
    """One record with its place."""

    collection: str
    key: str
    value: Mapping[str, Any]


class Repository(NamedTuple):
    """Whose it is, and the records."""

    did: str
    records: Iterator[Record]


def opened(data: bytes, path: str) -> Repository:
    """Return the repository in a CAR file.

    Raises:
        UnreadableFileError: it is none, is damaged, or its tree goes round in circles.
    """
    try:
        header, blocks = libipld.decode_car(data)
        root = header["roots"][0]
        commit = blocks[bytes(root)]
        did = commit["did"]
        tree = bytes(commit["data"])
    except Exception as error:
        # The decoder raises whatever its pieces raise on damaged bytes.
        msg = f"{path} is no readable repository ({type(error).__name__}: {error}). Download it again."
        raise UnreadableFileError(msg) from error
    if not isinstance(did, str) or not did.startswith("did:"):
        msg = f"{path} names no account of its own. Download the repository again."
        raise UnreadableFileError(msg)
    return Repository(did, _records(blocks, tree, path))


def _records(blocks: Mapping[bytes, Any], root: bytes, path: str) -> Iterator[Record]:
    seen: set[bytes] = set()
    for key, place in _walk(blocks, root, seen, path, 0):
        value = blocks.get(place)
        collection, _, name = key.partition("/")
        if isinstance(value, dict):
            yield Record(collection, name, value)


def _walk(
    blocks: Mapping[bytes, Any], place: bytes, seen: set[bytes], path: str, depth: int
) -> Iterator[tuple[str, bytes]]:
    """Yield (key, place) of the records under a node, in order; keys share beginnings with those before."""
    node = blocks.get(place)
    if place in seen or depth > _MOST_DEPTH:
        msg = f"{path} has a tree that goes round in circles. Download the repository again."
        raise UnreadableFileError(msg)
    seen.add(place)
    if not isinstance(node, dict):
        return
    left = node.get("l")
    if isinstance(left, bytes):
        yield from _walk(blocks, left, seen, path, depth + 1)
    key = b""
    for entry in node.get("e") or ():
        if not isinstance(entry, dict):
            continue
        shared, rest = entry.get("p"), entry.get("k")
        if not isinstance(shared, int) or not isinstance(rest, bytes) or shared > len(key):
            continue
        key = (key[:shared] + rest)[:_LONGEST_KEY]
        value = entry.get("v")
        if isinstance(value, bytes):
            yield key.decode("utf-8", "replace"), value
        under = entry.get("t")
        if isinstance(under, bytes):
            yield from _walk(blocks, under, seen, path, depth + 1)
