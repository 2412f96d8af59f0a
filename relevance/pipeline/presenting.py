"""Everything without names and texts: people as codes, what they are and wrote hidden, figures as they are.

What is known to name somebody is hidden by where it stands (a column or field of that name), and any sentence that is
put together elsewhere is read once more for names, employers, addresses and quotations.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import polars as pl

from relevance.pipeline.codes import code_key, people_codes
from relevance.pipeline.naming_words import NamingWords, naming_words
from relevance.pipeline.post_texts import PostTexts
from relevance.store import Store

__all__ = ["HIDDEN", "Veil", "VeiledStore", "veil_of"]

HIDDEN = "(hidden)"
"""What stands in the place of a text."""

# Where a name stands, with the column beside it that says whose it is.
_NAMES = {
    "name": "person_id",
    "author": "author_id",
    "left_name": "left_person_id",
    "right_name": "right_person_id",
    "through": "surfacer_id",
    "names": "",
}
# What tells a person though it is no name, and everything that somebody wrote.
_TEXTS = frozenset(
    [
        "text",
        "texts",
        "note",
        "notes",
        "note_texts",
        "profile_texts",
        "snippet",
        "reference",
        "draft",
        "headline",
        "company",
        "position",
        "title",
        "url",
        "urls",
        "profile",
        "handles",
        "emails",
        "account_id",
        "former_names",
        "organisation",
        "location",
        "place",
        "answer",
        "comparable_name",
        "given_name",
        "family_name",
        "address",
        "excerpt",
        "path",
        "conversation",
        "by_person",
        "detail",
        "note_text",
        "summary_text",
        "gaps",
    ]
)
_NO_WORDS = frozenset(
    [
        "kind",
        "state",
        "decision",
        "channel",
        "direction",
        "source",
        "model",
        "act",
        "harder",
        "suggestion",
        "tie",
        "language",
        "decided",
        "subject",
        "comparison",
        "level",
        "how",
        "interest",
        "interests",
        "terms",
        "model_name",
        "next_model",
    ]
)
_QUOTED = re.compile(r"“[^”]*”")
_KEPT = 48


class Veil:
    """Hides who people are, in frames, texts, and whatever holds them."""

    def __init__(self, codes: Mapping[str, str], words: NamingWords) -> None:
        """Hide the people of `codes` (by id) and what `words` find."""
        self._codes = dict(codes)
        self._words = words
        self._seen: OrderedDict[int, tuple[Any, Any]] = OrderedDict()

    def code(self, person_id: str | None) -> str:
        """Return the code of a person; "Someone" for somebody who is nobody's id."""
        return self._codes.get(person_id or "", "Someone")

    def hidden(self, value: Any) -> Any:
        """Return the same with everything hidden; what was asked for lately is at hand and not worked out again."""
        key = id(value)
        if key in self._seen and self._seen[key][0] is value:
            self._seen.move_to_end(key)
            return self._seen[key][1]
        found = self._of(value, "")
        if is_dataclass(value) or isinstance(value, (list, Mapping)):
            self._seen[key] = (value, found)
            if len(self._seen) > _KEPT:
                self._seen.popitem(last=False)
        return found

    def frame(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return a frame with the columns that name people or say what they wrote hidden."""
        hidden = {name: self._column(rows, name) for name in rows.columns}
        return rows.with_columns([one for one in hidden.values() if one is not None])

    def text(self, text: str) -> str:
        """Return a sentence without names, employers, addresses and quotations."""
        return self._words.hidden(_QUOTED.sub("“…”", text))

    def _column(self, rows: pl.DataFrame, name: str) -> pl.Series | pl.Expr | None:
        kind = rows.schema[name]
        if kind == pl.List(pl.String) or isinstance(kind, (pl.List, pl.Struct)):
            if kind == pl.List(pl.String) and name in _TEXTS:
                return pl.lit([], dtype=kind).alias(name)
            walked = [self._of(one, name) for one in rows[name].to_list()]
            return pl.Series(name, walked, dtype=kind)
        if kind != pl.String or _is_id(name) or name in _NO_WORDS:
            return None
        if name in _TEXTS:
            return pl.when(pl.col(name).is_not_null()).then(pl.lit(HIDDEN)).alias(name)
        beside = _NAMES.get(name)
        if beside and beside in rows.columns:
            whose = pl.col(beside).replace_strict(
                self._codes, default="Someone", return_dtype=pl.String
            )
            return pl.when(pl.col(name).is_not_null()).then(whose).alias(name)
        unique = rows[name].drop_nulls().unique().to_list()
        told = {one: said for one in unique if (said := self._said(one, name)) != one}
        return pl.col(name).replace(told) if told else None

    def _of(self, value: Any, name: str, beside: Mapping[str, Any] | None = None) -> Any:
        if isinstance(value, str):
            return self._string(value, name, beside or {})
        if isinstance(value, pl.DataFrame):
            return self.frame(value)
        if isinstance(value, pl.Series):
            return self.frame(value.alias(name).to_frame()).to_series().alias(value.name)
        if isinstance(value, PostTexts):
            return value.hidden(HIDDEN)
        if isinstance(value, Mapping):
            told = {key: self._of(one, str(key), value) for key, one in value.items()}
            return {
                (self.text(key) if isinstance(key, str) else key): one for key, one in told.items()
            }
        if isinstance(value, (list, tuple, set, frozenset)):
            return self._many(value, name)
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value)
        return value

    def _many(self, value: Any, name: str) -> Any:
        if hasattr(value, "_asdict"):  # a tuple with names
            beside = value._asdict()
            return type(value)(*(self._of(one, field, beside) for field, one in beside.items()))
        return type(value)([self._of(one, name) for one in value])

    def _record(self, value: Any) -> Any:
        held = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        told = {name: self._of(one, name, held) for name, one in held.items()}
        changed = {name: one for name, one in told.items() if one is not held[name]}
        return replace(value, **changed) if changed else value

    def _string(self, value: str, name: str, beside: Mapping[str, Any]) -> str:
        if _is_id(name) or name in _NO_WORDS:
            return value
        if name in _TEXTS:
            return HIDDEN if value else value
        whose = _NAMES.get(name)
        if whose and isinstance(beside.get(whose), str):
            return self.code(beside[whose])
        return self._said(value, name)

    def _said(self, value: str, name: str) -> str:
        if name in _NAMES:
            return self._words.named(value) or self.text(value)
        return self.text(value)


def _is_id(name: str) -> bool:
    return name.endswith(("_id", "_ids", "_key")) or name in {
        "id",
        "ids",
        "sha256",
        "duplicate_group",
        "version",
    }


class VeiledStore(Store):
    """A store whose frames are veiled while a page is drawn; nothing can be written meanwhile.

    What was veiled must never be written back. So writing is refused while `is_lifted` says no, and outside of drawing,
    as where somebody has clicked, everything is as it is.
    """

    def __init__(
        self,
        store: Store,
        veil: Veil,
        is_lifted: Callable[[], bool],
        refuse: Callable[[], Exception],
    ) -> None:
        """Veil `store`; it does not become another one, and is not closed with this one."""
        object.__setattr__(self, "_veiled", (store, veil, is_lifted, refuse))

    def __getattr__(self, name: str) -> Any:
        """Return what the store itself holds: its connection, locks and cursors."""
        return getattr(object.__getattribute__(self, "_veiled")[0], name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep everything in the store itself."""
        setattr(self._veiled[0], name, value)

    def frame(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pl.DataFrame:
        """Return the rows of a query, veiled while a page is drawn."""
        store, veil, is_lifted, _ = self._veiled
        found: pl.DataFrame = store.frame(sql, parameters)
        return found if is_lifted() else veil.frame(found)

    def transaction(self) -> Any:
        """Begin to write; refused while a page is drawn."""
        store, _, is_lifted, refuse = self._veiled
        if not is_lifted():
            raise refuse()
        return store.transaction()


def veil_of(store: Store) -> Veil:
    """Return the veil of everybody in a database, as they are now."""
    ids = store.frame("SELECT person_id FROM person")["person_id"]
    codes = people_codes(ids, code_key(store))
    return Veil(codes, naming_words(store, codes))
