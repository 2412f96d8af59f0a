"""A repository: a file of blocks, and a tree in it that names the records.

Blocks are cut out here and decoded one at a time: decoded all at once, as `libipld.decode_car` does, a
file made to do harm takes sixty times its size, and one bad block takes all the others with it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import libipld

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.archive.files import too_large
from relevance.texts import _, marked, number

__all__ = ["Record", "Repository", "opened"]

_MOST_BYTES = 2**28
_MOST_BLOCKS = 1_000_000
_LARGEST_BLOCK = 2**22
_MOST_DEPTH = 64
_LONGEST_KEY = 1024
_LONGEST_NUMBER = 9

_MISSING = marked("not in the file, as in a part of a repository")
_DAMAGED = marked("damaged record")


class Record(NamedTuple):
    """One record with its place; `value` is null where `why` says what is wrong with it."""

    collection: str
    key: str
    value: Mapping[str, Any] | None
    why: str = ""


class Repository(NamedTuple):
    """Whose it is, and the records."""

    did: str
    records: Iterator[Record]


class _Blocks:
    """Where each block lies in the bytes of a file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._places: dict[bytes, tuple[int, int]] = {}
        size, at = _number(data, 0)
        header = libipld.decode_dag_cbor(data[at : at + size])
        self.root = bytes(header["roots"][0])
        at += size
        while at < len(data):
            size, start = _number(data, at)
            at = start + size
            inside = _end_of_address(data, start)
            if not inside <= at <= len(data):
                msg = _("it ends in the middle of a block")
                raise ValueError(msg)
            self._places[data[start:inside]] = (inside, at)
            if len(self._places) > _MOST_BLOCKS:
                msg = _("it holds more than {most_blocks} blocks", most_blocks=number(_MOST_BLOCKS))
                raise ValueError(msg)

    def __contains__(self, address: bytes) -> bool:
        return address in self._places

    def decoded(self, address: bytes) -> Any:
        """Return a block's value, null where it is damaged or missing."""
        start, end = self._places.get(address, (0, 0))
        if not 0 < end - start <= _LARGEST_BLOCK:
            return None
        try:
            return libipld.decode_dag_cbor(self._data[start:end])
        except (ValueError, RecursionError):
            return None


def opened(file: SourceFile) -> Repository:
    """Return the repository in a CAR file; records are decoded as they are asked for.

    Raises:
        UnreadableFileError: it is none, is damaged or larger than 256 MiB, or its tree goes round in
            circles; asking for records raises it too.
    """
    data = bytearray()
    most = min(_MOST_BYTES, file.most_bytes)
    for chunk in file.chunks():
        data += chunk
        if len(data) > most:
            too_large(file.path, most)
    try:
        blocks = _Blocks(bytes(data))
        commit = blocks.decoded(blocks.root)
        did, tree = str(commit["did"]), bytes(commit["data"])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        msg = _(
            "{path} is no readable repository ({error}). Download it again.",
            path=file.path,
            error=error,
        )
        raise UnreadableFileError(msg) from error
    if not did.startswith("did:"):
        msg = _(
            "{path} names no account of its own. Download the repository again.", path=file.path
        )
        raise UnreadableFileError(msg)
    return Repository(did, _records(blocks, tree, file.path))


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return the number at a place, written seven bits a byte, and the place after it."""
    number = 0
    for count, byte in enumerate(data[at : at + _LONGEST_NUMBER]):
        number |= (byte & 127) << (7 * count)
        if byte < 128:
            return number, at + count + 1
    msg = _("a length in it is cut off or too large")
    raise ValueError(msg)


def _end_of_address(data: bytes, at: int) -> int:
    """Return the place after the address (CID) of a block: version, codec, hash, length and the hash itself."""
    if data[at : at + 2] == b"\x12\x20":
        return at + 34  # the first version has no numbers of its own
    for _again in range(3):
        _, at = _number(data, at)
    length, at = _number(data, at)
    return at + length


def _records(blocks: _Blocks, tree: bytes, path: str) -> Iterator[Record]:
    for key, place in _walk(blocks, tree, set(), path, 0):
        collection, _, name = key.partition("/")
        value = blocks.decoded(place)
        if isinstance(value, dict):
            yield Record(collection, name, value)
        else:
            damaged = place in blocks or not place
            yield Record(collection, name, None, _DAMAGED if damaged else _MISSING)


def _walk(
    blocks: _Blocks, place: bytes, seen: set[bytes], path: str, depth: int
) -> Iterator[tuple[str, bytes]]:
    """Yield (key, place) of the records under a node, in order; keys share beginnings with those before."""
    if place in seen or depth > _MOST_DEPTH:
        msg = _(
            "{path} has a tree that goes round in circles or too deep. Download the repository "
            "again.",
            path=path,
        )
        raise UnreadableFileError(msg)
    seen.add(place)
    node = blocks.decoded(place)
    entries = node.get("e") if isinstance(node, dict) else None
    if not isinstance(node, dict) or not isinstance(entries, list):
        yield "", place  # stands for everything under it
        return
    left = node.get("l")
    if isinstance(left, bytes):
        yield from _walk(blocks, left, seen, path, depth + 1)
    key = b""
    for entry in entries:
        told = entry if isinstance(entry, dict) else {}
        shared, rest, value = told.get("p"), told.get("k"), told.get("v")
        if isinstance(shared, int) and isinstance(rest, bytes) and 0 <= shared <= len(key):
            key = (key[:shared] + rest)[:_LONGEST_KEY]
            yield key.decode("utf-8", "replace"), value if isinstance(value, bytes) else b""
        else:
            yield "", b""
        under = told.get("t")
        if isinstance(under, bytes):
            yield from _walk(blocks, under, seen, path, depth + 1)
