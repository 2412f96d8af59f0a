"""WordPress eXtended RSS, as a stream: articles as posts of their author, comments as encounters."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from lxml import etree

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.schema import fact_frame, stable_id, text_key
from relevance.sources.archive import SourceFile
from relevance.sources.html_text import plain_text
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection

__all__ = ["is_wxr", "read", "recognises"]

KIND = "wxr"
CHANNEL = "blog comment"
NETWORK = "blog"

_NAMESPACE = re.compile(rb"xmlns:wp\s*=\s*[\"']https?://wordpress\.org/export/1\.\d+/")
_SNIPPET = 300
_NOT_SPOKEN = {"pingback": "pingback or trackback", "trackback": "pingback or trackback"}
_NOT_APPROVED = {
    "0": "waiting for approval",
    "trash": "in the trash",
    "spam": "spam",
    "post-trashed": "in the trash",
}
_NO_TEXT = "no text"
_NO_AUTHOR = "no author"
_NOT_PUBLISHED = "not published"
_NO_ARTICLE = "attachment, menu or page part"
_TO_ONESELF = "by the author of the article, to nobody else"


def is_wxr(head: bytes) -> bool:
    """Return whether a file's first bytes are those of a WordPress export of any version."""
    return bool(_NAMESPACE.search(head[:8192]))


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a WordPress export."""
    del path
    return is_wxr(head)


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return articles as posts, and one encounter for each comment and the one it speaks to.

    A comment speaks to the author of the article; an answer speaks to whoever wrote the comment that
    it answers. Rows are the articles and comments.

    Args:
        file: the export, or one part of it.
        as_of: day of the export, where the owner states it.
        zone: zone of local times, where a comment carries no other.

    Raises:
        UnreadableFileError: it is no XML.
        NothingUsableError: it holds neither an article nor a comment.
    """
    taking = _Taking(zone)
    try:
        with file.open() as stream:
            # Entities stay as they are written, nothing is fetched, and broken markup is mended.
            events = etree.iterparse(
                stream,
                events=("end",),
                recover=True,
                huge_tree=True,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
            )
            for _, element in events:
                _take(taking, element)
    except (etree.LxmlError, ValueError) as error:
        msg = f"{file.path} is no readable WordPress export ({error}). Export it again under Tools, Export."
        raise UnreadableFileError(msg) from error
    if not taking.read:
        msg = (
            f"{file.path} holds no article and no comment. Export all content under Tools, Export."
        )
        raise NothingUsableError(msg)
    return taking.result(as_of)


def _take(taking: "_Taking", element: Any) -> None:
    if not isinstance(element.tag, str):
        return
    name = _local(element)
    parent = element.getparent()
    above = _local(parent) if parent is not None else ""
    if name == "author" and above == "channel":
        taking.author(_fields(element))
    elif name == "item":
        taking.item(element)
        element.clear()
        while element.getprevious() is not None:
            del parent[0]


def _local(element: Any) -> str:
    """Return the name of an element without its namespace, which changes with each version; "" for none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _fields(element: Any) -> dict[str, str]:
    """Return the texts of the children by local name; of two alike the first that is filled."""
    found: dict[str, str] = {}
    for child in element:
        if isinstance(child.tag, str):
            key = "excerpt" if "excerpt/" in child.tag else _local(child)
            text = "".join(child.itertext()).strip() if len(child) == 0 else ""
            if text and key not in found:
                found[key] = text
    return found


class _Taking:
    """Collects what the export says."""

    def __init__(self, zone: tzinfo) -> None:
        self.read = 0
        self._zone = zone
        self._people: dict[str, dict[str, Any]] = {}
        self._authors: dict[str, str] = {}
        self._posts: dict[str, dict[str, Any]] = {}
        self._encounters: dict[str, dict[str, Any]] = {}
        self._rejected: list[Rejection] = []

    def _person(self, name: str, mail: str = "", url: str = "") -> str | None:
        is_profile = "linkedin.com/" in url
        record = person_record(
            KIND, name, emails=[mail] if "@" in mail else [], url=url if is_profile else None
        )
        if record is None:
            return None
        self._people.setdefault(record["record_id"], record)
        return str(record["record_id"])

    def author(self, fields: dict[str, str]) -> None:
        """Note an author of the blog, by the name they log in with."""
        who = self._person(fields.get("author_display_name", ""), fields.get("author_email", ""))
        if who:
            self._authors[fields.get("author_login", "")] = who

    def item(self, element: Any) -> None:
        """Take in one article with its comments."""
        self.read += 1
        fields = _fields(element)
        number = self.read
        login = fields.get("creator", "")
        author = self._authors.get(login) or self._person(login)
        why = self._article(fields, author)
        if why:
            self._rejected.append(Rejection(number, why, fields.get("title", "")[:120]))
        comments = [_fields(one) for one in _comments(element)]
        writers: dict[str, str | None] = {}
        for comment in comments:
            self.read += 1
            why = self._comment(comment, fields, author, writers)
            if why:
                shown = " ".join(comment.get("comment_content", "").split())
                self._rejected.append(Rejection(self.read, why, shown[:120]))

    def _article(self, fields: dict[str, str], author: str | None) -> str | None:
        if fields.get("post_type", "post") not in {"post", "page"}:
            return _NO_ARTICLE
        if fields.get("status", "publish") not in {"publish", "private", "inherit"}:
            return _NOT_PUBLISHED
        text = plain_text(fields.get("encoded", ""))
        title = fields.get("title", "")
        if not author or not (text or title):
            return _NO_AUTHOR if not author else _NO_TEXT
        whole = f"{title}\n{text}".strip()
        at, _ = self._moment(fields.get("post_date_gmt", ""), fields.get("post_date", ""))
        link = fields.get("link") or fields.get("guid") or fields.get("post_id", "")
        post_id = stable_id("t", NETWORK, link)
        self._posts[post_id] = {
            "post_id": post_id,
            "author_record_id": author,
            "kind": "post",
            "text": whole,
            "text_key": text_key(whole),
            "created_at": at,
            "url": fields.get("link"),
            "network": NETWORK,
        }
        return None

    def _comment(
        self,
        comment: dict[str, str],
        article: dict[str, str],
        author: str | None,
        writers: dict[str, str | None],
    ) -> str | None:
        """Take in one comment, or return why it is no encounter; `writers` holds who wrote which."""
        approved = comment.get("comment_approved", "1")
        kind = comment.get("comment_type", "")
        text = plain_text(comment.get("comment_content", ""))
        why = _NOT_SPOKEN.get(kind) or _NOT_APPROVED.get(approved)
        who = (
            self._person(
                comment.get("comment_author", ""),
                comment.get("comment_author_email", ""),
                comment.get("comment_author_url", ""),
            )
            if not why
            else None
        )
        number = comment.get("comment_id", "")
        writers[number] = who
        if why or not who or not text:
            return why or (_NO_TEXT if who else _NO_AUTHOR)
        other = writers.get(comment.get("comment_parent", "")) or author
        if other is None or other == who:
            other = author if other == who else other
            if other is None or other == who:
                return _TO_ONESELF
        at, is_approximate = self._moment(
            comment.get("comment_date_gmt", ""), comment.get("comment_date", "")
        )
        link = article.get("link", "")
        key = stable_id("e", KIND, link or article.get("post_id", ""), number, who, other)
        self._encounters[key] = {
            "encounter_id": key,
            "sender_record_id": who,
            "recipient_record_id": other,
            "channel": CHANNEL,
            "at": at,
            "conversation": link or None,
            "reference": article.get("title") or link or None,
            "snippet": " ".join(text.split())[:_SNIPPET],
            "is_approximate": is_approximate,
        }
        return None

    def _moment(self, gmt: str, local: str) -> tuple[datetime | None, bool]:
        """Return the moment in UTC, and whether it is a local time of an unknown zone."""
        for text, zone, is_approximate in ((gmt, UTC, False), (local, self._zone, True)):
            try:
                found = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(
                    tzinfo=zone
                )  # set here
                return found.astimezone(UTC), is_approximate
            except (ValueError, OverflowError):
                continue  # drafts are dated 0000-00-00
        return None, True

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in."""
        days = [one["at"].date() for one in self._encounters.values() if one["at"]]
        frames = {
            "record": fact_frame("record", self._people.values()),
            "post": fact_frame("post", self._posts.values()),
            "encounter": fact_frame("encounter", self._encounters.values()),
        }
        return ImportResult(
            KIND, self.read, frames, tuple(self._rejected), as_of, max(days, default=None)
        )


def _comments(element: Any) -> Iterator[Any]:
    for child in element:
        if _local(child) == "comment":
            yield child
