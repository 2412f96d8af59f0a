"""A monkey at the dashboard: whatever is pressed, in whatever order, no page fails and no figure is stale."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from relevance.pipeline import (
    Scores,
    feed_summary,
    load_corpus,
    match,
    phrase_vectors,
    ratings_now,
    read_interests,
    score,
)
from relevance.texts import number
from relevance.ui.data import own_workspace
from tests.browser.screens import PAGES
from tests.ui.fresh import label_of

APP = Path(__file__).parents[2] / "app.py"
WORDS = ("", "learning", "Bea", "<b>x</b> [a](http://x.example)", "{{ 7 * 7 }}", "-1", "💥" * 90)
# What these do is asked of their own tests: they would end the play, or wait for another process.
SPARED = ("Forget for good", "Import", "Use this model", "Stop")

Act = tuple[str, Callable[[], Any]]


def acts(at: AppTest, dice: random.Random) -> list[Act]:
    """Return everything that a person could do on the page, each with a value drawn by lot."""
    found: list[Act] = [
        (f"press {one.label}", one.click)
        for one in at.button
        if not one.disabled and label_of(one) not in SPARED
    ]
    for kind in ("checkbox", "toggle"):
        for one in at.get(kind):
            found.append((f"turn {one.label}", lambda one=one: one.set_value(not one.value)))
    for one in at.get("slider"):
        low, high = one.min, one.max
        if isinstance(one.value, int | float):
            value = type(one.value)(dice.uniform(low, high))
            found.append(
                (f"slide {one.label} to {value}", lambda one=one, value=value: one.set_value(value))
            )
    for one in at.get("selectbox"):
        if one.options:
            place = dice.randrange(len(one.options))
            found.append(
                (
                    f"select {one.label} {place}",
                    lambda one=one, place=place: one.select_index(place),
                )
            )
    for kind in ("text_input", "text_area"):
        for one in at.get(kind):
            said = dice.choice(WORDS)
            found.append(
                (
                    f"write {said[:9]!r} into {one.label}",
                    lambda one=one, said=said: one.set_value(said),
                )
            )
    return [one for one in found if not one[0].startswith("turn Show the demo")]


def scores_anew() -> Scores:
    """Return the scores as the database and the interests are at this moment, with nothing kept from before."""
    space = own_workspace()
    corpus = load_corpus(space.store, space.settings)
    interests = read_interests(space.store)
    found = match(corpus, interests, phrase_vectors(space.store, interests, model=corpus.model))
    weights = {one.name: one.weight for one in interests}
    return score(
        corpus, found, [weights[one.name] for one in found.interests], ratings_now(space.store)
    )


def figures(at: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in at.metric}


def check(at: AppTest, told: str) -> None:
    assert [one.value for one in at.exception] == [], told
    shown = figures(at)
    if at.title and at.title[0].value.startswith("Is your feed") and "Feed relevance" in shown:
        summary = feed_summary(scores_anew())
        assert summary.relevance is not None, told
        assert shown["Feed relevance"] == number(100 * summary.relevance, 1), told
        assert shown["People you hear"] == number(summary.people), told
        assert shown["Connections unknown"] == number(summary.unknown), told


def play(steps: int, seed: int) -> int:
    """Do so many things, look at the figures after each change on the overview, and return how often they were seen."""
    dice = random.Random(seed)
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["demo"] = False
    at.run()
    done: list[str] = []
    seen = 0
    for step in range(steps):
        possible = acts(at, dice)
        if step % 4 == 3 or not possible:
            # Every few steps back to the figures, or on to another page.
            name = "overview" if step % 8 == 3 else dice.choice(PAGES)
            done.append(f"go to {name}")
            at = at.switch_page(str(APP.parent / "relevance" / "ui" / "pages" / f"{name}.py")).run()
            seen += name == "overview"
        else:
            said, act = dice.choice(possible)
            done.append(said)
            act()
            at.run()
        check(at, " → ".join(done[-12:]))
    return seen


def test_a_monkey_finds_no_fault_and_no_stale_figure(filled: Path) -> None:
    assert play(48, seed=1) >= 6


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [2, 3])
def test_a_monkey_of_five_hundred_steps_finds_none_either(filled: Path, seed: int) -> None:
    assert play(500, seed) >= 60
