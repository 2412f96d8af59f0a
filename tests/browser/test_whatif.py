"""What if and Plan on the demo, as a person uses them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.resting import settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_a_what_if_opens_again_by_its_address_and_a_plan_spares_the_protected(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    address = serve(tmp_path / "mine.duckdb")
    page.goto(f"{address}/whatif")
    settle(page)
    page.get_by_role("button", name="Try without the 3").click()
    figure = page.get_by_test_id("stMetric").filter(has_text="Feed relevance, after")
    expect(figure).to_contain_text("points")
    expect(page.get_by_text("what can appear, not what will")).to_be_visible()
    settle(page)
    said = figure.inner_text()
    expect(page).to_have_url(re.compile(r"/whatif\?(?:.*without=){3}"))

    # By its address alone another session shows the same.
    page.goto(page.url)
    expect(figure).to_contain_text("points")
    settle(page)
    assert figure.inner_text() == said

    page.goto(f"{address}/plan")
    steps = page.locator('[class*="st-key-step"]')
    expect(steps).to_have_count(6)
    settle(page)
    name = steps.first.locator("strong").inner_text()
    steps.first.get_by_role("button", name="Protect").click()
    expect(page.get_by_text("Protected people (1)")).to_be_visible()
    expect(steps.filter(has_text=name)).to_have_count(0)
    settle(page)
    page.get_by_role("button", name="Make this my checklist").click()
    expect(page.get_by_text("0 of 6 done")).to_be_visible()
    settle(page)
    # The box itself is hidden behind its label.
    page.locator('[class*="st-key-checklist"]').get_by_test_id("stCheckbox").first.locator(
        "label"
    ).click()
    expect(page.get_by_text("1 of 6 done")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_text("1 of 6 done")).to_be_visible()
    # Must not happen: whoever is protected turns up again, in the checklist or in the plan.
    expect(page.get_by_text("Protected people (1)")).to_be_visible()
    expect(steps.filter(has_text=name)).to_have_count(0)
    expect(page.locator('[class*="st-key-checklist"]').filter(has_text=name)).to_have_count(0)
