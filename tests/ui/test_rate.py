"""The page "Rate" and the thumbs: a rating is given, shown, changed and taken back, and moves people."""

import time
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.pipeline import (
    beginnings,
    find_person,
    past_imports,
    rate,
    ratings_now,
    undo_import,
)
from relevance.pipeline.beginnings import keep_matches
from relevance.pipeline.corpus_vectors import CorpusVectors
from relevance.pipeline.current import prepare_start
from relevance.store import Store
from relevance.ui.data import keeping
from relevance.ui.data.stores import store_at
from tests.ui.fresh import begin_anew

APP = Path(__file__).parents[2] / "app.py"
PAGES = Path(__file__).parents[2] / "relevance" / "ui" / "pages"


def opened(name: str) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["demo"] = False
    at.run()
    return at.switch_page(str(PAGES / f"{name}.py")).run()


def words(at: AppTest) -> str:
    assert [error.value for error in (*at.exception, *at.error)] == []
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.text, at.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def press(at: AppTest, key: str) -> str:
    at.button(key=key).click().run()
    return words(at)


def held(path: Path) -> list[tuple[object, ...]]:
    begin_anew()
    with Store.open(path) as store:
        return sorted(ratings_now(store).select("subject_id", "value", "source").rows())


def rated_weather_and_trains(path: Path) -> None:
    with Store.open(path) as store:
        for name, thumb in (("Eli East", "up"), ("Dina Dahl", "down")):
            rows = store.frame(
                "SELECT post_id FROM feed_post WHERE person_id = ? ORDER BY post_id",
                [find_person(store, name)],
            )
            for post_id in rows["post_id"][:4]:
                rate(store, post_id, thumb)


def test_the_page_stands_while_vectors_are_still_to_be_read(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(filled) as store:
        assert prepare_start(store, Settings(database=filled), least=1)
    begin_anew()
    with monkeypatch.context() as patched:
        patched.setattr(CorpusVectors, "soon", lambda _: None)
        at = opened("rate")
        assert "What teaches most is being looked for" in words(at)
        assert "so far" not in words(at)
    at.run()
    for _ in range(200):
        if "so far" in words(at):
            break
        time.sleep(0.05)
        at.run()
    assert "so far" in words(at)
    assert "What teaches most is being looked for" not in words(at)


def test_a_dashboard_keeps_what_its_next_start_needs(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (keeping, beginnings):
        monkeypatch.setattr(module, "LEAST_KEPT", 1)
    monkeypatch.setattr(keeping, "keep_matches", partial(keep_matches, least=1))
    monkeypatch.setattr(keeping, "_AFTER_SECONDS", 0.01)
    opened("rate")
    store = store_at(str(filled))
    for _ in range(200):
        if store.count("beginning") and not keeping._waiting:
            break
        time.sleep(0.05)
    assert store.count("beginning") == 8
    # Nothing of it is held any longer.
    assert keeping._waiting == {}


def test_a_round_is_ten_posts_one_after_the_other(filled: Path) -> None:
    at = opened("rate")
    texts = []
    for place, key in enumerate(("up", "down", "skip", "up", "up", "up", "down", "up", "up", "up")):
        assert [one.proto.text for one in at.get("progress")] == [f"{place + 1} of 10"]
        texts.append(at.text[0].value)
        press(at, f"answer {key}")
    assert len(set(texts)) == 10
    assert "10 posts done" in words(at)
    assert "Ratings: 7 up and 2 down" in words(at)
    press(at, "more")
    assert at.text[0].value not in texts[:2]
    assert [value for _, value, _ in held(filled)].count(-1.0) == 2


def test_going_back_takes_the_rating_back(filled: Path) -> None:
    at = opened("rate")
    assert at.button(key="back").disabled
    first = at.text[0].value
    press(at, "answer up")
    assert at.text[0].value != first
    press(at, "back")
    assert at.text[0].value == first
    assert held(filled) == []


def test_the_keys_are_on_the_buttons(filled: Path) -> None:
    at = opened("rate")
    keys = {one.label: one.proto.shortcut for one in at.button if one.proto.shortcut}
    assert keys == {"Relevant": "u", "Not relevant": "d", "Skip": "s", "Back": "b"}


def test_moved_people_are_shown_until_the_ratings_are_taken_back(filled: Path) -> None:
    rated_weather_and_trains(filled)
    at = opened("rate")
    shown = at.dataframe[0].value
    # Four thumbs up where next to nothing was said, and four down where 75 was: the scale moves as well.
    assert dict(zip(shown["Person"], shown["Moved"], strict=True)) == {
        "Eli East": "▲ up",
        "Dina Dahl": "▼ down",
        "Carl Cole": "▲ up",
        "Bea Brook": "▼ down",
        "Fay Ford, PhD": "▼ down",
    }
    assert "moved 5 people by a point or more" in words(at)
    assert "8 thumbs on posts moved the scale" in words(at)
    for subject_id, _, _ in held(filled)[:]:
        at = opened("rate")
        press(at, f"take back {subject_id}")
    assert held(filled) == []
    assert not opened("rate").dataframe


def test_a_rating_is_changed_in_the_list(filled: Path) -> None:
    rated_weather_and_trains(filled)
    subject_id, value, _ = held(filled)[0]
    at = opened("rate")
    press(at, f"change {subject_id}")
    assert held(filled)[0] == (subject_id, -float(str(value)), "thumb")


def test_where_a_rating_came_from_is_said_and_a_like_is_taken_back(filled: Path) -> None:
    with Store.open(filled) as store:
        post_id = store.frame("SELECT min(post_id) AS post_id FROM feed_post")["post_id"][0]
        store.execute(
            "INSERT INTO rating VALUES (1, 'post', ?, 0.5, TIMESTAMPTZ '2026-10-01', 'like')",
            [post_id],
        )
    at = opened("rate")
    assert "you liked it: counts 50 % of a thumb up" in words(at)
    assert "you took that back" in press(at, f"take back {post_id}")
    assert held(filled) == [(post_id, 0.0, "like")]
    at = opened("rate")
    assert "counts 50 % of a thumb up" in press(at, f"take back {post_id}")


def test_a_rating_of_what_an_undone_import_took_along_is_changed_and_taken_back(
    filled: Path,
) -> None:
    rated_weather_and_trains(filled)
    everything = held(filled)
    with Store.open(filled) as store:
        for one in past_imports(store):
            undo_import(store, one.import_id, Settings(database=filled))
        assert store.count("post") == store.count("person") == 0
    assert held(filled) == everything
    at = opened("rate")
    assert "No longer there" in words(at)
    subject_id, value, _ = everything[0]
    press(at, f"change {subject_id}")
    assert not at.toast
    assert held(filled)[0] == (subject_id, -float(str(value)), "thumb")
    for subject_id, *_rest in everything:
        begin_anew()
        press(opened("rate"), f"take back {subject_id}")
    assert held(filled) == []


def looked_at(name: str) -> AppTest:
    at = opened("connections")
    return at.selectbox(key="person").select(name).run()


def test_thumbs_stand_by_people(filled: Path) -> None:
    at = looked_at("Bea Brook")
    key = next(one.key for one in at.button if one.key and one.key.startswith("thumb up person"))
    press(at, key)
    assert held(filled) == [(key.removeprefix("thumb up person "), 1.0, "thumb")]
    press(looked_at("Bea Brook"), key)  # a thumb that holds is taken back by pressing it again
    assert held(filled) == []


def test_thumbs_stand_by_posts(filled: Path) -> None:
    at = looked_at("Bea Brook")
    keys = [one.key for one in at.button if one.key and one.key.startswith("thumb down post")]
    assert len(keys) == 4  # of six posts as many are shown
    press(at, keys[0])
    assert held(filled) == [(keys[0].removeprefix("thumb down post "), -1.0, "thumb")]
    press(looked_at("Bea Brook"), keys[0].replace("down", "up", 1))
    assert [value for _, value, _ in held(filled)] == [1.0]
