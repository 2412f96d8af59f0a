"""Articles/*.html: what the owner published at length."""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from relevance.errors import UnreadableFileError
from relevance.schema import fact_frame, stable_id, vector_key
from relevance.sources.archive import SourceFile
from relevance.sources.linkedin.dates import parse_moment
from relevance.sources.linkedin.owner import OWNER_RECORD_ID, unnamed_owner
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.text import decode
from relevance.texts import _, marked

__all__ = ["is_article", "read_article"]

KIND = "linkedin.articles"
_DRAFT = marked("draft, not published")
_NO_TEXT = marked("no text")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?")
_LONGEST = 200_000


def is_article(name: str, head: bytes) -> bool:
    """Return whether a file is an article of the export: its title links to a page under /pulse/."""
    if not name.casefold().endswith((".html", ".htm")):
        return False
    inside = "articles/" in name.replace("\\", "/").casefold()
    marks = (b"linkedin.com/pulse/", b'class="created"', b'class="published"')
    found = sum(mark in head for mark in marks)
    return found >= 2 or (inside and found >= 1)


def read_article(file: SourceFile, snapshot: Snapshot) -> ImportResult:
    """Return the article as a post of the owner's, or the reason why it is none.

    Raises:
        UnreadableFileError: it is no text.
    """
    tree = LexborHTMLParser(decode(file.read()))
    if tree.body is None:
        msg = _("{path} holds no page. Download the export again.", path=file.path)
        raise UnreadableFileError(msg)
    as_of = snapshot.day(())[0]
    title = tree.css_first("h1") or tree.css_first("title")
    link = tree.css_first('a[href*="linkedin.com/pulse/"]')
    published = tree.css_first("p.published")
    is_draft = published is not None and "not published" in published.text().casefold()
    at = _moment(tree, file.name)
    for node in tree.css("h1, p.created, p.published, script, style, head, title"):
        if node.tag != "h1":
            node.decompose()
    heading = " ".join(title.text().split()) if title else ""
    body = tree.body.text(separator="\n") if tree.body else ""
    text = "\n".join(filter(None, (" ".join(line.split()) for line in body.splitlines())))[
        :_LONGEST
    ]
    if is_draft:
        return _refused(_DRAFT, heading, snapshot)
    if not text:
        return _refused(_NO_TEXT, heading, snapshot)
    url = link.attributes.get("href") if link else None
    post = {
        "post_id": stable_id("t", url or OWNER_RECORD_ID, None if url else text),
        "author_record_id": OWNER_RECORD_ID,
        "kind": "post",
        "text": text,
        "text_key": vector_key(text),
        "created_at": at,
        "is_approximate": False,
        "url": url,
        "network": "linkedin",
    }
    frames = {
        "record": fact_frame("record", [unnamed_owner(as_of)]),
        "post": fact_frame("post", [post]),
    }
    return ImportResult(KIND, 1, frames, (), as_of, at.date() if at else None)


def _moment(tree: LexborHTMLParser, name: str) -> datetime | None:
    nodes = (tree.css_first("p.published"), tree.css_first("p.created"))
    for text in (*(node.text() for node in nodes if node), name):
        found = _MOMENT.search(text)
        if found and (moment := parse_moment(found.group())):
            return moment
    return None


def _refused(reason: str, heading: str, snapshot: Snapshot) -> ImportResult:
    as_of, newest = snapshot.day(())
    return ImportResult(KIND, 1, {}, (Rejection(1, reason, heading[:120]),), as_of, newest)
