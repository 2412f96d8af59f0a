"""The door to mail: does a file look like it, and who wrote to whom in it?"""

import re
from datetime import UTC, date, datetime, tzinfo
from hashlib import blake2b
from typing import Any

import polars as pl

from relevance.errors import NothingUsableError
from relevance.schema import fact_frame, stable_id
from relevance.sources.archive import SourceFile
from relevance.sources.archive.files import in_words
from relevance.sources.mail.boxes import RawMail, is_box, mails_in
from relevance.sources.mail.bulk import why_no_contact
from relevance.sources.mail.headers import Address, Header
from relevance.sources.mail.texts import beginning
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection

__all__ = ["read", "recognises"]

KIND = "mail"
CHANNEL = "mail"
_PIECE = 20_000
_TWICE = "same message twice"
_DAMAGED = "damaged message"
_FIELD = re.compile(rb"^([!-9;-~]{1,80}):", re.MULTILINE)
_TELLING = {
    b"from",
    b"to",
    b"date",
    b"subject",
    b"message-id",
    b"received",
    b"mime-version",
    b"return-path",
}
_SAVED_PAGE = re.compile(
    rb"^(?:snapshot-content-location|from: <saved by)", re.IGNORECASE | re.MULTILINE
)


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is an mbox or one message: it begins with a separator, or with mail's fields."""
    del path
    start = head.lstrip(b"\xef\xbb\xbf\r\n")
    if is_box(start):
        return True
    top = re.split(rb"\r?\n\r?\n", start[:16384], maxsplit=1)[0]
    if b"\x00" in top or _SAVED_PAGE.search(top):
        return False
    if not _FIELD.match(top):
        return False
    names = {name.lower() for name in _FIELD.findall(top)}
    return len(names & _TELLING) >= 3 and b"from" in names


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return one encounter for each sender and recipient of a message, and a record for each address.

    Messages are taken one by one from the stream, each with its header and the beginning of its
    body, so a mailbox of any size needs little memory. What is no contact between people (lists,
    newsletters, automats, spam, drafts, mass mail) is rejected with its reason.

    Args:
        file: an mbox, or one message.
        as_of: day of the snapshot, where the owner states it.
        zone: not needed: mail names its zones.

    Raises:
        UnreadableFileError: it is damaged or breaks a limit.
        NothingUsableError: it holds no message.
    """
    del zone
    taking = _Taking(as_of)
    with file.open() as stream, in_words(file.path):
        for number, raw in enumerate(mails_in(stream), start=1):
            taking.take(number, raw)
    if not taking.read:
        msg = (
            f"{file.path} holds no message. Allowed are mbox files, Maildir folders and .eml files."
        )
        raise NothingUsableError(msg)
    return taking.result()


class _Taking:
    """Collects what the messages say, in frames of some thousand rows."""

    def __init__(self, as_of: date | None) -> None:
        self.read = 0
        self._as_of = as_of
        self._rows: list[dict[str, Any]] = []
        self._frames: list[pl.DataFrame] = []
        self._rejected: list[Rejection] = []
        self._names: dict[str, dict[str, int]] = {}
        self._seen: set[str] = set()
        self._newest: date | None = None

    def take(self, number: int, raw: RawMail) -> None:
        """Take one message in, or note why it is no contact."""
        self.read = number
        try:
            header = Header(raw.header, raw.separator)
            recipients = header.addresses("To", "Cc")
            why = why_no_contact(header, recipients) or self._add(header, recipients, raw)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            # The standard parser raises whatever its pieces raise on damaged fields.
            why = f"{_DAMAGED} ({type(error).__name__})"
            header = Header(b"")
        if why:
            self._rejected.append(Rejection(number, why, header.text("Subject")[:120]))

    def _add(self, header: Header, recipients: list[Address], raw: RawMail) -> str | None:
        sender = (header.addresses("From") or header.addresses("Sender"))[0]
        at, subject = header.date(), header.text("Subject")
        body = beginning(raw.header, raw.body)
        told = (
            header.message_id()
            or blake2b(
                f"{at}{sender.mail}{subject}{body}".encode("utf-8", "replace"), digest_size=12
            ).hexdigest()
        )
        if told in self._seen:
            return _TWICE
        self._seen.add(told)
        for one in (sender, *recipients):
            names = self._names.setdefault(one.mail, {})
            names[one.name] = names.get(one.name, 0) + 1
        if at and (self._newest is None or at.date() > self._newest):
            self._newest = at.date()
        for one in recipients:
            if one.mail != sender.mail:
                self._rows.append(_encounter(told, sender, one, at, header, subject, body))
        if len(self._rows) >= _PIECE:
            self._flush()
        return None

    def _flush(self) -> None:
        self._frames.append(fact_frame("encounter", self._rows))
        self._rows = []

    def result(self) -> ImportResult:
        """Return everything that was taken in."""
        self._flush()
        people = [_record(mail, names) for mail, names in self._names.items()]
        return ImportResult(
            KIND,
            self.read,
            {"record": fact_frame("record", people), "encounter": pl.concat(self._frames)},
            tuple(self._rejected),
            self._as_of or self._newest,
            self._newest,
        )


def _record(mail: str, names: dict[str, int]) -> dict[str, Any]:
    # One record for each address, whatever names it is shown with.
    record = person_record(KIND, _name(names), emails=[mail]) or {}
    return record | {"record_id": _record_id(mail)}


def _record_id(mail: str) -> str:
    return stable_id("r", KIND, mail)


def _name(names: dict[str, int]) -> str:
    """Return the name an address is most often shown with; an address is no name."""
    shown = {name: count for name, count in names.items() if name and "@" not in name}
    return max(shown, key=lambda name: (shown[name], len(name), name)) if shown else ""


def _encounter(
    told: str,
    sender: Address,
    recipient: Address,
    at: datetime | None,
    header: Header,
    subject: str,
    body: str,
) -> dict[str, Any]:
    sides = _record_id(sender.mail), _record_id(recipient.mail)
    return {
        "encounter_id": stable_id("e", KIND, told, *sides),
        "sender_record_id": sides[0],
        "recipient_record_id": sides[1],
        "channel": CHANNEL,
        "at": at,
        "conversation": header.thread() or None,
        "reference": subject[:300] or None,
        "snippet": body or None,
        "is_approximate": at is None,
    }
