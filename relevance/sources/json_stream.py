"""JSON as a stream: the values or events of a text of any size, in pieces, and safe against what is built to harm.

The parser (ijson on yajl) crashes on a number of some thousand digits, takes quadratic time on deep nesting and gives
up on half an emoji and on Python's `NaN`, so every piece of text is made safe, or refused, before the parser sees it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import accumulate, chain, islice
from typing import Any

import ijson

from relevance.errors import UnreadableFileError
from relevance.texts import _

__all__ = ["BrokenJsonError", "json_events", "json_items", "json_tokens"]

_DEEPEST = 100
_DAMAGE = (ijson.JSONError, ValueError, ArithmeticError)
_LONGEST_WAIT = 2**20
_LONGEST_OBJECT = 2**22
"""Characters up to which an element is tried to be read whole; each new piece means another try."""

# Control codes are blanks between values; raw in a string, where JSON forbids them, they do no harm as blanks either.
_BLANKS = bytes(32 if byte < 32 else byte for byte in range(256))
_STRUCTURE = b'"[]{},0123456789'
_NO_STRUCTURE = bytes(byte for byte in range(256) if byte not in _STRUCTURE)
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_LONG_NUMBER = re.compile(rb"[0-9]{1000}")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(
    rb"(\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


class BrokenJsonError(UnreadableFileError):
    """The text stops being JSON at some place; all values before that place have been given."""


def json_items(pieces: Iterable[str], path: str = "item") -> Iterator[Any]:
    """Yield every value at `path`, by default the elements of the outermost array.

    Args:
        pieces: the text, cut anywhere; a `;` at its end is left out.
        path: names of members joined by dots, `item` for the elements of an array.

    Raises:
        BrokenJsonError: damage, nesting of more than 100 levels, or a number of 1,000 digits; what
            stands before it has been yielded.
    """
    checked = _checked(pieces)
    return _elements(checked) if path == "item" else _values(checked, path)


def json_events(pieces: Iterable[str]) -> Iterator[tuple[str, str, Any]]:
    """Yield `(path, event, value)` for every token, as `ijson.parse` does; errors as `json_items`."""
    return _parsed(_checked(pieces), ijson.parse_coro)


def json_tokens(pieces: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Yield `(event, value)` for every token, without the path that `json_events` works out; errors as `json_items`."""
    return _parsed(_checked(pieces), ijson.basic_parse_coro)


def _checked(pieces: Iterable[str]) -> Iterator[bytes]:
    guard = _Guard()
    return map(guard.checked, _whole(pieces))


def _values(pieces: Iterable[bytes], path: str) -> Iterator[Any]:
    return _parsed(pieces, lambda events: ijson.items_coro(events, path))


def _elements(pieces: Iterator[bytes]) -> Iterator[Any]:
    """Yield the elements of the outermost array, objects by Python's own parser, which is three times as fast.

    It cannot wait for more of a text. So it gets what is there, again and again, as long as it finds whole objects;
    from the first place on where anything else stands, ijson reads on and judges it.
    """
    objects = _Objects()
    with _as_broken():
        for piece in pieces:
            yield from objects.in_more(piece.decode())
            if objects.is_over:
                break
    rest = _values(chain([objects.rest.encode()], pieces), "item")
    yield from islice(rest, objects.stand_ins, None)


def _no_constant(word: str) -> None:
    msg = _("{word} is no JSON.", word=word)
    raise ValueError(msg)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant)
_BEFORE = re.compile(" *")


class _Objects:
    """Finds whole objects in an array whose text comes piece by piece."""

    def __init__(self) -> None:
        self.is_over = False
        """Something else came up: what is no object, is damaged or is very long."""
        self.stand_ins = 0
        """How many values at the beginning of `rest` stand for the objects that have been given."""
        self._text = ""
        self._before = ""

    @property
    def rest(self) -> str:
        """What is not read yet, as an array."""
        return self._before + self._text

    def in_more(self, text: str) -> Iterator[Any]:
        """Yield the objects that are whole now."""
        self._text += text
        at = 0
        while (start := self._start(at)) is not None:
            try:
                found, at = _DECODER.raw_decode(self._text, start)
            except (ValueError, ArithmeticError):
                self.is_over = len(self._text) - start > _LONGEST_OBJECT
                break
            self._before, self.stand_ins = "[null", 1
            yield found
        self._text = self._text[at:]

    def _start(self, at: int) -> int | None:
        """Return where the next object begins, null where none does or its beginning is not there yet."""
        mark = "," if self._before else "["
        text = self._text
        place = _blanks(text, at)
        following = _blanks(text, place + 1)
        if following >= len(text):
            self.is_over = not mark.startswith(text[place : place + 1])
            return None
        if text[place] == mark and text[following] == "{":
            return following
        self.is_over = True
        return None


def _blanks(text: str, at: int) -> int:
    found = _BEFORE.match(text, at)
    return found.end() if found else at


def _parsed(pieces: Iterable[bytes], parser: Callable[[Any], Any]) -> Iterator[Any]:
    found = ijson.sendable_list()
    machine = parser(found)
    with _as_broken():
        try:
            for piece in pieces:
                machine.send(piece)
                yield from found
                del found[:]
            machine.close()
        except _DAMAGE:
            yield from found
            raise
        yield from found


@contextmanager
def _as_broken() -> Iterator[None]:
    try:
        yield
    except BrokenJsonError:
        raise
    except _DAMAGE as error:
        why = " ".join(str(error).split())[:60]
        msg = _(
            "The text is no longer JSON at some place ({why}); download the file again.", why=why
        )
        raise BrokenJsonError(msg) from error


def _whole(pieces: Iterable[str]) -> Iterator[bytes]:
    """Cut the text anew so that no escape, number or literal is torn, without the `;` at its end."""
    waiting = b""
    for text in pieces:
        data = waiting + text.encode("utf-8", "replace").translate(_BLANKS)
        end = max(data.rfind(b" "), data.rfind(b",")) + 1
        end = len(data[:end].rstrip(b" ;"))
        if len(data) - end > _LONGEST_WAIT:
            end = len(data)
        waiting = data[end:]
        if end:
            yield data[:end]
    last = waiting.rstrip(b" ;")
    if last:
        yield last


# Strings are matched so that what stands in them is left alone; a piece may begin within one.
_WORDS = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|$)|-?\b(NaN|Infinity)\b', re.DOTALL)
_STRING_END = re.compile(rb'(?:[^"\\]|\\.)*(?:"|$)', re.DOTALL)


def _without_nan(piece: bytes, *, in_string: bool) -> bytes:
    """Return the piece with the numbers that Python writes and JSON does not know as null."""
    found = _STRING_END.match(piece) if in_string else None
    start = found.end() if found else 0
    return piece[:start] + _WORDS.sub(lambda one: b"null" if one[1] else one[0], piece[start:])


class _Guard:
    """Follows the brackets of a text, piece by piece."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False

    def checked(self, piece: bytes) -> bytes:
        """Return the piece with halves of emoji replaced, or raise `BrokenJsonError`."""
        if b"NaN" in piece or b"Infinity" in piece:
            piece = _without_nan(piece, in_string=self._in_string)
        if _SURROGATE.search(piece):
            piece = _ESCAPES.sub(lambda found: found[1] or rb"\ufffd", piece)
        bare = piece.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, _NO_STRUCTURE)
        parts = bare.split(b'"')
        outside = b",".join(parts[self._in_string :: 2])
        self._in_string ^= len(parts) % 2 == 0
        if _LONG_NUMBER.search(outside):
            msg = _(
                "The text holds a number of a thousand digits, which no export does; it is not "
                "read further."
            )
            raise BrokenJsonError(msg)
        brackets = outside.translate(None, _NO_BRACKETS)
        depths = list(accumulate(map(_STEPS.__getitem__, brackets), initial=self._depth))
        if max(depths) > _DEEPEST:
            msg = _(
                "The text is nested more than {deepest} levels deep, which no export is; it is "
                "not read further.",
                deepest=_DEEPEST,
            )
            raise BrokenJsonError(msg)
        self._depth = depths[-1]
        return piece
