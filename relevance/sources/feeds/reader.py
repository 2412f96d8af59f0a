"""The door to feeds: which file is one, and what it holds."""

from datetime import UTC, date, tzinfo

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.feeds.entries import entries_of
from relevance.sources.feeds.outlines import outlines_of
from relevance.sources.feeds.shape import root_kind
from relevance.sources.feeds.taking import FeedTaking
from relevance.sources.result import ImportResult
from relevance.texts import _

__all__ = ["read", "recognises"]

_MOST_BYTES = 32 * 2**20
"""Feeds have a few megabytes; the parser needs many times a file's size."""


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is RSS, Atom or OPML by its root element; an export of WordPress is not.

    Args:
        path: not needed: feeds are saved under any name.
        head: its first 64 KiB, or all of it.
    """
    del path
    return root_kind(head) is not None


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return the entries of a feed as posts with their authors, or the feeds that an OPML file lists.

    Args:
        file: RSS of any version, Atom, or OPML.
        as_of: day of the snapshot, where the owner states it.
        zone: time zone of moments that a feed writes without one; those are approximate.

    Raises:
        UnreadableFileError: it is no feed, or larger than 32 MiB.
        NothingUsableError: it has no entry, or lists no feed.
    """
    data = file.head(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        msg = _(
            "{path} is larger than 32 MiB, which is the limit for a feed; split it.", path=file.path
        )
        raise UnreadableFileError(msg)
    taking = FeedTaking()
    if root_kind(data) == "opml":
        outlines_of(data, file.path, taking)
    else:
        entries_of(data, file.path, taking, zone)
    return taking.result(as_of)
