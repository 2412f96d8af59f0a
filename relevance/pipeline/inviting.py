"""Pending invitations -> verdict of the ladder, forecast and draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from relevance.config import Settings
from relevance.drafts import DraftKind, Occasion
from relevance.invites import (
    Check,
    InviteFacts,
    Ladder,
    OwnerFacts,
    decide,
    repeated_notes,
)
from relevance.pipeline.drafting import Template, read_templates, written
from relevance.pipeline.forecasting import Outlook, outlooks
from relevance.pipeline.histories import own_positions
from relevance.pipeline.inviter_facts import (
    Known,
    Read,
    acquaintances,
    facts_of,
    known_facts,
)
from relevance.pipeline.ladders import read_ladder
from relevance.pipeline.note_chances import note_chances
from relevance.pipeline.objectives import Objective, objective_matches
from relevance.pipeline.pending import pending_invites
from relevance.pipeline.scores import Scores
from relevance.store import Store

__all__ = ["Advice", "advise"]

_ORDER = {"accept": 0, "ask": 1, "decline": 2}


@dataclass(frozen=True)
class Advice:
    """What the product says about one pending invitation."""

    invite_id: str
    person_id: str
    name: str
    note: str | None
    sent_at: datetime | None
    headline: str | None
    url: str | None
    decision: str
    """accept, ask or decline."""
    rung: int
    """The rung of the ladder that decided, 1 to 6."""
    reasons: tuple[str, ...]
    checks: tuple[Check, ...]
    """Every rung, with what was found."""
    relevance: float | None
    """Of their posts, 0 to 1; null without posts."""
    effect: float | None
    """Expected effect of a yes on the feed, in points."""
    effect_low: float | None
    effect_high: float | None
    """The 80 % range of the effect."""
    forecast: str
    """What the forecast rests on, in a sentence."""
    expected: float | None
    """Relevance to expect of what they will post, 0 to 1; null where nothing is scored."""
    outlook: Outlook
    """The forecast whole, for forecasting several together."""
    draft: str | None
    """A message, where the ladder writes one."""
    gaps: tuple[str, ...]
    """What the owner has to add to the draft."""
    decided: str | None
    """What the owner decided already."""
    revisit_on: date | None
    """The day on which they want to look at it again."""
    occasion: Occasion = field(repr=False)
    """What a message to the inviter can rest on."""


def advise(
    store: Store,
    scores: Scores,
    settings: Settings,
    *,
    ladder: Ladder | None = None,
    as_one: Mapping[str, str] | None = None,
) -> list[Advice]:
    """Return advice on every pending invitation, those worth most first.

    Args:
        store: where facts and decisions are.
        scores: the scores to forecast with; without interests or vectors there is no forecast.
        settings: age limit, what to say of unknown people, the owner's objectives.
        ladder: another ladder than the owner's.
        as_one: for the ids of some inviters that of somebody else whose facts are taken for theirs as well.
    """
    own = read_ladder(store, settings)
    ladder, settings = ladder or own.ladder, own.settled(settings)
    pending = pending_invites(store, settings)
    rows = pending.invites.to_dicts()
    owner = _owner_facts(store, scores, settings)
    writing = _Writing(read_templates(store), tuple(store.owner_facts("group")))
    repeated = repeated_notes(_incoming_notes(store))
    known = known_facts(store)
    others = as_one or {}
    people = [*(row["person_id"] for row in rows), *others.values()]
    seen = outlooks(scores, people, known.positions)
    codes = dict(scores.corpus.people.select("person_id", "code").iter_rows())
    aims = objective_matches(store, scores, own.objectives)
    chances = note_chances(store, (row["note"] for row in rows), model=scores.corpus.model)
    found = []
    for row in rows:
        outlook = seen[row["person_id"]]
        read = Read(chances.get(row["note"]), *_nearest(aims, codes.get(row["person_id"])))
        facts = facts_of(row, known, outlook, scores, read)
        if other := others.get(row["person_id"]):
            facts = _as_one(facts, other, known, seen[other])
        occasion = Occasion(facts, owner, decide(facts, owner, ladder, repeated), writing.groups)
        found.append(_advice(row, occasion, outlook, writing.templates))
    return sorted(found, key=lambda one: (_ORDER[one.decision], -(one.effect or 0.0), one.name))


def _nearest(aims: Sequence[Objective | None], code: int | None) -> tuple[str | None, float | None]:
    return (None, None) if code is None else aims[code] or (None, None)


@dataclass(frozen=True)
class _Writing:
    """What every draft needs, whoever it is for."""

    templates: Mapping[DraftKind, Template]
    groups: tuple[str, ...]


def _as_one(facts: InviteFacts, other: str, known: Known, outlook: Outlook) -> InviteFacts:
    """Return the facts of an inviter together with those of somebody else."""
    encounters = known.encounters[other]
    return replace(
        facts,
        encounters=(*facts.encounters, *encounters),
        positions=(*facts.positions, *known.positions[other]),
        # Who was a namesake to ask about is now the inviter.
        namesakes=() if encounters else facts.namesakes,
        owner_note=facts.owner_note or known.notes.get(other),
        posts=facts.posts + outlook.posts,
        relevance=outlook.relevance if facts.relevance is None else facts.relevance,
    )


def _advice(
    row: Mapping[str, Any],
    occasion: Occasion,
    outlook: Outlook,
    templates: Mapping[DraftKind, Template],
) -> Advice:
    verdict = occasion.verdict
    kind = verdict.draft_kind
    message = written(kind, occasion, templates)[0] if kind else None
    return Advice(
        invite_id=row["invite_id"],
        person_id=row["person_id"],
        name=row["name"],
        note=row["note"],
        sent_at=row["sent_at"],
        headline=row["headline"],
        url=row["url"],
        decision=verdict.decision,
        rung=verdict.rung,
        reasons=verdict.reasons,
        checks=verdict.checks,
        relevance=outlook.relevance,
        effect=outlook.effect,
        effect_low=outlook.low,
        effect_high=outlook.high,
        forecast=outlook.sentence,
        expected=outlook.mean,
        outlook=outlook,
        draft=message.text if message else None,
        gaps=message.gaps if message else (),
        decided=row["decided"],
        revisit_on=row["revisit_on"],
        occasion=occasion,
    )


def _incoming_notes(store: Store) -> list[str | None]:
    notes = store.frame(
        """
        SELECT any_value(note) AS note
        FROM invite JOIN person_link USING (record_id)
        WHERE direction = 'incoming' AND state = 'linked'
        GROUP BY person_id, note
        """
    )
    return notes["note"].to_list()


def _owner_facts(store: Store, scores: Scores, settings: Settings) -> OwnerFacts:
    wanted = [one for one in (*scores.matches.interests, *scores.matches.waiting) if one.weight > 0]

    def first(kind: str) -> str | None:
        return next(iter(store.owner_facts(kind)), None)

    return OwnerFacts(
        name=first("name"),
        headline=first("headline"),
        summary=first("summary"),
        objectives=settings.objectives or None,
        place=first("location"),
        former_names=tuple(store.owner_facts("maiden name")),
        acquaintances=acquaintances(store),
        positions=own_positions(store),
        renamed=settings.renamed,
        skills=tuple(store.owner_facts("skill")),
        interests=tuple(phrase for one in wanted for phrase in (one.name, *one.keywords)),
    )
