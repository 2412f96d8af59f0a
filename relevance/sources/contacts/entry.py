"""One entry of an address book, whatever it was written in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from relevance.sources.contacts.accounts import handles_in, linkedin_in
from relevance.sources.people import person_record

__all__ = ["KIND", "Entry", "is_address", "merged", "record_of"]

KIND = "contacts"

_MAIL = re.compile(r"[^\s,;:<>()\"'|]+@[^\s,;:<>()\"'|]+\.[^\s,;:<>()\"'|]+")
_LISTS = ("emails", "handles", "former_names")


@dataclass(frozen=True)
class Entry:
    """What an address book says of somebody."""

    name: str
    given: str = ""
    family: str = ""
    former: tuple[str, ...] = ()
    """Earlier names, whole or only the surname."""
    emails: tuple[str, ...] = ()
    company: str = ""
    position: str = ""
    town: str = ""
    addresses: tuple[str, ...] = ()
    """Web addresses: profiles among them tell accounts."""
    is_company: bool = False


def record_of(entry: Entry, as_of: date | None) -> dict[str, Any] | None:
    """Return the record of an entry, or null where it has neither a name nor an address."""
    mails = list(
        dict.fromkeys(one.casefold() for text in entry.emails for one in _MAIL.findall(text))
    )
    name = _printed(entry.name)
    if not mails and not any(char.isalpha() for char in name):
        return None
    record = person_record(
        KIND,
        name if any(char.isalpha() for char in name) else "",
        url=linkedin_in(entry.addresses),
        emails=mails,
        handles=handles_in(entry.addresses),
        former=list(_former(entry)),
        given_name=_printed(entry.given) or None,
        family_name=_printed(entry.family) or None,
        company=_printed(entry.company) or None,
        position=_printed(entry.position) or None,
        location=_printed(entry.town) or None,
        as_of=as_of,
    )
    return record | {"is_company": record["is_company"] or entry.is_company} if record else None


def is_address(name: str) -> bool:
    """Return whether what stands where a name should is an e-mail address."""
    return bool(_MAIL.fullmatch(name))


def merged(known: dict[str, Any], again: dict[str, Any]) -> dict[str, Any]:
    """Return what two entries of one contact say together; of two employers the first stays."""
    whole = {name: value if value is not None else again[name] for name, value in known.items()}
    return whole | {name: list(dict.fromkeys([*known[name], *again[name]])) for name in _LISTS}


def _former(entry: Entry) -> Iterator[str]:
    for told in entry.former:
        is_whole = len(told.split()) > 1 and entry.given.casefold() in told.casefold()
        yield told if is_whole else f"{entry.given} {told}".strip()


def _printed(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:500]
