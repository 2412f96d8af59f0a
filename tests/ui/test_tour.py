"""The tour of the demo: it begins once by itself, leads through the pages, ends, and can be taken again."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.store import Store
from tests.ui.test_pages import opened, words


@pytest.fixture
def demo(filled: Path) -> Path:
    with Store.open(filled) as store:
        store.execute("INSERT INTO meta VALUES ('demo', 'yes')")
    return filled


def labels(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def test_it_leads_through_six_pages_and_ends(demo: Path) -> None:
    at = opened()
    seen = []
    for step in range(1, 7):
        assert f"Tour of the demo, {step} of 6" in words(at)
        assert "Show me" not in labels(at)  # this is the page it speaks of
        seen.append(at.title[0].value)
        if step < 6:
            at.button(key="tour next").click().run()
            assert [error.value for error in at.exception] == []
    assert len(set(seen)) == 6
    assert "Next" not in labels(at)
    at.button(key="tour back").click().run()
    assert "Tour of the demo, 5 of 6" in words(at)
    at.button(key="tour end").click().run()
    assert "Tour of the demo" not in words(at)
    at.button(key="tour again").click().run()
    assert "Tour of the demo, 1 of 6" in words(at)
    assert at.title[0].value == "Is your feed worth your time?"


def test_it_begins_by_itself_only_the_first_time(demo: Path) -> None:
    assert "Tour of the demo, 1 of 6" in words(opened())
    again = opened()
    assert "Tour of the demo" not in words(again)
    assert "Take the tour" in labels(again)


def test_ones_own_data_has_no_tour(filled: Path) -> None:
    at = opened()
    assert "Tour of the demo" not in words(at)
    assert "Take the tour" not in labels(at)
