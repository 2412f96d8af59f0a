"""Who takes part in an event: people, without rooms, lists and those who declined."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

import icalendar

from relevance.sources.mail.bulk import is_person

__all__ = ["AWAY", "Party", "answers_of", "parties_of", "salvaged"]

_NO_PEOPLE = frozenset({"RESOURCE", "ROOM", "GROUP"})
AWAY = frozenset({"DECLINED", "DELEGATED"})
"""Answers of those who do not come."""
_MACHINES = re.compile(r"@(?:[\w-]+\.)*calendar\.google\.com$|@facebookmail\.com$")
_ADDRESS = re.compile(r"[^@\s<>,;:\"'()/=]{1,128}@[^@\s<>,;:\"'()/=?]{1,253}")
# A quote inside a name makes a line that no parser takes; address and name can still be found.
_SALVAGED = re.compile(r"^(ORGANIZER|ATTENDEE)\b.*?(mailto:[^\s;]+)\s*$", re.IGNORECASE)
_PARAMETERS = re.compile(r";\s*(CN|PARTSTAT|CUTYPE|ROLE)=([^;:]*)", re.IGNORECASE)
_LONGEST_NAME = 200


class Party(NamedTuple):
    """One who takes part."""

    mail: str
    """In lower case, "" where the calendar gives only a name."""
    name: str
    """As shown, "" where it is only the address again."""

    @property
    def key(self) -> str:
        """What tells people of one event apart."""
        return self.mail or f"name:{self.name.casefold()}"


def parties_of(event: icalendar.Event) -> tuple[str | None, tuple[Party, ...]]:
    """Return the organiser's key, and everyone who takes part, the organiser included, once each.

    The organiser takes part unless they decline as an attendee. Who has not answered yet counts: what a calendar keeps
    of a past meeting is mostly that.
    """
    found: dict[str, Party] = {}
    away: set[str] = set()
    organiser: str | None = None
    for kind in ("ORGANIZER", "ATTENDEE"):
        for value in _values(event, kind):
            party = _party(value)
            if party is None:
                continue
            if kind == "ORGANIZER":
                organiser = party.key
            if party.key not in found or (party.name and not found[party.key].name):
                found[party.key] = party
            if _parameter(value, "PARTSTAT") in AWAY:
                away.add(party.key)
    named = {one.name.casefold(): key for key, one in found.items() if one.mail and one.name}
    # A calendar may give one of two entries for somebody without the address.
    same = {
        key: key if one.mail else named.get(one.name.casefold(), key) for key, one in found.items()
    }
    away = {same[key] for key in away}
    here = (party for key, party in found.items() if same[key] == key and key not in away)
    return same.get(organiser or "", organiser), tuple(here)


def answers_of(event: icalendar.Event) -> dict[str, str]:
    """Return what each attendee answers, in capitals, by address."""
    told = ((_party(value), _parameter(value, "PARTSTAT")) for value in _values(event, "ATTENDEE"))
    return {party.mail: answer for party, answer in told if party and party.mail and answer}


def salvaged(line: str) -> str:
    """Return a line of an attendee as its parser takes it, where quotes inside a name spoil it."""
    if line.count('"') % 2 == 0 and '\\"' not in line:
        return line
    found = _SALVAGED.match(line)
    if not found:
        return line
    told = "".join(
        f';{name.upper()}="{value.strip()}"'
        for name, value in _PARAMETERS.findall(line.replace("\\", "").replace('"', ""))
    )
    return f"{found[1]}{told}:{found[2]}"


def _values(event: icalendar.Event, name: str) -> Iterator[Any]:
    value = event.get(name)
    yield from value if isinstance(value, list) else [value] if value is not None else []


def _told(value: Any, name: str) -> str:
    told = getattr(value, "params", {}).get(name, "")
    # A comma outside quotes cuts a value in two: "CN=Silva, Ana".
    return ", ".join(str(one).strip() for one in told) if isinstance(told, list) else str(told)


def _parameter(value: Any, name: str) -> str:
    return _told(value, name).strip().upper()


def _party(value: Any) -> Party | None:
    if _parameter(value, "CUTYPE") in _NO_PEOPLE or _parameter(value, "ROLE") == "NON-PARTICIPANT":
        return None
    name = _name(_told(value, "CN"))
    for told in (_told(value, "EMAIL"), str(value), _told(value, "CN")):
        found = _ADDRESS.search(unquote(told.strip()).removeprefix("mailto:"))
        if found:
            mail = found.group().casefold().strip(".")
            if _MACHINES.search(mail) or not is_person(mail):
                return None
            return Party(mail, "" if "@" in name else name)
    return Party("", name) if any(char.isalpha() for char in name) else None


def _name(told: str) -> str:
    plain = " ".join(told.replace("\\,", ",").strip("\"' ").split())
    shown = "".join(char for char in plain if char.isprintable())[:_LONGEST_NAME]
    return "" if shown.casefold().startswith(("mailto:", "invalid:")) else shown
