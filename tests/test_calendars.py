"""Calendars: one encounter for each held occurrence, and none for what is no meeting."""

import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.sources.archive import SourceFile
from relevance.sources.calendars import read, recognises
from relevance.store import Store
from tests.writers.calendars import (
    ANA,
    BEN,
    MAREN,
    MOVED,
    ROOM,
    WEEKLY,
    calendar,
    event,
    samples,
)

TODAY = date(2024, 12, 31)
MOMENT = datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)


def load(data: bytes, **more):
    return read(SourceFile.from_bytes("a.ics", data), **{"as_of": TODAY, **more})


def met(result) -> list:
    if "encounter" not in result.accepted:
        return []
    who = dict(result.accepted["record"].select("record_id", "emails").rows())
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id", "at")
    return sorted((who[one][0], who[other][0], at) for one, other, at in rows.rows())


@pytest.mark.parametrize("name", samples())
def test_every_shape_is_recognised(name: str) -> None:
    assert recognises("x", samples()[name])
    assert load(samples()[name]).usable


def test_a_meeting_is_met_by_every_two_of_its_people_the_organiser_first() -> None:
    result = load(calendar(event(people=(MAREN, ANA, BEN, ROOM))))
    assert (result.read, result.rejected) == (1, ())
    assert met(result) == [
        ("ana@fenland.example", "ben@lindby.example", MOMENT),
        ("maren@own.example", "ana@fenland.example", MOMENT),
        ("maren@own.example", "ben@lindby.example", MOMENT),
    ]
    assert set(result.accepted["encounter"]["reference"]) == {"Job aids, again"}
    names = dict(result.accepted["record"].select("name", "emails").rows())
    assert set(names) == {"Maren Example", "Ana Silva", "ben@lindby.example"}


def test_a_series_is_met_at_each_held_date_with_its_exceptions() -> None:
    result = load(calendar(WEEKLY, MOVED))
    days = [
        at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%d %H:%M") for _, _, at in met(result)
    ]
    # Six weeks, the second of them struck out, the third moved; summer time begins before the last.
    assert days == ["04 09:00", "19 14:00", "25 09:00", "01 09:00", "08 09:00"]
    assert (result.read, result.rejected) == (2, ())


def test_what_lies_ahead_is_not_held_yet() -> None:
    result = load(calendar(WEEKLY), as_of=date(2024, 3, 20))
    assert len(met(result)) == 2
    assert load(calendar(event(start="DTSTART:20300101T100000Z"))).reasons == {"not held yet": 1}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (event("STATUS:CANCELLED"), "cancelled"),
        (event(people=(MAREN,)), "nobody else took part"),
        (event(people=()), "nobody else took part"),
        (event(people=(MAREN, ROOM)), "nobody else took part"),
        (event(people=(MAREN, ANA.replace("ACCEPTED", "DECLINED"))), "nobody else took part"),
        (event(people=(MAREN, *(f"ATTENDEE:mailto:p{n}@x.example" for n in range(25)))), "more than 25 people"),
        (event("RRULE:FREQ=SECONDLY"), "repeats more often than daily"),
        (event("RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5"), "repeats more often than daily"),
        (event(start="DTSTART:19010304T102034Z"), "dated before 1970"),
        (event(start="X-NO-START:1"), "no time"),
    ],
)  # fmt: skip
def test_what_is_no_meeting_is_said(text: str, reason: str) -> None:
    result = load(calendar(text))
    assert (result.read, result.reasons, result.usable) == (1, {reason: 1}, False)


def test_twenty_five_people_are_still_a_meeting() -> None:
    people = (MAREN, *(f"ATTENDEE:mailto:p{n}@x.example" for n in range(24)))
    assert load(calendar(event(people=people))).accepted["encounter"].height == 25 * 24 // 2


def test_times_without_zone_and_days_without_time_are_approximate() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    floating = load(calendar(event(start="DTSTART:20240304T090000")), zone=tokyo)
    row = floating.accepted["encounter"].row(0, named=True)
    assert (row["at"], row["is_approximate"]) == (datetime(2024, 3, 4, 0, 0, tzinfo=UTC), True)
    whole_day = load(samples()["all-day.ics"]).accepted["encounter"].row(0, named=True)
    assert (whole_day["at"].date(), whole_day["is_approximate"]) == (date(2024, 3, 4), True)


def test_zones_by_the_names_that_windows_gives_them() -> None:
    assert met(load(samples()["windows.ics"]))[0][2] == datetime(2024, 3, 4, 8, 0, tzinfo=UTC)


def test_folded_lines_may_cut_a_letter_in_two() -> None:
    whole = calendar(
        event("DESCRIPTION:x", people=(MAREN, "ATTENDEE;CN=Äna Sïlva:mailto:ana@x.example"))
    )
    at = whole.index("ï".encode()) + 1
    result = load(whole[:at] + b"\r\n " + whole[at:])
    assert "Äna Sïlva" in result.accepted["record"]["name"].to_list()


def test_events_without_an_id_are_told_apart() -> None:
    other = event(uid=None, start="DTSTART:20240305T102034Z")
    assert len(met(load(calendar(event(uid=None), other)))) == 2


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=MO",
    ],
)
def test_rules_without_an_end_end_all_the_same(rule: str) -> None:
    began = time.monotonic()
    result = load(calendar(event(f"RRULE:{rule}")))
    assert time.monotonic() - began < 10
    assert result.accepted["encounter"].height <= 2_000 if result.usable else result.reasons


def test_the_same_meeting_in_two_calendars_counts_once(tmp_path: Path) -> None:
    paths = [tmp_path / "a.ics", tmp_path / "b.ics"]
    paths[0].write_bytes(calendar(WEEKLY, MOVED))
    paths[1].write_bytes(calendar(WEEKLY, MOVED, event()))
    with Store.open(tmp_path / "c.duckdb") as store:
        owner = ["maren@own.example"]
        reports = import_paths(store, paths, settings=Settings(), owner=owner, as_of=TODAY)
        assert [(one.kind, one.read, one.added) for one in reports] == [
            ("calendar", 2, 5),
            ("calendar", 3, 1),
        ]
        contacts = store.frame("SELECT channel, count(*) AS n FROM contact GROUP BY channel").rows()
        assert contacts == [("meeting", 6)]


def test_what_is_no_calendar_is_told() -> None:
    with pytest.raises(UnreadableFileError, match="no readable calendar"):
        load(b"From: Ana\r\nTo: Ben\r\n\r\nHello\r\n")


TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30
)


@settings(deadline=None, max_examples=25)
@given(TITLES)
def test_any_title_survives(title: str) -> None:
    told = title.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    data = calendar(event().replace("SUMMARY:Job aids\\, again", f"SUMMARY:{told}"))
    assert load(data).accepted["encounter"]["reference"].to_list() == [title]


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=30), st.integers(0, 1500))
def test_no_bytes_give_anything_but_our_own_errors(noise: bytes, at: int) -> None:
    whole = samples()["Takeout/Calendar/maren.ics"]
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 30 :]):
        try:
            result = load(data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read
