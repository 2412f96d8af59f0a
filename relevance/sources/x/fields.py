"""Looks into what JSON gives, none of which is believed to have the type it should have."""

from collections.abc import Mapping
from typing import Any

__all__ = ["dicts", "inner", "number_id", "word"]

_MOST_LISTED = 1_000
_LONGEST_ID = 20
Json = Mapping[str, Any]


def word(source: Json, *names: str) -> str:
    """Return the first of the members `names` that holds text, without blanks around it, or ""."""
    for name in names:
        value = source.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def number_id(source: Json, *names: str) -> str | None:
    """Return the first of the members `names` that holds an id: digits as text or as a number.

    `-1`, which stands for accounts that are gone, and `0` are none.
    """
    for name in names:
        value = source.get(name)
        if value is None:
            continue
        text = str(value) if isinstance(value, int | str) and value is not True else ""
        digits = text.strip()
        if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_ID and int(digits):
            return digits.lstrip("0")
    return None


def inner(source: Json, *names: str) -> Json:
    """Return the object that lies under `names`, one inside the other, or an empty one."""
    found: Any = source
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def dicts(source: Json, name: str) -> list[dict[str, Any]]:
    """Return the objects in the list `name`, the first thousand."""
    listed = source.get(name)
    if not isinstance(listed, list):
        return []
    return [one for one in listed[:_MOST_LISTED] if isinstance(one, dict)]
