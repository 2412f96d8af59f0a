"""Where in a JSON document its posts are: in an array, in pages, under names, or in answers of an interface."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from relevance.sources.posts.columns import CANDIDATES, column_key, is_post_table
from relevance.sources.posts.pieces import flattened
from relevance.sources.posts.voyager import is_voyager, voyager_rows

__all__ = ["Path", "holds_posts", "is_aside", "is_page", "places_in", "rows_in", "rows_of"]

Path = tuple[str | None, ...]
"""Names of members from the outside in; null for an element of an array."""

_SAMPLE = 500
_DEEPEST = 5
# A list of other things may carry a description and an author itself; a single post has a text.
_STRONG_TEXT = frozenset(CANDIDATES["text"])
_OF_A_POST = _STRONG_TEXT.union(
    *(CANDIDATES[f"author_{part}"] for part in ("name", "given", "url", "handle"))
)
# What others said below a post, or about a person, looks like posts and is none.
_ASIDE = ("comment", "repl", "reaction", "like", "recommend", "review", "message")


def holds_posts(rows: Sequence[Any]) -> bool:
    """Return whether `rows` have a text and an author between them."""
    keys = {key for row in rows[:_SAMPLE] if isinstance(row, Mapping) for key in flattened(row)}
    return is_post_table(keys)


def is_aside(name: str) -> bool:
    """Return whether a member of this name holds what others said, not posts."""
    return any(word in column_key(name) for word in _ASIDE)


def rows_in(document: object, depth: int = 0) -> list[Any]:
    """Return the rows of a document: all its posts, wherever in it they are.

    Where there are none, the longest array that is there is given back, so that its rows can be named.
    """
    if depth > _DEEPEST:
        return []
    if isinstance(document, list):
        if holds_posts(document):
            return document
        inside = (rows_in(one, depth + 1) for one in document if isinstance(one, dict | list))
        return [row for rows in inside if holds_posts(rows) for row in rows] or document
    if not isinstance(document, dict):
        return []
    if is_voyager(document):
        return voyager_rows(document)
    if _is_post(document):
        return [document]
    found = [(name, rows_in(value, depth + 1)) for name, value in _members(document)]
    posts = [(name, rows) for name, rows in found if holds_posts(rows)]
    wanted = [rows for name, rows in posts if not is_aside(name)]
    if wanted:
        return [row for rows in wanted for row in rows]
    return max((rows for _, rows in posts or found), key=len, default=[])


def rows_of(value: object) -> list[Any]:
    """Return the posts that a page or a line of a file wraps, nothing where it holds none."""
    rows = rows_in(value)
    return rows if holds_posts(rows) else []


def is_page(value: object) -> bool:
    """Return whether a value only wraps what else there is: it has neither words nor an author of its own."""
    return isinstance(value, list) or (
        isinstance(value, dict) and _OF_A_POST.isdisjoint(flattened(value))
    )


def places_in(document: object, path: Path = ()) -> dict[Path, bool]:
    """Return where in a document, which may be the beginning of a longer one, the posts are.

    True stands for a post itself, false for an answer of LinkedIn's interface, whose parts must be
    looked at together.
    """
    if len(path) > _DEEPEST:
        return {}
    if isinstance(document, list):
        here = (*path, None)
        if holds_posts(document):
            return {here: True}
        inside = [places_in(one, here) for one in document if isinstance(one, dict | list)]
    elif isinstance(document, dict):
        if is_voyager(document):
            return {path: False}
        if _is_post(document):
            return {path: True}
        inside = [
            places_in(value, (*path, name))
            for name, value in _members(document)
            if not is_aside(name)
        ]
    else:
        return {}
    return {place: is_post for places in inside for place, is_post in places.items()}


def _is_post(document: Mapping[str, Any]) -> bool:
    return holds_posts([document]) and not _STRONG_TEXT.isdisjoint(flattened(document))


def _members(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, one) for name, one in document.items() if isinstance(one, dict | list))
