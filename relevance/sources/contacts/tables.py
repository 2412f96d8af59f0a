"""Address books as tables: Google's old and new export, and Outlook's."""

import re
from collections.abc import Iterable, Iterator, Mapping

from relevance.sources.contacts.entry import Entry
from relevance.sources.text import csv_rows, decode, normalise

__all__ = ["is_table", "rows_of"]

_MARKS = (
    {"givenname", "familyname", "email1value"},
    {"firstname", "lastname", "email1value"},
    {"firstname", "lastname", "labels", "organizationname"},
    {"firstname", "lastname", "emailaddress", "company", "jobtitle", "middlename"},
    {"givenname", "familyname", "groupmembership"},
)
_SEVERAL = " ::: "
_MAIL = re.compile(r"e?mail(?:address)?\d*(?:value)?$")
_SITE = re.compile(r"(?:website\d+value|webpage|customfield\d+value)$")


def is_table(head: bytes) -> bool:
    """Return whether the first line of a file is the header of an address book."""
    try:
        first = next(csv_rows(decode(head[:16384])), [])
    except Exception:  # noqa: BLE001 - whatever is no text is no address book
        return False
    names = {normalise(name) for name in first}
    return any(marks <= names for marks in _MARKS)


def rows_of(data: bytes) -> Iterator[tuple[list[str], Entry | None]]:
    """Yield each row with its entry, null where the row is ragged beyond its header."""
    rows = csv_rows(decode(data))
    header = [normalise(name) for name in next(rows, [])]
    for row in rows:
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            yield row, None
            continue
        cells: dict[str, str] = {}
        for name, cell in zip(header, row, strict=False):
            if cell.strip():
                cells.setdefault(name, cell.strip())
        yield row, _entry(cells)


def _first(cells: Mapping[str, str], *names: str) -> str:
    found = next((cells[name] for name in names if name in cells), "")
    return found.split(_SEVERAL)[0].strip()


def _all(cells: Mapping[str, str], pattern: re.Pattern[str]) -> Iterable[str]:
    for name, cell in cells.items():
        if pattern.fullmatch(name):
            yield from (one.strip() for one in cell.split(_SEVERAL))


def _entry(cells: Mapping[str, str]) -> Entry:
    given = _first(cells, "givenname", "firstname")
    family = _first(cells, "familyname", "lastname")
    middle = _first(cells, "additionalname", "middlename")
    company = _first(cells, "organization1name", "organizationname", "company")
    name = _first(cells, "name") or " ".join(one for one in (given, middle, family) if one)
    return Entry(
        name=name or _first(cells, "fileas") or company,
        given=given,
        family=family,
        maiden=_first(cells, "maidenname"),
        emails=tuple(_all(cells, _MAIL)),
        company=company,
        position=_first(cells, "organization1title", "organizationtitle", "jobtitle"),
        addresses=tuple(_all(cells, _SITE)),
        is_company=bool(company) and not name,
    )
