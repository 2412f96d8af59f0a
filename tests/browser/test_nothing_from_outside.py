"""What a page would fetch elsewhere is refused, and whom the server asks for is known."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.resting import drawn
from tests.serving import asked_for, blocked

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]

HEADING = "Is your feed worth your time?"

WATCH = """
addEventListener("securitypolicyviolation", event =>
    console.error(`refused by policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the policy of the pages refused, and every error of their scripts."""
    said: list[str] = []
    page.add_init_script(WATCH)
    page.on("console", lambda one: said.append(one.text) if _is_complaint(one) else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def _is_complaint(message: ConsoleMessage) -> bool:
    # Streamlit looks for its server below the page's own path first.
    return message.type == "error" and "404 (Not Found)" not in message.text


CAUGHT = """
import socket
try:
    socket.getaddrinfo("example.org", 80)
except RuntimeError:
    pass
socket.getaddrinfo("localhost", 80)
"""


def test_who_is_asked_for_is_known_even_where_the_error_is_caught(tmp_path: Path) -> None:
    environment = {**os.environ, **blocked(tmp_path)}
    subprocess.run([sys.executable, "-c", CAUGHT], env=environment, check=True)
    assert asked_for(tmp_path) == ["example.org"]


def test_the_policy_refuses_what_a_page_would_fetch_elsewhere(
    page: Page,
    complaints: list[str],
    serve: Callable[[Path], str],
    tmp_path: Path,
    world_database: Path,
) -> None:
    database = tmp_path / "net.duckdb"
    shutil.copy(world_database, database)
    page.goto(serve(database))
    drawn(page, HEADING)
    page.evaluate(
        """() => {
            const image = new Image(); image.src = "http://127.0.0.1:9/pixel.png";
            const script = document.createElement("script"); script.textContent = "window.ran = true";
            document.body.append(image, script);
            return fetch("http://127.0.0.1:9/").catch(() => null);
        }"""
    )
    page.wait_for_timeout(500)
    refused = [one for one in complaints if "refused by policy" in one]
    assert {one.split()[3] for one in refused} == {"img-src", "script-src-elem", "connect-src"}
    assert page.evaluate("window.ran") is None
