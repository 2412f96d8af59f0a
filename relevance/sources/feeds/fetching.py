"""Fetching one address on request: a feed, a public author feed of Bluesky, an account of Mastodon.

Nothing here runs by itself. Whoever calls `fetch` names the address; the answer is bytes, which the
readers take like any other file.
"""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from relevance.errors import UnreadableFileError, UsageError
from relevance.sources.archive import SourceFile
from relevance.texts import _

if TYPE_CHECKING:
    from relevance.sources.feeds.network import Visit

__all__ = ["BLUESKY_API", "Fetchable", "Fetched", "bluesky_feed_address", "fetch"]

BLUESKY_API = "https://public.api.bsky.app"
"""Answers for public accounts without a login."""

Fetchable = Literal["feed", "bluesky", "mastodon"]
"""Kinds of places that can be asked."""

_KINDS = ("feed", "bluesky", "mastodon")
_AGENT = "feed-relevance (one request at the reader's wish)"
_ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "bluesky": "application/json",
    "mastodon": "application/json",
    "outbox": "application/activity+json",
}
_MOST_SECONDS = 300
_ACTOR = re.compile(r"(?:did:[a-z]+:[\w.:%-]{1,200}|[\w-]+(?:\.[\w-]+)+)$")
_HANDLE = re.compile(r"@?([\w.-]{1,100})@([\w.-]{1,200}(?::\d{1,5})?)$")
_PROFILE = re.compile(r"/(?:users/|@)([\w.-]{1,100})/?$")
_STATUSES = re.compile(r"/api/v1/accounts/[\w-]{1,40}/statuses$")
_ID = re.compile(r"[\w-]{1,40}$")
_TAG = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,500}$")


@dataclass(frozen=True)
class Fetched:
    """What an address answered."""

    address: str
    """Where it was found in the end."""
    status: int
    """200, or 304 where nothing has changed."""
    data: bytes | None
    """Null where nothing has changed since the last time."""
    etag: str | None
    """What to send next time, to be told only of news."""
    last_modified: str | None

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that nothing has changed since the last time."""
        return self.data is None

    def file(self) -> SourceFile:
        """Return the answer as a file for the readers.

        Raises:
            UsageError: nothing has changed, so there is no file.
        """
        if self.data is None:
            msg = _(
                "{address} has not changed since the last time; there is nothing to read.",
                address=self.address,
            )
            raise UsageError(msg)
        return SourceFile.from_bytes(self.address, self.data)


def bluesky_feed_address(handle: str, *, base: str = BLUESKY_API, limit: int = 100) -> str:
    """Return the address of the newest posts of a Bluesky account, by handle or DID."""
    return f"{base}/xrpc/app.bsky.feed.getAuthorFeed?actor={quote(handle.lstrip('@'), safe=':')}&limit={limit}"


def fetch(
    address: str,
    *,
    kind: Fetchable = "feed",
    etag: str | None = None,
    last_modified: str | None = None,
    timeout_seconds: float = 10.0,
    most_bytes: int = 10 << 20,
    allow_private: bool = False,
    base: str = BLUESKY_API,
) -> Fetched:
    """Return what an address answers, or that it has not changed.

    Args:
        address: of a feed; for Bluesky a handle, a DID or the address of a profile; for Mastodon
            `@name@host`, the address of a profile, of its outbox, or of its statuses in the API.
        kind: `feed`, `bluesky` or `mastodon`.
        etag: what the server called the last answer; it then answers only with news.
        last_modified: when the last answer was changed, as the server said.
        timeout_seconds: longest wait for the server, at the start and between pieces; above 0 and
            at most 300. All of it may last six times as long.
        most_bytes: largest answer, unpacked.
        allow_private: addresses of this machine and its local networks, for tests.
        base: where Bluesky is asked.

    Raises:
        UsageError: the address is none of the web's, lies in a private network, or does not fit the
            kind; or a limit is out of range.
        UnreadableFileError: the server does not answer in time, refuses, or answers too much.
    """
    from relevance.sources.feeds.network import Visit

    _check_limits(kind, timeout_seconds, most_bytes)
    conditional = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in conditional.items() if value and _TAG.match(value)}
    with Visit(
        timeout_seconds=timeout_seconds, most_bytes=most_bytes, allow_private=allow_private
    ) as visit:
        place, accept = _place(visit, address.strip(), kind, base)
        answer = visit.get(place, {**_headers(accept), **headers})
    if answer.data is None:
        if not headers:
            msg = _(
                "{address} answered 304 (not changed) though nothing was known of it. Try again "
                "later.",
                address=answer.address,
            )
            raise UnreadableFileError(msg)
        return Fetched(answer.address, answer.status, None, etag, last_modified)
    told = (answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    kept = [value if value and _TAG.match(value) else None for value in told]
    return Fetched(answer.address, answer.status, answer.data, *kept)


def _check_limits(kind: str, timeout_seconds: float, most_bytes: int) -> None:
    if kind not in _KINDS:
        msg = _("`kind` must be one of {kinds}, got {kind!r}.", kinds=", ".join(_KINDS), kind=kind)
        raise UsageError(msg)
    if not 0 < timeout_seconds <= _MOST_SECONDS:
        msg = _(
            "`timeout_seconds` must be above 0 and at most {most_seconds}, got "
            "{timeout_seconds!r}.",
            most_seconds=_MOST_SECONDS,
            timeout_seconds=timeout_seconds,
        )
        raise UsageError(msg)
    if most_bytes < 1:
        msg = _("`most_bytes` must be at least 1, got {most_bytes!r}.", most_bytes=most_bytes)
        raise UsageError(msg)


def _headers(accept: str) -> dict[str, str]:
    # Only what the pinned libraries unpack piece by piece is asked for.
    return {"User-Agent": _AGENT, "Accept": _ACCEPT[accept], "Accept-Encoding": "gzip, deflate"}


def _place(visit: "Visit", address: str, kind: str, base: str) -> tuple[str, str]:
    """Return which address to ask, and what to ask it for."""
    if kind == "bluesky":
        actor = address.removeprefix("https://bsky.app/profile/").strip("@/")
        if not _ACTOR.match(actor):
            msg = _(
                "A Bluesky account is a handle, a DID, or the address of its profile, got "
                "{address!r}.",
                address=address,
            )
            raise UsageError(msg)
        return bluesky_feed_address(actor, base=base.rstrip("/")), kind
    if kind == "mastodon":
        return _mastodon_place(visit, address)
    return address, kind


def _mastodon_place(visit: "Visit", address: str) -> tuple[str, str]:
    handle = _HANDLE.match(address)
    if handle:
        return _statuses(visit, f"https://{handle[2]}", handle[1]), "mastodon"
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if _STATUSES.search(parts.path):
        return address, "mastodon"
    if parts.path.rstrip("/").endswith("/outbox"):
        # The outbox itself only says where its pages are.
        return address if "page=" in parts.query else f"{address}?page=true", "outbox"
    profile = _PROFILE.match(parts.path)
    if profile and parts.netloc:
        return _statuses(visit, f"{parts.scheme}://{parts.netloc}", profile[1]), "mastodon"
    msg = _(
        "A Mastodon account is @name@host, or the address of its profile, outbox or "
        "statuses, got {address!r}.",
        address=address,
    )
    raise UsageError(msg)


def _statuses(visit: "Visit", host: str, name: str) -> str:
    """Return the address of the newest posts of an account, whose number its host is asked for."""
    place = f"{host}/api/v1/accounts/lookup?acct={quote(name)}"
    answer = visit.get(place, _headers("mastodon"))
    try:
        told = json.loads(answer.data or b"")
        number = str(told["id"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        msg = _(
            "{host} does not say who {name} is. Check the address; not every server answers "
            "without a login.",
            host=host,
            name=name,
        )
        raise UnreadableFileError(msg) from error
    if not _ID.match(number):
        msg = _(
            "{host} gives {name} a number that is none ({number!r}); it is not followed.",
            host=host,
            name=name,
            number=number[:40],
        )
        raise UnreadableFileError(msg)
    return f"{host}/api/v1/accounts/{number}/statuses?limit=40"
