"""The door to address books: does a file look like one, and who is in it?"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, tzinfo
from typing import Any

from relevance.errors import NothingUsableError
from relevance.schema import fact_frame
from relevance.sources.archive import SourceFile
from relevance.sources.contacts.card_lines import cards_in
from relevance.sources.contacts.cards import NoPersonError, entry_of
from relevance.sources.contacts.entry import KIND, Entry, merged, record_of
from relevance.sources.contacts.tables import is_table, rows_of
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.text import decode
from relevance.texts import _, marked

__all__ = ["read", "recognises"]

_NOBODY = marked("no name and no e-mail address")
_DAMAGED = marked("damaged card")
_RAGGED = marked("wrong number of cells")
_TWICE = marked("same contact twice")


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a vCard file, or a table with the header of an address book."""
    del path
    return _is_cards(head) or is_table(head)


def _is_cards(head: bytes) -> bool:
    start = head[:400]
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        start = start.decode("utf-16", "ignore").encode()
    elif 0 in start[:2]:
        start = start.replace(b"\0", b"")
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCARD")


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return one record for each entry; pictures, telephone numbers and birthdays are left alone.

    Args:
        file: a vCard file, or a table as Google or Outlook export it.
        as_of: day of the export, where the owner states it.
        zone: not needed: nothing here has a time.

    Raises:
        UnreadableFileError: it is no text.
        NothingUsableError: it holds no entry.
    """
    del zone
    data = file.read()
    entries = _of_cards(decode(data)) if _is_cards(data) else _of_table(data)
    records: dict[str, dict[str, Any]] = {}
    rejected: list[Rejection] = []
    number = 0
    for number, (entry, why, shown) in enumerate(entries, start=1):
        record = record_of(entry, as_of) if entry else None
        if record is None or record["record_id"] in records:
            reason = why if entry is None else _NOBODY if record is None else _TWICE
            rejected.append(Rejection(number, reason, shown))
            if record is not None:
                known = records[record["record_id"]]
                records[record["record_id"]] = merged(known, record)
        else:
            records[record["record_id"]] = record
    if not number and not data.strip():
        msg = _("{path} is empty. Export the address book again as vCard or CSV.", path=file.path)
        raise NothingUsableError(msg)
    frames = {"record": fact_frame("record", records.values())}
    return ImportResult(KIND, number, frames, tuple(rejected), as_of)


def _of_cards(text: str) -> Iterator[tuple[Entry | None, str, str]]:
    for card, shown in cards_in(text):
        try:
            yield entry_of(card) if card else None, _NOBODY if card == [] else _DAMAGED, shown
        except NoPersonError as error:
            yield None, str(error), shown


def _of_table(data: bytes) -> Iterator[tuple[Entry | None, str, str]]:
    for row, entry in rows_of(data):
        yield entry, _RAGGED, _shown(row)


def _shown(parts: Iterable[str]) -> str:
    return ", ".join(" ".join(part[:120].split()) for part in parts if part.strip())[:120]
