"""Hours of use, compressed: does the dashboard's memory stay flat, and its log free of errors?

    python -m tests.benchmarks.soak MINUTES

The real server in a process of its own, used by a real Chromium: only so do sessions, websockets, uploads, caches and
background work live and die as they do with a person. An hour of use is taken as 120 actions, one each half minute: who
reads what a page says acts less often. It goes on for as many minutes, and for four hours' worth of actions at least.
Whoever uses it goes from page to page, moves sliders, rates, opens explanations, imports a few new posts, and now and
then comes back in a new session. Memory is what the server has resident, without the browser.
"""

import csv
import itertools
import os
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from relevance.store import Store
from tests import world
from tests.browser.chromium import installed
from tests.browser.conftest import FLAGS
from tests.serving import free_port
from tests.tried import tried

__all__ = ["Soak", "soak"]

ACTIONS_PER_HOUR = 120
LEAST_HOURS = 4
MOST_GROWTH = 0.10
WARM_UP = 0.3
"""The share of the actions after which everything has been loaded once."""
PAGES = (
    "Overview", "Connections", "Invites", "What if", "Plan", "Rate", "How good is this?", "People", "Encounters",
    "Interests", "Topics", "Data",
)  # fmt: skip
_THUMBS = '[class*="st-key-thumb-"] button:visible, [class*="st-key-answer-"] button:visible'
_ERRORS = re.compile(r"Traceback|Uncaught|\bERROR\b|\w+Error(?: at|:)")


@dataclass
class Soak:
    """What was done and what was measured."""

    actions: int = 0
    resident: list[float] = field(default_factory=list)
    """Resident memory of the server after each action, in MB."""
    said: list[str] = field(default_factory=list)
    """Lines of the log that tell of an error, and errors that a page showed."""

    @property
    def hours(self) -> float:
        """Hours of use that the actions stand for."""
        return self.actions / ACTIONS_PER_HOUR

    @property
    def growth(self) -> float:
        """By what share the last fifth of the time after warming up takes more memory than the first fifth."""
        warm = self.resident[int(WARM_UP * len(self.resident)) :]
        fifth = max(len(warm) // 5, 1)
        return statistics.median(warm[-fifth:]) / statistics.median(warm[:fifth]) - 1

    @property
    def verdict(self) -> str:
        """What came of it, in a line."""
        warm = self.resident[int(WARM_UP * len(self.resident)) :]
        return (
            f"{self.hours:.1f} hours of use in {self.actions:,} actions: {statistics.median(warm):,.0f} MB, "
            f"{100 * self.growth:+.1f} % after warming up, {len(self.said)} errors"
        )


def soak(minutes: float, *, actions: int = 0) -> Soak:
    """Use a dashboard of its own for some minutes, and at least for so many actions."""
    with TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        with Store.open(folder / "soak.duckdb") as store:
            world.fill(store, folder)
        done = Soak()
        log = folder / "server.log"
        with _server(folder / "soak.duckdb", log) as (address, process), _browser() as page:
            until = time.monotonic() + 60 * minutes
            user = _User(page, address, folder)
            for act in user.actions():
                act()
                done.actions += 1
                done.resident.append(_resident_mb(process))
                done.said += user.errors()
                if time.monotonic() > until and done.actions >= actions:
                    break
        lines = log.read_text("utf-8", "replace").splitlines()
        done.said += [line for line in lines if _ERRORS.search(line)]
    return done


class _User:
    """Somebody who uses every page, by a script that is the same each time."""

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        self._page, self._address, self._folder = page, address, folder
        self._chance = random.Random(2026)
        self._posts = itertools.count(1)

    def actions(self) -> Iterator[Callable[[], None]]:
        """Yield what is done next, without end."""
        self.arrive()
        for turn in itertools.count():
            if turn % 4 == 3:
                yield self.arrive
            for name in PAGES:
                yield lambda name=name: self.go(name)
                if name in {"Overview", "Connections", "What if", "Topics"}:
                    yield self.weigh
                if name in {"Overview", "Rate"}:
                    yield self.rate
                if name in {"Invites", "Connections"}:
                    yield self.unfold
            yield self.bring_posts

    def arrive(self) -> None:
        """Open the dashboard in a new session."""
        self._page.goto(self._address)
        self._page.get_by_test_id("stSidebarNav").wait_for()
        self._settle()

    def go(self, name: str) -> None:
        """Open a page by its link."""
        self._page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
        self._settle()

    def weigh(self) -> None:
        """Move a slider to one of its ends or by a step."""
        thumbs = self._page.get_by_test_id("stSidebar").get_by_role("slider")
        if thumbs.count():
            thumb = thumbs.nth(self._chance.randrange(thumbs.count()))
            thumb.focus()
            thumb.press(self._chance.choice(["Home", "End", "ArrowLeft", "ArrowRight"]))
        self._settle()

    def rate(self) -> None:
        """Press one of the thumbs on the page."""
        main = self._page.get_by_test_id("stMain")
        thumbs = main.locator(_THUMBS)
        if thumbs.count():
            thumbs.nth(self._chance.randrange(thumbs.count())).click()
        self._settle()

    def unfold(self) -> None:
        """Open the first explanation or section that is shut."""
        shut = self._page.get_by_test_id("stMain").locator("details:not([open]) > summary")
        if shut.count():
            shut.first.click()
        self._settle()

    def bring_posts(self) -> None:
        """Import a table of three new posts by people who are known."""
        path = self._folder / f"posts{next(self._posts)}.csv"
        rows = [
            {
                **row,
                "text": f"{row['text']} ({path.stem})",
                "created_at": datetime.now(UTC).isoformat(),
            }
            for row in self._chance.sample(world.post_rows(), 3)
        ]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        self.go("Data")
        self._page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(
            path
        )
        self._settle()
        self._page.get_by_role("button", name="Import", exact=False).last.click()
        self._page.get_by_role("heading", name="What the import did").wait_for()
        self._settle()

    def errors(self) -> list[str]:
        """Return what the page shows of errors."""
        shown = self._page.get_by_test_id("stException")
        return [f"page: {one}" for one in shown.all_inner_texts()]

    def _settle(self) -> None:
        """Wait until the page is drawn."""
        self._page.wait_for_timeout(150)
        self._page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


@contextmanager
def _browser() -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        page = chromium.new_page()
        page.set_default_timeout(120_000)
        yield page
        chromium.close()


@contextmanager
def _server(database: Path, log: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    words = ["-m", "relevance", "--db", str(database), "app", "--port", str(port)]
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, *words],
            stdout=written,
            stderr=subprocess.STDOUT,
            env={**os.environ, "STREAMLIT_SERVER_HEADLESS": "true"},
        )
    try:
        _wait(f"{address}/_stcore/health", server, log)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
    msg = f"The dashboard did not answer: {log.read_text('utf-8', 'replace')}"
    raise RuntimeError(msg)


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def main(words: list[str]) -> int:
    """Soak, print what was measured, write it to docs/tried.md where that is asked for; 1 where it did not hold."""
    if len(words) != 1 or not words[0].isdigit():
        print("python -m tests.benchmarks.soak MINUTES")
        return 2
    done = soak(int(words[0]), actions=LEAST_HOURS * ACTIONS_PER_HOUR)
    step = max(len(done.resident) // 20, 1)
    print("MB:", *(f"{one:.0f}" for one in done.resident[::step]))
    print(done.verdict, *done.said[:10], sep="\n")
    if done.growth >= MOST_GROWTH or done.said:
        return 1
    tried(
        f"{done.hours:.1f} hours of use, compressed: pages, sliders, ratings, imports, new sessions, actions",
        done.actions,
        f"no error; server's memory {100 * done.growth:+.1f} % after warming up",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
