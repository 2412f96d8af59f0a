"""Fetching on request, against a server on this machine that behaves in every way servers do."""

import gzip
import json
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from relevance.errors import UnreadableFileError, UsageError
from relevance.sources import bluesky, feeds, mastodon
from relevance.sources.archive import SourceFile
from relevance.sources.feeds import fetch
from tests.writers import fedi
from tests.writers import feeds as writer

RSS = writer.rss(writer.FULL)
BOMB = gzip.compress(bytes(64 << 20), 1)
DAY = "Mon, 04 Mar 2024 10:20:34 GMT"
STATUSES = fedi.samples()["mastodon/timeline.json"]
AUTHOR_FEED = fedi.samples()["bluesky/feed.json"]
OUTBOX = fedi.samples()["mastodon/outbox.json"].replace(
    b'"OrderedCollection"', b'"OrderedCollectionPage"'
)


class _Site(BaseHTTPRequestHandler):
    """One address for each way in which servers behave."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]  # set by the fixture
        name = self.path.partition("?")[0].strip("/").casefold().replace("/", "_").replace(".", "_")
        getattr(self, f"_at_{name}", self._at_nothing)()

    def _at_feed(self) -> None:
        known = self.headers.get("If-None-Match") == '"one"'
        changed = self.headers.get("If-Modified-Since")
        if known or changed == DAY:
            self._answer(304)
        else:
            self._answer(200, RSS, ETag='"one"', **{"Last-Modified": DAY})

    def _at_unasked(self) -> None:
        self._answer(304)

    def _at_moved(self) -> None:
        self._answer(301, Location="/feed", **{"Set-Cookie": "who=you"})

    def _at_round(self) -> None:
        self._answer(302, Location="/round")

    def _at_to_file(self) -> None:
        self._answer(302, Location="file:///etc/passwd")

    def _at_nowhere(self) -> None:
        self._answer(302, Location="http://[::1")

    def _at_slow(self) -> None:
        time.sleep(1.5)
        self._answer(200, RSS)

    def _at_trickle(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self._trickle(b"<")

    def _at_pause(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"<")
        self.wfile.flush()
        time.sleep(0.5)
        self.close_connection = True

    def _at_trickled_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self._trickle(b"x")

    def _trickle(self, byte: bytes) -> None:
        try:
            for _ in range(100):
                self.wfile.write(byte)
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def _at_bomb(self) -> None:
        self._answer(200, BOMB, **{"Content-Encoding": "gzip"})

    def _at_large(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "99999999999999999999999")
        self.end_headers()
        self.close_connection = True

    def _at_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<rss>")
        self.close_connection = True

    def _at_no_gzip(self) -> None:
        self._answer(200, b"plain", **{"Content-Encoding": "gzip"})

    def _at_gone(self) -> None:
        self._answer(410)

    def _at_busy(self) -> None:
        self._answer(429)

    def _at_private(self) -> None:
        self._answer(403)

    def _at_nothing(self) -> None:
        self._answer(404)

    def _at_xrpc_app_bsky_feed_getauthorfeed(self) -> None:
        self._answer(200, AUTHOR_FEED)

    def _at_api_v1_accounts_lookup(self) -> None:
        name = self.path.partition("acct=")[2]
        told = {"ana": {"id": "7"}, "odd": {"id": "../../x"}, "deep": []}.get(name, {})
        self._answer(200, json.dumps(told).encode())

    def _at_api_v1_accounts_7_statuses(self) -> None:
        self._answer(200, STATUSES)

    def _at_users_ana_outbox(self) -> None:
        self._answer(200, OUTBOX if "page=true" in self.path else b"{}")

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass


class _Server(ThreadingHTTPServer):
    """Says nothing of clients that hang up."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class Site:
    """Where the server is, and what it was asked."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.port = server.server_port
        self.address = f"http://127.0.0.1:{self.port}"
        self.seen: list[tuple[str, dict[str, str]]] = server.seen  # type: ignore[attr-defined]  # see above

    def get(self, path: str, **more):
        return fetch(f"{self.address}{path}", allow_private=True, **more)


@pytest.fixture
def site() -> Iterator[Site]:
    server = _Server(("127.0.0.1", 0), _Site)
    server.seen = []  # type: ignore[attr-defined]  # read by the handler
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield Site(server)
    server.shutdown()
    server.server_close()


def test_an_answer_is_a_file_for_the_readers(site: Site) -> None:
    found = site.get("/feed")
    assert (found.status, found.is_unchanged, found.etag, found.last_modified) == (
        200,
        False,
        '"one"',
        DAY,
    )
    file = found.file()
    assert isinstance(file, SourceFile)
    assert feeds.recognises(file.path, file.head())
    assert feeds.read(file).read == 1


def test_a_request_says_who_asks_and_nothing_else(site: Site) -> None:
    site.get("/feed")
    [(_, headers)] = site.seen
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert headers["User-Agent"].startswith("feed-relevance")


@pytest.mark.parametrize("known", [{"etag": '"one"'}, {"last_modified": DAY}])
def test_what_has_not_changed_is_not_sent_again(site: Site, known: dict) -> None:
    found = site.get("/feed", **known)
    assert (found.status, found.data, found.is_unchanged) == (304, None, True)
    assert (found.etag, found.last_modified) == (known.get("etag"), known.get("last_modified"))
    with pytest.raises(UsageError, match="has not changed"):
        found.file()


def test_marks_that_could_add_a_header_are_not_sent(site: Site) -> None:
    assert site.get("/feed", etag='"one"\r\nX-Evil: 1').status == 200
    assert "If-None-Match" not in site.seen[0][1]


def test_a_redirect_is_followed_without_its_cookie(site: Site) -> None:
    found = site.get("/moved")
    assert found.address == f"{site.address}/feed"
    assert [path for path, _ in site.seen] == ["/moved", "/feed"]
    assert "Cookie" not in site.seen[1][1]


@pytest.mark.parametrize(
    ("path", "more", "words"),
    [
        ("/slow", {"timeout_seconds": 0.3}, "did not answer within 0.3 seconds"),
        ("/pause", {"timeout_seconds": 0.2}, "did not answer within 0.2 seconds"),
        ("/trickle", {"timeout_seconds": 0.1}, "did not answer within 0.1 seconds"),
        ("/trickled/head", {"timeout_seconds": 0.1}, "did not answer within 0.1 seconds"),
        ("/round", {}, "more than 5 times"),
        ("/bomb", {"most_bytes": 100_000}, "more than 100,000 bytes"),
        ("/large", {}, "more than 10,485,760 bytes"),
        ("/cut", {}, "cannot be reached"),
        ("/no_gzip", {}, "cannot be reached"),
        ("/absent", {}, "answered 404 .*nothing at this address"),
        ("/gone", {}, "answered 410 .*gone for good"),
        ("/busy", {}, "answered 429 .*tomorrow"),
        ("/private", {}, "answered 403 .*save the page"),
        ("/unasked", {}, "304"),
        ("/nowhere", {}, "cannot be reached"),
    ],
)
def test_servers_that_misbehave_are_told_in_words(site: Site, path, more, words) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableFileError, match=words):
        site.get(path, **more)
    assert time.monotonic() - began < 5


def test_a_bomb_is_never_unpacked_whole(site: Site) -> None:
    tracemalloc.start()
    with pytest.raises(UnreadableFileError):
        site.get("/bomb", most_bytes=1 << 20)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20


def test_a_redirect_must_lead_to_the_web(site: Site) -> None:
    with pytest.raises(UsageError, match="file:///etc/passwd"):
        site.get("/to_file")


@pytest.mark.parametrize(
    "address",
    ["ftp://x.example/", "file:///etc/passwd", "x", "", "http://", "http://me:word@x.example/"],
)
def test_only_addresses_of_the_web_are_asked(address: str) -> None:
    with pytest.raises(UsageError, match="https://"):
        fetch(address, allow_private=True)


@pytest.mark.parametrize("address", ["http://x.example:99999/", "http://[::1/"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be reached"):
        fetch(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[2002:7f00:1::]", "224.0.0.1"),
        *("localhost", "2130706433"),
    ],
)
def test_private_networks_are_refused(host: str) -> None:
    with pytest.raises(UsageError, match="private network"):
        fetch(f"http://{host}/feed")


def test_a_name_that_changes_its_mind_reaches_nothing(site: Site, monkeypatch) -> None:
    asked = []
    resolve = socket.getaddrinfo

    def fickle(host, port, *more, **options):
        asked.append(host)
        return resolve("93.184.215.14" if len(asked) == 1 else "127.0.0.1", port, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", fickle)
    with pytest.raises(UsageError, match="private network"):
        fetch(f"http://fickle.example:{site.port}/feed")
    assert asked == ["fickle.example", "fickle.example"]
    assert site.seen == []


def test_an_unknown_name_is_told(monkeypatch) -> None:
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreadableFileError, match="its name is unknown"):
        fetch("https://absent.example/feed")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": "gopher"}, "`kind` must be one of feed, bluesky, mastodon, got 'gopher'"),
        ({"timeout_seconds": 0}, "`timeout_seconds` must be above 0"),
        ({"timeout_seconds": float("nan")}, "`timeout_seconds` must be above 0"),
        ({"most_bytes": 0}, "`most_bytes` must be at least 1"),
    ],
)
def test_limits_outside_what_is_allowed_are_refused(more: dict, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        fetch("https://x.example/", **more)


# -- Bluesky and Mastodon --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "account", ["ana.example", "@ana.example", "https://bsky.app/profile/ana.example"]
)
def test_a_bluesky_account_is_asked_by_any_of_its_names(site: Site, account: str) -> None:
    found = fetch(account, kind="bluesky", base=site.address, allow_private=True)
    assert site.seen[0][0] == "/xrpc/app.bsky.feed.getAuthorFeed?actor=ana.example&limit=100"
    file = found.file()
    assert bluesky.recognises(file.path, file.head())
    assert bluesky.read(file).usable


def test_what_is_no_bluesky_account_is_refused() -> None:
    with pytest.raises(UsageError, match="is a handle, a DID"):
        fetch("https://elsewhere.example/ana", kind="bluesky")


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/@ana", ["/api/v1/accounts/lookup?acct=ana", "/api/v1/accounts/7/statuses?limit=40"]),
        ("/users/ana", ["/api/v1/accounts/lookup?acct=ana", "/api/v1/accounts/7/statuses?limit=40"]),
        ("/api/v1/accounts/7/statuses", ["/api/v1/accounts/7/statuses"]),
        ("/users/ana/outbox", ["/users/ana/outbox?page=true"]),
        ("/users/ana/outbox?page=true", ["/users/ana/outbox?page=true"]),
    ],
)  # fmt: skip
def test_a_mastodon_account_is_asked_by_any_of_its_addresses(site: Site, path, asked) -> None:
    file = site.get(path, kind="mastodon").file()
    assert [seen for seen, _ in site.seen] == asked
    assert mastodon.recognises(file.path, file.head())
    assert mastodon.read(file).usable


@pytest.mark.parametrize("path", ["/@odd", "/@deep", "/@nobody"])
def test_a_server_that_does_not_say_who_somebody_is_is_told(site: Site, path: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"does not say who|a number that is none"):
        site.get(path, kind="mastodon")


def test_what_is_no_mastodon_account_is_refused() -> None:
    with pytest.raises(UsageError, match="@name@host"):
        fetch("https://elsewhere.example/about", kind="mastodon")
