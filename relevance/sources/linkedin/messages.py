"""messages.csv: who wrote to whom and when, without drafts, spam, adverts and hidden members."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import NamedTuple

import polars as pl

from relevance.schema import FACTS, fact_frame, stable_id
from relevance.sources.linkedin.dates import parse_local, parse_moment
from relevance.sources.linkedin.people_of_rows import People, is_hidden
from relevance.sources.linkedin.recipients import Directory, match_recipients
from relevance.sources.linkedin.sheet import Row, Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult

__all__ = ["read_messages"]

CHANNEL = "linkedin message"

_DRAFT = "draft"
_SPAM = "spam folder"
_ADVERT = "advert or sponsored message"
_HIDDEN_SENDER = "sender hidden (LinkedIn Member)"
_NO_SENDER = "no sender"
_HIDDEN_RECIPIENT = "recipient hidden (LinkedIn Member)"
_NO_RECIPIENT = "no recipient"
_TO_ONESELF = "sender and recipient are the same"
_CROWD = "more than 100 recipients"
_TWICE = "duplicate row"

_MOST_RECIPIENTS = 100
_SNIPPET = 300
# Enough to find 300 characters of text behind the markup of the longest advert seen.
_SEARCHED = 6000
_PLACEHOLDER = re.compile(r"%(?:FIRST|LAST|FULL|COMPANY|JOB)[A-Z_ ]{0,12}%", re.IGNORECASE)
# People type plain text; what comes as paragraphs of HTML was sent through LinkedIn's InMail editor.
_INMAIL = re.compile(r"\s*<p\b[^>]*>", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:p|br|strong|em|b|i|u|ul|ol|li|a|div|span|img|table|tr|td|h[1-6])(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6});", re.IGNORECASE)


class _Message(NamedTuple):
    number: int
    conversation: str
    sender: str
    sender_url: str
    to: str
    urls: str
    date_text: str
    at: datetime | None
    is_approximate: bool
    reference: str
    snippet: str
    digest: str
    direction: str
    """`INCOMING` or `OUTGOING` in exports of 2018, else empty."""


_Contact = tuple[str, str, str, str, datetime | None, str | None, str | None, str | None, bool]
"""A row of the table `encounter`, in the order of `_CONTACT`."""
_CONTACT = (
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


def read_messages(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return one encounter for each sender and recipient of a message, and a record for each.

    Nothing is decided about which side is the owner, except where exports of 2018 say it.
    """
    directory = Directory()
    messages = list(_messages(sheet, directory, snapshot.zone))
    people = People(sheet.kind)
    encounters = _encounters(sheet, messages, people, directory)
    as_of, newest = snapshot.day({one.at.date() if one.at else None for one in messages})
    return ImportResult(
        sheet.kind,
        sheet.read,
        {"record": fact_frame("record", people.rows(as_of)), "encounter": encounters},
        sheet.rejections(),
        as_of,
        newest,
    )


def _messages(sheet: Sheet, directory: Directory, zone: tzinfo) -> Iterator[_Message]:
    """Yield the messages that may be contacts; the directory learns who wrote where."""
    judge, read = _judge(sheet), _reader(sheet, zone)
    sender, url, content = (
        sheet.cell("from"),
        sheet.cell("senderprofileurl"),
        sheet.cell("content"),
    )
    for number, row in sheet:
        name, address, body = sender(row), url(row), content(row)
        why = judge(row, name, address, body)
        if why:
            sheet.reject(number, why, row)
            continue
        one = read(number, row, name, address, body)
        directory.learn(one.conversation, name, address)
        yield one


def _reader(sheet: Sheet, zone: tzinfo) -> Callable[[int, Row, str, str, str], _Message]:
    conversation, title = sheet.cell("conversationid"), sheet.cell("conversationtitle")
    to, urls = sheet.cell("to"), sheet.cell("recipientprofileurls")
    subject, sent, direction = sheet.cell("subject"), sheet.cell("date"), sheet.cell("direction")

    def read(number: int, row: Row, name: str, address: str, body: str) -> _Message:
        date_text = sent(row)
        # Line breaks were flattened until 2025; the same message must keep its id.
        flat = " ".join(body.split())
        return _Message(
            number,
            conversation(row),
            name,
            address,
            to(row),
            urls(row),
            date_text,
            *parse_local(date_text, zone=zone),
            subject(row) or title(row),
            _snippet(flat),
            blake2b(flat.encode("utf-8", "replace"), digest_size=12).hexdigest(),
            direction(row).upper(),
        )

    return read


def _judge(sheet: Sheet) -> Callable[[Row, str, str, str], str | None]:
    """Return a function that says why a message is no contact, or null."""
    folder = sheet.cell("folder")
    draft = sheet.cell("ismessagedraft", "isconversationdraft")
    has_urls = sheet.has("senderprofileurl")

    def judge(row: Row, name: str, address: str, body: str) -> str | None:
        if draft(row).casefold() in {"yes", "true", "1"}:
            return _DRAFT
        if folder(row).casefold() == "spam":
            return _SPAM
        if ("%" in body and _PLACEHOLDER.search(body)) or ("<" in body and "spinmail" in body):
            return _ADVERT
        if "</p>" in body and _INMAIL.match(body):
            return _ADVERT
        if is_hidden(name):
            return _HIDDEN_SENDER
        if has_urls and not address and "<" in body and _MARKUP.search(body):
            return _ADVERT
        return None if name or address else _NO_SENDER

    return judge


def _snippet(flat: str) -> str:
    text = flat[:_SEARCHED]
    if "<" not in text and "&" not in text:
        return text[:_SNIPPET]
    text = _MARKUP.sub(" ", text)
    if _ENTITY.search(text):
        text = html.unescape(text)
    return " ".join(text.split())[:_SNIPPET]


def _encounters(
    sheet: Sheet, messages: Sequence[_Message], people: People, directory: Directory
) -> pl.DataFrame:
    found: dict[tuple[str, str, str], list[str]] = {}
    contacts: dict[str, _Contact] = {}
    for one in messages:
        key = (one.conversation, one.to, one.urls)
        if key not in found:
            parties = match_recipients(one.to, one.urls, one.conversation, directory)
            ids = [people.add(name, url, one.at) for name, url in parties]
            found[key] = [who for who in ids if who is not None]
        why = _take(one, found[key], people, contacts)
        if why:
            sheet.reject(one.number, why, [one.sender, one.to, one.date_text, one.snippet])
    schema = {name: FACTS["encounter"].schema[name] for name in _CONTACT}
    columns = zip(*contacts.values(), strict=True) if contacts else [()] * len(schema)
    return pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema)


def _take(
    one: _Message, recipients: list[str], people: People, contacts: dict[str, _Contact]
) -> str | None:
    """Add the contacts of a message to `contacts`, or return why it has none."""
    sender = people.add(one.sender, one.sender_url, one.at)
    if sender is None:
        return _NO_SENDER
    if not recipients:
        return _HIDDEN_RECIPIENT if "linkedin member" in one.to.casefold() else _NO_RECIPIENT
    if len(recipients) > _MOST_RECIPIENTS:
        return _CROWD
    if one.direction:
        _mark_owner(one, sender, recipients, people)
    why: str | None = _TO_ONESELF
    # What is written, not the zone it is taken to be in, makes the id.
    written = parse_moment(one.date_text)
    when = written.timestamp() if written else one.date_text
    for who in recipients:
        if who == sender:
            continue
        new = stable_id("e", one.conversation, when, sender, who, one.digest)
        if new in contacts:
            why = _TWICE if why else None
            continue
        conversation, reference = one.conversation or None, one.reference or None
        contacts[new] = (
            new,
            sender,
            who,
            CHANNEL,
            one.at,
            conversation,
            reference,
            one.snippet or None,
            one.is_approximate,
        )
        why = None
    return why


def _mark_owner(one: _Message, sender: str, recipients: Sequence[str], people: People) -> None:
    if one.direction == "OUTGOING":
        people.mark_owner(sender)
    elif one.direction == "INCOMING" and len(recipients) == 1:
        people.mark_owner(recipients[0])
