"""The people in a field of a header."""

import re
from collections.abc import Iterable, Iterator
from email.utils import getaddresses
from functools import lru_cache
from inspect import signature
from typing import NamedTuple

from relevance.sources.mail.headers import Header, decoded_words

__all__ = ["Address", "people_in"]

# From 3.11.10 on, Python by default refuses a whole field for one odd address in it.
_LENIENT: dict[str, bool] = (
    {"strict": False} if "strict" in signature(getaddresses).parameters else {}
)
_ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,128}@[^@\s<>,;:\"]{1,253}")
_QUOTES = "'\"`‘’“” "
_MOST_DEEP = 50
_LONGEST_NAME = 200


class Address(NamedTuple):
    """Somebody in a header."""

    name: str
    """As written, "" where there is none or the address stands in for it."""
    mail: str
    """In lower case."""


def people_in(header: Header, *names: str) -> list[Address]:
    """Return who stands in these fields, each address once; groups are opened, empty ones dropped."""
    found: dict[str, Address] = {}
    for name in names:
        for value in header.raws(name):
            for one in _people(value):
                if one.mail not in found or (one.name and not found[one.mail].name):
                    found[one.mail] = one
    return list(found.values())


@lru_cache(maxsize=4096)
def _people(value: str) -> tuple[Address, ...]:
    people = tuple(_parsed(value))
    if not people and "=?" in value:
        # Some writers encode the whole field, address and all.
        people = tuple(_parsed(decoded_words(value)))
    return people


def _parsed(value: str) -> Iterator[Address]:
    # The standard parser calls itself for each comment inside a comment.
    if value.count("(") > _MOST_DEEP:
        value = value.replace("(", " ").replace(")", " ")
    yield from _joined(getaddresses([value], **_LENIENT))


def _joined(pairs: Iterable[tuple[str, str]]) -> Iterator[Address]:
    """Yield the addresses; what stands without one before a named one is its surname: `Silva, Ana <a@b>`."""
    before = ""
    for shown, mail in pairs:
        found = _ADDRESS.fullmatch(mail.strip("<>'\"` ").removeprefix("mailto:"))
        if not found:
            before = f"{shown} {mail}".strip() if mail and not before else ""
            continue
        address = found.group().casefold()
        name = decoded_words(f"{before}, {shown}" if before and shown else shown).strip(_QUOTES)
        before = ""
        yield Address("" if name.casefold() == address else name[:_LONGEST_NAME], address)
