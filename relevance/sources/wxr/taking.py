"""Collects what an export says: people, articles, comments between them, and what was left out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import polars as pl

from relevance.schema import fact_frame, stable_id, vector_key
from relevance.sources.html_text import plain_text
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.wxr.elements import Article, Author, Fields, Head
from relevance.texts import marked

__all__ = ["KIND", "WxrTaking"]

KIND = "wxr"
CHANNEL = "blog comment"
NETWORK = "blog"

_NOT_APPROVED = {
    "0": marked("waiting for approval"),
    "hold": marked("waiting for approval"),
    "trash": marked("in the trash"),
    "post-trashed": marked("in the trash"),
    "spam": "spam",
}
_NOT_APPROVED_OTHERWISE = marked("not approved")
_APPROVED = frozenset({"1", "approve", "approved"})
_PING = marked("pingback or trackback")
_NO_COMMENT = marked("not a comment")
_NO_TEXT = marked("no text")
_NO_AUTHOR = marked("no author")
_NOT_PUBLISHED = marked("not published")
_NO_ARTICLE = marked("attachment, menu or page part")
_TO_ONESELF = marked("by the author of the article, to nobody else")
_COMMENT_TWICE = marked("same comment twice")
_ARTICLE_TWICE = marked("same article twice")

_SNIPPET = 300
_EXCERPT = 120
_LONGEST_LINE = 300
_PIECE = 5_000


class _Someone(NamedTuple):
    """One side of a comment."""

    record_id: str
    key: str
    """The e-mail address, else the name: what stays the same from one export to the next."""


class WxrTaking:
    """The facts of one file."""

    def __init__(self, zone: tzinfo) -> None:
        self.read = 0
        self._zone = zone
        self._site = ""
        self._exported: date | None = None
        self._newest: date | None = None
        self._people: dict[str, dict[str, Any]] = {}
        self._authors: dict[str, _Someone] = {}
        self._posts = _Rows("post")
        self._encounters = _Rows("encounter")
        self._articles: set[str] = set()
        self._comments: set[tuple[str, str]] = set()
        self._rejected: list[Rejection] = []

    def take(self, part: Head | Author | Article) -> None:
        """Take in the next part of the export."""
        if isinstance(part, Head):
            self._head(part)
        elif isinstance(part, Author):
            self._author(part.fields)
        else:
            self._article(part)

    def _head(self, head: Head) -> None:
        if head.name == "pubDate":
            moment = _rfc_moment(head.text)
            self._exported = moment.date() if moment else None
        elif head.text and (head.name == "base_blog_url" or not self._site):
            # The address of the blog is part of every id: comments are numbered from 1 in each.
            self._site = _site(head.text)

    def _author(self, fields: Fields) -> None:
        """Note an author of the blog by login, number and e-mail address."""
        login, mail = fields.get("author_login", ""), fields.get("author_email", "")
        names = (fields.get("author_first_name", ""), fields.get("author_last_name", ""))
        name = fields.get("author_display_name") or " ".join(filter(None, names)) or login
        who = self._person(name, mail)
        for key in (f"login:{login}", f"id:{fields.get('author_id', '')}", f"mail:{mail}"):
            if who and not key.endswith(":"):
                self._authors.setdefault(key.casefold(), who)

    def _person(self, name: str, mail: str = "", url: str = "") -> _Someone | None:
        mail = mail.casefold() if "@" in mail else ""
        profile = url if "linkedin.com/" in url.casefold() else None
        shown = " ".join(plain_text(name).split())[:_LONGEST_LINE]
        record = person_record(KIND, shown, emails=[mail] if mail else [], url=profile)
        if record is None:
            return None
        self._people.setdefault(record["record_id"], record)
        return _Someone(record["record_id"], mail or shown.casefold() or record["record_id"])

    def _article(self, article: Article) -> None:
        fields = article.fields
        self.read += 1
        login = fields.get("creator", "")
        author = self._authors.get(f"login:{login}".casefold()) or self._person(login)
        title = _line(fields.get("title", ""))
        if why := self._post(fields, title, author):
            self._reject(why, title)
        written = [(one, self._writer(one)) for one in article.comments]
        # A comment that answers none has the parent 0.
        writers = {one.get("comment_id", "0"): who for one, who in written} | {"0": None}
        for comment, who in written:
            self.read += 1
            parent = writers.get(comment.get("comment_parent", "0"))
            if why := self._comment(comment, who, [parent, author], fields, title):
                self._reject(why, _line(comment.get("comment_content", "")))

    def _reject(self, reason: str, shown: str) -> None:
        self._rejected.append(Rejection(self.read, reason, shown[:_EXCERPT]))

    def _post(self, fields: Fields, title: str, author: _Someone | None) -> str | None:
        """Take in an article as a post, or return why it is none."""
        if fields.get("post_type", "post") not in {"post", "page"}:
            return _NO_ARTICLE
        if fields.get("status", "publish") != "publish":
            return _NOT_PUBLISHED
        if author is None:
            return _NO_AUTHOR
        text = f"{title}\n{plain_text(fields.get('encoded', ''))}".strip()
        if not text:
            return _NO_TEXT
        told = fields.get("link") or fields.get("guid") or f"{self._site}#{fields.get('post_id')}"
        post_id = stable_id("t", NETWORK, told)
        if post_id in self._articles:
            return _ARTICLE_TWICE
        self._articles.add(post_id)
        at, is_approximate = self._moment(fields, "post_date")
        at = at or _rfc_moment(fields.get("pubDate", ""))
        self._newest = _later(self._newest, at)
        self._posts.add(
            {
                "post_id": post_id,
                "author_record_id": author.record_id,
                "kind": "post",
                "text": text,
                "text_key": vector_key(text),
                "created_at": at,
                "is_approximate": is_approximate,
                "url": fields.get("link"),
                "network": NETWORK,
            }
        )
        return None

    def _writer(self, comment: Fields) -> _Someone | None:
        """Return who wrote a comment that can be seen, null for all others."""
        if _why_unseen(comment):
            return None
        name, mail = comment.get("comment_author", ""), comment.get("comment_author_email", "")
        for key in (f"id:{comment.get('comment_user_id', '')}", f"mail:{mail}"):
            # The authors of the blog comment under whatever name they have on that day.
            if key.casefold() in self._authors:
                return self._authors[key.casefold()]
        return self._person(name, mail, comment.get("comment_author_url", ""))

    def _comment(
        self,
        comment: Fields,
        sender: _Someone | None,
        spoken_to: Sequence[_Someone | None],
        article: Fields,
        title: str,
    ) -> str | None:
        """Take in one comment, or return why it is no encounter.

        Args:
            comment: its fields.
            sender: who wrote it, null where nobody sees it or nothing says who.
            spoken_to: whom it answers, and who wrote the article.
            article: the fields of the article.
            title: its title as plain text.
        """
        text = _line(comment.get("comment_content", ""))
        why = _why_unseen(comment)
        if why or sender is None or not text:
            return why or (_NO_AUTHOR if sender is None else _NO_TEXT)
        link = article.get("link") or article.get("guid")
        at, is_approximate = self._moment(comment, "comment_date")
        # A comment without a number is known by its moment and its words.
        told = (self._site, comment.get("comment_id") or f"{link}|{at}|{text[:_SNIPPET]}")
        if told in self._comments:
            return _COMMENT_TWICE
        self._comments.add(told)
        others = {one.key: one for one in spoken_to if one and one.key != sender.key}.values()
        self._newest = _later(self._newest, at)
        for other in others:
            self._encounters.add(
                {
                    "encounter_id": stable_id("e", KIND, *told, sender.key, other.key),
                    "sender_record_id": sender.record_id,
                    "recipient_record_id": other.record_id,
                    "channel": CHANNEL,
                    "at": at,
                    "conversation": link,
                    "reference": title or link,
                    "snippet": text[:_SNIPPET].strip(),
                    "is_approximate": is_approximate,
                }
            )
        return None if others else _TO_ONESELF

    def _moment(self, fields: Fields, name: str) -> tuple[datetime | None, bool | None]:
        """Return the moment in UTC, and whether it is a local time of an unknown zone."""
        for key, zone, is_approximate in ((f"{name}_gmt", UTC, False), (name, self._zone, True)):
            try:
                found = datetime.fromisoformat(fields.get(key, ""))
                return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(
                    UTC
                ), is_approximate
            except (ValueError, OverflowError):
                continue  # drafts are dated 0000-00-00
        return None, None

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in; `as_of` is the day that the owner states."""
        frames = {
            "record": fact_frame("record", self._people.values()),
            "post": self._posts.frame(),
            "encounter": self._encounters.frame(),
        }
        day = self._exported or as_of
        return ImportResult(KIND, self.read, frames, tuple(self._rejected), day, self._newest)


class _Rows:
    """Rows of one table, kept as frames, which need much less memory."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._rows: list[dict[str, Any]] = []
        self._frames: list[pl.DataFrame] = []

    def add(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) >= _PIECE:
            self._flush()

    def _flush(self) -> None:
        self._frames.append(fact_frame(self._table, self._rows))
        self._rows = []

    def frame(self) -> pl.DataFrame:
        self._flush()
        return pl.concat(self._frames)


def _later(newest: date | None, at: datetime | None) -> date | None:
    """Return the later day; one after tomorrow is a mistake and proves nothing."""
    if at is None or at.date() > datetime.now(UTC).date() + timedelta(days=1):
        return newest
    return max(newest, at.date()) if newest else at.date()


def _why_unseen(comment: Fields) -> str | None:
    """Return why nobody sees a comment, or why it is none; null for one that everybody sees."""
    kind = comment.get("comment_type", "").casefold()
    if kind in {"pingback", "trackback"}:
        return _PING
    if kind not in {"", "comment", "review"}:
        return _NO_COMMENT
    approved = comment.get("comment_approved", "1").casefold()
    return None if approved in _APPROVED else _NOT_APPROVED.get(approved, _NOT_APPROVED_OTHERWISE)


def _line(html: str) -> str:
    return " ".join(plain_text(html).split())


def _site(url: str) -> str:
    """Return host and path of a blog's address; http became https on many."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}"


def _rfc_moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # WordPress dates drafts "Mon, 30 Nov -0001", which reads as the year 1.
    return found if found.year >= 1971 else None
