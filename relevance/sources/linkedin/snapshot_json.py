"""The member data snapshot: the same tables as the export's CSV files, as one JSON document by domain."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import ijson
import polars as pl

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.json_items import items_at
from relevance.sources.linkedin.sheet import Sheet, kind_of_columns
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.text import normalise

__all__ = ["is_snapshot", "read_snapshot"]

KIND = "linkedin.snapshot"
_DOMAINS = {
    "CONNECTIONS": "linkedin.connections",
    "INVITATIONS": "linkedin.invitations",
    "INBOX": "linkedin.messages",
    "MEMBER_SHARE_INFO": "linkedin.shares",
    "ALL_COMMENTS": "linkedin.comments",
    "ALL_LIKES": "linkedin.reactions",
    "ALL_VOTES": "linkedin.votes",
    "INSTANT_REPOSTS": "linkedin.instant_reposts",
    "SAVED_ITEMS": "linkedin.saved_items",
    "PROFILE": "linkedin.profile",
    "PROFILE_SUMMARY": "linkedin.profile_summary",
    "POSITIONS": "linkedin.positions",
    "EDUCATION": "linkedin.education",
    "SKILLS": "linkedin.skills",
    "MEMBER_FOLLOWING": "linkedin.member_follows",
    "HASHTAG_FOLLOWS": "linkedin.hashtag_follows",
    "MEMBER_HASHTAG": "linkedin.member_hashtags",
    "COMPANY_FOLLOWS": "linkedin.company_follows",
    "EMAIL_ADDRESSES": "linkedin.email_addresses",
    "CONTACTS": "linkedin.contacts",
    "EVENTS": "linkedin.events",
    "AD_TARGETING": "linkedin.ad_targeting",
    "ADS_TARGETING": "linkedin.ad_targeting",
}
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
    accepted: dict[str, list[pl.DataFrame]] = {}
    rejected: list[Rejection] = []
    days: list[date] = []
    newest: list[date] = []
    read = 0
    domains = 0
    for domain, rows in _domains(file):
        domains += 1
        kind = _DOMAINS.get(domain) or kind_of_columns({key for row in rows for key in row})
        if kind is None or kind not in readers:
            rejected += [
                Rejection(read + n, f"domain {domain} is not read", "") for n in _numbers(rows)
            ]
            read += len(rows)
            continue
        result = readers[kind](_sheet(kind, rows), snapshot)
        for table, frame in result.accepted.items():
            accepted.setdefault(table, []).append(frame)
        rejected += [Rejection(read + one.row, one.reason, one.excerpt) for one in result.rejected]
        read += result.read
        days += [result.as_of] if result.as_of else []
        newest += [result.newest] if result.newest else []
    if not domains:
        msg = f"{file.path} holds no snapshotDomain with snapshotData. Ask for the snapshot again."
        raise NothingUsableError(msg)
    return ImportResult(
        KIND,
        read,
        {table: pl.concat(frames) for table, frames in accepted.items()},
        tuple(rejected),
        max(days, default=None),
        max(newest, default=None),
    )


def _numbers(rows: Sequence[object]) -> range:
    return range(1, len(rows) + 1)


def _domains(file: SourceFile) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for prefix in ("elements.item", "item", ""):
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
            msg = f"{file.path} is damaged JSON ({error}). Ask for the snapshot again."
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
