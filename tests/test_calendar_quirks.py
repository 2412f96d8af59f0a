"""Calendars quirk by quirk: what each program writes in its own way, with exactly what it comes to."""

import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.pipeline import import_paths
from relevance.sources.archive import SourceFile
from relevance.sources.calendars import read, recognises
from relevance.store import Store
from tests.writers.calendars import ANA, BEN, MAREN, MOVED, WEEKLY, ZONE, calendar, event, samples

TODAY = date(2024, 12, 31)
OTHERS = {"maren@own.example"}


def load(data: bytes, **more):
    return read(SourceFile.from_bytes("a.ics", data), **{"as_of": TODAY, **more})


def moments(result) -> list[str]:
    if "encounter" not in result.accepted:
        return []
    return sorted(f"{at:%m%d %H%M}" for at in result.accepted["encounter"]["at"])


def people(data: bytes) -> set[str]:
    records = load(data).accepted.get("record")
    if records is None:
        return set()
    return {*(mail for mails in records["emails"] for mail in mails), *records["name"]} - OTHERS


def one(*lines: str, start: str = "DTSTART:20240304T090000Z", head: str = "", **more) -> bytes:
    return calendar(event(*lines, start=start, **more), head=head)


# --- zones ---


@pytest.mark.parametrize(
    ("name", "moment", "is_approximate"),
    [
        ("W. Europe Standard Time", "0704 0700", False),
        ('"W. Europe Standard Time 1"', "0704 0700", False),
        ("Eastern Daylight Time", "0704 1300", False),
        ("Europe/Berlin", "0704 0700", False),
        ("europe/berlin", "0704 0700", False),
        ("America-New_York", "0704 1300", False),
        ("US-Eastern", "0704 1300", False),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "0704 0700", False),
        ("/mozilla.org/20050126_1/Europe/Berlin", "0704 0700", False),
        ('"tzone://Microsoft/Utc"', "0704 0900", False),
        ("Z", "0704 0900", False),
        ("Coordinated Universal Time", "0704 0900", False),
        ("GMT+0100", "0704 0800", False),
        ('"UTC-05:30"', "0704 1430", False),
        ('"(UTC+05:30) Chennai, Kolkata, Mumbai"', "0704 0330", True),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "0704 1400", True),
        ('"Customized Time Zone"', "0704 0000", True),
        ("Nowhere/At All", "0704 0000", True),
    ],
)
def test_zones_by_the_names_that_programs_give_them(
    name: str, moment: str, is_approximate: bool
) -> None:
    result = load(one(start=f"DTSTART;TZID={name}:20240704T090000"), zone=ZoneInfo("Asia/Tokyo"))
    row = result.accepted["encounter"].row(0, named=True)
    assert (f"{row['at']:%m%d %H%M}", row["is_approximate"]) == (moment, is_approximate)


def test_a_zone_that_the_calendar_defines_is_its_own_and_no_other_file_s() -> None:
    text = event(start='DTSTART;TZID="Customized Time Zone":20240704T090000')
    winter = event(start="DTSTART;TZID=Customized Time Zone:20241204T090000", uid="two@example")
    own = load(calendar(ZONE.format(winter="+0300", summer="+0430"), text, winter))
    assert moments(own) == ["0704 0430", "1204 0600"]
    # Defined behind the events that use it, and differently.
    other = load(calendar(text, winter, ZONE.format(winter="-0800", summer="-0700")))
    assert moments(other) == ["0704 1600", "1204 1700"]
    none = load(calendar(text)).accepted["encounter"].row(0, named=True)
    assert (f"{none['at']:%H%M}", none["is_approximate"]) == ("0900", True)


def test_a_zone_that_changes_every_second_is_not_worked_out() -> None:
    zone = ZONE.format(winter="+0300", summer="+0430").replace("FREQ=YEARLY", "FREQ=SECONDLY")
    began = time.monotonic()
    result = load(calendar(zone, event(start="DTSTART;TZID=Customized Time Zone:20240704T090000")))
    assert time.monotonic() - began < 5
    assert moments(result) == ["0704 0900"]


def test_times_without_a_zone_take_the_calendar_s_before_the_owner_s() -> None:
    data = one(start="DTSTART:20240704T090000", head="X-WR-TIMEZONE:America/New_York\r\n")
    row = load(data, zone=ZoneInfo("Asia/Tokyo")).accepted["encounter"].row(0, named=True)
    assert (f"{row['at']:%m%d %H%M}", row["is_approximate"]) == ("0704 1300", True)
    assert moments(load(one(head="X-WR-TIMEZONE:America/New_York\r\n"))) == ["0304 0900"]


def test_a_series_of_floating_times_and_one_of_days() -> None:
    floating = one("RRULE:FREQ=WEEKLY;UNTIL=20240318T090000Z", start="DTSTART:20240304T090000")
    assert moments(load(floating, zone=ZoneInfo("Asia/Tokyo"))) == ["0304 0000", "0311 0000", "0318 0000"]  # fmt: skip
    lines = ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20240305")
    days = one(*lines, start="DTSTART;VALUE=DATE:20240304")
    assert moments(load(days)) == ["0304 1200", "0306 1200"]
    assert load(days).accepted["encounter"]["is_approximate"].all()


# --- series ---


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("RRULE:FREQ=WEEKLY;COUNT=3",), ["0304 0900", "0311 0900", "0318 0900"]),
        (("RRULE:freq=weekly;count=3",), ["0304 0900", "0311 0900", "0318 0900"]),
        (("RRULE:FREQ=WEEKLY;COUNT=3;X-OWN=1;",), ["0304 0900", "0311 0900", "0318 0900"]),
        (("RRULE:RSCALE=GREGORIAN;FREQ=WEEKLY;SKIP=FORWARD;COUNT=2",), ["0304 0900", "0311 0900"]),
        (("RRULE:FREQ=WEEKLY;COUNT=-1;UNTIL=20240312T000000Z",), ["0304 0900", "0311 0900"]),
        (("RRULE:FREQ=WEEKLY;UNTIL=20240318",), ["0304 0900", "0311 0900", "0318 0900"]),
        (("RRULE:UNTIL=20240311T090000;FREQ=WEEKLY",), ["0304 0900", "0311 0900"]),
        (("RRULE:FREQ=DAILY;INTERVAL=0;COUNT=2",), ["0304 0900", "0305 0900"]),
        (("RRULE:FREQ=WEEKLY; BYDAY=MO, TU ,WE;COUNT=2", "EXDATE:"), ["0304 0900", "0305 0900"]),
        (("RRULE:FREQ=DAILY;BYMONTH=3;BYMONTHDAY=4,31;COUNT=2",), ["0304 0900", "0331 0900"]),
        (("RRULE:FREQ=DAILY;BYHOUR=9,15;COUNT=3",), ["0304 0900", "0304 1500", "0305 0900"]),
        (("RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=2",), ["0304 0900", "0401 0900"]),
        (("RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=MONTHLY;COUNT=2"), ["0304 0900", "0311 0900", "0404 0900"]),
        (("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20240304T090000Z,20240318T090000Z"), ["0311 0900"]),
        (("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20240304T090000Z", "EXDATE:20240318T090000Z"), ["0311 0900"]),
        (("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20240311T100000"), ["0304 0900", "0318 0900"]),
        (("RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;VALUE=DATE:20240311"), ["0304 0900"]),
        (("RDATE:20240306T090000Z,20240307T100000Z",), ["0304 0900", "0306 0900", "0307 1000"]),
        (("RDATE;VALUE=PERIOD:20240306T090000Z/PT1H",), ["0304 0900", "0306 0900"]),
    ],
)  # fmt: skip
def test_dates_that_a_rule_gives(lines: tuple[str, ...], expected: list[str]) -> None:
    result = load(one(*lines))
    assert moments(result) == expected
    assert (result.read, result.rejected) == (1, ())


def test_a_change_to_this_and_all_later_dates() -> None:
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240318T090000",
        uid="weekly@example",
        start="DTSTART;TZID=Europe/Berlin:20240319T110000",
        people=(MAREN, BEN),
    )
    result = load(calendar(WEEKLY, later))
    # The second of six weeks is struck out; from the third on Ben comes, a day and two hours later.
    assert moments(result) == ["0304 0800", "0319 1000", "0326 1000", "0402 0900", "0409 0900"]
    who = dict(result.accepted["record"].select("record_id", "name").rows())
    names = [who[one] for one in result.accepted["encounter"].sort("at")["recipient_record_id"]]
    assert names == ["Ana Silva", *["ben@lindby.example"] * 4]


def test_exceptions_that_are_called_off_declined_or_alone_in_their_file() -> None:
    called_off = MOVED.replace("END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT")
    result = load(calendar(WEEKLY, called_off))
    assert (len(moments(result)), result.reasons) == (4, {"cancelled": 1})
    declined = MOVED.replace("PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED")
    result = load(calendar(WEEKLY, declined))
    assert (len(moments(result)), result.reasons) == (4, {"nobody else took part": 1})
    assert moments(load(calendar(MOVED))) == ["0319 1300"]
    # The file may hold the exception before the series.
    assert moments(load(calendar(MOVED, WEEKLY))) == moments(load(calendar(WEEKLY, MOVED)))


def test_what_was_held_long_ago_counts_and_year_one_does_not() -> None:
    assert moments(load(one(start="DTSTART:19990304T090000Z"))) == ["0304 0900"]
    assert load(one(start="DTSTART:00010101T000000Z")).reasons == {"dated before 1970": 1}
    early = one("RRULE:FREQ=DAILY", start="DTSTART:16010101T000000Z")
    assert load(early).reasons == {"began before 1970": 1}


def test_up_to_now_unless_a_day_is_given() -> None:
    now = datetime.now(UTC)
    later = now.replace(year=now.year + 1, day=1)
    data = one(start=f"DTSTART:{later:%Y%m%dT%H%M%SZ}")
    assert load(data, as_of=None).reasons == {"not held yet": 1}
    assert load(data, as_of=later.date()).usable
    series = one("RRULE:FREQ=WEEKLY", start=f"DTSTART:{later:%Y%m%dT%H%M%SZ}")
    assert load(series, as_of=None).reasons == {"not held yet": 1}
    struck = one("RRULE:FREQ=WEEKLY;COUNT=1", "EXDATE:20240304T090000Z")
    assert load(struck).reasons == {"no date of it is left": 1}


BOMBS = {
    "FREQ=SECONDLY": "repeats more often than daily",
    "FREQ=MINUTELY;COUNT=1000000000": "repeats more often than daily",
    "FREQ=HOURLY;BYHOUR=1,2,3,4": "repeats more often than daily",
    "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3": "repeats more often than daily",
    "FREQ=YEARLY;BYSETPOS=" + ",".join(["1"] * 5000): "repeats by a rule that cannot be read",
    "FREQ=FORTNIGHTLY": "damaged event",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30": "repeats by a rule that cannot be read",
    "FREQ=YEARLY;BYYEARDAY=366;INTERVAL=4;BYMONTH=1": "repeats by a rule that cannot be read",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9": "repeats by a rule that cannot be read",
    "FREQ=DAILY;COUNT=999999999": None,
    "FREQ=DAILY;INTERVAL=999999": None,
    "FREQ=DAILY;UNTIL=99991231T235959Z": None,
}


@pytest.mark.parametrize("rule", BOMBS)
def test_rules_that_never_end_take_neither_time_nor_memory(rule: str) -> None:
    data = one(f"RRULE:{rule}", start="DTSTART:20100104T090000Z")
    began = time.monotonic()
    result = load(data)
    assert time.monotonic() - began < 10
    assert sum(frame.height for frame in result.accepted.values()) <= 2_002
    if BOMBS[rule]:
        assert (result.reasons, result.usable) == ({BOMBS[rule]: 1}, False)


def test_the_newest_dates_of_an_endless_rule_count_and_the_report_says_so() -> None:
    result = load(one("RRULE:FREQ=DAILY", start="DTSTART:20100104T090000Z"))
    encounters = result.accepted["encounter"]
    assert encounters.height == 2_000
    assert encounters["at"].max() == datetime(2024, 12, 31, 9, tzinfo=UTC)
    assert result.reasons == {"repeats so often that only its newest 2,000 dates count": 1}


def test_a_thousand_endless_rules_are_bounded_together() -> None:
    start = "DTSTART:19800104T090000Z"
    texts = [event("RRULE:FREQ=DAILY", uid=f"{n}@x", start=start) for n in range(300)]
    began = time.monotonic()
    result = load(calendar(*texts))
    assert time.monotonic() - began < 60
    assert result.read == 300
    assert result.reasons["too many repeated events in one file"] > 250
    # Series of the owner alone cost nothing, however many.
    alone = [event("RRULE:FREQ=DAILY", uid=f"{n}@x", people=()) for n in range(300)]
    assert load(calendar(*alone, event())).reasons == {"nobody else took part": 300}


# --- versions ---


def test_the_highest_version_of_one_uid_counts() -> None:
    first = event("SEQUENCE:0", "DTSTAMP:20240101T000000Z")
    second = event("SEQUENCE:2", "DTSTAMP:20240102T000000Z", start="DTSTART:20240305T100000Z")
    third = event("SEQUENCE:1", "DTSTAMP:20240103T000000Z", start="DTSTART:20240306T100000Z")
    result = load(calendar(first, second, third))
    assert (moments(result), result.reasons) == (["0305 1000"], {"older version of the same event": 2})  # fmt: skip
    stamped = event("DTSTAMP:20240105T000000Z", start="DTSTART:20240307T100000Z")
    assert moments(load(calendar(stamped, first))) == ["0307 1000"]
    assert load(calendar(first, first)).reasons == {"same event twice": 1}


def test_events_that_share_an_id_by_mistake_are_still_two() -> None:
    other = event(start="DTSTART:20240305T100000Z")
    assert moments(load(calendar(event(), other))) == ["0304 1020", "0305 1000"]


@pytest.mark.parametrize(
    ("method", "reasons", "expected"),
    [
        ("PUBLISH", {}, ["0304 0900"]),
        ("REQUEST", {}, ["0304 0900"]),
        ("cancel", {"cancelled": 1}, []),
        ("REPLY", {"an answer to an invitation": 1}, []),
        ("COUNTER", {"a message about a meeting": 1}, []),
        ("REFRESH", {"a message about a meeting": 1}, []),
    ],
)
def test_what_a_message_asks_for(method: str, reasons: dict, expected: list[str]) -> None:
    result = load(one(head=f"METHOD:{method}\r\n"))
    assert (result.reasons, moments(result)) == (reasons, expected)


def test_cancelling_and_declining_by_messages_of_their_own() -> None:
    meeting = calendar(event("SEQUENCE:1"))
    cancel = calendar(event("SEQUENCE:2"), head="METHOD:CANCEL\r\n")
    result = load(meeting + cancel)
    assert (moments(result), result.reasons) == ([], {"cancelled": 2})
    too_old = calendar(event("SEQUENCE:0"), head="METHOD:CANCEL\r\n")
    assert len(moments(load(meeting + too_old))) == 1
    no = calendar(event(people=(ANA.replace("ACCEPTED", "DECLINED"),)), head="METHOD:REPLY\r\n")
    result = load(meeting + no)
    assert result.reasons == {"an answer to an invitation": 1, "nobody else took part": 1}
    off = "TZID=Europe/Berlin:20240325T090000"
    one_date = event("SEQUENCE:2", f"RECURRENCE-ID;{off}", uid="weekly@example", start=f"DTSTART;{off}")  # fmt: skip
    result = load(calendar(WEEKLY) + calendar(one_date, head="METHOD:CANCEL\r\n"))
    assert moments(result) == ["0304 0800", "0318 0800", "0401 0700", "0408 0700"]
    assert result.reasons == {"cancelled": 1}


def test_versions_in_several_files_of_one_import(tmp_path: Path) -> None:
    files = {
        "a.ics": calendar(event("SEQUENCE:0"), WEEKLY),
        "b.ics": calendar(event("SEQUENCE:1", start="DTSTART:20240305T100000Z")),
        "c.ics": calendar(MOVED),
        "d.ics": calendar(event("DTSTAMP:20250101T000000Z", uid="again@example")),
        "e.ics": calendar(event("DTSTAMP:20250102T000000Z", uid="again@example")),
        "notes.txt": b"no calendar",
    }
    (tmp_path / "in").mkdir()
    for name, data in files.items():
        (tmp_path / "in" / name).write_bytes(data)
    with Store.open(tmp_path / "c.duckdb") as store:
        reports = import_paths(
            store, [tmp_path / "in"], settings=Settings(), owner=["maren@own.example"], as_of=TODAY
        )
        found = {Path(one.path).name: (one.added, dict(one.reasons)) for one in reports}
        assert found["a.ics"] == (4, {"older version of the same event": 1})
        assert (found["b.ics"], found["c.ics"]) == ((1, {}), (1, {}))
        # A later export says the same once more: neither version is outdated, and it counts once.
        assert (found["d.ics"], found["e.ics"]) == ((1, {}), (0, {}))
        times = store.frame('SELECT "at" FROM contact ORDER BY "at"')["at"].to_list()
        assert [f"{at.astimezone(UTC):%m%d %H%M}" for at in times] == [
            "0304 0800", "0304 1020", "0305 1000", "0319 1300", "0325 0800", "0401 0700", "0408 0700",
        ]  # fmt: skip


def test_a_later_export_moves_what_was_moved(tmp_path: Path) -> None:
    for name, start in (("old.ics", "20240304T090000Z"), ("new.ics", "20240305T100000Z")):
        (tmp_path / name).write_bytes(one(start=f"DTSTART:{start}"))
    with Store.open(tmp_path / "c.duckdb") as store:
        own = {"settings": Settings(), "owner": ["maren@own.example"], "as_of": TODAY}
        counts = [import_paths(store, [tmp_path / name], **own)[0] for name in ("old.ics", "new.ics")]  # fmt: skip
        assert [(report.added, report.updated) for report in counts] == [(1, 0), (0, 1)]
        assert store.count("encounter") == 1


# --- people ---


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ATTENDEE;CN=Silva, Ana:mailto:ana@x.example", {"Silva, Ana", "ana@x.example"}),
        ('ATTENDEE;CN="Silva, Ana":MAILTO:Ana@X.example', {"Silva, Ana", "ana@x.example"}),
        ("ATTENDEE;CN=Ana ^'Ann^' Silva:mailto:ana@x.example", {'Ana "Ann" Silva', "ana@x.example"}),
        ("ATTENDEE;CN=\"'ana@x.example'\":mailto:ana@x.example", {"ana@x.example"}),
        ("ATTENDEE;CN=Ana \\\"Ann\\\" Silva;RSVP=TRUE:mailto:ana@x.example", {"Ana Ann Silva", "ana@x.example"}),
        ('ATTENDEE;CN="Ana;ROLE=CHAIR:mailto:ana@x.example', {"Ana", "ana@x.example"}),
        ("ATTENDEE;CN=Ana Silva;EMAIL=ana@x.example:/aMTI/principal/", {"Ana Silva", "ana@x.example"}),
        ("ATTENDEE;CN=Ana Silva:invalid:nomail", {"Ana Silva"}),
        ("ATTENDEE;CN=Ana Silva:urn:uuid:0f3a", {"Ana Silva"}),
        ("ATTENDEE;CN=Ana Silva:mailto:/o=EX/ou=A/cn=Recipients/cn=asilva", {"Ana Silva"}),
        ("ATTENDEE;CN=Ana Silva;SENT-BY=\"mailto:sec@x.example\":mailto:ana@x.example", {"Ana Silva", "ana@x.example"}),
        ("ATTENDEE:ana@x.example", {"ana@x.example"}),
        ("ATTENDEE:mailto:ana@x.example?subject=x", {"ana@x.example"}),
        ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana@x.example", {"ana@x.example"}),
        ("ATTENDEE;PARTSTAT=TENTATIVE;X-NUM-GUESTS=2:mailto:ana@x.example", {"ana@x.example"}),
        ("ATTENDEE;PARTSTAT=declined:mailto:ana@x.example", set()),
        ("ATTENDEE;PARTSTAT=DELEGATED:mailto:ana@x.example", set()),
        ("ATTENDEE;ROLE=NON-PARTICIPANT:mailto:ana@x.example", set()),
        ("ATTENDEE;CUTYPE=ROOM;CN=Room 3:mailto:room3@x.example", set()),
        ("ATTENDEE;CUTYPE=\"RESOURCE\":mailto:beamer@x.example", set()),
        ("ATTENDEE;CUTYPE=GROUP;CN=All:mailto:all@x.example", set()),
        ("ATTENDEE;CUTYPE=UNKNOWN:mailto:ana@x.example", {"ana@x.example"}),
        ("ATTENDEE:mailto:c_188@resource.calendar.google.com", set()),
        ("ATTENDEE:mailto:unknownorganizer@calendar.google.com", set()),
        ("ATTENDEE:mailto:team@googlegroups.com", set()),
        ("ATTENDEE:mailto:noreply@x.example", set()),
        ("ATTENDEE:", set()),
        ("ATTENDEE:invalid:nomail", set()),
    ],
)  # fmt: skip
def test_who_takes_part(line: str, found: set[str]) -> None:
    data = one(people=("ORGANIZER:mailto:maren@own.example", line))
    assert people(data) == found
    assert load(data).reasons == ({} if found else {"nobody else took part": 1})


def test_an_organiser_who_declines_or_stands_there_twice() -> None:
    declines = "ATTENDEE;PARTSTAT=DECLINED:mailto:maren@own.example"
    result = load(one(people=(MAREN, declines, ANA, BEN)))
    assert set(result.accepted["record"]["name"]) == {"Ana Silva", "ben@lindby.example"}
    assert len(moments(result)) == 1
    nameless = "ORGANIZER;CN=Ana Silva:invalid:nomail"
    assert len(moments(load(one(people=(nameless, ANA))))) == 0
    assert len(moments(load(one(people=(nameless, ANA, BEN))))) == 1


def test_the_organiser_comes_first_and_no_attendee_is_no_meeting() -> None:
    result = load(one(people=("ATTENDEE:mailto:zoe@x.example", "ORGANIZER:mailto:ana@x.example")))
    who = dict(result.accepted["record"].select("record_id", "name").rows())
    sides = result.accepted["encounter"].select("sender_record_id", "recipient_record_id").row(0)
    assert [who[side] for side in sides] == ["ana@x.example", "zoe@x.example"]


@pytest.mark.parametrize("title", ["Canceled: Weekly", "Cancelled: Weekly", "Abgesagt: Weekly"])
def test_outlook_marks_a_cancelled_meeting_in_its_title(title: str) -> None:
    data = one().replace(b"SUMMARY:Job aids\\, again", f"SUMMARY:{title}".encode())
    assert load(data).reasons == {"cancelled": 1}


# --- the file ---


def test_several_calendars_in_one_file_and_parts_that_are_no_events() -> None:
    todo = "BEGIN:VTODO\r\nUID:t@x\r\nDTSTART:20240304T090000Z\r\nATTENDEE:mailto:a@x.example\r\nEND:VTODO\r\n"
    busy = "BEGIN:VFREEBUSY\r\nUID:f@x\r\nFREEBUSY:20240304T090000Z/PT1H\r\nEND:VFREEBUSY\r\n"
    alarm = "BEGIN:VALARM\r\nACTION:EMAIL\r\nATTENDEE:mailto:zoe@x.example\r\nSUMMARY:Alarm\r\nEND:VALARM"
    result = load(calendar(todo, event(alarm), busy) + calendar(event(uid="two@example")))
    assert (result.read, len(moments(result)), result.rejected) == (2, 2, ())
    assert "zoe@x.example" not in people(calendar(event(alarm)))
    assert load(calendar(todo)).read == 0


def test_bad_lines_and_events_without_an_end_cost_nothing_else() -> None:
    bad = "BEGIN:VEVENT\r\nUID:bad@x\r\nDTSTART:yesterday\r\nEND:VEVENT\r\n"
    junk = event(
        "ATTACH;ENCODING=BASE64:" + "A" * 9000,
        ";;;:::",
        "no colon",
        "X-ODD;=:1",
        "GEO:x",
        uid="j@x",
    )
    open_ended = event(uid="open@x").replace("END:VEVENT\r\n", "")
    result = load(calendar(bad, junk, open_ended, event()))
    assert (result.read, len(moments(result)), result.reasons) == (4, 3, {"damaged event": 1})
    cut = calendar(event(), event(uid="cut@x"))[:-60]
    assert (load(cut).read, load(cut).reasons) == (2, {"damaged event": 1})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_line_end_and_fold(encoding: str, end: str) -> None:
    text = one(people=(MAREN, "ATTENDEE;CN=Äna Sil\r\n\tva:mailto:a\r\n na@x.example")).decode()
    data = text.replace("\r\n", end).encode(encoding)
    assert encoding == "utf-32" or recognises("x", data)
    assert people(data) == {"Maren Example", "Äna Silva", "ana@x.example"}


def test_grouped_and_padded_lines() -> None:
    text = one().decode().replace("UID:", "uid : ").replace("DTSTART:", "dtstart: ")
    assert moments(load(text.encode())) == ["0304 0900"]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 28)), min_size=1, max_size=8),
    st.integers(2, 6),
)
def test_any_calendar_comes_to_one_meeting_for_each_version_that_counts(
    told: list[tuple[int, int]], n_people: int
) -> None:
    guests = [f"ATTENDEE:mailto:p{n}@x.example" for n in range(n_people)]
    texts = [
        event(f"SEQUENCE:{n}", uid=f"{uid}@x", start=f"DTSTART:202402{day:02d}T090000Z", people=guests)
        for n, (uid, day) in enumerate(told)
    ]  # fmt: skip
    result = load(calendar(*texts))
    last = dict(told)
    assert result.accepted["encounter"].height == len(last) * n_people * (n_people - 1) // 2
    assert result.reasons.get("older version of the same event", 0) == len(told) - len(last)
    assert {at.day for at in result.accepted["encounter"]["at"]} == set(last.values())


@pytest.mark.parametrize("name", samples())
def test_every_sample_gives_something(name: str) -> None:
    assert recognises("x", samples()[name])
    assert load(samples()[name]).usable
