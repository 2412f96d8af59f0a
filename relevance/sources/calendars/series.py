"""Events that repeat -> their occurrences, with their exceptions, within bounds that no rule can break."""

import copy
import warnings
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from math import prod
from typing import Any, NamedTuple

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar.prop import vRecur

from relevance.sources.calendars.dates import moment_key, until_of
from relevance.sources.calendars.events import WHATEVER, Event
from relevance.texts import marked

__all__ = ["EARLIEST", "MOST_OCCURRENCES", "Occurrence", "Series", "SeriesError"]

MOST_OCCURRENCES = 2_000
"""The newest of one series that count: five years of every day, forty of every week."""
EARLIEST = 1970
"""Before this year there were no calendars of this kind: 1601 or the year 1 stand for "no date"."""

_MOST_STEPS = 200_000
_FINE_GRAINED = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 28}
_STEPS_OF_LOOKING = 1_000
_SLOW = frozenset({"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_MOST_A_DAY = 4
_LONGEST_LIST = 400
_ROW = "X-RELEVANCE-ROW"
_TOO_OFTEN = marked("repeats more often than daily")
_TOO_EARLY = marked("began before 1970")
_TOO_MUCH = marked("too many repeated events in one file")
_NO_RULE = marked("repeats by a rule that cannot be read")


class SeriesError(Exception):
    """A series is not worked out; its text says why, in the words that reports count by."""


class Occurrence(NamedTuple):
    """One date of a series."""

    row: int
    """Of the event that says who takes part: the series itself or an exception."""
    start: date
    """A moment with a zone, or a day."""
    original: str
    """Which of the series it is, as `moment_key` writes it."""


class Series:
    """Works out the series of one file: what all of them may cost together is bounded."""

    def __init__(self, until: datetime) -> None:
        """Begin; `until` is the moment after which nothing was held yet."""
        self._until = until
        self._steps = 0

    def occurrences(self, master: Event, exceptions: Sequence[Event]) -> list[Occurrence]:
        """Return the occurrences up to now, the oldest first, among them those of `exceptions`.

        Raises:
            SeriesError: the rule of `master` cannot be read or is out of all bounds.
        """
        whole = icalendar.Calendar()
        for event in (master, *exceptions):
            dates = copy.deepcopy(event.component) or icalendar.Event()
            if event is master:
                self._bound(dates)
            dates[_ROW] = str(event.row)
            whole.add_component(dates)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                query = recurring_ical_events.of(whole)
                found = query.between(datetime(EARLIEST, 1, 1, tzinfo=UTC), self._until)
        except WHATEVER as error:
            raise SeriesError(_NO_RULE) from error
        self._steps += len(found)
        return sorted(map(_occurrence, found), key=lambda one: one.original)

    def _bound(self, dates: Any) -> None:
        """Give every rule an end, and refuse those that would take for ever."""
        start = dates["DTSTART"].dt
        if start.year < EARLIEST:
            raise SeriesError(_TOO_EARLY)
        rules = dates.get("RRULE") or []
        for rule in rules:
            _refuse_explosions(rule)
            rule["UNTIL"] = [until_of(rule, self._until, start)]
            days = (self._until.date() - _day(start)).days
            self._steps += max(1, days // _DAYS[rule["FREQ"][0]])
            if _SLOW & set(rule):
                self._steps += _STEPS_OF_LOOKING
                _refuse_never(rule, start)
        if self._steps > _MOST_STEPS:
            raise SeriesError(_TOO_MUCH)


def _refuse_explosions(rule: Any) -> None:
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    lists = {name: values for name, values in rule.items() if name.startswith("BY")}
    a_day = prod(len(lists.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if frequency in _FINE_GRAINED or a_day > _MOST_A_DAY:
        raise SeriesError(_TOO_OFTEN)
    if frequency not in _DAYS or any(len(values) > _LONGEST_LIST for values in lists.values()):
        raise SeriesError(_NO_RULE)
    rule["FREQ"] = [frequency]


def _refuse_never(rule: Any, start: date) -> None:
    """Refuse a rule such as "every 30 February", which would be looked for up to the year 9999."""
    # The calendar repeats itself every 400 years, so the last of them tell as much as all to come.
    begin = _day(start).replace(year=start.year + (9999 - start.year) // 400 * 400)
    endless = {name: value for name, value in rule.items() if name not in {"UNTIL", "COUNT"}}
    text = vRecur(endless).to_ical().decode()  # type: ignore[no-untyped-call]
    try:
        found = next(iter(rrulestr(text, dtstart=datetime.combine(begin, time()))), None)
    except WHATEVER as error:
        raise SeriesError(_NO_RULE) from error
    if found is None:
        raise SeriesError(_NO_RULE)


def _occurrence(found: Any) -> Occurrence:
    start, replaced = found["DTSTART"].dt, found["RECURRENCE-ID"]
    # Those that follow a change to all later ones carry the date of the first of them.
    is_one = not replaced.params.get("RANGE")
    return Occurrence(int(found[_ROW]), start, moment_key(replaced.dt if is_one else start))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
