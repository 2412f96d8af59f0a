"""When a page is at rest: drawn to its end, with nothing under way; what a journey reads or does next is not a race."""

from playwright.sync_api import Page, expect

_SECONDS = 120


def settle(page: Page) -> None:
    """Wait until the page is drawn to its end and nothing in it moves."""
    patience = _SECONDS * 1000
    page.wait_for_selector('[data-testid="stMain"] h1', timeout=patience)
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=patience
    )
    page.wait_for_function(
        '() => !document.querySelector(\'[data-testid="stSkeleton"], [data-stale="true"]\')',
        timeout=patience,
    )
    page.evaluate("() => document.fonts.ready")
    page.wait_for_timeout(400)


def drawn(page: Page, heading: str) -> None:
    """Wait until the page with this heading is at rest, and see that nothing in it failed."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible(
        timeout=_SECONDS * 1000
    )
    settle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
