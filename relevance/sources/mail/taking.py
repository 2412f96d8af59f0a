"""Collects what the messages of one mailbox say: people, contacts, and what was left out."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.errors import MessageError
from hashlib import blake2b
from itertools import islice
from typing import Any

import polars as pl
from polars._typing import PolarsDataType

from relevance.schema import FACTS, fact_frame, stable_id
from relevance.sources.mail.addresses import Address, people_in
from relevance.sources.mail.boxes import RawMail
from relevance.sources.mail.bulk import is_person, labels_of, why_no_contact
from relevance.sources.mail.dates import sent_at
from relevance.sources.mail.headers import Header
from relevance.sources.mail.labels import is_sent
from relevance.sources.mail.texts import words_of
from relevance.sources.packed_facts import PackedFacts
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection
from relevance.texts import marked

__all__ = ["KIND", "MailTaking"]

KIND = "mail"
CHANNEL = "mail"

_TWICE = marked("same message twice")
_DAMAGED = marked("damaged message")
_CALENDAR = marked("calendar mail")

_PIECE = 4_000
_EXCERPT = 120
_MOST_EXCERPTS = 2_000
"""Of a mailbox with a million newsletters, nobody reads more than the first of them."""
_LONGEST_SUBJECT = 300
_COLUMNS = (
    "encounter_id",
    "sender_record_id",
    "recipient_record_id",
    "channel",
    "at",
    "conversation",
    "reference",
    "snippet",
    "is_approximate",
)
_SCHEMA: dict[str, PolarsDataType] = {
    "row": pl.Int64,
    **{
        column.name: column.dtype
        for column in FACTS["encounter"].columns
        if column.name in _COLUMNS
    },
}


class MailTaking:
    """The facts of one file."""

    def __init__(self, zone: tzinfo, place: list[str]) -> None:
        """Begin with nothing; `place` is what the path says of the mail, as labels."""
        self.read = 0
        self._zone, self._place = zone, place
        self._ids: dict[Address, str] = {}
        self._named: Counter[Address] = Counter()
        self._sent: dict[str, bool] = {}
        self._rows: list[tuple[Any, ...]] = []
        self._facts = PackedFacts()
        self._told: list[pl.DataFrame] = []
        self._rejected: list[Rejection] = []
        self._newest: date | None = None
        self._latest = datetime.now(UTC).date() + timedelta(days=1)

    def take(self, raw: RawMail) -> None:
        """Take in the next message, or note why it is no contact."""
        self.read += 1
        subject = ""
        try:
            header = Header(raw.header)
            subject = header.text("Subject")[:_LONGEST_SUBJECT]
            why = self._take(header, raw, subject)
        except (
            ValueError,
            TypeError,
            LookupError,
            AttributeError,
            AssertionError,
            RecursionError,
            MessageError,
        ):
            # The standard parser raises whatever its pieces raise on damaged fields.
            why = _DAMAGED
        if why:
            self._reject(self.read, why, subject)

    def _take(self, header: Header, raw: RawMail, subject: str) -> str | None:
        labels = labels_of(header)
        sender = next(iter(people_in(header, "From") or people_in(header, "Sender")), None)
        recipients = people_in(header, "To", "Cc")
        why = why_no_contact(header, [*labels, *self._place], sender, recipients)
        if why or sender is None:
            return why
        words = words_of(header, raw.body, escaped=bool(raw.separator))
        if words.is_calendar:
            return _CALENDAR
        if labels:
            self._sent[sender.mail] = self._sent.get(sender.mail, True) and is_sent(labels)
        at, is_approximate = sent_at(header.raw("Date"), raw.separator, self._zone)
        told = header.message_id() or _digest(at, sender.mail, subject, words.snippet)
        conversation = header.conversation()
        shown = subject or None, words.snippet or None
        self._rows += [
            (
                self.read,
                # The addresses, not the names, since those differ from one mailbox to another.
                stable_id("e", KIND, told, sender.mail, one.mail),
                self._person(sender),
                self._person(one),
                CHANNEL,
                at,
                conversation,
                *shown,
                is_approximate,
            )
            for one in recipients
            if one.mail != sender.mail and is_person(one.mail)
        ]
        if at and at.date() <= self._latest and (not self._newest or at.date() > self._newest):
            self._newest = at.date()
        if len(self._rows) >= _PIECE:
            self._flush()
        return None

    def _person(self, one: Address) -> str:
        self._named[one] += 1
        if one not in self._ids:
            self._ids[one] = str(_record(one)["record_id"])
        return self._ids[one]

    def _reject(self, row: int, reason: str, subject: str) -> None:
        excerpt = subject[:_EXCERPT] if len(self._rejected) < _MOST_EXCERPTS else ""
        self._rejected.append(Rejection(row, reason, excerpt))

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(_SCHEMA)
        named = dict(zip(_SCHEMA, columns, strict=True))
        frame = pl.DataFrame(named, schema=_SCHEMA)
        self._facts.add("encounter", frame)
        # An id is one letter before 16 hexadecimal digits; as a number it takes a quarter of the memory.
        number = pl.col("encounter_id").str.slice(1).str.to_integer(base=16, dtype=pl.UInt64)
        self._told.append(frame.select("row", number))
        self._rows = []

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in; `as_of` is the day that the owner states."""
        self._flush()
        day = as_of or self._newest
        owners = {mail for mail, always in self._sent.items() if always}
        own = [{"kind": "email", "value": mail, "detail": "label Sent"} for mail in sorted(owners)]
        self._add_people(owners, day)
        self._facts.replace("owner_fact", fact_frame("owner_fact", own))
        self._finish_encounters()
        rejected = tuple(sorted(self._rejected, key=lambda one: one.row))
        return ImportResult(KIND, self.read, self._facts, rejected, day, self._newest)

    def _add_people(self, owners: set[str], day: date | None) -> None:
        spellings: dict[str, list[Address]] = defaultdict(list)
        for one, record_id in self._ids.items():
            spellings[record_id].append(one)
        people = (self._told_of(written, owners, day) for written in spellings.values())
        while rows := list(islice(people, _PIECE)):
            self._facts.add("record", fact_frame("record", rows))

    def _told_of(
        self, written: list[Address], owners: set[str], day: date | None
    ) -> dict[str, Any]:
        record = _record(written[0])
        names: Counter[str] = Counter()
        for one in written:
            names[one.name] += self._named[one]
        # One spelling of the same name is as good as another, but people call themselves "Ana Silva".
        shown = max(names, key=lambda name: (names[name], "," not in name, len(name), name))
        is_owner = record["emails"][0] in owners
        return record | {"name": shown or record["name"], "is_owner": is_owner, "as_of": day}

    def _finish_encounters(self) -> None:
        """Keep the contacts once each; a message that adds none to those before it is rejected."""
        told = pl.concat(self._told)
        self._told = []
        first = told["encounter_id"].is_first_distinct()
        self._facts.finish("encounter", lambda frame: frame.drop("row"), first)
        if first.all():
            return
        again = set(told["row"].filter(~first)) - set(told["row"].filter(first))
        for frame in self._facts.added("encounter", ["row", "reference"]):
            for row, subject in frame.filter(pl.col("row").is_in(again)).unique("row").iter_rows():
                self._reject(row, _TWICE, subject or "")


def _record(one: Address) -> dict[str, Any]:
    return person_record(KIND, one.name, emails=[one.mail]) or {}


def _digest(at: datetime | None, sender: str, subject: str, snippet: str) -> str:
    """Return what stands in for the id of a message that has none."""
    told = f"{at}\x1f{sender}\x1f{subject}\x1f{snippet}".encode("utf-8", "surrogatepass")
    return blake2b(told, digest_size=12).hexdigest()
