"""What is known of an inviter and of the owner, as the ladder reads it. Null always means unknown."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

__all__ = ["EncounterFact", "InviteFacts", "OwnerFacts", "PositionFact"]


@dataclass(frozen=True)
class EncounterFact:
    """One contact between the owner and the inviter."""

    at: datetime | None
    """When; null where the source does not say."""
    channel: str
    """linkedin message, mail, meeting, x mention, ..."""
    direction: Literal["incoming", "outgoing", "both"]
    """Seen from the owner: incoming came from the inviter."""
    reference: str | None = None
    """Subject, title or address of it."""
    snippet: str | None = None
    """Its first words."""


@dataclass(frozen=True)
class PositionFact:
    """One stretch of time at one employer or school."""

    kind: Literal["employer", "school"]
    organisation: str
    """Its name as written."""
    title: str | None = None
    """Job title or degree."""
    started_on: date | None = None
    """First day known; 1 January may stand for a bare year, the first of a month for the month."""
    finished_on: date | None = None
    """Last day known, as coarse as `started_on`."""
    is_current: bool | None = None
    """True where the source says that it goes on."""
    place: str | None = None
    """Where, as written."""
    started_grain: str | None = None
    """How exact `started_on` is: year, month or day; null where it has to be told from the day itself."""
    finished_grain: str | None = None
    """As `started_grain`, of `finished_on`."""
    known_until: date | None = None
    """The day on which the source said so: somebody who is there today is there until then at least."""


@dataclass(frozen=True)
class InviteFacts:
    """Everything that is known of one invitation and of the person behind it."""

    invite_id: str
    person_id: str
    name: str
    """As written, credentials and emoji included."""
    note: str | None = None
    """The note that came with the invitation."""
    headline: str | None = None
    company: str | None = None
    """Employer today."""
    position: str | None = None
    """Job title today."""
    mutual_connections: int | None = None
    sent_at: datetime | None = None
    former_names: tuple[str, ...] = ()
    encounters: tuple[EncounterFact, ...] = ()
    positions: tuple[PositionFact, ...] = ()
    """Employers and schools; `company` need not be among them."""
    namesakes: tuple[str, ...] = ()
    """Contacts with others of this name, in words: nothing shows whether they are the same person."""
    owner_note: str | None = None
    """A note that the owner wrote about this person."""
    posts: int = 0
    """How many of their posts are known."""
    profile_relevance: float | None = None
    """Relevance of what the profile says, 0 to 1; null until it is scored."""
    relevance: float | None = None
    """Relevance of their posts, 0 to 1; null without posts or until they are scored."""
    feed_relevance: float | None = None
    """Relevance of the owner's feed, 0 to 1."""
    pitch_chance: float | None = None
    """Chance that the note is a sales pitch, 0 to 1; null before the model has read it."""
    objective: str | None = None
    """The objective of the owner that headline, job and company come nearest to, in the owner's words."""
    objective_match: float | None = None
    """How strongly they speak to it, 0 to 1; null before the model has read both."""


@dataclass(frozen=True)
class OwnerFacts:
    """What the ladder needs to know of the owner."""

    name: str | None = None
    headline: str | None = None
    summary: str | None = None
    objectives: str | None = None
    """What the owner wants from the network, in their own words."""
    positions: tuple[PositionFact, ...] = ()
    """The owner's own employers and schools, past and present."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Two names of one organisation each, as the owner says."""
    skills: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    """Names and keywords of the interests of positive weight."""
    place: str | None = None
    """Where the owner lives, as written."""
    former_names: tuple[str, ...] = ()
    acquaintances: frozenset[str] = frozenset()
    """Names of the owner's connections and of those they have met, in the form in which names are compared."""
