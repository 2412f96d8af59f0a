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
            raise DataError(_listed(f"Interest {self.name!r} cannot be used", mistakes))
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
        mistakes = [f"the name {name!r} is used more than once" for name in repeated]
        raise DataError(_listed("Interests must have different names", mistakes))
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
        msg = f"The interests file {path} cannot be opened: {reason}. Check its path."
        raise UnreadableFileError(msg) from error
    except ValueError as error:
        msg = f"The interests file {path} is not UTF-8 text: {error}. Save it as UTF-8 first."
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
    mistakes += [f"the name {name!r} is used more than once" for name in repeated]
    if mistakes:
        raise DataError(_listed(f"Nothing of {origin} was taken, as it has mistakes", mistakes))
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
    lines = ["[[interest]]", f"name = {_quoted(interest.name)}", f"weight = {weight!r}"]
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
        msg = (
            f"{origin} is too long for interests: at most {_MOST_FILE_CHARACTERS} characters, got "
            f"{len(text)}. Check that it is the right file."
        )
        raise DataError(msg)
    try:
        document = tomllib.loads(text)
    except RecursionError as error:
        msg = f"{origin} is not an interests file: its values are nested too deeply."
        raise DataError(msg) from error
    except ValueError as error:  # TOMLDecodeError, and what int() says of endless digits
        msg = f"{origin} is not valid TOML: {error}. Mend that line and load it again."
        raise DataError(msg) from error
    entries = document.get("interest", [])
    if not isinstance(entries, list):
        got = type(entries).__name__
        msg = f"{origin}: each interest needs [[interest]] with two brackets, got one {got}."
        raise DataError(msg)
    if not entries:
        found = f"found {sorted(document)[:5]}" if document else "it is empty"
        msg = f"{origin} has no [[interest]]; {found}. Add at least one with a name and a weight."
        raise NothingUsableError(msg)
    return entries


def _place(number: int, entry: object) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"interest {number} ({name[:60]!r})" if isinstance(name, str) else f"interest {number}"


def _entry_mistakes(entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return [f"must be a table with {list(_KEYS)}, got {type(entry).__name__}"]
    unknown = sorted(set(entry) - set(_KEYS))
    mistakes = [f"has no setting {key[:60]!r}; allowed are {list(_KEYS)}" for key in unknown]
    return mistakes + _mistakes(entry)


def _mistakes(entry: Mapping[str, Any]) -> list[str]:
    mistakes = _text_mistakes("name", entry.get("name"), least=1)
    mistakes += _weight_mistakes(entry.get("weight"))
    for key in ("keywords", "labels"):
        phrases = entry.get(key, ())
        if not isinstance(phrases, (list, tuple)):
            mistakes.append(f"`{key}` must be a list of texts, got {_short(phrases)}")
            continue
        if len(phrases) > _MOST_PHRASES:
            mistakes.append(f"`{key}` may have at most {_MOST_PHRASES} texts, got {len(phrases)}")
        for phrase in phrases:
            mistakes += _text_mistakes(f"{key}", phrase, least=0)
    return mistakes


def _text_mistakes(key: str, value: object, *, least: int) -> list[str]:
    if not isinstance(value, str):
        return [f"`{key}` must be text, got {_short(value)}"]
    if not least <= len(_tidy(value)) <= _MOST_CHARACTERS:
        return [f"`{key}` must have {least} to {_MOST_CHARACTERS} characters, got {_short(value)}"]
    if any(0xD800 <= ord(sign) <= 0xDFFF for sign in value):
        return [f"`{key}` holds half of a character pair, which no file can keep: {_short(value)}"]
    return []


def _weight_mistakes(value: object) -> list[str]:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # Compared before any conversion: an endless integer does not fit a float.
    if isinstance(value, (int, float)) and is_number and -100 <= value <= 100:
        return []
    return [f"`weight` must be a number from -100 to 100, got {_short(value)}"]


def _short(value: object) -> str:
    if isinstance(value, int) and abs(value) >= 10**15:
        return "an integer of more than 15 digits"
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
    more = f"; and {len(mistakes) - 20} more" if len(mistakes) > 20 else ""
    return f"{title}: {shown}{more}. Mend them and try again."
