"""RSS and Atom through feedparser, OPML through lxml."""

import re
import warnings
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from lxml import etree

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.schema import fact_frame, stable_id, text_key
from relevance.sources.archive import SourceFile
from relevance.sources.html_text import plain_text
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.wxr import recognises as is_wordpress

__all__ = ["read", "recognises"]

KIND = "feed"

_FEED = re.compile(rb"<(?:rss|rdf:RDF|feed)[\s>]", re.IGNORECASE)
_OPML = re.compile(rb"<opml[\s>]", re.IGNORECASE)
_MAIL = re.compile(r"[^\s()<>]+@[^\s()<>]+\.[^\s()<>]+")
_NAME_IN_BRACKETS = re.compile(r"\(([^()]+)\)")

_NO_TEXT = "no text and no title"
_NO_AUTHOR = "no author, and the feed has no title"
_TWICE = "same entry twice"
_NO_FEED = "outline without an address"


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is an RSS or Atom feed, or an OPML list; WordPress exports are not."""
    start = head[:4096]
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        start = head[:8192].decode("utf-16", "ignore").encode()
    if b"<html" in start.lower() or is_wordpress(path, head):
        return False
    is_atom_or_rss = _FEED.search(start) and (
        b"<channel" in head.lower() or b"w3.org/2005/Atom" in start or b"rdf-syntax" in start
    )
    return bool(is_atom_or_rss or _OPML.search(start))


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return the entries of a feed as posts, or the feeds of an OPML list as people.

    Args:
        file: a feed or a list of feeds.
        as_of: day of the file, where the owner states it.
        zone: not needed: feeds name their zones, and those that do not mean UTC.

    Raises:
        UnreadableFileError: it is no XML.
        NothingUsableError: it has no entry.
    """
    del zone
    data = file.read()
    if _OPML.search(data[:8192]):
        return _read_opml(data, file.path, as_of)
    return _read_feed(data, file.path, as_of)


def _read_feed(data: bytes, path: str, as_of: date | None) -> ImportResult:
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = feedparser.parse(data)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            msg = f"{path} is no readable feed ({error}). Save it again from its address."
            raise UnreadableFileError(msg) from error
    if not found.entries:
        why = f" ({found.bozo_exception})" if found.get("bozo") else ""
        msg = f"{path} holds no entry{why}. Allowed are RSS and Atom feeds and OPML lists."
        raise NothingUsableError(msg)
    people: dict[str, dict[str, Any]] = {}
    posts: dict[str, dict[str, Any]] = {}
    rejected: list[Rejection] = []
    for number, entry in enumerate(found.entries, start=1):
        outcome = _post(entry, found.feed, people)
        if isinstance(outcome, str) or outcome["post_id"] in posts:
            why = outcome if isinstance(outcome, str) else _TWICE
            rejected.append(
                Rejection(number, why, str(entry.get("title") or entry.get("link") or "")[:120])
            )
        else:
            posts[outcome["post_id"]] = outcome
    held = {post["author_record_id"] for post in posts.values()}
    frames = {
        "record": fact_frame("record", [one for key, one in people.items() if key in held]),
        "post": fact_frame("post", posts.values()),
    }
    days = [post["created_at"].date() for post in posts.values() if post["created_at"]]
    newest = max(days, default=None)
    return ImportResult(KIND, len(found.entries), frames, tuple(rejected), as_of or newest, newest)


def _post(
    entry: Mapping[str, Any], feed: Mapping[str, Any], people: dict[str, dict[str, Any]]
) -> dict[str, Any] | str:
    """Return the post of an entry, its author noted in `people`, or why it has none."""
    contents = entry.get("content") or []
    body = (
        next((one.get("value") for one in contents if one.get("value")), None)
        or entry.get("summary")
        or ""
    )
    title = plain_text(str(entry.get("title") or ""))
    text = plain_text(str(body))
    whole = text if title and text.startswith(title) else f"{title}\n{text}".strip()
    if not whole:
        return _NO_TEXT
    author = _author(entry, feed)
    if author is None:
        return _NO_AUTHOR
    people.setdefault(author["record_id"], author)
    link = str(entry.get("link") or "")
    identifier = str(entry.get("id") or "") or link or whole
    return {
        "post_id": stable_id("t", KIND, feed.get("link") or feed.get("title") or "", identifier),
        "author_record_id": author["record_id"],
        "kind": "post",
        "text": whole,
        "text_key": text_key(whole),
        "created_at": _moment(entry),
        "is_approximate": False,
        "url": _site(link),
        "network": KIND,
    }


def _author(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, Any] | None:
    for one in (entry, feed):
        detail = one.get("author_detail") or {}
        told = str(one.get("author") or "")
        mail = str(detail.get("email") or "") or next(iter(_MAIL.findall(told)), "")
        bracket = _NAME_IN_BRACKETS.search(told)
        name = str(detail.get("name") or "") or (bracket[1] if bracket else told)
        name = "" if "@" in name else name
        if name or mail:
            address = str(detail.get("href") or "") or (str(feed.get("link") or ""))
            return person_record(
                KIND, name, emails=[mail] if "@" in mail else [], url=_site(address)
            )
    title = plain_text(str(feed.get("title") or ""))
    return person_record(KIND, title, url=_site(str(feed.get("link") or ""))) if title else None


def _site(address: str) -> str | None:
    return address if address.startswith(("https://", "http://")) else None


def _moment(entry: Mapping[str, Any]) -> datetime | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        # Asked for as of a plain dict: the library's own look-up warns of names that it maps.
        told = dict.get(entry, name) if isinstance(entry, dict) else None
        if told:
            try:
                return datetime.fromtimestamp(timegm(told), UTC)
            except (ValueError, OverflowError, TypeError, OSError):
                continue
    return None


def _read_opml(data: bytes, path: str, as_of: date | None) -> ImportResult:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        msg = f"{path} is no readable OPML ({error}). Export the list again from your reader."
        raise UnreadableFileError(msg) from error
    outlines = [] if root is None else [one for one in root.iter() if _is_leaf(one)]
    if not outlines:
        msg = f"{path} names no feed. Export the list again from your reader."
        raise NothingUsableError(msg)
    records: dict[str, dict[str, Any]] = {}
    rejected: list[Rejection] = []
    for number, outline in enumerate(outlines, start=1):
        told = {str(name).casefold(): str(value) for name, value in outline.attrib.items()}
        name = " ".join((told.get("title") or told.get("text") or "").split())
        address = told.get("htmlurl") or told.get("xmlurl") or ""
        record = person_record(KIND, name, url=_site(address)) if _site(address) else None
        if record is None or record["record_id"] in records:
            rejected.append(Rejection(number, _NO_FEED if record is None else _TWICE, name[:120]))
        else:
            records[record["record_id"]] = record | {"as_of": as_of}
    frames = {"record": fact_frame("record", records.values())}
    return ImportResult(KIND, len(outlines), frames, tuple(rejected), as_of)


def _is_leaf(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2].casefold() != "outline":
        return False
    names = {str(name).casefold() for name in element.attrib}
    return bool(names & {"xmlurl", "htmlurl"}) or len(element) == 0
