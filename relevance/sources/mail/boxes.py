"""A stream of bytes -> the messages in it, each as its header and the beginning of its body."""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

__all__ = ["RawMail", "mails_in", "starts_as_box", "starts_as_mail", "top_of"]

# Who, day, month, day of the month and time: what a sentence that begins with "From " does not have.
_STRICT = re.compile(rb"From \S{1,998}(?: at \S{1,255})? +\w{3} +\w{3} +\d{1,2} +\d\d:\d\d:\d\d")
# A few programs leave the seconds out or write the date as a header does; theirs is the first line too.
_LOOSE = re.compile(
    rb"From \S{1,998}(?: at \S{1,255})? +"
    rb"(?:\w{3} +\w{3} +\d{1,2} +\d\d:\d\d|(?:\w{3}, +)?\d{1,2} +\w{3} +\d{4} +\d\d:\d\d)"
)
_FIELD = re.compile(rb"[!-9;-~]{1,80}:")
_ODD_FIRST_LINES = re.compile(rb"(?:>+From [^\n]*\r?\n)+")
_BLANK = re.compile(rb"\r?\n\r?\n")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_PIECE = 2**20
_AHEAD = 4096
"""Bytes after the beginning of a separator that are needed to judge it."""
_BEHIND = 4
_MOST_HEADER = 128 * 1024
_MOST_BODY = 64 * 1024


class RawMail(NamedTuple):
    """One message."""

    header: bytes
    """Its first 128 KiB."""
    body: bytes
    """Its first 64 KiB."""
    separator: bytes
    """The line before it in an mbox, empty for a single message."""


def top_of(head: bytes) -> bytes:
    """Return the first bytes of a file as UTF-8, from the first line that is not blank."""
    if head.startswith(_MARKS):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\n" not in head:
        head = head.replace(b"\r", b"\n")
    return head.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")


def starts_as_box(top: bytes) -> bool:
    """Return whether `top` (from `top_of`) is the beginning of an mbox."""
    return bool(_LOOSE.match(top) or _STRICT.match(top))


def starts_as_mail(top: bytes) -> bool:
    """Return whether `top` (from `top_of`) is the beginning of a single message."""
    return bool(_FIELD.match(_from_first_field(top)))


def _from_first_field(top: bytes) -> bytes:
    odd = _ODD_FIRST_LINES.match(top)
    return top[odd.end() :] if odd else top


def mails_in(stream: BinaryIO) -> Iterator[RawMail]:
    """Yield the messages of an mbox, or the one message that the stream is, in little memory.

    A line separates messages when it has the shape of a separator and follows a blank line or
    nothing; some writers leave the blank line out, then a header field has to follow. Any other line
    that begins with "From " belongs to its message. A file that begins with a header field is one
    message, whatever stands in it. What stands before the first separator of a file that begins
    otherwise is no message, unless the whole file has no separator.
    """
    read = _reader(stream)
    buffer = read()
    if not starts_as_box(buffer) and starts_as_mail(buffer):
        only = _Held(b"")
        while buffer and not only.is_full:
            only.add(buffer, 0, len(buffer))
            buffer = read()
        yield only.whole()
    else:
        shape = _LOOSE if _LOOSE.match(buffer) and not _STRICT.match(buffer) else _STRICT
        yield from _mails_in_box(buffer, read, shape)


def _reader(stream: BinaryIO) -> Callable[[], bytes]:
    """Return a function that gives the next piece of the stream as `top_of` has it, at last b""."""
    first = stream.read(_PIECE)
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    is_utf16 = first.startswith(_MARKS)
    has_old_ends = not is_utf16 and b"\n" not in first
    is_first = True

    def read() -> bytes:
        nonlocal is_first
        data = first if is_first else stream.read(_PIECE)
        if is_utf16:
            data = decoder.decode(data, final=not data).encode("utf-8", "replace")
        elif has_old_ends:
            data = data.replace(b"\r", b"\n")
        if is_first:
            data = data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
            is_first = False
        return data

    return read


def _mails_in_box(
    buffer: bytes, read: Callable[[], bytes], shape: re.Pattern[bytes]
) -> Iterator[RawMail]:
    held = _Held(b"")
    found_any = False
    # Blank lines to look back to; `done` is where the bytes begin that belong to no message yet.
    buffer, done = b"\n\n" + buffer, 2
    while True:
        more = read()
        safe = max(done, len(buffer) - (_AHEAD if more else 0))
        for start, end in _separators(buffer, done, safe, shape):
            if found_any:
                held.add(buffer, done, start)
                yield held.whole()
            held, found_any, done = _Held(buffer[start:end].strip()), True, end
        safe = max(done, safe)
        held.add(buffer, done, safe)
        if not more:
            break
        kept = max(0, safe - _BEHIND)
        buffer, done = buffer[kept:] + more, safe - kept
    if found_any or held.is_filled:
        yield held.whole()


def _separators(
    buffer: bytes, start: int, stop: int, shape: re.Pattern[bytes]
) -> Iterator[tuple[int, int]]:
    """Yield where each separator begins and where its line ends; `start` is a line's beginning or inside one."""
    at = buffer.find(b"\nFrom ", start - 1)
    while -1 < at < stop - 1:
        line = at + 1
        found = shape.match(buffer, line, line + _AHEAD)
        end = _line_end(buffer, found.end()) if found else None
        follows = buffer.endswith((b"\n\n", b"\n\r\n"), max(0, line - _BEHIND), line)
        if end is not None and (follows or _FIELD.match(buffer, end)):
            yield line, end
            at = end - 2
        at = buffer.find(b"\nFrom ", at + 1)


def _line_end(buffer: bytes, start: int) -> int | None:
    end = buffer.find(b"\n", start, start + _AHEAD // 2)
    if end >= 0:
        return end + 1
    return len(buffer) if len(buffer) - start < _AHEAD // 2 else None


class _Held:
    """The beginning of one message."""

    def __init__(self, separator: bytes) -> None:
        self._separator = separator
        self._kept = bytearray()

    @property
    def is_full(self) -> bool:
        return len(self._kept) >= _MOST_HEADER + _MOST_BODY

    @property
    def is_filled(self) -> bool:
        return bool(self._kept.strip())

    def add(self, buffer: bytes, start: int, stop: int) -> None:
        room = _MOST_HEADER + _MOST_BODY - len(self._kept)
        if room > 0:
            self._kept += buffer[start : min(stop, start + room)]

    def whole(self) -> RawMail:
        kept = _from_first_field(bytes(self._kept))
        if kept.startswith((b"\n", b"\r\n")):
            return RawMail(b"", kept[:_MOST_BODY], self._separator)
        blank = _BLANK.search(kept)
        end, body = (blank.start(), blank.end()) if blank else (len(kept), len(kept))
        header = kept[: min(end, _MOST_HEADER)]
        return RawMail(header, kept[body : body + _MOST_BODY], self._separator)
