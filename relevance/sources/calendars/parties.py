"""Who takes part in an event: people, without rooms and without those who declined."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import icalendar

__all__ = ["Party", "parties_of"]

_NO_PEOPLE = frozenset({"RESOURCE", "ROOM", "GROUP"})
_MACHINES = (
    "@resource.calendar.google.com",
    "@group.calendar.google.com",
    "@import.calendar.google.com",
)


class Party(NamedTuple):
    """One who takes part."""

    mail: str
    """In lower case."""
    name: str
    """As shown, "" where it is only the address again."""


def parties_of(event: icalendar.Event) -> tuple[str | None, list[Party]]:
    """Return the organiser's address, and everyone who takes part, the organiser included, once each."""
    found: dict[str, Party] = {}
    organiser: str | None = None
    for kind in ("ORGANIZER", "ATTENDEE"):
        for value in _values(event, kind):
            party = _party(value)
            if party is None:
                continue
            if kind == "ORGANIZER":
                organiser = party.mail
            if party.mail not in found or (party.name and not found[party.mail].name):
                found[party.mail] = party
    declined = {
        party.mail
        for value in _values(event, "ATTENDEE")
        if _parameter(value, "PARTSTAT") == "DECLINED" and (party := _party(value))
    }
    return organiser, [party for mail, party in found.items() if mail not in declined]


def _values(event: icalendar.Event, name: str) -> Iterator[Any]:
    value = event.get(name)
    yield from value if isinstance(value, list) else [value] if value is not None else []


def _parameter(value: Any, name: str) -> str:
    parameters = getattr(value, "params", {})
    told = parameters.get(name, "")
    return str(told[0] if isinstance(told, list) and told else told).upper()


def _party(value: Any) -> Party | None:
    told = str(getattr(value, "params", {}).get("EMAIL", "")) or str(value)
    mail = told.strip().casefold().removeprefix("mailto:").strip("<> ")
    if "@" not in mail or mail.endswith(_MACHINES) or _parameter(value, "CUTYPE") in _NO_PEOPLE:
        return None
    name = " ".join(str(getattr(value, "params", {}).get("CN", "")).strip('"').split())
    return Party(mail, "" if "@" in name else name)
