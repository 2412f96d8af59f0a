"""vCard 2.1 to 4.0: one card after the other, so that a bad one costs itself only."""

import re
import warnings
from collections.abc import Iterator
from typing import Any

import vobject

from relevance.sources.contacts.entry import Entry

__all__ = ["cards_in", "entry_of"]

_CARD = re.compile(r"BEGIN:VCARD.*?(?:END:VCARD|(?=BEGIN:VCARD)|\Z)", re.IGNORECASE | re.DOTALL)
# Pictures and sounds are most of a file and say nothing here.
_PICTURE = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:][^\n]*\n"
    r"(?:(?:[ \t][^\n]*|[A-Za-z0-9+/=]{20,}) *\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_ODD = re.compile(r"^X-[A-Z-]+\([^\n]*\n", re.IGNORECASE | re.MULTILINE)
_LONGEST = 1_000_000


def cards_in(text: str) -> Iterator[str]:
    """Yield the text of each card."""
    for found in _CARD.finditer(text):
        yield found.group()


def entry_of(card: str) -> Entry | None:
    """Return what a card says, or null where it cannot be read."""
    plain = _ODD.sub("", _PICTURE.sub("", card[:_LONGEST] + "\n"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = next(
                iter(
                    vobject.readComponents(
                        plain, allowQP=True, ignoreUnreadable=True, validate=False
                    )
                ),
                None,
            )
    except (
        vobject.base.VObjectError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        StopIteration,
        UnicodeError,
    ):
        return None
    return _entry(found) if found is not None and found.name == "VCARD" else None


def _entry(card: Any) -> Entry:
    contents = card.contents
    name = _text(contents, "fn")
    given, family, middle = _name_parts(contents)
    organisation = next(iter(contents.get("org", ())), None)
    parts = organisation.value if organisation is not None else []
    company = str(parts[0] if isinstance(parts, (list, tuple)) and parts else parts or "").strip()
    kinds = ("url", "x-socialprofile", "impp")
    addresses = [
        str(one.value).replace("\\:", ":") for kind in kinds for one in contents.get(kind, ())
    ]
    shown = name or " ".join(part for part in (given, middle, family) if part)
    is_company = any(
        str(one.value).casefold() == "company" for one in contents.get("x-abshowas", ())
    ) or (bool(company) and not shown)
    return Entry(
        name=shown or company,
        given=given,
        family=family,
        maiden=_text(contents, "x-maidenname") or _text(contents, "x-maiden-name"),
        emails=tuple(str(one.value) for one in contents.get("email", ())),
        company=company,
        position=_text(contents, "title"),
        addresses=(*addresses, *_twitter(contents)),
        is_company=is_company,
    )


def _twitter(contents: dict[str, Any]) -> Iterator[str]:
    for one in contents.get("x-twitter", ()):
        yield f"https://x.com/{str(one.value).lstrip('@')}"


def _name_parts(contents: dict[str, Any]) -> tuple[str, str, str]:
    name = next(iter(contents.get("n", ())), None)
    if name is None:
        return "", "", ""
    value = name.value
    parts = (getattr(value, part, "") for part in ("given", "family", "additional"))
    given, family, middle = (
        " ".join(one) if isinstance(one, list) else str(one or "") for one in parts
    )
    return given.strip(), family.strip(), middle.strip()


def _text(contents: dict[str, Any], key: str) -> str:
    first = next(iter(contents.get(key, ())), None)
    value = first.value if first is not None else ""
    return " ".join(
        str(value if not isinstance(value, list) else " ".join(map(str, value))).split()
    )
