"""What else a LinkedIn export holds: the owner's own acts, praise, address books, leanings, articles, snapshots."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.pipeline import import_paths
from relevance.sources import linkedin
from relevance.sources.archive import SourceFile
from relevance.store import Store
from tests.linkedin_export import export_zip, rows_csv, table_csv, workbook
from tests.writers import linkedin_rest as rest

SAMPLES = rest.samples()
MADE = datetime(2026, 4, 10, 23, 39, 13, 942000, tzinfo=UTC)


def load(data: bytes, kind: str, name: str = "x.csv", **more):
    return linkedin.read(SourceFile.from_bytes(name, data), kind, **more)


def acts(result) -> list:
    columns = ("kind", "detail", "at", "post_key", "posted_at", "text")
    return sorted(result.accepted["engagement"].select(columns).rows(), key=str)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_known_and_read_without_loss(name: str) -> None:
    kind = linkedin.kind_of(name, SAMPLES[name])
    assert kind in {*linkedin.KINDS, *linkedin.WHOLE_FILES}
    result = load(SAMPLES[name], kind, name)
    assert result.usable
    assert result.read > 0


# -- comments --------------------------------------------------------------------------------------


def test_lines_of_a_comment_that_are_not_quoted_belong_to_it() -> None:
    result = load(rest.COMMENTS_2023.encode(), "linkedin.comments")
    assert (result.read, result.rejected) == (4, ())
    texts = result.accepted["engagement"]["text"].to_list()
    assert texts == [
        "Well, said",
        "First line\n\nsecond line of it",
        "Short",
        "No date on this one",
    ]
    assert result.accepted["engagement"]["at"].null_count() == 1


def test_quotes_escaped_by_backslashes_are_quotes() -> None:
    result = load(rest.COMMENTS_2026.encode(), "linkedin.comments")
    assert result.read == 3
    assert result.reasons == {"duplicate row": 1}
    texts = result.accepted["engagement"]["text"].to_list()
    assert texts == ['She said "try it", and\nwe did', "Two\n\nparagraphs"]


def test_a_backslash_is_data_where_nothing_is_escaped_by_it() -> None:
    data = f'Date,Link,Message\n2023-05-04 10:20:30,{rest.LINK},"C:\\temp, they said"\n'
    result = load(data.encode(), "linkedin.comments")
    assert result.accepted["engagement"]["text"].to_list() == ["C:\\temp, they said"]


def test_comments_saved_by_a_spreadsheet_are_read_as_any_table() -> None:
    rows = [["2023-05-04 10:20:30", rest.LINK, "Hello; there"]]
    data = rows_csv(["Date", "Link", "Message"], rows, delimiter=";").encode("utf-8-sig")
    result = load(data, "linkedin.comments")
    assert result.accepted["engagement"]["text"].to_list() == ["Hello; there"]


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20)


@settings(deadline=None)
@given(st.lists(st.lists(LINES, min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_comment_of_2026_survives(comments) -> None:
    texts = ["\n".join(lines) for lines in comments]
    escaped = [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
    body = "".join(
        f'2026-05-{day:02d} 10:20:30,{rest.LINK},"{text}"\n'
        for day, text in enumerate(escaped, start=1)
    )
    # Only a file with an escaped quote in it is of the make that escapes.
    body += f'2026-06-01 10:20:30,{rest.LINK},"\\"q\\""\n'
    result = load(("Date,Link,Message\n" + body).encode(), "linkedin.comments")
    kept = [text.strip() for text in texts if text.strip()]
    assert result.accepted["engagement"]["text"].to_list() == [*kept, '"q"']
    assert result.reasons.get("no text", 0) == len(texts) - len(kept)


# -- reactions and the like ------------------------------------------------------------------------


def test_a_reaction_carries_the_post_and_its_moment() -> None:
    result = load(SAMPLES["Reactions.csv"], "linkedin.reactions")
    when = datetime(2026, 5, 4, 10, 20, 30, tzinfo=UTC)
    assert acts(result) == [("like", "PRAISE", when, f"linkedin:{rest.ACTIVITY}", MADE, None)]


def test_a_workbook_that_is_called_csv_is_read() -> None:
    data = workbook([["Date", "Type", "Link"], ["2026-05-04 10:20:30", "LIKE", rest.LINK]])
    assert linkedin.kind_of("Reactions.csv", data) == "linkedin.reactions"
    assert load(data, "linkedin.reactions").accepted["engagement"].height == 1


def test_a_reaction_without_a_post_is_kept_and_one_without_a_link_is_not() -> None:
    data = table_csv(
        "Date,Type,Link",
        (
            "2026-05-04 10:20:30",
            "LIKE",
            "https://www.linkedin.com/feed/update/urn:li:lyndaCourse:12",
        ),
        ("2026-05-04 10:20:30", "LIKE", ""),
    )
    result = load(data, "linkedin.reactions")
    assert result.accepted["engagement"]["post_key"].to_list() == [None]
    assert result.reasons == {"no link to a post": 1}


def test_votes_reposts_and_saved_items_are_acts() -> None:
    for name, kind, act, detail in (
        ("Votes.csv", "linkedin.votes", "vote", "Yes"),
        ("InstantReposts.csv", "linkedin.instant_reposts", "reshare", None),
        ("Saved_Items.csv", "linkedin.saved_items", "save", None),
    ):
        result = load(SAMPLES[name], kind)
        assert [one[:2] for one in acts(result)] == [(act, detail)]


# -- shares and articles ---------------------------------------------------------------------------


def test_shares_are_the_owners_posts_with_their_line_breaks_mended() -> None:
    result = load(SAMPLES["rest/Shares.csv"], "linkedin.shares")
    assert result.read == 3
    posts = result.accepted["post"].select("kind", "text", "created_at").rows()
    assert posts == [
        ("post", "Three things\n\nabout inductions", datetime(2026, 4, 10, 23, 39, 13, tzinfo=UTC)),
        ("reshare", "I agree with this", datetime(2026, 4, 12, 8, tzinfo=UTC)),
    ]
    assert [one[0] for one in acts(result)] == ["reshare"]
    assert result.accepted["record"]["is_owner"].to_list() == [True]


def test_shares_of_2018_are_utf16_with_tabs() -> None:
    result = load(rest.shares_2018(), "linkedin.shares")
    post = result.accepted["post"].row(0, named=True)
    assert (post["text"], post["created_at"]) == (
        "On checklists",
        datetime(2018, 3, 4, 5, 6, 7, tzinfo=UTC),
    )


def test_an_article_is_a_post_and_a_draft_is_none() -> None:
    result = load(rest.article(), "linkedin.articles", "Articles/on-job-aids.html")
    post = result.accepted["post"].row(0, named=True)
    assert post["text"] == "On job aids\nPeople forget & that is fine.\nWrite it down."
    assert post["created_at"] == datetime(2024, 2, 4, 9, 0, tzinfo=UTC)
    assert post["url"] == "https://www.linkedin.com/pulse/on-job-aids-maren"
    draft = load(rest.article("Not published yet"), "linkedin.articles", "a.html")
    assert draft.reasons == {"draft, not published": 1}


# -- praise ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "channel", "is_given", "hour"),
    [
        ("Recommendations_Given.csv", "recommendations_given", "recommendation", True, 9),
        ("Recommendations_Received.csv", "recommendations_received", "recommendation", False, 21),
        ("Endorsement_Given_Info.csv", "endorsements_given", "endorsement", True, 10),
        ("Endorsement_Received_Info.csv", "endorsements_received", "endorsement", False, 10),
    ],
)
def test_praise_goes_from_whoever_gave_it(name, kind, channel, is_given, hour) -> None:
    result = load(SAMPLES[name], f"linkedin.{kind}")
    owner = result.accepted["record"].filter("is_owner")["record_id"][0]
    row = result.accepted["encounter"].row(0, named=True)
    assert row["channel"] == f"linkedin {channel}"
    assert (row["sender_record_id"] == owner) == is_given
    assert row["at"].hour == hour
    assert row["is_approximate"] == (channel == "recommendation")


def test_a_moment_without_zone_is_taken_in_the_zone_that_is_set() -> None:
    lisbon = ZoneInfo("Asia/Tokyo")
    result = load(
        SAMPLES["Recommendations_Given.csv"], "linkedin.recommendations_given", zone=lisbon
    )
    assert result.accepted["encounter"]["at"][0] == datetime(2026, 5, 4, 0, 7, tzinfo=UTC)


# -- address books, leanings, snapshots -------------------------------------------------------------


def test_address_books_of_all_years_give_records() -> None:
    new = load(SAMPLES["ImportedContacts.csv"], "linkedin.contacts").accepted["record"]
    assert new.select("name", "former_names", "emails", "position").row(0) == (
        "Ana Costa",
        ["Ana Silva"],
        ["ana@example.org"],
        "Lead",
    )
    old = load(SAMPLES["Contacts.csv"], "linkedin.contacts").accepted["record"]
    assert old.select("name", "emails", "company").row(0) == (
        "Ben Okafor",
        ["b.okafor@lindby.example", "ben@example.org"],
        "Lindby",
    ) or old["emails"].to_list() == [["ben@example.org", "b.okafor@lindby.example"]]


def test_leanings_are_split_and_counted_once() -> None:
    facts = load(SAMPLES["Ad_Targeting.csv"], "linkedin.ad_targeting").accepted["owner_fact"]
    assert sorted(facts.select("kind", "value").rows()) == [
        ("company follow", "Fenland Water"),
        ("company follow", "Lindby"),
        ("group", "L&D Connect"),
        ("group", "Rail Trainers"),
        ("interest", "Coaching"),
        ("skill", "Job aids"),
    ]


def test_an_event_keeps_its_beginning() -> None:
    fact = load(SAMPLES["Events.csv"], "linkedin.events").accepted["owner_fact"]
    assert fact.select("kind", "value", "at").row(0) == (
        "event",
        "Rail Learning Day",
        datetime(2026, 4, 12, 8, 0, tzinfo=UTC),
    )


def test_a_snapshot_holds_the_same_tables_by_domain() -> None:
    result = load(SAMPLES["snapshot.json"], "linkedin.snapshot", "snapshot.json")
    assert result.read == 4
    assert {name: frame.height for name, frame in result.accepted.items()} == {
        "record": 1,
        "connection": 1,
        "engagement": 1,
    }
    assert result.reasons == {"domain RECEIPTS is private to the owner and not read": 2}


def test_an_export_and_a_snapshot_of_it_are_one(tmp_path: Path) -> None:
    json_file = tmp_path / "snapshot.json"
    json_file.write_bytes(SAMPLES["snapshot.json"])
    header, *rows = (
        list(rest.SNAPSHOT["CONNECTIONS"][0]),
        rest.SNAPSHOT["CONNECTIONS"][0].values(),
    )
    export = export_zip(
        tmp_path / "Basic_LinkedInDataExport_06-08-2026.zip",
        {"Connections.csv": rows_csv(header, [list(row) for row in rows]).encode()},
    )
    with Store.open(tmp_path / "a.duckdb") as store:
        first = import_paths(store, [json_file], settings=Settings())
        second = import_paths(store, [export], settings=Settings())
        assert (first[0].added, second[0].added) == (2, 0)
        assert store.people()["name"].to_list() == ["Ana Silva"]


def test_private_files_stay_private() -> None:
    for name in ("Logins.csv", "Receipts_v2.csv", "Verifications/Verifications.csv"):
        assert linkedin.is_private(name)
        assert linkedin.kind_of(name, b"Date,Link\n") is None
