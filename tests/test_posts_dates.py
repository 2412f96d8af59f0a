"""Moments, ages, and the words over a post."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.sources.posts.ages import age_offset, ages
from relevance.sources.posts.dates import is_day_first, moment, moments, names_clock, names_zone
from relevance.sources.posts.sharing import social_proof


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


MOMENTS = {
    "2026-04-10": utc(2026, 4, 10),
    "2026-04-10T23:39:13.942Z": utc(2026, 4, 10, 23, 39, 13, 942000),
    "2026-04-10T23:39:13": utc(2026, 4, 10, 23, 39, 13),
    "2026-04-10 23:39:13": utc(2026, 4, 10, 23, 39, 13),
    "2026-04-10 23:39": utc(2026, 4, 10, 23, 39),
    "2026-04-10T23:39:13+02:00": utc(2026, 4, 10, 21, 39, 13),
    "2026-04-10T23:39:13-0530": utc(2026, 4, 11, 5, 9, 13),
    "2026-04-10 23:39:13.5 +0000 UTC": utc(2026, 4, 10, 23, 39, 13, 500000),
    "2026-04-10 23:39:13 UTC": utc(2026, 4, 10, 23, 39, 13),
    "1775864353": utc(2026, 4, 10, 23, 39, 13),
    "1775864353942": utc(2026, 4, 10, 23, 39, 13, 942000),
    "1775864353942.0": utc(2026, 4, 10, 23, 39, 13, 942000),
    "1775864353942000": utc(2026, 4, 10, 23, 39, 13, 942000),
    "2026/04/10 23:39:13 UTC": utc(2026, 4, 10, 23, 39, 13),
    "4/10/2026": utc(2026, 4, 10),
    "4/10/26, 11:39 PM": utc(2026, 4, 10, 23, 39),
    "04/10/2026 12:05 AM": utc(2026, 4, 10, 0, 5),
    "25/4/2026": utc(2026, 4, 25),
    "10.04.2026 08:30": utc(2026, 4, 10, 8, 30),
    "10 Apr 2026": utc(2026, 4, 10),
    "10 April 2026, 23:39": utc(2026, 4, 10, 23, 39),
    "Apr 10, 2026": utc(2026, 4, 10),
    "April 10, 2026 at 8:03 AM": utc(2026, 4, 10, 8, 3),
    "Fri, 10 Apr 2026 23:39:13 GMT": utc(2026, 4, 10, 23, 39, 13),
    "Fri Apr 10 2026 23:39:13 GMT+0200 (Central European Summer Time)": utc(
        2026, 4, 10, 21, 39, 13
    ),
    "10.04.26 23:39": utc(2026, 4, 10, 23, 39),
    "10-Apr-26": utc(2026, 4, 10),
    "20260410T233913Z": utc(2026, 4, 10, 23, 39, 13),
    "20260410": utc(2026, 4, 10),
    "Fri Apr 10 23:39:13 +0000 2026": utc(2026, 4, 10, 23, 39, 13),
    "Fri Apr 10 23:39:13 2026": utc(2026, 4, 10, 23, 39, 13),
    "Fri, 10 Apr 2026 23:39:13 EST": utc(2026, 4, 11, 4, 39, 13),
    "2026-04-10 23:39 CEST": utc(2026, 4, 10, 21, 39),
    "2026-04-10T23:39:13+02:00[Europe/Berlin]": utc(2026, 4, 10, 21, 39, 13),
    "1.775864353942E+12": utc(2026, 4, 10, 23, 39, 13, 942000),
    "1,77586E+12": utc(2026, 4, 10, 22, 26, 40),
    "46122.985": utc(2026, 4, 10, 23, 38, 24),
    "46122": utc(2026, 4, 10),
    "20261340": None,
    "2026-02-30": None,
    "13/13/2026": None,
    "3w": None,
    "soon": None,
    "2026": None,
    "0": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), MOMENTS.items())
def test_every_shape_of_a_moment(text, expected):
    assert moment(text) == expected


def test_a_column_gives_the_same_moments():
    found = moments(pl.Series([*MOMENTS, None], dtype=pl.String)).to_list()
    assert found == [*MOMENTS.values(), None]


TRUST = {
    "2026-04-10T23:39:13Z": (True, True),
    "2026-04-10 23:39:13.5 +0000 UTC": (True, True),
    "2026-04-10T23:39:13-0530": (True, True),
    "2026-04-10T23:39:13.942+02": (True, True),
    "Fri Apr 10 2026 23:39:13 GMT+0200 (Central European Summer Time)": (True, True),
    "Fri Apr 10 23:39:13 +0000 2026": (True, True),
    "20260410T233913Z": (True, True),
    "20260410T233913+0200": (True, True),
    "Fri, 10 Apr 2026 23:39:13 EST": (True, True),
    "1775864353942": (True, True),
    "1.775864353942E+12": (True, True),
    "1.77586E+12": (False, True),
    "2026-04-10 23:39:13": (False, True),
    "10.04.2026 08:30": (False, True),
    "4/10/26, 11:39 PM": (False, True),
    "46122.985": (False, True),
    "2026-04-10": (False, False),
    "10-Apr-26": (False, False),
    "20260410": (False, False),
    "46122": (False, False),
    "3w": (False, False),
}


def test_what_names_a_zone_and_a_time_of_day():
    values = pl.Series([*TRUST, None], dtype=pl.String)
    expected = [*TRUST.values(), (False, False)]
    assert [*zip(names_zone(values), names_clock(values), strict=True)] == expected


@given(
    st.datetimes(datetime(1996, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%d %H:%M:%S", "%d %b %Y %H:%M", "%Y-%m-%d"]),
)
def test_what_was_written_is_read_again_by_both(when, shape):
    text = when.strftime(shape)
    expected = datetime.strptime(text, shape).replace(tzinfo=UTC)
    assert moment(text) == expected
    assert moments(pl.Series([text])).to_list() == [expected]


@given(st.integers(820454400000, 4102444800000))
def test_milliseconds_and_seconds_agree(millis):
    expected = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)
    column = moments(pl.Series([str(millis) if millis > 10**12 else str(millis / 1000)]))
    assert abs((column[0] - expected).total_seconds()) < 0.001


def test_the_day_comes_first_where_the_file_shows_it():
    assert is_day_first(pl.Series(["25/4/2026", "3/4/2026", None, "x"])) is True
    assert is_day_first(pl.Series(["4/25/2026", "3/4/2026"])) is False
    assert is_day_first(pl.Series(["3/4/2026"])) is False
    assert is_day_first(pl.Series(["2026-04-25"])) is False
    assert moment("3/4/2026", day_first=True) == utc(2026, 4, 3)
    assert moment("3/4/2026") == utc(2026, 3, 4)


AGES = {
    "3w": "-3w",
    "3w • Edited •": "-3w",
    "2 mo": "-2mo",
    "2mo •": "-2mo",
    "2 mo •": "-2mo",
    "5d • Edited": "-5d",
    "1yr": "-1y",
    "2 years ago": "-2y",
    "3 weeks ago": "-3w",
    "1 month ago • Visible to anyone": "-1mo",
    "an hour ago": "-1h",
    "a week ago": "-1w",
    "10m": "-10m",
    "4h": "-4h",
    "Edited 2d": "-2d",
    "1d (edited)": "-1d",
    "just now": "-0s",
    "Yesterday": "-1d",
    "10 May 2026": None,
    "5 Mar": None,
    "3 dollars": None,
    "w": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), AGES.items())
def test_every_shape_of_an_age(text, expected):
    assert age_offset(text) == expected


def test_long_cells_are_not_searched_for_long():
    assert social_proof("likes " * 200_000) is None
    assert moment("1 " * 200_000) is None
    assert age_offset("posted " * 200_000) is None


def test_ages_are_measured_back_row_by_row():
    reference = pl.Series(
        [utc(2026, 6, 30, 12)] * 4 + [utc(2026, 3, 31)], dtype=pl.Datetime("us", "UTC")
    )
    found = ages(pl.Series(["3w", "1yr", "nothing", None, "1 mo"]), reference)
    # The month before 31 March ends on the 28th.
    assert found.to_list() == [
        utc(2026, 6, 9, 12),
        utc(2025, 6, 30, 12),
        None,
        None,
        utc(2026, 2, 28),
    ]


PROOFS = {
    "Ana Silva likes this": ("Ana Silva", "like"),
    "Ana Silva loves this": ("Ana Silva", "like"),
    "Ana Silva celebrates this": ("Ana Silva", "like"),
    "Ana Silva supports this": ("Ana Silva", "like"),
    "Ana Silva finds this insightful": ("Ana Silva", "like"),
    "Ana Silva commented on this": ("Ana Silva", "like"),
    "Ana Silva commented": ("Ana Silva", "like"),
    "Ana Silva liked this": ("Ana Silva", "like"),
    "Ana Silva liked Bo Berg's post": ("Ana Silva", "like"),
    "Ana Silva replied to Bo Berg’s comment on this": ("Ana Silva", "like"),
    "Ana Silva reposted this": ("Ana Silva", "repost"),
    "Ana Silva reposted this • 2w": ("Ana Silva", "repost"),
    "Feed post Ana Silva reposted this": ("Ana Silva", "repost"),
    "Liked by Ana Silva": ("Ana Silva", "like"),
    "Reposted by Ana Silva": ("Ana Silva", "repost"),
    "Ana Silva and 3 others like this": ("Ana Silva", "like"),
    "Ana Silva, Bo Berg and 12 others commented on this": ("Ana Silva", "like"),
    "Ana Silva and Bo Berg like this": ("Ana Silva", "like"),
    "Ana Silva, PhD likes this": ("Ana Silva, PhD", "like"),
    "Learning and Practice Institute likes this": ("Learning and Practice Institute", "like"),
    "Salt and Pepper reposted this": ("Salt and Pepper", "repost"),
    "Post": None,
    "Recommended for you": None,
    "Suggested": None,
    "You liked this": None,
    "… liked this": None,
    "12 others like this": None,
    "": None,
}


@pytest.mark.parametrize(("header", "expected"), PROOFS.items())
def test_who_brought_a_post_in(header, expected):
    assert social_proof(header) == expected
