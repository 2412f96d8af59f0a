"""A template filled on an occasion: the message, and what is missing in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args
from zlib import crc32

from jinja2 import TemplateError

from relevance.drafts.checking import compiled
from relevance.drafts.kinds import DraftKind
from relevance.drafts.values import Occasion, values_of
from relevance.errors import UsageError
from relevance.texts import _, number

__all__ = ["Draft", "draft"]

_LONGEST = 8000
"""Characters that a LinkedIn message takes."""


@dataclass(frozen=True)
class Draft:
    """A message to start from."""

    text: str
    """As it can be copied; what is missing stands in brackets."""
    gaps: tuple[str, ...] = ()
    """What the owner has to add, in the order of the text."""


def draft(kind: DraftKind, occasion: Occasion, template: str) -> Draft:
    """Return a message to the inviter, filled with what is known; what is missing stands in brackets.

    Args:
        kind: one of `KINDS`.
        occasion: what is known.
        template: the text of the kind's template.

    Raises:
        UsageError: there is no such kind, or the template is broken or not allowed.
    """
    if kind not in get_args(DraftKind):
        msg = _(
            "There is no draft of kind {kind!r}; there are {kinds}.",
            kind=kind,
            kinds=sorted(get_args(DraftKind)),
        )
        raise UsageError(msg)
    name = f"{kind}.txt"
    gaps: list[str] = []
    ready = compiled(template, name)
    functions = {"gap": _gapper(gaps), "pick": _picker(occasion.facts.invite_id)}
    try:
        text = _tidied(ready.render(values_of(occasion), **functions))
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        msg = _(
            "The template {name} cannot be used: {error}. A value that is not known is null: "
            "ask `{{% if ... %}}` before using it.",
            name=name,
            error=error,
        )
        raise UsageError(msg) from error
    if len(text) > _LONGEST:
        msg = _(
            "The template {name} gives {text} characters; a message takes at most {longest}. "
            "Shorten it.",
            name=name,
            text=number(len(text)),
            longest=number(_LONGEST),
        )
        raise UsageError(msg)
    return Draft(text, tuple(gaps))


def _gapper(gaps: list[str]) -> Callable[[object], str]:
    def gap(what: object) -> str:
        words = " ".join(str(what).split())
        gaps.append(words)
        return _("[To add: {words}]", words=words)

    return gap


def _picker(invite_id: str) -> Callable[..., object]:
    def pick(*wordings: object) -> object:
        seed = crc32(f"{invite_id}|{wordings[0]}".encode("utf-8", "replace"))
        return wordings[seed % len(wordings)]

    return pick


def _tidied(text: str) -> str:
    kept: list[str] = []
    for line in (" ".join(part.split()) for part in text.splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
