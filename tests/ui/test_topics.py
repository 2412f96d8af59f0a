"""The page of topics: more and less of one in one click, undone in another, and posts to read."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from relevance.store import Store, interest_rows
from tests.ui.test_pages import database, filled, opened, words  # noqa: F401  # fixtures


@pytest.fixture(autouse=True)
def _fresh_caches():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def press(at: AppTest, label: str, key: str) -> AppTest:
    found = next(one for one in at.button if one.label == label and one.key == key)
    return found.click().run()


def kept(path: Path) -> list[dict]:
    st.cache_resource.clear()
    with Store.open(path) as store:
        return list(interest_rows(store))


def test_a_topic_is_added_as_an_interest_in_one_click(filled: Path) -> None:  # noqa: F811
    at = press(opened("topics"), "Add as interest", "more of topic 2")
    assert [error.value for error in at.exception] == []
    assert next(one for one in at.button if one.key == "more of topic 2").disabled
    added = kept(filled)[-1]
    assert "weather" in added["keywords"]
    assert added["weight"] == 60
    assert added["name"] == ", ".join(added["keywords"][:3])


def test_less_of_a_topic_in_one_click_and_undone_in_another(filled: Path) -> None:  # noqa: F811
    at = press(opened("topics"), "Less of this", "less of topic 2")
    assert [one.value for one in at.sidebar.slider][-1] == -60
    undo = next(one for one in at.button if one.label == "Undo last change")
    undo.click().run()
    assert [row["name"] for row in kept(filled)] == ["Learning design", "Trains", "Crypto"]


def test_posts_of_a_topic_can_be_read_and_closed(filled: Path) -> None:  # noqa: F811
    at = opened("topics")
    assert at.dataframe[0].value["posts"].tolist() == [8, 7, 5, 4]
    assert not any("Carl Cole: all about crypto" in one.value for one in at.text)
    at = press(at, "Read", "read topic 0")
    assert [error.value for error in at.exception] == []
    assert sum("Carl Cole: all about crypto" in one.value for one in at.text) == 5
    assert "8 posts, the most typical first" in words(at)
    at = press(at, "Close", "close_reader")
    assert not any("Carl Cole: all about crypto" in one.value for one in at.text)
