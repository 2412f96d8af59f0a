"""What of the owner's a note speaks of: role, organisation, aims, work, and people, places and events in common."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from relevance.invites.facts import OwnerFacts
from relevance.invites.note_text import without_greeting
from relevance.invites.notes import Finding
from relevance.invites.word_stems import stems
from relevance.invites.wording import plain, quote
from relevance.names import comparable_name
from relevance.organisations import organisation_names

__all__ = ["COPIED", "mentions"]

_ROLE, _ORGANISATION = "mentions your role", "mentions your organisation"
COPIED = frozenset({_ROLE, _ORGANISATION})
"""Labels of what stands on every profile, so that a mail merge can fill it in."""

_YOUR_WORK = re.compile(
    r"\byour (?:[\w'-]+ ){0,3}?(?:posts?|articles?|blog|book|chapter|column|newsletter|podcast|comments?|thread|"
    r"paper|papers|study|talk|keynote|webinar|workshop|lecture|presentation|slides|panel|handbook|toolkit|"
    r"interview|thesis|dataset)\b|\b(?:what|something) you (?:wrote|said|posted|published|shared)\b|"
    r"\byou (?:wrote|posted|published|blogged|spoke)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:(?:at|in|from|during|after|to) (?:the|our|that|this|last|a) (?:[\w'’-]+ ){0,4}?|"
    r"[A-Z][\w'’-]+ (?:[A-Z]\w+ )?)"
    r"(?:conference|congress|summit|meet-?up|webinar|symposium|seminar|workshop|fair|forum|panel|hackathon|festival|"
    r"dinner|reception|training course|summer school|bootcamp|open day|awards?|AGM|general meeting|convention)\b"
    r"(?:(?: in| at)? [A-Z][\w'’-]+)?"
)
_NAMES = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]+(?: (?:(?:de|da|van|von|der|den|del|di|la|le|bin|al) )?[A-ZÀ-Þ][\w'’-]+){1,3}"
)
_WORD = re.compile(r"\b[A-ZÀ-Þ][\w'’&.-]*(?: (?:(?:of|and|the|de|for|&) )*[A-ZÀ-Þ][\w'’&.-]*)*")
_LEAST_PLACE = 4


def mentions(text: str | None, owner: OwnerFacts) -> tuple[Finding, ...]:
    """Return what a note speaks of that the owner has to do with, each with the words of the note.

    Labels: mentions your role, organisation, objectives, work; a person, a place you share; an event.
    """
    body = without_greeting(plain(text))
    if not body:
        return ()
    hits = (
        (_ROLE, _role(body, owner)),
        (_ORGANISATION, _organisation(body, owner)),
        ("mentions your objectives", _objectives(body, owner)),
        ("mentions your work", _first(_YOUR_WORK, body)),
        ("mentions an event", _first(_EVENT, body)),
        ("mentions somebody you know", _person(body, owner)),
        ("mentions a place you share", _place(body, owner)),
    )
    return tuple(Finding(label, quote(words)) for label, words in hits if words)


def _first(pattern: re.Pattern[str], body: str) -> str:
    hit = pattern.search(body)
    return hit.group().strip() if hit else ""


def _role(body: str, owner: OwnerFacts) -> str:
    """The words of the note that stand in the owner's headline or in a title of today."""
    titles = [owner.headline, *(one.title for one in owner.positions if one.is_current)]
    for title in titles:
        role = re.split(r"[|·•,;/]|\bat\b|@", plain(title))[0].strip()
        if len(role) >= _LEAST_PLACE and (hit := re.search(rf"\b{re.escape(role)}\b", body, re.I)):
            return hit.group()
        if words := _same_words(body, role):
            return words
    return ""


def _objectives(body: str, owner: OwnerFacts) -> str:
    return _same_words(body, owner.objectives)


def _same_words(body: str, wanted: str | None) -> str:
    """The words of `body` that also stand in `wanted`, "" where they are fewer than two."""
    mine = stems(wanted)
    theirs = [word for stem, word in stems(body).items() if stem in mine]
    return " … ".join(theirs) if len(theirs) > 1 else ""


def _organisation(body: str, owner: OwnerFacts) -> str:
    return _named(body, _organisations(tuple(one.organisation for one in owner.positions)))


@lru_cache(maxsize=16)
def _organisations(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for name in names for form in organisation_names(name))


def _named(body: str, wanted: Collection[str]) -> str:
    """The first run of capitalised words of `body` that is, compared as organisations are, among `wanted`."""
    for words in _runs(body):
        if any(form in wanted for form in organisation_names(words)):
            return words
    return ""


def _runs(body: str) -> Iterator[str]:
    """Every stretch of one to five words in each run of capitalised words, the longest first."""
    for hit in _WORD.finditer(body):
        words = hit.group().rstrip(".").split()
        for length in range(min(len(words), 5), 0, -1):
            for start in range(len(words) - length + 1):
                yield " ".join(words[start : start + length])


def _person(body: str, owner: OwnerFacts) -> str:
    if not owner.acquaintances:
        return ""
    for hit in _NAMES.finditer(body):
        words = re.sub(r"['’]s?$", "", hit.group()).split()
        for length in range(len(words), 1, -1):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length])
                if comparable_name(name) in owner.acquaintances:
                    return name
    return ""


def _place(body: str, owner: OwnerFacts) -> str:
    for place in _places(tuple(one.place for one in owner.positions if one.place), owner.place):
        if hit := re.search(rf"\b{re.escape(place)}\b", body):
            return hit.group()
    return ""


@lru_cache(maxsize=16)
def _places(held: Sequence[str], home: str | None) -> tuple[str, ...]:
    """The towns of the owner's own places: what stands before the first comma."""
    towns = (plain(one).split(",")[0].strip() for one in (*held, *([home] if home else [])))
    return tuple(dict.fromkeys(one for one in towns if len(one) >= _LEAST_PLACE))
