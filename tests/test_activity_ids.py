"""Ids in addresses and URNs, and the moment inside an id."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.activity_ids import (
    activity_id,
    activity_id_column,
    activity_time,
    activity_time_column,
)

TODAY = date(2026, 6, 30)
# 2026-04-10T23:39:13.942Z is 1775864353942 ms; the lower 22 bits are free.
MADE = datetime(2026, 4, 10, 23, 39, 13, 942000, tzinfo=UTC)
ID = str((1775864353942 << 22) + 12345)
SHARE = str((1775864353900 << 22) + 99)

SHAPES = {
    f"urn:li:activity:{ID}": ID,
    f"urn:li:share:{ID}": ID,
    f"urn:li:ugcPost:{ID}": ID,
    f"urn:li:groupPost:4321-{ID}": ID,
    f"https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A{ID}": ID,
    f"https://www.linkedin.com/feed/update/urn%3Ali%3AgroupPost%3A4321-{ID}": ID,
    f"https://www.linkedin.com/feed/update/urn%253Ali%253Aactivity%253A{ID}/": ID,
    f"https://de.linkedin.com/posts/ana-silva_learning-design-activity-{ID}-AbCd?utm=x": ID,
    f"https://www.linkedin.com/posts/ana-silva_share-7-ideas-share-{ID}-AbCd": ID,
    f"urn:li:fs_updateV2:(urn:li:activity:{ID},MAIN_FEED,EMPTY,DEFAULT,false)": ID,
    f"urn:li:share:{SHARE} urn:li:activity:{ID}": ID,
    f"https://www.linkedin.com/feed/update/urn:li:activity:{ID}"
    f"?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A{ID}%2C{SHARE}%29": ID,
    ID: ID,
    f"urn:li:share:{SHARE} {ID}": ID,
    # Ids of 2010 are ids, but no moment lies in them.
    "urn:li:activity:123456789": "123456789",
    "https://www.linkedin.com/in/ana-silva/recent-activity/": None,
    "https://www.linkedin.com/pulse/activity-based-learning": None,
    "1812345678901234567": None,
    "123": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), SHAPES.items())
def test_the_id_is_found_in_every_shape(text, expected):
    assert activity_id(text, today=TODAY) == expected


def test_a_column_gives_the_same_ids_as_single_texts():
    frame = pl.DataFrame({"text": [*SHAPES, None]})
    found = frame.select(activity_id_column(pl.col("text"), today=TODAY))["text"].to_list()
    assert found == [*SHAPES.values(), None]


def test_no_text_has_no_id():
    assert activity_id(None) is None


def test_the_moment_is_in_the_upper_bits():
    assert activity_time(ID, today=TODAY) == MADE


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        (datetime(2012, 12, 31, 23, 59, 59, 999000, tzinfo=UTC), False),
        (datetime(2013, 1, 1, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 23, 59, 59, 999000, tzinfo=UTC), True),
        (datetime(2026, 7, 2, tzinfo=UTC), False),
    ],
)
def test_only_times_from_2013_to_the_end_of_tomorrow_count(moment, counts):
    millis = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    identifier = str(millis << 22)
    assert activity_time(identifier, today=TODAY) == (moment if counts else None)


@pytest.mark.parametrize("text", ["123456789", "", None, "x", "-5", "9" * 20, "9" * 30, "٣" * 19])
def test_other_numbers_have_no_moment(text):
    assert activity_time(text, today=TODAY) is None


@given(st.one_of(st.integers(0, 2**64), st.integers(13 * 10**17, 75 * 10**17)))
def test_a_column_gives_the_same_moments_as_single_ids(number):
    column = pl.DataFrame({"id": [str(number)]})
    found = column.select(activity_time_column(pl.col("id"), today=TODAY))["id"][0]
    assert found == activity_time(str(number), today=TODAY)
