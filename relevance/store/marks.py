"""Salted marks of what would tell somebody who was forgotten, so that an import does not bring them back."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

import polars as pl

from relevance.store.database import Store

__all__ = ["Marks", "adopt_marks", "keep_marks", "marks_now"]

_SALT = "forget.salt"
_SALT_BYTES = 32


class Marks:
    """The marks that are kept, and the key that they were made with."""

    def __init__(self, salt: bytes, marks: Iterable[str]) -> None:
        """Hold marks that were made with `salt`."""
        self.salt = salt
        self.all = frozenset(marks)

    def __bool__(self) -> bool:
        """Whether anybody was forgotten."""
        return bool(self.all)

    def has(self, told: str) -> bool:
        """Whether what this text tells was marked."""
        return _mark(self.salt, told) in self.all


def marks_now(store: Store) -> Marks:
    """Return the marks that are kept."""
    held = store.frame("SELECT mark FROM forgotten")["mark"].to_list()
    return Marks(_salt(store), held)


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


def adopt_marks(store: Store, marks: Marks) -> None:
    """Take over the marks of another database, of which this one is a copy, with their key.

    Marks that this one made with a key of its own stay as they are; then nothing can be taken over.
    """
    with store.transaction():
        own = marks_now(store)
        if not marks.salt or (own.salt and own.salt != marks.salt):
            return
        store.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_SALT, marks.salt.hex()])
        new = sorted(marks.all - own.all)
        store.insert("forgotten", pl.DataFrame({"mark": new}, schema={"mark": pl.String}))


def _salt(store: Store) -> bytes:
    """Return the key of the marks, empty where nothing was ever marked."""
    found = store.frame("SELECT value FROM meta WHERE name = ?", [_SALT])
    return bytes.fromhex(str(found["value"][0])) if found.height else b""


def _mark(salt: bytes, told: str) -> str:
    return hmac.digest(salt, told.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
