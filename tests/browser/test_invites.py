"""Deciding on invitations as a person does it: evidence, ladder, draft, decision, to-do list."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.resting import settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _view(page: Page, name: str) -> None:
    settle(page)
    page.get_by_role("radio", name=name).click()
    settle(page)


def test_from_evidence_to_a_to_do_list(
    page: Page, serve: Callable[[Path], str], tmp_path: Path, world_database: Path
) -> None:
    database = tmp_path / "mine.duckdb"
    shutil.copy(world_database, database)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{serve(database)}/invites")
    card = page.locator('[class*="st-key-invite"]').filter(has_text="Jo June")

    settle(page)
    # The evidence is one click away.
    card.get_by_role("button", name="Their note makes sense").click()
    expect(page.get_by_text("passed, and decides")).to_be_visible()
    page.keyboard.press("Escape")

    settle(page)
    # A draft is copied, as it stands there.
    card.get_by_text("A draft to start from").click()
    code = card.get_by_test_id("stCode")
    expect(code).to_contain_text("Jo,")
    page.wait_for_timeout(700)  # the panel unfolds and moves away from under the pointer
    code.hover()
    code.get_by_role("button", name="Copy to clipboard").click()
    page.wait_for_function(
        "() => navigator.clipboard.readText().then(text => /^(Hello|Hi) Jo,\\n/.test(text))"
    )

    # The ladder decides anew at once, and comes back.
    _view(page, "Ladder")
    switch = page.locator(".st-key-rung-2-on")
    switch.locator("label").click()
    expect(page.get_by_text("Their note makes sense (off)")).to_be_visible()
    _view(page, "Waiting")
    expect(card.get_by_text("Switched off: 2. Their note makes sense")).to_be_visible()
    _view(page, "Ladder")
    page.get_by_role("button", name="Undo: Their note makes sense switched off").click()
    expect(page.get_by_text("Their note makes sense (off)")).to_have_count(0)
    _view(page, "Waiting")
    expect(card.get_by_text("Switched off")).to_have_count(0)

    # A decision is noted, and the to-do list can be taken along.
    card.get_by_role("button", name="I ask").click()
    expect(card.get_by_text("you: ask")).to_be_visible()
    expect(card.get_by_text("Look at it again on")).to_be_visible()
    _view(page, "Decided")
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    table = io.StringIO(download.value.path().read_text("utf-8-sig"))
    assert [row["what"] for row in csv.DictReader(table)] == [
        "Ask Jo June what they hope to get from connecting"
    ]

    # Must not happen: a template takes the machine's memory, or is kept although it is refused.
    _view(page, "Drafts")
    field = page.get_by_role("textbox", name="Template")
    expect(field).not_to_have_value("")  # the field is drawn before its text
    shipped = field.input_value()
    field.fill("{{ 'x' * 10**9 }}")
    field.blur()
    expect(page.get_by_text("cannot be used: `*` is not allowed")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    page.reload()
    _view(page, "Drafts")
    expect(page.get_by_role("textbox", name="Template")).to_have_value(shipped)
