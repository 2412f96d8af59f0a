"""The page of topics: more and less of one in one click, undone in another, and posts to read."""

import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.errors import StoreError
from relevance.pipeline import Corpus, FeedTopics, feed_topics, import_paths
from relevance.store import Store, interest_rows
from relevance.ui.data import runner
from relevance.ui.data.stores import store_at
from tests import world
from tests.ui.fresh import begin_anew, label_of
from tests.ui.test_pages import database, filled, opened, words  # noqa: F401  # fixtures


def press(at: AppTest, label: str, key: str) -> AppTest:
    found = next(one for one in at.button if label_of(one) == label and one.key == key)
    return found.click().run()


def kept(path: Path) -> list[dict]:
    begin_anew()
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
    undo = next(one for one in at.button if label_of(one) == "Undo last change")
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


def more_posts(path: Path, folder: Path, texts: list[str]) -> None:
    """Bring further posts in while the dashboard has the database open."""
    store = store_at(str(path))
    rows = [
        {
            "author": "Hana Holm",
            "author_url": "https://www.linkedin.com/in/hana-holm",
            "text": text,
            "created_at": world.NEWEST.isoformat(),
        }
        for text in texts
    ]
    import_paths(store, [world.write_posts(folder, rows)], settings=Settings(database=path))
    world.embed(store, encoder=world.WordEncoder())


def topic_names(at: AppTest) -> list[str]:
    assert [error.value for error in (*at.exception, *at.error)] == []
    return [str(one) for one in at.dataframe[0].value["topic"]]


def test_one_more_post_joins_its_topic_and_many_are_grouped_anew_in_the_background(
    filled: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = opened("topics")
    names = topic_names(at)
    # The overview, which is opened first, has the posts grouped in the background.
    first = runner("topics").latest(f"topics {filled.name}")
    assert first is not None
    assert runner("topics").wait(first.job_id, 20).state == "done"
    grouped: list[int] = []
    may_group = threading.Event()

    def counted(store: Store, corpus: Corpus) -> FeedTopics:
        assert may_group.wait(20)
        grouped.append(corpus.posts.height)
        return feed_topics(store, corpus)

    monkeypatch.setattr("relevance.ui.data.grouped.feed_topics", counted)
    more_posts(filled, tmp_path, ["Weather once more."])
    at.run()
    assert topic_names(at) == names
    assert at.dataframe[0].value["posts"].tolist() == [8, 7, 6, 4]
    again = runner("topics").latest(f"topics {filled.name}")
    assert again is not None
    assert again.job_id == first.job_id
    # A wish for a topic that was kept takes its name and words, as they stand on the page.
    at = press(at, "Add as interest", "more of topic 2")
    assert next(one for one in at.button if one.key == "more of topic 2").disabled
    more_posts(filled, tmp_path, [f"Gardens and weather, part {n}." for n in range(4)])
    at.run()
    assert topic_names(at) == topic_names(at.run())
    assert "grouped anew in the background" in words(at)
    assert grouped == []
    may_group.set()
    job = runner("topics").latest(f"topics {filled.name}")
    assert job is not None
    assert runner("topics").wait(job.job_id, 20).state == "done"
    at.run()
    assert topic_names(at)
    assert grouped == [30]
    assert "grouped anew in the background" not in words(at)
    at.run()
    assert grouped == [30]


def test_a_page_goes_on_while_many_posts_are_grouped(filled: Path, monkeypatch) -> None:  # noqa: F811
    may_group = threading.Event()

    def slow(store: Store, corpus: Corpus) -> FeedTopics:
        assert may_group.wait(60)
        return feed_topics(store, corpus)

    monkeypatch.setattr("relevance.ui.data.grouped.feed_topics", slow)
    monkeypatch.setattr("relevance.ui.data.grouped._PATIENCE_SECONDS", 0.05)
    at = opened("topics")
    assert [error.value for error in (*at.exception, *at.error)] == []
    assert "are being grouped by what they are about" in words(at)
    assert not at.dataframe
    may_group.set()
    job = runner("topics").latest(f"topics {filled.name}")
    assert job is not None
    assert runner("topics").wait(job.job_id, 60).state == "done"
    at.run()
    assert len(topic_names(at)) == 4
    assert "are being grouped" not in words(at)


def test_groups_that_cannot_be_found_are_told(filled: Path, monkeypatch) -> None:  # noqa: F811
    def broken(store: Store, corpus: Corpus) -> FeedTopics:
        raise StoreError("The disk went away.")

    monkeypatch.setattr("relevance.ui.data.grouped.feed_topics", broken)
    at = opened("topics")
    assert [one.value for one in at.error] == ["The disk went away\\."]
