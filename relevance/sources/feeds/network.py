"""The only way out: one GET to a public host, for so long and for so much.

No cookies, no passwords, no proxies or keys from the environment, no redirect that was not looked at.
"""

import ipaddress
import socket
import threading
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ReadTimeoutError

from relevance.errors import RelevanceError, UnreadableFileError, UsageError
from relevance.texts import _, marked, number

__all__ = ["Answer", "Visit"]

MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 1 << 16
_PATIENCE = 6
"""All of a visit may last this many time-outs, however steadily bytes trickle in."""
_ADVICE = {
    401: marked("It wants a login, which is not given; save the page and import the file."),
    403: marked("It refuses; save the page in your browser and import the file."),
    404: marked("There is nothing at this address; check it."),
    410: marked("It is gone for good; fetch it no more."),
    429: marked("It was asked too often; try again tomorrow."),
}


class Answer:
    """What an address answered in the end."""

    def __init__(
        self, address: str, status: int, headers: Mapping[str, str], data: bytes | None
    ) -> None:
        self.address = address
        self.status = status
        self.headers = headers
        self.data = data
        """Null where the server says that nothing has changed."""


class Visit:
    """A session that may reach public hosts only, and whose sockets are shut when its time is up.

    Args:
        timeout_seconds: longest wait for a connection and between two pieces of an answer; all of
            the visit may last six times as long.
        most_bytes: largest answer, unpacked.
        allow_private: addresses of this machine and its networks, for tests.
    """

    def __init__(self, *, timeout_seconds: float, most_bytes: int, allow_private: bool) -> None:
        self._timeout = timeout_seconds
        self._most_bytes = most_bytes
        self._allow_private = allow_private
        self._sockets: list[socket.socket] = []
        self._is_over = threading.Event()
        self._clock = threading.Timer(_PATIENCE * timeout_seconds, self._end)
        self._clock.daemon = True
        self._session = _session(self)

    def __enter__(self) -> "Visit":
        self._clock.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clock.cancel()
        self._session.close()
        for held in self._sockets:
            held.close()

    def _end(self) -> None:
        self._is_over.set()
        for held in self._sockets:
            _shut(held)

    def admit(self, opened: socket.socket) -> None:
        """Let a connection be used, if it leads where it may.

        Raises:
            UsageError: it leads into a private network, whatever its name said a moment ago.
        """
        reached = str(opened.getpeername()[0])
        if not self._allow_private and not _is_public(reached):
            opened.close()
            raise UsageError(_private(reached))
        # A second handle on the same connection: the first one goes into TLS and cannot be reached.
        self._sockets.append(opened.dup())
        if self._is_over.is_set():
            _shut(opened)

    def get(self, address: str, headers: Mapping[str, str]) -> Answer:
        """Return what `address` answers, after at most five redirects.

        Raises:
            UsageError: an address on the way is none of the web's, or lies in a private network.
            UnreadableFileError: no answer in time, a refusal, or too much of it.
        """
        try:
            return self._follow(address, headers)
        except RelevanceError:
            raise
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise UnreadableFileError(self._in_words(address, error)) from error

    def _follow(self, address: str, headers: Mapping[str, str]) -> Answer:
        here = address
        for _again in range(MOST_REDIRECTS + 1):
            self._check(here)
            with self._session.get(
                here, headers=headers, timeout=self._timeout, stream=True, allow_redirects=False
            ) as answer:
                onward = answer.headers.get("Location")
                if answer.status_code not in _REDIRECTS or not onward:
                    return self._taken(answer, here)
                here = urljoin(here, onward)
        msg = _(
            "{address} sends from one address to the next more than {most_redirects} times. "
            "Check the address.",
            address=address,
            most_redirects=MOST_REDIRECTS,
        )
        raise UnreadableFileError(msg)

    def _taken(self, answer: requests.Response, here: str) -> Answer:
        status = answer.status_code
        if status == requests.codes.not_modified:
            return Answer(here, status, answer.headers, None)
        if status != requests.codes.ok:
            advice = _ADVICE.get(status, "Check the address, or try again later.")
            msg = _(
                "{here} answered {status} instead of a feed. {advice}",
                here=here,
                status=status,
                advice=advice,
            )
            raise UnreadableFileError(msg)
        told = answer.headers.get("Content-Length", "")
        data = bytearray()
        if told.isdecimal() and int(told[:20]) > self._most_bytes:
            raise UnreadableFileError(self._too_much(here))
        for piece in answer.iter_content(_CHUNK):
            data += piece
            if len(data) > self._most_bytes:
                raise UnreadableFileError(self._too_much(here))
        if self._is_over.is_set():
            raise requests.Timeout
        return Answer(here, status, answer.headers, bytes(data))

    def _too_much(self, here: str) -> str:
        return _(
            "{here} answers more than {most_bytes} bytes, which is the limit for one address.",
            here=here,
            most_bytes=number(self._most_bytes),
        )

    def _check(self, address: str) -> None:
        """Raise `UsageError` for an address that must not be asked; a connection is checked again."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            msg = _(
                "An address to fetch must begin with https:// or http:// and hold no password, "
                "got {address!r}.",
                address=address,
            )
            raise UsageError(msg)
        if self._allow_private:
            return
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
        if not all(_is_public(str(place[0])) for *_, place in found):
            raise UsageError(_private(address))

    def _in_words(self, address: str, error: Exception) -> str:
        if self._is_over.is_set() or _is_late(error):
            return _(
                "{address} did not answer within {timeout:g} seconds. Try again later.",
                address=address,
                timeout=self._timeout,
            )
        if isinstance(error, socket.gaierror):
            return _(
                "{address} cannot be reached: its name is unknown. Check the address and the "
                "connection.",
                address=address,
            )
        if isinstance(error, requests.exceptions.SSLError):
            return _(
                "{address} cannot prove who it is (its certificate is not valid). It is not read.",
                address=address,
            )
        kind = type(error).__name__
        return _(
            "{address} cannot be reached ({kind}). Check the address and the connection.",
            address=address,
            kind=kind,
        )


def _is_late(error: Exception) -> bool:
    # A wait that is too long within an answer comes wrapped in a broken connection.
    return isinstance(error, requests.Timeout | TimeoutError) or any(
        isinstance(one, ReadTimeoutError) for one in error.args
    )


def _private(address: str) -> str:
    return _(
        "{address} lies in a private network and is not fetched. Save the page and import the "
        "file.",
        address=address,
    )


def _shut(held: socket.socket) -> None:
    try:
        held.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _is_public(place: str) -> bool:
    address = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    return address.is_global and not address.is_multicast


def _session(visit: Visit) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = _adapter(visit)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _adapter(visit: Visit) -> HTTPAdapter:
    """Return an adapter whose every connection is admitted by `visit` before a byte is sent."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            opened = super()._new_conn()
            visit.admit(opened)
            return opened

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            opened = super()._new_conn()
            visit.admit(opened)
            return opened

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **more: Any) -> None:
            super().init_poolmanager(*args, **more)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    return Adapter(max_retries=0)
