"""Connections on the demo, as a person uses them: a list with a rule, a kept view, acts undone, names hidden."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.resting import settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_a_view_opens_again_and_content_only_hides_who_it_is_until_the_verdict(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    address = serve(tmp_path / "mine.duckdb")
    page.goto(f"{address}/connections")
    expect(page.get_by_text("120 shown")).to_be_visible(timeout=120_000)  # it builds the demo first
    settle(page)
    page.get_by_role("radio", name="loud and off-topic").click()
    expect(page.get_by_text("They dilute your feed, beyond chance")).to_be_visible()
    expect(page.get_by_text("15 shown")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/connections\?list=loud\+and\+off-topic$"))

    settle(page)
    # An act on all of them is undone at once.
    page.get_by_role("button", name="Unfollow", exact=True).click()
    expect(page.get_by_text("15 people: unfollow is noted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("15 people: unfollow is noted.")).to_have_count(0)

    settle(page)
    # One by one, by the keyboard, without a name.
    page.get_by_role("radio", name="one by one").click()
    expect(page.get_by_text("0 of 15 decided")).to_be_visible()
    settle(page)
    card = page.locator('[class*="st-key-one-connection"]')
    name = card.get_by_role("heading").inner_text()
    page.get_by_text("Content only: hide who it is").click()
    expect(card.get_by_role("heading")).to_have_text("Somebody among your connections")
    expect(page).to_have_url(
        re.compile(r"look=one\+by\+one.*hidden=true|hidden=true.*look=one\+by\+one")
    )
    # Must not happen: who it is can be read, or looked up by the address, before the verdict.
    seen = page.content().casefold()
    words = [word for word in re.findall(r"\w+", name.casefold()) if len(word) > 3]
    assert words
    assert [word for word in words if word in seen] == []
    assert "person=" not in page.url

    settle(page)
    page.get_by_text("Saved views (0)").click()
    page.get_by_role("textbox", name="Name").fill("Too loud")
    page.get_by_role("button", name="Keep this view").click()
    expect(page.get_by_text("Saved views (1)")).to_be_visible()
    settle(page)
    page.locator("h1").click()
    page.keyboard.press("k")
    expect(page.get_by_text(f"You decided on {name}: keep.")).to_be_visible()
    expect(page.get_by_text("1 of 15 decided")).to_be_visible()

    # Opened anew, the progress and the view are there.
    page.goto(f"{address}/connections")
    expect(page.get_by_text("120 shown")).to_be_visible()
    settle(page)
    page.get_by_text("Saved views (1)").click()
    page.locator('[class*="st-key-open-view"]').get_by_role("button").click()
    expect(page.get_by_text("1 of 15 decided")).to_be_visible()
    expect(card.get_by_role("heading")).to_have_text("Somebody among your connections")
