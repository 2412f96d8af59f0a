"""A shared employer or school in plain words: whose years, how long together, where."""

from collections.abc import Iterable
from datetime import date, timedelta

from relevance.invites.shared_past import SharedPlace

__all__ = ["length_words", "past_sentence", "together_words", "where_words"]


def past_sentence(place: SharedPlace, name: str | None = None) -> str:
    """Return a shared employer or school as one sentence, seen by the owner.

    Args:
        place: what is shared.
        name: how to call the other person; "You both" where none is given.
    """
    did = "studied" if place.kind == "school" else "worked"
    at = f"at {place.organisation}"
    whom = f"You and {name}" if name else "You both"
    years = _years_words(place)
    if place.together is False:
        return f"{whom} were at {place.organisation}, but never together{years}."
    if place.both_today:
        does = "studies" if place.kind == "school" else "works"
        said = f"{name} {does} {at} today, as you do" if name else f"You are both {at} today"
        # Without a year there is nothing to add to "today".
        return f"{said}{years if _has_year(years) else ''}{_details(place)}."
    if place.together:
        return f"{whom} {did} {at} at the same time{years}{_details(place)}."
    both = f"{whom} both {did}" if name else f"{whom} {did}"
    return f"{both} {at}{years}; {_doubt(place)}{_details(place)}."


def together_words(place: SharedPlace) -> str:
    """Return "1 year 4 months together", with "up to" where the dates are coarse, or ""."""
    if not place.overlap.parts:
        return ""
    maybe = "at most " if place.together is None else "up to " if place.overlap.is_rough else ""
    return f"{maybe}{length_words(place.overlap.parts)} together"


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
        return f"both in {min(own, theirs, key=len)}"
    parts = [f"you in {own}" if own else "", f"they in {theirs}" if theirs else ""]
    return ", ".join(part for part in parts if part)


def _details(place: SharedPlace) -> str:
    """How long and where, behind a colon; of different places what follows from that."""
    said = [one for one in (together_words(place), where_words(place)) if one]
    apart = ", so whether you met is open" if place.same_place is False and place.together else ""
    return f": {', '.join(said)}{apart}" if said else ""


def _doubt(place: SharedPlace) -> str:
    """Why it does not show whether they were there together."""
    if not place.undated:
        return "the dates that are known do not show whether you were there together"
    whose = {"own": "your time", "theirs": "their time", "both": "the time of either of you"}
    years = {"own": [place.own_years], "theirs": [place.their_years]}
    known = years.get(place.undated, [place.own_years, place.their_years])
    lacking = "dates are known in part only" if any(map(_has_year, known)) else "no dates are known"
    return f"{lacking} for {whose[place.undated]} there, so whether you met there is open"


def _has_year(words: str) -> bool:
    return any(char.isdigit() for char in words)


def _years_words(place: SharedPlace) -> str:
    said = [f"you {place.own_years}"] if place.own_years else []
    said += [f"they {place.their_years}"] if place.their_years else []
    return f" ({', '.join(said)})" if said else ""
