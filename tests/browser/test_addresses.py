"""Addresses and uploads as a browser sends them: what is not taken is said, and the page stands."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.resting import drawn
from tests.serving import served
from tests.tried import tried

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]

LIMIT_MB = 1


@pytest.fixture
def address(tmp_path: Path, world_database: Path) -> Iterator[str]:
    """Where a dashboard is that takes uploads of one megabyte."""
    database = tmp_path / "addresses.duckdb"
    shutil.copy(world_database, database)
    words = ("--server.maxUploadSize", str(LIMIT_MB))
    with served(database, tmp_path, *words, by_streamlit=True) as dashboard:
        yield dashboard.address
        assert "Traceback" not in dashboard.said()


def test_what_cannot_be_taken_is_said_in_a_browser(page: Page, address: str) -> None:
    page.goto(f"{address}/plan?changes=nan&least=1e999&spare=%3Cb%3Ex&talked=%E2%80%AEabc")
    drawn(page, "Plan")
    for name in ("changes", "least", "spare", "talked"):
        expect(page.get_by_text(f"“{name}” in the address")).to_be_visible()
    changes = page.get_by_role("slider", name="At most so many changes")
    assert 1 <= int(changes.input_value()) <= 20
    page.goto(f"{address}/plan?changes=3")
    drawn(page, "Plan")
    expect(changes).to_have_value("3")
    expect(page.get_by_text("in the address")).to_have_count(0)
    page.goto(f"{address}/nonsense?without=%00&x={'y' * 4000}")
    drawn(page, "Is your feed worth your time?")
    expect(page.get_by_text("Page not found")).to_be_visible()
    tried("wrong names of pages and values of widgets in the address, in a browser", 5, "said")


def test_an_upload_that_is_too_large_is_said_and_the_page_stands(
    page: Page, address: str, tmp_path: Path
) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * ((LIMIT_MB << 20) + 1))
    page.goto(f"{address}/data")
    drawn(page, "Data")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("File must be")).to_be_visible()
    page.get_by_role("button", name="Import").last.click()
    expect(page.get_by_text("Choose a file, or write the path of one.")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    tried("uploads above the limit, in a browser", 1, "said; the page goes on")
