"""Views of the connections that the owner named."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from relevance.errors import NotFoundError, UsageError
from relevance.store.database import Store
from relevance.texts import _

__all__ = [
    "SavedView",
    "bring_back_view",
    "drop_view",
    "rename_view",
    "save_view",
    "saved_views",
]

_LONGEST = 80


@dataclass(frozen=True)
class SavedView:
    """One view that is kept."""

    view_id: int
    name: str
    parameters: Mapping[str, Sequence[str]]
    """The parameters of its address, each with its values."""
    made_at: datetime


def saved_views(store: Store) -> list[SavedView]:
    """Return the views that are kept, by name."""
    rows = store.frame(
        "SELECT view_id, name, parameters, made_at FROM saved_view WHERE undone_at IS NULL "
        "ORDER BY lower(name), view_id"
    )
    return [
        SavedView(number, name, json.loads(told), made_at)
        for number, name, told, made_at in rows.iter_rows()
    ]


def save_view(store: Store, name: str, parameters: Mapping[str, Sequence[str]]) -> int:
    """Keep a view by name, in place of an earlier one of that name, and return its id.

    Raises:
        UsageError: the name is empty or too long.
    """
    said = _said(name)
    with store.transaction():
        _give_way(store, said)
        found = store.frame("SELECT coalesce(max(view_id), 0) + 1 AS n FROM saved_view")
        number = int(found["n"][0])
        told = json.dumps({key: list(values) for key, values in parameters.items()})
        store.execute(
            "INSERT INTO saved_view VALUES (?, ?, ?, ?, NULL)",
            [number, said, told, datetime.now(UTC)],
        )
        store.bump("views")
    return number


def rename_view(store: Store, view_id: int, name: str) -> None:
    """Give a view another name; one that has it already gives way.

    Raises:
        NotFoundError: it is not kept.
        UsageError: the name is empty or too long.
    """
    said = _said(name)
    with store.transaction():
        _named(store, view_id, kept=True)
        _give_way(store, said, but=view_id)
        store.execute("UPDATE saved_view SET name = ? WHERE view_id = ?", [said, view_id])
        store.bump("views")


def drop_view(store: Store, view_id: int) -> None:
    """Keep a view no longer; `bring_back_view` undoes that.

    Raises:
        NotFoundError: it is not kept.
    """
    with store.transaction():
        _named(store, view_id, kept=True)
        store.execute(
            "UPDATE saved_view SET undone_at = ? WHERE view_id = ?", [datetime.now(UTC), view_id]
        )
        store.bump("views")


def bring_back_view(store: Store, view_id: int) -> None:
    """Keep a view again that was dropped or replaced; one that took its name meanwhile gives way.

    Raises:
        NotFoundError: there is none to bring back.
    """
    with store.transaction():
        _give_way(store, _named(store, view_id, kept=False))
        store.execute("UPDATE saved_view SET undone_at = NULL WHERE view_id = ?", [view_id])
        store.bump("views")


def _said(name: str) -> str:
    said = " ".join(name.split())
    if not 0 < len(said) <= _LONGEST:
        msg = _(
            "A name has 1 to {longest} letters, got {said}. Write a shorter or longer one.",
            longest=_LONGEST,
            said=len(said),
        )
        raise UsageError(msg)
    return said


def _give_way(store: Store, name: str, *, but: int = 0) -> None:
    store.execute(
        "UPDATE saved_view SET undone_at = ? WHERE lower(name) = lower(?) AND undone_at IS NULL AND view_id <> ?",
        [datetime.now(UTC), name, but],
    )


def _named(store: Store, view_id: int, *, kept: bool) -> str:
    found = store.frame(
        "SELECT name FROM saved_view WHERE view_id = ? AND (undone_at IS NULL) = ?", [view_id, kept]
    )
    if found.is_empty():
        act = "change or drop" if kept else "bring back"
        msg = _(
            "There is no view {view_id} to {act}; `relevance views` lists them.",
            view_id=view_id,
            act=act,
        )
        raise NotFoundError(msg)
    return str(found["name"][0])
