"""Was it right? Worked out by hand on the small world: what was expected, and what came."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.pipeline import (
    LookingBack,
    advise,
    current_scores,
    decided_log,
    embed,
    find_person,
    import_paths,
    look_back,
    record_decision,
)
from relevance.store import Store
from tests import world
from tests.later_export import soon, write_later_export


@pytest.fixture
def store(tmp_path: Path, world_database: Path) -> Iterator[Store]:
    path = tmp_path / "back.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as opened:
        yield opened


def decide(store: Store, **decisions: str) -> None:
    settings = Settings(database=store.path)
    advice = advise(store, current_scores(store, settings), settings)
    for name, decision in decisions.items():
        person = find_person(store, name.replace("_", " ").title())
        record_decision(store, advice, person, decision)


def later(
    store: Store, folder: Path, posts: Sequence[tuple[str, str, datetime]] = (), **what: object
) -> None:
    paths = [write_later_export(folder, **what)]  # type: ignore[arg-type]
    if posts:
        rows = [
            {
                "author": name,
                "author_url": f"https://www.linkedin.com/in/{name.lower().replace(' ', '-')}",
                "text": f"Number {number}: all about {subject}.",
                "created_at": at.isoformat(),
            }
            for number, (name, subject, at) in enumerate(posts)
        ]
        paths.append(world.write_posts(folder, rows))
    import_paths(store, paths, settings=Settings(database=store.path))
    embed(store, encoder=world.WordEncoder())


def back(store: Store) -> LookingBack:
    return look_back(
        store, current_scores(store, Settings(database=store.path)), decided_log(store)
    )


def test_before_anything_came_nothing_is_said(store: Store) -> None:
    decide(store, lou_lark="accept", kim_kane="ask")
    found = back(store)
    assert (found.accepted, found.asked, found.answered) == ((), 1, 0)
    assert found.by_month.is_empty()
    assert found.sentences == (
        "Nobody you accepted is known to be a connection yet; your next import may tell.",
        "0 of 1 whom you asked have written since.",
    )


def test_a_forecast_is_held_against_what_came(store: Store, tmp_path: Path) -> None:
    decide(store, lou_lark="accept")  # one post on crypto is known: a yes dilutes
    posts = [("Lou Lark", "crypto", soon(hour)) for hour in (1, 2)]
    later(store, tmp_path, posts, connected=["lou-lark"])
    (lou,) = back(store).accepted
    assert (lou.name, lou.posts, lou.was_right) == ("Lou Lark", 2, True)
    assert lou.forecast is not None
    assert lou.forecast < 0
    assert lou.expected is not None
    assert lou.came == pytest.approx(lou.expected, abs=0.2)
    month = back(store).by_month
    assert month["people"].to_list() == [1]
    assert month["came"].to_list() == [lou.came]


def test_a_forecast_that_was_wrong_is_said(store: Store, tmp_path: Path) -> None:
    decide(store, lou_lark="accept")
    posts = [("Lou Lark", "design", soon(hour)) for hour in (1, 2, 3)]
    later(store, tmp_path, posts, connected=["lou-lark"])
    found = back(store)
    assert [one.was_right for one in found.accepted] == [False]
    assert "Of 1 whose posts since are known, 0 lie on the side" in found.sentences[1]


def test_posts_from_before_the_decision_prove_nothing(store: Store, tmp_path: Path) -> None:
    decide(store, lou_lark="accept")
    posts = [("Lou Lark", "design", datetime.now(UTC) - timedelta(days=2))]
    later(store, tmp_path, posts, connected=["lou-lark"])
    (lou,) = back(store).accepted
    assert (lou.posts, lou.came, lou.was_right) == (0, None, None)
    assert "nothing shows yet whether it was right" in back(store).sentences[1]


def test_answers_and_declines_of_people_now_known(store: Store, tmp_path: Path) -> None:
    decide(store, kim_kane="ask", jo_june="decline", lou_lark="decline")
    assert back(store).declined_known == ()
    later(
        store,
        tmp_path,
        connected=["jo-june"],
        wrote=[("kim-kane", soon(), "Hello"), ("lou-lark", soon(-99), "Hi")],
    )
    found = back(store)
    assert (found.asked, found.answered) == (1, 1)
    assert dict(found.declined_known) == {
        "Jo June": "connected since 15 November 2026",
        "Lou Lark": "1 contact on record now, none that day",
    }


def test_a_contact_that_was_known_that_day_is_no_news(store: Store) -> None:
    decide(store, kim_kane="decline")  # Kim's message of 2023 was there all along
    assert back(store).declined_known == ()
