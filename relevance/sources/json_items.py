"""The items of a JSON list as a stream."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile

__all__ = ["Rejoined", "first_item", "items_of"]


class Rejoined:
    """A stream of which the beginning was read already: members of archives cannot be wound back."""

    def __init__(self, begun: bytes, stream: BinaryIO) -> None:
        self._begun = begun
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`; all that is left for -1."""
        if not self._begun:
            return self._stream.read(size)
        if size < 0:
            begun, self._begun = self._begun, b""
            return begun + self._stream.read()
        begun, self._begun = self._begun[:size], self._begun[size:]
        return begun

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines that are left."""
        first = self._begun
        self._begun = b""
        while first:
            line, found, first = first.partition(b"\n")
            if not found:
                line += self._stream.readline()
                yield line
                break
            yield line + found
        yield from self._stream


def items_of(file: SourceFile, prefix: str = "item") -> Iterator[Any]:
    """Yield the items at `prefix` (as ijson names places; `item` is a list at the top), one by one.

    Raises:
        UnreadableFileError: it is no JSON, or ends in the middle; items before that have been yielded.
    """
    try:
        with file.open() as stream:
            begun = stream.read(3)
            whole = Rejoined(begun.removeprefix(b"\xef\xbb\xbf"), stream)
            yield from ijson.items(whole, prefix, use_float=True)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError, OverflowError) as error:
        msg = f"{file.path} is damaged JSON ({error}). Unpack or export it again."
        raise UnreadableFileError(msg) from error


def first_item(head: bytes, prefix: str = "item") -> Any:
    """Return the first whole item at `prefix` in the first bytes of a file, null where there is none."""
    try:
        return next(ijson.items(head.removeprefix(b"\xef\xbb\xbf"), prefix, use_float=True), None)
    except (ijson.JSONError, UnicodeDecodeError, RecursionError, OverflowError, ValueError):
        return None
