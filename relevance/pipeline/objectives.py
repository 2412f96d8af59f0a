"""What the owner wants from the network, in their own words, against what profiles say."""

import re
from collections.abc import Sequence

import numpy as np

from relevance.interests import Interest
from relevance.lexical import lexical_match
from relevance.pipeline.scores import Scores
from relevance.pipeline.vectors import phrase_vectors
from relevance.scoring import calibrate, centre, matches, soft_max_similarity
from relevance.store import Store

__all__ = ["Objective", "objective_matches", "objectives_as_interests"]

_MOST, _LONGEST = 20, 200
_ENDS = re.compile(r"[\n;•]+|(?<=[.!?])\s+")

Objective = tuple[str, float]
"""An objective in the owner's words, and how relevant a profile is to it, 0 to 1."""


def objectives_as_interests(objectives: str) -> tuple[Interest, ...]:
    """Return each sentence or line of what the owner wants as an interest of full weight, at most 20."""
    said = (part.strip(" \t-–*·.") for part in _ENDS.split(objectives))
    wanted = dict.fromkeys(part[:_LONGEST].strip() for part in said if len(part) > 1)
    return tuple(Interest(one, 100.0) for one in list(wanted)[:_MOST])


def objective_matches(store: Store, scores: Scores, objectives: str) -> list[Objective | None]:
    """Return for each row of the people's table the objective that their profile comes nearest to.

    Null where the profile or the objectives have not been read by the model. The figure is what an interest of full
    weight with the objective's words would make of the profile, so it can be compared with other relevances.
    """
    corpus = scores.corpus
    found: list[Objective | None] = [None] * corpus.people.height
    wanted = objectives_as_interests(objectives)
    read = [
        (one, rows)
        for one, rows in zip(wanted, phrase_vectors(store, wanted, model=corpus.model), strict=True)
        if rows is not None
    ]
    at = np.flatnonzero(corpus.has_profile)
    if not read or not len(at):
        return found
    names = [one.name for one, _ in read]
    grid = matches(
        soft_max_similarity(corpus.profiles[at], [centre(rows, corpus.mean) for _, rows in read]),
        corpus.calibration,
        lexical=lexical_match(corpus.profile_texts.gather(at), [(name,) for name in names]),
    )
    best = grid.argmax(axis=0)
    reached = calibrate(grid.max(axis=0), corpus.calibration)
    for place, objective, relevance in _rows(at, best, reached):
        found[place] = (names[objective], relevance)
    return found


def _rows(*columns: np.ndarray) -> Sequence[tuple[int, int, float]]:
    return list(zip(*(one.tolist() for one in columns), strict=True))
