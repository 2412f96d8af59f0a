"""Connections.csv: who the owner is connected to, with employer and title on the export's day."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from relevance.schema import fact_frame, stable_id
from relevance.sources.linkedin.batches import Batch, whole_sheet
from relevance.sources.linkedin.dates import parse_day
from relevance.sources.linkedin.people_of_rows import HIDDEN_NAME, is_hidden
from relevance.sources.linkedin.sheet import Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.people import person_record
from relevance.sources.plain_records import is_plain, plain_records
from relevance.sources.result import ImportResult
from relevance.texts import marked

__all__ = ["HIDDEN", "read_connections"]

HIDDEN = marked("hidden member: date only")
_NAMELESS = marked("no name and no profile URL")
_TWICE = marked("duplicate row")
_MAIL = re.compile(r"[^\s,;<>]+@[^\s,;<>]+")

_CELLS = {
    "given": ("firstname",),
    "family": ("lastname",),
    "address": ("url", "profileurl"),
    "mail": ("emailaddress", "email"),
    "company": ("company",),
    "position": ("position",),
    "day": ("connectedon",),
}
_RECORD = [
    "number",
    "record_id",
    "source",
    "name",
    "former_names",
    "url",
    "account_id",
    "handles",
    "emails",
    "is_company",
    "is_owner",
    "since",
    "given_name",
    "family_name",
    "company",
    "position",
]


class _Row(NamedTuple):
    number: int
    given: str
    family: str
    address: str
    mail: str
    company: str
    position: str
    since: date | None

    @property
    def full_name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def mails(self) -> list[str]:
        return _MAIL.findall(self.mail)


def read_connections(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return connections as records; rows with nothing but a date are counted as hidden members."""
    batch = whole_sheet(sheet)
    rows = _rows(batch)
    as_of, newest = snapshot.day(rows["since"].unique())
    records, unnamed = _records(sheet.kind, rows)
    hidden = [one.number for one in unnamed if _is_date_only(one)]
    nameless = [one.number for one in unnamed if not _is_date_only(one)]
    listed = records.filter(pl.col("record_id").is_first_distinct()).with_columns(as_of=as_of)
    twice = set(batch.numbers).difference(listed["number"], hidden, nameless)
    _reject(batch, {HIDDEN: hidden, _NAMELESS: nameless, _TWICE: twice})
    facts = []
    if hidden:
        day = as_of.isoformat() if as_of else "day unknown"
        facts.append({"kind": "hidden connections", "value": day, "detail": str(len(hidden))})
    return ImportResult(
        sheet.kind,
        sheet.read,
        {
            "record": listed.drop("number"),
            "connection": listed.select("record_id", "as_of", connected_on="since"),
            "owner_fact": fact_frame("owner_fact", facts),
        },
        sheet.rejections(),
        as_of,
        newest,
    )


def _rows(batch: Batch) -> pl.DataFrame:
    written = batch.texts(_CELLS)
    days = pl.Series([parse_day(one) for one in written["day"]], dtype=pl.Date)
    name = pl.concat_str("given", "family", separator=" ").str.strip_chars()
    return written.with_columns(number=batch.numbers, since=days, full_name=name)


def _records(kind: str, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[_Row]]:
    """Return the records in the order of the file, each with its row's number, and the rows that name nobody."""
    usual = rows.select(_is_usual()).to_series()
    others = [_Row(*row) for row in rows.filter(~usual).select(_Row._fields).iter_rows()]
    named = [one for one in others if _names_somebody(one)]
    records = [_usual_records(kind, rows.filter(usual)), _other_records(kind, named)]
    unnamed = [one for one in others if not _names_somebody(one)]
    return pl.concat(records).sort("number"), unnamed


def _is_usual() -> pl.Expr:
    """Return whether a row has name and URL in the usual shape and no address: nearly all are so since 2023."""
    is_shown = pl.col("full_name").str.to_lowercase() != HIDDEN_NAME
    return is_plain("full_name", "address") & (pl.col("mail") == "") & is_shown


def _usual_records(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    named = rows.with_columns(
        given_name=_filled("given"),
        family_name=_filled("family"),
        company=_filled("company"),
        position=_filled("position"),
    )
    return plain_records(kind, named, name="full_name", url="address").select(_RECORD)


def _filled(name: str) -> pl.Expr:
    return pl.col(name).replace("", None)


def _names_somebody(one: _Row) -> bool:
    name = one.full_name
    return bool(one.address or one.mails or (name and not is_hidden(name)))


def _is_date_only(one: _Row) -> bool:
    return not (one.given or one.family or one.company or one.position)


def _other_records(kind: str, named: list[_Row]) -> pl.DataFrame:
    """Return one record for each row that differs from those before it.

    Exports before 2023 have no URLs: two namesakes of one day are then told apart by their work,
    for all of them alike, so that the order of rows decides nothing.
    """
    built = [_record(kind, one) for one in named]
    work: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one, record in zip(named, built, strict=True):
        work[record["record_id"]].add((one.company, one.position))
    records: dict[str, dict[str, Any]] = {}
    numbers: dict[str, int] = {}
    for one, record in zip(named, built, strict=True):
        found = record["record_id"]
        if len(work[found]) > 1 and not one.address and not one.mails:
            found = stable_id("r", found, one.company, one.position)
        records.setdefault(found, record | {"record_id": found})
        numbers.setdefault(found, one.number)
    listed = fact_frame("record", records.values())
    number = pl.Series("number", list(numbers.values()), dtype=pl.Int64)
    return listed.with_columns(number).select(_RECORD)


def _record(kind: str, one: _Row) -> dict[str, Any]:
    record = person_record(
        kind,
        "" if is_hidden(one.full_name) else one.full_name,
        url=one.address or None,
        emails=one.mails,
        since=one.since,
        given_name=one.given or None,
        family_name=one.family or None,
        company=one.company or None,
        position=one.position or None,
    )
    if record is None:  # a URL that names no profile, and no name beside it
        record = person_record(kind, one.address, since=one.since) or {}
    return record


def _reject(batch: Batch, numbers: Mapping[str, Iterable[int]]) -> None:
    reasons = {number: why for why, some in numbers.items() for number in some}
    why = [reasons.get(number) for number in batch.numbers]
    batch.reject(pl.Series(why, dtype=pl.String))
