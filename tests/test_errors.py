"""The tree of errors, as its docstring draws it."""

import inspect
import re

import pytest

from relevance import errors
from relevance.errors import (
    AmbiguousNameError,
    DataError,
    NotFoundError,
    RelevanceError,
    StoreBusyError,
    StoreError,
    UsageError,
)

_DRAWN = re.compile(r"^(?P<before>[ │├└─]*)(?P<name>[A-Z]\w+Error)\b")


def drawn_parents() -> dict[str, str | None]:
    """Read the drawing: the parent of a class is the nearest one above that stands further left."""
    parents: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for line in inspect.cleandoc(errors.__doc__ or "").splitlines():
        found = _DRAWN.match(line)
        if not found:
            continue
        depth = len(found["before"])
        above = [(left, name) for left, name in above if left < depth]
        parents[found["name"]] = above[-1][1] if above else None
        above.append((depth, found["name"]))
    return parents


def test_the_drawing_shows_the_classes() -> None:
    classes = {
        name: one
        for name, one in inspect.getmembers(errors, inspect.isclass)
        if one.__module__ == errors.__name__
    }
    real = {
        name: one.__bases__[0].__name__ if one is not RelevanceError else None
        for name, one in classes.items()
    }
    assert drawn_parents() == real


def test_all_of_them_are_public_and_sorted() -> None:
    assert errors.__all__ == [*sorted(drawn_parents()), "no_room", "without_words"]


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (UsageError, ValueError),
        (DataError, ValueError),
        (NotFoundError, LookupError),
        (AmbiguousNameError, LookupError),
    ],
)
def test_mistakes_of_a_common_kind_are_caught_as_such(
    error: type[RelevanceError], builtin: type[Exception]
) -> None:
    assert issubclass(error, builtin)


def test_a_busy_store_is_caught_as_a_store_that_cannot_be_opened() -> None:
    assert issubclass(StoreBusyError, StoreError)


def test_every_class_says_when_it_happens() -> None:
    for name in errors.__all__:
        sentence = getattr(errors, name).__doc__ or ""
        assert sentence.strip().endswith("."), name


def test_a_log_keeps_where_an_error_came_from_and_not_what_it_says() -> None:
    def fails() -> None:
        msg = "Zoe Private wrote: see you at noon"
        raise ValueError(msg)

    try:
        fails()
    except ValueError as error:
        said = errors.without_words(error)
    assert re.fullmatch(
        r"ValueError at test_errors.py:\d+ fails < test_errors.py:\d+ test_\w+", said
    )
    assert errors.without_words(KeyError("Zoe")) == "KeyError at no place"
