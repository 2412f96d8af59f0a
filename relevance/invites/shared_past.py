"""Where the owner and an inviter have both been, and whether at the same time."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from relevance.invites.facts import InviteFacts, OwnerFacts, PositionFact
from relevance.invites.organisations import comparable_organisation, employers_in_headline
from relevance.invites.wording import plain

__all__ = ["SharedPlace", "shared_places"]

_LONGEST_NAME = 120


@dataclass(frozen=True)
class SharedPlace:
    """One employer or school that both know from inside."""

    kind: Literal["employer", "school"]
    organisation: str
    """As the owner writes it."""
    together: bool | None
    """Both were there at one time; null where the dates do not tell."""
    both_today: bool
    """Both are there today."""
    own_years: str
    """When the owner was there, in words; "" where it is not known."""
    their_years: str
    """When the inviter was there, in words; "" where it is not known."""


def shared_places(
    facts: InviteFacts, owner: OwnerFacts, *, overlap_days: int = 1
) -> tuple[SharedPlace, ...]:
    """Return each shared employer and school once, those with surely shared time first, then doubtful.

    Args:
        facts: the inviter; company and headline count as employers without dates.
        owner: the owner with their own positions.
        overlap_days: least number of days together that counts, at least 1.
    """
    own: dict[tuple[str, str], list[PositionFact]] = {}
    for position in owner.positions:
        name = comparable_organisation(position.organisation)
        if name:
            own.setdefault((position.kind, name), []).append(position)
    if not own:
        return ()
    best: dict[tuple[str, str], SharedPlace] = {}
    for theirs in _known_positions(facts):
        place = (theirs.kind, comparable_organisation(theirs.organisation))
        for mine in own.get(place, ()):
            found = _shared(mine, theirs, overlap_days)
            if place not in best or _rank(found) < _rank(best[place]):
                best[place] = found
    return tuple(sorted(best.values(), key=_rank))


def _known_positions(facts: InviteFacts) -> Iterable[PositionFact]:
    yield from facts.positions
    today, before = employers_in_headline(facts.headline)
    for name in ([facts.company] if facts.company else []) + today:
        yield PositionFact("employer", name, title=facts.position, is_current=True)
    for name in before:
        yield PositionFact("employer", name)


def _rank(place: SharedPlace) -> tuple[int, bool]:
    return {True: 0, None: 1, False: 2}[place.together], not place.both_today


def _shared(mine: PositionFact, theirs: PositionFact, overlap_days: int) -> SharedPlace:
    both_today = bool(mine.is_current and theirs.is_current)
    together: bool | None = True
    if not both_today:
        sure = _days(_sure(mine), _sure(theirs))
        possible = _days(_possible(mine), _possible(theirs))
        together = True if sure >= overlap_days else (None if possible >= overlap_days else False)
    return SharedPlace(
        theirs.kind,
        plain(mine.organisation, longest=_LONGEST_NAME),
        together,
        both_today,
        _years(mine),
        _years(theirs),
    )


def _days(one: tuple[date, date], other: tuple[date, date]) -> int:
    return (min(one[1], other[1]) - max(one[0], other[0])).days


def _sure(position: PositionFact) -> tuple[date, date]:
    """First and last day on which the person certainly was there; reversed where no day is certain."""
    finish = date.max if position.is_current else position.finished_on
    if position.started_on is None or finish is None:
        return date.max, date.min
    return position.started_on, finish


def _possible(position: PositionFact) -> tuple[date, date]:
    """First and last day on which the person may have been there, for dates as coarse as they are."""
    start = position.started_on or date.min
    if position.is_current or position.finished_on is None:
        return start, date.max
    finish = _end_of(position.finished_on)
    # Dates the wrong way round are a mistake that says nothing.
    return (start, finish) if start <= finish else (date.min, date.max)


def _end_of(day: date) -> date:
    if day.day != 1:
        return day + timedelta(days=1) if day < date.max else day
    month = 12 if day.month == 1 else day.month
    return date(day.year, month, monthrange(day.year, month)[1])


def _years(position: PositionFact) -> str:
    start, finish = position.started_on, position.finished_on
    if position.is_current:
        return f"since {start.year}" if start else "today"
    if start and finish:
        return f"{start.year}" if start.year == finish.year else f"{start.year} to {finish.year}"
    if start:
        return f"from {start.year}"
    return f"until {finish.year}" if finish else ""
