"""Address books as tables: Google's export of every era and its template, Outlook's and Thunderbird's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from relevance.errors import UnreadableFileError
from relevance.sources.contacts.accounts import address_of
from relevance.sources.contacts.entry import Entry, is_address
from relevance.sources.text import csv_rows, decode, normalise

__all__ = ["is_table", "rows_of"]

_MARKS = (
    {"givenname", "familyname", "email1value"},
    {"firstname", "lastname", "email1value"},
    {"firstname", "lastname", "labels", "organizationname"},
    {"firstname", "lastname", "emailaddress", "company", "jobtitle", "middlename"},
    {"firstname", "lastname", "displayname", "primaryemail"},
    {"givenname", "familyname", "groupmembership"},
)
_PREAMBLE = 10
_SEVERAL = ":::"
_MAIL = re.compile(r"(?:primary|secondary)?e?mail\d*(?:address|value)?")
_SITE = re.compile(r"(?:business|personal)?webpage\d*")
# Several of a kind are numbered: one column says what each is, another holds it.
_LABELLED = re.compile(r"((?:website|customfield|im)\d+)value")
_FORMER_LABEL = re.compile(
    r"(?:maiden|birth|former|previous)\s*(?:sur|last\s*)?name", re.IGNORECASE
)


def is_table(head: bytes) -> bool:
    """Return whether one of the first lines of a file is the header of an address book."""
    try:
        return _header(csv_rows(decode(head[:65536]))) is not None
    except UnreadableFileError:
        return False


def rows_of(data: bytes) -> Iterator[tuple[list[str], Entry | None]]:
    """Yield each row with its entry, null where the row is ragged beyond its header."""
    text = decode(data)
    rows = csv_rows(text)
    header = _header(rows)
    if header is None:
        # Forced by the owner: what its first line names is taken as it is.
        rows = csv_rows(text)
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


def _header(rows: Iterable[list[str]]) -> list[str] | None:
    """Return the first row that is a header, its names in compared form; the rows before it are used up."""
    for row in islice(rows, _PREAMBLE):
        names = [normalise(name) for name in row]
        if any(marks <= set(names) for marks in _MARKS):
            return names
    return None


def _values(cell: str) -> list[str]:
    """Return what stands in one cell: several are joined with `:::`, the first may be marked with a star."""
    parts = (part.strip() for part in cell.split(_SEVERAL))
    return [part.removeprefix("* ") for part in parts if part and part != "*"]


def _first(cells: Mapping[str, str], *names: str) -> str:
    found = (value for name in names if name in cells for value in _values(cells[name]))
    return next(found, "")


def _all(cells: Mapping[str, str], pattern: re.Pattern[str]) -> Iterator[str]:
    for name, cell in cells.items():
        if pattern.fullmatch(name):
            yield from _values(cell)


def _labelled(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield label and value of websites, custom fields and messengers."""
    for name, cell in cells.items():
        found = _LABELLED.fullmatch(name)
        if found:
            label = _first(cells, *(f"{found[1]}{part}" for part in ("service", "label", "type")))
            yield from ((label, value) for value in _values(cell))


def _entry(cells: Mapping[str, str]) -> Entry:
    given = _first(cells, "givenname", "firstname")
    family = _first(cells, "familyname", "lastname")
    middle = _first(cells, "additionalname", "middlename")
    company = _first(cells, "organization1name", "organizationname", "company", "organization")
    parts = " ".join(one for one in (given, middle, family) if one)
    full = _first(cells, "name", "displayname")
    # Some programs fill in the address where there is no name.
    name = ("" if is_address(full) else full) or parts
    labelled = list(_labelled(cells))
    former = [_first(cells, "maidenname")]
    former += [value for label, value in labelled if _FORMER_LABEL.fullmatch(label)]
    sites = [("", site) for site in _all(cells, _SITE)]
    addresses = (
        address_of(label, value) or value.replace("\\:", ":") for label, value in labelled + sites
    )
    is_company = bool(company) and not parts and name.casefold() in {"", company.casefold()}
    fallback = company if is_company else _first(cells, "nickname", "fileas") or full or company
    return Entry(
        name=name or fallback,
        given=given,
        family=family,
        former=tuple(filter(None, former)),
        emails=tuple(_all(cells, _MAIL)),
        company=company,
        position=_first(cells, "organization1title", "organizationtitle", "jobtitle", "occupation"),
        town=_first(cells, "address1city", "homecity", "businesscity", "homeaddresscity"),
        addresses=tuple(addresses),
        is_company=is_company,
    )
