"""How long two people were at one place together, for dates as coarse as they are."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relevance.invites.facts import PositionFact

__all__ = ["Overlap", "is_dated", "is_possible", "overlap_of"]

Days = tuple[date, date]
"""First and last day; the last lies before the first where there is no day."""

_DAY = timedelta(days=1)
# Dates that are known to the month leave this many days open, at both ends.
_ROUGH_DAYS = 62


@dataclass(frozen=True)
class Overlap:
    """The time that two people shared at one place."""

    together: bool | None
    """They were there at one time; null where the dates do not tell."""
    least_days: int
    """Days that they surely shared, from 0."""
    parts: tuple[Days, ...] | None
    """The days that they can have shared, in order, as stretches; null where a date is missing."""
    is_rough: bool = False
    """The dates leave much open, as bare years do."""

    @property
    def most_days(self) -> int | None:
        """Days that they shared at most; null where a date is missing."""
        return None if self.parts is None else sum(map(_length, self.parts))

    @property
    def first(self) -> date | None:
        """The first day that they can have shared, null where none is known."""
        return self.parts[0][0] if self.parts else None

    @property
    def last(self) -> date | None:
        """The last such day."""
        return self.parts[-1][1] if self.parts else None


def overlap_of(
    mine: Sequence[PositionFact], theirs: Sequence[PositionFact], *, overlap_days: int = 1
) -> Overlap:
    """Return the time that is in both histories; whose is whose does not matter.

    Stretches that touch or overlap count once.

    Args:
        mine: the stretches of one of them at the place.
        theirs: those of the other.
        overlap_days: least number of days together that counts, at least 1.
    """
    pairs = [(one, other) for one in mine for other in theirs]
    least = sum(map(_length, _merged(_certain(*pair) for pair in pairs)))
    dated = [pair for pair in pairs if is_dated(pair[0]) and is_dated(pair[1])]
    windows = [window for pair in dated if _length(window := _window(*pair))]
    together: bool | None = False
    if least >= overlap_days or any(one.is_current and other.is_current for one, other in pairs):
        together = True
    elif any(_length(_reach(*pair)) >= overlap_days for pair in pairs):
        together = None
    # Without a window dates tell that there was none, if there are dates, and if nothing else says otherwise.
    if not windows and (together is not False or not dated):
        return Overlap(together, least, None)
    parts = tuple(_merged(windows))
    most = sum(map(_length, parts))
    return Overlap(together, least, parts, most - least > _ROUGH_DAYS * len(windows))


def is_dated(position: PositionFact) -> bool:
    """Return whether it is known from when and until when."""
    return _start(position) is not None and bool(position.is_current or _finish(position))


def is_possible(one: PositionFact, other: PositionFact) -> bool:
    """Return whether two stretches can have shared a day."""
    return _length(_reach(one, other)) > 0


def _certain(one: PositionFact, other: PositionFact) -> Days:
    """Return the days that two stretches surely share."""
    first, last = _common(_sure(one), _sure(other))
    # Where both go on and nobody says until when they were seen, a day is all that is sure.
    return (first, first) if first < last == date.max else (first, last)


def _reach(one: PositionFact, other: PositionFact) -> Days:
    """Return the days that two stretches can have shared, to the end of time where both go on."""
    return _common(_possible(one), _possible(other))


def _window(one: PositionFact, other: PositionFact) -> Days:
    """Return `_reach` up to the day on which the sources spoke."""
    first, last = _reach(one, other)
    known = [day for day in (one.known_until, other.known_until) if day]
    if last < date.max:
        return first, last
    return (first, max(known)) if known else (date.max, date.min)


def _sure(position: PositionFact) -> Days:
    """The days on which the person certainly was there."""
    start, finish = _start(position), _finish(position)
    last = (position.known_until or date.max) if position.is_current else finish and finish[0]
    return (start[1], last) if start and last else (date.max, date.min)


def _possible(position: PositionFact) -> Days:
    """The days on which the person may have been there."""
    start, finish = _start(position), _finish(position)
    return (
        start[0] if start else date.min,
        date.max if position.is_current or finish is None else finish[1],
    )


def _start(position: PositionFact) -> Days | None:
    """The days that its first day may be; null where it is not known, or ends before it begins."""
    day = position.started_on
    if day is None or _is_backwards(position):
        return None
    return _days_of(
        day, position.started_grain or _grain(day, is_year=(day.month, day.day) == (1, 1))
    )


def _finish(position: PositionFact) -> Days | None:
    day = position.finished_on
    if day is None or _is_backwards(position):
        return None
    is_year = (day.month, day.day) in {(1, 1), (12, 31)}
    return _days_of(day, position.finished_grain or _grain(day, is_year=is_year))


def _is_backwards(position: PositionFact) -> bool:
    # Dates the wrong way round are a mistake that says nothing.
    start, finish = position.started_on, position.finished_on
    if start is None or finish is None or position.is_current:
        return False
    grain = position.finished_grain or _grain(finish, is_year=(finish.month, finish.day) == (1, 1))
    return _days_of(finish, grain)[1] < start


def _grain(day: date, *, is_year: bool) -> str:
    """How exact a day is that stands for itself, its month or its year."""
    if is_year:
        return "year"
    return "month" if day.day in {1, monthrange(day.year, day.month)[1]} else "day"


def _days_of(day: date, grain: str) -> Days:
    if grain == "day":
        return day, day
    first, last = (1, 12) if grain == "year" else (day.month, day.month)
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def _common(one: Days, other: Days) -> Days:
    return max(one[0], other[0]), min(one[1], other[1])


def _length(days: Days) -> int:
    return max(0, (days[1] - days[0]).days + 1)


def _merged(parts: Iterable[Days]) -> list[Days]:
    """Return the same days in order, as stretches that do not touch."""
    found: list[Days] = []
    for first, last in sorted(part for part in parts if _length(part)):
        if found and first - min(_DAY, first - date.min) <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found
