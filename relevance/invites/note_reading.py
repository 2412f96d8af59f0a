"""A note in the light of who the owner is: what it is, whom it greets, what of theirs it speaks of."""

from collections.abc import Collection
from dataclasses import replace

from relevance.invites.addressee import greets_another
from relevance.invites.facts import InviteFacts, OwnerFacts
from relevance.invites.mentions import COPIED, mentions
from relevance.invites.note_text import own_words, tidy, without_greeting
from relevance.invites.notes import Finding, NoteFindings, analyse_note
from relevance.invites.rungs import Thresholds
from relevance.invites.wording import quote

__all__ = ["read_note"]


def read_note(
    facts: InviteFacts, owner: OwnerFacts, limits: Thresholds, repeated: Collection[str] = ()
) -> NoteFindings:
    """Return what the note of an invitation is and says.

    Who speaks of the owner's work or aims, of an event, or of a person or place in common, gives a reason by that. A
    note that greets somebody else is a mail merge that slipped, unless it recalls an encounter or speaks of what no
    profile tells: then it is a slip of the pen, and named as one.

    Args:
        facts: the invitation.
        owner: whom it went to.
        limits: the owner's thresholds.
        repeated: keys of notes that several inviters sent, from `repeated_notes`.
    """
    note = analyse_note(
        facts.note,
        repeated,
        pitch_weight=limits.pitch_weight,
        least_words=limits.note_words,
        chance=facts.pitch_chance,
    )
    if note.kind in {"none", "default", "could_not_tell"}:
        return note
    if found := mentions(facts.note, owner):
        note = _with_reason(replace(note, mentions=found), facts.note, limits)
    other = greets_another(facts.note, owner)
    if not other:
        return note
    slip = Finding("greets somebody else", quote(other))
    is_personal = note.recalls or any(one.label not in COPIED for one in note.mentions)
    if note.kind != "personal" or is_personal:
        return replace(note, findings=(*note.findings, slip))
    kept = tuple(one for one in note.findings if one.label not in {"says why", "asks something"})
    return replace(
        note,
        kind="template",
        findings=(slip, *kept),
        says_why=False,
        asks=False,
        why="",
        half_offer=False,
    )


def _with_reason(note: NoteFindings, text: str | None, limits: Thresholds) -> NoteFindings:
    """Let what no profile tells count as the reason, where the note is personal and gives no other."""
    told = [one for one in note.mentions if one.label not in COPIED]
    enough = len(own_words(tidy(text))) >= limits.note_words
    if note.kind != "personal" or note.says_why or not told or not enough:
        return note
    why = without_greeting(tidy(text))
    return replace(
        note, says_why=True, why=why, findings=(Finding("says why", quote(why)), *note.findings)
    )
