"""What names one person in running text, as a pattern that DuckDB and Python both read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Naming"]

_SHORTEST = 4
_NOTHING = r"[^\s\S]"
_BETWEEN = r"[^0-9A-Za-z]{1,3}"


@dataclass(frozen=True)
class Naming:
    """The names of a person, and addresses, handles and accounts that are theirs alone."""

    names: Sequence[str]
    """Full names, former ones included, as written."""
    addresses: Sequence[str]
    """Profile URLs, e-mail addresses, handles as network:handle, accounts as network:id."""

    @property
    def names_only(self) -> str | None:
        """A pattern that finds the full names, null where there is none of two words or more."""
        found = [one for name in self.names if (one := _name(name))]
        return f"(?i)(?:^|[^0-9A-Za-z])(?:{'|'.join(found)})(?:[^0-9A-Za-z]|$)" if found else None

    def pattern(self, ids: Iterable[str] = ()) -> str:
        """A pattern that finds any name, address or handle, or one of `ids`; where there is none, nothing."""
        parts = [_name(name) or _word(name) for name in self.names]
        for address in self.addresses:
            bare = re.sub(r"^https?://(?:www\.)?", "", address)
            # The last part of a profile URL, and the handle without its network, name the person as well.
            last = re.split(r"[/:]", bare)[-1]
            parts += [_literal(one) for one in (bare, last) if len(one) >= _SHORTEST]
        found = {one for one in (*parts, *map(_literal, ids)) if one}
        # Longest first, so that of an address no piece is left.
        ordered = sorted(found, key=lambda one: (-len(one), one))
        return f"(?i)(?:{'|'.join(ordered)})" if ordered else _NOTHING

    def without(self, text: str) -> str:
        """Return `text` with "forgotten" in the place of whatever names the person."""
        return re.sub(self.pattern(), "forgotten", text)


def _name(name: str) -> str | None:
    words = re.findall(r"[^\W_]+", name)
    return _BETWEEN.join(_literal(word) for word in words) if len(words) > 1 else None


def _word(name: str) -> str | None:
    words = re.findall(r"[^\W_]+", name)
    return rf"\b{_literal(words[0])}\b" if len(words) == 1 and len(words[0]) >= _SHORTEST else None


def _literal(text: str) -> str:
    return "".join(char if char.isalnum() or not char.isascii() else f"\\{char}" for char in text)
