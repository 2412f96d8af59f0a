"""A post cut into sentences, so that the one that speaks to an interest can be shown.

Sentences end at a line's end, or at `.`, `!`, `?`, `…` before something that does not go on in lower case;
those of Chinese and Japanese end at their own signs. Common abbreviations end none.
"""

import re

__all__ = ["MOST_SENTENCES", "sentences"]

MOST_SENTENCES = 60
"""So many are looked at; a longer post is hardly read to its end either."""

_LONGEST = 400
_CLOSING = "[\"'”’»)\\]]"
_END = re.compile(rf"(?<=[.!?…]){_CLOSING}*\s+(?![a-zà-öø-ÿ])|(?<=[。！？])|\s*\n+\s*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|z\.B|bzw|ca|approx|[A-Z])\.$"
)
_WORD = re.compile(r"[^\W_]")


def sentences(text: str) -> list[str]:
    """Return the sentences of `text` in their order, at most 60; those without a letter or digit are left out.

    A sentence of more than 400 signs is cut at blanks, so that one endless sentence still has a best part.
    """
    found: list[str] = []
    start = 0
    for end in [*(place.span() for place in _END.finditer(text)), (len(text), len(text))]:
        piece = text[start : end[0]]
        if "\n" not in text[end[0] : end[1]] and _ABBREVIATION.search(piece):
            continue
        # Closing quotes and brackets belong to what they close.
        closing = re.match(f"{_CLOSING}*", text[end[0] : end[1]])
        said = (piece + (closing.group() if closing else "")).strip()
        found += [one for one in _cut(said) if _WORD.search(one)]
        start = end[1]
        if len(found) >= MOST_SENTENCES:
            break
    return found[:MOST_SENTENCES]


def _cut(sentence: str) -> list[str]:
    parts = []
    while len(sentence) > _LONGEST:
        at = sentence.rfind(" ", 0, _LONGEST)
        at = at if at > 0 else _LONGEST
        parts.append(sentence[:at].strip())
        sentence = sentence[at:].strip()
    return [*parts, sentence]
