"""Tables of encounters as owners keep them: every way to write who, when, where and who began, with exact counts."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.sources.archive import SourceFile
from relevance.sources.encounters import read, recognises
from relevance.sources.encounters.channels import CHANNELS, channel_of
from relevance.store import Store
from tests.linkedin_export import rows_csv, workbook

ANA = {"person": "Ana", "channel": "Blab", "date": "2015-06-07"}
BEN = {"person": "Ben", "channel": "Blab", "date": "2015-06-08"}


def load(data: bytes, **more):
    return read(SourceFile.from_bytes("met", data), **more)


def met(result) -> list[tuple[str, str]]:
    """Who met whom, sender first; `-` is the owner."""
    if "encounter" not in result.accepted:
        return []
    who = dict(result.accepted["record"].select("record_id", "name").rows())
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id").rows()
    return [tuple(who[side].replace("(owner)", "-") for side in row) for row in rows]


def table(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


# --- when ---


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2015-06-07", "2015-06-07 03:00~"),
        ("20150607", "2015-06-07 03:00~"),
        ("7 June 2015", "2015-06-07 03:00~"),
        ("7th of June 2015", "2015-06-07 03:00~"),
        ("June 7, 2015", "2015-06-07 03:00~"),
        ("Sunday, June 7, 2015", "2015-06-07 03:00~"),
        ("7-Jun-15", "2015-06-07 03:00~"),
        ("07.06.2015", "2015-06-07 03:00~"),
        ("07.06.15", "2015-06-07 03:00~"),
        ("6/7/2015", "2015-06-07 03:00~"),
        ("06-07-2015", "2015-06-07 03:00~"),
        ("31/12/2015", "2015-12-31 03:00~"),
        ("31-12-2015", "2015-12-31 03:00~"),
        ("2015/06/07 18:30", "2015-06-07 09:30~"),
        ("2015-06-07 18.30", "2015-06-07 09:30~"),
        ("2015-06-07T18:30:00", "2015-06-07 09:30~"),
        ("6/7/2015 6:30 PM", "2015-06-07 09:30~"),
        ("6/7/2015 6 pm", "2015-06-07 09:00~"),
        ("18:30 07.06.2015", "2015-06-07 09:30~"),
        ("6:30 pm on June 7, 2015", "2015-06-07 09:30~"),
        ("2015-06-07 18:30 CEST", "2015-06-07 09:30~"),
        ("2015-06-07T18:30:00Z", "2015-06-07 18:30"),
        ("2015-06-07 18:30 UTC", "2015-06-07 18:30"),
        ("2015-06-07T18:30:00.123+02:00", "2015-06-07 16:30"),
        ("2015-06-07T18:30:00+0200", "2015-06-07 16:30"),
        ("Sun, 07 Jun 2015 18:30:00 +0200", "2015-06-07 16:30"),
        ("Sun, 07 Jun 2015 18:30:00 EST", "2015-06-07 23:30"),
        ("1433701800", "2015-06-07 18:30"),
        ("1433701800000", "2015-06-07 18:30"),
        ("June 2015", "2015-06-01 03:00~"),
        ("2015-06", "2015-06-01 03:00~"),
        ("2015", "2015-01-01 03:00~"),
        ("Spring 2015", "2015-01-01 03:00~"),
        ("7. Juni 2015", "2015-06-07 03:00~"),
        ("juin 2015", "2015-06-01 03:00~"),
        ("yesterday", None),
        ("2015-13-45", None),
        ("0001-01-01", None),
        ("9999-01-01", None),
        ("", None),
    ],
)
def test_dates_as_owners_write_them(written: str, moment: str | None) -> None:
    data = rows_csv(list(ANA), [["Ana", "Blab", written]]).encode()
    row = load(data, zone=ZoneInfo("Asia/Tokyo")).accepted["encounter"].row(0, named=True)
    mark = "~" if row["is_approximate"] else ""
    assert (row["at"] and f"{row['at']:%Y-%m-%d %H:%M}{mark}") == moment


def test_one_date_that_begins_with_the_day_tells_of_all() -> None:
    rows = ("Ana,Blab,03/04/2015", "Ben,Blab,25/04/2015", "Cleo,Blab,05-06-2015")
    days = load(table("person,channel,date", *rows)).accepted["encounter"]["at"].dt.date().to_list()
    assert [day.isoformat() for day in days] == ["2015-04-03", "2015-04-25", "2015-06-05"]


def test_a_column_for_the_time_of_day() -> None:
    [row] = (
        load(table("person,channel,date,time", "Ana,Blab,2015-06-07,18:30"))
        .accepted["encounter"]
        .rows(named=True)
    )
    assert row["at"] == datetime(2015, 6, 7, 18, 30, tzinfo=UTC)


# --- who ---


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("person,channel,date", "Ana Silva,Blab,2015", [("-", "Ana Silva")]),
        ("Name;Where;When", "Ana Silva;Blab;2015", [("-", "Ana Silva")]),
        ("With Whom?,Medium,Date/Time", "Ana Silva,Blab,2015", [("-", "Ana Silva")]),
        ("first name,last name,channel,date", "Ana,Silva,Blab,2015", [("-", "Ana Silva")]),
        ("people,channel,date", '"Ana, Ben",Blab,2015', [("-", "Ana"), ("-", "Ben")]),
        (
            "person,channel,date",
            "Ana Silva; Ben Okafor; me,Blab,2015",
            [("-", "Ana Silva"), ("-", "Ben Okafor")],
        ),
        (
            "person,channel,date",
            '"Ana Silva, Ben Okafor",Blab,2015',
            [("-", "Ana Silva"), ("-", "Ben Okafor")],
        ),
        (
            "person,channel,date",
            '"Ana, Ben and Cleo",Blab,2015',
            [("-", "Ana"), ("-", "Ben"), ("-", "Cleo")],
        ),
        ("person,channel,date", "Ana & Ben,Blab,2015", [("-", "Ana"), ("-", "Ben")]),
        ("person,channel,date", '"Silva, Ana",Blab,2015', [("-", "Silva, Ana")]),
        ("person,channel,date", '"Ana Silva, PhD",Blab,2015', [("-", "Ana Silva, PhD")]),
        ("person,channel,date", "Ana Silva <ana@x.example>,Blab,2015", [("-", "Ana Silva")]),
        ("person,channel,date", "@ana,Blab,2015", [("-", "ana")]),
        ("person,email,channel,date", ",ana@x.example,Blab,2015", [("-", "ana@x.example")]),
        ("from,to,channel,date", "Me,Ana,Blab,2015", [("-", "Ana")]),
        ("from,to,channel,date", "Ana,me,Blab,2015", [("Ana", "-")]),
        (
            "from,to,channel,date",
            "Maren Example,Ana Silva; Ben Okafor,Blab,2015",
            [("Maren Example", "Ana Silva"), ("Maren Example", "Ben Okafor")],
        ),
        ("sender,recipient,channel,date", "Ana,Ben,Blab,2015", [("Ana", "Ben")]),
        ("person,channel,date", "me,Blab,2015", []),
        ("person,channel,date", ",Blab,2015", []),
        ("from,to,channel,date", "me,me,Blab,2015", []),
    ],
)
def test_who_stands_in_a_row(header: str, row: str, found: list) -> None:
    data = table(header, row)
    assert recognises("x", data)
    result = load(data)
    assert (met(result), result.read) == (found, 1)
    assert result.reasons == ({} if found else {"names nobody": 1})


def test_what_else_tells_who_it_is() -> None:
    header = "person,email,linkedin,twitter,mastodon,bluesky,channel,date"
    row = "Ana,ana@x.example; a2@x.example,https://de.linkedin.com/in/Ana-Silva/,@anas,@ana@social.example,ana.example,Blab,2015"
    [record] = load(table(header, row)).accepted["record"].filter(~pl.col("is_owner")).to_dicts()
    assert record["url"] == "https://www.linkedin.com/in/ana-silva"
    assert sorted(record["emails"]) == ["a2@x.example", "ana@x.example"]
    assert sorted(record["handles"]) == ["bluesky:ana.example", "mastodon:ana@social.example", "x:anas"]  # fmt: skip
    pair = table("people,email,channel,date", '"Ana, Ben",a@x.example; b@x.example,Blab,2015')
    told = load(pair).accepted["record"].filter(~pl.col("is_owner")).select("name", "emails").rows()
    assert sorted(told) == [("Ana", ["a@x.example"]), ("Ben", ["b@x.example"])]
    odd = table("people,email,channel,date", '"Ana, Ben",a@x.example,Blab,2015')
    assert not any(load(odd).accepted["record"]["emails"].list.len())


def test_a_crowd_is_no_encounter() -> None:
    for count, reasons in ((24, {}), (25, {"more than 25 people": 1})):
        many = ", ".join(f"Person {chr(65 + n)}" for n in range(count))
        result = load(table("people,channel,date", f'"{many}",Blab,2015'))
        assert (len(met(result)), result.reasons) == (0 if reasons else count, reasons)


@pytest.mark.parametrize(
    "word",
    ["incoming", "IN", "they", "Them", "from them", "received", "inbound", "she", "her", "←", "Ana", "Ana Silva",
     "contacted me", "she wrote me", "they asked me"],
)  # fmt: skip
def test_words_for_who_came_to_the_owner(word: str) -> None:
    data = rows_csv([*ANA, "direction"], [["Ana Silva", "Blab", "2015", word]]).encode()
    assert met(load(data)) == [("Ana Silva", "-")]


@pytest.mark.parametrize(
    "word", ["", "out", "Outgoing", "me", "I", "sent", "to them", "→", "Maren", "i contacted"]
)
def test_words_for_whom_the_owner_went_to(word: str) -> None:
    data = rows_csv([*ANA, "initiator"], [["Ana Silva", "Blab", "2015", word]]).encode()
    assert met(load(data)) == [("-", "Ana Silva")]


def test_both_ways_is_one_contact_each_way() -> None:
    data = rows_csv([*ANA, "direction"], [["Ana", "Blab", "2015", "both"]]).encode()
    assert met(load(data)) == [("Ana", "-"), ("-", "Ana")]


# --- where ---


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_is_known_by_its_own_name_however_it_is_written(channel: str) -> None:
    for word in (
        channel,
        channel.upper(),
        channel.replace(" ", "_"),
        channel.replace(" ", "-"),
        f" {channel} ",
    ):
        assert channel_of(word) == channel


@pytest.mark.parametrize(
    ("word", "channel", "reference"),
    [
        ("in-person", "meeting", None),
        ("In Real Life", "meeting", None),
        ("MS Teams", "meeting", None),
        ("via LinkedIn", "linkedin message", None),
        ("on Twitter", "x mention", None),
        ("Twitter DM", "x message", None),
        ("#lrnchat", "x mention", "#lrnchat"),
        ("tweetchat", "x mention", None),
        ("bsky", "bluesky reply", None),
        ("Blab", "other", "Blab"),
        ("Messenger", "other", "Messenger"),
        ("WhatsApp", "other", "WhatsApp"),
        ("carrier pigeon", "other", "carrier pigeon"),
    ],
)
def test_owners_words_for_channels(word: str, channel: str, reference: str | None) -> None:
    [row] = load(table("person,channel,date", f"Ana,{word},2015")).accepted["encounter"].to_dicts()
    assert (row["channel"], row["reference"]) == (channel, reference)


def test_notes_and_topics_are_kept() -> None:
    data = rows_csv(
        [*ANA, "Topic", "Notes"], [[*ANA.values(), "chats", "a\nb " + "c" * 400]]
    ).encode()
    [row] = load(data).accepted["encounter"].to_dicts()
    assert (row["reference"], row["snippet"][:5], len(row["snippet"])) == ("Blab: chats", "a b c", 300)  # fmt: skip


# --- what it is written in ---


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize(
    "before", ["", "My encounters\r\n\r\n", "Exported on 2024-01-01{0}{0}\r\n"]
)
def test_delimiters_encodings_and_lines_before_the_header(
    delimiter: str, encoding: str, before: str
) -> None:
    text = before.format(delimiter) + rows_csv(
        list(ANA), [["Ána Sílva", "Blab", "2015"], ["Ben", "Blab", "2016"]], delimiter=delimiter
    )
    assert recognises("x", text.encode(encoding))
    assert met(load(text.encode(encoding))) == [("-", "Ána Sílva"), ("-", "Ben")]


def test_rows_that_are_short_long_or_empty() -> None:
    result = load(table("person,channel,date", "Ana,Blab", "Ben,Blab,2015,x,y", ",,", "Cleo,,"))
    assert met(result) == [("-", "Ana")]
    assert result.reasons == {
        "wrong number of cells": 1,
        "no row with named values": 1,
        "neither a channel nor a date": 1,
    }


@pytest.mark.parametrize(
    "document",
    [
        [ANA, BEN],
        {"encounters": [ANA, BEN]},
        {"version": 1, "made": {"by": "me"}, "encounters": [ANA, BEN]},
        {"data": {"items": [ANA, BEN]}},
        {"others": [{"a": 1}], "rows": [ANA, BEN]},
        [
            {"person": {"name": "Ana"}, "channel": "Blab", "date": 1433701800},
            {"Person": {"full_name": "Ben"}, "Channel": "Blab", "When": "2015"},
        ],
        [{"people": ["Ana", "Ben"], "channel": "Blab", "date": "2015"}],
        [{"people": [{"name": "Ana"}, {"name": "Ben"}], "channel": "Blab", "date": "2015"}],
        [{"from": "me", "to": ["Ana", "Ben"], "channel": "Blab", "date": "2015"}],
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_of_every_shape(document: object, encoding: str) -> None:
    data = json.dumps(document, indent=2).encode(encoding)
    assert recognises("x", data)
    assert met(load(data)) == [("-", "Ana"), ("-", "Ben")]


def test_parts_of_nested_objects_tell_who_it_is() -> None:
    person = {"name": "Ana", "url": "https://www.linkedin.com/in/ana", "email": "ana@x.example"}
    data = json.dumps([{**ANA, "person": person}]).encode()
    [record] = load(data).accepted["record"].filter(~pl.col("is_owner")).to_dicts()
    assert (record["name"], record["url"], record["emails"]) == (
        "Ana",
        "https://www.linkedin.com/in/ana",
        ["ana@x.example"],
    )


def test_lines_of_json_with_a_broken_one_and_a_single_object() -> None:
    lines = "\n".join([json.dumps(ANA), "{bad", "", "[1]", json.dumps(BEN)]).encode()
    result = load(lines)
    assert (met(result), result.read) == ([("-", "Ana"), ("-", "Ben")], 4)
    assert result.reasons == {"a broken line": 2}
    assert met(load(json.dumps(ANA, indent=1).encode())) == [("-", "Ana")]
    with pytest.raises(UnreadableFileError, match="damaged JSON"):
        load(json.dumps([ANA, BEN]).encode()[:-20])


@pytest.mark.parametrize("bomb", [b"[" * 60_000, b'{"a":' * 20_000, b'{"person":' + b"[" * 60_000])
def test_brackets_without_end_are_refused_in_words(bomb: bytes) -> None:
    assert not recognises("x", bomb)
    with pytest.raises((UnreadableFileError, NothingUsableError)):
        load(bomb)


def test_a_workbook_with_a_title_and_real_dates() -> None:
    rows = [
        ["My encounters"],
        list(ANA),
        ["Ana", "Blab", datetime.fromisoformat("2015-06-07T18:30")],
        ["Ben", "Blab", datetime.fromisoformat("2015-06-08")],
    ]
    result = load(workbook(rows))
    assert recognises("x", workbook(rows))
    assert met(result) == [("-", "Ana"), ("-", "Ben")]
    assert [f"{at:%m%d %H%M}" for at in result.accepted["encounter"]["at"]] == ["0607 1830", "0608 1200"]  # fmt: skip


def test_parquet_with_dates_and_lists() -> None:
    out = io.BytesIO()
    frame = pl.DataFrame(
        {
            "people": [["Ana", "Ben"], ["Cleo"]],
            "channel": ["Blab", "mail"],
            "at": [datetime(2015, 6, 7, 18, 30, tzinfo=UTC)] * 2,
        }
    )
    frame.write_parquet(out)
    result = load(out.getvalue())
    assert met(result) == [("-", "Ana"), ("-", "Ben"), ("-", "Cleo")]
    assert result.accepted["encounter"]["at"].to_list() == [datetime(2015, 6, 7, 18, 30, tzinfo=UTC)] * 3  # fmt: skip
    assert not result.accepted["encounter"]["is_approximate"].any()


def test_damaged_parquet_is_told_in_words_and_nowhere_else(tmp_path: Path) -> None:
    out = io.BytesIO()
    pl.DataFrame([ANA, BEN] * 500).write_parquet(out)
    whole = out.getvalue()
    (tmp_path / "data").mkdir()
    for number in range(200):
        data = bytearray(whole)
        for place in range(4):
            data[(number * 7919 + place * 104_729) % len(data)] ^= 1 + number % 255
        (tmp_path / "data" / f"{number}.parquet").write_bytes(data)
    program = (
        "import sys\nfrom pathlib import Path\nfrom relevance.errors import RelevanceError\n"
        "from relevance.sources import encounters, posts\nfrom relevance.sources.archive import files_in\n"
        "for file in files_in(Path(sys.argv[1])):\n"
        "    for source in (encounters, posts):\n"
        "        source.recognises(file.path, file.read())\n"
        "        try:\n            source.read(file)\n        except RelevanceError as error:\n"
        "            assert len(str(error).split()) > 3\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "data")],
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_template_reads_and_shows_what_a_row_may_hold(tmp_path: Path) -> None:
    template = Path(__file__).parent.parent / "data" / "encounters_template.csv"
    with Store.open(tmp_path / "t.duckdb") as store:
        [report] = import_paths(store, [template], settings=Settings())
        assert (report.kind, report.read, report.added, report.skipped) == ("encounters", 3, 6, 0)
        rows = store.frame(
            "SELECT channel, direction, count(*) AS n FROM contact GROUP BY ALL ORDER BY ALL"
        ).rows()
        assert rows == [
            ("meeting", "outgoing", 1),
            ("other", "incoming", 3),
            ("other", "outgoing", 2),
        ]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=90), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_cells_give_a_contact_or_a_reason(
    written: str, name: str, word: str, direction: str
) -> None:
    header = ["person", "channel", "date", "direction"]
    try:
        result = load(
            rows_csv(header, [[name, word, written, direction]]).encode("utf-8", "replace")
        )
    except RelevanceError as error:
        assert len(str(error).split()) > 3
        return
    assert len(result.rejected) <= result.read
