"""Answers of LinkedIn's own interface: entities side by side that refer to each other by URN."""

from collections.abc import Mapping
from typing import Any

__all__ = ["is_voyager", "voyager_rows"]

_RESHARED = "resharedUpdate"


def is_voyager(document: Mapping[str, Any]) -> bool:
    """Return whether a document lists its entities under `included`."""
    included = document.get("included")
    return isinstance(included, list) and any(
        isinstance(one, Mapping) and ("entityUrn" in one or "$type" in one) for one in included
    )


def voyager_rows(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the updates of a document, each with the update that it shares inside it.

    Profiles, counts and other entities are no rows, and neither is an update that stands there only
    because another one shares it.
    """
    entities = [one for one in document["included"] if isinstance(one, Mapping)]
    by_urn = {one["entityUrn"]: one for one in entities if isinstance(one.get("entityUrn"), str)}
    updates = [one for one in entities if isinstance(one.get("actor"), Mapping)]
    shared = {
        reference for one in updates if isinstance(reference := one.get(f"*{_RESHARED}"), str)
    }
    rows = []
    for one in updates:
        if str(one.get("entityUrn")) in shared:
            continue
        inner = by_urn.get(str(one.get(f"*{_RESHARED}")))
        rows.append({**one, _RESHARED: inner} if inner is not None else dict(one))
    return rows
