"""Every page for everyone: contrast and structure by axe, a phone's width, and the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.resting import settle
from tests.browser.screens import PAGES, address_of, opened

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
# Everything in the page that takes part by keyboard, but for drawings, grids and groups of buttons: each of them is one
# stop and has keys of its own inside.
_PARTS = """() => [...document.querySelectorAll(
    '[data-testid="stMain"] :is(button, input, textarea, a[href], summary, [role=slider])')]
    .filter(one => one.tabIndex >= 0 && !one.disabled
        && one.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})
        && !one.closest('.js-plotly-plot, [data-testid="stDataFrame"], [data-testid="stButtonGroup"]'))
    .map((one, place) => (one.dataset.place = place, (one.innerText || one.ariaLabel || one.tagName).trim()))"""
_WATCH = """() => { window.stops = new Set(); document.addEventListener('focusin',
    event => event.target.dataset.place && window.stops.add(Number(event.target.dataset.place))) }"""


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options=_RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {[why['message'] for why in node['any'] + node['all']][:1]}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", "wide"), ("dark", "wide"), ("light", "phone")]
)
def test_every_page_keeps_the_rules_for_access(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path, scheme: str, width: str
) -> None:
    server = serve(tmp_path / "absent.duckdb")
    wrong: dict[str, list[str]] = {}
    with opened(browser, scheme, width) as page:
        for name in PAGES:
            page.goto(address_of(server, name))
            settle(page)
            found = _violations(page)
            across, room = page.evaluate(
                "() => (part => [part.scrollWidth, part.clientWidth])"
                "(document.querySelector('[data-testid=\"stMain\"]'))"
            )
            if across > room:
                found.append(f"{across} pixels across in a window of {room}")
            if found:
                wrong[name] = found
    assert wrong == {}


def test_every_part_of_every_page_is_reached_by_the_tab_key(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    server = serve(tmp_path / "absent.duckdb")
    missed: dict[str, list[str]] = {}
    with opened(browser, "light", "wide") as page:
        for name in PAGES:
            page.goto(address_of(server, name))
            settle(page)
            parts = page.evaluate(_PARTS)
            left = set(range(len(parts)))
            page.evaluate("() => document.activeElement?.blur()")
            page.evaluate(_WATCH)
            # Twice as many as there are parts: the side bar, drawings and grids are stops too.
            for _ in range(2 * len(parts) + 80):
                page.keyboard.press("Tab")
            left -= set(page.evaluate("() => [...window.stops]"))
            if left:
                missed[name] = [parts[one] for one in sorted(left)]
            # Must not happen: a page without anything to act on passes for one that is reached.
            assert parts
    assert missed == {}
