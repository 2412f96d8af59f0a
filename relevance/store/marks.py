"""Salted marks of what would tell somebody who was forgotten, so that an import does not bring them back."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

import polars as pl

from relevance.store.database import Store

__all__ = ["Marks", "keep_marks", "marks_now"]

_SALT = "forget.salt"
_SALT_BYTES = 32


class Marks:
    """The marks that are kept, and the key that they were made with."""

    def __init__(self, salt: bytes, marks: Iterable[str]) -> None:
        """Hold marks that were made with `salt`."""
        self._salt = salt
        self._marks = frozenset(marks)

    def __bool__(self) -> bool:
        """Whether anybody was forgotten."""
        return bool(self._marks)

    def has(self, told: str) -> bool:
        """Whether what this text tells was marked."""
        return _mark(self._salt, told) in self._marks


def marks_now(store: Store) -> Marks:
    """Return the marks that are kept."""
    held = store.frame("SELECT mark FROM forgotten")["mark"].to_list()
    return Marks(_salt(store), held) if held else Marks(b"", ())


def keep_marks(store: Store, told: Iterable[str]) -> None:
    """Mark what each of these texts tells; the texts themselves are not kept.

    The first mark of a database makes its key, 32 random bytes: without it, a mark of an address that somebody guesses
    cannot be told from any other.
    """
    with store.transaction():
        store.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING",
            [_SALT, secrets.token_hex(_SALT_BYTES)],
        )
        salt = _salt(store)
        held = set(store.frame("SELECT mark FROM forgotten")["mark"])
        new = sorted({_mark(salt, one) for one in told} - held)
        store.insert("forgotten", pl.DataFrame({"mark": new}, schema={"mark": pl.String}))


def _salt(store: Store) -> bytes:
    return bytes.fromhex(
        str(store.frame("SELECT value FROM meta WHERE name = ?", [_SALT])["value"][0])
    )


def _mark(salt: bytes, told: str) -> str:
    return hmac.digest(salt, told.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
