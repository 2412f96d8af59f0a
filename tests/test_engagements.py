"""What the owner liked, commented on or passed on: found again among the posts, and counted as a weak rating."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.pipeline.linking import link_engagements, link_people
from relevance.schema import fact_frame, stable_id, text_key
from relevance.sources.people import person_record
from relevance.store import Store

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SHIFT = 22


def activity(moment: datetime, step: int = 0) -> str:
    return str((int(moment.timestamp() * 1000) << SHIFT) + step)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "acts.duckdb") as opened:
        yield opened


def post(author: dict, number: str, moment: datetime, **more) -> dict:
    return {
        "post_id": stable_id("t", number, None),
        "author_record_id": author["record_id"],
        "kind": "post",
        "text": f"text {number}",
        "text_key": text_key(f"text {number}"),
        "created_at": moment,
        "url": f"https://www.linkedin.com/feed/update/urn:li:activity:{number}",
        "network": "linkedin",
        **more,
    }


def act(
    kind: str, key: str, posted_at: datetime | None, at: datetime | None = NOON, **more
) -> dict:
    return {
        "engagement_id": stable_id("g", kind, key),
        "kind": kind,
        "at": at,
        "post_key": key,
        "posted_at": posted_at,
        **more,
    }


def settled(store: Store, people: list, posts: list, acts: list) -> None:
    store.take_in(
        {
            "record": fact_frame("record", people),
            "post": fact_frame("post", posts),
            "engagement": fact_frame("engagement", acts),
        }
    )
    link_people(store, Settings())
    link_engagements(store)


ANA = person_record("posts", "Ana Silva", url="https://www.linkedin.com/in/ana-silva")
BEN = person_record("posts", "Ben Okafor", url="https://www.linkedin.com/in/ben-okafor")


def test_acts_find_their_posts_by_id_and_become_ratings_and_contacts(store: Store) -> None:
    number = activity(NOON)
    settled(
        store,
        [ANA],
        [post(ANA, number, NOON)],
        [
            act("like", f"linkedin:{number}", NOON),
            act("comment", f"linkedin:{number}", NOON, text="Well said, Ana"),
        ],
    )
    assert store.frame("SELECT how FROM engaged_post")["how"].to_list() == ["same id"] * 2
    ratings = store.frame("SELECT subject, subject_id, value, source FROM rating ORDER BY value")
    this = stable_id("t", number, None)
    assert ratings.rows() == [("post", this, 0.5, "like"), ("post", this, 0.6, "comment")]
    contacts = store.frame("SELECT channel, direction, snippet FROM contact ORDER BY channel")
    assert contacts.rows() == [
        ("linkedin comment", "outgoing", "Well said, Ana"),
        ("linkedin reaction", "outgoing", None),
    ]


def test_a_share_finds_its_activity_by_the_moment_both_ids_tell(store: Store) -> None:
    shared = NOON - timedelta(milliseconds=700)
    settled(
        store,
        [ANA],
        [post(ANA, activity(NOON), NOON)],
        [act("like", f"linkedin:{activity(shared, 5)}", shared)],
    )
    assert store.frame("SELECT how FROM engaged_post")["how"].to_list() == ["same moment"]


@pytest.mark.parametrize(
    ("posted", "extra"),
    [
        (NOON - timedelta(seconds=3), []),  # more than two seconds apart
        (NOON, [post(BEN, activity(NOON, 9), NOON + timedelta(seconds=1))]),  # two authors
    ],
)
def test_a_moment_that_is_off_or_shared_by_two_authors_finds_nothing(
    store: Store, posted: datetime, extra: list
) -> None:
    settled(
        store,
        [ANA, BEN],
        [post(ANA, activity(NOON, 3), NOON), *extra],
        [act("like", f"linkedin:{activity(posted, 77)}", posted)],
    )
    assert store.count("engaged_post") == 0
    assert store.count("rating") == 0


def test_an_approximate_time_proves_nothing(store: Store) -> None:
    vague = post(ANA, "", NOON, url=None, is_approximate=True)
    settled(store, [ANA], [vague], [act("like", f"linkedin:{activity(NOON)}", NOON)])
    assert store.count("engaged_post") == 0


def test_a_like_on_x_is_found_by_the_id_of_the_post(store: Store) -> None:
    there = person_record("x", "Ana", account_id="x:7", handles=["x:ana"])
    tweet = post(there, "55", NOON, post_id=stable_id("t", "x", "55"), network="x", url=None)
    settled(store, [there], [tweet], [act("like", "x:55", NOON, at=None)])
    contact = store.frame("SELECT channel, is_approximate FROM contact").rows()
    assert contact == [("x like", True)]
    assert store.frame('SELECT "at" FROM rating')["at"].to_list() == [NOON]


def test_keeping_a_post_rates_it_but_is_no_contact(store: Store) -> None:
    number = activity(NOON)
    settled(store, [ANA], [post(ANA, number, NOON)], [act("save", f"linkedin:{number}", NOON)])
    assert store.count("rating") == 1
    assert store.count("contact") == 0


def test_working_it_out_again_keeps_the_owners_own_ratings(store: Store) -> None:
    number = activity(NOON)
    store.execute("INSERT INTO rating VALUES (1, 'post', 'tx', 1.0, now(), NULL)")
    for _ in range(2):
        settled(store, [ANA], [post(ANA, number, NOON)], [act("like", f"linkedin:{number}", NOON)])
    values = store.frame("SELECT value, source FROM rating ORDER BY value").rows()
    assert values == [(0.5, "like"), (1.0, None)]
