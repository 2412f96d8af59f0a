"""Collects what the events of one file say: who met whom when, and what was left out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import combinations
from typing import Any

import polars as pl

from relevance.schema import FACTS, fact_frame, stable_id
from relevance.sources.calendars.dates import moment_key
from relevance.sources.calendars.events import Event
from relevance.sources.calendars.parties import Party
from relevance.sources.calendars.revisions import Versions
from relevance.sources.calendars.series import (
    EARLIEST,
    MOST_OCCURRENCES,
    Occurrence,
    Series,
    SeriesError,
)
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection
from relevance.texts import marked

__all__ = ["KIND", "CalendarTaking"]

KIND = "calendar"
CHANNEL = "meeting"
MOST_PEOPLE = 25

_MOST_ENCOUNTERS = 1_000_000
_PIECE = 50_000
_ALONE = marked("nobody else took part")
_CROWD = marked("more than 25 people")
_CANCELLED = "cancelled"
_NOT_YET = marked("not held yet")
_TOO_EARLY = marked("dated before 1970")
_NEVER = marked("no date of it is left")
_TWICE = marked("same event twice")
_SOME = marked("repeats so often that only its newest 2,000 dates count")
_TOO_MANY = marked("too many meetings in one file")
_COLUMNS = (
    *("encounter_id", "sender_record_id", "recipient_record_id", "channel", "at", "conversation"),
    *("reference", "is_approximate"),
)
_SCHEMA = pl.Schema({name: FACTS["encounter"].schema[name] for name in _COLUMNS})


class CalendarTaking:
    """The facts of one file."""

    def __init__(self, until: datetime, zone: tzinfo) -> None:
        """Begin with nothing; what begins after `until` was not held yet, days are days in `zone`."""
        self._until, self._zone = until, zone
        self._series = Series(until)
        self._people: dict[str, dict[str, Any]] = {}
        self._ids: dict[Party, str] = {}
        self._rows: list[tuple[Any, ...]] = []
        self._frames: list[pl.DataFrame] = []
        self._count = 0
        self._seen: set[str] = set()
        self._reasons: dict[int, str] = {}

    def take(self, versions: Versions) -> None:
        """Take in all events of a file."""
        self._reasons |= versions.reasons
        for named, events in versions.events.items():
            masters = [one for one in events if one.original is None]
            exceptions = [one for one in events if one.original is not None]
            repeated = [one for one in masters if one.component]
            for event in masters:
                if not event.component:
                    which = moment_key(event.start) if len(masters) > 1 and event.start else ""
                    self._take(event, [Occurrence(event.row, event.start or date.min, which)])
            for event in repeated:
                self._take_series(event, exceptions, versions.struck_out.get(named, set()))
            if not repeated:
                for event in exceptions:
                    here = Occurrence(event.row, event.start or date.min, event.original or "")
                    self._take(event, [here])

    def _take_series(
        self, master: Event, exceptions: Sequence[Event], struck_out: set[str]
    ) -> None:
        by_row = {event.row: event for event in (master, *exceptions)}
        refused = {row: why for row, event in by_row.items() if (why := _why_not(event))}
        if len(refused) == len(by_row):
            self._reasons |= refused
            return
        try:
            found = self._series.occurrences(master, exceptions)
        except SeriesError as error:
            self._reasons |= dict.fromkeys(by_row, str(error))
            return
        dates = [one for one in found if one.original not in struck_out]
        for row, event in by_row.items():
            self._take(event, [one for one in dates if one.row == row])
        if len(dates) > MOST_OCCURRENCES:
            self._reasons.setdefault(master.row, _SOME)

    def _take(self, event: Event, dates: Sequence[Occurrence]) -> None:
        """Take in the dates of an event, and note why if they give nothing."""
        why = _why_not(event)
        held = 0
        if not why:
            for one in dates[-MOST_OCCURRENCES:]:
                at = self._moment(one.start)
                if at > self._until:
                    why = why or _NOT_YET
                elif at.year < EARLIEST:
                    why = why or _TOO_EARLY
                elif self._count > _MOST_ENCOUNTERS:
                    why = _TOO_MANY
                else:
                    held += self._meet(event, one.original, at)
                    why = why or _TWICE
        if not held or why == _TOO_MANY:
            self._reasons[event.row] = why or self._why_no_date(event)

    def _why_no_date(self, event: Event) -> str:
        is_ahead = event.start is not None and self._moment(event.start) > self._until
        return _NOT_YET if is_ahead else _NEVER

    def _moment(self, start: date) -> datetime:
        if isinstance(start, datetime):
            return start.astimezone(UTC)
        # The middle of a day is never another day, whatever the zone.
        return datetime(start.year, start.month, start.day, 12, tzinfo=self._zone).astimezone(UTC)

    def _meet(self, event: Event, which: str, at: datetime) -> int:
        """Note that all people of an event met, and return how many pairs of them are new."""
        uid = event.uid or f"{event.title} {moment_key(event.start or at)}"
        conversation = f"calendar:{uid}"[:300]
        before = self._count
        for one, other in combinations(sorted(event.parties, key=lambda party: party.key), 2):
            if event.organiser == other.key:
                one, other = other, one
            sender, recipient = self._record(one), self._record(other)
            key = stable_id("e", KIND, uid, which, sender, recipient)
            if key in self._seen:
                continue
            self._seen.add(key)
            self._count += 1
            told = (event.title or None, event.is_approximate)
            self._rows.append((key, sender, recipient, CHANNEL, at, conversation, *told))
        if len(self._rows) > _PIECE:
            self._flush()
        return self._count - before

    def _flush(self) -> None:
        self._frames.append(pl.DataFrame(self._rows, schema=_SCHEMA, orient="row"))
        self._rows = []

    def _record(self, party: Party) -> str:
        if party not in self._ids:
            record = person_record(KIND, party.name, emails=[party.mail]) or {}
            if party.mail:
                record["record_id"] = stable_id("r", KIND, party.mail)
            self._ids[party] = str(record["record_id"])
            known = self._people.get(self._ids[party])
            if known is None or (party.name and "@" in known["name"]):
                self._people[self._ids[party]] = record
        return self._ids[party]

    def result(self, events: Sequence[Event], as_of: date | None) -> ImportResult:
        """Return everything that was taken in of the events of a file."""
        self._flush()
        encounters = pl.concat(self._frames)
        newest = encounters["at"].dt.date().max()
        titles = {event.row: event.title for event in events}
        rejected = (Rejection(row, why, titles[row]) for row, why in sorted(self._reasons.items()))
        return ImportResult(
            KIND,
            len(events),
            {"record": fact_frame("record", self._people.values()), "encounter": encounters},
            tuple(rejected),
            as_of,
            newest if isinstance(newest, date) else None,
        )


def _why_not(event: Event) -> str | None:
    if event.is_cancelled:
        return _CANCELLED
    if len(event.parties) > MOST_PEOPLE:
        return _CROWD
    return _ALONE if len(event.parties) < 2 else None
