"""The door to Mastodon's files: which is which, and what the lists of accounts hold."""

import re
from collections.abc import Callable
from datetime import UTC, date, tzinfo
from pathlib import PurePosixPath

from relevance.sources.archive import SourceFile
from relevance.sources.fedi_taking import FediTaking
from relevance.sources.json_items import first_item, items_of
from relevance.sources.mastodon.accounts import handle_of
from relevance.sources.mastodon.activities import take_activity, take_actor, take_status, take_uri
from relevance.sources.result import ImportResult
from relevance.sources.text import csv_rows, decode, normalise

__all__ = ["read", "recognises"]

KIND = "mastodon"

_COLLECTION = re.compile(rb'"type"\s*:\s*"OrderedCollection(?:Page)?"')
_PERSON = re.compile(rb'"type"\s*:\s*"(?:Person|Service|Group|Organization|Application)"')
_ADDRESS = re.compile(r"@?[\w.-]{1,60}@[\w.-]+\.\w{2,}$")
_LISTS = frozenset(
    {"blocked_accounts.csv", "muted_accounts.csv", "blocked_domains.csv", "lists.csv"}
)
_RESPECTED = "blocked, muted or listed by you: respected, not imported"
_NO_ADDRESS = "no address of an account"
_TWICE = "same account twice"


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is one of an archive, or a list of statuses as the API gives them."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"{":
        is_actor = (
            _PERSON.search(start) and b'"preferredUsername"' in start and b'"outbox"' in start
        )
        return bool(is_actor or _shape(path, head))
    if start[:1] == b"[":
        return _is_status(first_item(head))
    return bool(_table(path, head))


def _is_status(item: object) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("account"), dict):
        return False
    return "acct" in item["account"] and {"content", "created_at", "uri"} <= set(item)


def _shape(path: str, head: bytes) -> str | None:
    """Return what a collection holds: outbox, likes or bookmarks."""
    if not _COLLECTION.search(head) or b'"orderedItems"' not in head:
        return None
    first = first_item(head, "orderedItems.item")
    if isinstance(first, dict):
        return "outbox" if "actor" in first or first.get("type") in {"Create", "Announce"} else None
    named = PurePosixPath(path.replace("\\", "/")).name.casefold()
    identifier = re.search(rb'"id"\s*:\s*"([^"]{0,200})"', head)
    told = named + (identifier[1].decode("utf-8", "replace") if identifier else "")
    if first is None and "outbox" in told:
        return "outbox"
    if first is None and not ("likes" in told or "bookmarks" in told):
        return None
    return "bookmarks" if "bookmark" in told else "likes"


def _table(path: str, head: bytes) -> str | None:
    """Return what a table of accounts holds: following, respected or bookmarks."""
    name = PurePosixPath(path.replace("\\", "/")).name.casefold()
    line = head[:400].split(b"\n", 1)[0].strip()
    cells = [normalise(cell.decode("utf-8", "replace")) for cell in line.split(b",")]
    if cells[0] == "accountaddress":
        return "respected" if "hidenotifications" in cells or "muted" in name else "following"
    first = line.split(b",")[-1].decode("utf-8", "replace").strip()
    if name in _LISTS and (_ADDRESS.match(first) or re.match(r"[\w.-]+\.\w{2,}$", first)):
        return "respected"
    is_uri = re.match(r"https?://\S+/(?:statuses/|@\w+/)\w+$", first)
    return "bookmarks" if name == "bookmarks.csv" and is_uri else None


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return what one file says: posts, encounters, acts and accounts.

    Args:
        file: a member of the archive, or statuses as JSON.
        as_of: day of the archive, where the owner states it.
        zone: not needed: Mastodon writes UTC.

    Raises:
        UnreadableFileError: it is damaged.
    """
    del zone
    taking = FediTaking(KIND)
    head = file.head()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    shape = _shape(file.path, head) if start == b"{" else None
    if shape:
        take: Callable[[FediTaking, object], None] = {
            "outbox": take_activity,
            "likes": lambda taking, uri: take_uri(taking, uri, "like"),
            "bookmarks": lambda taking, uri: take_uri(taking, uri, "save"),
        }[shape]
        _take_all(file, "orderedItems.item", taking, take)
    elif start == b"{":
        _take_all(file, "", taking, take_actor)
    elif start == b"[":
        _take_all(file, "item", taking, take_status)
    else:
        _take_table(file, taking, _table(file.path, head) or "following")
    return taking.result(as_of)


def _take_all(
    file: SourceFile, prefix: str, taking: FediTaking, take: Callable[[FediTaking, object], None]
) -> None:
    for item in items_of(file, prefix):
        taking.read += 1
        take(taking, item)


def _take_table(file: SourceFile, taking: FediTaking, holds: str) -> None:
    seen: set[str] = set()
    for row in csv_rows(decode(file.read())):
        cell = row[0].strip()
        if normalise(cell) == "accountaddress":
            continue
        taking.read += 1
        if holds == "respected":
            taking.reject(_RESPECTED)
        elif holds == "bookmarks":
            take_uri(taking, cell, "save")
        elif not _ADDRESS.match(cell):
            taking.reject(_NO_ADDRESS, cell)
        else:
            who = taking.person(handle=handle_of(cell))
            if who is None or who in seen:
                taking.reject(_TWICE, cell)
                continue
            seen.add(who)
            taking.follow(who)
