"""What is known of every inviter, as the ladder reads it: encounters, histories, namesakes, and what the model says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from relevance.invites import EncounterFact, InviteFacts, PositionFact
from relevance.pipeline.forecasting import Outlook
from relevance.pipeline.histories import positions_by_person
from relevance.pipeline.scores import Scores
from relevance.store import Store
from relevance.texts import _

__all__ = ["Known", "Read", "acquaintances", "facts_of", "known_facts"]


@dataclass(frozen=True)
class Read:
    """What the model makes of note and profile; null where it has not read them."""

    pitch_chance: float | None
    objective: str | None
    objective_match: float | None


def acquaintances(store: Store) -> frozenset[str]:
    """Return the names, as compared, of the owner's connections and of whoever has written to them or met them."""
    rows = store.frame(
        """
        SELECT DISTINCT comparable_name AS name FROM person
        WHERE NOT is_owner AND comparable_name <> '' AND person_id IN (
            SELECT person_id FROM connection JOIN person_link USING (record_id) WHERE state = 'linked'
            UNION SELECT person_id FROM contact
        )
        """
    )
    return frozenset(rows["name"])


@dataclass(frozen=True)
class Known:
    """Facts by person id."""

    encounters: Mapping[str, tuple[EncounterFact, ...]]
    positions: Mapping[str, tuple[PositionFact, ...]]
    notes: Mapping[str, str]
    namesakes: Mapping[str, tuple[str, ...]]
    """Contacts with others of the same name, in words, by person."""


def known_facts(store: Store) -> Known:
    """Return encounters, histories, notes of the owner and namesakes of everyone."""
    contacts = store.frame(
        'SELECT person_id, "at", channel, direction, reference, snippet FROM contact ORDER BY ALL'
    )
    encounters: dict[str, list[EncounterFact]] = defaultdict(list)
    for person_id, at, channel, direction, reference, snippet in contacts.iter_rows():
        encounters[person_id].append(EncounterFact(at, channel, direction, reference, snippet))
    notes = store.frame(
        "SELECT person_id, text FROM owner_note JOIN person_link USING (record_id) ORDER BY created_at"
    )
    return Known(
        encounters=defaultdict(tuple, {one: tuple(facts) for one, facts in encounters.items()}),
        positions=positions_by_person(store),
        notes=dict(notes.iter_rows()),
        namesakes=_namesakes(store),
    )


def _namesakes(store: Store) -> Mapping[str, tuple[str, ...]]:
    """Return for each inviter the contacts with others of one of their names, in words."""
    rows = store.frame(
        """
        WITH named AS (
            SELECT person_id, comparable_name AS name FROM person WHERE comparable_name <> ''
        ),
        inviter AS (
            SELECT DISTINCT person_id FROM invite JOIN person_link USING (record_id)
            WHERE direction = 'incoming' AND state = 'linked'
        )
        SELECT inviter.person_id, contact.channel, count(*) AS n, max(contact."at")::DATE AS latest,
               any_value(record.emails[1]) AS address
        FROM inviter
        JOIN named AS mine ON mine.person_id = inviter.person_id
        JOIN named AS other ON other.name = mine.name AND other.person_id <> mine.person_id
        JOIN contact ON contact.person_id = other.person_id
        LEFT JOIN person_link ON person_link.person_id = other.person_id AND person_link.state = 'linked'
        LEFT JOIN record ON record.record_id = person_link.record_id AND len(record.emails) > 0
        GROUP BY inviter.person_id, other.person_id, contact.channel
        ORDER BY ALL
        """
    )
    found: dict[str, list[str]] = defaultdict(list)
    for person_id, channel, count, latest, address in rows.iter_rows():
        times = _("once") if count == 1 else _("{count} times", count=count)
        day = _(", the last time on {latest:%d %B %Y}", latest=latest) if latest else ""
        by = f" ({address})" if address else ""
        found[person_id].append(
            _("{times} by {channel}{by}{day}", times=times, channel=channel, by=by, day=day)
        )
    return defaultdict(tuple, {one: tuple(words) for one, words in found.items()})


def facts_of(
    row: Mapping[str, Any], known: Known, outlook: Outlook, scores: Scores, read: Read
) -> InviteFacts:
    """Return everything that is known of one invitation and of the person behind it."""
    person = row["person_id"]
    former: Iterable[str] = row["former_names"] or ()
    return InviteFacts(
        invite_id=row["invite_id"],
        person_id=person,
        name=row["name"],
        note=row["note"],
        headline=row["headline"],
        company=row["company"],
        position=row["position"],
        mutual_connections=row["mutual_connections"],
        sent_at=row["sent_at"],
        former_names=tuple(former),
        encounters=known.encounters[person],
        positions=known.positions[person],
        namesakes=known.namesakes[person],
        owner_note=known.notes.get(person),
        posts=outlook.posts,
        profile_relevance=outlook.profile_relevance,
        relevance=outlook.relevance,
        feed_relevance=scores.feed,
        pitch_chance=read.pitch_chance,
        objective=read.objective,
        objective_match=read.objective_match,
    )
