"""Stable codes for people, by a key that never leaves the database: the same tomorrow, and told by no name."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from relevance.store import Store

__all__ = ["code_key", "people_codes"]

_KEY = "presenting.key"
_KEY_BYTES = 32
# Without letters that look like digits, or like each other.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHORTEST = 4
_LONGEST = 16


def code_key(store: Store) -> bytes:
    """Return the key of the codes; the first who asks makes it, 32 random bytes.

    Raises:
        StoreError: it is not there yet and the database cannot be written.
    """
    found = store.frame("SELECT value FROM meta WHERE name = ?", [_KEY])
    if not found.height:
        store.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING",
            [_KEY, secrets.token_hex(_KEY_BYTES)],
        )
        found = store.frame("SELECT value FROM meta WHERE name = ?", [_KEY])
    return bytes.fromhex(str(found["value"][0]))


def people_codes(person_ids: Iterable[str], key: bytes) -> dict[str, str]:
    """Return a code such as "Person K7F2" for each id, all different.

    A code depends on the key and the id alone; where the first four letters of two are the same, both get more.

    Args:
        person_ids: ids of persons.
        key: the key of the database.
    """
    whole = {one: _letters(key, one) for one in person_ids}
    codes: dict[str, str] = {}
    left, length = set(whole), _SHORTEST
    while left:
        taken: dict[str, list[str]] = {}
        for one in left:
            taken.setdefault(whole[one][:length], []).append(one)
        for short, who in taken.items():
            if len(who) == 1 or length == _LONGEST:
                codes.update(dict.fromkeys(who, f"Person {short}"))
        left -= set(codes)
        length += 1
    return codes


def _letters(key: bytes, person_id: str) -> str:
    digest = hmac.digest(key, person_id.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LONGEST])
