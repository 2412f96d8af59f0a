"""vCard 2.1 to 4.0: one card after the other, so that a bad one costs itself only."""

import logging
import warnings
from collections.abc import Iterator
from typing import Any

import vobject

from relevance.sources.contacts.accounts import address_of
from relevance.sources.contacts.card_lines import Card
from relevance.sources.contacts.entry import Entry, is_address
from relevance.texts import marked

__all__ = ["NoPersonError", "entry_of"]

# It tells of each line that it leaves out on standard error; the report says what an import left out.
logging.getLogger("vobject").setLevel(logging.CRITICAL)

_GROUP = marked("a group of contacts")
_THING = marked("a place or thing")
_NO_PEOPLE = {"group": _GROUP, "location": _THING, "thing": _THING, "device": _THING}
_NO_PEOPLE |= {"application": _THING, "resource": _THING}
_FORMER = (
    *("x-maidenname", "x-maiden-name", "maidenname", "x-birthname", "x-birth-name", "birthname"),
    *("x-formername", "x-former-name", "x-former-last-name"),
)
_NETWORKS = ("twitter", "linkedin", "mastodon", "bluesky")
_DAMAGE = (
    *(vobject.base.VObjectError, ValueError, LookupError, TypeError, AttributeError),
    *(StopIteration, UnicodeError, RecursionError),
)


class NoPersonError(Exception):
    """A card is of a group or a thing; its text says which, in the words that reports count by."""


def entry_of(card: Card) -> Entry | None:
    """Return what a card says, null where it cannot be read.

    Raises:
        NoPersonError: it is neither a person's nor a company's.
    """
    text = "\n".join(["BEGIN:VCARD", "VERSION:3.0", *card, "END:VCARD", ""])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = vobject.readComponents(text, ignoreUnreadable=True, validate=False)
            found = next(iter(read), None)
    except _DAMAGE:
        return None
    return _entry(found.contents) if found is not None else None


def _entry(contents: dict[str, Any]) -> Entry:
    kind = (_text(contents, "kind") or _text(contents, "x-addressbookserver-kind")).casefold()
    if kind in _NO_PEOPLE:
        raise NoPersonError(_NO_PEOPLE[kind])
    given, middle, family = _name_parts(contents)
    full, parts = _text(contents, "fn"), " ".join(filter(None, (given, middle, family)))
    company = _company(contents)
    # Some programs fill in the address where there is no name.
    name = ("" if is_address(full) else full) or parts
    shown = name or _text(contents, "nickname") or full
    is_company = (
        kind in {"org", "organization"}
        or _text(contents, "x-abshowas").casefold() == "company"
        or (bool(company) and not parts and name.casefold() in {"", company.casefold()})
    )
    return Entry(
        name=(company if is_company and not name else shown) or company,
        given=given,
        family=family,
        former=tuple(told for key in _FORMER for told in _texts(contents, key)),
        emails=tuple(_texts(contents, "email")),
        company=company,
        position=_text(contents, "title") or _text(contents, "role"),
        town=_town(contents),
        addresses=tuple(filter(None, _addresses(contents))),
        is_company=is_company,
    )


def _town(contents: dict[str, Any]) -> str:
    """Return the first town of a card's addresses."""
    towns = (getattr(one.value, "city", "") for one in contents.get("adr", ()))
    shown = (" ".join(one) if isinstance(one, list) else str(one or "") for one in towns)
    return next((" ".join(one.split()) for one in shown if one.strip()), "")


def _company(contents: dict[str, Any]) -> str:
    organisation = next(iter(contents.get("org", ())), None)
    parts = organisation.value if organisation is not None else ""
    first = parts[0] if isinstance(parts, (list, tuple)) and parts else parts
    return " ".join(str(first or "").split())


def _addresses(contents: dict[str, Any]) -> Iterator[str]:
    labels = {one.group: str(one.value) for one in contents.get("x-ablabel", ()) if one.group}
    for one in contents.get("url", ()):
        told = str(one.value).replace("\\:", ":").strip()
        yield address_of(labels.get(one.group, ""), told) or told
    for kind in ("x-socialprofile", "socialprofile", "impp"):
        for one in contents.get(kind, ()):
            service = next(
                (
                    str(one.params[name][0])
                    for name in ("SERVICE-TYPE", "X-SERVICE-TYPE", "TYPE")
                    if one.params.get(name)
                ),
                "",
            )
            user = next(iter(one.params.get("X-USER") or one.params.get("USERNAME") or ()), "")
            yield address_of(service, str(one.value)) or address_of(service, str(user))
    for network in _NETWORKS:
        for told in _texts(contents, f"x-{network}"):
            yield address_of(network, told)


def _name_parts(contents: dict[str, Any]) -> tuple[str, str, str]:
    name = next(iter(contents.get("n", ())), None)
    if name is None:
        return "", "", ""
    parts = (getattr(name.value, part, "") for part in ("given", "additional", "family"))
    given, middle, family = (
        " ".join(one) if isinstance(one, list) else str(one or "") for one in parts
    )
    return given.strip(), middle.strip(), family.strip()


def _texts(contents: dict[str, Any], key: str) -> Iterator[str]:
    for one in contents.get(key, ()):
        value = one.value
        told = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        if told.strip():
            yield " ".join(told.split())


def _text(contents: dict[str, Any], key: str) -> str:
    return next(_texts(contents, key), "")
