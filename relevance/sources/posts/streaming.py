"""Large JSON: rows one by one, so that no more than some thousand of them are held at once."""

from collections.abc import Iterable, Iterator
from typing import Any

import ijson

from relevance.errors import UnreadableFileError
from relevance.sources.json_stream import json_tokens
from relevance.sources.posts.places import Path, is_aside, is_page, rows_of
from relevance.texts import _

__all__ = ["rows_at"]

# No post has as many parts; what has is built to fill the memory.
_MOST_PARTS = 2_000_000
_STARTS = frozenset({"start_map", "start_array"})
_ENDS = frozenset({"end_map", "end_array"})


def rows_at(pieces: Iterable[str], places: dict[Path, bool]) -> Iterator[Any]:
    """Yield the rows of a document that comes in pieces.

    Args:
        pieces: the text, cut anywhere.
        places: from `places_in` of its beginning. What lies elsewhere, but as deep and in arrays
            and objects in the same order, counts where it holds posts: later pages, other names.

    Raises:
        BrokenJsonError: a damaged place; what stands before it has been yielded.
        UnreadableFileError: one row has millions of parts.
    """
    for path, value in _values(pieces, {_shape(path) for path in places}):
        if places.get(path):
            yield from (rows_of(value) if is_page(value) else ()) or [value]
        elif path in places or not any(name and is_aside(name) for name in path):
            yield from rows_of(value)


def _shape(path: Path) -> tuple[bool, ...]:
    return tuple(name is None for name in path)


def _values(pieces: Iterable[str], shapes: set[tuple[bool, ...]]) -> Iterator[tuple[Path, Any]]:
    """Yield every value at a path of one of `shapes` with that path; within such a value none is looked for."""
    depths = {len(shape) for shape in shapes}
    place: list[str | None] = []
    builder: Any = None
    began: Path = ()
    parts = 0
    for event, value in json_tokens(pieces):
        if event in _ENDS:
            place.pop()
        elif event == "map_key":
            place[-1] = value
        if builder is not None:
            builder.event(event, value)
            parts += 1
            if parts > _MOST_PARTS:
                msg = _(
                    "This JSON has an entry with millions of parts, as no export has. Export it "
                    "again."
                )
                raise UnreadableFileError(msg)
            if event in _ENDS and len(place) == len(began):
                yield began, builder.value
                builder = None
        elif (
            len(place) in depths
            and event not in _ENDS
            and event != "map_key"
            and _shape(tuple(place)) in shapes
        ):
            if event in _STARTS:
                began, builder, parts = tuple(place), ijson.ObjectBuilder(), 0
                builder.event(event, value)
            else:
                yield tuple(place), value
        if event in _STARTS:
            place.append(None if event == "start_array" else "")
