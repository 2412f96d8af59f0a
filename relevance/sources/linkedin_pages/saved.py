"""Saved files into pages: the top document, its frames, and the moment of saving."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.archive.files import in_words, size_text, too_large
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.text import decode
from relevance.texts import _

__all__ = [
    "SavedDocument",
    "SavedPage",
    "header_url",
    "is_linkedin",
    "is_mhtml",
    "open_page",
    "url_in_html",
]

_LARGEST_FILE = 128 * 2**20
_LARGEST_DOCUMENT = 32 * 2**20
_MOST_DOCUMENTS = 200
_FIRST_DAY = date(2003, 1, 1)

_FIELDS = re.compile(rb"\s*[A-Za-z][A-Za-z-]*:[^\r\n]*\r?\n")
_SAVER = re.compile(r"^(?:Snapshot-Content-Location:|From:[^\n]*\bSaved by\b)", re.I | re.M)
_PLACE = re.compile(r"^(?:Snapshot-)?Content-Location:[ \t]*(\S+)", re.I | re.M)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.I)
_CANONICAL = (
    re.compile(r"<link\b[^>]*\brel=[\"']?canonical\b[^>]*>", re.I),
    re.compile(r"<meta\b[^>]*\bproperty=[\"']?og:url\b[^>]*>", re.I),
    re.compile(r"<base\b[^>]*>", re.I),
)
_ADDRESS = re.compile(r"\b(?:href|content)=[\"']?(https?://[^\s\"'>]+)", re.I)
_HEAD = 65536


@dataclass(frozen=True)
class SavedDocument:
    """One HTML document of a saved page: the page itself, or one of its frames."""

    url: str
    """Where it came from, or "" where nothing says so.

    LinkedIn may draw a page inside a frame of its own; that frame has the address of the page."""
    html: str


@dataclass(frozen=True)
class SavedPage:
    """What one file holds."""

    documents: tuple[SavedDocument, ...]
    """The top document first; frames of other sites are left out."""
    saved_at: datetime | None
    """The moment of saving (UTC), where the file states it."""
    saved_on: date | None
    """The day of saving, as well as it is known."""


def open_page(file: SourceFile, as_of: date | None = None) -> SavedPage:
    """Return the documents of a saved page.

    Args:
        file: HTML or MHTML.
        as_of: the day of saving, where the file and the archive around it do not tell it.

    Raises:
        UnreadableFileError: the file is damaged, too large, or no text.
    """
    data = _bytes_of(file)
    if is_mhtml(data[:_HEAD]):
        documents, saved_at = _from_mhtml(data)
    else:
        html = decode(data)
        documents, saved_at = [SavedDocument(url_in_html(html[:_HEAD]), _short(html))], None
    hints = Snapshot.of(file, as_of)
    day = saved_at.date() if saved_at else hints.hinted or hints.stated or file.modified
    return SavedPage(tuple(documents), saved_at, day)


def _bytes_of(file: SourceFile) -> bytes:
    with file.open() as stream, in_words(file.path):
        data = stream.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        too_large(file.path, _LARGEST_FILE)
    return data


def _short(html: str) -> str:
    if len(html) > _LARGEST_DOCUMENT:
        msg = _(
            "This page is longer than {size_text} of HTML, which no page of LinkedIn is. "
            "Scroll less far before saving, and save in several files.",
            size_text=size_text(_LARGEST_DOCUMENT),
        )
        raise UnreadableFileError(msg)
    return html


def is_mhtml(head: bytes) -> bool:
    """Return whether a file that begins with `head` is a page in MHTML, not an ordinary mail."""
    return _FIELDS.match(head) is not None and _SAVER.search(_fields(head)) is not None


def header_url(head: bytes) -> str:
    """Return the address that the header of a page in MHTML states, or that of its first part."""
    found = _PLACE.search(_fields(head)) or _PLACE.search(head.decode("latin-1"))
    return found.group(1) if found else ""


def _fields(head: bytes) -> str:
    top = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0].decode("latin-1")
    return re.sub(r"\r?\n[ \t]+", " ", top)


def url_in_html(text: str) -> str:
    """Return the address that the beginning of an HTML page says it was saved from, or ""."""
    found = _SAVED_FROM.search(text)
    if found:
        return found.group(1)
    for pattern in _CANONICAL:
        tag = pattern.search(text)
        address = _ADDRESS.search(tag.group()) if tag else None
        if address:
            return address.group(1)
    return ""


def is_linkedin(url: str) -> bool:
    """Return whether `url` is an address at linkedin.com or a sub-domain of it."""
    try:
        host = (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return False
    return host == "linkedin.com" or host.endswith(".linkedin.com")


def _from_mhtml(data: bytes) -> tuple[list[SavedDocument], datetime | None]:
    try:
        message = email.message_from_bytes(data)
        documents = list(_documents(message))
    except RecursionError as error:
        msg = _("The parts of this MHTML file lie too deep in one another; save the page again.")
        raise UnreadableFileError(msg) from error
    except (MessageError, ValueError, LookupError, AttributeError, TypeError) as error:
        msg = _("This MHTML file is damaged ({error}); save the page again.", error=error)
        raise UnreadableFileError(msg) from error
    return documents, _moment(message)


def _documents(message: Message) -> Iterator[SavedDocument]:
    top = str(message.get("Snapshot-Content-Location") or "").strip()
    count = 0
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        count += 1
        if count > _MOST_DOCUMENTS:
            msg = _(
                "This page has more than {most_documents} frames; save it again without them.",
                most_documents=_MOST_DOCUMENTS,
            )
            raise UnreadableFileError(msg)
        place = str(part.get("Content-Location") or "").strip()
        if count == 1:
            top = url = top or place
        else:
            url = top if is_linkedin(place) and "/preload" in place else place
        # The frames of other sites are adverts and trackers; what has no address is LinkedIn's.
        if count == 1 or is_linkedin(url) or not url.startswith(("http:", "https:")):
            yield SavedDocument(url, _short(_text(part)))


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    if charset not in {"utf-8", "us-ascii", "ascii"}:
        try:
            return payload.decode(charset, "replace").replace("\r\n", "\n")
        except (LookupError, ValueError):
            pass
    return decode(payload)


def _moment(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(message.get("Date") or ""))
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    latest = datetime.now(UTC) + timedelta(days=2)
    return moment if moment.date() >= _FIRST_DAY and moment < latest else None
