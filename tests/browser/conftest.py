"""A running dashboard and a real Chromium; nothing but this machine may be asked for anything."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import installed
from tests.serving import served

expect.set_options(timeout=30_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or a failure that says how to get one."""
    path = installed()
    assert path, "No Chrome or Chromium is installed: run `python -m tests.browser.chromium`."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Start the dashboard on a database and return its address; all servers end with the test."""
    with ExitStack() as running:
        yield lambda database: running.enter_context(served(database, tmp_path)).address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own; the test fails if anything outside this machine was asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    foreign: list[str] = []
    opened.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
            else foreign.append(request.url)
        ),
    )
    yield opened
    context.close()
    assert foreign == []
