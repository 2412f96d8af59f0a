"""Where attention goes: how much of it each person takes with each topic."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.pipeline.scores import Scores
from relevance.pipeline.topic_groups import FeedTopics
from relevance.texts import _, number

__all__ = ["attention_flows"]

_SCHEMA = {
    "topic": pl.String,
    "person_id": pl.String,
    "who": pl.String,
    "state": pl.String,
    "share": pl.Float64,
}


def attention_flows(
    found: FeedTopics, scores: Scores, *, topics: int = 6, people: int = 8
) -> pl.DataFrame:
    """Return the share of attention of each pair of topic and person, the largest topics and people by name.

    Columns: topic, person_id (null where several people are put together), who (a name, unlike any other), state (null
    for several people) and share (0..1). The shares add up to 1. Topics stand in the order of their attention,
    what is put together last. Empty where nothing has attention.

    Args:
        found: the topics.
        scores: the scores.
        topics: so many topics by name, 1 or more.
        people: so many people by name, 1 or more.
    """
    read = found.counted >= 0
    topic = found.topic[found.counted[read]]
    person, weight = scores.corpus.person[read], scores.corpus.attention[read]
    if not weight.sum() > 0:
        return pl.DataFrame(schema=_SCHEMA)
    n_topics, n_people = len(found.names), scores.corpus.people.height
    topic = np.where(topic < 0, n_topics, topic)
    shown_topics = _largest(np.bincount(topic, weight, n_topics + 1)[:n_topics], topics)
    shown_people = _largest(np.bincount(person, weight, n_people), people)
    names = [found.names[one] for one in shown_topics]
    others = np.unique(person[(weight > 0) & ~np.isin(person, shown_people)]).size
    rows = _folded(topic, shown_topics), _folded(person, shown_people)
    grid = np.zeros((len(shown_topics) + 1, len(shown_people) + 1))
    np.add.at(grid, rows, weight)
    grid /= grid.sum()
    ids = scores.corpus.people["person_id"]
    who = [
        *_told_apart(scores, shown_people),
        _("everyone else ({others} people)", others=number(others)),
    ]
    listed = [
        (
            (*names, _("all other topics"))[row],
            None if column == len(shown_people) else ids[int(shown_people[column])],
            who[column],
            None if column == len(shown_people) else str(scores.state[shown_people[column]]),
            float(grid[row, column]),
        )
        for row, column in zip(*np.nonzero(grid), strict=True)
    ]
    return pl.DataFrame(listed, schema=_SCHEMA, orient="row")


def _largest(attention: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Return the codes of the largest, in that order; none without attention."""
    order = np.argsort(-attention, kind="stable")[:count]
    return order[attention[order] > 0].astype(np.int64)


def _folded(codes: NDArray[np.integer], shown: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of each code among those shown, and one more for all others."""
    places = np.full(int(codes.max(initial=-1)) + 1, len(shown), dtype=np.int64)
    places[shown] = np.arange(len(shown))
    return np.take(places, codes)


def _told_apart(scores: Scores, codes: NDArray[np.int64]) -> list[str]:
    names = [scores.corpus.people["name"][int(code)] or "someone" for code in codes]
    return [
        f"{name} ({names[:at].count(name) + 1})" if names.count(name) > 1 else name
        for at, name in enumerate(names)
    ]
