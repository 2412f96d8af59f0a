"""The items of a JSON list as a stream, of bytes that may be made to do harm."""

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.archive.files import in_words
from relevance.texts import _

__all__ = ["Rejoined", "Utf8", "first_item", "items_at", "items_of", "opening_of"]

# What a parser that keeps the path of every level cannot survive is refused by a count of levels.
_DEEPEST = 100
_MOST_PARTS = 2_000_000
_STARTS = frozenset({"start_map", "start_array"})
_ENDS = frozenset({"end_map", "end_array"})
_DAMAGE = (ijson.JSONError, UnicodeDecodeError, RecursionError, OverflowError)
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


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


class Utf8:
    """A stream of text as UTF-8, whatever it is written in: UTF-16 and UTF-32 are known by their marks.

    What is no valid text becomes replacement characters, so that it spoils one value and no more.
    """

    def __init__(self, stream: BinaryIO, path: str = "the file") -> None:
        self._stream = stream
        self._path = path
        self._decoder: codecs.IncrementalDecoder | None = None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, about `size` of them; all that is left for -1, nothing at the end."""
        if size == 0:
            return b""
        while True:
            with in_words(self._path):
                raw = self._stream.read(max(size, 4) if size > 0 else -1)
            if self._decoder is None:
                self._decoder = codecs.getincrementaldecoder(_encoding(raw))("replace")
            text = self._decoder.decode(raw, final=not raw)
            if text or not raw:
                return text.encode("utf-8", "replace")


def _encoding(beginning: bytes) -> str:
    found = next((name for mark, name in _MARKS.items() if beginning.startswith(mark)), None)
    if found is None and len(beginning) > 3 and 0 in beginning[:2]:
        # JSON begins with a mark of ASCII, so in UTF-16 one of its two bytes is zero.
        found = "utf-16-be" if beginning[0] == 0 else "utf-16-le"
    return found or "utf-8-sig"


def items_of(file: SourceFile, prefix: str = "item") -> Iterator[Any]:
    """Yield the items at `prefix` (as ijson names places; `item` is a list at the top), one by one.

    Raises:
        UnreadableFileError: it is no JSON, ends in the middle, or is nested more deeply than any export;
            items before that have been yielded.
    """
    try:
        with file.open() as stream:
            yield from items_at(Utf8(stream, file.path), prefix)
    except _DAMAGE as error:
        msg = _(
            "{path} is damaged JSON ({error}). Unpack or export it again.",
            path=file.path,
            error=error,
        )
        raise UnreadableFileError(msg) from error


def first_item(head: bytes, prefix: str = "item") -> Any:
    """Return the first whole item at `prefix` in the first bytes of a file, null where there is none."""
    try:
        return next(items_at(Utf8(io.BytesIO(head)), prefix), None)
    except (*_DAMAGE, UnreadableFileError, ValueError):
        return None


def items_at(stream: Any, prefix: str) -> Iterator[Any]:
    """Yield the items at `prefix` of a stream with `read`: what `ijson.items` does, within limits.

    `ijson.items` keeps the whole path of every open level, so that 64 KiB of brackets cost it gigabytes.

    Raises:
        UnreadableFileError: more than 100 levels lie in one another, or one item has millions of parts.
    """
    wanted = prefix.split(".") if prefix else []
    place: list[str] = []
    builder: Any = None
    parts = 0
    for event, value in ijson.basic_parse(stream, use_float=True):
        if event in _ENDS:
            place.pop()
        if event == "map_key":
            place[-1] = value
        if builder is not None:
            parts += 1
            builder.event(event, value)
            if event in _ENDS and len(place) == len(wanted):
                yield builder.value
                builder = None
        elif event != "map_key" and event not in _ENDS and place == wanted:
            if event in _STARTS:
                builder, parts = ijson.ObjectBuilder(), 0
                builder.event(event, value)
            else:
                yield value
        if event in _STARTS:
            place.append("item" if event == "start_array" else "")
            _refuse_bombs(len(place), parts)


def _refuse_bombs(depth: int, parts: int) -> None:
    if depth > _DEEPEST or parts > _MOST_PARTS:
        found = (
            _("{deepest} levels in one another", deepest=_DEEPEST)
            if depth > _DEEPEST
            else _("millions of parts")
        )
        msg = _(
            "This JSON has an entry with more than {found}, as no export has. Export it again.",
            found=found,
        )
        raise UnreadableFileError(msg)


def opening_of(head: bytes) -> str:
    """Return the first bytes of a file as text from its first mark on, whatever it is written in."""
    return Utf8(io.BytesIO(head)).read().decode("utf-8", "replace").lstrip()
