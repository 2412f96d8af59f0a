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
from relevance.texts import _

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
        (_("You and {name} have written to each other", name=case.name), _exchange(case)),
        (_("You have met {name}", name=case.name), meetings),
        (_("There is a recommendation between you and {name}", name=case.name), praise),
    ):
        if group:
            found.append(f"{words}: {_latest_words(group)}.")
            evidence += _evidence(group)
    note = case.facts.owner_note
    if plain(note):
        found.append(_("You wrote a note about {name}: {note}.", name=case.name, note=quote(note)))
        evidence.append(quote(note))
    if found:
        return Check(1, "passed", " ".join(found), evidence=tuple(evidence))
    return Check(
        1,
        "failed",
        _(
            "No messages both ways, no meeting, no recommendation and no note of yours show that "
            "you know {name}.",
            name=case.name,
        ),
        _("Your mail and calendar, or a note of your own about them."),
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
    return (
        _("{contacts} contacts, the last was {last}", contacts=len(contacts), last=last)
        if len(contacts) > 1
        else last
    )


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
        return Check(2, "could not tell", sentence, _("Read the note yourself."), quotes)
    if note.kind != "personal":
        return Check(2, "failed", sentence, evidence=quotes)
    if not note.says_why:
        return Check(
            2,
            "could not tell",
            sentence,
            _("A line from them on why they want to connect."),
            quotes,
        )
    if note.half_offer:
        return Check(2, "could not tell", sentence, _("Read the note yourself."), quotes)
    return Check(2, "passed", sentence, evidence=quotes)


def note_sentence(case: Case) -> str:
    """Return a sentence on the note of the invitation."""
    note, words = case.note, quote(case.facts.note)
    led = joined([finding.quote for finding in note.findings[:3]])
    if note.kind == "personal":
        return _personal_sentence(case)
    if note.kind == "template" and note.findings[0].label == "greets somebody else":
        return _(
            "The note greets somebody else ({quote}), as a mail merge that slipped does.",
            quote=note.findings[0].quote,
        )
    return {
        "none": _("The invitation came without a note."),
        "default": _(
            "The note is LinkedIn's own sentence ({words}), which counts as no note.", words=words
        ),
        "template": _("The note is a template, not written for you: {led}.", led=led),
        "repeated": _(
            "Several inviters sent the same note ({words}), so it counts as no note.", words=words
        ),
        "pitch": _("The note reads like a sales pitch: {led}.", led=led),
        "could_not_tell": _(
            "The note ({words}) is not in English, so nothing here can judge it.", words=words
        ),
    }[note.kind]


def _personal_sentence(case: Case) -> str:
    note, words = case.note, quote(case.facts.note)
    if not note.says_why:
        return _("The note ({words}) does not say why they want to connect.", words=words)
    if note.half_offer:
        signs = [one.quote for one in note.findings if one.label not in _ABOUT_THE_NOTE]
        signs = signs or [quote(note.why or case.facts.note)]
        return _(
            "The note gives a reason, and parts of it read like an offer: {signs}.",
            signs=joined(signs[:3]),
        )
    return _(
        "{name} wrote why they want to connect: {why}.",
        name=case.name,
        why=quote(note.why or case.facts.note),
    )


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
    tell = _("Their dates at {organisation}.", organisation=place.organisation)
    if place.together:
        tell = _("Their own words on whether your paths crossed.")
    elif place.undated == "own":
        tell = _("Your own dates at {organisation}.", organisation=place.organisation)
    return Check(3, "could not tell", sentence, tell, evidence)


def _no_shared_past(case: Case) -> Check:
    apart = [one for one in case.shared if one.together is False]
    if apart:
        sentence = past_sentence(apart[0], case.name)
        return Check(3, "failed", sentence, evidence=tuple(map(past_sentence, apart)))
    facts = case.facts
    if not case.owner.positions:
        sentence = _("Your own employers and schools are not known, so a shared past cannot show.")
        return Check(3, "could not tell", sentence, _("Your own Positions and Education files."))
    if not (facts.positions or plain(facts.company) or plain(facts.headline)):
        sentence = _("No employer or school of {name} is known.", name=case.name)
        return Check(
            3, "could not tell", sentence, _("Their company, or the positions on their profile.")
        )
    sentence = _("No employer or school that you share with {name} is known.", name=case.name)
    return Check(
        3, "failed", sentence, _("Earlier positions on their profile, perhaps under another name.")
    )


def _talked(case: Case) -> Check:
    # However brief, and whoever wrote: a contact is a contact, even where it was an offer.
    contacts = list(case.facts.encounters)
    if contacts:
        sentence = _(
            "You have come across {name} before: {latest_words}.",
            name=case.name,
            latest_words=_latest_words(contacts),
        )
        return Check(4, "passed", sentence, evidence=tuple(_evidence(contacts)))
    if case.facts.namesakes:
        found = "; ".join(case.facts.namesakes[:3])
        sentence = _(
            "You have met somebody called {name}: {found}. Nothing shows that it is the same "
            "person.",
            name=case.name,
            found=found,
        )
        would_tell = _("Their own words, or an address book entry with both addresses.")
        return Check(4, "could not tell", sentence, would_tell, case.facts.namesakes)
    if case.note.recalls:
        words = next(one.quote for one in case.note.findings if one.label == "recalls an encounter")
        sentence = _("The note recalls an encounter ({words}) that no import shows.", words=words)
        return Check(
            4, "could not tell", sentence, _("Your own memory, or an import of that channel.")
        )
    sentence = _(
        "No mail, mention, comment or other contact with {name} is on record.", name=case.name
    )
    return Check(4, "failed", sentence, _("Imports of your mail and of other networks."))


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
        sentence = _("With a sales pitch in hand, a headline alone does not count as intriguing.")
        return Check(5, "failed", sentence, evidence=_profile(facts))
    alike = _serves(case) or likeness(facts, case.owner)
    if alike:
        return Check(5, "passed", alike, evidence=_profile(facts))
    if scored:
        return Check(5, "failed", sentence, evidence=_profile(facts))
    if not _profile(facts):
        sentence = _("Neither post, headline nor company of {name} is known.", name=case.name)
        return Check(
            5,
            "could not tell",
            sentence,
            _("One post of theirs, or the headline on their profile."),
        )
    sentence = _("Their profile has not been compared with your interests yet.")
    return Check(
        5,
        "could not tell",
        sentence,
        _("Embedding, which scores headlines and posts."),
        _profile(facts),
    )


def _serves(case: Case) -> str:
    """A sentence where the profile speaks to an objective of the owner, as the model reads both; else ""."""
    facts = case.facts
    match, shown = facts.objective_match, _profile(facts)
    if match is None or not shown or not match >= case.thresholds.objective_enough:
        return ""
    return _(
        "Their headline or job ({shown}) speaks to what you want from your network "
        "({objective}): {match} of 100.",
        shown=shown[0],
        objective=quote(facts.objective),
        match=round(100 * min(match, 1.0)),
    )


def _profile(facts: InviteFacts) -> tuple[str, ...]:
    lines = (facts.headline, facts.position, facts.company)
    return tuple(quote(one) for one in lines if plain(one))
