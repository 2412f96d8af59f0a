"""Names of employers and schools in the form in which they are compared: equal or not, never alike."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["comparable_organisation", "employers_in_headline", "organisation_names"]

_LEGAL_FORMS_TEXT = (
    "ltd limited inc incorporated plc llc llp lp corp corporation co company pty pte pvt gmbh mbh ag "
    "kg kgaa ohg ug ev se sa sas sasu sarl eurl srl spa sapi sl slu bv nv cv vof ab as asa aps oy oyj "
    "kk doo dd kft zrt nyrt sro zoo ltda eireli cic cio bhd sdn"
)
_LEGAL_FORMS = frozenset(_LEGAL_FORMS_TEXT.split())
# Written as one word once their dots, blanks and slashes are gone.
_SPACED_FORMS = re.compile(
    r"\b(?:a s|s a|s l|b v|n v|e v|k k|s p a|s r l|d o o|sp z oo?|sp z o o|s r o)$"
)
_ARTICLES = frozenset(
    {"the", "le", "la", "les", "los", "el", "der", "die", "das", "of", "de", "di", "du"}
)
_UNIVERSITY_TEXT = (
    "university univ universitat universite universidad universidade universita universiteit "
    "universitet uniwersytet uni"
)
_UNIVERSITY = frozenset(_UNIVERSITY_TEXT.split())
# Short and American forms of frequent words in names.
_FULL_WORDS = {
    "st": "saint", "inst": "institute", "coll": "college", "dept": "department", "intl": "international",
    "natl": "national", "govt": "government", "assoc": "association", "assn": "association", "bros": "brothers",
    "hosp": "hospital", "acad": "academy", "sch": "school", "svcs": "services", "mgmt": "management",
    "tech": "technology", "technol": "technology", "ctr": "centre", "center": "centre",
    "organization": "organisation", "org": "organisation",
}  # fmt: skip
_ALSO = re.compile(
    r"[\s,;(\[]+(?:formerly|previously|prev\.|fka|f/k/a|now|today|aka|a\.k\.a\.|also|trading as|t/a|dba|d/b/a|"
    r"renamed(?: to)?|ehemals|vormals|früher|jetzt|anciennement|antes|ahora)(?: known as| called)?[\s:]+"
    r"(?P<other>[^)\](),;|]{2,80})[)\]]?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]\s*")
_NOT_AN_ORGANISATION_TEXT = (
    "self employed|selfemployed|freelance|freelancer|freelancing|independent|independent consultant|"
    "consultant|consulting|contractor|various|various companies|confidential|stealth|stealth startup|"
    "stealth mode|startup|retired|unemployed|career break|none|na|n a|not applicable|looking|student|"
    "open to work|home|private|own|self|myself|tbc|tbd|unknown"
)
_NOT_AN_ORGANISATION = frozenset(_NOT_AN_ORGANISATION_TEXT.split("|"))
_AT = re.compile(r"(?:^|\s)(?:at|@)\s*([^|·•,;/()\n]{2,80})", re.IGNORECASE)
_EX = re.compile(
    r"(?:^|[\s|·•,;/(])(?:ex[-–\s]|formerly (?:at )?)([^|·•,;/()\n]{2,60})", re.IGNORECASE
)
_LONGEST = 200


@lru_cache(maxsize=65_536)
def comparable_organisation(name: str | None) -> str:
    """Return `name` as it is compared, or "" where it names no organisation.

    Case, accents, punctuation, a leading "The" and legal forms at the end (Ltd, GmbH, Inc, S.A., ...)
    do not count, "&" is "and", and "University of Leeds" is "Leeds University". Two names are of one
    organisation only where the results are equal: "Shell" is not "Shelley", nor "Acme" "Acme Group".
    """
    text = unicodedata.normalize("NFKD", (name or "")[:_LONGEST].casefold()).replace("ß", "ss")
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"&|\s\+\s", " and ", text)
    text = re.sub(r"[.'’`´]", "", text)
    words = re.sub(r"[\W_]+", " ", text).split()
    words = _without_legal_form(words)
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    words = [_FULL_WORDS.get(word, word) for word in words]
    result = " ".join(_university_last(words))
    return "" if result in _NOT_AN_ORGANISATION else result


def _without_legal_form(words: list[str]) -> list[str]:
    joined = _SPACED_FORMS.sub("", " ".join(words)).split() or words
    while len(joined) > 1 and joined[-1] in _LEGAL_FORMS:
        joined = joined[:-1]
        if len(joined) > 1 and joined[-1] == "and":
            joined = joined[:-1]
    return joined


def _university_last(words: list[str]) -> list[str]:
    words = ["university" if word in _UNIVERSITY else word for word in words]
    if words[:1] != ["university"] or len(words) < 2:
        return words
    rest = words[1:]
    while len(rest) > 1 and rest[0] in _ARTICLES:
        rest = rest[1:]
    return [*rest, "university"]


def organisation_names(name: str | None) -> tuple[str, ...]:
    """Return every name in `name` as it is compared, the main one first; empty where it names no organisation.

    "Foldvale Ltd (formerly Acme)" is both, and so is "Open University (OU)"; of what stands in brackets only such an
    earlier or later name, or the initials of the rest, is another name of the same organisation.
    """
    text = (name or "")[:_LONGEST]
    others = [found["other"] for found in _ALSO.finditer(text)]
    text = _ALSO.sub(" ", text)
    for found in _BRACKETS.finditer(text):
        if _are_initials(found["inside"], _BRACKETS.sub(" ", text)):
            others.append(found["inside"])
            text = _BRACKETS.sub(" ", text)
            break
    names = (comparable_organisation(one) for one in (text, *others))
    return tuple(dict.fromkeys(one for one in names if one))


def _are_initials(short: str, text: str) -> bool:
    letters = "".join(char for char in short.casefold() if char.isalpha())
    words = re.findall(r"[^\W\d_]+", text.casefold())
    bare = [word for word in words if word not in _ARTICLES | {"and", "for"}]
    initials = {"".join(word[0] for word in listed) for listed in (words, bare)}
    return len(letters) > 1 and letters in initials


def employers_in_headline(headline: str | None) -> tuple[list[str], list[str]]:
    """Return what a headline names as employer today ("Learning lead at Acme") and before ("ex-Acme")."""
    text = (headline or "")[:400]
    today = [_before_next(found) for found in _AT.findall(text)]
    before = [_before_next(found) for found in _EX.findall(text)]
    return [one for one in today if one], [one for one in before if one]


def _before_next(found: str) -> str:
    return re.split(r"\s(?:[-–—]|and helping|helping|where)\s|\s(?:at|@)\s", found)[0].strip(" .!")
