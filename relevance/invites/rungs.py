"""The ladder as data: which rungs, in which order, how strict; and the verdict it comes to.

A rung keeps its number wherever the owner moves it: 1 known, 2 wrote why, 3 shared past, 4 talked
elsewhere, 5 intriguing, 6 none of these.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from relevance.errors import UsageError
from relevance.invites.notes import NOTE_WORDS, PITCH_WEIGHT, NoteFindings
from relevance.invites.shared_past import SharedPlace
from relevance.texts import _

__all__ = ["Check", "Decision", "Ladder", "Rung", "Thresholds", "Verdict"]

Decision = Literal["accept", "ask", "decline"]
Result = Literal["passed", "failed", "could not tell"]

_NUMBERS = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class Rung:
    """One rung, by its number of the list above."""

    number: int
    enabled: bool = True


@dataclass(frozen=True)
class Thresholds:
    """How strict the rungs are. Relevance lies in 0..1."""

    messages_each_way: int = 1
    """Rung 1: messages from each side that make somebody known; at least 1."""
    known_channels: tuple[str, ...] = ("linkedin message", "x message", "mail")
    """Rung 1: channels whose messages count; a contact on any other is rung 4."""
    note_words: int = NOTE_WORDS
    """Rung 2: words of one's own below which a note says no reason; at least 1."""
    pitch_weight: float = PITCH_WEIGHT
    """Rung 2: sum of feature weights from which a note is a pitch; above 0. It moves with it the chance that counts as
    a pitch once the model has read the note, see `chance_needed`."""
    overlap_days: int = 1
    """Rung 3: days together at one place that count as a shared past; at least 1."""
    elsewhere: Literal["accept", "ask"] = "accept"
    """Rung 3: what to do where both were there at one time, but in different places."""
    intrigue_margin: float = 0.06
    """Rung 5: how far above the feed's relevance somebody's must lie to stand out, ..."""
    intrigue_floor: float = 0.25
    """... and how high at least."""
    intrigue_enough: float = 0.60
    """Rung 5: relevance that is enough whatever the feed's."""
    objective_enough: float = 0.75
    """Rung 5: relevance of headline and company to one of the owner's objectives that is enough."""

    def __post_init__(self) -> None:
        rules = (
            ("messages_each_way", _("at least 1"), self.messages_each_way >= 1),
            ("note_words", _("at least 1"), self.note_words >= 1),
            ("pitch_weight", _("above 0"), self.pitch_weight > 0),
            ("overlap_days", _("at least 1"), self.overlap_days >= 1),
            ("elsewhere", _("'accept' or 'ask'"), self.elsewhere in {"accept", "ask"}),
            ("intrigue_margin", _("from 0 to 1"), 0 <= self.intrigue_margin <= 1),
            ("intrigue_floor", _("from 0 to 1"), 0 <= self.intrigue_floor <= 1),
            ("intrigue_enough", _("from 0 to 1"), 0 <= self.intrigue_enough <= 1),
            ("objective_enough", _("from 0 to 1"), 0 <= self.objective_enough <= 1),
        )
        _refuse(
            [
                _(
                    "`{name}` must be {rule}, got {getattr!r}",
                    name=name,
                    rule=rule,
                    getattr=getattr(self, name),
                )
                for name, rule, ok in rules
                if not ok
            ]
        )


@dataclass(frozen=True)
class Ladder:
    """The owner's rungs in their order; a rung that is left out counts as switched off."""

    rungs: tuple[Rung, ...] = tuple(Rung(number) for number in _NUMBERS)
    unknown: Literal["decline", "ask"] = "decline"
    """What to do where nothing at all is known of an inviter."""
    thresholds: Thresholds = field(default_factory=Thresholds)

    def __post_init__(self) -> None:
        numbers = [rung.number for rung in self.rungs]
        mistakes = []
        if any(number not in _NUMBERS for number in numbers):
            mistakes.append(_("rungs are numbered 1 to 6, got {numbers}", numbers=numbers))
        if len(set(numbers)) < len(numbers):
            mistakes.append(
                _("each rung stands once on the ladder, got {numbers}", numbers=numbers)
            )
        if self.unknown not in {"decline", "ask"}:
            mistakes.append(
                _("`unknown` must be 'decline' or 'ask', got {unknown!r}", unknown=self.unknown)
            )
        if not {5, 6} & set(self.order):
            mistakes.append(
                _("rung 5 (ask) or rung 6 (decline) must be on, or nothing answers a stranger")
            )
        _refuse(mistakes)

    @classmethod
    def in_order(
        cls,
        numbers: Iterable[int] = _NUMBERS,
        *,
        off: Collection[int] = (),
        unknown: Literal["decline", "ask"] = "decline",
        thresholds: Thresholds | None = None,
    ) -> "Ladder":
        """Return a ladder with the rungs `numbers` in this order, those of `off` switched off.

        Raises:
            UsageError: see `Ladder`: a number is unknown or stands twice, or rungs 5 and 6 are both off.
        """
        rungs = tuple(Rung(number, number not in off) for number in numbers)
        return cls(rungs, unknown, thresholds or Thresholds())

    @property
    def order(self) -> tuple[int, ...]:
        """Numbers of the rungs that are on, in the owner's order."""
        return tuple(rung.number for rung in self.rungs if rung.enabled)


@dataclass(frozen=True)
class Check:
    """What one rung found."""

    rung: int
    result: Result
    sentence: str
    """Why, in plain words."""
    would_tell: str | None = None
    """What would settle it, where it could not be told."""
    evidence: tuple[str, ...] = ()
    """The words, contacts and places it rests on."""


@dataclass(frozen=True)
class Verdict:
    """What the ladder says to one invitation."""

    decision: Decision
    rung: int
    """The rung that decided, 1 to 6, whatever the order."""
    reasons: tuple[str, ...]
    """Sentences, the deciding one first."""
    checks: tuple[Check, ...]
    """One for each rung that is on, in the owner's order."""
    note: NoteFindings
    shared: tuple[SharedPlace, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether a message goes with it: rung 2 starts a conversation, rung 5 asks."""
        return self.rung in {2, 5}

    @property
    def draft_kind(self) -> Literal["accept_and_write", "ask"] | None:
        """The kind of draft that goes with it, null where none is written."""
        if not self.writes:
            return None
        return "accept_and_write" if self.decision == "accept" else "ask"


def _refuse(mistakes: list[str]) -> None:
    if mistakes:
        msg = _(
            "The ladder cannot be used: {mistakes}. Change it in the settings.",
            mistakes="; ".join(mistakes),
        )
        raise UsageError(msg)
