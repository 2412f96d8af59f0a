"""iCalendar files: one encounter for every held occurrence and every two people who took part."""

import copy
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import combinations
from typing import Any

import icalendar
import recurring_ical_events

from relevance.errors import UnreadableFileError
from relevance.schema import fact_frame, stable_id
from relevance.sources.archive import SourceFile
from relevance.sources.calendars.parties import Party, parties_of
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.text import decode

__all__ = ["read", "recognises"]

KIND = "calendar"
CHANNEL = "meeting"
MOST_PEOPLE = 25

_YEARS = 10
_MOST_OCCURRENCES = 2_000
_MOST_COUNTED = 10_000
_EARLIEST = 1970
_FINE_GRAINED = ("SECONDLY", "MINUTELY", "HOURLY")

# The parsers raise whatever their pieces raise on damaged rules and dates.
_WHATEVER = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)

_FOLD = re.compile(rb"\r?\n[ \t]")

_ALONE = "nobody else took part"
_CROWD = f"more than {MOST_PEOPLE} people"
_CANCELLED = "cancelled"
_NOT_YET = "not held yet"
_NO_TIME = "no time"
_DAMAGED = "damaged event"
_TOO_OFTEN = "repeats more often than daily"
_BEFORE = f"held more than {_YEARS} years ago"
_TWICE = "same event twice"


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is an iCalendar."""
    del path
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        start = head.decode("utf-16", "ignore").lstrip().encode()
    return start[:15].upper().startswith(b"BEGIN:VCALENDAR")


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return one encounter for each held occurrence of a meeting and each two of its people.

    Rows are the events as the file holds them; a recurring one is one row, its exceptions are rows
    of their own. Occurrences are worked out over the ten years before the day of the file; those
    after it are not held yet. Who the owner is shows later: every pair is given, from the organiser
    where they are one of the two.

    Args:
        file: an iCalendar file.
        as_of: the day up to which meetings were held; today unless given.
        zone: zone of times that name none.

    Raises:
        UnreadableFileError: it is no calendar.
    """
    until = as_of or datetime.now(UTC).date()
    taking = _Taking(until, zone)
    for event in _events(file, taking):
        taking.take(event)
    return taking.result(as_of)


def _events(file: SourceFile, taking: "_Taking") -> Iterator[list[icalendar.Event]]:
    """Yield the events of each UID together: a recurring one with its exceptions."""
    # A fold may cut a letter in two, so lines are joined before they are decoded.
    text = decode(_FOLD.sub(b"", file.read()))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError) as error:
        msg = f"{file.path} is no readable calendar ({error}). Export the calendar again as .ics."
        raise UnreadableFileError(msg) from error
    grouped: dict[str, list[icalendar.Event]] = {}
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            if not isinstance(event, icalendar.Event):
                continue
            taking.read += 1
            uid = str(event.get("UID") or f"without id {taking.read}")
            grouped.setdefault(uid, []).append(event)
    yield from grouped.values()


class _Taking:
    """Collects what the events of one file say."""

    def __init__(self, until: date, zone: tzinfo) -> None:
        self.read = 0
        self._until = datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=UTC)
        self._since = self._until - timedelta(days=366 * _YEARS)
        self._zone = zone
        self._rows: list[dict[str, Any]] = []
        self._people: dict[str, dict[str, Any]] = {}
        self._rejected: list[Rejection] = []
        self._seen: set[str] = set()
        self._number = 0

    def take(self, events: list[icalendar.Event]) -> None:
        """Take in the events of one UID."""
        first = self._number + 1
        self._number += len(events)
        outcome = self._outcome(events)
        for place, event in enumerate(events):
            reason = outcome.get(id(event))
            if reason:
                self._rejected.append(Rejection(first + place, reason, _title(event)))

    def _outcome(self, events: list[icalendar.Event]) -> dict[int, str]:
        """Take in what was held and return why events gave nothing, by identity."""
        held: Counter[int] = Counter()
        later: set[int] = set()
        reasons: dict[int, str] = {}
        try:
            for event, occurrence in self._occurrences(events, reasons):
                at, is_approximate = self._moment(occurrence)
                if at is None:
                    reasons[id(event)] = _NO_TIME
                elif at > self._until:
                    later.add(id(event))
                elif at < self._since:
                    reasons.setdefault(id(event), _BEFORE)
                elif why := _why_not(occurrence):
                    reasons[id(event)] = why
                else:
                    self._meet(occurrence, at, is_approximate=is_approximate)
                    held[id(event)] += 1
        except _WHATEVER:
            reasons |= {id(event): _DAMAGED for event in events if not held[id(event)]}
        for event in events:
            if held[id(event)]:
                reasons.pop(id(event), None)
            elif id(event) not in reasons:
                reasons[id(event)] = _NOT_YET if id(event) in later else _TWICE
        return reasons

    def _occurrences(
        self, events: list[icalendar.Event], reasons: dict[int, str]
    ) -> Iterator[tuple[icalendar.Event, icalendar.Event]]:
        """Yield (event of the file, one occurrence of it); single events are their own occurrence."""
        recurring = [one for one in events if one.get("RRULE") or one.get("RDATE")]
        exceptions = [one for one in events if one.get("RECURRENCE-ID")]
        for event in events:
            if event in recurring or (event in exceptions and recurring):
                continue
            yield event, event
        for event in recurring:
            if _is_fine_grained(event):
                reasons[id(event)] = _TOO_OFTEN
                continue
            yield from self._expanded(event, exceptions)

    def _expanded(
        self, event: icalendar.Event, exceptions: list[icalendar.Event]
    ) -> Iterator[tuple[icalendar.Event, icalendar.Event]]:
        whole = icalendar.Calendar()
        whole.add_component(_bounded(event, self._until))
        by_moment = {}
        for one in exceptions:
            whole.add_component(one)
            by_moment[str(one.decoded("RECURRENCE-ID", ""))] = one
        query = recurring_ical_events.of(whole, skip_bad_series=True)
        held = query.between(self._since, self._until)
        for found in held[-_MOST_OCCURRENCES:]:
            told = str(found.decoded("RECURRENCE-ID", ""))
            yield by_moment.get(told, event), found
        if not held:
            yield event, event

    def _moment(self, event: icalendar.Event) -> tuple[datetime | None, bool]:
        start = event.decoded("DTSTART", None)
        if isinstance(start, datetime):
            if start.tzinfo is None:
                return start.replace(tzinfo=self._zone).astimezone(UTC), True
            return start.astimezone(UTC), False
        if isinstance(start, date):
            noon = datetime(start.year, start.month, start.day, 12, tzinfo=self._zone)
            return noon.astimezone(UTC), True
        return None, True

    def _meet(self, event: icalendar.Event, at: datetime, *, is_approximate: bool) -> None:
        organiser, everyone = parties_of(event)
        uid = str(event.get("UID") or f"{_title(event)}")
        title = _title(event)
        for one, other in combinations(sorted(everyone, key=lambda party: party.mail), 2):
            if organiser and other.mail == organiser:
                one, other = other, one
            sender, recipient = self._record(one), self._record(other)
            key = stable_id("e", KIND, uid, at.isoformat(), sender, recipient)
            if key in self._seen:
                continue
            self._seen.add(key)
            self._rows.append(
                {
                    "encounter_id": key,
                    "sender_record_id": sender,
                    "recipient_record_id": recipient,
                    "channel": CHANNEL,
                    "at": at,
                    "conversation": f"calendar:{uid}"[:300],
                    "reference": title or None,
                    "is_approximate": is_approximate,
                }
            )

    def _record(self, party: Party) -> str:
        record = person_record(KIND, party.name, emails=[party.mail]) or {}
        record["record_id"] = stable_id("r", KIND, party.mail)
        known = self._people.get(record["record_id"])
        if known is None or (party.name and not known["name"].strip("@")):
            self._people[record["record_id"]] = record
        return str(record["record_id"])

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in."""
        encounters = fact_frame("encounter", self._rows)
        newest = encounters["at"].dt.date().max()
        return ImportResult(
            KIND,
            self.read,
            {"record": fact_frame("record", self._people.values()), "encounter": encounters},
            tuple(sorted(self._rejected, key=lambda one: one.row)),
            as_of,
            newest if isinstance(newest, date) else None,
        )


def _why_not(event: icalendar.Event) -> str | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return _CANCELLED
    _, everyone = parties_of(event)
    if len(everyone) > MOST_PEOPLE:
        return _CROWD
    return _ALONE if len(everyone) < 2 else None


def _rules(event: icalendar.Event) -> list[Any]:
    rules = event.get("RRULE")
    return [one for one in (rules if isinstance(rules, list) else [rules]) if one]


def _is_fine_grained(event: icalendar.Event) -> bool:
    return any(
        any(str(one).upper() in _FINE_GRAINED for one in rule.get("FREQ", []))
        or any(len(rule.get(part, [])) > 1 for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        for rule in _rules(event)
    )


def _bounded(event: icalendar.Event, until: datetime) -> icalendar.Event:
    """Return the event with an end to its repeating, so that no rule runs on for centuries."""
    start = event.decoded("DTSTART", None)
    if isinstance(start, date) and start.year < _EARLIEST:
        msg = "a recurring event that began before there were calendars of this kind"
        raise ValueError(msg)
    end: date = until
    if isinstance(start, datetime) and start.tzinfo is None:
        end = until.replace(tzinfo=None)
    elif not isinstance(start, datetime):
        end = until.date()
    bounded: icalendar.Event = copy.deepcopy(event)
    for rule in _rules(bounded):
        count = rule.get("COUNT", [0])[0]
        if count > _MOST_COUNTED or not (count or rule.get("UNTIL")):
            rule.pop("COUNT", None)
            rule["UNTIL"] = [end]
    return bounded


def _title(event: icalendar.Event) -> str:
    text = " ".join(str(event.get("SUMMARY") or "").split())
    return "".join(char for char in text if char.isprintable())[:120]
