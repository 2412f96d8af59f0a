"""Direct messages of two and of groups: who wrote to whom and when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import ijson

from relevance.schema import stable_id, text_key
from relevance.sources.json_stream import BrokenJsonError
from relevance.sources.result import ImportResult
from relevance.sources.x.facts import Facts
from relevance.sources.x.fields import dicts, inner, number_id, word
from relevance.sources.x.people import KIND, Account
from relevance.sources.x.times import moment, snowflake_time
from relevance.sources.x.wording import readable, snippet, without_markup
from relevance.texts import marked

__all__ = ["read_messages"]

CHANNEL = "x message"

_NO_MESSAGE = marked("not a message")
_NO_SENDER = marked("no sender")
_NO_RECIPIENT = marked("no recipient")
_TO_ONESELF = marked("sender and recipient are the same")
_TWICE = marked("same message twice in this file")
_CROWD = marked("group of more than 25 people")
_HAPPENINGS = {
    "joinConversation": marked("joined a group"),
    "participantsJoin": marked("joined a group"),
    "participantsLeave": marked("left a group"),
    "conversationNameUpdate": marked("group was renamed"),
}
_MOST_PEOPLE = 25
_ENOUGH_CONVERSATIONS = 3

_CONVERSATION = "item.dmConversation"
_NAME = f"{_CONVERSATION}.conversationId"
_MESSAGE = f"{_CONVERSATION}.messages.item"
_OLDEST = datetime.min.replace(tzinfo=UTC)


class _Line(NamedTuple):
    """One message, or one happening, of a conversation."""

    row: int
    what: str
    at: datetime | None
    number: str
    sender: str | None
    recipient: str | None
    people: frozenset[str]
    text: str | None
    is_approximate: bool


@dataclass
class _Conversation:
    """What is known of the conversation that is being read."""

    name: str | None = None
    title: str | None = None
    waiting: list[_Line] = field(default_factory=list)
    """Lines of a group: who is in it shows only at its end, since the newest come first."""


def read_messages(events: Iterable[tuple[str, str, Any]], facts: Facts) -> ImportResult:
    """Return an encounter for each message and recipient, from the tokens of the file.

    In a group the recipients are those who were in it at the time, as far as joining and leaving
    tell. Accounts are known by their ids only. The one that takes part in every conversation of
    two, if these are three or more, is the owner's.
    """
    reading = _Reading(facts)
    try:
        reading.take_all(events)
    except BrokenJsonError as error:
        reading.close()
        facts.broke_off(error)
    reading.mark_owner()
    return facts.result()


class _Reading:
    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._open = _Conversation()
        self._seen: set[str] = set()
        self._pairs: dict[str, frozenset[str]] = {}

    def take_all(self, events: Iterable[tuple[str, str, Any]]) -> None:
        """Read the tokens; one message at a time is put together, however long the conversation."""
        builder = None
        for path, event, value in events:
            if builder is not None:
                builder.event(event, value)
                if path == _MESSAGE and event == "end_map":
                    self._take(builder.value)
                    builder = None
            elif path == _MESSAGE and event == "start_map":
                builder = ijson.ObjectBuilder()
                builder.event(event, value)
            elif path == _NAME and event in {"string", "number"}:
                self._open.name = str(value)[:100]
            elif path == _CONVERSATION and event == "end_map":
                self.close()
            elif path in {_MESSAGE, "item"} and event in {"string", "number", "boolean", "null"}:
                self._refuse(_NO_MESSAGE, value)

    def _refuse(self, why: str, excerpt: object) -> None:
        self._facts.row()
        self._facts.reject(why, excerpt)

    def _take(self, item: Mapping[str, Any]) -> None:
        happening = next((name for name in _HAPPENINGS if name in item), None)
        message = inner(item, "messageCreate")
        if not (happening or message):
            self._refuse(_NO_MESSAGE, item)
            return
        line = _line(item, happening, self._facts)
        self._facts.dated(line.at)
        if happening == "conversationNameUpdate" and self._open.title is None:
            self._open.title = word(inner(item, happening), "name") or None
        if line.recipient:
            self._pair(line)
            self._send(line, [line.recipient])
        else:
            self._open.waiting.append(line)

    def _pair(self, line: _Line) -> None:
        """Remember the two sides of a conversation of two."""
        parties = frozenset(one for one in (line.sender, line.recipient) if one)
        name = self._open.name or "-".join(sorted(parties))
        self._pairs[name] = frozenset(name.split("-")) if name.count("-") == 1 else parties

    def _send(self, line: _Line, recipients: Iterable[str]) -> None:
        """Add the encounters of one message, or say why there are none."""
        facts = self._facts
        others = sorted(one for one in recipients if one != line.sender)
        why = None
        if line.sender is None:
            why = _NO_SENDER
        elif not others:
            why = _TO_ONESELF if line.recipient else _NO_RECIPIENT
        elif line.number in self._seen:
            why = _TWICE
        if why or line.sender is None:
            facts.reject(why or _NO_SENDER, line.text or "", row=line.row)
            return
        self._seen.add(line.number)
        sender_id = facts.see(Account(line.sender), line.at)
        for other in others:
            facts.add(
                "encounter",
                {
                    "encounter_id": stable_id("e", KIND, line.number, line.sender, other),
                    "sender_record_id": sender_id,
                    "recipient_record_id": facts.see(Account(other), line.at),
                    "channel": CHANNEL,
                    "at": line.at,
                    "conversation": self._open.name,
                    "reference": self._open.title,
                    "snippet": line.text,
                    "is_approximate": line.is_approximate,
                },
            )

    def close(self) -> None:
        """Work out the lines of a group, and leave the conversation."""
        lines = self._open.waiting
        known = frozenset(one for line in lines for one in _named(line))
        is_crowd = len(known) > _MOST_PEOPLE
        for line, present in _attended(lines, known):
            if line.what in _HAPPENINGS:
                self._facts.reject(_HAPPENINGS[line.what], line.text or "", row=line.row)
            elif is_crowd:
                self._facts.reject(_CROWD, line.text or "", row=line.row)
            else:
                self._send(line, present)
        self._open = _Conversation()

    def mark_owner(self) -> None:
        """Mark the one account that is in every conversation of two, where that proves anything."""
        if len(self._pairs) < _ENOUGH_CONVERSATIONS:
            return
        common = frozenset.intersection(*self._pairs.values())
        if len(common) == 1:
            self._facts.people.mark_owner(Account(next(iter(common))))


def _line(item: Mapping[str, Any], happening: str | None, facts: Facts) -> _Line:
    source = inner(item, happening or "messageCreate")
    number = number_id(source, "id")
    at, is_approximate = moment(word(source, "createdAt"), facts.zone)
    at = at or snowflake_time(number)
    facts.row()
    links = {word(one, "url"): word(one, "expanded") for one in dicts(source, "urls")}
    said = snippet(readable(without_markup(word(source, "text", "name")), links))
    sender = number_id(source, "senderId", "initiatingUserId")
    return _Line(
        facts.read,
        happening or "messageCreate",
        at,
        number or f"{at}|{sender}|{text_key(word(source, 'text'))[:16]}",
        sender,
        None if happening else number_id(source, "recipientId"),
        _ids(source, "userIds") | _ids(source, "participantsSnapshot"),
        said,
        is_approximate,
    )


def _ids(source: Mapping[str, Any], name: str) -> frozenset[str]:
    listed = source.get(name)
    values = listed[:1000] if isinstance(listed, list) else []
    found = (number_id({"id": value}, "id") for value in values)
    return frozenset(one for one in found if one)


def _named(line: _Line) -> frozenset[str]:
    return line.people | ({line.sender} if line.sender else frozenset())


def _attended(
    lines: Iterable[_Line], known: frozenset[str]
) -> Iterator[tuple[_Line, frozenset[str]]]:
    """Yield the lines of a group, the oldest first, each with those who were in it."""
    # Equal moments keep the order of the file, turned round: there the newest come first.
    ordered = list(lines)[::-1]
    ordered.sort(key=lambda line: line.at or _OLDEST)
    late = {one for line in ordered if line.what == "participantsJoin" for one in line.people}
    early = {one for line in ordered if line.what == "joinConversation" for one in _named(line)}
    present = known - (late - early)
    for line in ordered:
        if line.what == "participantsLeave":
            present -= line.people
        else:
            present |= line.people | _named(line)
        yield line, present
