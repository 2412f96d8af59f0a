"""The door to Bluesky's files: a repository of one account, or a feed of many."""

from datetime import UTC, date, tzinfo

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.bluesky.feeds import is_feed_item, take_feed_item
from relevance.sources.bluesky.repositories import read_repository
from relevance.sources.fedi_taking import FediTaking
from relevance.sources.json_items import first_item, items_of, opening_of
from relevance.sources.result import ImportResult
from relevance.texts import _

__all__ = ["is_private", "read", "recognises"]

KIND = "bluesky"

# A feed, or several of its pages put into one list.
_PLACES = {"{": "feed.item", "[": "item"}


def recognises(path: str, head: bytes) -> bool:  # noqa: ARG001 - what stands in it decides
    """Return whether a file is a repository (CAR), or a feed or timeline as the API gives it."""
    if _is_repository(head):
        return True
    opening = opening_of(head)
    return '"post"' in opening and is_feed_item(first_item(head, _PLACES.get(opening[:1], "feed")))


def _is_repository(head: bytes) -> bool:
    return b"eroots" in head[:16] and b"gversion" in head[:400]


def is_private(path: str, head: bytes) -> bool:
    """Return whether a file is the app's export of direct messages, which is not read."""
    named = path.replace("\\", "/").rpartition("/")[2].casefold() == "chat.jsonl"
    return named and (b"did:" in head or b"chat.bsky" in head)


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return posts, and an encounter for each reply and mention.

    Args:
        file: a CAR file or a feed.
        as_of: day of the snapshot, where the owner states it.
        zone: not needed: Bluesky writes UTC.

    Raises:
        UnreadableFileError: it is damaged, or neither.
    """
    del zone
    taking = FediTaking(KIND)
    head = file.head()
    opening = opening_of(head)[:1]
    if _is_repository(head):
        read_repository(file, taking)
    elif opening in _PLACES:
        taking.each(items_of(file, _PLACES[opening]), take_feed_item)
    else:
        msg = _(
            "{path} is neither a repository (CAR) nor a feed in JSON. Export one of these.",
            path=file.path,
        )
        raise UnreadableFileError(msg)
    return taking.result(as_of)
