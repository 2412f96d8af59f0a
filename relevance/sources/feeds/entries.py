"""RSS of any version and Atom: every entry is a post of its author.

What feedparser gives is asked as a plain `dict`: its own look-up maps names to others, and warns.
"""

import calendar
import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import urljoin

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.names import website_of
from relevance.schema import stable_id, text_key, vector_key
from relevance.sources.feeds.authors import Author, author_of, author_record, several
from relevance.sources.feeds.shape import one_line, seen, sound
from relevance.sources.feeds.taking import KIND, FeedTaking
from relevance.sources.html_text import plain_text
from relevance.texts import _, marked

__all__ = ["entries_of"]

_EMPTY = marked("no text and no title")
_NO_AUTHOR = marked("no author, and the feed has no title")
_TWICE = marked("same entry twice")

_LONGEST_TEXT = 20_000
_LONGEST_LINE = 2_000
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|(?<![A-Z])[A-Z]{1,5})\s*(?:\([^)]*\))?$", re.IGNORECASE)
_CLOCK = re.compile(r"\d:\d\d|T\d{4}")


@dataclass(frozen=True)
class _Home:
    """The page that a feed, or a single entry of a collected feed, belongs to."""

    title: str
    page: str | None
    feed_url: str | None
    author: Author


def entries_of(data: bytes, shown: str, taking: FeedTaking, zone: tzinfo) -> None:
    """Take in the entries of a feed.

    Args:
        data: the file.
        shown: what errors call it.
        taking: where the facts go.
        zone: of moments that the feed writes without one.

    Raises:
        UnreadableFileError: it is no feed.
        NothingUsableError: it has no entry.
    """
    parsed = _parsed(data, shown)
    feed, entries = parsed["feed"], list(parsed["entries"])
    homes = [_home_of(entry, feed) for entry in entries]
    authors = [_author_in(entry, home) for entry, home in zip(entries, homes, strict=True)]
    shared = _shared(homes, authors)
    for entry, home, author in zip(entries, homes, authors, strict=True):
        taking.read += 1
        _take(taking, entry, home, author, zone, is_shared=shared[home])


def _parsed(data: bytes, shown: str) -> dict[str, Any]:
    import feedparser

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # As a stream: bytes alone would be tried as the name of a file.
            parsed: dict[str, Any] = feedparser.parse(
                io.BytesIO(sound(data)), sanitize_html=False, resolve_relative_uris=False
            )
    except Exception as error:
        # feedparser has no error of its own for damage: whatever its parsers meet comes through.
        msg = _(
            "{shown} cannot be read as a feed ({error}). Save it again.", shown=shown, error=error
        )
        raise UnreadableFileError(msg) from error
    if parsed["entries"]:
        return parsed
    if not parsed.get("version"):
        why = parsed.get("bozo_exception") or _("it is neither RSS nor Atom")
        msg = _(
            "{shown} is no feed ({why}). Save the feed itself, not the page that links to it.",
            shown=shown,
            why=why,
        )
        raise UnreadableFileError(msg)
    why = f" ({parsed['bozo_exception']})" if parsed.get("bozo_exception") else ""
    msg = _(
        "{shown} holds no entry{why}. If the feed has some, save it again from its address.",
        shown=shown,
        why=why,
    )
    raise NothingUsableError(msg)


def _home_of(entry: dict[str, Any], feed: dict[str, Any]) -> _Home:
    # A feed that collects others says of each entry from which one it comes.
    source = dict.get(entry, "source")
    if isinstance(source, dict) and dict.get(source, "link"):
        home = _home(source)
        if home.page:
            return home
    return _home(feed)


def _home(feed: dict[str, Any]) -> _Home:
    links = dict.get(feed, "links") or []
    own = next((one.get("href") for one in links if one.get("rel") == "self"), None)
    feed_url = website_of(_line(own))
    page = _address(feed_url, _line(dict.get(feed, "link")))
    return _Home(_plain_line(feed, "title"), page, feed_url, author_of(feed))


def _author_in(entry: dict[str, Any], home: _Home) -> Author:
    author = author_of(entry)
    if author.name or not home.author.key:
        return author
    if not author.email or author.email == home.author.email:
        return home.author
    return author


def _shared(homes: Sequence[_Home], authors: Sequence[Author]) -> dict[_Home, bool]:
    held: dict[_Home, list[Author]] = {}
    for home, author in zip(homes, authors, strict=True):
        held.setdefault(home, []).append(author)
    return {home: several(named) for home, named in held.items()}


def _take(
    taking: FeedTaking,
    entry: dict[str, Any],
    home: _Home,
    author: Author,
    zone: tzinfo,
    *,
    is_shared: bool,
) -> None:
    title, body = _plain_line(entry, "title"), _body(entry)
    text = _text(title, body)
    if not text:
        taking.reject(_EMPTY, _line(dict.get(entry, "link") or dict.get(entry, "id")))
        return
    record = author_record(
        author, home=home.page, title=home.title, feed_url=home.feed_url, is_shared=is_shared
    )
    if record is None:
        taking.reject(_NO_AUTHOR, text)
        return
    at, is_approximate = _moment(entry, zone)
    url = _link(entry, home)
    post = {
        "post_id": stable_id("t", KIND, _identifier(entry, url, home, text)),
        "author_record_id": record["record_id"],
        "kind": "post",
        "text": text,
        "text_key": vector_key(text),
        "created_at": at,
        "is_approximate": is_approximate,
        "url": url,
        "network": KIND,
    }
    if taking.post(post):
        taking.person(record)
    else:
        taking.reject(_TWICE, text)


def _line(value: object) -> str:
    return one_line(value, _LONGEST_LINE)


def _plain_line(named: dict[str, Any], key: str) -> str:
    detail = dict.get(named, f"{key}_detail")
    detail = detail if isinstance(detail, dict) else {"value": dict.get(named, key)}
    return " ".join(_plain(detail).split())[:1000]


def _plain(detail: dict[str, Any]) -> str:
    value = dict.get(detail, "value")
    if not isinstance(value, str):
        return ""
    is_plain = dict.get(detail, "type") == "text/plain"
    text = value.strip() if is_plain else plain_text(value)
    return seen(text)


def _body(entry: dict[str, Any]) -> str:
    """Return the whole text where the feed gives it, else the summary."""
    contents = dict.get(entry, "content")
    held = [one for one in contents or [] if isinstance(one, dict)]
    for one in held:
        if text := _plain(one):
            return text
    detail = dict.get(entry, "summary_detail")
    return _plain(detail if isinstance(detail, dict) else {"value": dict.get(entry, "summary")})


def _text(title: str, body: str) -> str:
    # Short messages have a title only because the format asks for one: their own beginning.
    begins = " ".join(body[: len(title) + 200].split())
    is_repeated = begins.startswith(title.rstrip(" .\u2026"))
    parts = [body] if is_repeated and body else [title, body]
    return "\n".join(part for part in parts if part)[:_LONGEST_TEXT]


def _link(entry: dict[str, Any], home: _Home) -> str | None:
    link, identifier = _line(dict.get(entry, "link")), _line(dict.get(entry, "id"))
    # An id that stands in for the link is an address only where it is a whole one.
    if link and (link != identifier or _ABSOLUTE.match(link)):
        return _address(home.page or home.feed_url, link)
    return None


def _address(base: str | None, link: str) -> str | None:
    try:
        return website_of(urljoin(base or "", link))
    except ValueError:  # such as http://[1]
        return None


def _identifier(entry: dict[str, Any], url: str | None, home: _Home, text: str) -> str:
    identifier = _line(dict.get(entry, "id"))
    if _ABSOLUTE.match(identifier):
        return identifier
    within = home.page or home.feed_url or home.title
    if identifier:
        return f"{within}|{identifier}"  # "42" is unique within its own feed only
    return url or f"{within}|{_line(dict.get(entry, 'published'))}|{text_key(text)}"


def _moment(entry: dict[str, Any], zone: tzinfo) -> tuple[datetime | None, bool]:
    """Return when an entry was published, and whether that may be hours off."""
    for key in ("published", "updated", "created"):
        parsed = dict.get(entry, f"{key}_parsed")
        if parsed is None:
            continue
        written = _line(dict.get(entry, key))
        try:
            moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
            if _CLOCK.search(written) and _ZONE.search(written):
                return moment, False
            return moment.replace(tzinfo=zone).astimezone(UTC), True
        except (ValueError, OverflowError, OSError, TypeError):
            continue
    return None, False
