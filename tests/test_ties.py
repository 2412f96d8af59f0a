"""Ties worked out by hand."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from relevance.ties import ties

TODAY = date(2026, 11, 1)
SCHEMA = {
    "person_id": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "channel": pl.String,
    "direction": pl.String,
}


def contact(person: str, days_ago: int | None, channel: str = "mail", way: str = "incoming"):
    moment = datetime(2026, 11, 1, 9, tzinfo=UTC)
    at = None if days_ago is None else moment - timedelta(days=days_ago)
    return person, at, channel, way


def table(*rows) -> pl.DataFrame:
    return ties(pl.DataFrame(rows, schema=SCHEMA, orient="row"), TODAY)


def test_a_tie_is_counted_by_hand() -> None:
    found = table(
        contact("ana", 10, "mail", "outgoing"),
        contact("ana", 40, "meeting"),
        contact("ana", 110),
        contact("ana", 110),
    ).row(0, named=True)
    assert found["channels"] == ["mail", "meeting"]
    del found["channels"]
    assert found == {
        "person_id": "ana",
        "contacts": 4,
        "incoming": 3,
        "outgoing": 1,
        "first": TODAY - timedelta(days=110),
        "last": TODAY - timedelta(days=10),
        "usual_gap_days": 50.0,  # between three days of contact: 70 and 30 days
        "quiet_days": 10,
        "direction": "both ways",
        "tie": "active",
    }


@pytest.mark.parametrize(
    ("days", "tie"),
    [
        ([365], "active"),
        ([366], "fading"),  # two days of contact or fewer: after a year
        ([366, 380], "fading"),
        ([90, 97, 104], "active"),  # every week: but never before 90 days
        ([91, 98, 105], "fading"),
        ([180, 240, 300], "active"),  # every 60 days: three times that is 180
        ([181, 241, 301], "fading"),
        ([730, 1100, 1500], "active"),  # every 370 days or so
        ([731, 1100, 1500], "silent"),
        ([None], "undated"),
    ],
)
def test_ties_fade_by_their_own_measure(days: list, tie: str) -> None:
    assert table(*(contact("ana", day) for day in days))["tie"].to_list() == [tie]


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        (["incoming"], "only from them"),
        (["outgoing", "outgoing"], "only from you"),
        (["outgoing", "incoming"], "both ways"),
    ],
)
def test_one_way_ties_are_told(ways: list, words: str) -> None:
    rows = [contact("ana", 5, "mail", way) for way in ways]
    assert table(*rows)["direction"].to_list() == [words]


def test_the_latest_comes_first_and_the_undated_last() -> None:
    found = table(contact("ana", None), contact("ben", 9), contact("cleo", 3))
    assert found["person_id"].to_list() == ["cleo", "ben", "ana"]


def test_nobody_is_no_trouble() -> None:
    assert table().height == 0
