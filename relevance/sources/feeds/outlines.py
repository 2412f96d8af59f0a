"""OPML: the feeds that a reader follows, each a record of whoever writes it."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.names import website_of
from relevance.schema import stable_id
from relevance.sources.feeds.authors import feed_account
from relevance.sources.feeds.shape import one_line, sound, xml_text
from relevance.sources.feeds.taking import KIND, FeedTaking
from relevance.sources.people import person_record
from relevance.texts import _, marked

__all__ = ["outlines_of"]

_NO_ADDRESS = marked("outline without an address")
_TWICE = marked("same feed twice")

_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")


def outlines_of(data: bytes, shown: str, taking: FeedTaking) -> None:
    """Take in a record for each outline that names a feed or a page; categories are no rows.

    Raises:
        UnreadableFileError: nothing of it can be read as XML.
        NothingUsableError: it has no outline.
    """
    for told in _outlines(data, shown):
        taking.read += 1
        page, feed = website_of(told.get("htmlurl")), website_of(told.get("xmlurl"))
        page = page or (None if feed else website_of(told.get("url")))
        name = _line(told.get("title")) or _line(told.get("text"))
        record = _record(name or urlsplit(page or feed or "").netloc, page, feed)
        if record is None or not (page or feed):
            taking.reject(_NO_ADDRESS, name)
        elif taking.knows(record):
            taking.reject(_TWICE, name)
        else:
            taking.person(record)
    if not taking.read:
        msg = _("{shown} lists no feed. Export the list again from your reader.", shown=shown)
        raise NothingUsableError(msg)


def _record(name: str, page: str | None, feed: str | None) -> dict[str, Any] | None:
    record = person_record(
        KIND, name.removeprefix("www."), url=page, account_id=feed_account(feed), is_company=None
    )
    # What a list says must not replace what the feed itself says of its author.
    return record and record | {"record_id": stable_id("r", record["record_id"], "listed")}


def _outlines(data: bytes, shown: str) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of the outlines without outlines of their own, names in lower case."""
    # An ampersand that nobody escaped would take the rest of its word with it.
    text = _STRAY.sub("&amp;", _DECLARATION.sub("", xml_text(data)))
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        root = etree.fromstring(sound(text.encode("utf-8", "replace")), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        msg = _(
            "{shown} is a damaged OPML file ({error}). Export it from your reader again.",
            shown=shown,
            error=error,
        )
        raise UnreadableFileError(msg) from error
    if root is None:
        msg = _(
            "{shown} holds no XML that can be read. Export it from your reader again.", shown=shown
        )
        raise UnreadableFileError(msg)
    for one in root.iter("{*}*"):
        if one.tag.rpartition("}")[2].casefold() == "outline":
            told = {str(key).casefold(): str(value) for key, value in one.attrib.items()}
            if len(one) == 0 or told.get("xmlurl"):
                yield told


def _line(text: str | None) -> str:
    return one_line(html.unescape(text or ""))
