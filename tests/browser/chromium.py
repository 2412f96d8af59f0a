"""Find a Chromium to test with, or get one: installed, Playwright's own, or Debian's package.

Run as a module it prepares the machine and prints the path; it fails with a sentence where none can be had, since
a suite that skips its journeys looks green and has seen nothing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def installed() -> str | None:
    """Return the path of an installed Chrome or Chromium."""
    named = os.environ.get("RELEVANCE_TEST_BROWSER")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else playwrights_own())


def playwrights_own() -> str | None:
    """Return the path of the browser that Playwright downloaded earlier."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def _run(*command: str) -> bool:
    print("trying:", " ".join(command), file=sys.stderr)
    return subprocess.run(command, check=False, stdout=sys.stderr).returncode == 0


def _debians() -> bool:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    return _run("apt-get", "update", "-qq") and _run(
        "apt-get",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        "chromium",
        "fonts-dejavu-core",
    )


def ensure() -> str:
    """Return the path of a Chromium, getting one where there is none."""
    for attempt in (
        lambda: True,
        lambda: _run(sys.executable, "-m", "playwright", "install", "chromium"),
        _debians,
    ):
        if attempt() and (path := installed()):
            return path
    sys.exit(
        "No Chrome or Chromium is installed and none could be fetched, so the browser tests cannot run. Install "
        "one (for example: apt-get install chromium) or name one in RELEVANCE_TEST_BROWSER."
    )


if __name__ == "__main__":
    print(ensure())
