"""The owner's ladder by version: saved as a document, and taken back version by version."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from relevance.errors import NotFoundError
from relevance.store.database import Store
from relevance.texts import _

__all__ = ["ladder_document", "last_ladder_change", "save_ladder_document", "undo_ladder"]


def ladder_document(store: Store) -> dict[str, Any]:
    """Return the document that holds, empty where the owner changed nothing."""
    rows = store.frame("SELECT document FROM ladder ORDER BY version DESC LIMIT 1")
    return dict(json.loads(rows["document"][0])) if rows.height else {}


def save_ladder_document(store: Store, document: Mapping[str, Any], *, reason: str) -> int:
    """Keep `document` as the version that holds, and return its number.

    Args:
        store: where it is kept.
        document: what differs from the settings.
        reason: what the change is, for the one who takes it back.
    """
    with store.transaction():
        found = store.frame("SELECT coalesce(max(version), 0) + 1 AS n FROM ladder")
        number = int(found["n"][0])
        store.execute(
            "INSERT INTO ladder VALUES (?, ?, ?, ?)",
            [number, datetime.now(UTC), reason, json.dumps(document, ensure_ascii=False)],
        )
        store.bump("ladder")
    return number


def last_ladder_change(store: Store) -> str | None:
    """Return what the last change of the ladder was, null where there is none."""
    rows = store.frame("SELECT reason FROM ladder ORDER BY version DESC LIMIT 1")
    return str(rows["reason"][0]) if rows.height else None


def undo_ladder(store: Store) -> str:
    """Take back the last change of the ladder and return what it was.

    Raises:
        NotFoundError: there is no change to take back.
    """
    with store.transaction():
        reason = last_ladder_change(store)
        if reason is None:
            msg = _("There is no change of the ladder to take back.")
            raise NotFoundError(msg)
        store.execute("DELETE FROM ladder WHERE version = (SELECT max(version) FROM ladder)")
        store.bump("ladder")
    return reason
