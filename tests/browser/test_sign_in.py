"""Signing in with an OpenID provider of this machine: who sees the dashboard, who does not, and leaving again."""

import json
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, Page, expect

from tests.openid_provider import CLIENT, SECRET, Provider, provider
from tests.serving import Dashboard, free_port, served
from tests.tried import tried

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

MINE = "mia@example.org"
PRIVATE = ("Jo June", "Bea Brook", "Invites", "worth your time")
"""Words of the small world and of the frame around it, none of which a stranger may see."""


@pytest.fixture
def login() -> Iterator[Provider]:
    with provider() as known:
        yield known


@contextmanager
def signing(
    folder: Path, database: Path, login: Provider, *words: str, addresses: tuple[str, ...] = (MINE,)
) -> Iterator[Dashboard]:
    """Run a dashboard that asks people to sign in at `login`."""
    port = free_port()
    (folder / ".streamlit").mkdir(exist_ok=True)
    (folder / ".streamlit" / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{"0123456789abcdef" * 3}"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
        f'server_metadata_url = "{login.address}/.well-known/openid-configuration"\n'
    )
    (folder / "relevance.toml").write_text(f"sign_in_addresses = {json.dumps(list(addresses))}\n")
    own = folder / "net.duckdb"
    shutil.copy(database, own)
    environment = {"HOME": str(folder), "RELEVANCE_CONFIG": str(folder / "relevance.toml")}
    with served(own, folder, *words, port=port, environment=environment) as running:
        yield running


def sign_in(page: Page, who: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Who").fill(who)
    page.get_by_role("button", name="Go").click()


def said_of(words: str, name: str) -> re.Pattern[str]:
    """Return how a page names an address, which it breaks so that no browser makes a link of it."""
    return re.compile(f"{words} as {name}@.?example.org")


def asked(address: str, port: int, headers: dict[str, str]) -> tuple[int, str, str]:
    """Ask for the first page; return the status, the text and the content-security policy of the answer."""
    connection = HTTPConnection(address, port, timeout=60)
    try:
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers["Content-Security-Policy"]
    finally:
        connection.close()


def sees_nothing(page: Page) -> None:
    said = page.locator("body").inner_text()
    assert [one for one in PRIVATE if one in said] == []


def test_only_who_signed_in_and_is_named_sees_anything(
    page: Page, browser: Browser, tmp_path: Path, world_database: Path, login: Provider
) -> None:
    # On every address of this machine, as for others: so it starts, and still answers under known names only.
    with signing(tmp_path, world_database, login, "--address", "0.0.0.0") as dashboard:
        for path in ("", "/invites", "/people"):
            page.goto(dashboard.address + path)
            expect(page.get_by_text("Sign in to see it.")).to_be_visible()
            sees_nothing(page)
        foreign = {"Host": "feed.example.org"}
        assert asked("127.0.0.1", dashboard.port, foreign)[0] == 400

        sign_in(page, "stranger@example.org")
        expect(page.get_by_text(said_of("You signed in", "stranger"))).to_be_visible()
        sees_nothing(page)
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_text("Sign in to see it.")).to_be_visible()

        sign_in(page, MINE.upper())
        expect(page.get_by_role("heading", name="Is your feed worth your time?")).to_be_visible()
        expect(page.get_by_text(said_of("Signed in", "mia"))).to_be_visible()
        page.goto(f"{dashboard.address}/invites")
        expect(page.get_by_text("Jo June").first).to_be_visible()

        # Somebody else at the same moment, without the cookie, is a stranger still.
        context = browser.new_context()
        other = context.new_page()
        other.goto(f"{dashboard.address}/invites")
        expect(other.get_by_text("Sign in to see it.")).to_be_visible()
        sees_nothing(other)
        context.close()

        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_text("Sign in to see it.")).to_be_visible()
        sees_nothing(page)
        page.goto(f"{dashboard.address}/invites")
        expect(page.get_by_text("Sign in to see it.")).to_be_visible()
        assert "Traceback" not in dashboard.said()
    assert {"/.well-known/openid-configuration", "/authorize", "/token", "/keys"} <= {*login.asked}
    tried("looks at the dashboard without signing in, and as the wrong account", 6, "nothing shown")


def _forge(login: Provider) -> None:
    login.signs_with = RSAKey.generate_key(2048, {"kid": "one"})


def _doubt(login: Provider) -> None:
    login.is_verified = False


@pytest.mark.parametrize(
    ("wrong", "shown"),
    [
        (_forge, "Sign in to see it."),
        (_doubt, "without an e-mail address that is verified"),
    ],
)
def test_forged_tokens_and_unverified_addresses_are_refused(
    page: Page,
    tmp_path: Path,
    world_database: Path,
    login: Provider,
    wrong: Callable[[Provider], None],
    shown: str,
) -> None:
    wrong(login)
    with signing(tmp_path, world_database, login) as dashboard:
        page.goto(dashboard.address)
        sign_in(page, MINE)
        page.wait_for_url(f"{dashboard.address}/**")
        expect(page.get_by_text(shown)).to_be_visible()
        sees_nothing(page)
    tried("a forged token, and an address that is not verified", 2, "refused")


def test_streamlit_itself_told_to_listen_everywhere_shows_nothing(
    page: Page, tmp_path: Path, world_database: Path
) -> None:
    own = tmp_path / "net.duckdb"
    shutil.copy(world_database, own)
    everywhere = ("--server.address", "0.0.0.0")
    # No sign-in of whoever runs the tests may help.
    environment = {"HOME": str(tmp_path), "RELEVANCE_CONFIG": ""}
    with served(own, tmp_path, *everywhere, environment=environment, by_streamlit=True) as running:
        for path in ("", "/invites"):
            page.goto(running.address + path)
            expect(page.get_by_text("Nothing is shown.")).to_be_visible(timeout=120_000)
            said = page.locator("body").inner_text()
            for step in ("[auth]", "client_id", "cookie_secret", "sign_in_addresses", "127.0.0.1"):
                assert step in said
            sees_nothing(page)
        host = {"Host": f"localhost:{running.port}"}
        visits = [("127.0.0.1", {**host, "X-Forwarded-For": "192.0.2.9"})]  # by a proxy
        if own_address := address_of_this_machine():
            visits.append((own_address, host))
        for address, headers in visits:
            status, said, policy = asked(address, running.port, headers)
            assert status == 403
            assert "Refused: this dashboard is for its own machine" in said
            assert "frame-ancestors 'none'" in policy
    tried("streamlit run on every address of the machine, without sign-in", 3, "nothing shown")


def address_of_this_machine() -> str | None:
    """Return an address of this machine that is not its loopback, null where it is in no network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])
