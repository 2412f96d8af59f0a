"""What the running dashboard answers to requests that no page of its own would make."""

import base64
import os
import shutil
import socket
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.serving import Dashboard, asked_for, blocked, free_port, served
from tests.tried import tried

FOREIGN_HOSTS = (
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example",
    "169.254.169.254",
    "",
    "user@localhost",
)
FOREIGN_ORIGINS = (
    "http://evil.example",
    "https://127.0.0.1.evil.example",
    "http://localhost:3000",
    "http://127.0.0.1",
    "http://127.0.0.1:{port}.evil.example",
    "null",
    "file://",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("requests")


@pytest.fixture(scope="module")
def dashboard(folder: Path, world_database: Path) -> Iterator[Dashboard]:
    """The dashboard in a process that can reach nobody but this machine; in the end nobody was asked for."""
    database = folder / "net.duckdb"
    shutil.copy(world_database, database)
    with served(database, folder, environment=blocked(folder)) as running:
        yield running
    assert asked_for(folder) == []


def answer(
    dashboard: Dashboard, method: str, path: str, body: bytes = b"", **headers: str
) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", dashboard.port, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    given = {"Host": f"127.0.0.1:{dashboard.port}", **headers}
    if body:
        given = {"Content-Length": str(len(body)), **given}
    for name, value in given.items():
        connection.putheader(name.replace("_", "-"), value.format(port=dashboard.port))
    connection.endheaders(body or None)
    response = connection.getresponse()
    response.content = response.read()  # type: ignore[attr-defined]
    connection.close()
    return response


def shaken_hands(dashboard: Dashboard, *, origin: str | None, host: str) -> socket.socket | None:
    """Ask for the websocket; return the open connection, null where it is refused."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host.format(port=dashboard.port)}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: streamlit",
        f"Sec-WebSocket-Key: {key}",
        *([f"Origin: {origin.format(port=dashboard.port)}"] if origin is not None else []),
    ]
    connection = socket.create_connection(("127.0.0.1", dashboard.port), timeout=20)
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    if connection.recv(4096).startswith(b"HTTP/1.1 101"):
        return connection
    connection.close()
    return None


def test_every_answer_keeps_the_browser_to_this_server(dashboard: Dashboard) -> None:
    script = (
        answer(dashboard, "GET", "/").content.decode().split('crossorigin src=".')[1].split('"')[0]
    )  # type: ignore[attr-defined]
    for path in ("/", "/invites", "/_stcore/health", script, "/absent/file.js", "/media/none"):
        response = answer(dashboard, "GET", path)
        policy = dict(
            one.strip().partition(" ")[::2]
            for one in response.headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe-inline" not in policy["script-src"]
        assert "'unsafe-eval'" not in policy["script-src"]
        # Nothing but this server, data in the page itself and digests: no scheme, no other host.
        sources = {source for value in policy.values() for source in value.split()}
        assert {one for one in sources if not one.startswith("'")} <= {"data:", "blob:"}
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"]
        assert response.headers["Server"] is None
    assert answer(dashboard, "GET", "/_stcore/metrics").status == 403
    assert answer(dashboard, "GET", "/").headers["Access-Control-Allow-Origin"] is None


def test_a_foreign_host_is_refused_everywhere(dashboard: Dashboard) -> None:
    paths = ("/", "/_stcore/health", "/_stcore/host-config", "/media/x", "/auth/login")
    for host in FOREIGN_HOSTS:
        for path in paths:
            assert answer(dashboard, "GET", path, Host=host).status in {400, 403}, (host, path)
        assert shaken_hands(dashboard, origin=None, host=host) is None, host
    for host in ("localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}"):
        assert answer(dashboard, "GET", "/", Host=host).status == 200
    tried("requests with a foreign Host", len(FOREIGN_HOSTS) * (len(paths) + 1), "refused")


def test_a_page_of_another_address_gets_neither_websocket_nor_answer(dashboard: Dashboard) -> None:
    host = "127.0.0.1:{port}"
    for origin in FOREIGN_ORIGINS:
        assert shaken_hands(dashboard, origin=origin, host=host) is None, origin
        assert answer(dashboard, "GET", "/_stcore/health", Origin=origin).status == 403
    own = shaken_hands(dashboard, origin="http://127.0.0.1:{port}", host=host)
    assert own is not None
    own.close()
    tried("websockets and requests of a foreign page", 2 * len(FOREIGN_ORIGINS), "refused")


def test_uploads_need_the_token_of_the_page_and_a_session(dashboard: Dashboard) -> None:
    path = "/_stcore/upload_file/some-session/some-file"
    token = answer(dashboard, "GET", "/_stcore/health").headers["Set-Cookie"]
    token = urllib.parse.unquote(token.partition("=")[2].partition(";")[0])
    for headers in (
        {},
        {"Cookie": f"_streamlit_xsrf={token}"},
        {"X_Xsrftoken": token},
        {"X_Xsrftoken": token[:-4] + "0000", "Cookie": "_streamlit_xsrf=2|x|y|1"},
    ):
        for method in ("PUT", "DELETE"):
            refused = answer(dashboard, method, path, b"x", **headers)
            assert refused.status == 403, (method, headers)
    both = {"X_Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
    unknown = answer(dashboard, "PUT", path, b"x", **both)
    assert (unknown.status, b"session_id" in unknown.content) == (400, True)  # type: ignore[attr-defined]
    tried("uploads without the page's token", 8, "refused")


def test_a_message_beyond_the_limit_ends_the_connection(dashboard: Dashboard) -> None:
    connection = shaken_hands(dashboard, origin="http://127.0.0.1:{port}", host="127.0.0.1:{port}")
    assert connection is not None
    length = 80 << 20  # of a binary message; 64 MB are allowed
    with connection:
        connection.sendall(bytes([0x82, 0xFF]) + length.to_bytes(8, "big") + bytes(4))
        connection.settimeout(20)
        data = b""
        while data[-4:-2] != b"\x88\x02" and b"\x03\xf1" not in data:  # closed, 1009: too big
            piece = connection.recv(65_536)
            assert piece, data[-40:]
            data += piece
    assert answer(dashboard, "GET", "/_stcore/health").status == 200
    tried("a message beyond the limit", 1, "refused before it is read")


def app(
    folder: Path, *words: str, settings: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    (folder / "relevance.toml").write_text(settings, "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "relevance", "--db", str(folder / "new.duckdb"), "app", *words],
        env={
            **os.environ,
            "STREAMLIT_SERVER_HEADLESS": "true",
            "RELEVANCE_CONFIG": str(folder / "relevance.toml"),
            "HOME": str(folder),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "feed.example.org"])
def test_beyond_this_machine_it_does_not_start_without_sign_in(
    tmp_path: Path, address: str
) -> None:
    done = app(tmp_path, "--address", address, "--port", str(free_port()))
    assert done.returncode == 2
    assert f"at --address {address} other machines can reach it" in done.stderr
    for step in ("[auth]", "client_id", "redirect_uri", "cookie_secret", "sign_in_addresses"):
        assert step in done.stderr
    assert "Traceback" not in done.stderr


def test_half_a_sign_in_is_none(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(
        '[auth]\nclient_id = "me"\nclient_secret = "s"\ncookie_secret = "short"\n'
        'server_metadata_url = "http://login.example.org/openid"\n'
        'redirect_uri = "http://feed.example.org/oauth2callback"\n'
    )
    done = app(tmp_path, "--address", "0.0.0.0", settings='sign_in_addresses = ["mia@example.org"]')
    assert done.returncode == 2
    for step in ("set redirect_uri", "server_metadata_url begin with https", "at least 32 random"):
        assert step in done.stderr
    assert "sign_in_addresses" not in done.stderr
    assert "write [auth]" not in done.stderr


def test_others_are_told_that_the_dashboard_has_the_database(
    dashboard: Dashboard, folder: Path
) -> None:
    copy = folder / "copy.duckdb"
    command = [sys.executable, "-m", "relevance", "--db", str(folder / "net.duckdb")]
    shutil.copy(folder / "net.duckdb", copy)
    others = (
        ("app", "--port", str(free_port())),
        ("connections",),
        ("restore", str(copy)),
        ("import", str(copy)),
    )
    for words in others:
        done = subprocess.run(
            [*command, *words], capture_output=True, text=True, check=False, timeout=240
        )
        assert (done.returncode, done.stdout) == (1, ""), words
        assert f"is in use by the dashboard (process {dashboard.process.pid})" in done.stderr
        assert "close the dashboard or the command that uses it" in done.stderr
        assert "Traceback" not in done.stderr
    tried("a second process while the dashboard has the database", len(others), "told who has it")


def test_a_taken_port_is_said(dashboard: Dashboard, tmp_path: Path) -> None:
    done = app(tmp_path, "--port", str(dashboard.port))
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1, port {dashboard.port}" in done.stderr
    assert "--port" in done.stderr
