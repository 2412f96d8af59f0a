"""The best plan of changes: whom to see less of, softer acts first, and what that would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.errors import UsageError
from relevance.feed import best_plans
from relevance.pipeline.changes import Outcome, codes_of, try_changes
from relevance.pipeline.scores import DISCONNECT, SHOW_LESS, UNFOLLOW, WORTH_UNFOLLOWING, Scores
from relevance.texts import _, number

__all__ = ["ENOUGH", "MOST_CHANGES", "Plan", "Step", "best_plan", "talked_with"]

MOST_CHANGES = 30
"""The largest plan, in changes."""
ENOUGH = 0.8
"""The share of a plan's gain whose number of changes is told, 0 to 1."""
_TALKED_DAYS = 365
_ACTS = (SHOW_LESS, UNFOLLOW, DISCONNECT)


@dataclass(frozen=True)
class Step:
    """One change of a plan."""

    person_id: str
    name: str
    url: str | None
    act: str
    """The softest act that may do."""
    harder: str | None
    """What to do if that does not help; null where there is nothing harder."""
    worth: float
    """What leaving this change out of the plan would cost, in points."""
    alone: float
    """What it would bring without the others, in points."""


@dataclass(frozen=True)
class Plan:
    """At most so many changes that together raise the feed most."""

    steps: tuple[Step, ...]
    """Softer acts first, then what is worth most."""
    curve: pl.DataFrame
    """changes (0, 1, ...), gain (points) of the best plan of so many changes, and names of who goes."""
    chosen: int
    """The number of changes of this plan; its row in `curve`."""
    enough: int
    """The least number of changes whose best plan brings 80 % of what this plan brings."""
    outcome: Outcome
    """The feed before and after, jointly; what else would change `compare_changes` tells."""
    protected: tuple[str, ...]
    """Ids of those who had to stay."""

    @property
    def sentence(self) -> str:
        """What the plan comes to, in words."""
        gain = self.outcome.delta
        if not self.steps or gain is None:
            return _(
                "No change that is allowed raises your feed by that much: nobody is in this plan."
            )
        count = (
            _("{chosen} changes together", chosen=self.chosen) if self.chosen > 1 else _("1 change")
        )
        start = _(
            "{count} would raise your feed's relevance by {gain} points",
            count=count,
            gain=number(gain, 1),
        )
        if self.enough < self.chosen:
            return _(
                "{start}; the best {enough} alone {gives_or_give} 80 % of that.",
                start=start,
                enough=self.enough,
                gives_or_give=_("gives") if self.enough == 1 else _("give"),
            )
        return f"{start}."


def best_plan(
    scores: Scores,
    *,
    most: int,
    least_gain: float = 0.0,
    protected: Sequence[str] = (),
    spares_raising: bool = True,
) -> Plan:
    """Return the plan that raises the feed most, each change being worth at least `least_gain` points.

    Of all sets of at most `most` people who may go it has the largest gain less `least_gain` for each. Somebody who
    raises the feed of today can still lower what the others leave, so whether they may go is asked apart.

    Args:
        scores: the feed of today.
        most: the largest number of changes, 0 to `MOST_CHANGES`.
        least_gain: points that a change must bring to be worth the bother, 0 or more.
        protected: ids of people who must stay.
        spares_raising: also keep everyone who raises the feed of today.

    Raises:
        NotFoundError: an id is unknown.
        UsageError: `most` or `least_gain` is out of range.
    """
    if not 0 <= most <= MOST_CHANGES:
        msg = _(
            "A plan has 0 to {most_changes} changes, got {most}.",
            most_changes=MOST_CHANGES,
            most=most,
        )
        raise UsageError(msg)
    if not 0 <= least_gain <= 100:
        msg = _(
            "The least gain of a change must be from 0 to 100 points, got {least_gain}.",
            least_gain=least_gain,
        )
        raise UsageError(msg)
    counted, corpus = scores.counted, scores.corpus
    stays = codes_of(scores, protected)
    stays += np.flatnonzero(scores.state == "raises").tolist() if spares_raising else []
    plans = best_plans(
        scores.relevance[counted],
        corpus.attention[counted],
        corpus.person[counted],
        corpus.people.height,
        MOST_CHANGES,
        stays,
    )
    within = plans.upto(most)
    chosen = within.worth(least_gain)
    gone = within.sets[chosen]
    ids = corpus.people["person_id"]
    names = corpus.people["name"]
    curve = pl.DataFrame(
        {
            "changes": list(range(len(plans.sets))),
            "gain": plans.gains,
            "names": [[names[int(code)] for code in one] for one in plans.sets],
        },
        schema={"changes": pl.Int64, "gain": pl.Float64, "names": pl.List(pl.String)},
    )
    return Plan(
        steps=_steps(scores, gone),
        curve=curve,
        chosen=chosen,
        enough=within.upto(chosen).reaching(ENOUGH),
        outcome=try_changes(scores, (), removed=[ids[int(code)] for code in gone]),
        protected=tuple(dict.fromkeys(protected)),
    )


def _steps(scores: Scores, gone: NDArray[np.int64]) -> tuple[Step, ...]:
    people = scores.corpus.people
    found = []
    for code, worth in zip(gone.tolist(), _worth(scores, gone), strict=True):
        row = people.row(code, named=True)
        alone = -float(scores.effects[code])
        acts = _acts(row, is_sure=scores.state[code] == "dilutes", effect=-alone)
        harder = acts[1] if len(acts) > 1 else None
        found.append(Step(row["person_id"], row["name"], row["url"], acts[0], harder, worth, alone))
    return tuple(sorted(found, key=lambda one: (_ACTS.index(one.act), -one.worth, one.person_id)))


def _acts(row: dict[str, object], *, is_sure: bool, effect: float) -> tuple[str, ...]:
    """Return the acts open towards somebody from the softest that may do: never more than is certain or needed."""
    open_acts = _ACTS[: 3 if row["is_connection"] else 2 if row["is_following"] else 1]
    if row["has_contact"]:
        open_acts = open_acts[:2]
    strong = is_sure and effect <= WORTH_UNFOLLOWING
    return open_acts[1:] if strong and len(open_acts) > 1 else open_acts


def _worth(scores: Scores, gone: NDArray[np.int64]) -> list[float]:
    """Return what leaving each of `gone` out of the plan would cost, in points."""
    counted, corpus = scores.counted, scores.corpus
    n = corpus.people.height
    who, weight = corpus.person[counted], corpus.attention[counted]
    attention = np.bincount(who, weight, n)
    relevant = np.bincount(who, weight * scores.relevance[counted], n)
    stays = np.ones(n, dtype=bool)
    stays[gone] = False
    whole, total = attention[stays].sum(), relevant[stays].sum()
    if not whole > 0:
        return [0.0] * len(gone)
    after = total / whole
    back = (total + relevant[gone]) / (whole + attention[gone])
    return [float(one) for one in 100 * (after - back)]


def talked_with(scores: Scores) -> tuple[str, ...]:
    """Return the ids of the people whom the owner was in contact with in the year before the newest contact."""
    people = scores.corpus.people.filter(~pl.col("is_owner") & pl.col("has_contact"))
    newest = people["last_contact"].max()
    if newest is None:
        return tuple(people["person_id"])
    since = pl.lit(newest) - timedelta(days=_TALKED_DAYS)
    return tuple(
        people.filter(pl.col("last_contact").is_null() | (pl.col("last_contact") >= since))[
            "person_id"
        ]
    )
