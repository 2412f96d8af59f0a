"""What a reader sees, in the language of the settings: texts from one catalogue, numbers and dates as they are written.

The texts in the program are English and are the keys of the catalogue `relevance/locale/relevance.pot`. A translation
is a file of its own, `fr.po` for instance, in that folder or in a folder `locale` beside the databases, and
`language = "fr"` in the settings; no code is touched. What a translation lacks is said in English.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relevance.config import data_folder, load_settings
from relevance.errors import RelevanceError

if TYPE_CHECKING:
    from babel import Locale

# Babel is imported where it is used: a command that says no number starts without it.

__all__ = ["_", "day", "language", "marked", "moment", "number", "separators", "signed"]

_SHIPPED = Path(__file__).parent / "locale"
_DEFAULT = "en-GB"


def _(text: str, /, **values: object) -> str:
    """Return `text` in the reader's language, with `values` put where it names them.

    A translation that names other values, or breaks the form of one, is set aside for the English text.
    """
    said = _catalogue().get(text) or text
    if not values:
        return said
    try:
        return said.format(**values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return text.format(**values)


def marked(text: str, /) -> str:
    """Return `text` as it is, and put it in the catalogue: for tables of texts, which are said with `_` later."""
    return text


def number(value: float, digits: int = 0) -> str:
    """Return a number with so many digits after the point, grouped as the reader's language does."""
    return _written(_rounded(value, digits), _form(digits), _locale())


def signed(value: float, digits: int = 0) -> str:
    """Return a number as `number` does, with its sign; nothing at all is written as +0."""
    form = _form(digits)
    return _written(_rounded(value, digits), f"+{form};-{form}", _locale())


def _form(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _rounded(value: float, digits: int) -> float:
    # Adding 0 turns the -0.0 of rounding into 0.
    return round(value, digits) + 0.0


# A list of everybody has the same few effects again and again.
@lru_cache(maxsize=8192)
def _written(value: float, form: str, locale: "Locale") -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, form, locale=locale)


def day(when: date) -> str:
    """Return a day in words, as in 9 November 2026."""
    from babel.dates import format_date

    return format_date(when, "long", locale=_locale())


def moment(when: datetime) -> str:
    """Return a day in words with the hour and minute."""
    from babel.dates import format_time

    return f"{day(when)}, {format_time(when, 'HH:mm', locale=_locale())}"


def language() -> str:
    """Return the tag of the reader's language, as in en-GB."""
    return str(_locale()).replace("_", "-")


def separators() -> str:
    """Return the decimal sign and the sign between thousands, as Plotly's layout wants them."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return get_decimal_symbol(_locale()) + get_group_symbol(_locale())


@cache
def _language() -> str:
    try:
        return load_settings().language
    except RelevanceError:
        # Settings that cannot be read are reported where they are used.
        return _DEFAULT


@cache
def _locale() -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(_language(), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_DEFAULT, sep="-")


@cache
def _catalogue() -> Mapping[str, str]:
    """Return what the translation says for each English text; nothing for English."""
    language = _language()
    names = (f"{language}.po", f"{language.split('-')[0]}.po")
    folders = (data_folder() / "locale", _SHIPPED)
    found = next(
        (path for name in names for one in folders if (path := one / name).is_file()), None
    )
    return _read(found) if found else {}


def _read(path: Path) -> Mapping[str, str]:
    from babel.messages.pofile import read_po

    with path.open("rb") as opened:
        told: Any = read_po(opened)
    return {one.id: one.string for one in told if one.id and isinstance(one.id, str) and one.string}
