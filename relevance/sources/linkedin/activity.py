"""What the owner did: comments, reactions, reposts, votes, saved posts, and the posts they wrote themselves."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from relevance.activity_ids import activity_id, activity_time
from relevance.schema import fact_frame, stable_id, vector_key
from relevance.sources.linkedin.dates import parse_moment
from relevance.sources.linkedin.owner import OWNER_RECORD_ID, unnamed_owner
from relevance.sources.linkedin.sheet import Row, Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult
from relevance.sources.text import decode
from relevance.texts import marked

__all__ = [
    "comments_sheet",
    "read_comments",
    "read_reactions",
    "read_reposts",
    "read_saved_items",
    "read_shares",
    "read_votes",
]

_TWICE = marked("duplicate row")
_NO_LINK = marked("no link to a post")
_NO_MESSAGE = marked("no text")

_DATED = re.compile(r'"?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"?,')
_UNDATED = re.compile(r'(?:"")?,"?https?://')
_COMMENT = re.compile(r'(?:"([^"\n]*)"|([^,"\n]*)),(?:"([^"\n]*)"|([^,"\n]*)),(.*)', re.DOTALL)
# After proper decoding each line break of a share still reads quote, break, quote.
_BROKEN_BREAK = re.compile(r'"\r?\n"')


def comments_sheet(data: bytes) -> Sheet | None:
    """Return the rows of a Comments.csv as LinkedIn writes it, or null where it is of another make.

    Until 2024 line breaks within a comment are not quoted, so that its lines look like rows of their
    own; from 2025 on quotes within it are escaped by backslashes. What begins with neither a moment
    nor a bare link is the next line of the comment before it.
    """
    head, _, body = decode(data).partition("\n")
    names = [name.strip().strip('"').casefold() for name in head.split(",")]
    if names[:2] != ["date", "link"] or len(names) != 3:
        return None
    escaped = '\\"' in body
    columns = {"date": [0], "link": [1], "message": [2]}
    return Sheet("linkedin.comments", columns, _comment_rows(body, escaped=escaped))


def _comment_rows(body: str, *, escaped: bool) -> Iterator[Row]:
    held: list[str] = []
    for line in body.split("\n"):
        if held and (_DATED.match(line) or _UNDATED.match(line)):
            yield _comment_row("\n".join(held), escaped=escaped)
            held = []
        if held or line.strip():
            held.append(line)
    if held:
        yield _comment_row("\n".join(held), escaped=escaped)


def _comment_row(text: str, *, escaped: bool) -> Row:
    found = _COMMENT.match(text.rstrip())
    if not found:
        return [text]
    message = found[5].strip()
    if len(message) > 1 and message[0] == message[-1] == '"':
        message = message[1:-1].replace('""', '"')
    if escaped:
        message = re.sub(r"\\(.)", r"\1", message, flags=re.DOTALL)
    return [found[1] or found[2] or "", found[3] or found[4] or "", message]


def read_comments(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the owner's comments; several may stand under one post, so the text tells them apart."""
    message = sheet.cell("message", "comment")

    def key(row: Row, link: str, at: str) -> tuple[object, ...] | str:
        return (at, link, message(row)) if message(row) else _NO_MESSAGE

    return _acts(sheet, snapshot, "comment", key, text=message)


def read_reactions(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return what the owner liked; a post or comment is liked once, so its link is the key."""
    return _acts(sheet, snapshot, "like", lambda _, link, __: (link,), detail=sheet.cell("type"))


def read_reposts(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return what the owner passed on without a word."""
    return _acts(sheet, snapshot, "reshare", lambda _, link, at: (link, at))


def read_votes(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the polls the owner voted in, with the option chosen."""
    option = sheet.cell("optiontext")
    return _acts(sheet, snapshot, "vote", lambda _, link, __: (link,), detail=option)


def read_saved_items(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return what the owner saved for later."""
    return _acts(sheet, snapshot, "save", lambda _, link, __: (link,))


def _acts(
    sheet: Sheet,
    snapshot: Snapshot,
    kind: str,
    key: Callable[[Row, str, str], tuple[object, ...] | str],
    *,
    detail: Callable[[Row], str] = lambda _: "",
    text: Callable[[Row], str] = lambda _: "",
) -> ImportResult:
    """Return one engagement a row; `key` tells rows apart, or says in words why a row is none."""
    link = sheet.cell("link", "saveditem", "url")
    date = sheet.cell("date", "createdtime", "savedat")
    acts: dict[str, dict[str, Any]] = {}
    for number, row in sheet:
        address, at = link(row), date(row)
        parts = key(row, address, at) if "/" in address or ":" in address else _NO_LINK
        if isinstance(parts, str):
            sheet.reject(number, parts, row)
            continue
        act = _act(kind, parts, address, parse_moment(at))
        if act["engagement_id"] in acts:
            sheet.reject(number, _TWICE, row)
            continue
        acts[act["engagement_id"]] = act | {
            "detail": detail(row) or None,
            "text": text(row) or None,
        }
    as_of, newest = snapshot.day(act["at"].date() for act in acts.values() if act["at"])
    frames = {"engagement": fact_frame("engagement", [*acts.values()])}
    return ImportResult(sheet.kind, sheet.read, frames, sheet.rejections(), as_of, newest)


def _act(kind: str, parts: tuple[object, ...], address: str, at: datetime | None) -> dict[str, Any]:
    post = activity_id(address)
    return {
        "engagement_id": stable_id("g", "linkedin", kind, *parts),
        "kind": kind,
        "at": at,
        "url": address,
        "post_key": f"linkedin:{post}" if post else None,
        "posted_at": activity_time(post),
    }


def read_shares(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return the owner's own posts; one without a word is a repost, an act on the post of another."""
    link, said = sheet.cell("sharelink"), sheet.cell("sharecommentary")
    shared, date = sheet.cell("sharedurl"), sheet.cell("date")
    posts: dict[str, dict[str, Any]] = {}
    acts: dict[str, dict[str, Any]] = {}
    days: list[datetime | None] = []
    for number, row in sheet:
        address, at, text = link(row), parse_moment(date(row)), _mended(said(row))
        if not text:
            kept, key = acts, "engagement_id"
            target = shared(row) or address
            fact = _act("reshare", (target, date(row)), target, at) if target else None
        else:
            kept, key = posts, "post_id"
            fact = _own_post(address, shared(row), text, at)
        if fact is None or fact[key] in kept:
            sheet.reject(number, _TWICE if fact else _NO_LINK, row)
            continue
        days.append(at)
        kept[fact[key]] = fact
    as_of, newest = snapshot.day(at.date() if at else None for at in days)
    frames = {
        "record": fact_frame("record", [unnamed_owner(as_of)] if posts else []),
        "post": fact_frame("post", [*posts.values()]),
        "engagement": fact_frame("engagement", [*acts.values()]),
    }
    return ImportResult(sheet.kind, sheet.read, frames, sheet.rejections(), as_of, newest)


def _mended(text: str) -> str:
    mended = _BROKEN_BREAK.sub("\n", text)
    if mended == text:
        return text
    return mended.removeprefix('"').removesuffix('"')


def _own_post(address: str, shared: str, text: str, at: datetime | None) -> dict[str, Any]:
    post = activity_id(address)
    of_another = "linkedin.com/feed/update" in shared or "linkedin.com/posts" in shared
    return {
        "post_id": stable_id("t", post, None) if post else stable_id("t", OWNER_RECORD_ID, text),
        "author_record_id": OWNER_RECORD_ID,
        "kind": "reshare" if of_another else "post",
        "text": text,
        "text_key": vector_key(text),
        "created_at": at or activity_time(post),
        "is_approximate": False,
        "url": address or None,
        "network": "linkedin",
    }
