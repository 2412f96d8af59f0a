"""The door to tables of careers: CSV, TSV, JSON, JSON Lines, Parquet or Excel, one employer or school a row."""

import re
from collections.abc import Mapping
from datetime import UTC, date, tzinfo
from typing import Any

from relevance.errors import NothingUsableError
from relevance.schema import fact_frame
from relevance.sources.archive import SourceFile
from relevance.sources.people import person_record
from relevance.sources.positions.columns import is_table, kind_of, value_of
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.spans import Edge, Span, edge_in, is_present, span_of
from relevance.sources.stretches import Stretch, position_row
from relevance.sources.table_rows import column_names, table_rows
from relevance.texts import _, marked

__all__ = ["read", "recognises"]

KIND = "positions"
_NOBODY = marked("names nobody")
_NOWHERE = marked("names no employer or school")
_NO_ROW = marked("no row with named values")
_NO_DATE = marked("a date that cannot be read")
_BACKWARDS = marked("ends before it begins")
_TWICE = marked("same position twice")
# What people write into a cell that they would rather leave empty.
_BLANK = re.compile(
    r"(?:[-–—?./]+|n\s*/?\s*a|none|null|nan|nat|unknown|tbc|tbd|not known)$", re.IGNORECASE
)
_YES = frozenset({"yes", "y", "true", "1", "x", "current", "ja", "oui", "sí", "si", "✓"})


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a table with columns for a person, an employer or school, and dates."""
    del path
    return is_table(column_names(head, is_table))


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return one position for each row, of the person it names.

    Args:
        file: the table.
        as_of: day of the table, where the owner states it.
        zone: days have none.

    Raises:
        UnreadableFileError: it cannot be read as a table.
        NothingUsableError: it has no rows, or lacks columns for the person and the employer or school.
    """
    del zone
    people: dict[str, dict[str, Any]] = {}
    positions: dict[str, dict[str, Any]] = {}
    rejected: list[Rejection] = []
    number = 0
    names: set[str] = set()
    for number, row in enumerate(table_rows(file, is_table), start=1):
        cells: Mapping[str, str] = {} if isinstance(row, str) else row
        names |= set(cells)
        why = row if isinstance(row, str) else _take(row, as_of, people, positions)
        if why:
            shown = ", ".join(value for value in cells.values() if value)
            rejected.append(Rejection(number, why, " ".join(shown.split())[:120]))
    if not number or not names:
        msg = _(
            "{path} has no rows. A table of careers needs columns for the person (person, "
            "name, url or email), the employer or school (organisation, employer, school) "
            "and the dates (from, to).",
            path=file.path,
        )
        raise NothingUsableError(msg)
    return ImportResult(
        KIND,
        number,
        {
            "record": fact_frame("record", people.values()),
            "position": fact_frame("position", positions.values()),
        },
        tuple(rejected),
        as_of,
    )


def _take(
    cells: Mapping[str, str],
    as_of: date | None,
    people: dict[str, dict[str, Any]],
    positions: dict[str, dict[str, Any]],
) -> str | None:
    """Note the position of a row and its person, or return why it has none."""
    if not any(cells.values()):
        return _NO_ROW
    mail = value_of(cells, "email")
    given, family = value_of(cells, "given"), value_of(cells, "family")
    record = person_record(
        KIND,
        value_of(cells, "person") or f"{given} {family}".strip(),
        url=value_of(cells, "url") or None,
        emails=[mail] if "@" in mail else [],
        given_name=given or None,
        family_name=family or None,
        as_of=as_of,
    )
    if record is None:
        return _NOBODY
    stretch = _stretch(cells)
    if isinstance(stretch, str):
        return stretch
    position = position_row(record["record_id"], stretch, as_of)
    if position["position_id"] in positions:
        return _TWICE
    positions[position["position_id"]] = position
    known = people.setdefault(record["record_id"], record)
    if stretch.is_current and stretch.kind == "employer" and not known.get("company"):
        known |= {"company": stretch.organisation, "position": stretch.title or None}
    return None


def _stretch(cells: Mapping[str, str]) -> Stretch | str:
    """Return what a row tells, or why it tells nothing."""
    kind = kind_of(cells)
    columns = (kind, "organisation", "employer", "school")
    organisation = next((name for target in columns if (name := value_of(cells, target))), "")
    if not organisation or _BLANK.match(organisation):
        return _NOWHERE
    try:
        span = _span(cells)
    except ValueError:
        return _NO_DATE
    if span and span.is_backwards:
        return _BACKWARDS
    titles = ("degree", "title") if kind == "school" else ("title", "degree")
    title = next((one for target in titles if (one := value_of(cells, target))), "")
    return Stretch(kind, organisation, title, span, value_of(cells, "place") or None)


def _span(cells: Mapping[str, str]) -> Span | None:
    """Return when, null where the row does not say.

    Raises:
        ValueError: it says so in words that are no date.
    """
    began, ended, whole = (_date_cell(cells, target) for target in ("from", "to", "dates"))
    is_current = value_of(cells, "current").casefold() in _YES
    if whole and not began and not ended:
        found = span_of(whole)
        if found is None:
            raise ValueError(whole)
        return found
    goes_on = is_present(ended) or (is_current and not ended)
    start = _edge(began, last=False)
    finish = None if goes_on else _edge(ended, last=True)
    if start is None and finish is None and not goes_on:
        return None
    return Span(start, finish, True if goes_on else False if finish else None)


def _date_cell(cells: Mapping[str, str], target: str) -> str:
    text = value_of(cells, target)
    # A spreadsheet turns years into numbers, and numbers into decimals.
    return "" if _BLANK.match(text) else re.sub(r"^((?:19|20)\d\d)\.0$", r"\1", text)


def _edge(text: str, *, last: bool) -> Edge | None:
    found = edge_in(text, last=last) if text else None
    if text and found is None:
        raise ValueError(text)
    return found
