"""Who was where and when: the histories of the owner and of others, and the past that they share."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime

from relevance.config import Settings
from relevance.identity import OWNER
from relevance.invites import (
    InviteFacts,
    OwnerFacts,
    PositionFact,
    SharedPlace,
    comparable_organisation,
    shared_places,
)
from relevance.store import Store

__all__ = ["history_of", "own_positions", "positions_by_person", "shared_past"]


def positions_by_person(store: Store) -> Mapping[str, tuple[PositionFact, ...]]:
    """Return the employers and schools of everyone by person id; nothing for those of whom none is known."""
    rows = store.frame(
        """
        SELECT DISTINCT person_id, held.kind, organisation, title, started_on, finished_on, is_current, place,
               started_grain, finished_grain, coalesce(held.as_of, record.as_of, ?)
        FROM position AS held JOIN person_link USING (record_id) JOIN record USING (record_id)
        WHERE state = 'linked' ORDER BY ALL
        """,
        [datetime.now(UTC).date()],
    )
    grouped: dict[str, list[PositionFact]] = defaultdict(list)
    for person_id, *rest in rows.iter_rows():
        grouped[person_id].append(PositionFact(*rest))
    return defaultdict(tuple, {one: tuple(facts) for one, facts in grouped.items()})


def own_positions(store: Store) -> tuple[PositionFact, ...]:
    """Return the owner's own employers and schools."""
    return positions_by_person(store)[OWNER]


def history_of(store: Store, person_id: str) -> list[PositionFact]:
    """Return a person's employers and schools, the newest first and those without dates last.

    A stretch of which several sources tell stands there once, with its place where any of them knows it.
    """

    def age(one: PositionFact) -> tuple[bool, date, date]:
        latest = date.max if one.is_current else one.finished_on or one.started_on or date.min
        return (
            bool(one.is_current or one.started_on or one.finished_on),
            latest,
            one.started_on or date.min,
        )

    found: dict[tuple[object, ...], PositionFact] = {}
    for one in positions_by_person(store)[person_id]:
        name = comparable_organisation(one.organisation) or one.organisation
        key = (one.kind, name, (one.title or "").casefold(), one.started_on, one.finished_on)
        if key not in found or (one.place and not found[key].place):
            found[key] = one
    return sorted(found.values(), key=age, reverse=True)


def shared_past(store: Store, person_id: str, settings: Settings) -> tuple[SharedPlace, ...]:
    """Return the employers and schools that the owner and a person share, surely shared time first."""
    rows = store.frame(
        "SELECT name, headline, company, position FROM person WHERE person_id = ?", [person_id]
    )
    if rows.is_empty():
        return ()
    name, headline, company, position = rows.row(0)
    held = positions_by_person(store)
    facts = InviteFacts(
        invite_id="",
        person_id=person_id,
        name=name,
        headline=headline,
        company=company,
        position=position,
        positions=held[person_id],
    )
    return shared_places(facts, OwnerFacts(positions=held[OWNER], renamed=settings.renamed))
