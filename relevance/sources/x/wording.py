"""Texts of posts and messages as a reader of them sees them."""

import re
from collections.abc import Iterable, Mapping

from selectolax.lexbor import LexborHTMLParser

__all__ = ["hashtags", "mentioned", "readable", "shown_part", "snippet", "without_markup"]

_SNIPPET = 300
_LONGEST = 100_000
_LINK = re.compile(r"https?://t\.co/\w+", re.ASCII)
# X escapes these and no others; `html.unescape` would also read "&copy=2" in an address.
_ESCAPED = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|#39|#x27);")
_PLAIN = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": " "}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_MARKUP = re.compile(r"<(?:a|p|br|b|i|em|strong|span|div|ul|ol|li)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MENTIONS = re.compile(r"(?:[@＠]\w{1,20}\s+)+")
_MENTION = re.compile(r"(?<![\w@＠/.&-])[@＠](\w{1,20})(?![\w@])", re.ASCII)
_HASHTAG = re.compile(r"(?<![\w&/])[#＃](\w{1,100})")
_LINKS = re.compile(r"\s*(?:https?://t\.co/\w+\s*)+", re.ASCII)


def readable(text: str, links: Mapping[str, str]) -> str:
    """Return `text` with its short links written out and its escapes undone, once.

    Args:
        text: as the archive has it.
        links: the address behind each `https://t.co/...`.
    """
    cut = _CONTROLS.sub("", text[:_LONGEST])
    whole = _LINK.sub(lambda found: links.get(found[0]) or found[0], cut)
    return _ESCAPED.sub(lambda found: _PLAIN.get(found[1], "'"), whole).strip()


def shown_part(text: str, bounds: object) -> str:
    """Return the part of an unaltered text that X shows, by its `display_text_range`.

    Only mentions are cut off in front, those of the people replied to, and only links behind, those
    of pictures. Whether the bounds count an escape such as `&amp;` as one character differs from
    year to year, so whatever else lies outside them stays.
    """
    if not isinstance(bounds, list) or len(bounds) != 2:
        return text
    start, end = (_index(bound) for bound in bounds)
    if start is None or end is None or not 0 <= start < end:
        return text
    head = start if _MENTIONS.fullmatch(text[:start]) else 0
    tail = end if _LINKS.fullmatch(text[end:]) else len(text)
    return text[head:tail] if text[head:tail].strip() else text


def _index(bound: object) -> int | None:
    digits = str(bound) if isinstance(bound, int | str) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


def without_markup(text: str) -> str:
    """Return a message without tags; one that only speaks of `a < b` stays as it is."""
    if "<" not in text or not _MARKUP.search(text):
        return text
    body = LexborHTMLParser(text[:_LONGEST]).body
    return body.text(separator=" ", strip=True) if body else text


def snippet(text: str) -> str | None:
    """Return the first 300 characters of `text` in one line, null where there is nothing."""
    return " ".join(text[: 4 * _SNIPPET].split())[:_SNIPPET] or None


def mentioned(text: str) -> tuple[str, ...]:
    """Return the user names that a text mentions, without `@`, in their order."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def hashtags(text: str, tagged: Iterable[str]) -> tuple[str, ...]:
    """Return the hashtags of a post as `#tag` in lower case: those listed, else those in the text."""
    named = [tag.lstrip("#＃") for tag in tagged] or _HASHTAG.findall(text)
    return tuple(dict.fromkeys(f"#{tag.casefold()}" for tag in named if tag))
