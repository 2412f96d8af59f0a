"""Slack's own markup -> plain text, and whom a text mentions."""

import re
from collections.abc import Mapping

__all__ = ["is_broadcast", "mentioned", "plain"]

_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|([^<>]{0,100}))?>")
# Slack escapes every angle bracket that somebody types, so what is left is its own.
_MARK = re.compile(r"<([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")
_TO_ALL = re.compile(r"<!(?:here|channel|everyone|group)\b")


def mentioned(text: str) -> list[str]:
    """Return the ids of those whom a text mentions, in order."""
    return [found[1] for found in _MENTION.finditer(text)]


def is_broadcast(text: str) -> bool:
    """Return whether a text calls a whole room."""
    return bool(_TO_ALL.search(text))


def plain(text: str, names: Mapping[str, str]) -> str:
    """Return a text as its readers saw it, `&amp;`, `&lt;` and `&gt;` still escaped.

    Args:
        text: as written in the export.
        names: of members by their ids; where a mention has neither name nor label, its id stays.
    """

    def named(found: re.Match[str]) -> str:
        return f"@{names.get(found[1]) or found[2] or found[1]}"

    return _MARK.sub(_shown, _MENTION.sub(named, text))


def _shown(found: re.Match[str]) -> str:
    mark, label = found[1], found[2]
    if mark.startswith("#"):
        return f"#{label or mark[1:]}"
    if mark.startswith("!"):
        return label or f"@{mark[1:].partition('^')[0]}"
    return label or mark.removeprefix("mailto:")
