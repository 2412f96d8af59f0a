"""From a path to what its files hold."""

import zipfile
from datetime import date

import pytest

from relevance.errors import UnreadableFileError, UsageError
from relevance.sources.archive import Limits
from relevance.sources.reader import SOURCES, read_path
from tests.linkedin_export import (
    Contact,
    connections_csv,
    export_zip,
    messages_csv,
    table_csv,
    workbook,
)

ANA = Contact("Ana", "Silva", "ana-silva")
POSTS = b"author,author_url,text,created_at\nAna Silva,,Hello there,2026-06-07\n"
FILES = {
    "Connections.csv": connections_csv([ANA]),
    "learning_coach_messages.csv": messages_csv([]),
    "Logins.csv": b"Login Date,IP Address,User Agent,Login Type\n",
    "Jobs/Saved Jobs.csv": b"Saved Date,Job Url,Job Title,Company Name\n",
    "photo.jpg": b"\xff\xd8\xff\xe0",
    "Hashtag_Follows_123456789.csv": table_csv("HashTag,CreatedTime", ("#learning", "")),
    "renamed.csv": connections_csv([Contact("Ben", "Okafor", "ben-okafor")]),
}


@pytest.fixture
def export(tmp_path):
    return export_zip(tmp_path / "Basic_LinkedInDataExport_06-08-2026.zip", FILES)


def kinds(path, **options):
    return [(one.path.removeprefix(f"{path}/"), one.kind) for one in read_path(path, **options)]


def test_every_member_is_named_with_its_kind(export):
    assert kinds(export) == [
        ("Connections.csv", "linkedin.connections"),
        ("learning_coach_messages.csv", "unknown"),
        ("Logins.csv", "ignored"),
        ("Jobs/Saved Jobs.csv", "ignored"),
        ("photo.jpg", "unknown"),
        ("Hashtag_Follows_123456789.csv", "linkedin.hashtag_follows"),
        ("renamed.csv", "linkedin.connections"),
    ]


def test_files_that_are_left_out_have_no_result_no_error_and_a_note(export):
    for one in read_path(export):
        if one.kind in {"unknown", "ignored"}:
            assert (one.result, one.error, one.sha256) == (None, None, None)
            assert len(one.note.split()) > 3
        else:
            assert one.result.as_of == date(2026, 6, 8)
            assert len(one.sha256) == 64


def test_a_folder_and_a_file_are_read_like_the_archive(export, tmp_path):
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(export) as archive:
        archive.extractall(folder)
    assert sorted(kinds(folder)) == sorted(kinds(export))
    (one,) = read_path(folder / "renamed.csv", as_of=date(2026, 1, 2))
    assert (one.kind, one.result.read, one.result.as_of) == (
        "linkedin.connections",
        1,
        date(2026, 1, 2),
    )


def test_a_workbook_under_a_csv_name_is_known_by_its_header(tmp_path):
    path = tmp_path / "contacts.csv"
    header = ["First Name", "Last Name", "Company", "Connected On"]
    path.write_bytes(workbook([header, ["Ana", "Silva", "Fjord AS", "4-Apr-21"]]))
    (one,) = read_path(path)
    assert one.kind == "linkedin.connections"
    assert one.result.accepted["connection"]["connected_on"].to_list() == [date(2021, 4, 4)]


def test_posts_are_recognised(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_bytes(POSTS)
    (one,) = read_path(path)
    assert (one.kind, one.result.accepted["post"].height) == ("posts", 1)


def test_known_bytes_are_not_read_again(export):
    seen = {(one.sha256, one.kind) for one in read_path(export) if one.result}
    again = list(read_path(export, skip=lambda sha256, kind: (sha256, kind) in seen))
    assert [one.known for one in again] == [True, False, False, False, False, True, True]
    assert [one.result for one in again] == [None] * 7


def test_a_forced_kind_must_exist_and_fit(tmp_path):
    path = tmp_path / "shopping.csv"
    path.write_bytes(b"Item,Count\nMilk,2\n")
    with pytest.raises(UsageError, match=r"allowed are linkedin\.connections"):
        list(read_path(path, kind="linkedin"))
    (one,) = read_path(path, kind="linkedin.connections")
    assert one.kind == "linkedin.connections"
    assert "needs a line that names" in one.error
    path.write_bytes(messages_csv([]))
    (one,) = read_path(path, kind="linkedin.messages")
    assert one.result.read == 0


def test_a_forced_kind_chooses_the_members_of_an_archive(export):
    found = [one.path for one in read_path(export, kind="linkedin.connections") if one.result]
    assert found == [f"{export}/Connections.csv", f"{export}/renamed.csv"]
    *_, last = read_path(export, kind="linkedin.notes")
    assert "holds no file that looks like linkedin.notes" in last.error


def test_a_missing_path_says_so(tmp_path):
    with pytest.raises(UnreadableFileError, match="Check the path"):
        list(read_path(tmp_path / "none.zip"))


def test_a_damaged_member_is_an_entry_and_the_others_are_read(tmp_path):
    path = export_zip(
        tmp_path / "x.zip",
        {"messages.csv": b"\x89PNG", "Connections.csv": FILES["Connections.csv"]},
    )
    bad, good = read_path(path)
    assert (bad.kind, bad.result) == ("linkedin.messages", None)
    assert "PNG" in bad.error
    assert str(path) in bad.error
    assert good.result.read == 1


def test_a_broken_archive_is_one_entry(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 nothing more")
    (one,) = read_path(path)
    assert (one.path, one.kind) == (str(path), "unknown")
    assert "damaged or incomplete" in one.error
    path = export_zip(tmp_path / "y.zip", FILES)
    (one,) = read_path(path, limits=Limits(members=3))
    assert "more than 3 files" in one.error


def test_two_part_exports_give_the_same_ids_as_one(tmp_path, export):
    whole = {one.path.rpartition("/")[2]: one.sha256 for one in read_path(export)}
    first = export_zip(tmp_path / "a.zip", {"Connections.csv": FILES["Connections.csv"]})
    (one,) = read_path(first)
    assert one.sha256 == whole["Connections.csv"]


def test_every_source_is_named_after_its_kind():
    assert "posts" in SOURCES
    assert all(kind.startswith("linkedin.") or "." not in kind for kind in SOURCES)
