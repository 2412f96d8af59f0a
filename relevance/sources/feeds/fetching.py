"""Fetching one address on request: a feed, a public author feed of Bluesky, a Mastodon outbox.

Nothing here runs by itself. Whoever calls `fetch` names the address; the answer is bytes, which the
readers take like any other file.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from relevance.errors import UnreadableFileError, UsageError

__all__ = ["Fetched", "bluesky_feed_address", "fetch"]

_BLUESKY_API = "https://public.api.bsky.app"
_MOST_REDIRECTS = 5
_CHUNK = 1 << 16
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Fetched:
    """What an address answered."""

    address: str
    """Where it was found in the end."""
    data: bytes | None
    """Null where nothing has changed since the last time."""
    etag: str | None
    last_modified: str | None


def bluesky_feed_address(handle: str, *, base: str = _BLUESKY_API, limit: int = 100) -> str:
    """Return the address of the newest posts of a Bluesky account, by handle or DID."""
    return f"{base}/xrpc/app.bsky.feed.getAuthorFeed?actor={quote(handle.lstrip('@'), safe=':')}&limit={limit}"


def fetch(
    address: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    timeout_seconds: float = 10.0,
    most_bytes: int = 10 << 20,
    allow_private: bool = False,
) -> Fetched:
    """Return what an address answers, or that it has not changed.

    Args:
        address: http or https.
        etag: what the server called the last answer; it then answers only with news.
        last_modified: when the last answer was changed, as the server said.
        timeout_seconds: longest wait for the server, at the start and between pieces.
        most_bytes: largest answer, unpacked.
        allow_private: addresses of this machine and its local networks, for tests.

    Raises:
        UsageError: the address is none of the web's, or of a private network.
        UnreadableFileError: the server does not answer in time, refuses, or answers too much.
    """
    import requests

    headers = {"User-Agent": "feed-relevance", "Accept-Encoding": "gzip, deflate"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    here = address
    try:
        with requests.Session() as session:
            session.trust_env = False
            for _ in range(_MOST_REDIRECTS + 1):
                _checked(here, allow_private=allow_private)
                answer = session.get(
                    here,
                    headers=headers,
                    timeout=timeout_seconds,
                    stream=True,
                    allow_redirects=False,
                )
                with answer:
                    if answer.status_code in _REDIRECTS and answer.headers.get("Location"):
                        here = urljoin(here, answer.headers["Location"])
                        session.cookies.clear()
                        continue
                    return _answer(answer, here, most_bytes, etag, last_modified)
    except requests.Timeout as error:
        msg = f"{address} did not answer within {timeout_seconds:g} seconds. Try again later."
        raise UnreadableFileError(msg) from error
    except requests.RequestException as error:
        msg = f"{address} cannot be reached ({type(error).__name__}). Check the address and the connection."
        raise UnreadableFileError(msg) from error
    msg = f"{address} sends from one address to the next more than {_MOST_REDIRECTS} times."
    raise UnreadableFileError(msg)


def _answer(
    answer: object, here: str, most_bytes: int, etag: str | None, last_modified: str | None
) -> Fetched:
    import requests

    assert isinstance(answer, requests.Response)  # noqa: S101 - requests is imported inside functions only
    if answer.status_code == requests.codes.not_modified:
        return Fetched(here, None, etag, last_modified)
    if answer.status_code != requests.codes.ok:
        msg = f"{here} answered {answer.status_code} {answer.reason}. Check the address, or try again later."
        raise UnreadableFileError(msg)
    data = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        data += chunk
        if len(data) > most_bytes:
            msg = f"{here} answers more than {most_bytes:,} bytes, which is the limit for one address."
            raise UnreadableFileError(msg)
    told = answer.headers
    return Fetched(here, bytes(data), told.get("ETag"), told.get("Last-Modified"))


def _checked(address: str, *, allow_private: bool) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        msg = f"An address to fetch must begin with https:// or http:// and hold no password, got {address!r}."
        raise UsageError(msg)
    if allow_private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except OSError as error:
        msg = f"{address} cannot be reached: its name is unknown. Check the address and the connection."
        raise UnreadableFileError(msg) from error
    for *_, place in found:
        if not ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global:
            msg = f"{address} lies in a private network and is not fetched. Save the page and import the file."
            raise UsageError(msg)
