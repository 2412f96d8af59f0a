"""Post tables in JSON: arrays, objects around an array, one object a line, Voyager documents."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ijson

from relevance.errors import UnreadableFileError
from relevance.sources.json_items import Rejoined, first_item, items_at
from relevance.sources.posts.columns import CANDIDATES, is_post_table
from relevance.sources.posts.pieces import Piece, excerpt, flattened, object_piece
from relevance.sources.posts.voyager import is_voyager, voyager_rows
from relevance.sources.result import Rejection
from relevance.sources.text import decode

if TYPE_CHECKING:
    from relevance.sources.archive import SourceFile

__all__ = ["begins_like_json", "head_holds_posts", "json_pieces"]

_ROWS = 20_000
# From this size on a file is read as a stream, so that memory stays small.
_LARGE = 24 * 2**20
_STREAMED_ROWS = 4_000
_HEAD = 65_536
_SAMPLE = 500
_DEEPEST = 5
# A list of other things may carry a description and an author itself; a single post has a text.
_STRONG_TEXT = frozenset(CANDIDATES["text"])
_NOT_AN_OBJECT = "not an object with fields"
_BROKEN = "a broken line"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]', re.DOTALL)


def begins_like_json(text: str) -> bool:
    """Return whether `text` begins as an object, or as an array of objects or arrays."""
    return bool(re.match(r"\s*(?:\{|\[\s*(?:[\[{\]]|$))", text))


def json_pieces(file: "SourceFile") -> Iterator[Piece]:
    """Yield the rows of a JSON or JSON Lines file.

    Raises:
        UnreadableFileError: the file is neither, or it is nested too deeply.
    """
    with file.open() as stream:
        begun = stream.read(_LARGE)
        if len(begun) == _LARGE and (prefix := _stream_prefix(file.name, begun)):
            yield from _streamed(file.path, Rejoined(begun, stream), prefix)
            return
    text = decode(file.read())
    try:
        if _is_lines(file.name, text):
            yield from _line_pieces(text)
        else:
            yield from _document_pieces(_loaded(text))
    except RecursionError as error:
        msg = "This JSON file is nested too deeply to be a table of posts."
        raise UnreadableFileError(msg) from error


def _stream_prefix(name: str, begun: bytes) -> str | None:
    """Return where in a large file the rows are, as ijson names places, `lines` for JSON Lines.

    Null where its beginning does not tell; then the file is read as a whole.
    """
    head = begun[:_HEAD].decode("utf-8", "ignore").removeprefix("\ufeff")
    if not head_holds_posts(head):
        return None
    if _is_lines(name, head):
        return "lines"
    if head.lstrip().startswith("["):
        first = first_item(begun[:_HEAD])
        return "item" if isinstance(first, dict) and _holds_posts([first]) else None
    found = re.match(r'\s*\{\s*"([\w$-]{1,60})"\s*:\s*\[', head)
    first = first_item(begun[:_HEAD], f"{found[1]}.item") if found else None
    return (
        f"{found[1]}.item" if found and isinstance(first, dict) and _holds_posts([first]) else None
    )


def _streamed(path: str, stream: Rejoined, prefix: str) -> Iterator[Piece]:
    """Yield the rows of a large file without holding more than some thousand of them."""
    rows: list[tuple[int, Any]] = []
    broken: list[Rejection] = []
    number = 0
    try:
        values = _parsed_lines(stream) if prefix == "lines" else _parsed_items(stream, prefix)
        for number, (value, line) in enumerate(values, start=1):
            if line is None:
                rows.append((number, value))
            else:
                broken.append(Rejection(number, _BROKEN, excerpt(line)))
            if len(rows) + len(broken) >= _STREAMED_ROWS:
                yield _piece(rows, broken)
                rows, broken = [], []
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        msg = f"{path} is no valid JSON ({error}); it may be cut off. Export it again."
        raise UnreadableFileError(msg) from error
    yield _piece(rows, broken)


def _parsed_items(stream: Rejoined, prefix: str) -> Iterator[tuple[Any, str | None]]:
    for value in items_at(stream, prefix):
        yield value, None


def _parsed_lines(stream: Rejoined) -> Iterator[tuple[Any, str | None]]:
    for raw in stream:
        line = raw.decode("utf-8", "replace").strip().removeprefix("\ufeff")
        if line:
            try:
                yield json.loads(line, strict=False), None
            except (ValueError, RecursionError):
                yield None, line


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except ValueError as error:
        msg = f"This is no valid JSON ({error}); it may be cut off. Export it again."
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


def _line_pieces(text: str) -> Iterator[Piece]:
    rows: list[tuple[int, Any]] = []
    broken: list[Rejection] = []
    number = start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        line = text[start:end].strip()
        start = end
        if not line:
            continue
        number += 1
        try:
            rows.append((number, json.loads(line, strict=False)))
        except (ValueError, RecursionError):
            broken.append(Rejection(number, _BROKEN, excerpt(line)))
        if len(rows) + len(broken) >= _ROWS:
            yield _piece(rows, broken)
            rows, broken = [], []
    yield _piece(rows, broken)


def _document_pieces(document: object) -> Iterator[Piece]:
    rows = _rows_in(document)
    for start in range(0, len(rows), _ROWS):
        yield _piece(list(enumerate(rows[start : start + _ROWS], start + 1)), [])


def _piece(rows: Sequence[tuple[int, Any]], rejected: list[Rejection]) -> Piece:
    flat = []
    names: dict[str, None] = {}
    for number, row in rows:
        if isinstance(row, Mapping):
            flat.append((number, flattened(row)))
            if len(names) < _SAMPLE:
                names.update(dict.fromkeys(map(str, row)))
        else:
            rejected.append(Rejection(number, _NOT_AN_OBJECT, excerpt(str(row)[:400])))
    piece = object_piece(flat, rejected)
    return Piece(piece.frame, piece.rejected, columns=list(names))


def _holds_posts(rows: Sequence[Any]) -> bool:
    keys = {key for row in rows[:_SAMPLE] if isinstance(row, Mapping) for key in flattened(row)}
    return is_post_table(keys)


def _rows_in(document: object, depth: int = 0) -> list[Any]:
    """Return the rows of a document: an array of posts, wherever in it that is.

    Where there is none, the array that is there is given back, so that its rows can be named.
    """
    if depth > _DEEPEST:
        return []
    if isinstance(document, list):
        inside = [] if _holds_posts(document) else _pages(document, depth)
        return inside or document
    if not isinstance(document, dict):
        return []
    if is_voyager(document):
        return voyager_rows(document)
    if _holds_posts([document]) and not _STRONG_TEXT.isdisjoint(flattened(document)):
        return [document]
    found = [
        _rows_in(value, depth + 1) for value in document.values() if isinstance(value, dict | list)
    ]
    posts = [rows for rows in found if _holds_posts(rows)]
    return max(posts or found, key=len, default=[])


def _pages(documents: list[Any], depth: int) -> list[Any]:
    # Saved answers of an interface, one after the other: each wraps an array of its own.
    pages = [_rows_in(page, depth + 1) for page in documents if isinstance(page, dict | list)]
    return [row for page in pages if _holds_posts(page) for row in page]


def head_holds_posts(text: str) -> bool:
    """Return whether the beginning of a JSON or JSON Lines file holds rows of posts."""
    try:
        for candidate in (text, text.lstrip().partition("\n")[0], _closed(text)):
            try:
                document = json.loads(candidate, strict=False)
            except ValueError:
                continue
            if _holds_posts(_rows_in(document)):
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
