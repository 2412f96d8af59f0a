"""Invents networks with known truth: people met on several channels, changed surnames, strangers of one name.

Names are put together from syllables and from short lists of common ones, so that some are shared by many and most by
few. Every person has a number; the truth about two records is whether their numbers are equal.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from relevance.sources.people import person_record

_GIVEN_TEXT = (
    "Maria Anna John David Michael Sarah Laura Peter Paul Mark Thomas Andrew Robert William "
    "Susan Karen Jane Kate Ana Juan Carlos Luis Chris Ivan Elena Olga Priya Rahul Wei Fatima "
    "Omar Kevin Brian George Emily Lucy Claire Helen Rachel Rebecca Nicole Amy Patrick Eric "
    "Scott Tim Ryan Joe Oliver Jack Megan Grace Alexandra Benjamin Charlotte Katherine Matthew "
    "Nicholas Samantha Elizabeth Edward Frederick Gabriel Isabel Jonathan Joshua Leonard "
    "Margaret Nathaniel Penelope Philip Ronald Stephanie Theodore Victoria Vincent Walter "
    "Zachary Ingrid Soren Bogdan Ludmila"
)
_GIVEN = _GIVEN_TEXT.split()
_SHORT = {
    "Michael": "Mike", "Thomas": "Tom", "Robert": "Bob", "William": "Bill", "Susan": "Sue", "Andrew": "Andy",
    "Benjamin": "Ben", "Charlotte": "Lottie", "Katherine": "Kate", "Matthew": "Matt", "Nicholas": "Nick",
    "Samantha": "Sam", "Elizabeth": "Liz", "Edward": "Ted", "Frederick": "Fred", "Margaret": "Peggy",
    "Jonathan": "Jon", "Theodore": "Ted", "Victoria": "Vicky", "Zachary": "Zach", "Stephanie": "Steph",
}  # fmt: skip
_COMMON_TEXT = (
    "Smith Jones Garcia Kim Nguyen Singh Brown Wilson Martin Silva Khan Patel Muller Rossi Lopez"
)
_COMMON = _COMMON_TEXT.split()
_FIRST_TEXT = (
    "Ar Bel Cor Dan El Far Gal Hol Is Jor Kel Lin Mar Nor Os Pel Quin Ros Sten Tor Ul Ven Wes "
    "Yar Zel"
)
_FIRST = _FIRST_TEXT.split()
_MIDDLE_TEXT = "a e i o u an en in on al el il or ar er ab ek"
_MIDDLE = _MIDDLE_TEXT.split()
_LAST_TEXT = (
    "berg man son ley ton ford wick sen dal ova ic ez ini ard mont by stad holm field worth"
)
_LAST = _LAST_TEXT.split()
_PLACES_TEXT = (
    "Lindby Fenland Northrail Coinhouse Weatherly Openfield Brookside Harbour Millstone Greenway"
)
_PLACES = _PLACES_TEXT.split()
_KINDS_TEXT = (
    "Water Rail School Systems Press Foods Energy Clinic Bank Studio Labs Works Partners Media"
)
_KINDS = _KINDS_TEXT.split()

LIST, MAIL, X, CONTACTS = "linkedin.connections", "mail", "x", "contacts"


@dataclass
class Network:
    """Records with the person behind each, which of them are connections, and positions by record id."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    who: dict[str, int] = field(default_factory=dict)
    positions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def connected(self) -> list[str]:
        """Ids of the records that are connections."""
        return [row["record_id"] for row in self.rows if row["source"] == LIST]

    def add(self, number: int, source: str, name: str, **more: Any) -> str:
        """Add a record of person `number` and return its id."""
        row = person_record(source, name, **more)
        assert row is not None
        if row["record_id"] not in self.who:
            self.rows.append(row)
            self.who[row["record_id"]] = number
        return str(row["record_id"])

    def stay(self, record_id: str, organisation: str, kind: str, first: int, last: int) -> None:
        """Say that a record's person was at an organisation from one year to another."""
        self.positions.setdefault(record_id, []).append(
            {
                "kind": kind,
                "organisation": organisation,
                "started_on": date(first, 1, 1),
                "finished_on": date(last, 12, 31),
                "is_current": False,
            }
        )

    def add_all(self, other: "Network") -> None:
        """Add all that another network holds."""
        for row in other.rows:
            if row["record_id"] not in self.who:
                self.rows.append(row)
        self.who |= other.who
        self.positions |= other.positions


class Inventor:
    """Draws names, employers and days; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def given(self) -> str:
        """A given name, the first of the list more often."""
        return _GIVEN[min(int(self.chance.expovariate(1 / 20)), len(_GIVEN) - 1)]

    def surname(self, *, common: float = 0.15) -> str:
        """A surname, common with this probability."""
        if self.chance.random() < common:
            return self.chance.choice(_COMMON)
        return "".join(self.chance.choice(part) for part in (_FIRST, _MIDDLE, _LAST))

    def employer(self) -> str:
        """An employer, one of 14,000."""
        number = self.chance.randrange(100)
        return f"{self.chance.choice(_PLACES)} {self.chance.choice(_KINDS)} {number}"

    def day(self) -> date:
        """A day of connecting."""
        return date(2012, 1, 1) + timedelta(days=self.chance.randrange(4_000))


def _slug(name: str, number: int) -> str:
    return f"{name.lower().replace(' ', '-')}-{number:x}9"


def _address(local: str, employer: str) -> str:
    return f"{local}@{employer.lower().replace(' ', '')}.example"


def met_twice(seed: int, n: int, *, start: int = 0) -> Network:
    """People who are connections and turn up elsewhere: half with their employer, some by a short name or a handle."""
    invent, found = Inventor(seed), Network()
    for number in range(start, start + n):
        given, surname, employer = invent.given(), invent.surname(), invent.employer()
        found.add(number, LIST, f"{given} {surname}", url=_slug(f"{given} {surname}", number), company=employer,
                  since=invent.day())  # fmt: skip
        called = _SHORT.get(given, given) if invent.chance.random() < 0.3 else given
        way = invent.chance.randrange(4)
        if way == 0:
            mail = _address(f"{called}.{surname}".lower(), employer)
            found.add(number, MAIL, f"{called} {surname}", emails=[mail])
        elif way == 1:
            where = employer if invent.chance.random() < 0.7 else invent.employer()
            found.add(
                number,
                CONTACTS,
                f"{surname}, {called}",
                emails=[f"{number}@gmail.com"],
                company=where,
            )
        elif way == 2:
            handle = f"{called}{surname}{number % 90}".lower()
            found.add(number, X, f"{called} {surname}", handles=[f"x:{handle}"])
        else:
            found.add(
                number, MAIL, f"{called} {surname}", emails=[f"{surname.lower()}{number}@gmail.com"]
            )
    return found


def met_once(seed: int, n: int, source: str, *, start: int = 0) -> Network:
    """People of one network only."""
    invent, found = Inventor(seed), Network()
    for number in range(start, start + n):
        name = f"{invent.given()} {invent.surname()}"
        if source == LIST:
            more: dict[str, Any] = {
                "url": _slug(name, number),
                "company": invent.employer(),
                "since": invent.day(),
            }
        elif source == X:
            more = {"handles": [f"x:{name.lower().replace(' ', '_')}{number}"]}
        else:
            more = {"emails": [_address(f"{name.split()[0].lower()}{number}", invent.employer())]}
        found.add(number, source, name, **more)
    return found


CHANGES = ("née", "hyphen", "slug", "mail", "employer", "school", "address book", "two exports")


def changed_surnames(
    seed: int, n: int, *, start: int = 0, kinds: Iterable[str] = CHANGES
) -> Network:
    """People whose records carry two surnames, each time with another sign of the change."""
    invent, found, ways = Inventor(seed), Network(), list(kinds)
    for number in range(start, start + n):
        given, old, new = invent.given(), invent.surname(common=0), invent.surname(common=0.1)
        employer, day = invent.employer(), invent.day()
        way = ways[number % len(ways)]
        old_slug, new_slug = _slug(f"{given} {old}", number), _slug(f"{given} {new}", number)
        if way == "née":
            found.add(number, LIST, f"{given} {new} (née {old})", url=new_slug, since=day)
            found.add(number, MAIL, f"{given} {old}", emails=[f"{number}@gmail.com"])
        elif way == "hyphen":
            found.add(number, LIST, f"{given} {old}-{new}", url=new_slug, since=day)
            found.add(number, X, f"{given} {old}", handles=[f"x:user{number}"])
        elif way == "slug":
            found.add(number, LIST, f"{given} {new}", url=old_slug, since=day)
            found.add(number, MAIL, f"{given} {old}", emails=[f"{number}@gmail.com"])
        elif way == "mail":
            found.add(number, LIST, f"{given} {old}", url=old_slug, since=day)
            found.add(
                number, MAIL, f"{given} {new}", emails=[f"{given}.{old}{number}@gmail.com".lower()]
            )
        elif way in {"employer", "school"}:
            one = found.add(number, LIST, f"{given} {new}", url=new_slug, since=day)
            other = found.add(number, CONTACTS, f"{given} {old}", emails=[f"{number}@gmail.com"])
            for record in (one, other):
                found.stay(
                    record, f"{employer} {'College' if way == 'school' else ''}", way, 2009, 2014
                )
        elif way == "address book":
            found.add(
                number, CONTACTS, f"{given} {new}", emails=[f"{number}@gmail.com"], former=[old]
            )
            found.add(number, LIST, f"{given} {old}", url=old_slug, since=day)
        else:
            found.add(
                number, LIST, f"{given} {old}", url=old_slug, since=day, as_of=date(2019, 5, 1)
            )
            found.add(
                number, LIST, f"{given} {new}", url=new_slug, since=day, as_of=date(2026, 5, 1)
            )
    return found


STRANGERS = (
    "bare",
    "other employers",
    "other places of work by mail",
    "handles",
    "two profiles",
    "common name",
)


def strangers(seed: int, n: int, *, start: int = 0) -> Network:
    """Pairs of people of one name who are two, the one on LinkedIn and the other elsewhere."""
    invent, found = Inventor(seed), Network()
    for number in range(start, start + 2 * n, 2):
        name = f"{invent.given()} {invent.surname()}"
        way = STRANGERS[number // 2 % len(STRANGERS)]
        if way == "common name":
            name = f"{invent.given()} {invent.chance.choice(_COMMON)}"
        found.add(
            number,
            LIST,
            name,
            url=_slug(name, number),
            company=invent.employer(),
            since=invent.day(),
        )
        other = number + 1
        if way in {"bare", "common name"}:
            found.add(
                other, MAIL, name, emails=[f"{name.replace(' ', '.')}{other}@gmail.com".lower()]
            )
        elif way == "other employers":
            found.add(
                other, CONTACTS, name, emails=[f"{other}@gmail.com"], company=invent.employer()
            )
        elif way == "other places of work by mail":
            found.add(
                other,
                MAIL,
                name,
                emails=[_address(name.lower().replace(" ", "."), invent.employer())],
            )
        elif way == "handles":
            found.add(other, X, name, handles=[f"x:{name.lower().replace(' ', '')}"])
        else:
            found.add(
                other,
                LIST,
                name,
                url=_slug(name, other),
                company=invent.employer(),
                since=invent.day(),
            )
    return found
