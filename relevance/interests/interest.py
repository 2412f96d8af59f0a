"""One interest, and the file that states several.

The file is TOML, one `[[interest]]` table each:

    [[interest]]
    name = "Learning design"
    weight = 80                      # -100..100, below 0 means "less of this"
    keywords = ["instructional design", "workplace learning"]
    labels = ["pedagogy"]            # only to evaluate: labels that count as this interest
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relevance.errors import DataError, NothingUsableError, UnreadableFileError
from relevance.texts import _
from relevance.unseen import seen

__all__ = ["Interest", "check_interests", "dump_interests", "load_interests", "parse_interests"]

_KEYS = ("name", "weight", "keywords", "labels")
_MOST_CHARACTERS = 200
_MOST_PHRASES = 200
_MOST_FILE_CHARACTERS = 1 << 20


@dataclass(frozen=True)
class Interest:
    """One interest of the owner. White space is tidied; repeated and blank phrases are dropped.

    Raises:
        DataError: with every mistake at once: an empty name, a weight outside -100..100 or not a
            finite number, a phrase that is no text, too long, or too many of them.
    """

    name: str
    """What it is called on screen; 1 to 200 characters."""
    weight: float
    """-100 to 100; below 0 means "less of this"."""
    keywords: tuple[str, ...] = ()
    """Words and phrases that speak for it; may be empty, see `phrases`."""
    labels: tuple[str, ...] = ()
    """Labels of posts that count as this interest; only for evaluation."""

    def __post_init__(self) -> None:
        mistakes = _mistakes({key: getattr(self, key) for key in _KEYS})
        if mistakes:
            raise DataError(
                _listed(_("Interest {name!r} cannot be used", name=self.name), mistakes)
            )
        object.__setattr__(self, "name", _tidy(self.name))
        object.__setattr__(self, "weight", float(self.weight))
        object.__setattr__(self, "keywords", _distinct(self.keywords))
        object.__setattr__(self, "labels", _distinct(self.labels))

    @property
    def phrases(self) -> tuple[str, ...]:
        """The texts to embed: the keywords, or the name itself where there are none."""
        return self.keywords or (self.name,)

    @property
    def strength(self) -> float:
        """The weight on the scale -1 to 1 that `relevance.scoring` takes."""
        return self.weight / 100.0


def check_interests(interests: Iterable[Interest]) -> tuple[Interest, ...]:
    """Return the interests as a tuple.

    Raises:
        DataError: two of them have the same name, upper and lower case counting as equal.
    """
    listed = tuple(interests)
    repeated = _repeated(interest.name for interest in listed)
    if repeated:
        mistakes = [_("the name {name!r} is used more than once", name=name) for name in repeated]
        raise DataError(_listed(_("Interests must have different names"), mistakes))
    return listed


def load_interests(path: str | Path) -> tuple[Interest, ...]:
    """Return the interests of a TOML file, in its order.

    Raises:
        UnreadableFileError: the file cannot be opened, or is not UTF-8 text.
        NothingUsableError: it has no `[[interest]]`.
        DataError: it is not TOML, or an interest in it is wrong; all mistakes are named.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except OSError as error:
        reason = error.strerror or error
        msg = _(
            "The interests file {path} cannot be opened: {reason}. Check its path.",
            path=path,
            reason=reason,
        )
        raise UnreadableFileError(msg) from error
    except ValueError as error:
        msg = _(
            "The interests file {path} is not UTF-8 text: {error}. Save it as UTF-8 first.",
            path=path,
            error=error,
        )
        raise UnreadableFileError(msg) from error
    return parse_interests(text, origin=str(path))


def parse_interests(text: str, *, origin: str = "the interests file") -> tuple[Interest, ...]:
    """Return the interests that a TOML text states, in its order.

    Args:
        text: the document, see the top of this module.
        origin: what to call it in messages.

    Raises:
        NothingUsableError: there is no `[[interest]]`.
        DataError: it is not TOML, or an interest in it is wrong; all mistakes are named.
    """
    entries = _entries(text, origin)
    mistakes = [
        f"{_place(number, entry)}: {mistake}"
        for number, entry in enumerate(entries, start=1)
        for mistake in _entry_mistakes(entry)
    ]
    names = [entry["name"] for entry in entries if isinstance(entry, dict) and "name" in entry]
    repeated = _repeated(name for name in names if isinstance(name, str))
    mistakes += [_("the name {name!r} is used more than once", name=name) for name in repeated]
    if mistakes:
        raise DataError(
            _listed(_("Nothing of {origin} was taken, as it has mistakes", origin=origin), mistakes)
        )
    return tuple(
        Interest(
            name=entry["name"],
            weight=entry["weight"],
            keywords=tuple(entry.get("keywords", ())),
            labels=tuple(entry.get("labels", ())),
        )
        for entry in entries
    )


def dump_interests(interests: Iterable[Interest]) -> str:
    """Return the interests as a TOML text that `parse_interests` reads back as the same."""
    return "\n".join(_toml(interest) for interest in interests)


def _toml(interest: Interest) -> str:
    weight = int(interest.weight) if interest.weight == int(interest.weight) else interest.weight
    lines = [
        "[[interest]]",
        f"name = {_quoted(interest.name)}",
        f"weight = {weight!r}",
    ]
    for key, phrases in (("keywords", interest.keywords), ("labels", interest.labels)):
        if phrases:
            lines.append(f"{key} = [{', '.join(map(_quoted, phrases))}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A TOML basic string: backslash, quote and control characters (DEL too) must be escaped.
    escapes = {"\\": "\\\\", '"': '\\"'}
    written = (
        escapes.get(sign) or (f"\\u{ord(sign):04X}" if ord(sign) < 32 or sign == "\x7f" else sign)
        for sign in text
    )
    return f'"{"".join(written)}"'


def _entries(text: str, origin: str) -> list[Any]:
    if len(text) > _MOST_FILE_CHARACTERS:
        msg = _(
            "{origin} is too long for interests: at most {most_file_characters} characters, "
            "got {text}. Check that it is the right file.",
            origin=origin,
            most_file_characters=_MOST_FILE_CHARACTERS,
            text=len(text),
        )
        raise DataError(msg)
    try:
        document = tomllib.loads(text)
    except RecursionError as error:
        msg = _(
            "{origin} is not an interests file: its values are nested too deeply.", origin=origin
        )
        raise DataError(msg) from error
    except ValueError as error:  # TOMLDecodeError, and what int() says of endless digits
        msg = _(
            "{origin} is not valid TOML: {error}. Mend that line and load it again.",
            origin=origin,
            error=error,
        )
        raise DataError(msg) from error
    entries = document.get("interest", [])
    if not isinstance(entries, list):
        got = type(entries).__name__
        msg = _(
            "{origin}: each interest needs [[interest]] with two brackets, got one {got}.",
            origin=origin,
            got=got,
        )
        raise DataError(msg)
    if not entries:
        found = (
            _("found {document}", document=sorted(document)[:5]) if document else _("it is empty")
        )
        msg = _(
            "{origin} has no [[interest]]; {found}. Add at least one with a name and a weight.",
            origin=origin,
            found=found,
        )
        raise NothingUsableError(msg)
    return entries


def _place(number: int, entry: object) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return (
        _("interest {number} ({name!r})", number=number, name=name[:60])
        if isinstance(name, str)
        else _("interest {number}", number=number)
    )


def _entry_mistakes(entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return [
            _(
                "must be a table with {keys}, got {name}",
                keys=list(_KEYS),
                name=type(entry).__name__,
            )
        ]
    unknown = sorted(set(entry) - set(_KEYS))
    mistakes = [
        _("has no setting {key!r}; allowed are {keys}", key=key[:60], keys=list(_KEYS))
        for key in unknown
    ]
    return mistakes + _mistakes(entry)


def _mistakes(entry: Mapping[str, Any]) -> list[str]:
    mistakes = _text_mistakes("name", entry.get("name"), least=1)
    mistakes += _weight_mistakes(entry.get("weight"))
    for key in ("keywords", "labels"):
        phrases = entry.get(key, ())
        if not isinstance(phrases, (list, tuple)):
            mistakes.append(
                _("`{key}` must be a list of texts, got {short}", key=key, short=_short(phrases))
            )
            continue
        if len(phrases) > _MOST_PHRASES:
            mistakes.append(
                _(
                    "`{key}` may have at most {most_phrases} texts, got {phrases}",
                    key=key,
                    most_phrases=_MOST_PHRASES,
                    phrases=len(phrases),
                )
            )
        for phrase in phrases:
            mistakes += _text_mistakes(f"{key}", phrase, least=0)
    return mistakes


def _text_mistakes(key: str, value: object, *, least: int) -> list[str]:
    if not isinstance(value, str):
        return [_("`{key}` must be text, got {short}", key=key, short=_short(value))]
    if not least <= len(_tidy(value)) <= _MOST_CHARACTERS:
        return [
            _(
                "`{key}` must have {least} to {most_characters} characters, got {short}",
                key=key,
                least=least,
                most_characters=_MOST_CHARACTERS,
                short=_short(value),
            )
        ]
    if any(0xD800 <= ord(sign) <= 0xDFFF for sign in value):
        return [
            _(
                "`{key}` holds half of a character pair, which no file can keep: {short}",
                key=key,
                short=_short(value),
            )
        ]
    return []


def _weight_mistakes(value: object) -> list[str]:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # Compared before any conversion: an endless integer does not fit a float.
    if isinstance(value, (int, float)) and is_number and -100 <= value <= 100:
        return []
    return [_("`weight` must be a number from -100 to 100, got {short}", short=_short(value))]


def _short(value: object) -> str:
    if isinstance(value, int) and abs(value) >= 10**15:
        return _("an integer of more than 15 digits")
    written = repr(value)
    return written if len(written) <= 60 else f"{written[:60]}..."


def _tidy(text: str) -> str:
    return " ".join(seen(text).split())


def _distinct(phrases: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for phrase in map(_tidy, phrases):
        if phrase:
            kept.setdefault(phrase.casefold(), phrase)
    return tuple(kept.values())


def _repeated(names: Iterable[str]) -> list[str]:
    counts = Counter(_tidy(name).casefold() for name in names)
    return [name for name, count in counts.items() if count > 1]


def _listed(title: str, mistakes: Sequence[str]) -> str:
    shown = "; ".join(mistakes[:20])
    more = _("; and {mistakes} more", mistakes=len(mistakes) - 20) if len(mistakes) > 20 else ""
    return _(
        "{title}: {shown}{more}. Mend them and try again.", title=title, shown=shown, more=more
    )
