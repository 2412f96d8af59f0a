"""Post tables in JSON: arrays, objects around an array, one object a line, Voyager documents."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from relevance.errors import UnreadableFileError
from relevance.sources.json_items import Rejoined, Utf8
from relevance.sources.json_stream import BrokenJsonError
from relevance.sources.posts.kept import kept_fields
from relevance.sources.posts.pieces import Piece, excerpt, flattened, object_piece
from relevance.sources.posts.places import Path, holds_posts, is_page, places_in, rows_in, rows_of
from relevance.sources.posts.streaming import rows_at
from relevance.sources.result import Rejection
from relevance.sources.text import decode
from relevance.texts import _, marked

if TYPE_CHECKING:
    from relevance.sources.archive import SourceFile

__all__ = ["begins_like_json", "head_holds_posts", "json_pieces"]

_ROWS = 20_000
# From this size on a file is read as a stream, so that memory stays small.
_LARGE = 8 * 2**20
_STREAMED_ROWS = 4_000
_STRETCH = 2**18
# Where the posts are shows in the first of these many bytes; a long preamble needs more of them.
_PROBES = (2**16, 2**20, _LARGE)
_SAMPLE = 500
_NOT_AN_OBJECT = marked("not an object with fields")
_BROKEN = marked("a broken line")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]', re.DOTALL)


class _BrokenLine(str):
    """A line that is no JSON, in the place of a row."""

    __slots__ = ()


def begins_like_json(text: str) -> bool:
    """Return whether `text` begins as an object, or as an array of objects or arrays."""
    return bool(re.match(r"\s*(?:\{|\[\s*(?:[\[{\]]|$))", text))


def json_pieces(file: "SourceFile", keep: Sequence[str] = ()) -> Iterator[Piece]:
    """Yield the rows of a JSON or JSON Lines file.

    Args:
        file: the table.
        keep: names of further fields whose values are wanted as they are.

    Raises:
        UnreadableFileError: the file is neither, or it is nested too deeply.
    """
    with file.open() as stream:
        begun = stream.read(_LARGE)
        rows = (
            _streamed(file.name, begun, Rejoined(begun, stream)) if len(begun) == _LARGE else None
        )
        if rows is not None:
            try:
                yield from _pieces(rows, _STREAMED_ROWS, keep)
            except BrokenJsonError as error:
                msg = _(
                    "{path} is no valid JSON; it may be cut off. {error}",
                    path=file.path,
                    error=error,
                )
                raise UnreadableFileError(msg) from error
            return
    del begun
    text = decode(file.read())
    try:
        lines = _is_lines(file.name, text)
        rows_or_lines = _line_rows(_lines([text])) if lines else rows_in(_loaded(text))
        yield from _pieces(rows_or_lines, _ROWS, keep)
    except RecursionError as error:
        msg = _("This JSON file is nested too deeply to be a table of posts.")
        raise UnreadableFileError(msg) from error


def _streamed(name: str, begun: bytes, stream: Rejoined) -> Iterator[Any] | None:
    """Return the rows of a large file as a stream, null where its beginning does not tell where they are."""
    # Two lines tell whether every line is a document, however long they are.
    second = begun.find(b"\n", begun.find(b"\n") + 1) + 1
    if _is_lines(name, decode(begun[: second or _PROBES[0]])):
        return _line_rows(_lines(_texts(stream)))
    for size in _PROBES:
        places = _places(decode(begun[:size]))
        if places and () not in places:
            return rows_at(_texts(stream), places)
        if places:
            break
    return None


def _places(head: str) -> dict[Path, bool]:
    try:
        return places_in(json.loads(_closed(head), strict=False))
    except (ValueError, RecursionError):
        return {}


def _texts(stream: Any) -> Iterator[str]:
    utf8 = Utf8(stream)
    while data := utf8.read(_STRETCH):
        yield data.decode()


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a text that comes in pieces, without blank ones."""
    held: list[str] = []
    for text in texts:
        start = 0
        while end := text.find("\n", start) + 1:
            held.append(text[start:end])
            start = end
            if line := "".join(held).strip():
                yield line
            held.clear()
        held.append(text[start:])
    if line := "".join(held).strip():
        yield line


def _line_rows(lines: Iterable[str]) -> Iterator[Any]:
    """Yield the rows of lines: a line may be a post, or a page of them."""
    for line in lines:
        try:
            value = json.loads(line.removeprefix("\ufeff"), strict=False)
        except (ValueError, RecursionError):
            yield _BrokenLine(line)
            continue
        yield from (rows_of(value) if is_page(value) else ()) or [value]


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except ValueError as error:
        msg = _("This is no valid JSON ({error}); it may be cut off. Export it again.", error=error)
        raise UnreadableFileError(msg) from error


def _is_lines(name: str, text: str) -> bool:
    if name.casefold().endswith((".jsonl", ".ndjson")):
        return True
    first, _, rest = text.lstrip().partition("\n")
    if not first.startswith("{") or not rest.strip():
        return False
    try:
        json.loads(first, strict=False)
    except ValueError:
        # A broken first line, and a second one that is an object by itself, are lines all the same.
        return (
            bool(re.match(r"\s*\{.*\}\s*$", rest.lstrip().partition("\n")[0]))
            and first.rstrip() != "{"
        )
    return True


def _pieces(rows: Iterable[Any], size: int, keep: Sequence[str]) -> Iterator[Piece]:
    held: list[tuple[int, Any]] = []
    for number, row in enumerate(rows, start=1):
        held.append((number, row))
        if len(held) >= size:
            yield _piece(held, keep)
            held = []
    yield _piece(held, keep)


def _piece(rows: Sequence[tuple[int, Any]], keep: Sequence[str]) -> Piece:
    flat = []
    rejected = []
    names: dict[str, None] = {}
    for number, row in rows:
        if isinstance(row, Mapping):
            flat.append((number, flattened(row)))
            if len(names) < _SAMPLE:
                names.update(dict.fromkeys(map(str, row)))
        else:
            why = _BROKEN if isinstance(row, _BrokenLine) else _NOT_AN_OBJECT
            rejected.append(Rejection(number, why, excerpt(str(row)[:400])))
    piece = object_piece(flat, rejected)
    objects = [row for _, row in rows if isinstance(row, Mapping)] if keep else []
    kept = kept_fields(objects, keep)
    return Piece(piece.frame, piece.rejected, columns=list(names), kept=kept)


def head_holds_posts(text: str) -> bool:
    """Return whether the beginning of a JSON or JSON Lines file holds rows of posts."""
    try:
        for candidate in (text, next(_lines([text]), ""), _closed(text)):
            try:
                document = json.loads(candidate, strict=False)
            except ValueError:
                continue
            if holds_posts(rows_in(document)):
                return True
    except RecursionError:
        return False
    return False


def _closed(text: str) -> str:
    """Return `text`, cut off anywhere, up to its last whole value and with all brackets closed."""
    stack: list[str] = []
    end, open_then = 0, ""
    for token in _TOKEN.finditer(text):
        mark = token.group()
        if mark in "{[":
            stack.append("}" if mark == "{" else "]")
        elif mark in "}]":
            if stack:
                stack.pop()
        elif mark == ",":
            end, open_then = token.start(), "".join(reversed(stack))
    return text[:end] + open_then
