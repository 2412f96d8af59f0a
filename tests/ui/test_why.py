"""Figures open into their parts on request, and nothing is worked out before."""

import threading
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.errors import ModelError
from relevance.ui.data.stores import runner, store_at
from tests import world
from tests.ui.test_pages import database, filled, opened, words  # noqa: F401  # fixtures
from tests.ui.test_thumbs import id_of, looked_at_connection, pressed, sound

LOADER = "relevance.pipeline.explaining.load_encoder"


def open_panel(at: AppTest, key: str) -> str:
    at.session_state[key] = True
    return said(at.run())


def said(at: AppTest) -> str:
    return words(sound(at)).replace("\\", "")


def first_post(at: AppTest) -> str:
    return next(one.key for one in at.button if (one.key or "").startswith("thumb up post "))[14:]


def wait_for_model(path: Path) -> str:
    until = time.monotonic() + 20
    kind = f"encoder {path.name}"
    while True:
        state = runner("encoder").latest(kind)
        if state is not None and state.finished:
            return state.state
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_post_is_explained_by_words_first_and_by_meaning_once_the_model_is_there(
    filled: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_load = threading.Event()

    def slow(_: object) -> world.WordEncoder:
        assert may_load.wait(20)
        return world.WordEncoder()

    monkeypatch.setattr(LOADER, slow)
    at = looked_at_connection(filled)
    assert runner("encoder").latest(f"encoder {filled.name}") is None
    assert "What it is made of" not in said(at)
    key = f"why post {first_post(at)}"
    text = open_panel(at, key)
    assert "Learning design**, weight +100: nearest is “design”" in text
    assert "everything else" in text
    assert "by meaning as soon as the model is loaded" in text
    assert "speaks most to Learning design" in text
    assert "At weight 0 for Learning design it would be" in text
    may_load.set()
    assert wait_for_model(filled) == "done"
    text = said(at.run())
    assert "as soon as the model is loaded" not in text
    assert "speaks most to Learning design (match 100)" in text
    at.session_state[key] = False
    assert "What it is made of" not in said(at.run())


def test_a_model_that_cannot_be_loaded_is_said_and_words_stay(
    filled: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: object) -> None:
        msg = "The model is damaged."
        raise ModelError(msg)

    monkeypatch.setattr(LOADER, broken)
    at = looked_at_connection(filled)
    open_panel(at, f"why post {first_post(at)}")
    assert wait_for_model(filled) == "failed"
    text = said(at.run())
    assert "Compared by words in common only. The model is damaged." in text
    assert "speaks most to Learning design" in text


def test_a_weight_of_zero_gives_what_was_said(
    filled: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LOADER, lambda _: world.WordEncoder())
    at = looked_at_connection(filled)
    text = open_panel(at, f"why person {id_of(filled, 'Bea Brook')}")
    sentence = next(one for one in text.splitlines() if "At weight 0 for Learning design" in one)
    expected = sentence.split()[-1].rstrip(".")
    at.sidebar.slider(key="weight Learning design").set_value(0).run()
    assert f"Relevance {expected} of 100" in said(at)


def test_the_feed_opens_into_interests_and_people(filled: Path) -> None:  # noqa: F811
    at = opened(demo=False)
    assert "By who carries it" not in said(at)
    text = open_panel(at, "why feed")
    assert "At weight 0 for Learning design the feed would be" in text
    carriers = next(one.value for one in at.dataframe if "points" in one.value)
    feed = float(at.metric[0].value)
    assert carriers["points"].sum() == pytest.approx(feed, abs=0.5)
    assert carriers["name"].tolist()[0] == "Bea Brook"


def test_the_other_figures_of_the_feed_open_into_parts(filled: Path) -> None:  # noqa: F811
    at = opened(demo=False)
    assert not any("part" in one.value for one in at.dataframe)
    text = open_panel(at, "made_of")
    parts = next(one.value for one in at.dataframe if "part" in one.value)
    shown = next(one.value for one in at.metric if one.label == "Posts above your bar")
    assert shown == f"{100 * parts['part'].sum():.0f} %"
    assert f"All parts together: {100 * parts['part'].sum():.1f} of 100." in text
    at.session_state["figure_made_of"] = "effective_authors"
    sound(at.run())
    parts = next(one.value for one in at.dataframe if "part" in one.value)
    shown = next(one.value for one in at.metric if one.label == "Effective authors")
    assert shown == f"{1 / parts['part'].sum():.1f}"


def test_posts_of_a_topic_and_the_question_of_rate_can_be_opened(
    filled: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LOADER, lambda _: world.WordEncoder())
    at = pressed(opened("topics", demo=False), "read topic 0")
    assert "What it is made of" in open_panel(at, f"why post {first_post(at)}")
    at = opened("rate", demo=False)
    ids = store_at(str(filled)).frame("SELECT post_id FROM feed_post")["post_id"]
    for post_id in ids:
        at.session_state[f"why post {post_id} asked"] = True
    assert "What it is made of" in said(at.run())
