"""A written name in its parts: given name, surname, what else of it is compared; in Latin letters without accents."""

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from relevance.names import comparable_name

__all__ = ["NameParts", "is_organisation_name", "name_parts", "plain", "surname_of_former"]

_SMALL_WORDS = "van von der den de del della di da dos das du la le ter ten zu al el bin ibn bint abu mac mc st y e"
_PARTICLES = frozenset(_SMALL_WORDS.split())
# Russian, Ukrainian and Bulgarian patronymics stand after the given name, or last of three.
_PATRONYMIC = re.compile(r".{2,}(?:ovich|evich|yevich|ovych|ovna|evna|yevna|ivna|ichna)$")
_HAN_OR_HANGUL = re.compile("[\u3400-\u9fff\uac00-\ud7af]")
_ORGANISATION_WORDS = (
    "ltd limited gmbh inc llc plc corp corporation foundation institute academy university college association "
    "newsletter noreply no-reply notifications support team info admin office service services sales billing "
    "marketing hr jobs careers recruiting helpdesk webmaster news digest events press account accounts"
)
_ORGANISATION = frozenset(_ORGANISATION_WORDS.split())
_LONGEST_NAME = 8  # words: what is longer is a sentence


@dataclass(frozen=True)
class NameParts:
    """One name. Every text is in lower case Latin letters; null where the name does not say."""

    given: str | None
    """First given name; one letter where only an initial stands there."""
    surname: str | None
    """Whole surname without particles, "smith doe" for Smith-Doe."""
    parts: tuple[str, ...]
    """Every word that can be a surname alone: middle names and the halves of double surnames as well."""
    surname_initial: str | None
    """First letter of the surname, where no more of it stands there."""

    @property
    def full(self) -> str | None:
        """Given name and surname in one text, null unless both are there in full."""
        if not self.given or len(self.given) < 2 or not self.surname:
            return None
        return f"{self.given} {self.surname}"


_NOTHING = NameParts(None, None, (), None)


def plain(text: str | None) -> str:
    """Return `text` in lower case Latin letters, words apart by one blank: "Müller" and "Mueller" are one.

    Other scripts are transliterated, Chinese and Korean names a word for each syllable.
    """
    given = text or ""
    latin = given if given.isascii() else anyascii(given)
    if latin is not given and _HAN_OR_HANGUL.search(given):
        latin = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", latin)
    latin = re.sub(r"['’`´.]", "", latin.casefold())
    latin = re.sub(r"(?<=[aou])e(?=[^aeiou\W])", "", latin)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", latin).split())


def is_organisation_name(name: str | None) -> bool:
    """Return whether a name is an organisation's, a mailbox's or a machine's rather than a person's."""
    words = re.sub(r"[^\w-]+", " ", (name or "").casefold()).split()
    return any(word in _ORGANISATION for word in words) or (name or "").isdigit()


@lru_cache(maxsize=1 << 17)
def name_parts(name: str | None, family_name: str | None = None) -> NameParts:
    """Return the parts of a name as written, "Last, First", credentials, emoji and particles allowed for.

    Args:
        name: the full name.
        family_name: the surname, where the source tells it apart.
    """
    compared = comparable_name(name)
    if not compared or is_organisation_name(name):
        return _NOTHING
    words = _words(compared)
    if not words or len(words) > _LONGEST_NAME or any(any(c.isdigit() for c in w) for w in words):
        return _NOTHING
    if len(words) > 1 and _HAN_OR_HANGUL.search(compared) and " " not in compared:
        words = ["".join(words[1:]), words[0]]  # written without a blank, the surname comes first
    told = _words(comparable_name(family_name)) if family_name else []
    return _split(words, told)


def _words(compared: str) -> list[str]:
    """Return the words of a comparable name; a hyphen binds a word."""
    out = []
    for word in compared.split():
        out += plain(word).split() if "-" not in word else ["-".join(plain(word).split())]
    return [word for word in out if word.strip("-")]


def _split(words: list[str], told: list[str]) -> NameParts:
    if len(words) == 1:
        return NameParts(words[0], None, (), None)
    if len(words) >= 3 and _PATRONYMIC.match(words[-1]):
        words = [*words[1:-1], words[0]]  # Sidorov Ivan Petrovich
    elif len(words) >= 3 and _PATRONYMIC.match(words[1]):
        words = [words[0], *words[2:]]
    given, rest = words[0].split("-")[0], [one for one in words[1:] if one not in _PARTICLES]
    if not rest:
        return NameParts(given, words[-1], (words[-1],), None)
    own = [one for one in told if one in rest]
    surname = " ".join(own) if own else rest[-1]
    if len(surname) == 1:
        return NameParts(given, None, (), surname)
    surname = surname.replace("-", " ")
    pieces = {piece for one in rest for piece in (*one.split("-"), one.replace("-", ""))}
    parts = sorted(one for one in {*pieces, surname.replace(" ", "")} if len(one) > 1)
    return NameParts(given, surname, tuple(parts), None)


def surname_of_former(former: str, given: str | None) -> str | None:
    """Return the surname that a former name gives, alone or after the given name; null where it gives none."""
    found = name_parts(former)
    if found.surname is None:
        return found.given if found.given and len(found.given) > 1 else None
    words = found.surname.split()
    if given and found.given == given:
        return found.surname
    # "Garcia Lopez" may be two surnames or another given name with one; both are kept as parts.
    return words[-1]
