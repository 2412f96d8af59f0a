"""Where the owner and another person have both been, whether at the same time, how long and in which place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from relevance.invites.facts import InviteFacts, OwnerFacts, PositionFact
from relevance.invites.overlaps import Overlap, is_dated, is_possible, overlap_of
from relevance.invites.whereabouts import same_place
from relevance.invites.wording import plain
from relevance.organisations import employers_in_headline, organisation_names
from relevance.texts import _

__all__ = ["SharedPlace", "shared_places"]

_LONGEST_NAME = 120
_MOST_STRETCHES = 3


@dataclass(frozen=True)
class SharedPlace:
    """One employer or school that both know from inside."""

    kind: Literal["employer", "school"]
    organisation: str
    """As the owner writes it."""
    their_organisation: str
    """As the other person's history writes it."""
    together: bool | None
    """Both were there at one time; null where the dates do not tell."""
    both_today: bool
    """Both are there today."""
    own_years: str
    """When the owner was there, in words; "" where it is not known."""
    their_years: str
    """When the other person was there, in words; "" where it is not known."""
    undated: Literal["", "own", "theirs", "both"]
    """Whose dates are missing, in whole or in part."""
    overlap: Overlap
    """How long they were there together, as far as the dates tell."""
    own_place: str | None
    """Where the owner was, as written."""
    their_place: str | None
    """Where the other person was, as written."""
    same_place: bool | None
    """Whether the two places are one; null where either is not known."""


def shared_places(
    facts: InviteFacts, owner: OwnerFacts, *, overlap_days: int = 1
) -> tuple[SharedPlace, ...]:
    """Return each shared employer and school once, those with surely shared time first, then doubtful.

    Args:
        facts: the other person; company and headline count as employers without dates.
        owner: the owner with their own positions.
        overlap_days: least number of days together that counts, at least 1.
    """
    same = _same_names(owner.renamed)
    own, names = _grouped(owner.positions, {}, same)
    theirs, _ = _grouped(_known_positions(facts), names, same)
    found = (_shared(own[place], theirs[place], overlap_days) for place in own if place in theirs)
    return tuple(sorted(found, key=_rank))


Place = tuple[str, str]
"""Kind, and one name for all names of an organisation."""


def _same_names(renamed: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {
        one: others[0]
        for earlier, later in renamed
        if (others := organisation_names(later))
        for one in organisation_names(earlier)
    }


def _grouped(
    positions: Iterable[PositionFact], known: Mapping[Place, Place], same: Mapping[str, str]
) -> tuple[dict[Place, list[PositionFact]], dict[Place, Place]]:
    """Return the positions by place, and which place each name stands for; `known` names come first."""
    held: dict[Place, list[PositionFact]] = {}
    stands_for = dict(known)
    for position in positions:
        names = [
            (position.kind, same.get(one, one)) for one in organisation_names(position.organisation)
        ]
        if not names:
            continue
        place = next((stands_for[one] for one in names if one in stands_for), names[0])
        for one in names:
            stands_for.setdefault(one, place)
        held.setdefault(place, []).append(position)
    return held, stands_for


def _known_positions(facts: InviteFacts) -> Iterable[PositionFact]:
    yield from facts.positions
    today, before = employers_in_headline(facts.headline)
    for name in ([facts.company] if facts.company else []) + today:
        yield PositionFact("employer", name, title=facts.position, is_current=True)
    for name in before:
        yield PositionFact("employer", name)


def _rank(place: SharedPlace) -> tuple[int, bool, bool]:
    return (
        {True: 0, None: 1, False: 2}[place.together],
        place.same_place is False,
        not place.both_today,
    )


def _shared(
    mine: Sequence[PositionFact], theirs: Sequence[PositionFact], overlap_days: int
) -> SharedPlace:
    theirs = _telling(theirs)
    own_place, their_place, same = _where(mine, theirs)
    gaps = [
        who for who, held in (("own", mine), ("theirs", theirs)) if not all(map(is_dated, held))
    ]
    return SharedPlace(
        kind=theirs[0].kind,
        organisation=plain(mine[0].organisation, longest=_LONGEST_NAME),
        their_organisation=plain(theirs[0].organisation, longest=_LONGEST_NAME),
        together=(overlap := overlap_of(mine, theirs, overlap_days=overlap_days)).together,
        both_today=_is_today(mine) and _is_today(theirs),
        own_years=_years(mine),
        their_years=_years(theirs),
        undated="both"
        if len(gaps) == 2
        else "own"
        if gaps == ["own"]
        else "theirs"
        if gaps
        else "",
        overlap=overlap,
        own_place=own_place,
        their_place=their_place,
        same_place=same,
    )


def _telling(positions: Sequence[PositionFact]) -> Sequence[PositionFact]:
    """Leave out what a headline or a company without dates says, where dated stretches say as much."""
    dated = [one for one in positions if one.started_on or one.finished_on]
    kept = [
        one
        for one in positions
        if one.started_on or one.finished_on or (one.is_current and not _is_today(dated))
    ]
    return kept or positions


def _is_today(positions: Iterable[PositionFact]) -> bool:
    return any(one.is_current for one in positions)


def _where(
    mine: Sequence[PositionFact], theirs: Sequence[PositionFact]
) -> tuple[str | None, str | None, bool | None]:
    """Return where each was, and whether that is one place, for the time that they can have shared."""
    pairs = [(one, other) for one in mine for other in theirs]
    shared = [pair for pair in pairs if is_possible(*pair)] or pairs
    found = [
        (_place(one), _place(other), same_place(one.place, other.place)) for one, other in shared
    ]
    best = [one for one in found if one[2]] or [one for one in found if one[2] is None] or found
    named = [one for one in best if one[0] or one[1]]
    return (named or best)[0]


def _place(position: PositionFact) -> str | None:
    return plain(position.place, longest=_LONGEST_NAME) or None


def _years(positions: Sequence[PositionFact]) -> str:
    """Return when somebody was there, in words, stretches that follow one another as one."""
    stretches = [one for one in positions if one.started_on or one.finished_on or one.is_current]
    stretches.sort(key=lambda one: one.started_on or one.finished_on or date.max)
    joined: list[PositionFact] = []
    for one in stretches:
        if joined and _follows(joined[-1], one):
            joined[-1] = _as_one(joined[-1], one)
        else:
            joined.append(one)
    said = list(dict.fromkeys(filter(None, map(_years_of, joined))))
    more = (
        _(" and {said} more times", said=len(said) - _MOST_STRETCHES)
        if len(said) > _MOST_STRETCHES
        else ""
    )
    return " and ".join(said[:_MOST_STRETCHES]) + more


def _follows(one: PositionFact, other: PositionFact) -> bool:
    if one.is_current or one.started_on is None or other.started_on is None:
        return bool(one.is_current and one.started_on)
    return one.finished_on is not None and (other.started_on - one.finished_on).days <= 31


def _as_one(one: PositionFact, other: PositionFact) -> PositionFact:
    if one.is_current:
        return one
    finishes = [day for day in (one.finished_on, other.finished_on) if day]
    return PositionFact(
        one.kind,
        one.organisation,
        started_on=one.started_on,
        finished_on=None if other.is_current or other.finished_on is None else max(finishes),
        is_current=other.is_current,
    )


def _years_of(position: PositionFact) -> str:
    start, finish = position.started_on, position.finished_on
    if position.is_current:
        return _("since {year}", year=start.year) if start else _("today")
    if start and finish:
        return (
            f"{start.year}"
            if start.year == finish.year
            else _("{start} to {finish}", start=start.year, finish=finish.year)
        )
    if start:
        return _("from {year}", year=start.year)
    return _("until {year}", year=finish.year) if finish else ""
