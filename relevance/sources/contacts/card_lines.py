"""The text of a vCard file -> for each card the lines that matter here, clean enough for any parser.

Telephones and mail programs break lines, encodings and cards in ways of their own; what they hold most of, pictures and
sounds, says nothing here. Names, addresses and employers themselves are read by the vobject library.
"""

import quopri
import re
from collections.abc import Iterator

__all__ = ["Card", "cards_in"]

_FOLD = re.compile(r"\n[ \t]")
_FOLDED = "\x1f"
"""Stands where a line was folded: version 2.1 breaks lines at blanks, which stay, later ones anywhere."""
_LINE = re.compile(r"(?:([\w-]+)\.)?([\w-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
_CHARSET = re.compile(r";\s*CHARSET=\"?([\w-]+)", re.IGNORECASE)
_QUOTED = re.compile(r";\s*(?:ENCODING=)?\"?QUOTED-PRINTABLE", re.IGNORECASE)
_PLAIN = frozenset(
    {
        *("FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "EMAIL", "URL", "KIND"),
        *("X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS", "X-ABLABEL"),
        *("X-MAIDENNAME", "X-MAIDEN-NAME", "MAIDENNAME", "X-BIRTHNAME", "X-BIRTH-NAME"),
        *("BIRTHNAME", "X-FORMERNAME", "X-FORMER-NAME", "X-FORMER-LAST-NAME"),
        *("X-TWITTER", "X-LINKEDIN", "X-MASTODON", "X-BLUESKY"),
    }
)
_SOCIAL = frozenset({"X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP"})
_WORDS = frozenset({"FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE"})
_LONGEST = 5_000
_MOST_LINES = 500

Card = list[str]
"""The properties of one card that matter, each on one line."""


def cards_in(text: str) -> Iterator[tuple[Card | None, str]]:
    """Yield each card, null for one that was cut off, and its beginning as written."""
    held: list[str] | None = None
    within = 0
    before = ""
    for line in _FOLD.sub(_FOLDED, text).split("\n"):
        bare = line.strip().upper()
        if bare == "BEGIN:VCARD" and held is not None and before.startswith("AGENT"):
            within += 1  # the card of somebody's assistant inside their own
        elif bare == "BEGIN:VCARD":
            if held is not None:
                yield _card(held)  # a card without an end ends where the next one begins
            held, within = [], 0
        elif bare == "END:VCARD" and held is not None:
            if not within:
                yield _card(held)
                held = None
            within = max(0, within - 1)
        elif held is not None and not within:
            held.append(line)
        before = bare or before
    if held is not None:
        yield None, _shown(held)


def _card(lines: list[str]) -> tuple[Card, str]:
    is_old = any(line.strip().upper() == "VERSION:2.1" for line in lines[:5])
    kept: list[str] = []
    rest = iter(lines)
    for line in rest:
        found = _LINE.match(line.lstrip(" \t" + _FOLDED))
        if not found:
            continue
        group, name, parameters, value = found.groups()
        if _QUOTED.search(parameters):
            while value.endswith("="):
                value = value[:-1] + next(rest, "")
            value = _unquoted(value, _CHARSET.search(parameters))
        name = name.upper()
        if name in _PLAIN or name in _SOCIAL:
            value = value.replace(_FOLDED, " " if is_old and name in _WORDS else "").strip()
            told = _told(parameters.replace(_FOLDED, "")) if name in _SOCIAL else ""
            before = f"{group}." if group else ""
            if value and len(value) < _LONGEST and len(kept) < _MOST_LINES:
                kept.append(f"{before}{name}{told}:{value}")
    return kept, _shown(lines)


def _unquoted(value: str, charset: re.Match[str] | None) -> str:
    plain = value.replace(f"={_FOLDED}", "")
    data = quopri.decodestring(plain.encode("utf-8", "replace"))
    for encoding in (charset[1] if charset else "utf-8", "utf-8", "cp1252"):
        try:
            return " ".join(data.decode(encoding).split("\n")).replace("\r", "")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def _told(parameters: str) -> str:
    """Return the parameters that are whole, each in quotes."""
    pairs = (part.partition("=") for part in parameters.split(";") if "=" in part)
    return "".join(
        f';{name.strip()}="{value.strip(" " + chr(34))}"'
        for name, _, value in pairs
        if re.fullmatch(r"\s*[\w-]+\s*", name) and '"' not in value.strip(' "')
    )


def _shown(lines: list[str]) -> str:
    parts = (" ".join(line[:120].replace(_FOLDED, "").split()) for line in lines[:6])
    return ", ".join(part for part in parts if part)[:120]
