"""A saved file -> the documents in it: HTML as it is, MHTML part by part, frames included."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import compat32
from email.utils import parsedate_to_datetime

from relevance.sources.text import decode

__all__ = ["Document", "documents_of", "is_linkedin_page"]

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{1,500})", re.IGNORECASE)
_MHTML_PLACE = re.compile(
    rb"^(?:Snapshot-)?Content-Location:\s*(https?://\S{1,500})", re.IGNORECASE | re.MULTILINE
)
_HOST = re.compile(rb"https?://(?:[a-z]{2,3}\.)?(?:www\.)?linkedin\.com/", re.IGNORECASE)
_HOOKS = (
    b"feed-shared-update-v2",
    b'data-testid="mainFeed"',
    b"urn:li:activity:",
    b"urn:li:invitation:",
    b"invitation-card",
    b"rehydrate-data",
    b"FeedType_",
)
_MOST_PARTS = 2_000


@dataclass(frozen=True)
class Document:
    """One document of a saved page."""

    html: str
    saved_at: datetime | None
    """When the browser saved it, where the file says so."""


def is_linkedin_page(name: str, head: bytes) -> bool:
    """Return whether a file's first bytes are those of a page saved from LinkedIn."""
    start = head[:65536]
    place = _SAVED_FROM.search(start[:4096]) or _MHTML_PLACE.search(start[:4096])
    if place:
        return bool(_HOST.match(place[1]))
    is_markup = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
    named = name.casefold().endswith((".html", ".htm", ".mhtml", ".mht"))
    is_html = is_markup and (named or b"<html" in start[:4096].lower())
    return is_html and any(hook in start for hook in _HOOKS)


def documents_of(data: bytes) -> list[Document]:
    """Return the documents of a saved page; the one on top comes first, then those of its frames."""
    if not _is_mhtml(data):
        return [Document(decode(data), None)]
    message = message_from_bytes(data, policy=compat32)
    saved_at = _date(message.get("Date"))
    found = []
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS or part.is_multipart() or part.get_content_type() != "text/html":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append(Document(payload.decode("utf-8", "replace"), saved_at))
    return found


def _is_mhtml(data: bytes) -> bool:
    head = data[:4096].lower()
    return b"mime-version:" in head and (b"multipart/related" in head or b"saved by blink" in head)


def _date(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text) if text else None
    except (TypeError, ValueError, IndexError):
        return None
    if found is None:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
