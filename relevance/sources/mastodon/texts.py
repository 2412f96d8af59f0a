"""What a reader sees of a post: its warning, its text, and the answers of its poll."""

from collections.abc import Iterable, Mapping
from typing import Any

from relevance.sources.fedi_taking import entries
from relevance.sources.html_text import plain_text

__all__ = ["text_of_note", "text_of_status"]

# Links are cut short by parts that nobody sees; a quote repeats the address of what it quotes.
_UNSEEN = "script, style, head, .invisible, .quote-inline"


def text_of_note(note: Mapping[str, Any]) -> str:
    """Return the text of a post of an archive."""
    answers = [*entries(note.get("oneOf")), *entries(note.get("anyOf"))]
    return _joined(note.get("summary"), note.get("content"), answers, "name")


def text_of_status(status: Mapping[str, Any]) -> str:
    """Return the text of a post as the API gives it."""
    poll = status.get("poll")
    answers = entries(poll.get("options")) if isinstance(poll, dict) else []
    return _joined(status.get("spoiler_text"), status.get("content"), answers, "title")


def _joined(warning: object, content: object, answers: Iterable[Any], named: str) -> str:
    body = plain_text(content, without=_UNSEEN) if isinstance(content, str) else ""
    if not body:
        return ""  # a warning over a picture says nothing of it
    head = " ".join(warning.split()) if isinstance(warning, str) else ""
    listed = [one[named] for one in answers if isinstance(one, dict) and one.get(named)]
    return "\n".join([one for one in (head, body, *listed) if isinstance(one, str) and one])
