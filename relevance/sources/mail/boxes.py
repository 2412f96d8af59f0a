"""A stream of bytes -> the messages in it, each as its header and the beginning of its body."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

__all__ = ["RawMail", "is_box", "mails_in"]

# Addresses, day, month and time: what a line that only begins with "From " does not have.
_SEPARATOR = re.compile(
    rb"From \S+ +(?:\w{3} \w{3} [ \d]\d \d\d:\d\d(?::\d\d)?|\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d)"
)
_MOST_HEADER = 256 * 1024
_MOST_BODY = 48 * 1024
_LONGEST_LINE = 64 * 1024


class RawMail(NamedTuple):
    """One message."""

    header: bytes
    body: bytes
    """The first 48 KiB of it."""
    separator: bytes
    """The line before it in an mbox, empty for a single message."""


def is_box(head: bytes) -> bool:
    """Return whether a file begins as an mbox does."""
    return bool(_SEPARATOR.match(head.lstrip(b"\xef\xbb\xbf\r\n")))


def mails_in(stream: BinaryIO) -> Iterator[RawMail]:
    """Yield the messages of an mbox, or the one message that the stream is; memory stays small.

    A line separates messages when it has the shape of a separator and follows a blank line or
    nothing; a line of a body that begins with "From " is no separator, quoted with ">" or not. Some
    writers leave the blank line out: then a header field has to follow.
    """
    held: _Held | None = None
    lines = _Lines(stream)
    is_blank_before = True
    for line in lines:
        if (
            line.startswith(b"From ")
            and _SEPARATOR.match(line)
            and (is_blank_before or lines.field_follows())
        ):
            if held is not None:
                yield held.whole()
            held = _Held(line.strip())
        elif held is None:
            if line.strip() or not is_blank_before:
                held = _Held(b"")
                held.add(line)
        else:
            held.add(line)
        is_blank_before = not line.strip()
    if held is not None:
        yield held.whole()


class _Lines:
    """The lines of a stream, with a look at the next one; very long lines come in pieces."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._next: bytes | None = None

    def __iter__(self) -> Iterator[bytes]:
        while line := self._take():
            yield line

    def _take(self) -> bytes:
        if self._next is not None:
            line, self._next = self._next, None
            return line
        return self._stream.readline(_LONGEST_LINE)

    def field_follows(self) -> bool:
        """Return whether the next line is a header field."""
        if self._next is None:
            self._next = self._stream.readline(_LONGEST_LINE)
        return bool(re.match(rb"[!-9;-~]{1,80}:", self._next))


class _Held:
    def __init__(self, separator: bytes) -> None:
        self._separator = separator
        self._header: list[bytes] = []
        self._body: list[bytes] = []
        self._size = 0
        self._in_body = False

    def add(self, line: bytes) -> None:
        if not self._in_body:
            if line.strip(b"\r\n") == b"":
                self._in_body, self._size = bool(self._header), 0
            elif self._size < _MOST_HEADER:
                self._header.append(line)
                self._size += len(line)
        elif self._size < _MOST_BODY:
            self._body.append(line)
            self._size += len(line)

    def whole(self) -> RawMail:
        return RawMail(b"".join(self._header), b"".join(self._body), self._separator)
