"""What the months are called, in the languages that profiles and tables are written in."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

__all__ = ["month_names", "without_accents"]

_LANGUAGES = (
    "en de fr es pt it nl sv da nb fi pl cs sk hu ro tr ru uk el ca hr sl sr lt lv et bg id ms vi"
)
# Short forms in use that the tables of languages do not hold.
_MORE = {"sept": 9, "mrz": 3, "sett": 9}


@lru_cache(maxsize=1)
def month_names() -> Mapping[str, int]:
    """Return the number of the month for each name, whole or short, in lower case and without a dot at its end.

    The names come from the Unicode tables of languages. Names are listed with and without accents; one that
    means different months in different languages, such as "listopad", is left out.
    """
    found: dict[str, set[int]] = {}
    for language in _LANGUAGES.split():
        months = Locale(language).months
        for use in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, written in months[use][width].items():
                    name = written.casefold().strip(" .")
                    for one in (name, without_accents(name)):
                        found.setdefault(one, set()).add(int(number))
    names = {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}
    return names | _MORE


def without_accents(text: str) -> str:
    """Return `text` without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char))
