"""Whether a line of a profile is a place, and what of it is the place."""

import re
from functools import lru_cache

from babel import Locale

__all__ = ["country_at_end", "place_in"]

_LONGEST = 80
_MOST_WORDS = 6
_WAY_OF_WORK = re.compile(
    r"\s*[·•(|,-]?\s*\b(?:on-?site|hybrid|remote|home-?office|homeworking|vor ort|sur site|presencial|híbrid[oa]|"
    r"remoto)\b\s*\)?\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:location|place|based in|ort|lieu|lugar|standort)\s*:?\s+(?=\S)", re.IGNORECASE
)
_NO_PLACE = re.compile(
    r"\d{3}|[:;!?@#=/\\\"“”<>\[\]{}•]|https?|www\.|[^.]{4}\.$|^(?:skills?|key|main|responsib\w+|achievements?|duties|"
    r"highlights?|summary|overview|description|roles?|projects?|tasks?|activities|grade|thesis|awards?|tools?|"
    r"full-?time|part-?time|contract|internship|freelance|self-?employed|permanent|temporary|apprenticeship)\b",
    re.IGNORECASE,
)
_SMALL_WORDS = "of and the upon on in de la le les del do da dos das di du el al am an der den im a en sur sous bei ob"
_SMALL = frozenset([*_SMALL_WORDS.split(), "y", "e", "und", "et", "i"])


def place_in(line: str, *, alone: bool = False) -> str | None:
    """Return the place that a line states, as written and without the way of working ("· Hybrid"), or null.

    Args:
        line: a whole line, or a part of one.
        alone: a single word or two count as well, as where the line stands where a place is expected.
    """
    text = " ".join(line.split())
    if not text or len(text) > _LONGEST:
        return None
    text = _LABEL.sub("", text)
    bare = _WAY_OF_WORK.sub("", text)
    parts = [part.strip() for part in bare.split(",")]
    if not bare or _NO_PLACE.search(bare) or len(parts) > 4 or not all(map(_is_named, parts)):
        return None
    return bare if alone or bare != text or len(parts) > 1 or _is_region(bare) else None


def country_at_end(text: str) -> bool:
    """Return whether the last part of a text is a country: "Leeds, UK", "France"."""
    return text.split(",")[-1].strip(" .()").casefold() in _countries()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    languages = ("en", "de", "fr", "es", "pt", "it", "nl")
    named = {name.casefold() for one in languages for name in Locale(one).territories.values()}
    return frozenset(
        named
        | {"uk", "usa", "u.k", "u.s.a", "uae", "england", "scotland", "wales", "northern ireland"}
    )


def _is_named(part: str) -> bool:
    """Whether each word begins as a name does; "Training the team" is no place."""
    words = part.split()
    if not words or len(words) > _MOST_WORDS:
        return False
    named = [word for word in words if not (word[0].islower() or word[0].isdigit())]
    return bool(named) and all(word in named or word.casefold() in _SMALL for word in words)


def _is_region(text: str) -> bool:
    return bool(
        re.search(r"^(?:Greater|Region)\s|\s(?:Area|Region|Metropolitan|und Umgebung)$", text)
    )
