"""Was it right? Forecasts beside what accepted people then posted, answers, declines of people now known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from relevance.pipeline.deciding import Decided
from relevance.pipeline.scores import Scores
from relevance.store import Store
from relevance.texts import _

__all__ = ["Accepted", "LookingBack", "look_back"]


@dataclass(frozen=True)
class Accepted:
    """One invitation that was accepted: what was expected, and what came."""

    person_id: str
    name: str | None
    decided_on: date
    expected: float | None
    """Relevance that was expected that day, 0 to 1."""
    came: float | None
    """Relevance of what they posted since, 0 to 1; null while none of it is known."""
    posts: int
    """How many posts of theirs since then are known."""
    forecast: float | None
    """Effect that was forecast, in points."""
    was_right: bool | None
    """Whether their posts lie on the side of the feed that the forecast named; null where nothing can be said."""


@dataclass(frozen=True)
class LookingBack:
    """What became of the owner's decisions."""

    accepted: tuple[Accepted, ...]
    """Those who are connections now, the newest decision first."""
    asked: int
    """Questions that hold, ..."""
    answered: int
    """... and those whose inviter wrote since."""
    declined_known: tuple[tuple[str, str], ...]
    """Declined, and known since: name, and what shows it."""

    @property
    def by_month(self) -> pl.DataFrame:
        """Month of the decision, people, and mean of what was expected and of what came, 0 to 1."""
        known = [one for one in self.accepted if one.came is not None and one.expected is not None]
        return (
            pl.DataFrame(
                [(one.decided_on.replace(day=1), one.expected, one.came) for one in known],
                schema={"month": pl.Date, "expected": pl.Float64, "came": pl.Float64},
                orient="row",
            )
            .group_by("month")
            .agg(pl.len().alias("people"), pl.mean("expected"), pl.mean("came"))
            .sort("month")
        )

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same in words."""
        judged = [one.was_right for one in self.accepted if one.was_right is not None]
        count = len(self.accepted)
        are = _("is a connection") if count == 1 else _("are connections")
        said = [
            _("{count} of those you accepted {are} now.", count=count, are=are)
            if count
            else _(
                "Nobody you accepted is known to be a connection yet; your next import may tell."
            )
        ]
        if judged:
            said.append(
                _(
                    "Of {judged} whose posts since are known, {right} lie on the side of your "
                    "feed that the forecast named.",
                    judged=len(judged),
                    right=sum(judged),
                )
            )
        elif self.accepted:
            said.append(
                _(
                    "Of none of them a post since is known, so nothing shows yet whether it was "
                    "right."
                )
            )
        if self.asked:
            said.append(
                _(
                    "{answered} of {asked} whom you asked have written since.",
                    answered=self.answered,
                    asked=self.asked,
                )
            )
        if self.declined_known:
            said.append(
                _(
                    "{declined_known} whom you declined are known now.",
                    declined_known=len(self.declined_known),
                )
            )
        return tuple(said)


def look_back(store: Store, scores: Scores, log: Sequence[Decided]) -> LookingBack:
    """Return what became of the decisions that hold.

    Args:
        store: where contacts are.
        scores: the scores of today, by which posts are judged.
        log: decisions, as `decided_log` gives them.
    """
    held = [one for one in log if one.undone_at is None]
    asked = [one for one in held if one.decision == "ask"]
    return LookingBack(
        accepted=tuple(
            _accepted(scores, one) for one in held if one.decision == "accept" and one.is_connected
        ),
        asked=len(asked),
        answered=sum(one.answered_at is not None for one in asked),
        declined_known=_declined_known(store, held),
    )


def _accepted(scores: Scores, one: Decided) -> Accepted:
    posts = scores.corpus.posts
    theirs = (posts["person_id"] == one.person_id) & (posts["created_at"] > one.decided_at)
    since = theirs.fill_null(value=False).to_numpy() & ~np.isnan(scores.relevance)
    # What they post weighs as in the feed, but a later day more than an earlier one would tell nothing of the forecast.
    weight, came = scores.corpus.volume[since], None
    if weight.sum() > 0:
        came = float(np.average(scores.relevance[since], weights=weight))
    right = None
    if came is not None and scores.feed is not None and one.effect:
        right = (came > scores.feed) == (one.effect > 0)
    return Accepted(
        one.person_id, one.name, one.decided_at.date(), one.expected, came, int(since.sum()), one.effect, right
    )  # fmt: skip


def _declined_known(store: Store, held: Sequence[Decided]) -> tuple[tuple[str, str], ...]:
    declined = [one for one in held if one.decision == "decline"]
    contacts = store.frame(
        "SELECT person_id, count(*) AS n FROM contact WHERE list_contains(?, person_id) GROUP BY person_id",
        [[one.person_id for one in declined]],
    )
    counts = dict(contacts.iter_rows())
    found = []
    for one in declined:
        count = counts.get(one.person_id, 0)
        if one.is_connected or one.answered_at:
            found.append((one.name or "", one.sentence))
        elif count and not _was_met(one):
            times = _("1 contact") if count == 1 else _("{count} contacts", count=count)
            found.append((one.name or "", _("{times} on record now, none that day", times=times)))
    return tuple(found)


def _was_met(one: Decided) -> bool:
    """Whether a contact was on record that day already: rung 4 passes by any; nothing shows where it was off."""
    return any(check["rung"] in {1, 4} and check["evidence"] for check in one.checks) or not any(
        check["rung"] == 4 for check in one.checks
    )
