"""One check for each of the rungs 1 to 5: passed, failed or could not tell, with a sentence."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from relevance.invites.facts import EncounterFact, InviteFacts, OwnerFacts
from relevance.invites.intrigue import best_score, likeness, score_sentence, stands_out
from relevance.invites.notes import NoteFindings
from relevance.invites.past_words import past_sentence
from relevance.invites.rungs import Check, Thresholds
from relevance.invites.shared_past import SharedPlace
from relevance.invites.wording import contact_words, joined, plain, quote, who

__all__ = ["Case", "check", "note_sentence"]


@dataclass(frozen=True)
class Case:
    """Everything the rungs look at."""

    facts: InviteFacts
    owner: OwnerFacts
    thresholds: Thresholds
    note: NoteFindings
    shared: tuple[SharedPlace, ...]

    @cached_property
    def name(self) -> str:
        """How to call the inviter."""
        return who(self.facts)

    @property
    def doubtful(self) -> tuple[SharedPlace, ...]:
        """Shared places where the owner and the inviter may have met, or not."""
        asks = self.thresholds.elsewhere == "ask"
        return tuple(
            place
            for place in self.shared
            if place.together is None or (asks and place.together and place.same_place is False)
        )


def check(rung: int, case: Case) -> Check:
    """Return what rung 1, 2, 3, 4 or 5 finds in `case`."""
    return {1: _known, 2: _wrote_why, 3: _shared_past, 4: _talked, 5: _intrigues}[rung](case)


def _known(case: Case) -> Check:
    contacts = case.facts.encounters
    found: list[str] = []
    evidence: list[str] = []
    meetings = [one for one in contacts if _channel(one) == "meeting"]
    praise = [one for one in contacts if _channel(one) == "linkedin recommendation"]
    for words, group in (
        (f"You and {case.name} have written to each other", _exchange(case)),
        (f"You have met {case.name}", meetings),
        (f"There is a recommendation between you and {case.name}", praise),
    ):
        if group:
            found.append(f"{words}: {_latest_words(group)}.")
            evidence += _evidence(group)
    note = case.facts.owner_note
    if plain(note):
        found.append(f"You wrote a note about {case.name}: {quote(note)}.")
        evidence.append(quote(note))
    if found:
        return Check(1, "passed", " ".join(found), evidence=tuple(evidence))
    return Check(
        1,
        "failed",
        f"No messages both ways, no meeting, no recommendation and no note of yours show that you know {case.name}.",
        "Your mail and calendar, or a note of your own about them.",
    )


def _exchange(case: Case) -> list[EncounterFact]:
    channels = set(case.thresholds.known_channels)
    written = [one for one in case.facts.encounters if _channel(one) in channels]
    sides = [
        sum(one.direction in {side, "both"} for one in written) for side in ("incoming", "outgoing")
    ]
    return written if min(sides) >= case.thresholds.messages_each_way else []


def _channel(contact: EncounterFact) -> str:
    return plain(contact.channel).casefold()


def _latest(contacts: list[EncounterFact]) -> EncounterFact:
    return max(contacts, key=_moment)


def _moment(contact: EncounterFact) -> datetime:
    return contact.at.replace(tzinfo=None) if contact.at else datetime.min  # noqa: DTZ901


def _latest_words(contacts: list[EncounterFact]) -> str:
    last = contact_words(_latest(contacts))
    return f"{len(contacts)} contacts, the last was {last}" if len(contacts) > 1 else last


def _evidence(contacts: list[EncounterFact]) -> list[str]:
    newest = sorted(contacts, key=_moment, reverse=True)
    shown = []
    for one in newest[:5]:
        said = plain(one.snippet) or plain(one.reference)
        shown.append(contact_words(one) + (f": {quote(said)}" if said else ""))
    return shown


def _wrote_why(case: Case) -> Check:
    note, sentence = case.note, note_sentence(case)
    quotes = tuple(finding.quote for finding in (*note.findings, *note.mentions))
    if note.kind == "could_not_tell":
        return Check(2, "could not tell", sentence, "Read the note yourself.", quotes)
    if note.kind != "personal":
        return Check(2, "failed", sentence, evidence=quotes)
    if not note.says_why:
        return Check(
            2, "could not tell", sentence, "A line from them on why they want to connect.", quotes
        )
    if note.half_offer:
        return Check(2, "could not tell", sentence, "Read the note yourself.", quotes)
    return Check(2, "passed", sentence, evidence=quotes)


def note_sentence(case: Case) -> str:
    """Return a sentence on the note of the invitation."""
    note, words = case.note, quote(case.facts.note)
    led = joined([finding.quote for finding in note.findings[:3]])
    if note.kind == "personal":
        return _personal_sentence(case)
    if note.kind == "template" and note.findings[0].label == "greets somebody else":
        return f"The note greets somebody else ({note.findings[0].quote}), as a mail merge that slipped does."
    return {
        "none": "The invitation came without a note.",
        "default": f"The note is LinkedIn's own sentence ({words}), which counts as no note.",
        "template": f"The note is a template, not written for you: {led}.",
        "repeated": f"Several inviters sent the same note ({words}), so it counts as no note.",
        "pitch": f"The note reads like a sales pitch: {led}.",
        "could_not_tell": f"The note ({words}) is not in English, so nothing here can judge it.",
    }[note.kind]


def _personal_sentence(case: Case) -> str:
    note, words = case.note, quote(case.facts.note)
    if not note.says_why:
        return f"The note ({words}) does not say why they want to connect."
    if note.half_offer:
        signs = [one.quote for one in note.findings if one.label not in _ABOUT_THE_NOTE]
        signs = signs or [quote(note.why or case.facts.note)]
        return f"The note gives a reason, and parts of it read like an offer: {joined(signs[:3])}."
    return f"{case.name} wrote why they want to connect: {quote(note.why or case.facts.note)}."


_ABOUT_THE_NOTE = frozenset(
    {"says why", "recalls an encounter", "asks something", "greets somebody else"}
)


def _shared_past(case: Case) -> Check:
    doubtful = case.doubtful
    sure = [one for one in case.shared if one.together and one not in doubtful]
    places = [*sure, *doubtful]
    if not places:
        return _no_shared_past(case)
    place = places[0]
    sentence = past_sentence(place, case.name)
    evidence = tuple(map(past_sentence, places))
    if sure:
        return Check(3, "passed", sentence, evidence=evidence)
    tell = f"Their dates at {place.organisation}."
    if place.together:
        tell = "Their own words on whether your paths crossed."
    elif place.undated == "own":
        tell = f"Your own dates at {place.organisation}."
    return Check(3, "could not tell", sentence, tell, evidence)


def _no_shared_past(case: Case) -> Check:
    apart = [one for one in case.shared if one.together is False]
    if apart:
        sentence = past_sentence(apart[0], case.name)
        return Check(3, "failed", sentence, evidence=tuple(map(past_sentence, apart)))
    facts = case.facts
    if not case.owner.positions:
        sentence = "Your own employers and schools are not known, so a shared past cannot show."
        return Check(3, "could not tell", sentence, "Your own Positions and Education files.")
    if not (facts.positions or plain(facts.company) or plain(facts.headline)):
        sentence = f"No employer or school of {case.name} is known."
        return Check(
            3, "could not tell", sentence, "Their company, or the positions on their profile."
        )
    sentence = f"No employer or school that you share with {case.name} is known."
    return Check(
        3, "failed", sentence, "Earlier positions on their profile, perhaps under another name."
    )


def _talked(case: Case) -> Check:
    # However brief, and whoever wrote: a contact is a contact, even where it was an offer.
    contacts = list(case.facts.encounters)
    if contacts:
        sentence = f"You have come across {case.name} before: {_latest_words(contacts)}."
        return Check(4, "passed", sentence, evidence=tuple(_evidence(contacts)))
    if case.facts.namesakes:
        found = "; ".join(case.facts.namesakes[:3])
        sentence = f"You have met somebody called {case.name}: {found}. Nothing shows that it is the same person."
        would_tell = "Their own words, or an address book entry with both addresses."
        return Check(4, "could not tell", sentence, would_tell, case.facts.namesakes)
    if case.note.recalls:
        words = next(one.quote for one in case.note.findings if one.label == "recalls an encounter")
        sentence = f"The note recalls an encounter ({words}) that no import shows."
        return Check(
            4, "could not tell", sentence, "Your own memory, or an import of that channel."
        )
    sentence = f"No mail, mention, comment or other contact with {case.name} is on record."
    return Check(4, "failed", sentence, "Imports of your mail and of other networks.")


def _intrigues(case: Case) -> Check:
    facts, scored = case.facts, best_score(case.facts)
    is_pitch = case.note.kind == "pitch"
    if scored and not (is_pitch and scored[0] == "profile"):
        source, value = scored
        out = stands_out(value, facts, case.thresholds)
        sentence = score_sentence(source, value, facts, out=out)
        if out:
            return Check(5, "passed", sentence, evidence=_profile(facts))
        if source == "posts":
            return Check(5, "failed", sentence, evidence=_profile(facts))
    if is_pitch:
        sentence = "With a sales pitch in hand, a headline alone does not count as intriguing."
        return Check(5, "failed", sentence, evidence=_profile(facts))
    alike = _serves(case) or likeness(facts, case.owner)
    if alike:
        return Check(5, "passed", alike, evidence=_profile(facts))
    if scored:
        return Check(5, "failed", sentence, evidence=_profile(facts))
    if not _profile(facts):
        sentence = f"Neither post, headline nor company of {case.name} is known."
        return Check(
            5, "could not tell", sentence, "One post of theirs, or the headline on their profile."
        )
    sentence = "Their profile has not been compared with your interests yet."
    return Check(
        5,
        "could not tell",
        sentence,
        "Embedding, which scores headlines and posts.",
        _profile(facts),
    )


def _serves(case: Case) -> str:
    """A sentence where the profile speaks to an objective of the owner, as the model reads both; else ""."""
    facts = case.facts
    match, shown = facts.objective_match, _profile(facts)
    if match is None or not shown or not match >= case.thresholds.objective_enough:
        return ""
    return (
        f"Their headline or job ({shown[0]}) speaks to what you want from your network ({quote(facts.objective)}): "
        f"{round(100 * min(match, 1.0))} of 100."
    )


def _profile(facts: InviteFacts) -> tuple[str, ...]:
    lines = (facts.headline, facts.position, facts.company)
    return tuple(quote(one) for one in lines if plain(one))
