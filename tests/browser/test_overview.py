"""The overview as a person shows it to a colleague: tour, a bar that is chosen, presentation mode, the report."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.resting import settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_from_the_tour_to_a_report_without_names(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    demo = [sys.executable, "-m", "relevance", "--db", str(tmp_path / "demo.duckdb"), "demo"]
    subprocess.run(demo, check=True, capture_output=True, timeout=240)
    page.goto(serve(tmp_path / "absent.duckdb"))
    expect(page.get_by_text("Tour of the demo, 1 of 6")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="End the tour").click()
    expect(page.get_by_text("Tour of the demo")).to_have_count(0)
    settle(page)

    # A bar that is chosen says who that is, and stays chosen when a slider moves everything.
    expect(page.get_by_role("heading", name="Where your attention goes")).to_be_visible()
    expect(page.get_by_role("heading", name="Three things to do")).to_be_visible()
    bars = page.locator('[class*="st-key-bars-dilutes"] .js-plotly-plot')
    bar = bars.locator(".bars .point path").last
    bar.scroll_into_view_if_needed()
    expect(bar).to_be_visible()
    spot = bar.bounding_box()
    assert spot
    page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    chosen = page.locator(".st-key-extreme")
    expect(chosen).to_contain_text("of your attention")
    settle(page)
    name = chosen.locator("strong").inner_text()
    figure = page.get_by_test_id("stMetricValue").first
    before = figure.inner_text()
    page.get_by_role("slider").first.press("Home")
    expect(figure).not_to_have_text(before)
    expect(chosen.locator("strong")).to_have_text(name)
    settle(page)
    lowest = figure.inner_text()
    page.get_by_role("slider").first.press("End")
    expect(figure).not_to_have_text(lowest)
    settle(page)

    # Presentation mode: the same person is a code, and none of the names is anywhere on the page.
    page.locator(".st-key-presentation-switch label").click()
    expect(page.get_by_text("names and texts are hidden")).to_be_visible()
    expect(page.get_by_text(re.compile(r"most of all Person [0-9A-Z]{4}")).first).to_be_visible()
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Report as one HTML file").click()
    report = download.value.path().read_text("utf-8")
    assert "Person " in report
    # Must not happen: somebody is named on the page or in the report that a colleague gets to see.
    assert name not in report
    assert name not in page.content()
    assert "linkedin.com/in" not in page.content() + report

    # The report opens as a page of its own and asks nothing of anybody: the fixture fails on any other address.
    page.set_content(report)
    expect(page.get_by_role("heading", name="The best changes")).to_be_visible()
