"""Who stands in a row of a table of encounters, and on which side of it the owner is."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from relevance.names import comparable_name, is_credential
from relevance.sources.contacts.accounts import address_of, handles_in
from relevance.sources.encounters.columns import value_of
from relevance.sources.people import person_record

__all__ = ["KIND", "MOST_PEOPLE", "Pair", "pairs_of"]

KIND = "encounters"
MOST_PEOPLE = 25

_OWNER = frozenset({"me", "i", "myself", "owner", "(owner)", "self", "us", "we"})
_MAIL = re.compile(r"[^\s,;<>()\"'|:]+@[^\s,;<>()\"'|:]+\.[^\s,;<>()\"'|:]+")
_BETWEEN = re.compile(r"\s*(?:[;|\n]|\s(?:&|\+|and|und)\s)\s*", re.IGNORECASE)
_THEIRS = frozenset(
    {
        *("in", "incoming", "inbound", "received", "receive", "from", "they", "them", "their", "theirs"),
        *("she", "he", "her", "him", "his", "hers", "other", "contact", "person", "from them", "←", "<-", "<"),
    }
)  # fmt: skip
_THEY_BEGAN = re.compile(
    r"\b(?:to|wrote|contacted|messaged|called|asked|invited|mailed|emailed|pinged) (?:to )?me$|"
    r"^(?:they|she|he|received|incoming|inbound|from) "
)
_BOTH = frozenset(
    {"both", "both ways", "mutual", "two way", "each other", "bidirectional", "↔", "<->", "in/out"}
)


class Pair(NamedTuple):
    """One contact of a row: two records, null for the owner's own."""

    sender: dict[str, Any] | None
    recipient: dict[str, Any] | None


def pairs_of(row: Mapping[str, str]) -> list[Pair]:
    """Return the contacts of a row (names in compared form): the owner with each person that it names.

    Without a word on who began, the owner did. Where both sides have a column, each is who stands there. A row that
    goes both ways is two contacts.
    """
    sender, recipient = value_of(row, "sender"), value_of(row, "recipient")
    if sender and recipient and not value_of(row, "person"):
        senders, recipients = _people(sender), _people(recipient)
        return [
            Pair(one, other)
            for one in senders
            for other in recipients
            if not (one is None and other is None)
        ]
    people = [one for one in _named(row) if one]
    pairs = []
    for one in people:
        toward = _direction(value_of(row, "direction"), str(one["name"]))
        if toward != "outgoing":
            pairs.append(Pair(one, None))
        if toward != "incoming":
            pairs.append(Pair(None, one))
    return pairs


def _direction(word: str, name: str) -> str:
    plain = " ".join(re.sub(r"[_-]+", " ", word.casefold()).split())
    if plain in _BOTH:
        return "both"
    is_theirs = plain in _THEIRS or bool(_THEY_BEGAN.search(plain))
    told, whole = comparable_name(word), comparable_name(name)
    if told and whole and (told == whole or told == whole.split()[0]):
        is_theirs = True
    return "incoming" if is_theirs else "outgoing"


def _named(row: Mapping[str, str]) -> list[dict[str, Any] | None]:
    full = " ".join(filter(None, (value_of(row, "given"), value_of(row, "family"))))
    several = value_of(row, "people")
    told = value_of(row, "person") or full
    names = [told] if told == full and full else _split(told)
    names += _split(several, always=True) if several else []
    names = [name for name in dict.fromkeys(names) if name.casefold() not in _OWNER]
    mails = _MAIL.findall(value_of(row, "email"))
    urls = value_of(row, "url").split(";")
    if len(names) > 1:
        # Addresses belong to the names in their order, if there are as many of them.
        mails = mails if len(mails) == len(names) else [""] * len(names)
        urls = urls if len(urls) == len(names) else [""] * len(names)
        told_each = zip(names, mails, urls, strict=True)
        return [_record(name, [mail], [url], ()) for name, mail, url in told_each]
    handles = list(_handles(row))
    name = names[0] if names else ""
    if told and not names and not several:
        return []  # only the owner
    return [_record(name, mails, urls, handles)]


def _people(cell: str) -> list[dict[str, Any] | None]:
    """Return who stands in a cell that is one side of a contact, null for the owner."""
    return [
        None if name.casefold() in _OWNER else _record(name, (), (), ()) for name in _split(cell)
    ]


def _split(cell: str, *, always: bool = False) -> list[str]:
    """Return the names in a cell: "Silva, Ana" and "Ana Silva, PhD" are one, "Ana Silva, Ben Okafor" are two."""
    found: list[str] = []
    parts = [part for part in _BETWEEN.split(cell) if part.strip()]
    for part in parts:
        names = [name.strip() for name in part.split(",") if name.strip()]
        each_whole = all(len(name.split()) > 1 for name in names)
        listed = len(names) > 2 or len(parts) > 1
        if not any(is_credential(name) for name in names) and (always or each_whole or listed):
            found += names
        elif part.strip():
            found.append(part.strip())
    return found


def _record(
    name: str, mails: Iterable[str], urls: Iterable[str], handles: Iterable[str]
) -> dict[str, Any] | None:
    inside = _MAIL.search(name)
    bare = _MAIL.sub("", name).strip(" <>()[]\"'") if inside else name
    # "@ana" in the place of a name is a handle.
    told = [f"x:{bare[1:]}"] if re.fullmatch(r"@\w{1,50}", bare) else []
    profiles = [url.strip() for url in urls if url.strip()]
    return person_record(
        KIND,
        bare.lstrip("@"),
        url=next(iter(profiles), None),
        emails=[*([inside.group()] if inside else []), *filter(None, mails)],
        handles=list(dict.fromkeys([*told, *handles, *handles_in(profiles)])),
    )


def _handles(row: Mapping[str, str]) -> Iterable[str]:
    for network in ("x", "bluesky", "mastodon"):
        if told := value_of(row, network):
            yield from handles_in([address_of(network, told) or told])
    told = value_of(row, "handle").lstrip("@")
    if told:
        yield told if ":" in told else f"x:{told}"
