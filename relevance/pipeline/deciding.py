"""What the owner decided about invitations, with the figures of that day; and what happened since."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from relevance.errors import AmbiguousNameError, NotFoundError, UsageError
from relevance.names import comparable_name
from relevance.pipeline.inviting import Advice
from relevance.store import Store, decision_log, save_decision, undo_decision
from relevance.texts import _

__all__ = ["Decided", "decided_log", "named_invite", "record_decision"]

_DECISIONS = ("accept", "ask", "decline", "later", "undo")


@dataclass(frozen=True)
class Decided:
    """One decision, and what later imports tell of it."""

    decision_id: int
    invite_id: str
    person_id: str
    name: str | None
    url: str | None
    headline: str | None
    note: str | None
    """Their note."""
    decision: str
    """accept, ask, decline or later."""
    decided_at: datetime
    undone_at: datetime | None
    """When it was taken back, or another took its place."""
    suggested: str | None
    """What the ladder said that day, ..."""
    rung: int | None
    """... by which rung, ..."""
    reasons: tuple[str, ...]
    checks: tuple[dict[str, Any], ...]
    """... and what each rung found: rung, result, sentence, would_tell, evidence."""
    relevance: float | None
    """Of their posts that day, 0 to 1."""
    effect: float | None
    """Forecast of that day, in points."""
    effect_low: float | None
    effect_high: float | None
    expected: float | None
    """Relevance that was expected of what they will post, 0 to 1."""
    forecast: str | None
    """What the forecast rested on."""
    model: str | None
    revisit_on: date | None
    is_connected: bool
    connected_on: date | None
    answered_at: datetime | None
    answer: str | None
    """The first words of the message that came after the decision."""
    is_gone: bool
    gone_on: date | None
    """The day of the export that no longer names the invitation."""

    @property
    def outcome(self) -> str:
        """connected, answered, gone, or waiting where nothing is known since."""
        if self.is_connected:
            return "connected"
        if self.answered_at:
            return "answered"
        return "gone" if self.is_gone else "waiting"

    @property
    def sentence(self) -> str:
        """What happened since, in words."""
        since = []
        if self.is_connected:
            day = _(" since {day}", day=_day(self.connected_on)) if self.connected_on else ""
            since.append(f"connected{day}")
        if self.answered_at:
            wrote = f": “{' '.join(self.answer.split())[:120]}”" if self.answer else ""
            since.append(
                _("wrote to you on {day}{wrote}", day=_day(self.answered_at.date()), wrote=wrote)
            )
        if self.is_gone and not self.is_connected:
            day = _(" of {day}", day=_day(self.gone_on)) if self.gone_on else ""
            since.append(_("the invitation is no longer in the export{day}", day=day))
        return "; ".join(since) or _("nothing is known yet")

    def is_due(self, today: date) -> bool:
        """Whether the owner wanted to look at it again by `today`, and it is still open."""
        holds = self.undone_at is None and self.outcome in {"waiting", "answered"}
        return holds and self.revisit_on is not None and self.revisit_on <= today


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else _("a day that is not known")


def decided_log(store: Store, *, with_undone: bool = False) -> list[Decided]:
    """Return the decisions that hold, the newest first; with those that were taken back where asked for."""
    rows = decision_log(store)
    found = [_decided(row) for row in rows.iter_rows(named=True)]
    return [one for one in found if with_undone or one.undone_at is None]


def _decided(row: dict[str, Any]) -> Decided:
    told = {name: row[name] for name in Decided.__dataclass_fields__ if name in row}
    checks = tuple(json.loads(row["checks"])) if row["checks"] else ()
    return Decided(**{**told, "reasons": tuple(row["reasons"] or ()), "checks": checks})


def named_invite(advice: Sequence[Advice], wanted: str) -> Advice:
    """Return the pending invitation with this id, or from the inviter with this id or full name.

    Raises:
        NotFoundError: there is none.
        AmbiguousNameError: several inviters have this name; the message lists their ids.
    """
    for one in advice:
        if wanted in {one.person_id, one.invite_id}:
            return one
    name = comparable_name(wanted)
    same = [one for one in advice if name and comparable_name(one.name) == name]
    if len(same) > 1:
        listed = "; ".join(
            f"{one.invite_id} ({one.name}, {one.headline or _('no headline')})" for one in same
        )
        msg = _(
            "{same} inviters are called {wanted!r}. Name one of them by id: {listed}.",
            same=len(same),
            wanted=wanted,
            listed=listed,
        )
        raise AmbiguousNameError(msg)
    if same:
        return same[0]
    msg = _(
        "There is no pending invitation or inviter with the id or name {wanted!r}. Allowed "
        "is what `relevance invites --json` lists.",
        wanted=wanted,
    )
    raise NotFoundError(msg)


def _decided_about(store: Store, wanted: str) -> str:
    """Return the invitation that was decided where `wanted` is the name of one inviter, else `wanted` itself."""
    name = comparable_name(wanted)
    named = [one for one in decided_log(store) if name and comparable_name(one.name) == name]
    return named[0].invite_id if len(named) == 1 else wanted


def record_decision(
    store: Store,
    advice: Sequence[Advice],
    wanted: str,
    decision: str,
    *,
    model: str | None = None,
    revisit_on: date | None = None,
) -> dict[str, Any]:
    """Note what the owner decided about an invitation, with the figures of today, and return it.

    Args:
        store: where decisions are kept.
        advice: the pending invitations.
        wanted: id of an invitation or inviter, or the full name of an inviter.
        decision: accept, ask, decline, later or undo.
        model: id of the model that the figures come from.
        revisit_on: day on which the owner wants to look at it again.

    Raises:
        UsageError: the decision is none of accept, ask, decline, later and undo.
        NotFoundError: there is no such pending invitation, or nothing to take back.
        AmbiguousNameError: several inviters have this name.
    """
    if decision not in _DECISIONS:
        msg = _(
            "A decision must be one of {decisions}, got {decision!r}.",
            decisions=", ".join(_DECISIONS),
            decision=decision,
        )
        raise UsageError(msg)
    if decision == "undo":
        gone = undo_decision(store, _decided_about(store, wanted))
        kept = {name: gone[name] for name in ("invite_id", "person_id", "name")}
        return {**kept, "decision": "undo", "undone": gone["decision"]}
    one = named_invite(advice, wanted)
    row = {
        "invite_id": one.invite_id,
        "person_id": one.person_id,
        "decision": decision,
        "name": one.name,
        "suggested": one.decision,
        "rung": one.rung,
        "relevance": one.relevance,
        "effect": one.effect,
        "effect_low": one.effect_low,
        "effect_high": one.effect_high,
        "expected": one.expected,
        "forecast": one.forecast,
        "model": model,
        "reasons": list(one.reasons),
        "revisit_on": revisit_on,
    }
    checks = [asdict(found) for found in one.checks]
    number = save_decision(store, {**row, "checks": json.dumps(checks, ensure_ascii=False)})
    return {**row, "checks": checks, "decision_id": number, "decided_at": datetime.now(UTC)}
