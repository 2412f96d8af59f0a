"""The dates and rules of an event, placed in a time zone and bounded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

import icalendar
from icalendar.prop import vDDDLists, vDDDTypes, vRecur

from relevance.sources.calendars.zones import ABOUT, fixed_zone
from relevance.texts import _

__all__ = ["DATED", "dates_only", "first_of", "moment_key", "placed", "until_of"]

DATED = frozenset({"DTSTART", "RECURRENCE-ID", "RDATE", "EXDATE"})
"""Properties whose time may name a zone."""

_RULE_PARTS = frozenset(
    {
        *("FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY"),
        *("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"),
    }
)


def placed(value: Any, local: tzinfo) -> tuple[date, bool]:
    """Return the moment (with a zone) or day of a property, and whether it is approximate.

    A time without a zone is one in `local`; such times, days, and zones only known by their distance to UTC are
    approximate.
    """
    moment = value.dt
    if isinstance(moment, tuple):
        moment = moment[0]
    if isinstance(moment, datetime) and moment.tzinfo is None:
        name = str(value.params.get("TZID", ""))
        zone = fixed_zone(name)
        return moment.replace(tzinfo=zone or local), zone is None or name.startswith(ABOUT)
    if not isinstance(moment, date):
        msg = _("{moment!r} is neither a day nor a moment", moment=moment)
        raise TypeError(msg)
    return moment, not isinstance(moment, datetime)


def moment_key(moment: date) -> str:
    """Return a moment in UTC, or a day, as text that is equal for equal ones."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S")
    return moment.strftime("%Y%m%d")


def dates_only(event: icalendar.Event, local: tzinfo) -> icalendar.Event | None:
    """Return an event with nothing but its dates and rules, every time in a zone; null where it does not repeat."""
    repeats = [name for name in ("RRULE", "RDATE", "RECURRENCE-ID") if event.get(name)]
    if not repeats:
        return None
    start, _ = placed(first_of(event, "DTSTART"), local)
    bare = icalendar.Event()
    bare["UID"] = str(event.get("UID") or "")
    bare["DTSTART"] = vDDDTypes(start)
    original = first_of(event, "RECURRENCE-ID")
    if original:
        bare["RECURRENCE-ID"] = vDDDTypes(placed(original, local)[0])
        following = str(original.params.get("RANGE", "")).strip().upper()
        if following:
            bare["RECURRENCE-ID"].params["RANGE"] = following
        return bare
    for name in ("RDATE", "EXDATE"):
        moments = [moment for value in _all(event, name) for moment in _moments(value, local)]
        if moments:
            bare[name] = vDDDLists(moments)
    rules = [_rule(value, start) for value in _all(event, "RRULE")]
    if rules:
        bare["RRULE"] = rules
    return bare


def until_of(rule: vRecur, end: datetime, start: date) -> date:
    """Return up to when a rule goes on, at most to `end`, as a day or a moment like `start`."""
    told = rule.get("UNTIL")
    if isinstance(start, datetime):
        return min(told[0], end) if told else end
    return min(told[0], end.date()) if told else end.date()


def first_of(event: icalendar.Event, name: str) -> Any:
    """Return the first value of a property, null where it has none; only one is allowed, but two occur."""
    return next(_all(event, name), None)


def _all(event: icalendar.Event, name: str) -> Iterator[Any]:
    value = event.get(name)
    yield from value if isinstance(value, list) else [value] if value else []


def _moments(values: Any, local: tzinfo) -> Iterator[date]:
    for one in values.dts:
        one.params.update(values.params)
        yield placed(one, local)[0]


def _rule(told: Any, start: date) -> vRecur:
    """Return a rule with the parts that calendars of all kinds agree on, its end in the form of `start`."""
    if not isinstance(told, vRecur):
        msg = _("{told!r} is no rule", told=told)
        raise TypeError(msg)
    rule = vRecur({name: value for name, value in told.items() if name.upper() in _RULE_PARTS})
    if rule.get("COUNT", [1])[0] < 1:
        del rule["COUNT"]
    if rule.get("INTERVAL", [1])[0] < 1:
        rule["INTERVAL"] = [1]
    if rule.get("UNTIL"):
        rule["UNTIL"] = [_like(rule["UNTIL"][0], start)]
    return rule


def _like(until: date, start: date) -> date:
    # "Until this day" includes the whole of it, though the standard wants a moment where there are times.
    if not isinstance(start, datetime):
        return until.date() if isinstance(until, datetime) else until
    if not isinstance(until, datetime):
        return datetime.combine(until, time(23, 59, 59), start.tzinfo).astimezone(UTC)
    return (until if until.tzinfo else until.replace(tzinfo=start.tzinfo)).astimezone(UTC)
