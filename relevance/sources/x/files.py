"""One file of the archive: what it is called inside, and its items as a stream."""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.archive.files import in_words

__all__ = ["items", "name_inside"]

_PREFIX = re.compile(
    rb"\s*(?:window\.YTD\.(?P<ytd>\w+?)\.part\d+|window\.(?P<config>__THAR_CONFIG)|"
    rb"Grailbird\.data\.(?P<old>tweets)_\d{4}_\d\d|var\s+(?P<var>user_details|payload_details|tweet_index))\s*=\s*"
)
_TAIL = 64
_CHUNK = 1 << 16


def name_inside(head: bytes) -> str | None:
    """Return what a file calls itself in its first line, such as `tweets`; null where it is none of X's."""
    found = _PREFIX.match(head.removeprefix(b"\xef\xbb\xbf")[:400])
    if not found:
        return None
    name = next(one for one in found.groups() if one).decode()
    return "manifest" if name == "__THAR_CONFIG" else name


def items(file: SourceFile) -> Iterator[Any]:
    """Yield the items of the list behind the `=`, or the one object that stands there.

    Raises:
        UnreadableFileError: it is no JSON; items before the damage have been yielded.
    """
    with file.open() as stream, in_words(file.path):
        head = stream.read(1024)
        found = _PREFIX.match(head.removeprefix(b"\xef\xbb\xbf"))
        rest = head.removeprefix(b"\xef\xbb\xbf")[found.end() :] if found else head
        is_list = rest.lstrip()[:1] == b"["
        text = io.BufferedReader(_WithoutSemicolon(rest, stream), _CHUNK)
        try:
            yield from ijson.items(text, "item" if is_list else "", use_float=True)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
            msg = f"{file.path} is damaged ({error}). Unpack or download the archive again."
            raise UnreadableFileError(msg) from error


class _WithoutSemicolon(io.RawIOBase):
    """The bytes of a script's value without the semicolon that may end it."""

    def __init__(self, begun: bytes, stream: BinaryIO) -> None:
        self._held = begun
        self._stream = stream
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ended and len(self._held) <= _TAIL:
            chunk = self._stream.read(_CHUNK)
            self._ended = not chunk
            self._held += chunk
        if self._ended:
            self._held = self._held.rstrip(b"; \r\n\t\x00")
        ready = len(self._held) if self._ended else len(self._held) - _TAIL
        size = min(len(buffer), ready)
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size
