"""Which given names are forms of each other, and how common names are; read from the lists beside this module."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from relevance.identity.name_parts import plain

__all__ = ["RARE_GIVEN", "RARE_SURNAME", "commonness", "full_form_classes", "short_form_classes"]

RARE_GIVEN, RARE_SURNAME = 0.0005, 0.0001
"""Share of people that is taken for a name which stands in no list."""


def full_form_classes(given: str) -> tuple[int, ...]:
    """Return the classes of names in which `given` is a full form, such as Robert."""
    return _classes()[0].get(given, ())


def short_form_classes(given: str) -> tuple[int, ...]:
    """Return the classes of names in which `given` is a short form, such as Bob."""
    return _classes()[1].get(given, ())


def commonness(kind: str, name: str) -> float:
    """Return the share of people, 0 to 1, that has this name.

    Args:
        kind: `given` or `surname`.
        name: the name in plain form, see `plain`.
    """
    return _shares().get((kind, name), RARE_GIVEN if kind == "given" else RARE_SURNAME)


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    text = files("relevance.identity").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            head, _, tail = line.partition(":")
            yield head, tail.split()


@cache
def _classes() -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]]:
    full: dict[str, list[int]] = defaultdict(list)
    short: dict[str, list[int]] = defaultdict(list)
    for number, (head, tail) in enumerate(_lines("nicknames.txt")):
        for names, into in ((head.split(), full), (tail, short)):
            for one in names:
                into[plain(one)].append(number)
    return (
        {name: tuple(found) for name, found in full.items()},
        {name: tuple(found) for name, found in short.items()},
    )


@cache
def _shares() -> Mapping[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for head, names in _lines("common_names.txt"):
        kind, per_ten_thousand = head.split()
        for name in names:
            found.setdefault((kind, plain(name)), int(per_ten_thousand) / 10_000)
    return found
