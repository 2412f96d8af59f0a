"""What LinkedIn's files of every year are called, dated and headed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.errors import RelevanceError, UnreadableFileError
from relevance.sources import linkedin
from relevance.sources.archive import SourceFile
from relevance.sources.linkedin.dates import parse_day, parse_moment
from relevance.sources.linkedin.snapshot import Snapshot
from tests.linkedin_export import (
    ERAS,
    Contact,
    Invitation,
    Message,
    connections_csv,
    invitations_csv,
    messages_csv,
    table_csv,
    workbook,
)

ANA = Contact("Ana", "Silva", "ana-silva", "Ana@Example.org", "Fjord AS", "Trainer")
NOON = datetime(2021, 4, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Connections.csv", "linkedin.connections"),
        ("Basic/Connections (1).csv", "linkedin.connections"),
        ("Messages.csv", "linkedin.messages"),
        ("messages_1.csv", "linkedin.messages"),
        ("Hashtag_Follows_123456789.csv", "linkedin.hashtag_follows"),
        ("Member_Follows_123456_2 (3).csv", "linkedin.member_follows"),
        ("Company Follows.csv", "linkedin.company_follows"),
        ("Email Addresses.csv", "linkedin.email_addresses"),
        ("learning_coach_messages.csv", None),
        ("guide_messages.csv", None),
        ("Shares_123456789.csv", "linkedin.shares"),
        ("Imported Contacts.csv", "linkedin.contacts"),
        ("SearchQueries.csv", None),
        ("Connections.pdf", None),
    ],
)
def test_files_are_known_by_their_whole_name(name, kind):
    assert linkedin.kind_of_name(name) == kind


@pytest.mark.parametrize("name", ["Logins.csv", "Receipts_v2.csv", "PhoneNumbers_123456789.csv"])
def test_private_files_are_known(name):
    assert linkedin.is_private(name)


def test_a_renamed_file_is_known_by_its_header():
    contacts, chats = connections_csv([ANA]), messages_csv([])
    assert linkedin.kind_of("people.csv", contacts) == "linkedin.connections"
    assert linkedin.kind_of("Invitations.csv", contacts) == "linkedin.connections"
    assert linkedin.kind_of("old chats.csv", chats) == "linkedin.messages"
    assert linkedin.kind_of("learning_coach_messages.csv", chats) is None
    assert linkedin.kind_of("Notes.csv", b"Title,Body\nShopping,Milk\n") is None
    assert linkedin.kind_of("Connections.csv", b"") == "linkedin.connections"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("07 Jun 2026", (2026, 6, 7)),
        ("4-Apr-21", (2021, 4, 4)),
        ("04-Apr-2021", (2021, 4, 4)),
        ("4/5/21, 9:07 AM", (2021, 4, 5, 9, 7)),
        ("12/31/18, 12:05\u202fAM", (2018, 12, 31, 0, 5)),
        ("12/31/18, 12:05 PM", (2018, 12, 31, 12, 5)),
        ("2023-04-05 10:11:12 UTC", (2023, 4, 5, 10, 11, 12)),
        ("2023/04/05 10:11:12 UTC", (2023, 4, 5, 10, 11, 12)),
        ("2023-04-05 10:11:12", (2023, 4, 5, 10, 11, 12)),
        ("2023-04-05T10:11:12.345Z", (2023, 4, 5, 10, 11, 12)),
        ("Sat Sep 05 08:12:14 UTC 2026", (2026, 9, 5, 8, 12, 14)),
        ("Apr 4, 2021", (2021, 4, 4)),
        ("14/05/2021", (2021, 5, 14)),
        ("4.5.2021", (2021, 5, 4)),
        ("2021-04-04", (2021, 4, 4)),
    ],
)
def test_moments_of_all_years(text, moment):
    assert parse_moment(text) == datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31 Feb 2021", "2023-04-05 25:00:00 UTC", "2023-13-05 10:11:12 UTC", "9" * 99],
)
def test_what_is_no_date_is_none(text):
    assert parse_moment(text) is None
    assert parse_day(text) is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_a_date(text):
    parse_moment(text)


def snapshot_day(path, modified=None, as_of=None, rows=()):
    file = SourceFile.from_bytes(path, b"", modified=modified)
    return Snapshot.of(file, as_of).day(rows)[0]


def test_the_day_of_an_export_comes_from_the_best_witness():
    packed = date(2026, 6, 8)
    name = "Complete_LinkedInDataExport_05-11-2026 (1).zip/Connections.csv"
    stated = date(2026, 1, 1)
    assert snapshot_day(name, packed, stated) == date(2026, 5, 11)  # the file says it itself
    assert snapshot_day("Connections.csv", None, stated, [date(2026, 7, 1)]) == stated
    assert snapshot_day(name, packed) == date(2026, 5, 11)
    assert snapshot_day("my.zip/Connections.csv", packed) == packed
    assert snapshot_day("my.zip/Connections.csv", date(1980, 1, 1)) is None
    assert snapshot_day("my.zip/Connections.csv", date(2999, 1, 1)) is None
    assert snapshot_day("my.zip/a.csv", packed, rows=[date(2026, 6, 9), None]) == date(2026, 6, 9)
    assert snapshot_day("my.zip/a.csv", packed, rows=[date(2999, 6, 9)]) == packed
    assert snapshot_day("backup-2011-01-01/a.csv") is None


def test_the_newest_row_is_kept_beside_a_later_snapshot():
    data = connections_csv([ANA])
    file = SourceFile.from_bytes("x.zip/Connections.csv", data, modified=date(2026, 6, 8))
    result = linkedin.read(file, "linkedin.connections")
    assert (result.as_of, result.newest) == (date(2026, 6, 8), date(2021, 4, 4))


READABLE = {
    "linkedin.positions": "Company Name,Title,Description,Location,Started On,Finished On",
    "linkedin.education": "School Name,Start Date,End Date,Notes,Degree Name,Activities",
    "linkedin.skills": "Name",
    "linkedin.hashtag_follows": "HashTag,CreatedTime,LastModifiedTime,State",
    "linkedin.company_follows": "Organization,Followed On",
    "linkedin.member_follows": "Date,Status,FullName",
    "linkedin.notes": "Connection First Name,Connection Last Name,Connection Profile URL,Note,"
    "Created On,Edited On",
    "linkedin.email_addresses": "Email Address,Confirmed,Primary,Updated On",
    "linkedin.connections": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "linkedin.invitations": "From,To,Sent At,Message,Direction",
    "linkedin.messages": "From,To,Date,Subject,Content,Direction,Folder",
    "linkedin.profile": "First Name,Last Name,Maiden Name,Headline",
    "linkedin.comments": "Date,Link,Message",
    "linkedin.shares": "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility",
    "linkedin.reactions": "Date,Type,Link",
    "linkedin.instant_reposts": "Date,Link",
    "linkedin.votes": "Date,Link,OptionText",
    "linkedin.saved_items": "savedItem,CreatedTime",
    "linkedin.saved_articles": "Saved At,Link,Name",
    "linkedin.recommendations_given": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
    "linkedin.recommendations_received": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
    "linkedin.endorsements_given": "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name",
    "linkedin.endorsements_received": "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name",
    "linkedin.contacts": "FirstName,MiddleName,LastName,MaidenName,NickName,Emails,CreatedAt",
    "linkedin.ad_targeting": "Member Age,Company Names,Company Names,Member Groups,Member Interests",
    "linkedin.events": "Event Name,Event Time,Status,External Url",
    "linkedin.profile_summary": "Profile Summary",
    "linkedin.member_hashtags": "Member Posts About Hashtags",
}


@pytest.mark.parametrize("kind", linkedin.KINDS)
def test_a_file_with_a_header_only_is_fine(kind):
    for text in (READABLE[kind], READABLE[kind] + "\r\n", READABLE[kind] + ",\n"):
        result = linkedin.read(SourceFile.from_bytes("x.csv", text.encode()), kind)
        assert (result.read, result.rejected, dict(result.accepted)) == (0, (), {})


@pytest.mark.parametrize("kind", linkedin.KINDS)
@pytest.mark.parametrize("data", [b"", b"Shopping,Milk\n", b"\x89PNG\r\n"])
def test_a_file_without_its_header_is_a_sentence(kind, data):
    with pytest.raises(UnreadableFileError, match=r"needs a line|This is a PNG"):
        linkedin.read(SourceFile.from_bytes("x.csv", data), kind)


def test_messages_that_say_there_are_none_hold_none():
    data = b"No conversations found"
    assert linkedin.read(SourceFile.from_bytes("m.csv", data), "linkedin.messages").read == 0


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(linkedin.KINDS)))
def test_no_bytes_give_anything_but_our_own_errors(data, kind):
    for whole in (data, READABLE[kind].encode() + b"\n" + data):
        try:
            result = linkedin.read(SourceFile.from_bytes("x.csv", whole), kind)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read


def in_excel(data, encoding="utf-8-sig", delimiter=";"):
    """Return a comma table as Excel saves it in much of Europe."""
    import csv

    from tests.linkedin_export import rows_csv

    rows = [row for row in csv.reader(data.decode().splitlines()) if row]
    return rows_csv(rows[0], rows[1:], delimiter=delimiter, end="\r\n").encode(encoding)


def variants(data):
    text = data.decode()
    header, _, body = text.partition("\n")
    yield data
    yield data.replace(b"\n", b"\r\n")
    yield b"\xef\xbb\xbf" + data
    yield text.encode("utf-16")
    yield text.encode("cp1252")
    yield in_excel(data)
    yield in_excel(data, "cp1252")
    yield in_excel(data, "utf-16", "\t")
    yield workbook([line.split(",") for line in (header, *body.splitlines())])
    yield (header + ",\n" + body).encode()
    yield (header + ",,Extra\n" + body.replace("\n", ",,x\n")).encode()


def test_a_table_is_the_same_however_it_was_saved():
    rows = [("Zoé Çelik", "Yes"), ("Bjørn", "No")]
    data = table_csv("Email Address,Confirmed", ("zoe@example.org", "Yes"), ("b@x.org", "No"))
    skills = table_csv("Name,Confirmed", *rows)
    for one in variants(skills):
        result = linkedin.read(SourceFile.from_bytes("x.csv", one), "linkedin.skills")
        assert result.accepted["owner_fact"]["value"].to_list() == ["Zoé Çelik", "Bjørn"]
        assert (result.read, result.rejected) == (2, ())
    for one in variants(data):
        result = linkedin.read(SourceFile.from_bytes("x.csv", one), "linkedin.email_addresses")
        assert result.accepted["record"]["emails"].to_list() == [["zoe@example.org"]]


def test_columns_may_move_repeat_and_be_missing():
    data = b"company,LAST_NAME,first-name,Company\nFjord AS,Silva,Ana,\n,Okafor,Ben,Bay Ltd\n"
    result = linkedin.read(SourceFile.from_bytes("x.csv", data), "linkedin.connections")
    rows = result.accepted["record"].select("name", "company").rows()
    assert rows == [("Ana Silva", "Fjord AS"), ("Ben Okafor", "Bay Ltd")]


def test_damaged_rows_are_rejected_with_number_and_excerpt():
    data = b'HashTag,CreatedTime\n#one,2023-04-05\n#two\n"#three,2023\n#four,2023,x\n,\n#five,\n'
    result = linkedin.read(SourceFile.from_bytes("x.csv", data), "linkedin.hashtag_follows")
    assert result.accepted["owner_fact"]["value"].to_list() == ["one", "five"]
    assert result.read == 6
    assert [(one.row, one.reason, one.excerpt) for one in result.rejected] == [
        (2, "wrong number of cells", "#two"),
        (3, "wrong number of cells", "#three,2023"),
        (4, "wrong number of cells", "#four, 2023, x"),
        (5, "empty row", ""),
    ]


names = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=15
).map(lambda text: " ".join(text.replace("\ufeff", "").split()) or "X")
ODD = st.sampled_from(
    ["Ana", 'Ana "Nan" Silva', "Silva, PhD", "李 雷", "🌱 Zoë", "a,b;c\td|e", "=1+1"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(names | ODD, names | ODD), min_size=1, max_size=6), st.sampled_from(ERAS))
def test_any_names_survive_connections_of_any_year(people, era):
    contacts = [
        Contact(first, last, f"slug-{n}", f"p{n}@example.org")
        for n, (first, last) in enumerate(people)
    ]
    file = SourceFile.from_bytes("Connections.csv", connections_csv(contacts, era))
    result = linkedin.read(file, "linkedin.connections")
    assert (result.read, result.rejected) == (len(people), ())
    found = {row["emails"][0]: row for row in result.accepted["record"].to_dicts()}
    for n, (first, last) in enumerate(people):
        row = found[f"p{n}@example.org"]
        assert (row["given_name"], row["family_name"]) == (first, last)
        assert row["name"] == " ".join(f"{first} {last}".split())
        assert row["since"] == date(2021, 4, 4)


notes = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.just("\n"), max_size=60)


@settings(deadline=None)
@given(st.lists(notes, min_size=1, max_size=5), st.sampled_from([*ERAS, "2023-07"]))
def test_any_note_survives_invitations_of_any_year(texts, era):
    sent = [NOON.replace(minute=n) for n in range(len(texts))]
    rows = [
        Invitation("Ben Okafor", "Ana Silva", at, text)
        for at, text in zip(sent, texts, strict=True)
    ]
    file = SourceFile.from_bytes("Invitations.csv", invitations_csv(rows, era))
    result = linkedin.read(file, "linkedin.invitations")
    found = result.accepted["invite"].sort("sent_at")
    assert found["sent_at"].to_list() == sent
    expected = [text.replace("\ufeff", "").strip() or None for text in texts]
    assert found["note"].to_list() == expected


@settings(deadline=None)
@given(st.lists(notes, min_size=1, max_size=5), st.sampled_from(ERAS[1:]))
def test_any_text_survives_messages_of_any_year(texts, era):
    rows = [
        Message(
            "Ben Okafor", "Ana Silva", NOON.replace(minute=n), "." + text, "www.linkedin.com/in/ben"
        )
        for n, text in enumerate(texts)
    ]
    file = SourceFile.from_bytes("messages.csv", messages_csv(rows, era))
    result = linkedin.read(file, "linkedin.messages")
    assert result.read == len(texts)
    found = result.accepted["encounter"].sort("at")["snippet"].to_list()
    if all("<" not in text and "&" not in text and "%" not in text for text in texts):
        assert found == [" ".join(f".{text}".replace("\ufeff", "").split()) for text in texts]


def test_html_messages_are_adverts_even_with_a_sender_url():
    sent = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    url = "https://www.linkedin.com/in/html-mail"
    body = "<p>Hi Olga,</p><br><p>Our <strong>platform</strong> offers 20% off.</p>&nbsp;"
    data = messages_csv([Message("Html Mail", "Olga Owner", sent, body, url)])
    result = linkedin.read(SourceFile.from_bytes("messages.csv", data), "linkedin.messages")
    assert (result.reasons, result.usable) == ({"advert or sponsored message": 1}, False)
