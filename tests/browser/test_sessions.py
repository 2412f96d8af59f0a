"""Many sessions in one dashboard at the same moment: each sees the figures that are right for what it chose."""

import asyncio
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Browser as AsyncBrowser
from playwright.async_api import Page as AsyncPage
from playwright.async_api import async_playwright
from playwright.async_api import expect as expect_soon

from relevance.config import Settings
from relevance.pipeline import (
    Scores,
    best_plan,
    build_demo,
    current_scores,
    people_table,
)
from relevance.store import Store
from tests.browser.chromium import installed
from tests.browser.conftest import FLAGS
from tests.serving import served
from tests.tried import tried

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]

_WAIT = 240_000


@dataclass(frozen=True)
class Wish:
    """What one session chooses, and what it must then see."""

    without: tuple[str, ...]
    figures: str
    changes: int
    sentence: str


def _figures(scores: Scores, without: Sequence[str]) -> str:
    """Return the sentence of a what-if, from the sums themselves."""
    codes = [scores.corpus.people["person_id"].to_list().index(one) for one in without]
    counted = scores.counted
    stays = counted & ~np.isin(scores.corpus.person, codes)
    before, after = (
        100 * np.average(scores.relevance[which], weights=scores.corpus.attention[which])
        for which in (counted, stays)
    )
    return f"Relevance {before:.1f} to {after:.1f}"


def _wishes(database: Path, sessions: int) -> list[Wish]:
    """Make the demo, and work out what each session will ask for."""
    settings = Settings(database=database)
    chance = random.Random(sessions)
    with Store.open(database) as store:
        build_demo(store, settings)
        scores = current_scores(store, settings)
        heard = people_table(scores).filter(posts_in_feed(scores)).sort("effect", nulls_last=True)
        people = heard["person_id"].to_list()
        half = len(people) // 2
        wishes = []
        for number in range(sessions):
            # Each takes away more people than the one before, in turn of those who dilute and who raise the feed, so
            # that no two sessions have to see the same figures.
            side = people[half:] if number % 2 else people[:half]
            without = tuple(chance.sample(side, min(1 + number, half)))
            changes = 1 + number % 9
            plan = best_plan(scores, most=changes)
            wishes.append(Wish(without, _figures(scores, without), changes, plan.sentence))
    assert len({wish.figures for wish in wishes}) > sessions / 2
    return wishes


def posts_in_feed(scores: Scores) -> np.ndarray:
    """Return who has any attention, in the order of the table of people."""
    ids = scores.corpus.people["person_id"].to_numpy()
    heard = set(ids[np.unique(scores.corpus.person[scores.counted])])
    table = people_table(scores)
    owner = table["is_owner"].to_list()
    return np.array(
        [one in heard and not own for one, own in zip(table["person_id"], owner, strict=True)]
    )


async def _step(page: AsyncPage, wish: Wish, address: str) -> None:
    query = "&".join(f"without={one}" for one in wish.without)
    await page.goto(f"{address}/whatif?{query}")
    figures = page.get_by_text(wish.figures)
    await expect_soon(figures).to_be_visible(timeout=_WAIT)
    await page.get_by_test_id("stSidebarNav").get_by_role("link", name="Plan").click()
    slider = page.get_by_role("slider", name="At most so many changes")
    await expect_soon(slider).to_be_visible(timeout=_WAIT)
    now = int(await slider.input_value())
    for _ in range(abs(wish.changes - now)):
        await slider.press("ArrowRight" if wish.changes > now else "ArrowLeft")
    await expect_soon(page.get_by_text(wish.sentence, exact=True)).to_be_visible(timeout=_WAIT)
    # Back where it was, the session still has its own choice.
    await page.get_by_test_id("stSidebarNav").get_by_role("link", name="What if").click()
    await expect_soon(figures).to_be_visible(timeout=_WAIT)
    await expect_soon(page.get_by_test_id("stException")).to_have_count(0)


async def _session(chromium: AsyncBrowser, wish: Wish, address: str) -> float:
    began = time.monotonic()
    context = await chromium.new_context(viewport={"width": 1200, "height": 800})
    page = await context.new_page()
    page.set_default_timeout(_WAIT)
    await _step(page, wish, address)
    await context.close()
    return time.monotonic() - began


async def _together(wishes: Sequence[Wish], address: str) -> list[float]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        seconds = await asyncio.gather(*(_session(chromium, one, address) for one in wishes))
        await chromium.close()
        return list(seconds)


def simultaneous(sessions: int, folder: Path) -> list[float]:
    """Let so many sessions choose at the same moment; return how long each took, in seconds."""
    database = folder / "demo.duckdb"
    wishes = _wishes(database, sessions)
    with served(database, folder) as dashboard, ThreadPoolExecutor(1) as thread:
        # A loop of its own: the one of this thread belongs to the other browser tests.
        seconds = thread.submit(asyncio.run, _together(wishes, dashboard.address)).result()
        assert "Traceback" not in dashboard.said()
    return seconds


def test_three_sessions_see_their_own_figures(tmp_path: Path) -> None:
    assert len(simultaneous(3, tmp_path)) == 3


@pytest.mark.slow
def test_twenty_sessions_see_their_own_figures(tmp_path: Path) -> None:
    seconds = simultaneous(20, tmp_path)
    assert len(seconds) == 20
    print(f"20 sessions: {sorted(seconds)[10]:.0f} s in the middle, {max(seconds):.0f} s at most")
    tried(
        "figures of 20 simultaneous sessions, each with its own choice",
        60,
        "right for that session",
    )
