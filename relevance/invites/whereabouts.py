"""Whether two places, as people write them, are one: "Leeds, UK" and "Greater Leeds Area"."""

import re
import unicodedata

__all__ = ["same_place"]

_LONGEST = 120
_NO_PLACE = frozenset(
    {"remote", "hybrid", "home", "home office", "worldwide", "global", "various", "anywhere"}
)
_COUNTRIES = {
    "uk": "united kingdom", "gb": "united kingdom", "great britain": "united kingdom", "us": "united states",
    "usa": "united states", "united states of america": "united states", "uae": "united arab emirates",
    "deutschland": "germany", "de": "germany", "schweiz": "switzerland", "suisse": "switzerland",
    "osterreich": "austria", "espana": "spain", "italia": "italy", "nederland": "netherlands",
    "the netherlands": "netherlands", "brasil": "brazil",
    "polska": "poland", "sverige": "sweden", "danmark": "denmark", "norge": "norway",
}  # fmt: skip
_AROUND = re.compile(
    r"^(?:greater|city of|region|grossraum|area de)\s+|"
    r"\s+(?:metropolitan(?: area| region)?|metro area|area|region|city|und umgebung|y alrededores)$"
)
_SEVERAL = re.compile(r"\s*(?:/|;|\||\s&\s|\sand\s|\sund\s|\set\s)\s*")


def same_place(one: str | None, other: str | None) -> bool | None:
    """Return whether two places are one; null where either is unknown, or one may lie in the other.

    The town decides. "Leeds" lies in "England, United Kingdom" for all that can be told from "Leeds, England", and
    "Cambridge, England" may or may not be "Cambridge".
    """
    mine, theirs = _places(one), _places(other)
    if not mine or not theirs:
        return None
    found = {_is_same(this, that) for this in mine for that in theirs}
    return True if True in found else None if None in found else False


def _places(text: str | None) -> list[list[str]]:
    """Return each place of a text as its parts, the town first."""
    listed = [_parts(one) for one in _SEVERAL.split((text or "")[:_LONGEST])]
    return [parts for parts in listed if parts]


def _parts(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", text.casefold()).replace("ß", "ss")
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    parts = []
    for part in re.split(r"[,()·•]", bare):
        words = _AROUND.sub("", " ".join(re.sub(r"[^\w\s]", " ", part).split()))
        if words and words not in _NO_PLACE:
            parts.append(_COUNTRIES.get(words, words))
    return parts


def _is_same(one: list[str], other: list[str]) -> bool | None:
    if one[0] != other[0]:
        # A country or a county alone may be where the other's town lies.
        return None if one[0] in other[1:] or other[0] in one[1:] else False
    if not one[1:] or not other[1:] or set(one[1:]) & set(other[1:]):
        return True
    # Of one name, in two countries where both are written in full.
    return False if min(len(one), len(other)) > 2 else None
