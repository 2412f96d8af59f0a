"""A shared employer or school in plain words: whose years, how long together, where."""

from collections.abc import Iterable
from datetime import date, timedelta

from relevance.invites.shared_past import SharedPlace
from relevance.texts import _

__all__ = ["length_words", "past_sentence", "together_words", "where_words"]


def past_sentence(place: SharedPlace, name: str | None = None) -> str:
    """Return a shared employer or school as one sentence, seen by the owner.

    Args:
        place: what is shared.
        name: how to call the other person; "You both" where none is given.
    """
    did = "studied" if place.kind == "school" else "worked"
    at = _("at {organisation}", organisation=place.organisation)
    whom = _("You and {name}", name=name) if name else _("You both")
    years = _years_words(place)
    if place.together is False:
        return _(
            "{whom} were at {organisation}, but never together{years}.",
            whom=whom,
            organisation=place.organisation,
            years=years,
        )
    if place.both_today:
        does = "studies" if place.kind == "school" else "works"
        said = (
            _("{name} {does} {at} today, as you do", name=name, does=does, at=at)
            if name
            else _("You are both {at} today", at=at)
        )
        # Without a year there is nothing to add to "today".
        return f"{said}{years if _has_year(years) else ''}{_details(place)}."
    if place.together:
        return _(
            "{whom} {did} {at} at the same time{years}{details}.",
            whom=whom,
            did=did,
            at=at,
            years=years,
            details=_details(place),
        )
    both = _("{whom} both {did}", whom=whom, did=did) if name else f"{whom} {did}"
    return f"{both} {at}{years}; {_doubt(place)}{_details(place)}."


def together_words(place: SharedPlace) -> str:
    """Return "1 year 4 months together", with "up to" where the dates are coarse, or ""."""
    if not place.overlap.parts:
        return ""
    maybe = (
        _("at most ") if place.together is None else _("up to ") if place.overlap.is_rough else ""
    )
    return _(
        "{maybe}{length_words} together",
        maybe=maybe,
        length_words=length_words(place.overlap.parts),
    )


def length_words(parts: Iterable[tuple[date, date]]) -> str:
    """Return the length of some stretches, first and last day of each, as "12 days" or "1 year 4 months".

    Months are counted on the calendar, whole ones only.
    """
    listed = list(parts)
    months = sum(_months(first, last) for first, last in listed)
    if months < 1:
        return _counted(sum((last - first).days + 1 for first, last in listed), "day")
    years, rest = divmod(months, 12)
    return " ".join(_counted(n, unit) for n, unit in ((years, "year"), (rest, "month")) if n)


def _months(first: date, last: date) -> int:
    end = last + timedelta(days=1) if last < date.max else last
    return (end.year - first.year) * 12 + end.month - first.month - (end.day < first.day)


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count:,} {unit}s"


def where_words(place: SharedPlace) -> str:
    """Return "both in Leeds", "you in Leeds, they in Austin", or "" where no place is known."""
    own, theirs = place.own_place, place.their_place
    if own and theirs and place.same_place:
        return _("both in {own}", own=min(own, theirs, key=len))
    parts = [
        _("you in {own}", own=own) if own else "",
        _("they in {theirs}", theirs=theirs) if theirs else "",
    ]
    return ", ".join(part for part in parts if part)


def _details(place: SharedPlace) -> str:
    """How long and where, behind a colon; of different places what follows from that."""
    said = [one for one in (together_words(place), where_words(place)) if one]
    apart = (
        _(", so whether you met is open") if place.same_place is False and place.together else ""
    )
    return f": {', '.join(said)}{apart}" if said else ""


def _doubt(place: SharedPlace) -> str:
    """Why it does not show whether they were there together."""
    if not place.undated:
        return _("the dates that are known do not show whether you were there together")
    whose = {
        "own": _("your time"),
        "theirs": _("their time"),
        "both": _("the time of either of you"),
    }
    years = {"own": [place.own_years], "theirs": [place.their_years]}
    known = years.get(place.undated, [place.own_years, place.their_years])
    lacking = (
        _("dates are known in part only") if any(map(_has_year, known)) else _("no dates are known")
    )
    return _(
        "{lacking} for {whose} there, so whether you met there is open",
        lacking=lacking,
        whose=whose[place.undated],
    )


def _has_year(words: str) -> bool:
    return any(char.isdigit() for char in words)


def _years_words(place: SharedPlace) -> str:
    said = [_("you {own_years}", own_years=place.own_years)] if place.own_years else []
    said += [_("they {their_years}", their_years=place.their_years)] if place.their_years else []
    return f" ({', '.join(said)})" if said else ""
