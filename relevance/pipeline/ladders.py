"""The owner's ladder: the settings, with what the owner changed on the page or by command."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from relevance.config import Settings
from relevance.errors import UsageError
from relevance.invites import Ladder, Rung, Thresholds
from relevance.store import Store, ladder_document, save_ladder_document
from relevance.texts import _, marked

__all__ = ["RUNGS", "OwnLadder", "move_rung", "read_ladder", "save_ladder"]

RUNGS = {
    1: marked("You know them"),
    2: marked("Their note makes sense"),
    3: marked("A shared past"),
    4: marked("You have talked before"),
    5: marked("Something intrigues"),
    6: marked("None of these"),
}
"""Each rung by its number, in words."""

_TUNED = tuple(one.name for one in fields(Thresholds))


@dataclass(frozen=True)
class OwnLadder:
    """The ladder that decides, and what the owner wants from the network."""

    ladder: Ladder
    objectives: str
    """In the owner's own words; "" where they stated none."""

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs in the owner's order, those that are off included."""
        return self.ladder.rungs

    def settled(self, settings: Settings) -> Settings:
        """Return `settings` with the owner's objectives in place of theirs."""
        return replace(settings, objectives=self.objectives)


def read_ladder(store: Store, settings: Settings) -> OwnLadder:
    """Return the ladder that holds: what the owner saved, and the settings for the rest."""
    return _built(ladder_document(store), settings)


def _built(document: Mapping[str, Any], settings: Settings) -> OwnLadder:
    basis = Thresholds(elsewhere="ask" if settings.elsewhere_invite == "ask" else "accept")
    tuned = {
        name: value for name, value in document.get("thresholds", {}).items() if name in _TUNED
    }
    if "known_channels" in tuned:
        tuned["known_channels"] = tuple(tuned["known_channels"])
    rungs = document.get("rungs")
    asked = document.get("unknown", settings.unknown_invite)
    ladder = Ladder(
        rungs=tuple(Rung(one["number"], one["enabled"]) for one in rungs)
        if rungs
        else Ladder().rungs,
        unknown="ask" if asked == "ask" else "decline",
        thresholds=replace(basis, **tuned),
    )
    return OwnLadder(ladder, document.get("objectives", settings.objectives))


def save_ladder(store: Store, settings: Settings, own: OwnLadder, *, reason: str) -> OwnLadder:
    """Keep the ladder as a new version, unless nothing changed, and return it.

    Only what differs from the settings is kept, so that a setting that is changed later still counts.

    Raises:
        UsageError: the ladder has not every rung once.
    """
    if sorted(rung.number for rung in own.rungs) != [1, 2, 3, 4, 5, 6]:
        numbers = [rung.number for rung in own.rungs]
        msg = _(
            "The ladder's order must name each of the rungs 1 to 6 once, got {numbers}.",
            numbers=numbers,
        )
        raise UsageError(msg)
    if own == read_ladder(store, settings):
        return own
    save_ladder_document(store, _document(own, _built({}, settings)), reason=reason)
    return own


def _document(own: OwnLadder, basis: OwnLadder) -> dict[str, Any]:
    theirs, ours = asdict(basis.ladder.thresholds), asdict(own.ladder.thresholds)
    parts = {
        "rungs": [asdict(rung) for rung in own.rungs] if own.rungs != basis.rungs else None,
        "unknown": own.ladder.unknown if own.ladder.unknown != basis.ladder.unknown else None,
        "thresholds": {name: value for name, value in ours.items() if value != theirs[name]}
        or None,
        "objectives": own.objectives if own.objectives != basis.objectives else None,
    }
    return {name: value for name, value in parts.items() if value is not None}


def move_rung(own: OwnLadder, number: int, *, by: int) -> OwnLadder:
    """Return the ladder with one rung moved up (by -1) or down (by 1); at the ends it stays."""
    rungs = list(own.rungs)
    at = next(place for place, rung in enumerate(rungs) if rung.number == number)
    to = min(max(at + by, 0), len(rungs) - 1)
    rungs.insert(to, rungs.pop(at))
    return replace(own, ladder=replace(own.ladder, rungs=tuple(rungs)))
