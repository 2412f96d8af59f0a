"""The feed in three sentences, and three things to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from relevance.pipeline.changes import connections
from relevance.pipeline.inviting import Advice
from relevance.pipeline.ladders import RUNGS
from relevance.pipeline.planning import Plan
from relevance.pipeline.scores import Scores
from relevance.pipeline.settling import what_would_settle
from relevance.texts import _, marked, number, signed

__all__ = ["NextStep", "Story", "Verdict", "next_steps", "tell_story", "verdict", "what_could_be"]

_MOST_DIGITS = 2
_VERBS = {
    "accept": marked("accept"),
    "ask": marked("ask first what they hope for"),
    "decline": marked("decline"),
}


@dataclass(frozen=True)
class Verdict:
    """What a feed is worth, and who makes it so."""

    figure: str
    """Feed relevance of 100."""
    what: str
    """What the figure means."""
    who: str
    """Who raises and who dilutes it, and of how many nothing is known."""


@dataclass(frozen=True)
class Story(Verdict):
    """The verdict on a feed, and what could be done."""

    so_what: str
    """What could be done."""

    @property
    def sentence(self) -> str:
        """All of it."""
        return f"{self.figure} {self.what} {self.who} {self.so_what}"


def tell_story(scores: Scores, plan: Plan) -> Story | None:
    """Return the verdict on the feed, and what could be done; null where nothing is scored.

    Args:
        scores: the scores.
        plan: the best plan of a few changes.
    """
    found = verdict(scores)
    return Story(found.figure, found.what, found.who, what_could_be(plan)) if found else None


def verdict(scores: Scores) -> Verdict | None:
    """Return the verdict on the feed, for which no plan is needed; null where nothing is scored."""
    if scores.feed is None:
        return None
    listed = connections(scores)
    raises, dilutes = (listed.filter(pl.col("state") == one) for one in ("raises", "dilutes"))
    unknown = listed.filter(pl.col("state") == "unknown").height
    said = [_side(raises, "raise"), _side(dilutes.reverse(), "dilute")]
    if dilutes.height:
        said[1] += _(
            " Those take {attention_share} % of your attention.",
            attention_share=number(100 * float(dilutes["attention_share"].sum())),
        )
    if unknown:
        said.append(_("Of {unknown} nothing is known yet.", unknown=number(unknown)))
    return Verdict(
        figure=_("{feed} of 100.", feed=number(100 * scores.feed)),
        what=_("That is how likely you are to call the next post relevant."),
        who=" ".join(one for one in said if one),
    )


def _side(people: pl.DataFrame, verb: str) -> str:
    """Say how many connections raise or dilute, and who most; `people` begin with that one."""
    if people.is_empty():
        return _("Nobody {verb}s it beyond what chance explains.", verb=verb)
    count = (
        _("1 connection")
        if people.height == 1
        else _("{height} connections", height=number(people.height))
    )
    doing = f"{verb}s" if people.height == 1 else verb
    first = people.row(0, named=True)
    most = _("that is") if people.height == 1 else _("most of all")
    return _(
        "{count} {doing} it, {most} {name} ({effect} points).",
        count=count,
        doing=doing,
        most=most,
        name=first["name"],
        effect=signed(first["effect"], 2),
    )


def what_could_be(plan: Plan) -> str:
    """Say what the feed could be after a plan; for the verdict itself no plan is needed."""
    outcome = plan.outcome
    could = _could_be(outcome.before, outcome.after)
    if not plan.steps or could is None:
        return _(
            "No change of yours would raise it by much: what it takes is more of whom you like "
            "to read."
        )
    count = (
        _("the {chosen} who cost most", chosen=plan.chosen)
        if plan.chosen > 1
        else _("the one who costs most")
    )
    return _(
        "Without {count} it could be {could}: that changes what can appear, not what will.",
        count=count,
        could=could,
    )


def _could_be(before: float | None, after: float | None) -> str | None:
    """Return what the feed could be of 100, as exactly as it takes to tell it from today's; null where nothing does."""
    if before is None or after is None:
        return None
    for digits in range(_MOST_DIGITS + 1):
        today, then = (number(100 * one, digits) for one in (before, after))
        if today != then:
            return _("{then} instead of {today}", then=then, today=today) if digits else then
    return None


@dataclass(frozen=True)
class NextStep:
    """One thing to do, by the owner's own hand."""

    kind: str
    """invite: answer an invitation; plan: see less of somebody; settle: make the unknown known."""
    person_id: str
    name: str
    what: str
    """What to do, in words that follow the name."""
    brings: str
    """What that would bring, in a sentence."""
    invite_id: str | None = None


def next_steps(scores: Scores, advice: Sequence[Advice], plan: Plan) -> tuple[NextStep, ...]:
    """Return at most three things to do: an invitation, somebody to see less of, something that settles the unknown.

    Args:
        scores: the scores.
        advice: the pending invitations, those worth most first.
        plan: the best plan of a few changes.
    """
    found = (_invite(advice), _less(scores, plan), _settle(scores))
    return tuple(one for one in found if one is not None)


def _invite(advice: Sequence[Advice]) -> NextStep | None:
    waiting = [one for one in advice if not one.decided]
    if not waiting:
        return None
    # The first accept whose posts are expected to raise the feed; else whatever the ladder puts first.
    one = next(
        (one for one in waiting if one.decision == "accept" and (one.effect or 0) > 0), waiting[0]
    )
    brings = _("What a yes would bring is not known yet.")
    if one.effect is not None and one.effect_low is not None and one.effect_high is not None:
        brings = _(
            "A yes could bring {points} points, with 80 % certainty between {low} and {high}.",
            points=_points(one.effect),
            low=_points(one.effect_low),
            high=_points(one.effect_high),
        )
    what = _(
        "answer their invitation: the ladder says {verbs} (“{rungs}”)",
        verbs=_(_VERBS[one.decision]),
        rungs=_(RUNGS[one.rung]),
    )
    return NextStep("invite", one.person_id, one.name, what, brings, one.invite_id)


def _less(scores: Scores, plan: Plan) -> NextStep | None:
    if not plan.steps:
        return None
    step = max(plan.steps, key=lambda one: one.worth)
    people = scores.corpus.people
    code = people.filter(person_id=step.person_id)["code"][0]
    known = scores.corpus.known_attention
    share = 100 * known[code] / known.sum()
    together = (
        _(
            "{points} points within the plan of {chosen} changes, ",
            points=_points(step.worth),
            chosen=plan.chosen,
        )
        if plan.chosen > 1
        else ""
    )
    brings = _(
        "Worth {together}{points} points alone: they take {share} % of your attention.",
        together=together,
        points=_points(step.alone),
        share=number(share, 1),
    )
    return NextStep("plan", step.person_id, step.name, _(step.act), brings)


def _points(points: float) -> str:
    # Adding 0 turns the -0.0 of rounding into 0.
    return f"{round(points, 2) + 0.0:+.2f}"


def _settle(scores: Scores) -> NextStep | None:
    """Return the connection of whom least is known that matters most: one met before, else the loudest in doubt."""
    listed = connections(scores)
    unknown = listed.filter(pl.col("state") == "unknown").sort(
        pl.col("last_contact"), "person_id", descending=[True, False], nulls_last=True
    )
    doubtful = listed.filter(pl.col("state") == "neutral").sort(
        "attention_share", "person_id", descending=[True, False]
    )
    for row in (*unknown.head(1).iter_rows(named=True), *doubtful.head(1).iter_rows(named=True)):
        missing = what_would_settle(scores, row["person_id"])
        if missing:
            is_unknown = row["state"] == "unknown"
            what = (
                _("find out whether they raise or dilute it")
                if is_unknown
                else _("settle what they do to it")
            )
            return NextStep("settle", row["person_id"], row["name"], what, missing)
    return None
