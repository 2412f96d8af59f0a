"""The member data snapshot: the same tables as the export's CSV files, as one JSON document by domain."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import ijson
import polars as pl

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.json_items import items_at
from relevance.sources.linkedin.names_of_files import is_private, kind_of_name
from relevance.sources.linkedin.sheet import Sheet, kind_of_columns
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.text import normalise
from relevance.texts import _

__all__ = ["is_snapshot", "read_snapshot"]

KIND = "linkedin.snapshot"
# Domains are compared in lower case without `_`; those called as the files of the export are known by that.
_DOMAINS = {
    "inbox": "linkedin.messages",
    "membershareinfo": "linkedin.shares",
    "allcomments": "linkedin.comments",
    "alllikes": "linkedin.reactions",
    "allvotes": "linkedin.votes",
    "actorsaveitem": "linkedin.saved_items",
    "memberfollowing": "linkedin.member_follows",
    "memberhashtag": "linkedin.member_hashtags",
    "adstargeting": "linkedin.ad_targeting",
    "endorsementsgiven": "linkedin.endorsements_given",
    "endorsementsreceived": "linkedin.endorsements_received",
    # Nothing in its rows says who wrote; on a profile stand those that were received.
    "recommendations": "linkedin.recommendations_received",
}
# Answers of the interface one by one, several of them in a list, elements alone.
_PREFIXES = ("elements.item", "item.elements.item", "item", "")
_MARK = re.compile(rb'"snapshotDomain"\s*:')

Readers = Mapping[str, Callable[[Sheet, Snapshot], ImportResult]]


def is_snapshot(head: bytes) -> bool:
    """Return whether a file's first bytes are those of a member data snapshot."""
    return head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["} and bool(_MARK.search(head))


def read_snapshot(file: SourceFile, snapshot: Snapshot, readers: Readers) -> ImportResult:
    """Return what all domains of a snapshot hold; a domain that is not read is rejected by its name.

    Args:
        file: the JSON document.
        snapshot: the day of the export.
        readers: the readers of the CSV files, by kind.

    Raises:
        UnreadableFileError: it is no JSON.
        NothingUsableError: it holds no domain.
    """
    tables: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    rejected: list[Rejection] = []
    read = domains = 0
    for domain, rows in _domains(file):
        domains += 1
        numbered = list(enumerate(rows, read + 1))
        read += len(rows)
        kind = _kind(domain, rows)
        if kind in readers:
            tables.setdefault(kind, []).extend(numbered)
        else:
            rejected += [Rejection(number, _refusal(domain)) for number, _ in numbered]
    if not domains:
        msg = _(
            "{path} holds no snapshotDomain with snapshotData. Ask for the snapshot again.",
            path=file.path,
        )
        raise NothingUsableError(msg)
    accepted: dict[str, list[pl.DataFrame]] = {}
    days: list[date] = []
    newest: list[date] = []
    for kind, table in tables.items():
        result = readers[kind](_sheet(kind, [row for _, row in table]), snapshot)
        for name, frame in result.accepted.items():
            accepted.setdefault(name, []).append(frame)
        rejected += [replace(one, row=table[one.row - 1][0]) for one in result.rejected]
        days += [result.as_of] if result.as_of else []
        newest += [result.newest] if result.newest else []
    return ImportResult(
        KIND,
        read,
        {name: pl.concat(frames) for name, frames in accepted.items()},
        tuple(sorted(rejected, key=lambda one: one.row)),
        max(days, default=None),
        max(newest, default=None),
    )


def _kind(domain: str, rows: Sequence[Mapping[str, Any]]) -> str:
    name = f"{domain}.csv"
    known = _DOMAINS.get(normalise(domain)) or kind_of_name(name)
    if known is None and not is_private(name):
        # A page of a domain that LinkedIn has renamed is known by its columns.
        known = kind_of_columns({key for row in rows for key in row})
    return known or ""


def _refusal(domain: str) -> str:
    private = is_private(f"{domain}.csv")
    return _(
        "domain {domain} is {private_to_the_owner_and}not read",
        domain=domain,
        private_to_the_owner_and=_("private to the owner and ") if private else "",
    )


def _domains(file: SourceFile) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for prefix in _PREFIXES:
        found = False
        try:
            with file.open() as stream:
                for element in items_at(stream, prefix):
                    if isinstance(element, dict) and "snapshotDomain" in element:
                        found = True
                        data = element.get("snapshotData") or []
                        rows = (
                            [row for row in data if isinstance(row, dict)]
                            if isinstance(data, list)
                            else []
                        )
                        yield str(element["snapshotDomain"]), rows
        except (ijson.JSONError, UnicodeDecodeError, RecursionError, ValueError) as error:
            msg = _(
                "{path} is damaged JSON ({error}). Ask for the snapshot again.",
                path=file.path,
                error=error,
            )
            raise UnreadableFileError(msg) from error
        if found:
            return


def _sheet(kind: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        columns.setdefault(normalise(name), []).append(place)
    cells = ([_text(row.get(name)) for name in names] or [""] for row in rows)
    return Sheet(kind, columns, iter(cells))


def _text(value: object) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    return str(value).replace("\x00", "")
