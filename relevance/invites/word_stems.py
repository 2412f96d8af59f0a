"""The stems of the words of a text that say something of a trade."""

from collections.abc import Iterable
from functools import lru_cache

from relevance.invites.wording import words_of

__all__ = ["stems"]

_ENDINGS = (
    "ing",
    "ers",
    "er",
    "ors",
    "or",
    "ions",
    "ion",
    "ments",
    "ment",
    "al",
    "ed",
    "ies",
    "es",
    "s",
    "e",
    "y",
)
# Words that say nothing of a trade, however often a headline and an interest share them.
_HOLLOW_TEXT = (
    "the a an of in on at for to and or with by from who what how my our your their his her i we you they it is are "
    "be been am as that this these those more most new good great best people person work works working want wants "
    "like would meet find help helps helping connect connecting network networking learn about into than into "
    "company team manager head lead leader senior junior director officer specialist consultant expert professional "
    "professionals passionate experienced years use using make making get better other others"
)
_HOLLOW = frozenset(_HOLLOW_TEXT.split())


@lru_cache(maxsize=4096)
def stems(text: str | None) -> dict[str, str]:
    """Return the words of the first 1,000 characters that mean something, by their stems; not to be changed."""
    words: Iterable[str] = (word for word in words_of((text or "")[:1000]) if word not in _HOLLOW)
    return {_stem(word): word for word in words}


def _stem(word: str) -> str:
    for _ in range(2):
        ending = next(
            (one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= 4), ""
        )
        word = word[: len(word) - len(ending)]
    return word
