"""Rate, How good is this?, People, Encounters, Topics and Interests on the demo, as a person uses them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.resting import settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


@pytest.fixture
def demo(page: Page, serve: Callable[[Path], str], tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard on the demo, which is made once, and whose tour is over."""
    made = [sys.executable, "-m", "relevance", "--db", str(tmp_path / "demo.duckdb"), "demo"]
    subprocess.run(made, check=True, capture_output=True, timeout=240)
    address = serve(tmp_path / "absent.duckdb")
    page.goto(address)
    settle(page)
    page.get_by_role("button", name="End the tour").click()
    expect(page.get_by_text("Tour of the demo")).to_have_count(0)
    yield address


def test_posts_are_rated_by_keyboard_and_few_ratings_make_no_percentages(
    page: Page, demo: str
) -> None:
    page.goto(f"{demo}/rate")
    question = page.locator(".st-key-question")
    expect(page.get_by_text("1 of 10")).to_be_visible()
    settle(page)  # a key that is pressed before its button is there goes nowhere
    first = question.get_by_test_id("stText").first.inner_text()
    page.keyboard.press("u")
    expect(page.get_by_text("2 of 10")).to_be_visible()
    settle(page)
    page.keyboard.press("d")
    expect(page.get_by_text("3 of 10")).to_be_visible()

    page.goto(f"{demo}/quality")
    expect(page.get_by_text("2 of 30 thumbs on posts")).to_be_visible()
    # Must not happen: a share of two ratings passes for a measure of quality.
    expect(page.get_by_text("Average precision")).to_have_count(0)

    page.goto(f"{demo}/rate")
    expect(page.get_by_text("1 of 10")).to_be_visible()
    # Must not happen: what was rated is asked again.
    expect(question.get_by_text(first[:60], exact=False)).to_have_count(0)


def test_two_people_stay_two_once_the_owner_said_so(page: Page, demo: str) -> None:
    page.goto(f"{demo}/people")
    pair = page.locator(".st-key-pair")
    asked = pair.get_by_role("heading", level=3).first
    settle(page)
    expect(asked).to_contain_text("the same person", timeout=120_000)
    said = asked.inner_text()
    pair.get_by_role("button", name="No, two people").click()
    expect(asked).not_to_have_text(said)
    settle(page)
    page.reload()
    settle(page)
    # Must not happen: the same question comes back.
    expect(asked).to_contain_text("the same person")
    expect(asked).not_to_have_text(said)
    page.get_by_role("tab", name="Your answers").click()
    page.get_by_role("tabpanel").get_by_role("button", name="Undo").first.click()
    # The page begins at its first tab again, so this stands on one that is folded away.
    expect(page.get_by_text("You have not answered yet.")).to_be_attached()


def test_a_tie_opens_into_its_contacts(page: Page, demo: str) -> None:
    page.goto(f"{demo}/encounters")
    expect(page.get_by_text("48 people shown.")).to_be_visible()
    settle(page)
    page.get_by_role("textbox", name="Search").fill("Stackhouse")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 people shown.")).to_be_visible()
    settle(page)
    page.get_by_role("combobox", name="One person's timeline").click()
    page.get_by_role("option", name="Lee Stackhouse").click()
    expect(page.get_by_text("contacts from")).to_be_visible()
    # Must not happen: somebody who was filtered away is offered.
    expect(page.get_by_role("option", name="Femi Adeyemi-Cole")).to_have_count(0)


def test_a_topic_becomes_an_interest_and_goes_again(page: Page, demo: str) -> None:
    page.goto(f"{demo}/topics")
    add = page.get_by_role("button", name="Add as interest").first
    expect(add).to_be_visible(timeout=120_000)
    sliders = page.get_by_test_id("stSidebar").get_by_role("slider")
    # The side bar is drawn by itself, and may come later than the page.
    settle(page)
    before = sliders.count()
    assert before
    add.click()
    expect(sliders).to_have_count(before + 1)
    settle(page)
    page.get_by_role("button", name="Undo last change").first.click()
    # Must not happen: what was taken back weighs on.
    expect(sliders).to_have_count(before)
