"""The note of an invitation: did somebody write it for the owner, and does it say why?"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from relevance.invites.note_shapes import DEFAULT_NOTE, MERGE_SHAPES, PLACEHOLDER
from relevance.invites.note_text import is_english, note_key, own_words, tidy, without_greeting
from relevance.invites.pitches import Feature, pitch_features
from relevance.invites.wording import quote

__all__ = ["Finding", "NoteFindings", "NoteKind", "analyse_note", "chance_needed"]

NoteKind = Literal["none", "default", "template", "repeated", "pitch", "personal", "could_not_tell"]

PITCH_WEIGHT = 0.6
PITCH_CHANCE = 0.7
# From this share of what makes a pitch a note is read as half an offer.
_HALF_A_PITCH = 0.65
NOTE_WORDS = 4
# Own words from which a note counts as saying something, even where no reason is recognised.
_ENOUGH_WORDS = 10
# Own words that a note may have beside stock sentences and still be a template.
_STRAY_WORDS = 2


_WORK = (
    r"talks?|posts?|article|book|session|webinar|podcast|episode|comments?|workshop|presentation|paper|blog|"
    r"piece|keynote|panel|slides|thread|question|answer|research|work|course|lecture|chapter|newsletter|toolkit"
)
_WHY = re.compile(
    r"\b(?:saw|heard|read|enjoyed|loved|watched|attended|listened to|liked|following|follow|appreciated|used)\b"
    r"[^.!?]{0,40}?\b(?:you|your)\b|\byour (?:[\w-]+ ){0,4}?(?:" + _WORK + r")\b|"
    r"\b(?:compar(?:e|ing) notes|swap(?:ping)?|exchang(?:e|ing)|pick your brain|learn(?:ing)? (?:from|about|more|how)|"
    r"hear (?:about|how|more|your)|ask (?:you|about)|discuss|talk (?:about|through|to you about)|your advice|"
    r"your (?:views?|thoughts|take|opinion|perspective)|collaborat\w+|invite you to|contribut\w+)\b|"
    r"\bbecause\b|\bso (?:that )?(?:i|we)\b|\bin order to\b|\bsince (?:i|we|you)\b|"
    r"\bi(?:'m| am)? (?:also |currently |now |just )?(?:work(?:ing)? (?:on|at|for|with|in)|writ(?:e|ing)|research\w*|"
    r"study(?:ing)?|plan(?:ning)?|prepar(?:e|ing)|build(?:ing)?|look(?:ing)? (?:for|at|into)|interested in|"
    r"start(?:ed|ing)?|join(?:ed|ing)|mov(?:e|ed|ing) (?:to|into)|organi[sz](?:e|ing)|new to|teach(?:ing)?|"
    r"run(?:ning)?|lead(?:ing)?|design(?:ing)?)\b|"
    r"\b(?:interested in|curious about|keen to|hop(?:e|ing) to|trying to|wonder(?:ing|ed)|questions? (?:about|on))\b|"
    r"\bthank(?:s| you) for (?:the|your|answering|sharing|writing|helping|speaking|explaining|pointing)\b|"
    r"\b(?:suggested|recommended|mentioned|told me|introduced us|referred|pointed me)\b|"
    r"\b(?:fellow|we both|same (?:team|school|course|office|event|conference|cohort|class|session)|colleagues?|"
    r"alumn\w+|classmates?|neighbours?)\b|\b(?:role|vacancy|position|candidates?)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[^.!?]*\?|\b(?:would|could|can|may|do|are|have) (?:you|i|we) (?:\w+ ){0,3}?(?:tell|share|ask|help|recommend|"
    r"suggest|advise|point|know|think|speak|talk|consider)\b|"
    r"\b(?:i was |i'm |i am )?wondering (?:if|whether|how|what)\b|"
    r"\b(?:like|love) to (?:ask|know|hear)\b",
    re.IGNORECASE,
)
_RECALLS = re.compile(
    r"\bwe (?:once |briefly |both |last |first )?(?:met|spoke|talked|chatted|sat|worked|studied|overlapped|shared|"
    r"corresponded|e-?mailed|were (?:both|at|on|in|together|colleagues|classmates|neighbours))\b|"
    r"\b(?:good|great|nice|lovely|wonderful|enjoyed|pleasure) (?:to (?:meet|see|talk)|meeting|seeing|talking|"
    r"chatting|speaking|sitting)(?: to| with| next to)? you\b(?! here)(?! on linkedin)[^.!?]{0,40}|"
    r"\b(?:our|my) (?:chat|conversation|discussion|talk|meeting|exchange|call) (?:with you )?(?:at|in|on|about|last|"
    r"after|during|over|yesterday)\b|\b(?:i was in|i attended|i was at|i came to|saw|heard|sat in on|joined|caught) "
    r"your (?:[\w-]+ ){0,3}?(?:talk|session|workshop|webinar|keynote|panel|course|class|lecture|presentation)\b|"
    r"\bas (?:we )?(?:discussed|promised|agreed)\b|"
    r"\b(?:do )?you (?:may |might |probably )?(?:won't |don't )?remember me\b|"
    r"\bremember (?:me|us|when we)\b|\bback when we\b|\bwhen we (?:both )?(?:were|worked|studied|met)\b|"
    r"\b(?:you taught|you interviewed|you trained|you mentored) (?:me|us)\b|\bused to work (?:with|together|for you)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """One thing that was noticed in a note."""

    label: str
    quote: str
    """The words that led to it, as plain text."""


@dataclass(frozen=True)
class NoteFindings:
    """What a note is, and what it says."""

    kind: NoteKind
    findings: tuple[Finding, ...] = ()
    says_why: bool = False
    """It gives a reason for connecting; only ever true for a personal note."""
    asks: bool = False
    """It asks the owner something."""
    recalls: bool = False
    """It speaks of an encounter with the owner."""
    pitch_weight: float = 0.0
    """Sum of the weights of pitch features, 0 or more; from 0.6 it is a pitch by default."""
    pitch_chance: float | None = None
    """Chance that it is a pitch, 0 to 1, once the model has read it: it then decides instead of the weight."""
    half_offer: bool = False
    """It is no pitch, and parts of it read like an offer."""
    mentions: tuple[Finding, ...] = ()
    """What of the owner's it speaks of, from `mentions`; no reason by itself, as profiles can be copied."""
    why: str = ""
    """The sentence of a personal note that gives the reason; "" where none is recognised."""


def analyse_note(
    note: str | None,
    repeated: Collection[str] = (),
    *,
    pitch_weight: float = PITCH_WEIGHT,
    least_words: int = NOTE_WORDS,
    chance: float | None = None,
) -> NoteFindings:
    """Return what `note` is and the words that led to it.

    Args:
        note: the note as it came; null and blanks are no note.
        repeated: keys of notes that several inviters wrote, from `repeated_notes`.
        pitch_weight: sum of feature weights from which a note is a pitch, above 0; see `chance_needed` too.
        least_words: words of one's own that a note needs to say a reason, at least 1.
        chance: that it is a pitch, 0 to 1, from `pitch_chances`; null before the model has read it.
    """
    text = tidy(note)
    if not any(char.isalnum() for char in text):
        return NoteFindings("none")
    is_repeated = bool(repeated) and note_key(note) in repeated
    return _analysed(text, is_repeated, least_words, _Limits(pitch_weight, chance))


@dataclass(frozen=True)
class _Limits:
    """What makes a note a pitch: its chance where that is known, else the weight of its plain signs."""

    pitch_weight: float
    chance: float | None

    def share(self, weight: float) -> float:
        """How much of a pitch a note with signs of this weight is; from 1 on it is one."""
        if self.chance is None:
            return weight / self.pitch_weight
        return self.chance / chance_needed(self.pitch_weight)


def chance_needed(pitch_weight: float) -> float:
    """Return the chance, below 1, from which a note that the model has read is a pitch.

    It is 0.7 at the default weight of 0.6, and goes up and down with it, so that the owner turns one screw.

    Args:
        pitch_weight: sum of feature weights that makes a pitch of a note which the model has not read, above 0.
    """
    at_default = PITCH_WEIGHT * (1 - PITCH_CHANCE) / PITCH_CHANCE
    return pitch_weight / (pitch_weight + at_default)


# Moving a slider judges every invitation again; the notes stay what they are.
@lru_cache(maxsize=8192)
def _analysed(
    text: str,
    is_repeated: bool,  # noqa: FBT001 - a cache knows arguments best by place
    least_words: int,
    limits: _Limits,
) -> NoteFindings:
    shapes = _shapes(text)
    if is_repeated:
        shapes = (*shapes, Finding("others sent the same words", quote(text)))
    lower = text.lower()
    default = DEFAULT_NOTE.search(lower)
    if default and len(own_words(_cut(lower, default))) <= _STRAY_WORDS:
        return NoteFindings("default", (Finding("LinkedIn's own sentence", quote(text)),))
    if not is_english(text):
        kind: NoteKind = "could_not_tell" if not shapes else _kind_of_shape(is_repeated=is_repeated)
        language = Finding("not in English, so only its shape was judged", quote(text))
        return NoteFindings(kind, (*shapes, language))
    features = pitch_features(text)
    weight = max(0.0, round(sum(feature.weight for feature in features), 6))
    signs = _signs(features)
    share = limits.share(weight)
    if share >= 1:
        words = signs or (Finding("reads like an offer", quote(without_greeting(text) or text)),)
        found = NoteFindings("pitch", (*words, *shapes))
    elif shapes:
        kind = _kind_of_shape(is_repeated=is_repeated)
        found = NoteFindings(kind, (*shapes, *signs))
    else:
        found = _personal(text, signs, least_words)
    half = share >= _HALF_A_PITCH and not found.recalls and found.kind == "personal"
    return replace(found, pitch_weight=weight, pitch_chance=limits.chance, half_offer=half)


def _personal(text: str, signs: tuple[Finding, ...], least_words: int) -> NoteFindings:
    own = own_words(text)
    body = without_greeting(text)
    why = _why(body, own, least_words)
    if len(own) <= _STRAY_WORDS and len(body.split()) > _STRAY_WORDS and not why:
        stock = Finding("nothing but stock phrases", quote(body))
        return NoteFindings("template", (stock,))
    recalls, asks = _RECALLS.search(text), _ASKS.search(text)
    found = [
        Finding(label, quote(hit))
        for label, hit in (
            ("says why", why),
            ("recalls an encounter", recalls.group() if recalls else ""),
            ("asks something", asks.group().strip() if asks else ""),
        )
        if hit
    ]
    return NoteFindings(
        "personal",
        (*found, *signs),
        says_why=bool(why),
        asks=asks is not None,
        recalls=recalls is not None,
        why=why,
    )


def _shapes(text: str) -> tuple[Finding, ...]:
    hits = (
        ("a field that was never filled in", PLACEHOLDER.search(text)),
        ("the shape of a mail merge", MERGE_SHAPES.search(text)),
    )
    return tuple(Finding(label, quote(hit.group())) for label, hit in hits if hit)


def _kind_of_shape(*, is_repeated: bool) -> NoteKind:
    return "repeated" if is_repeated else "template"


def _signs(features: tuple[Feature, ...]) -> tuple[Finding, ...]:
    strongest = sorted(features, key=lambda feature: -feature.weight)
    return tuple(Finding(one.label, quote(one.quote)) for one in strongest if one.weight > 0)


def _cut(text: str, hit: re.Match[str]) -> str:
    return text[: hit.start()] + " " + text[hit.end() :]


def _why(body: str, own: list[str], least_words: int) -> str:
    """The sentence that gives a reason, "" for none; a long note of one's own counts as a reason."""
    if len(own) < least_words:
        return ""
    sentences = re.split(r"(?<=[.!?])\s+", body)
    for pattern in (_RECALLS, _WHY, _ASKS):
        for sentence in sentences:
            if pattern.search(sentence):
                return sentence.strip()
    return max(sentences, key=len).strip() if len(own) >= _ENOUGH_WORDS else ""
