"""A person is forgotten in a real browser: it is said that it cannot be undone, and then nothing of them is left."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.resting import settle
from tests.browser.test_journey import _go

pytestmark = pytest.mark.browser


def test_somebody_is_forgotten_for_good(
    page: Page, serve: Callable[[Path], str], world_database: Path, tmp_path: Path
) -> None:
    database = tmp_path / "net.duckdb"
    shutil.copy(world_database, database)
    page.goto(serve(database))
    _go(page, "Data")
    chooser = page.get_by_role("combobox", name="Forget a person")
    chooser.click()
    chooser.press_sequentially("Bea Br")
    page.get_by_role("option", name="Bea Brook, Fenland Water").click()
    page.get_by_role("button", name="Forget this person").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("It cannot be undone")).to_be_visible()
    dialog.get_by_role("button", name="Forget for good").click()
    expect(page.get_by_text("the file was written anew")).to_be_visible()
    expect(dialog).not_to_be_visible()
    settle(page)
    _go(page, "Connections")
    expect(page.get_by_text("9 shown")).to_be_visible()
    assert b"Bea Brook" not in database.read_bytes()
