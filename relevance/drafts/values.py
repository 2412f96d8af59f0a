"""What is known on an occasion to write, as the variables of a template."""

import re
from dataclasses import dataclass

from relevance.drafts.kinds import VARIABLES
from relevance.invites.facts import EncounterFact, InviteFacts, OwnerFacts
from relevance.invites.rungs import Verdict
from relevance.invites.wording import plain
from relevance.names import comparable_name

__all__ = ["Occasion", "first_name", "values_of"]

_LONGEST_QUOTE = 110
_LONGEST_NAME = 40
_LONGEST_NAME_READ = 200
_MOST_GROUPS = 3

_WHERE = {
    "linkedin message": "in messages here",
    "linkedin comment": "in the comments here",
    "linkedin reaction": "over a post here",
    "linkedin recommendation": "over a recommendation",
    "linkedin endorsement": "over an endorsement",
    "x mention": "on X (Twitter)",
    "x reply": "on X (Twitter)",
    "x message": "on X (Twitter)",
    "x like": "on X (Twitter)",
    "mastodon mention": "on Mastodon",
    "bluesky reply": "on Bluesky",
    "mail": "by e-mail",
    "meeting": "at a meeting",
    "slack": "on Slack",
    "hipchat": "on HipChat",
    "blog comment": "in the comments of a blog",
    "periscope": "on Periscope",
}


@dataclass(frozen=True)
class Occasion:
    """One invitation, and everything that a message to the inviter can rest on."""

    facts: InviteFacts
    owner: OwnerFacts
    verdict: Verdict
    groups: tuple[str, ...] = ()
    """Names of the owner's groups."""


def values_of(occasion: Occasion) -> dict[str, object]:
    """Return each of `VARIABLES` with what it holds on this occasion, null where that is not known."""
    facts, owner, verdict = occasion.facts, occasion.owner, occasion.verdict
    groups = [name for one in occasion.groups if (name := _quotable(one))]
    place = next((one for one in verdict.shared if one.together is not False), None)
    contact = _latest(facts.encounters)
    question, words = _question(verdict), _quotable(verdict.note.why)
    values: dict[str, object] = {
        "first_name": first_name(facts.name),
        "owner_first_name": first_name(owner.name),
        "has_note": verdict.note.kind in {"personal", "could_not_tell"},
        "their_words": words if words != question else None,
        "asks": verdict.note.asks,
        "their_question": question,
        "shared_place": place.organisation if place else None,
        "shared_together": bool(place and place.together),
        "talked_where": _WHERE.get(plain(contact.channel).casefold()) if contact else None,
        "talked_year": contact.at.year if contact and contact.at else None,
        "headline": _quotable(facts.headline),
        "posts": facts.posts,
        "intrigues": any(one.rung == 5 and one.result == "passed" for one in verdict.checks),
        "is_pitch": verdict.note.kind == "pitch",
        "group": groups[0] if len(groups) == 1 else None,
        "groups": ", ".join(groups[:_MOST_GROUPS]) if len(groups) > 1 else None,
    }
    return {name: values[name] for name in VARIABLES}


def _question(verdict: Verdict) -> str | None:
    asked = (one.quote for one in verdict.note.findings if one.label == "asks something")
    found = next(asked, "").strip("“”")
    return _quotable(found) if found.endswith("?") else None


def _latest(contacts: tuple[EncounterFact, ...]) -> EncounterFact | None:
    dated = [one for one in contacts if one.at]
    newest = max(dated, key=lambda one: one.at.replace(tzinfo=None) if one.at else 0, default=None)
    return newest or next(iter(contacts), None)


def _quotable(text: str | None) -> str | None:
    line = plain(text, longest=4 * _LONGEST_QUOTE).rstrip(" .!?,;:")
    line = line.replace("“", "‘").replace("”", "’").replace('"', "'")
    return line if 0 < len(line) <= _LONGEST_QUOTE else None


def first_name(name: str | None) -> str | None:
    """Return the first name as it is written to somebody, or null where only initials or none is known.

    Credentials, titles, emoji and brackets do not count; "HOLT, MAREN" and "maren holt" give "Maren".
    """
    written = plain(name, longest=_LONGEST_NAME_READ)
    words = comparable_name(written).split()
    if not words or words[:2] == ["linkedin", "member"]:
        return None
    first = words[0]
    bare = first.replace("-", "").replace("'", "")
    initial = len(bare) < 2 and bare.isascii()
    if initial or not bare.isalpha() or len(first) > _LONGEST_NAME:
        return None
    pieces = (piece.strip('.,;:()[]{}“”"|/*•·') for piece in re.split(r"[\s/,|]+", written))
    spelt = next((piece for piece in pieces if comparable_name(piece) == first), None)
    return _cased(spelt) if spelt and "@" not in spelt else None


def _cased(name: str) -> str:
    if not (name.isupper() or name.islower()) or len(name) < 2:
        return name
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))
