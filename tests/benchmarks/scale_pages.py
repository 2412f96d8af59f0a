"""How long pages of a large database take in a real browser: `python -m tests.benchmarks.scale_pages FOLDER POSTS`.

Wall time, since that is what people wait for; `load` beside it says how many others the machine's cores had to serve.
FOLDER is that of `tests.benchmarks.scale_up`, whose results page gets the table.
"""

import argparse
import base64
import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.benchmarks.scale_up import write
from tests.browser.chromium import ensure
from tests.browser.conftest import FLAGS

PAGES = (
    "overview",
    "connections",
    "invites",
    "whatif",
    "plan",
    "topics",
    "rate",
    "encounters",
    "interests",
)
EVENTS = 50
_LONGEST = 600_000
_NOTICED = 5_000
_READY = "[data-testid=stApp][data-test-script-state=notRunning]"
_WATCH = """
() => {
  const app = document.querySelector('[data-testid=stApp]');
  window.asked = performance.now(); window.shown = null; window.ran = false; window.effect = null;
  if (window.watch) window.watch.disconnect();
  window.watch = new MutationObserver(() => {
    const state = app.getAttribute('data-test-script-state');
    if (state !== 'notRunning') window.ran = true;
    else if (window.ran) requestAnimationFrame(() => { window.shown = performance.now(); });
  });
  window.watch.observe(app, {attributes: true});
  if (window.words) window.words.disconnect();
  const page = document.querySelector('[data-testid=stMain]');
  const says = one => one.type === 'characterData' || [...one.addedNodes].some(node => node.textContent.trim());
  window.words = new MutationObserver(changes => {
    if (window.effect === null && changes.some(says))
      requestAnimationFrame(() => { window.effect ??= performance.now(); });
  });
  window.words.observe(page, {childList: true, characterData: true, subtree: true});
}
"""


class Wire:
    """Counts the bytes that a page gets."""

    def __init__(self, session: CDPSession) -> None:
        self.received = 0
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.loadingFinished", self._loaded)

    def _frame(self, event: dict) -> None:
        said = event["response"]["payloadData"]
        binary = event["response"]["opcode"] == 2
        self.received += len(base64.b64decode(said)) if binary else len(said)

    def _loaded(self, event: dict) -> None:
        self.received += int(event["encodedDataLength"])


@contextlib.contextmanager
def served(database: Path) -> Iterator[tuple[str, int, float]]:
    """Start the dashboard and yield its address, its process, and the seconds until it answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    began = time.perf_counter()
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(port),
            "--server.headless",
            "true",
        ],
        env={**os.environ, "RELEVANCE_DB": str(database), "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", server.pid, time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(30)


def used(process: int) -> tuple[float, float, float, float]:
    """Return the processor seconds of a process so far, and MB: resident now, at most, and now without mapped files."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    rows = dict(
        line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines()
    )
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    resident, most, own = (
        int(rows[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM", "RssAnon")
    )
    return seconds, resident, most, own


def drawn(page: Page) -> float:
    """Return the seconds from `_WATCH` until the script had run and the page was drawn."""
    page.wait_for_function("() => window.shown !== null", timeout=_LONGEST)
    page.wait_for_selector(_READY, timeout=_LONGEST)
    return float(page.evaluate("() => (window.shown - window.asked) / 1000"))


def visit(page: Page, name: str) -> float:
    """Open a page by its link in the side bar and return the seconds until it was drawn."""
    link = page.get_by_test_id("stSidebarNav").locator("a").nth(_place(page, name))
    page.evaluate(_WATCH)
    link.click()
    return drawn(page)


def _place(page: Page, name: str) -> int:
    links = (
        page.get_by_test_id("stSidebarNav")
        .locator("a")
        .evaluate_all("all => all.map(one => one.href)")
    )
    found = [place for place, href in enumerate(links) if href.rstrip("/").endswith(f"/{name}")]
    return found[0] if found else 0  # the first page has no name in its address


def slide(page: Page, event: int) -> tuple[float, float]:
    """Move one of the sliders by a step with the keyboard.

    Returns:
        The seconds from the event until the first words or figures on the page itself changed, nan where none did, and
        until the whole page was drawn.
    """
    sliders = page.get_by_test_id("stSidebar").get_by_role("slider")
    one = sliders.nth(event % sliders.count())
    for key in ("ArrowLeft", "ArrowRight") if event // 8 % 2 else ("ArrowRight", "ArrowLeft"):
        page.wait_for_selector(_READY, timeout=_LONGEST)
        one.focus()
        page.evaluate(_WATCH)
        page.keyboard.press(key)
        # At the end of its way a slider does nothing; and a page that was drawn anew meanwhile takes the focus.
        with contextlib.suppress(PlaywrightTimeout):
            page.wait_for_function("() => window.ran", timeout=_NOTICED)
            break
    whole = drawn(page)
    first = page.evaluate("() => window.effect && (window.effect - window.asked) / 1000")
    return (np.nan if first is None else float(first)), whole


def measure(database: Path, posts: int, events: int) -> str:
    """Return the table of pages and sliders as Markdown."""
    lines = [
        f"\n## In a browser, {posts:,} posts\n",
        "Wall seconds, and processor seconds of the dashboard in brackets; bytes over the wire.\n",
        "| page | first time | again | bytes, again | load |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    with served(database) as (address, process, started), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        wire = Wire(page.context.new_cdp_session(page))
        began, before = time.perf_counter(), used(process)[0]
        page.goto(address)
        page.get_by_role("heading", level=1).first.wait_for(timeout=_LONGEST)
        page.wait_for_selector(_READY, timeout=_LONGEST)
        opened = time.perf_counter() - began, used(process)[0] - before
        for name in PAGES:
            cells = []
            for _ in range(2):
                before, received = used(process)[0], wire.received
                seconds = visit(page, name)
                cells.append(f"{seconds:.2f} ({used(process)[0] - before:.2f})")
            got = wire.received - received
            lines.append(
                f"| {name} | {cells[0]} | {cells[1]} | {got:,} | {os.getloadavg()[0]:.0f} |"
            )
            print(lines[-1], flush=True)
        began = time.perf_counter()
        visit(page, "overview")
        page.get_by_text("Posts are being grouped").wait_for(state="hidden", timeout=_LONGEST)
        print(f"posts were grouped {time.perf_counter() - began:.0f} s later", flush=True)
        lines += _slid(page, wire, process, events)
        _, now, most, own = used(process)
        lines.append(
            f"\nThe server answered after {started:.1f} s; the first page, with everything to be loaded, stood "
            f"{opened[0]:.1f} s later ({opened[1]:.1f} s of the processor). Resident memory of the dashboard: "
            f"{now:.0f} MB, at most {most:.0f} MB; {own:.0f} MB of it its own, the rest being files that the system "
            "may let go of at any time."
        )
        browser.close()
    return "\n".join(lines) + "\n"


def _slid(page: Page, wire: Wire, process: int, events: int) -> list[str]:
    lines = [
        "\nSeconds from the event in the browser until the first words or figures on the page changed, and until the "
        "whole page was drawn; events that change nothing that is shown count in the latter only. Sliders are moved "
        "once posts are grouped by topic, which goes on for a while after a start; pages are opened meanwhile.\n",
        "| slider on | events | effect, median | effect, 95th percentile | whole page, median | 95th percentile "
        "| processor, median | bytes, median | bytes, most |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in ("overview", "connections", "interests"):
        visit(page, name)
        slide(page, 0)
        rows = []
        for event in range(events):
            before, received = used(process)[0], wire.received
            seconds = slide(page, event)
            rows.append((*seconds, used(process)[0] - before, wire.received - received))
        effect, wall, work, got = (np.array(column) for column in zip(*rows, strict=True))
        seen = effect[~np.isnan(effect)]
        times = (np.median(seen), np.percentile(seen, 95), np.median(wall), np.percentile(wall, 95))
        cells = [f"{one:.2f} s" for one in (*times, np.median(work))]
        cells += [f"{np.median(got):,.0f}", f"{got.max():,}"]
        lines.append(f"| {name} | {events}, {len(seen)} seen | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    return lines


def main() -> None:
    """Measure and write the results page."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("posts", type=int)
    reader.add_argument("--events", type=int, default=EVENTS)
    given = reader.parse_args()
    said = measure(given.folder / f"{given.posts}.duckdb", given.posts, given.events)
    (given.folder / f"{given.posts}.pages.md").write_text(said, "utf-8")
    write(given.folder)


if __name__ == "__main__":
    main()
