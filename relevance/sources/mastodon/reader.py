"""The door to Mastodon's files: which is which, by what stands in it."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, tzinfo
from typing import Any

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.fedi_taking import FediTaking
from relevance.sources.json_items import first_item, items_of, opening_of
from relevance.sources.mastodon.archive import Outbox, take_actor, take_kept, take_liked
from relevance.sources.mastodon.tables import kind_of_table, read_table
from relevance.sources.mastodon.timelines import is_status, take_status
from relevance.sources.result import ImportResult
from relevance.texts import _

__all__ = ["read", "recognises"]

KIND = "mastodon"

_COLLECTION = re.compile(r'"type"\s*:\s*"OrderedCollection(?:Page)?"')
_ITEMS = re.compile(r'"orderedItems"\s*:')
_PERSON = re.compile(r'"type"\s*:\s*"(?:Person|Service|Group|Organization|Application)"')
_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.){0,400}")')
_OUTBOX_OF_ACTOR = re.compile(r'"outbox"\s*:\s*"([^"]{0,400})"')
_ADDRESS = re.compile(r"https?://")
# Where an answer of the API holds its statuses: a list, a search, a thread.
_LISTS = ("item", "statuses.item", "ancestors.item", "descendants.item")

_Take = Callable[[FediTaking, Any], None]


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is one of an archive, or a list of statuses as the API gives them."""
    opening = opening_of(head)
    if opening.startswith(("{", "[")):
        return _shape(path, head, opening) is not None
    return kind_of_table(path, head) is not None


def _shape(path: str, head: bytes, opening: str) -> str | None:
    """Return what a JSON file is: actor, outbox, likes, bookmarks, statuses or a single status."""
    if opening.startswith("{") and _COLLECTION.search(opening) and _ITEMS.search(opening):
        return _shape_of_collection(path, head, opening)
    if _PERSON.search(opening) and '"preferredUsername"' in opening and '"outbox"' in opening:
        return "actor" if opening.startswith("{") else None
    if '"acct"' not in opening:
        return None
    if any(is_status(first_item(head, place)) for place in _LISTS):
        return "statuses"
    return "status" if opening.startswith("{") and is_status(first_item(head, "")) else None


def _shape_of_collection(path: str, head: bytes, opening: str) -> str | None:
    first = first_item(head, "orderedItems.item")
    if isinstance(first, dict):
        told = "actor" in first or first.get("type") in {"Create", "Announce"}
        return "outbox" if told else None
    # Addresses alone do not say whether they were liked or kept; what the list calls itself does.
    names = (
        f"{_id_before_items(opening)} {path.replace(chr(92), '/').rpartition('/')[2]}".casefold()
    )
    for shape in ("likes", "bookmarks", "outbox"):
        if shape in names and (first is None or (isinstance(first, str) and shape != "outbox")):
            return shape
    return None


def _id_before_items(opening: str) -> str:
    items = _ITEMS.search(opening)
    found = _ID.search(opening[: items.start()] if items else opening)
    if not found:
        return ""
    try:
        return str(json.loads(found[1], strict=False))
    except ValueError:
        return ""


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return what one file says: posts, encounters, acts and accounts.

    An actor or an outbox is the owner's where it comes from an archive, which says so by naming
    itself, or its outbox, by a file's name and not by an address; anybody may fetch the others.

    Args:
        file: a member of the archive, or statuses as JSON.
        as_of: day of the archive, where the owner states it.
        zone: not needed: Mastodon writes UTC.

    Raises:
        UnreadableFileError: it is damaged, or nothing of Mastodon's.
    """
    del zone
    taking = FediTaking(KIND)
    head = file.head()
    opening = opening_of(head)
    if not opening.startswith(("{", "[")):
        read_table(file, taking, kind_of_table(file.path, head))
        return taking.result(as_of)
    shape = _shape(file.path, head, opening)
    if shape is None:
        msg = _(
            "{path} is none of Mastodon's files. Allowed are the members of an archive "
            "(actor.json, outbox.json, likes.json, bookmarks.json and its CSV files) and "
            "lists of statuses as the API gives them.",
            path=file.path,
        )
        raise UnreadableFileError(msg)
    places, take = _reading(file, opening, shape)
    for place in places:
        taking.each(items_of(file, place), take)
    return taking.result(as_of)


def _reading(file: SourceFile, opening: str, shape: str) -> tuple[Iterable[str], _Take]:
    """Return where the entries of a file lie, and what takes each of them in."""
    in_collection = ("orderedItems.item",)
    if shape == "outbox":
        own = not _ADDRESS.match(_id_before_items(opening)) or _is_of_actor_beside(file)
        return in_collection, Outbox(is_own=own).take
    if shape == "actor":
        outbox = _OUTBOX_OF_ACTOR.search(opening)
        own = not (outbox and _ADDRESS.match(outbox[1])) or file.name.casefold() == "actor.json"
        return ("",), lambda taking, item: take_actor(taking, item, is_owner=own)
    if shape in {"likes", "bookmarks"}:
        return in_collection, take_liked if shape == "likes" else take_kept
    if shape == "status":
        return ("",), take_status
    return _LISTS[:1] if opening.startswith("[") else _LISTS[1:], take_status


def _is_of_actor_beside(file: SourceFile) -> bool:
    """Return whether the archive that a file lies in is that of the account whose outbox it is."""
    folder = file.path[: len(file.path) - len(file.name)]
    actor = file.near.get(f"{folder}actor.json")
    first = first_item(file.head(), "orderedItems.item")
    if actor is None or not isinstance(first, dict):
        return False
    told = first_item(actor.head(), "")
    return (
        isinstance(told, dict) and told.get("id") is not None and told["id"] == first.get("actor")
    )
