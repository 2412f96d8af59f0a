"""Every quirk of the rest of a LinkedIn export, each with the counts that it must give; everyone is invented."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.pipeline import import_paths
from relevance.sources import linkedin
from relevance.sources.archive import SourceFile
from relevance.sources.reader import read_path
from relevance.store import Store
from tests.linkedin_export import (
    Contact,
    Invitation,
    connections_csv,
    export_zip,
    invitations_csv,
    messages_csv,
    rows_csv,
    table_csv,
    workbook,
)
from tests.writers import core
from tests.writers import linkedin_rest as rest

UPDATE = "https://www.linkedin.com/feed/update/"
DATED = "2026-05-04 10:20:{:02d}"
MOMENT = datetime(2026, 5, 4, 10, 20, 30, tzinfo=UTC)


def load(data: bytes | str, kind: str, name: str = "x.csv", **more):
    raw = data if isinstance(data, bytes) else data.encode()
    return linkedin.read(SourceFile.from_bytes(name, raw), f"linkedin.{kind}", **more)


def column(result, table: str, name: str) -> list:
    return result.accepted[table][name].to_list() if table in result.accepted else []


# -- names of files ----------------------------------------------------------------------------------

NAMED = {
    "Comments_123456789.csv": "comments",
    "Reactions_123456789_1.csv": "reactions",
    "Saved_Items_12345678 (1).csv": "saved_items",
    "Ad Targeting.csv": "ad_targeting",
    "Ad_Targeting.csv": "ad_targeting",
    "Imported Contacts.csv": "contacts",
    "ImportedContacts.csv": "contacts",
    "Complete_LinkedInDataExport_06-08-2026/Member_Follows_123456789.csv": "member_follows",
    "learning_coach_messages.csv": None,
    "Company Follows.csv": "company_follows",
}


@pytest.mark.parametrize(("name", "kind"), NAMED.items())
def test_names_of_all_years_stand_for_one_kind(name: str, kind: str | None) -> None:
    assert linkedin.kind_of_name(name) == (kind and f"linkedin.{kind}")


PRIVATE = (
    "Logins.csv",
    "Security Challenges.csv",
    "Registration.csv",
    "PhoneNumbers.csv",
    "Whatsapp Phone Numbers.csv",
    "Receipts.csv",
    "Receipts_v2.csv",
    "Private_identity_asset.csv",
    "Verifications/Verifications.csv",
    "Ads Clicked.csv",
    "LAN Ads Engagement.csv",
    "Inferences_about_you.csv",
    "Account Status History.csv",
    "SearchQueries.csv",
    "Search Queries.csv",
    "SavedJobAlerts.csv",
    "Jobs/Job Applications.csv",
    "Jobs/Saved Jobs.csv",
    "Jobs/Job Seeker Preferences.csv",
)
WITHOUT_PEOPLE = (
    "Learning.csv",
    "Rich_Media.csv",
    "Rich Media.csv",
    "Calendar.csv",
    "Certifications.csv",
    "Courses.csv",
    "Causes You Care About.csv",
    "Honors.csv",
    "Languages.csv",
    "Organizations.csv",
    "Patents.csv",
    "Projects.csv",
    "Publications.csv",
    "TestScores.csv",
    "Volunteering.csv",
    "Reviews.csv",
    "Online Job Postings.csv",
)


def test_every_file_that_is_left_out_says_why(tmp_path: Path) -> None:
    files = dict.fromkeys(
        (*PRIVATE, *WITHOUT_PEOPLE), b"Date,Link\n2026-05-04,https://example.org\n"
    )
    files["learning_coach_messages.csv"] = b"CONVERSATION ID,FROM,TO,DATE,CONTENT\n"
    files["LearningCoachMessages.csv"] = b"No conversations found"
    files["Jobs/Notes on jobs.docx"] = b"PK\x03\x04 no workbook"
    export = export_zip(tmp_path / "Complete_LinkedInDataExport_06-08-2026.zip", files)
    found = {one.path.removeprefix(f"{export}/"): one for one in read_path(export)}
    assert {one.result for one in found.values()} == {None}
    assert all("private" in found[name].note for name in PRIVATE)
    assert all("no person, post or encounter" in found[name].note for name in WITHOUT_PEOPLE)
    assert {found[name].kind for name in (*PRIVATE, *WITHOUT_PEOPLE)} == {"ignored"}
    for name in ("learning_coach_messages.csv", "LearningCoachMessages.csv"):
        assert "shape of messages but another name" in found[name].note


def test_a_table_of_posts_under_such_a_name_is_a_table_of_posts(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("author,text\nAna Silva,Words\n")
    assert [one.kind for one in read_path(path)] == ["posts"]


def test_creator_analytics_are_known_and_left_out_with_a_reason(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "DISCOVERY"
    for name in ("ENGAGEMENT", "TOP POSTS", "FOLLOWERS", "DEMOGRAPHICS"):
        book.create_sheet(name)
    book["TOP POSTS"].append(["Post URL", "Post publish date", "Engagements"])
    path = tmp_path / "AggregateAnalytics_Maren_2026-01-01_2026-06-01.xlsx"
    book.save(path)
    with Store.open(tmp_path / "a.duckdb") as store:
        (report,) = import_paths(store, [path], settings=Settings())
    assert (report.kind, report.read) == ("ignored", 0)
    assert "analytics of the owner's own posts" in str(report.error)
    assert list(report.reasons) == [
        "analytics of the owner's own posts: figures without a person or a text of others"
    ]
    other = tmp_path / "posts.xlsx"
    other.write_bytes(workbook([["author", "text"], ["Ana Silva", "Words"]]))
    assert [one.kind for one in read_path(other)] == ["posts"]
    damaged = path.read_bytes()[:-30]
    assert linkedin.is_analytics(damaged) is False


# -- reactions, comments, votes ------------------------------------------------------------------------

ACTIVITY = f"urn%3Ali%3Aactivity%3A{rest.ACTIVITY}"
COMMENT = f"?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A{rest.ACTIVITY}%2C7448514999999999999%29"
REACTIONS = [
    ("LIKE", ACTIVITY, rest.ACTIVITY),
    ("PRAISE", ACTIVITY + COMMENT, rest.ACTIVITY),
    ("EMPATHY", "urn%3Ali%3AugcPost%3A7448514960000000000", "7448514960000000000"),
    ("APPRECIATION", "urn%3Ali%3AgroupPost%3A4117-7448514960000000001", "7448514960000000001"),
    ("INTEREST", "urn%3Ali%3AlyndaCourse%3A123", None),
    ("ENTERTAINMENT", "urn%3Ali%3AarticleSegment%3A%28urn%3Ali%3AlinkedInArticle%3A1%2C2%29", None),
    ("MAYBE", "urn%3Ali%3Ashare%3A7448514960000000002", "7448514960000000002"),
    # The post stands by its own id in the address, and by that of its activity in the comment's.
    ("LIKE", f"urn%3Ali%3AugcPost%3A7448514960000000000{COMMENT}", rest.ACTIVITY),
]


def test_reactions_of_every_type_on_every_kind_of_thing() -> None:
    rows = [
        (DATED.format(second), kind, UPDATE + urn)
        for second, (kind, urn, _) in enumerate(REACTIONS)
    ]
    data = table_csv("Date,Type,Link", *rows, rows[0], (DATED.format(59), "LIKE", ""))
    result = load(data, "reactions")
    assert (result.read, result.reasons) == (10, {"duplicate row": 1, "no link to a post": 1})
    found = result.accepted["engagement"].sort("at")
    assert found["detail"].to_list() == [kind for kind, _, _ in REACTIONS]
    assert found["post_key"].to_list() == [
        f"linkedin:{post}" if post else None for _, _, post in REACTIONS
    ]
    assert set(found["kind"]) == {"like"}
    assert "encounter" not in result.accepted  # no author is named, so nobody was met yet


def test_several_comments_under_one_post_are_several() -> None:
    link = UPDATE + ACTIVITY
    rows = [
        (DATED.format(30), link, "One"),
        (DATED.format(30), link, "Two"),
        (DATED.format(31), link, "Two"),
        ("", link, "Without a date"),
        (DATED.format(32), link + COMMENT, "An answer, to a comment"),
        (DATED.format(30), link, "Two"),
        (DATED.format(33), link, ""),
    ]
    result = load(table_csv("Date,Link,Message", *rows), "comments")
    assert (result.read, result.reasons) == (7, {"duplicate row": 1, "no text": 1})
    assert column(result, "engagement", "post_key") == [f"linkedin:{rest.ACTIVITY}"] * 5
    assert result.accepted["engagement"]["at"].null_count() == 1
    older = load(table_csv("Date,Link,Comment", *rows), "comments")
    assert older.accepted["engagement"].equals(result.accepted["engagement"])


def test_files_of_groups_are_known_by_what_they_hold(tmp_path: Path) -> None:
    link = UPDATE + "urn%3Ali%3AgroupPost%3A4117-7448514960000000001"
    files = {
        "Group Comments.csv": table_csv("Date,Link,Message", (DATED.format(1), link, "One")),
        "Group Likes.csv": table_csv("Date,Type,Link", (DATED.format(2), "LIKE", link)),
        "Group Posts.csv": table_csv(
            "Date,ShareLink,ShareCommentary", (DATED.format(3), link, "Hello")
        ),
    }
    found = {}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        ((found[name]),) = read_path(tmp_path / name)
    assert [one.kind for one in found.values()] == [
        "linkedin.comments",
        "linkedin.reactions",
        "linkedin.shares",
    ]
    assert [one.result.read for one in found.values()] == [1, 1, 1]
    assert found["Group Posts.csv"].result.accepted["post"]["text"].to_list() == ["Hello"]


VOTE = "https://www.linkedin.com/feed/update/urn:li:ugcPost:7448514960000000000"


@pytest.mark.parametrize(
    ("kind", "header", "row", "act", "detail"),
    [
        ("votes", "Date,Link,OptionText", (DATED.format(30), VOTE, "Yes, often"), "vote", "Yes, often"),
        ("instant_reposts", "Date,Link", (DATED.format(30), VOTE), "reshare", None),
        ("saved_items", "savedItem,CreatedTime", (VOTE, DATED.format(30)), "save", None),
        ("saved_items", "savedItem,createdTime", (VOTE, DATED.format(30)), "save", None),
        ("saved_items", "savedItem,createdTime", (VOTE.removeprefix(UPDATE), DATED.format(30)), "save", None),
        ("saved_articles", "Saved At,Link,Name", (DATED.format(30), VOTE, "A title"), "save", None),
    ],
)  # fmt: skip
def test_smaller_acts(
    kind: str, header: str, row: tuple[str, ...], act: str, detail: str | None
) -> None:
    result = load(table_csv(header, row, row), kind)
    assert (result.read, result.reasons) == (2, {"duplicate row": 1})
    (found,) = result.accepted["engagement"].to_dicts()
    assert (found["kind"], found["detail"], found["at"]) == (act, detail, MOMENT)
    assert found["post_key"] == "linkedin:7448514960000000000"


def test_a_share_keeps_quotes_that_are_its_own() -> None:
    header = ["Date", "ShareLink", "ShareCommentary", "SharedURL", "MediaURL", "Visibility"]
    words = [
        '"Quoted" from the first letter on',
        'One"\n"two',
        '"One"\n""\n"two"',
        'Ends in "quotes"',
    ]
    rows = [
        [DATED.format(place), f"{UPDATE}urn%3Ali%3Ashare%3A744851496000000000{place}", text, "", "", "PUBLIC"]
        for place, text in enumerate(words)
    ]  # fmt: skip
    result = load(rows_csv(header, rows, end="\r\n"), "shares")
    assert (result.read, result.reasons) == (4, {})
    assert column(result, "post", "text") == [
        '"Quoted" from the first letter on',
        "One\ntwo",
        "One\n\ntwo",
        'Ends in "quotes"',
    ]


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12
)


@hypothesis_settings(deadline=None)
@given(st.lists(st.lists(LINES, min_size=2, max_size=4), min_size=1, max_size=4))
def test_any_share_of_several_lines_survives_what_linkedin_writes(posts: list[list[str]]) -> None:
    rows = [
        [DATED.format(n), f"{UPDATE}urn%3Ali%3Ashare%3A744851496000000000{n}", '"\n"'.join(lines), "", "", ""]
        for n, lines in enumerate(posts)
    ]  # fmt: skip
    header = ["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"]
    result = load(rows_csv(header, rows), "shares")
    expected = ["\n".join(lines).removeprefix('"').removesuffix('"') for lines in posts]
    assert sorted(column(result, "post", "text")) == sorted(expected)


@hypothesis_settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.text("abc xyzé'!?", max_size=20)
            .map(str.strip)
            .filter(lambda t: not t.startswith("h")),
            min_size=1,
            max_size=4,
        ).filter(lambda lines: lines[0] and lines[-1]),
        min_size=1,
        max_size=5,
    )
)
def test_any_comment_of_2023_survives(comments: list[list[str]]) -> None:
    link = UPDATE + ACTIVITY
    body = "".join(
        f"{DATED.format(n)},{link},{chr(13) + chr(10)}".removesuffix("\r\n")
        + "\r\n".join(lines)
        + "\r\n"
        for n, lines in enumerate(comments)
    )
    result = load("Date,Link,Message\r\n" + body, "comments")
    assert (result.read, result.rejected) == (len(comments), ())
    assert column(result, "engagement", "text") == ["\n".join(lines) for lines in comments]


# -- articles ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "page", "expected"),
    [
        (
            "Articles/über-das-lernen.html",
            '<h1><a href="https://www.linkedin.com/pulse/%C3%BCber-das-lernen">Über das Lernen</a></h1><p>Wörter</p>',
            ("Über das Lernen\nWörter", None),
        ),
        (
            "Articles/Articles/2019-03-04 05:06:07.0-On practice.html",
            '<h1><a href="https://www.linkedin.com/pulse/on-practice">On practice</a></h1><p>Words</p>',
            ("On practice\nWords", datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ),
        (
            "on-practice.html",
            '<h1><a href="https://www.linkedin.com/pulse/on-practice">On practice</a></h1>'
            '<p class="created">Created on 2019-03-04 05:06</p><p>Words</p>',
            ("On practice\nWords", datetime(2019, 3, 4, 5, 6, tzinfo=UTC)),
        ),
    ],
)
def test_articles_of_all_makes(name: str, page: str, expected: tuple[str, datetime | None]) -> None:
    data = f"<html><head><title>T</title></head><body>{page}</body></html>".encode()
    assert linkedin.kind_of(name, data) == "linkedin.articles"
    (found,) = load(data, "articles", name).accepted["post"].to_dicts()
    assert (found["text"], found["created_at"]) == expected


def test_an_article_without_words_is_none() -> None:
    page = '<h1><a href="https://www.linkedin.com/pulse/x"> </a></h1><p class="created">Created on 2019-03-04 05:06</p>'
    assert load(f"<html><body>{page}</body></html>", "articles", "a.html").reasons == {"no text": 1}


# -- praise --------------------------------------------------------------------------------------------

ENDORSED = (
    "Endorsement Date,Skill Name,{0} First Name,{0} Last Name,{0} Public Url,Endorsement Status"
)
WHEN = "2024/05/04 10:20:30 UTC"


@pytest.mark.parametrize(("kind", "side"), [("given", "Endorsee"), ("received", "Endorser")])
def test_endorsements_of_every_status_are_one_encounter_each(kind: str, side: str) -> None:
    rows = [
        (WHEN, "Job aids", "Ana", "Silva", "www.linkedin.com/in/ana-silva", "ACCEPTED"),
        (WHEN, "Coaching", "Ana", "Silva", "https://www.linkedin.com/in/ana-silva", "PENDING"),
        (WHEN, "Job aids", "Bo", "Berg", "linkedin.com/in/bo-berg/", "HIDDEN"),
        (WHEN, "Job aids", "Cy", "Dahl", "", ""),
        (WHEN, "Job aids", "LinkedIn", "Member", "", "ACCEPTED"),
        (WHEN, "Job aids", "", "", "", "ACCEPTED"),
        (WHEN, "Job aids", "Ana", "Silva", "www.linkedin.com/in/ana-silva", "ACCEPTED"),
    ]
    result = load(table_csv(ENDORSED.format(side), *rows), f"endorsements_{kind}")
    assert (result.read, result.reasons) == (
        7,
        {
            "member hidden (LinkedIn Member)": 1,
            "no name and no profile URL": 1,
            "duplicate row": 1,
        },
    )
    assert result.accepted["encounter"].height == 4
    people = result.accepted["record"].filter(~result.accepted["record"]["is_owner"])
    assert sorted(people.select("name", "url").rows(), key=str) == [
        ("Ana Silva", "https://www.linkedin.com/in/ana-silva"),
        ("Bo Berg", "https://www.linkedin.com/in/bo-berg"),
        ("Cy Dahl", None),
    ]


def test_endorsements_from_before_addresses_came_are_known_by_name() -> None:
    header = ENDORSED.format("Endorser").replace("Endorser Public Url,", "")
    result = load(
        table_csv(header, (WHEN, "Job aids", "Ana", "Silva", "ACCEPTED")), "endorsements_received"
    )
    assert (result.read, result.reasons) == (1, {})
    assert result.accepted["encounter"].height == 1


@pytest.mark.parametrize("kind", ["given", "received"])
def test_recommendations_of_every_status_are_one_encounter_each(kind: str) -> None:
    header = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
    rows = [
        (
            "Ana",
            "Silva",
            "Lindby",
            "Lead",
            "A fine, patient\ntrainer",
            "05/04/26, 09:07 AM",
            "VISIBLE",
        ),
        ("Bo", "Berg", "Lindby", "Clerk", "She listens", "05/05/26, 12:07 AM", ""),
        ("Bo", "Berg", "Lindby", "Clerk", "And asks", "05/05/26, 12:07 AM", "HIDDEN"),
        ("LinkedIn", "Member", "", "", "Gone", "05/05/26, 12:07 AM", "VISIBLE"),
    ]
    result = load(table_csv(header, *rows), f"recommendations_{kind}")
    assert (result.read, result.reasons) == (4, {"member hidden (LinkedIn Member)": 1})
    met = result.accepted["encounter"].sort("at")
    assert met["at"].to_list()[:2] == [
        datetime(2026, 5, 4, 9, 7, tzinfo=UTC),
        datetime(2026, 5, 5, 0, 7, tzinfo=UTC),
    ]
    assert (met.height, set(met["channel"]), set(met["is_approximate"])) == (
        3,
        {"linkedin recommendation"},
        {True},
    )
    assert result.as_of == date(2026, 5, 5)


# -- people of address books, follows, notes -----------------------------------------------------------

OLD_BOOK = (
    "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,InstantMessageHandles,"
    "FullName,Birthday,Location,BookmarkedAt,Profiles"
)
NEW_BOOK = (
    "FirstName,MiddleName,LastName,MaidenName,NickName,NamePrefix,NameSuffix,Title,Emails,PhoneNumbers,CreatedAt,"
    "UpdatedAt,CountryCode,RegionCode,ThirdPartyVerified,Location"
)


def old_contact(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, "") for name in OLD_BOOK.split(","))


def test_many_values_in_one_cell_of_an_old_address_book() -> None:
    rows = [
        old_contact(
            FirstName="Ana",
            LastName="Silva",
            Companies="Fenland Water  Lindby",
            Emails="Ana@Example.org; a.silva@fenland.example  ana@lindby.example,ana@example.org",
            Sites="https://ana.example",
            Profiles="https://twitter.com/AnaTeaches;https://www.linkedin.com/in/ana-silva",
            PhoneNumbers="+44 20 7946 0000",
            Birthday="1/2/80",
        ),
        old_contact(
            FullName="Bo Berg",
            Sites="www.linkedin.com/in/bo-berg",
            InstantMessageHandles="TWITTER:@bo_b",
        ),
        old_contact(Emails="only@example.org"),
        old_contact(Source="phone", PhoneNumbers="+44 20 7946 0001"),
        old_contact(),
    ]
    result = load(table_csv(OLD_BOOK, *rows), "contacts")
    assert (result.read, result.reasons) == (
        5,
        {"no name and no e-mail address": 1, "empty row": 1},
    )
    found = result.accepted["record"].select("name", "company", "url", "handles", "emails").rows()
    assert sorted(found, key=str) == [
        (
            "Ana Silva",
            "Fenland Water",
            "https://www.linkedin.com/in/ana-silva",
            ["x:anateaches"],
            ["ana@example.org", "a.silva@fenland.example", "ana@lindby.example"],
        ),
        ("Bo Berg", None, "https://www.linkedin.com/in/bo-berg", ["x:bo_b"], []),
        ("only@example.org", None, None, [], ["only@example.org"]),
    ]
    assert "7946" not in str(result.accepted["record"].to_dicts())


def test_maiden_and_middle_names_of_a_new_address_book() -> None:
    row = (
        "Ana",
        "Maria",
        "Costa",
        "Silva",
        "Annie",
        "Dr",
        "PhD",
        "Lead",
        "ana@example.org",
        *[""] * 7,
    )
    result = load(table_csv(NEW_BOOK, row, row), "contacts")
    assert (result.read, result.reasons) == (2, {"duplicate row": 1})
    (found,) = result.accepted["record"].to_dicts()
    assert (found["name"], found["former_names"], found["position"]) == (
        "Ana Maria Costa",
        ["Ana Silva"],
        "Lead",
    )


def test_follows_and_unfollows_of_people_companies_and_hashtags() -> None:
    people = [
        (DATED.format(30), "Active", "Ana Silva"),
        (DATED.format(31), "Unfollow", "Bo Berg"),
        (DATED.format(32), "Active", "LinkedIn Member"),
        (DATED.format(33), "Active", ""),
    ]
    for header in ("Date,Status,FullName", "Date,Status,Full Name"):
        result = load(table_csv(header, *people), "member_follows")
        assert (result.read, result.reasons) == (
            4,
            {"person hidden (LinkedIn Member)": 1, "no name": 1},
        )
        names = dict(result.accepted["record"].select("record_id", "name").iter_rows())
        follows = result.accepted["follow"].select("record_id", "active").rows()
        assert {names[key]: active for key, active in follows} == {
            "Ana Silva": True,
            "Bo Berg": False,
        }
    companies = table_csv("Organization,Followed On", ("Lindby", "Sat Sep 05 08:12:14 UTC 2020"))
    (fact,) = load(companies, "company_follows").accepted["owner_fact"].to_dicts()
    assert (fact["value"], fact["at"]) == ("Lindby", datetime(2020, 9, 5, 8, 12, 14, tzinfo=UTC))
    tags = table_csv(
        "HashTag,CreatedTime,LastModifiedTime,State",
        ("#learning", DATED.format(30), DATED.format(30), "Follow"),
        ("coaching", DATED.format(30), DATED.format(30), "Unfollow"),
    )
    result = load(tags, "hashtag_follows")
    assert (column(result, "owner_fact", "value"), result.reasons) == (
        ["learning"],
        {"unfollowed": 1},
    )


def test_notes_about_people() -> None:
    header = "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On"
    url = "https://www.linkedin.com/in/ana-silva"
    rows = [
        (
            "Ana",
            "Silva",
            url,
            'Met at the fair, "by" the door\nand talked',
            "2026-05-04 10:20:30 UTC",
            "",
        ),
        ("Ana", "Silva", url, "", "2026-05-04 10:20:30 UTC", ""),
        ("", "", "", "About nobody", "2026-05-04 10:20:30 UTC", ""),
    ]
    result = load(table_csv(header, *rows), "notes")
    assert (result.read, result.reasons) == (3, {"empty note": 1, "no name": 1})
    assert column(result, "owner_note", "text") == ['Met at the fair, "by" the door\nand talked']


# -- events and what advertisers see ------------------------------------------------------------------


def test_events_and_the_owners_hashtags() -> None:
    rows = [
        (
            "Rail Learning Day",
            "Apr 12, 2026 08:00 AM - Apr 12, 2026 05:00 PM",
            "APPROVED",
            "https://x.example",
        ),
        ("Left", "Apr 13, 2026 08:00 AM - 09:00 AM", "RELINQUISHED", ""),
        ("Undated", "", "APPROVED", ""),
        ("", "Apr 13, 2026 08:00 AM - 09:00 AM", "APPROVED", ""),
    ]
    result = load(table_csv("Event Name,Event Time,Status,External Url", *rows), "events")
    assert (result.read, result.reasons) == (
        4,
        {"not attended": 1, "no value in its main column": 1},
    )
    assert result.accepted["owner_fact"].select("value", "at").rows() == [
        ("Rail Learning Day", datetime(2026, 4, 12, 8, 0, tzinfo=UTC)),
        ("Undated", None),
    ]
    tags = load(
        table_csv("Member Posts About Hashtags", ("#learning",), ("#learning",)), "member_hashtags"
    )
    assert (tags.read, column(tags, "owner_fact", "value")) == (2, ["learning"])


_ADS = (
    "Member Age,Buyer Groups,Company Names,Company Names,Company Follower of,Company Names,Company Category,"
    "Company Size,Degrees,degreeClass,Recent Device OS,Member Schools,Company Growth Rate,Fields of Study,"
    "Company Connections,Function By Size,Job Functions,Member Gender,Graduation Year,Member Groups,Company Industries,"
    "Member Interests,Interface Locales,interfaceLocale,Member Traits,High Value Audience Segments,Profile Locations,"
    "Company Revenue,Job Seniorities,Member Skills,Standard Audience Segments,Job Titles,Job Titles,Job Titles,"
    "Years of Experience"
)
BRACKETED = {"Recent Device OS", "High Value Audience Segments", "Standard Audience Segments"}


@pytest.mark.parametrize(
    "shape", ["long", "short", "with an empty last column", "UTF-16 with tabs"]
)
def test_what_advertisers_see_is_read_whatever_columns_there_are(shape: str) -> None:
    told = {
        "Company Follower of": "Lindby; Fenland Water",
        "Member Groups": "L&D Connect;Rail Trainers; ",
        "Member Interests": "Coaching",
        "Member Skills": "Job aids; Job aids",
    }
    names = [name for name in _ADS.split(",") if shape != "short" or name not in BRACKETED]
    row = [told.get(name, f"private {name}") for name in names]
    if shape == "with an empty last column":
        names, row = [*names, ""], [*row, ""]
    data = rows_csv(names, [row]).encode()
    if shape == "UTF-16 with tabs":
        data = rows_csv(names, [row], delimiter="\t", quote_all=True, end="\r\n").encode("utf-16")
    assert linkedin.kind_of("Ad Targeting.csv", data) == "linkedin.ad_targeting"
    result = load(data, "ad_targeting")
    assert (result.read, result.reasons) == (1, {})
    assert sorted(result.accepted["owner_fact"].select("kind", "value").rows()) == [
        ("company follow", "Fenland Water"),
        ("company follow", "Lindby"),
        ("group", "L&D Connect"),
        ("group", "Rail Trainers"),
        ("interest", "Coaching"),
        ("skill", "Job aids"),
    ]


# -- snapshots and exports in parts ---------------------------------------------------------------------


def _domain_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


DOMAINS = {
    "CONNECTIONS": ("connections", connections_csv([Contact("Ana", "Silva", "ana-silva")], "2026")),
    "INVITATIONS": ("invitations", invitations_csv([Invitation("Ana Silva", "Maren Holt", MOMENT, "Hello")], "2026")),
    "INBOX": ("messages", messages_csv([core.MESSAGE, core.ADVERT], "2026")),
    "ALL_LIKES": ("reactions", rest.samples()["Reactions.csv"]),
    "ALL_VOTES": ("votes", rest.samples()["Votes.csv"]),
    "INSTANT_REPOSTS": ("instant_reposts", rest.samples()["InstantReposts.csv"]),
    "MEMBER_SHARE_INFO": ("shares", rest.samples()["rest/Shares.csv"]),
    "ACTOR_SAVE_ITEM": ("saved_items", rest.samples()["Saved_Items.csv"]),
    "ALL_COMMENTS": ("comments", table_csv("Date,Link,Message", (DATED.format(1), VOTE, "Hello"))),
    "RECOMMENDATIONS": ("recommendations_received", rest.samples()["Recommendations_Received.csv"]),
    "Recommendations_Given": ("recommendations_given", rest.samples()["Recommendations_Given.csv"]),
    "ENDORSEMENTS": ("endorsements_given", rest.samples()["Endorsement_Given_Info.csv"]),
    "CONTACTS": ("contacts", rest.samples()["Contacts.csv"]),
    "IMPORTED_CONTACTS": ("contacts", rest.samples()["ImportedContacts.csv"]),
    "Events": ("events", rest.samples()["Events.csv"]),
    "PROFILE_SUMMARY": ("profile_summary", rest.samples()["Profile Summary.csv"]),
    "MEMBER_HASHTAG": ("member_hashtags", rest.samples()["Member Hashtags.csv"]),
    "MEMBER_FOLLOWING": ("member_follows", table_csv("Date,Status,FullName", (DATED.format(1), "Active", "Bo Berg"))),
    "COMPANY_FOLLOWS": ("company_follows", table_csv("Organization,Followed On", ("Lindby", ""))),
    "HASHTAG_FOLLOWS": ("hashtag_follows", table_csv("HashTag,CreatedTime,State", ("#coaching", "", "Follow"))),
    "SKILLS": ("skills", table_csv("Name", ("Job aids",))),
    "POSITIONS": (
        "positions",
        table_csv("Company Name,Title,Started On,Finished On", ("Lindby", "Lead", "Mar 2019", "")),
    ),
    "EDUCATION": (
        "education",
        table_csv("School Name,Start Date,End Date,Degree Name", ("Fen College", "1999", "2002", "BA")),
    ),
    "EMAIL_ADDRESSES": (
        "email_addresses",
        table_csv("Email Address,Confirmed,Primary", ("me@example.org", "Yes", "Yes")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_of_a_snapshot_says_what_the_file_of_the_export_says(domain: str) -> None:
    kind, data = DOMAINS[domain]
    rows = _domain_rows(data.partition(b"\n\n")[2] if domain == "CONNECTIONS" else data)
    snapshot = rest.snapshot({domain: rows})
    told, table = load(snapshot, "snapshot", "s.json"), load(data, kind)
    assert (told.read, told.reasons) == (table.read, table.reasons)
    assert set(told.accepted) == set(table.accepted)
    for name, frame in table.accepted.items():
        assert told.accepted[name].equals(frame), name


def test_pages_of_a_snapshot_are_one() -> None:
    like = {"Date": DATED.format(1), "Type": "LIKE", "Link": VOTE}
    pages = [
        {"ALL_LIKES": [like, like | {"Link": VOTE + "1"}]},
        {"LOGINS": [{"IP Address": "192.0.2.1"}], "LEARNING": [{"Content Title": "x"}]},
        {"ALL_LIKES": [like, like | {"Link": ""}]},
    ]
    answers = [json.loads(rest.snapshot(page)) for page in pages]
    whole = {"elements": [one for page in answers for one in page["elements"]]}
    elements = whole["elements"]
    for document in (answers, whole, elements):
        data = json.dumps(document).encode()
        assert linkedin.kind_of("snapshot.json", data) == "linkedin.snapshot"
        result = load(data, "snapshot", "s.json")
        assert result.read == 6
        assert [(one.row, one.reason) for one in result.rejected] == [
            (3, "domain LOGINS is private to the owner and not read"),
            (4, "domain LEARNING is not read"),
            (5, "duplicate row"),
            (6, "no link to a post"),
        ]
        assert result.accepted["engagement"].height == 2
        assert "192.0.2.1" not in str(result.rejected)


def test_two_zips_of_one_request_are_one_export(tmp_path: Path) -> None:
    first = export_zip(
        tmp_path / "Complete_LinkedInDataExport_06-08-2026.zip",
        {
            "Profile.csv": table_csv(
                "First Name,Last Name,Headline,Industry", ("Maren", "Holt", "Trainer", "Rail")
            ),
            "Recommendations_Received.csv": rest.samples()["Recommendations_Received.csv"],
        },
    )
    second = export_zip(
        tmp_path / "Complete_LinkedInDataExport_06-08-2026 (1).zip",
        {
            "Connections.csv": connections_csv(
                [Contact("Ben", "Okafor", "ben-okafor", company="Lindby", position="Clerk")]
            ),
            "Reactions_123456789.csv": rest.samples()["Reactions.csv"],
            "Recommendations_Received.csv": rest.samples()["Recommendations_Received.csv"],
        },
    )
    with zipfile.ZipFile(first) as packed:
        assert "Connections.csv" not in packed.namelist()
    counts = {}
    for order in ([first, second], [second, first]):
        with Store.open(tmp_path / f"{order[0].stem}.duckdb") as store:
            reports = import_paths(store, order, settings=Settings())
            assert [report.error for report in reports] == [None] * 5
            assert sum(report.known for report in reports) == 1
            tables = ("connection", "engagement", "encounter", "person")
            counts[order[0].name] = [store.count(table) for table in tables]
            # Who recommended the owner is the connection of that name.
            assert sorted(store.people()["name"].to_list()) == ["Ben Okafor", "Maren Holt"]
    assert list(counts.values()) == [[1, 1, 1, 2]] * 2
