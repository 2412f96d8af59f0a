"""Every page, drawn to the end, in light and dark and at every width; as a command, their screenshots.

`python -m tests.browser.screens FOLDER [--db FILE]` starts the dashboard on the demo (or on FILE) and writes
`PAGE-SCHEME-WIDTH.png` of every page in light and dark, on a wide screen and on a phone.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import installed
from tests.browser.resting import settle
from tests.serving import served

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
PAGES = tuple(
    sorted(
        path.stem
        for path in (Path(__file__).parents[2] / "relevance" / "ui" / "pages").glob("*.py")
        if path.stem != "__init__"
    )
)
WIDTHS = {"phone": (390, 844), "wide": (1440, 900)}


def address_of(server: str, name: str) -> str:
    """Return where a page is; the first one is at the root."""
    return server if name == "overview" else f"{server}/{name}"


@contextmanager
def opened(browser: Browser, scheme: str, width: str) -> Iterator[Page]:
    """Give a new page in a colour scheme (`light`, `dark`) and a width (`phone`, `wide`)."""
    across, down = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": across, "height": down}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def photograph(browser: Browser, server: str, folder: Path) -> list[Path]:
    """Write a screenshot of every page, scheme and width to `folder`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            with opened(browser, scheme, width) as page:
                for name in PAGES:
                    page.goto(address_of(server, name))
                    settle(page)
                    _stretch(page, width)
                    path = folder / f"{name}-{scheme}-{width}.png"
                    page.screenshot(path=path)
                    written.append(path)
                    page.set_viewport_size(
                        dict(zip(("width", "height"), WIDTHS[width], strict=True))
                    )
    return written


def _stretch(page: Page, width: str) -> None:
    """Make the window as tall as the page, which scrolls within itself."""
    tall = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
    page.set_viewport_size({"width": WIDTHS[width][0], "height": min(max(int(tall), 600), 6000)})
    page.wait_for_timeout(500)


def _main() -> None:
    words = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    words.add_argument("folder", type=Path, help="where the pictures go")
    words.add_argument("--db", type=Path, help="the database to show; the demo without it")
    said = words.parse_args()
    path = installed()
    if not path:
        sys.exit("No Chrome or Chromium is installed: run `python -m tests.browser.chromium`.")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        # A copy, so that looking changes nothing; one that is not there opens the demo.
        database = Path(scratch) / "shown.duckdb"
        if said.db:
            shutil.copy(said.db, database)
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with served(database, Path(scratch)) as server:
            for written in photograph(chromium, server.address, said.folder):
                print(written)
        chromium.close()


if __name__ == "__main__":
    _main()
