"""Names, notes and posts that are written to do harm, as a real browser draws them: nothing of them is obeyed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from relevance.store import Store
from tests import hostile_world
from tests.browser.resting import settle
from tests.hostile_world import SIGN

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

PAGES = (
    "",
    "connections",
    "invites",
    "whatif",
    "plan",
    "rate",
    "people",
    "encounters",
    "interests",
    "topics",
    "data",
)
OBEYED = ", ".join(
    (
        f"a[href*='{SIGN}.example']",
        f"img[src*='{SIGN}']",
        f"script:text('{SIGN}')",
        "svg a",
        "[data-testid='stMain'] .katex",
    )
)
FORMATTED = "strong, em, del, b, h1, code, [data-testid='stIconMaterial']"


def test_no_page_obeys_what_other_people_wrote(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as patched, Store.open(tmp_path / "mine.duckdb") as store:
        hostile_world.fill(store, tmp_path, patched)
    asked: list[str] = []

    def close(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)
    address = serve(tmp_path / "mine.duckdb")
    for name in PAGES:
        page.goto(f"{address}/{name}")
        expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_visible()
        settle(page)
        page.wait_for_timeout(1_000)
        expect(page.locator(OBEYED)).to_have_count(0)
        formatted = page.get_by_test_id("stMain").locator(FORMATTED).all_inner_texts()
        assert [one for one in formatted if one.strip() == SIGN] == [], name
    # The fixture fails the test if anything outside this machine was asked for.
    assert asked == []
