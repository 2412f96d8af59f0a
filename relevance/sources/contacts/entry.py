"""One entry of an address book, whatever it was written in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from relevance.names import profile_slug
from relevance.sources.people import person_record

__all__ = ["Entry", "record_of"]

KIND = "contacts"

_MAIL = re.compile(r"[^\s,;<>()\"']+@[^\s,;<>()\"']+\.[^\s,;<>()\"']+")
_X = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.)?(?:twitter|x)\.com/@?(\w{1,50})/?(?:$|[?#])", re.IGNORECASE
)
_X_USER = re.compile(r"x-apple:@?(\w{1,50})$", re.IGNORECASE)
_MASTODON = re.compile(r"https?://([\w.-]+\.\w+)/@(\w+)/?$")
_BLUESKY = re.compile(r"https?://bsky\.app/profile/([\w.-]+)/?$")


@dataclass(frozen=True)
class Entry:
    """What an address book says of somebody."""

    name: str
    given: str = ""
    family: str = ""
    maiden: str = ""
    emails: tuple[str, ...] = ()
    company: str = ""
    position: str = ""
    addresses: tuple[str, ...] = ()
    """Web addresses: profiles among them tell accounts."""
    is_company: bool = False


def record_of(entry: Entry, as_of: date | None) -> dict[str, Any] | None:
    """Return the record of an entry, or null where it has neither a name nor an address."""
    mails = list(
        dict.fromkeys(one.casefold() for text in entry.emails for one in _MAIL.findall(text))
    )
    name = " ".join(entry.name.split())
    if not mails and not any(char.isalpha() for char in name):
        return None
    profile = next((one for one in entry.addresses if _is_linkedin(one)), None)
    record = person_record(
        KIND,
        name if any(char.isalpha() for char in name) else "",
        url=profile,
        emails=mails,
        handles=list(dict.fromkeys(_handles(entry.addresses))),
        former=[f"{entry.given} {entry.maiden}".strip()] if entry.maiden else [],
        given_name=entry.given or None,
        family_name=entry.family or None,
        company=entry.company or None,
        position=entry.position or None,
        as_of=as_of,
    )
    return record | {"is_company": record["is_company"] or entry.is_company} if record else None


def _is_linkedin(address: str) -> bool:
    return "linkedin.com/" in address.casefold() and bool(profile_slug(address))


def _handles(addresses: Iterable[str]) -> list[str]:
    found: list[str] = []
    for address in addresses:
        if known := (_X.match(address) or _X_USER.match(address)):
            found.append(f"x:{known[1]}")
        elif known := _BLUESKY.match(address):
            found.append(f"bluesky:{known[1]}")
        elif known := _MASTODON.match(address):
            found.append(f"mastodon:{known[2]}@{known[1]}")
    return found
