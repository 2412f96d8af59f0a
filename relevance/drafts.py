"""The message that goes with a verdict, from templates that the owner may change.

A template is plain text with Jinja in it. Names, notes and headlines are data: whatever they contain
comes out as written and is never run. A template may use the variables of `VARIABLES`, each null where
it is not known, and two functions: `gap("...")` for what the owner has to add, and `pick("...", "...")`
for one of several wordings, always the same one for the same invitation.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zlib import crc32

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import SandboxedEnvironment

from relevance.errors import UsageError
from relevance.invites.facts import EncounterFact, InviteFacts, OwnerFacts
from relevance.invites.rungs import Verdict
from relevance.invites.wording import plain
from relevance.names import comparable_name

__all__ = ["KINDS", "VARIABLES", "DraftKind", "draft", "first_name"]

DraftKind = Literal["accept_and_write", "ask"]

KINDS: dict[DraftKind, str] = {
    "accept_and_write": "accept and start a conversation",
    "ask": "ask what they hope to get from connecting",
}
"""Each kind of draft (its template is `<kind>.txt`) and what it is for."""

VARIABLES = {
    "first_name": "the inviter's first name",
    "owner_first_name": "your first name",
    "their_words": "the sentence of their note that says why, where it is short enough to quote",
    "asks": "true where their note asks you something",
    "their_question": "the question itself, where it is short enough to quote",
    "shared_place": "an employer or school that you share",
    "shared_together": "true where you were there at the same time",
    "talked_where": "where you last had contact, such as 'on Mastodon'",
    "talked_year": "the year of that contact",
    "headline": "their headline, where it is short enough to quote",
    "posts": "how many of their posts are known",
    "intrigues": "true where their profile or posts are close to your interests",
    "is_pitch": "true where their note reads like a sales pitch",
}
"""What a template may use, and what each variable holds."""

_LONGEST_QUOTE = 110
_LONGEST_NAME = 40
_LONGEST_NAME_READ = 200

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
    "meeting": "in a meeting",
    "slack": "on Slack",
    "hipchat": "on HipChat",
    "blog comment": "in the comments of a blog",
    "periscope": "on Periscope",
}


def draft(
    kind: DraftKind,
    facts: InviteFacts,
    owner: OwnerFacts,
    verdict: Verdict,
    folders: Sequence[Path],
) -> str:
    """Return a message to the inviter, filled with what is known; what is missing stands in brackets.

    Args:
        kind: one of `KINDS`.
        facts: what is known of the inviter.
        owner: what is known of the owner, for the name below the message.
        verdict: what the ladder said.
        folders: where templates are, looked into in this order: the owner's own before the shipped.

    Raises:
        UsageError: there is no such kind, or its template is missing or broken.
    """
    if kind not in KINDS:
        msg = f"There is no draft of kind {kind!r}; there are {sorted(KINDS)}."
        raise UsageError(msg)
    name = f"{kind}.txt"
    try:
        template = _environment(tuple(folders)).get_template(name)
        text = template.render(_values(facts, owner, verdict), gap=_gap, pick=_picker(facts))
    except TemplateNotFound as error:
        msg = f"The template {error} is not to be found; put it into one of {[str(one) for one in folders]}."
        raise UsageError(msg) from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"{name}, line {line}" if line else name
        msg = f"The template {place} cannot be used: {error}. It may use {', '.join(VARIABLES)}, gap() and pick()."
        raise UsageError(msg) from error
    return _tidied(text)


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...]) -> SandboxedEnvironment:
    loaders = [FileSystemLoader(one) for one in folders]
    # Drafts are plain text for a text field, so nothing is escaped as in HTML.
    return SandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _values(facts: InviteFacts, owner: OwnerFacts, verdict: Verdict) -> dict[str, object]:
    place = next((one for one in verdict.shared if one.together is not False), None)
    contact = _latest(facts.encounters)
    question, words = _question(verdict), _quotable(verdict.note.why)
    values: dict[str, object] = {
        "first_name": first_name(facts.name),
        "owner_first_name": first_name(owner.name),
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


def _gap(what: str) -> str:
    return f"[To add: {what}]"


def _picker(facts: InviteFacts) -> Callable[..., str]:
    def pick(*wordings: str) -> str:
        seed = crc32(f"{facts.invite_id}|{wordings[0]}".encode("utf-8", "replace"))
        return wordings[seed % len(wordings)]

    return pick


def _tidied(text: str) -> str:
    kept: list[str] = []
    for line in (" ".join(part.split()) for part in text.splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


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
