"""What to expect of somebody of whom nothing speaks: what people like them post, those who were at the same places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from relevance.invites import PositionFact
from relevance.organisations import organisation_names
from relevance.pipeline.scores import Scores

__all__ = ["Alike", "people_alike"]

# Fewer say as much of themselves as of the place.
_LEAST = 2
# People of the network as a whole that a group is weighed against.
_SCEPTICS = 3.0


@dataclass(frozen=True)
class Alike:
    """People of the network who were at one employer or school with somebody, and what they post."""

    organisation: str
    people: int
    relevance: float
    """Their mean, drawn towards the network's the fewer they are; 0 to 1."""


def people_alike(
    scores: Scores, positions: Mapping[str, tuple[PositionFact, ...]], codes: Iterable[int]
) -> dict[int, Alike]:
    """Return for each code of a person the largest group of people like them; nobody where there is none.

    Alike are those who name an employer or school of theirs as their own, and whose posts are known.

    Args:
        scores: who posts what.
        positions: employers and schools by person id.
        codes: rows of the people's table.
    """
    wanted = list(codes)
    if not wanted:
        return {}
    people: list[tuple[str, str | None]] = scores.corpus.people.select(
        "person_id", "company"
    ).rows()
    known = np.flatnonzero(~np.isnan(scores.estimates.relevance))
    members: dict[str, list[int]] = defaultdict(list)
    for code in known.tolist():
        for name in _places(people[code], positions):
            members[name].append(code)
    network = float(np.mean(scores.estimates.relevance[known])) if len(known) else 0.0
    found = {}
    for code in wanted:
        places = _places(people[code], positions)
        groups = [
            (name, [one for one in members[name] if one != code])
            for name in places
            if name in members
        ]
        name, group = max(groups, key=lambda one: len(one[1]), default=("", []))
        if len(group) >= _LEAST:
            total = float(scores.estimates.relevance[group].sum())
            mean = (total + _SCEPTICS * network) / (len(group) + _SCEPTICS)
            found[code] = Alike(places[name], len(group), mean)
    return found


def _places(
    person: tuple[str, str | None], positions: Mapping[str, tuple[PositionFact, ...]]
) -> dict[str, str]:
    """Return the employers and schools of a person (id and company): as compared, and as written."""
    person_id, company = person
    written = [company or "", *(one.organisation for one in positions.get(person_id, ()))]
    return {form: one for one in written for form in organisation_names(one)}
