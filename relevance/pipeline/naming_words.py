"""What names people in sentences: full names, parts of them, employers, addresses."""

import re
from collections.abc import Iterable, Iterator, Mapping

from relevance.store import Store

__all__ = ["NamingWords", "naming_words"]

_WORD = re.compile(r"[^\W_]+")
_GAP = 3
_SEVERAL = "Someone"
_PLACEHOLDER = "…"
_SHORTEST = 3
# Words that name nobody, whoever may be called so.
_HARMLESS = frozenset(
    [
        "linkedin",
        "phd",
        "the",
        "and",
        "for",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "https",
        "http",
        "www",
        "com",
        "org",
        "net",
        "mail",
        "post",
        "none",
    ]
)


class NamingWords:
    """Finds what names people in running text and puts their codes, or an ellipsis, in its place."""

    def __init__(self, phrases: Mapping[str, str], parts: Iterable[str]) -> None:
        """Hold what to look for.

        Args:
            phrases: what stands in the place of each phrase, which is found in any case and whatever is between its
                words; of two with the same words the later counts.
            parts: single words of names, found as written only: "Will" is a name, and "will" is none.
        """
        self._whole = {phrase.casefold(): said for phrase, said in phrases.items()}
        # A profile address ends with the words of a name: the later phrase, which is the name, counts.
        told = {tuple(_WORD.findall(one.casefold())): said for one, said in phrases.items()}
        self._first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for words, said in told.items():
            if words and not (len(words) == 1 and _is_harmless(words[0])):
                self._first.setdefault(words[0], []).append((words, said))
        for found in self._first.values():
            found.sort(key=lambda one: -len(one[0]))
        self._parts = frozenset(one for one in parts if not _is_harmless(one.casefold()))

    def named(self, name: str) -> str | None:
        """Return the code of the person who is called exactly so; null where nobody is."""
        return self._whole.get(name.casefold())

    def hidden(self, text: str) -> str:
        """Return `text` with everything that names somebody replaced."""
        words = [(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]
        folded = [word.casefold() for word, _, _ in words]
        out, done, at = [], 0, 0
        while at < len(words):
            count, said = self._found(folded, words, at)
            if not count and words[at][0] in self._parts:
                count, said = 1, _PLACEHOLDER
            if count:
                out += [text[done : words[at][1]], said]
                done = words[at + count - 1][2]
            at += max(count, 1)
        return "".join([*out, text[done:]]) if out else text

    def _found(
        self, folded: list[str], words: list[tuple[str, int, int]], at: int
    ) -> tuple[int, str]:
        for phrase, said in self._first.get(folded[at], ()):
            end = at + len(phrase)
            is_near = all(
                words[place + 1][1] - words[place][2] <= _GAP
                for place in range(at, min(end, len(words)) - 1)
            )
            if is_near and tuple(folded[at:end]) == phrase:
                return len(phrase), said
        return 0, ""


def _is_harmless(word: str) -> bool:
    return len(word) < _SHORTEST or word in _HARMLESS or word.isdigit()


def naming_words(store: Store, codes: Mapping[str, str]) -> NamingWords:
    """Return what names the people of a database, the owner included.

    Args:
        store: where they are.
        codes: the code of each person by id; a name that several people carry gets none of theirs.
    """
    phrases = dict.fromkeys(_about(store), _PLACEHOLDER)
    parts: set[str] = set()
    whose: dict[str, set[str]] = {}
    for person_id, name in store.frame(_NAMED).iter_rows():
        whose.setdefault(" ".join(name.split()), set()).add(person_id)
        parts |= {one for one in _WORD.findall(name) if one[:1].isupper()}
    for name, ids in whose.items():
        phrases[name] = codes.get(next(iter(ids)), _SEVERAL) if len(ids) == 1 else _SEVERAL
    return NamingWords(phrases, parts)


def _about(store: Store) -> Iterator[str]:
    """Yield employers, schools, headlines, addresses and handles, and what the owner's own are."""
    for (said,) in store.frame(_ABOUT).iter_rows():
        yield said
        words = _WORD.findall(said)
        if 1 < len(words) <= _GAP:
            yield "".join(words)  # as an employer stands in an e-mail address


_NAMED = """
SELECT person_id, name FROM person WHERE name <> ''
UNION SELECT person_id, record.name FROM record JOIN person_link USING (record_id) WHERE state = 'linked'
UNION SELECT person_id, unnest(former_names) FROM person
UNION SELECT person_id, unnest(record.former_names) FROM record JOIN person_link USING (record_id)
    WHERE state = 'linked'
UNION SELECT '', value FROM owner_fact WHERE kind IN ('name', 'maiden name')
UNION SELECT person_id, name FROM decision WHERE name IS NOT NULL
"""
_ABOUT = """
SELECT DISTINCT said FROM (
    SELECT unnest([headline, company, position, url, location, regexp_extract(url, '[^/]+$')]) AS said FROM record
    UNION ALL SELECT unnest([headline, company, position, url]) FROM person
    UNION ALL SELECT unnest(list_concat(emails, handles)) FROM record
    UNION ALL SELECT unnest([regexp_extract(one, '[^:]+$')]) FROM (SELECT unnest(handles) AS one FROM record)
    UNION ALL SELECT organisation FROM position
    UNION ALL SELECT value FROM owner_fact
        WHERE kind IN ('email', 'handle', 'url', 'website', 'headline', 'summary', 'company follow')
) WHERE said IS NOT NULL AND length(said) > 2
"""
