"""Pending invitations: what is known of the inviter, what the note is, what the owner's ladder says.

Pure functions on dataclasses. `decide` takes the facts of one invitation and gives a verdict with
reasons; `relevance.drafts` writes the message that goes with it.
"""

from relevance.invites.facts import EncounterFact, InviteFacts, OwnerFacts, PositionFact
from relevance.invites.ladder import decide
from relevance.invites.note_text import note_body, note_key, repeated_notes
from relevance.invites.notes import Finding, NoteFindings, analyse_note
from relevance.invites.overlaps import Overlap
from relevance.invites.past_words import past_sentence, together_words, where_words
from relevance.invites.pitch_model import pitch_chances
from relevance.invites.rungs import Check, Ladder, Rung, Thresholds, Verdict
from relevance.invites.shared_past import SharedPlace, shared_places
from relevance.organisations import comparable_organisation

__all__ = [
    "Check",
    "EncounterFact",
    "Finding",
    "InviteFacts",
    "Ladder",
    "NoteFindings",
    "Overlap",
    "OwnerFacts",
    "PositionFact",
    "Rung",
    "SharedPlace",
    "Thresholds",
    "Verdict",
    "analyse_note",
    "comparable_organisation",
    "decide",
    "note_body",
    "note_key",
    "past_sentence",
    "pitch_chances",
    "repeated_notes",
    "shared_places",
    "together_words",
    "where_words",
]
