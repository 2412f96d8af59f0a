"""Thumbs by posts and people on every page that shows them: pressed, seen to hold, taken back."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.pipeline import find_person, rate, ratings_now
from relevance.store import Store
from tests.ui.fresh import begin_anew
from tests.ui.test_pages import database, filled, opened  # noqa: F401  # fixtures


def sound(at: AppTest) -> AppTest:
    assert [one.value for one in (*at.exception, *at.error)] == []
    return at


def pressed(at: AppTest, key: str) -> AppTest:
    return sound(at.button(key=key).click().run())


def looked_at_connection(path: Path) -> AppTest:
    at = opened("connections", demo=False)
    return at.selectbox(key="person").select(id_of(path, "Bea Brook")).run()


def read_topic(path: Path) -> AppTest:
    at = opened("topics", demo=False)
    return at.button(key="read topic 0").click().run()


def invites_with_posts(path: Path) -> AppTest:
    at = opened("invites", demo=False)
    toggle = next(one for one in at.toggle if one.label == "Show their posts")
    return toggle.set_value(True).run()


def met(path: Path) -> AppTest:
    at = opened("encounters", demo=False)
    return at.selectbox(key="chosen_tie").select(id_of(path, "Bea Brook")).run()


def chosen_person(path: Path) -> AppTest:
    at = opened("people", demo=False)
    return at.selectbox(key="person_shown").select(id_of(path, "Bea Brook")).run()


def id_of(path: Path, name: str) -> str:
    from relevance.ui.data.stores import store_at

    return find_person(store_at(str(path)), name)


def held(path: Path) -> list[tuple[object, ...]]:
    begin_anew()
    with Store.open(path) as store:
        return sorted(ratings_now(store).select("subject", "subject_id", "value").rows())


WAYS = {
    "overview": (lambda path: opened(demo=False), "person"),
    "a connection": (looked_at_connection, "person"),
    "posts of a connection": (looked_at_connection, "post"),
    "invites": (lambda path: opened("invites", demo=False), "person"),
    "posts of an inviter": (invites_with_posts, "post"),
    "people": (chosen_person, "person"),
    "encounters": (met, "person"),
    "posts of a topic": (read_topic, "post"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_thumb_is_given_holds_and_is_taken_back(
    filled: Path,  # noqa: F811
    way: str,
) -> None:
    reach, subject = WAYS[way]
    at = sound(reach(filled))
    keys = [one.key for one in at.button if (one.key or "").startswith(f"thumb down {subject} ")]
    assert keys
    subject_id = keys[0].split(" ")[3]
    at = pressed(at, keys[0])
    assert at.button(key=keys[0]).proto.type == "primary"
    assert at.button(key=keys[0].replace("down", "up", 1)).proto.type == "tertiary"
    assert held(filled) == [(subject, subject_id, -1.0)]
    at = pressed(sound(reach(filled)), keys[0].replace("down", "up", 1))
    assert at.button(key=keys[0]).proto.type == "tertiary"
    assert held(filled) == [(subject, subject_id, 1.0)]
    pressed(sound(reach(filled)), keys[0].replace("down", "up", 1))
    assert held(filled) == []


def test_someone_shown_twice_has_two_pairs_of_thumbs_that_agree(
    filled: Path,  # noqa: F811
) -> None:
    at = sound(opened(demo=False))
    downs = [one.key for one in at.button if (one.key or "").startswith("thumb down person ")]
    twice = [key for key in downs if key.endswith(" next")]
    assert twice
    # Whom the plan of the overview would see less of is chosen among the strongest effects as well.
    others = []
    for key in twice:
        at.session_state["chosen extreme"] = key.split(" ")[3]
        at = sound(at.run())
        shown = {one.key for one in at.button}
        others = [one for one in (key.removesuffix(" next") + " extreme",) if one in shown]
        if others:
            break
    (other,) = others
    twice = [other.removesuffix(" extreme") + " next"]
    at = pressed(at, twice[0])
    assert {at.button(key=key).proto.type for key in (twice[0], other)} == {"primary"}


def test_all_thumbs_of_a_page_ask_the_store_once(
    filled: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Store.open(filled) as store:
        rate(store, find_person(store, "Bea Brook"), "up")
    asked: list[int] = []

    def counted(store: Store) -> object:
        asked.append(1)
        return ratings_now(store)

    monkeypatch.setattr("relevance.ui.data.cached.ratings_now", counted)
    at = sound(looked_at_connection(filled))
    drawn = [one for one in at.button if (one.key or "").startswith("thumb ")]
    assert len(drawn) >= 10
    assert len(asked) == 2  # once for the scores, once for all thumbs
    at.run()
    assert len(asked) == 2
