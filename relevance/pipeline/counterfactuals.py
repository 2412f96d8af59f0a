"""What would have to change for another figure: every answer comes from scoring everything anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from relevance.pipeline.parts import ratings_move
from relevance.pipeline.scores import Scores, score
from relevance.texts import _, number

__all__ = [
    "WouldBe",
    "weight_for_bar",
    "without_interests",
    "without_people",
    "without_ratings",
]

_TRIED = 3
# A smaller part, 0 to 1, is not worth a sentence.
_LEAST_PART = 0.005
# Below this match no weight of an interest moves a post.
_NEAR = 0.1


@dataclass(frozen=True)
class WouldBe:
    """A figure as it would be after one change."""

    interest: str | None
    """The interest whose weight changes; null where something else does."""
    weight: float | None
    """The weight it would have, -100 to 100."""
    relevance: float
    """What the figure would be, 0 to 1."""
    sentence: str
    person_id: str | None = None
    """Who is left out; null where nobody is."""


def without_interests(
    scores: Scores,
    ratings: pl.DataFrame,
    parts: Mapping[str, float],
    figure: Callable[[Scores], float | None],
    subject: str = "it",
) -> list[WouldBe]:
    """Return what a figure would be at weight 0 for each of the three interests that move it most.

    Args:
        scores: the scores as they are.
        ratings: what the owner rated, as `ratings_now` returns it.
        parts: what each interest adds to the figure, 0 to 1.
        figure: takes the figure, 0 to 1, from scores; null where it would be unknown.
        subject: what the sentences call it.
    """
    places = {one.name: place for place, one in enumerate(scores.matches.interests)}
    moving = [name for name in places if abs(parts.get(name, 0.0)) >= _LEAST_PART]
    found = []
    for name in sorted(moving, key=lambda one: -abs(parts[one]))[:_TRIED]:
        value = figure(_weighed(scores, ratings, places[name], 0.0))
        if value is not None:
            sentence = _(
                "At weight 0 for {name} {subject} would be {value}.",
                name=name,
                subject=subject,
                value=number(100 * value),
            )
            found.append(WouldBe(name, 0.0, value, sentence))
    return found


def without_ratings(
    scores: Scores, figure: Callable[[Scores], float | None], subject: str = "it"
) -> list[WouldBe]:
    """Return what a figure would be by the stated interests alone; nothing where ratings teach nothing."""
    if not ratings_move(scores):
        return []
    value = figure(score(scores.corpus, scores.matches, list(100 * scores.weights)))
    if value is None:
        return []
    return [
        WouldBe(
            None,
            None,
            value,
            _(
                "Without your ratings {subject} would be {value}.",
                subject=subject,
                value=number(100 * value),
            ),
        )
    ]


def without_people(scores: Scores) -> list[WouldBe]:
    """Return what the feed would be without each of the three people who move it most, up or down."""
    if scores.feed is None:
        return []
    people = scores.corpus.people.select("person_id", "name", effect=pl.Series(scores.effects))
    moving = people.filter(pl.col("effect").is_not_nan()).sort(
        pl.col("effect").abs(), "person_id", descending=[True, False]
    )
    found = []
    for person_id, name, effect in moving.head(_TRIED).iter_rows():
        # An effect is the feed with them minus the feed without them, in points.
        value = scores.feed - effect / 100
        sentence = _(
            "Without {name} the feed would be {value}.", name=name, value=number(100 * value, 1)
        )
        found.append(WouldBe(None, None, value, sentence, person_id))
    return found


def weight_for_bar(scores: Scores, ratings: pl.DataFrame, row: int, bar: float) -> WouldBe | None:
    """Return the whole weight of the nearest wanted interest at which a post would just change sides of the bar.

    Below the bar that is the least weight that reaches it, or 100 where even that is not enough; above it, the
    greatest from 0 up that falls below, or null where none does. Null also where no interest is near.

    Args:
        scores: the scores as they are.
        ratings: what the owner rated.
        row: the post, as a row of `Corpus.posts`, that has a relevance.
        bar: the relevance from which on a post is worth the owner's time, 0 to 1.
    """
    near = np.where(scores.weights >= 0, scores.matches.posts[:, row], 0.0)
    if not len(near) or near.max() < _NEAR:
        return None
    place = int(near.argmax())
    name, weight = scores.matches.interests[place].name, float(100 * scores.weights[place])

    def at(value: int) -> float:
        return float(_weighed(scores, ratings, place, float(value)).relevance[row])

    said = _("your bar of {bar}", bar=number(100 * bar))
    if float(scores.relevance[row]) >= bar:
        return _falling(name, int(np.ceil(weight)), at, bar, said)
    return _rising(name, int(np.floor(weight)), at, bar, said)


def _rising(
    name: str, weight: int, at: Callable[[int], float], bar: float, said: str
) -> WouldBe | None:
    if weight >= 100:
        return None
    most = at(100)
    if most < bar:
        sentence = _(
            "Even at weight 100 for {name} it would be {most}, below {said}.",
            name=name,
            most=number(100 * most),
            said=said,
        )
        return WouldBe(name, 100.0, most, sentence)
    low, high = weight, 100
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if at(middle) >= bar else (middle, high)
    return WouldBe(
        name,
        float(high),
        at(high),
        _("From weight {high} for {name} on it reaches {said}.", high=high, name=name, said=said),
    )


def _falling(
    name: str, weight: int, at: Callable[[int], float], bar: float, said: str
) -> WouldBe | None:
    if weight <= 0 or at(0) >= bar:
        return None
    low, high = 0, weight
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if at(middle) < bar else (low, middle)
    sentence = _(
        "At weight {low} for {name} or less it falls below {said}.", low=low, name=name, said=said
    )
    return WouldBe(name, float(low), at(low), sentence)


def _weighed(scores: Scores, ratings: pl.DataFrame, place: int, weight: float) -> Scores:
    weights = 100 * scores.weights
    weights[place] = weight
    return score(scores.corpus, scores.matches, weights.tolist(), ratings)
