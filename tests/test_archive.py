"""Folders and archives, honest and hostile."""

import hashlib
import io
import os
import struct
import tarfile
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.errors import RelevanceError, UnreadableFileError
from relevance.sources.archive import Limits, SourceFile, files_in
from tests.linkedin_export import export_zip, workbook

TABLE = b"First Name,Last Name\nAna,Silva\n"


def contents(path, limits=None):
    """Return the bytes, or the error, of every file by its path below `path`."""
    found = {}
    for file in files_in(path, limits):
        try:
            found[file.path.removeprefix(f"{path}/")] = file.read()
        except UnreadableFileError as error:
            found[file.path.removeprefix(f"{path}/")] = str(error)
    return found


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_single_file_knows_where_it_lies(tmp_path):
    path = tmp_path / "Connections.csv"
    path.write_bytes(TABLE)
    (file,) = files_in(path)
    assert (file.path, file.name, file.local_path) == (str(path), "Connections.csv", path)
    assert file.read() == file.read() == TABLE
    assert file.sha256() == hashlib.sha256(TABLE).hexdigest()


def test_a_missing_path_says_what_to_do(tmp_path):
    with pytest.raises(UnreadableFileError, match="Check the path"):
        list(files_in(tmp_path / "nothing.zip"))


def test_a_folder_is_walked_in_order_without_hidden_files_and_links_out(tmp_path):
    (tmp_path / "secret.csv").write_bytes(b"secret")
    root = tmp_path / "export"
    (root / "Jobs").mkdir(parents=True)
    for name in ("b.csv", "a.csv", ".hidden", "Jobs/Saved Jobs.csv", "Thumbs.db"):
        (root / name).write_bytes(name.encode())
    (root / "link.csv").symlink_to(tmp_path / "secret.csv")
    (root / "inside.csv").symlink_to(root / "a.csv")
    (root / "loop").symlink_to(root, target_is_directory=True)
    assert contents(root) == {
        "a.csv": b"a.csv",
        "b.csv": b"b.csv",
        "inside.csv": b"a.csv",
        "Jobs/Saved Jobs.csv": b"Jobs/Saved Jobs.csv",
    }


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFileError, match="device or a pipe"):
        list(files_in(pipe))


def test_members_come_with_path_day_and_bytes(tmp_path):
    files = {
        "Connections.csv": TABLE,
        "Jobs/Saved Jobs.csv": b"x",
        "__MACOSX/._Connections.csv": b"litter",
        ".DS_Store": b"litter",
        "win\\Skills.csv": b"Name\n",
    }
    path = export_zip(tmp_path / "export.zip", files, packed=(2026, 6, 8))
    found = {file.path: file for file in files_in(path)}
    names = ["Connections.csv", "Jobs/Saved Jobs.csv", "win/Skills.csv"]
    assert list(found) == [f"{path}/{name}" for name in names]
    one = found[f"{path}/Connections.csv"]
    assert (one.name, one.modified, one.local_path) == ("Connections.csv", date(2026, 6, 8), None)
    assert one.head(5) == b"First"
    assert one.read() == TABLE


def test_members_can_be_read_after_the_walk_is_over(tmp_path):
    path = export_zip(tmp_path / "export.zip", {"in.zip": zipped({"a.csv": b"1", "b.csv": b"2"})})
    files = list(files_in(path))
    assert [file.read() for file in reversed(files)] == [b"2", b"1"]


def test_archives_in_archives_are_read_down_to_the_limit(tmp_path):
    inner = zipped({"c.csv": b"c", "deeper.zip": zipped({"d.csv": b"d"})})
    path = export_zip(tmp_path / "out.zip", {"in.zip": inner, "a.csv": b"a"})
    found = contents(path)
    assert found["a.csv"] == b"a"
    assert found["in.zip/c.csv"] == b"c"
    assert "deeper than 2" in found["in.zip/deeper.zip"]
    assert len(found) == 3
    assert contents(path, Limits(nesting=3))["in.zip/deeper.zip/d.csv"] == b"d"


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:/evil.csv", "..\\evil.csv"]
)
def test_names_that_point_outside_are_refused_and_the_rest_is_read(tmp_path, name):
    path = export_zip(tmp_path / "x.zip", {name: b"evil", "good.csv": b"good"})
    found = list(contents(path).values())
    assert "points out of its archive" in found[0]
    assert found[1:] == [b"good"]


def test_a_zero_byte_in_a_name_is_refused(tmp_path):
    data = zipped({"evilXname.csv": b"evil", "good.csv": b"good"})
    path = tmp_path / "x.zip"
    path.write_bytes(data.replace(b"evilXname", b"evil\0name"))
    found = contents(path)
    assert found["good.csv"] == b"good"
    assert "zero byte" in found["evil?name.csv"]


def test_an_encrypted_member_is_named(tmp_path):
    data = bytearray(zipped({"secret.csv": b"secret", "good.csv": b"good"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path = tmp_path / "x.zip"
    path.write_bytes(bytes(data))
    found = contents(path)
    assert found["good.csv"] == b"good"
    assert "is encrypted" in found["secret.csv"]


def test_a_member_with_a_wrong_checksum_is_damaged(tmp_path):
    data = zipped({"bad.csv": b"abcdefgh", "good.csv": b"good"}, zipfile.ZIP_STORED)
    path = tmp_path / "x.zip"
    path.write_bytes(data.replace(b"abcdefgh", b"abcdefgX"))
    found = contents(path)
    assert found["good.csv"] == b"good"
    assert "damaged or incomplete" in found["bad.csv"]


def test_a_truncated_zip_and_a_false_one_are_sentences(tmp_path):
    path = export_zip(tmp_path / "x.zip", {"a.csv": TABLE * 50})
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableFileError, match="damaged or incomplete"):
        list(files_in(path))
    path.write_bytes(TABLE)
    with pytest.raises(UnreadableFileError, match="is called a zip but is none"):
        list(files_in(path))


def test_a_broken_archive_in_a_folder_does_not_lose_its_neighbours(tmp_path):
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04nonsense")
    (tmp_path / "good.csv").write_bytes(b"good")
    found = contents(tmp_path)
    assert found["good.csv"] == b"good"
    assert "damaged or incomplete" in found["broken.zip"]


def test_a_bomb_is_known_by_its_ratio_and_small_tables_pass(tmp_path):
    small = b"Ana,Silva,same\n" * 60_000
    path = export_zip(tmp_path / "x.zip", {"bomb.csv": b"0" * 30_000_000, "small.csv": small})
    found = contents(path)
    assert "more than 200 times" in found["bomb.csv"]
    assert found["small.csv"] == small


def test_members_that_share_bytes_are_a_bomb(tmp_path):
    data = bytearray(zipped({"a.csv": b"a" * 5000, "b.csv": b"b" * 5000}, zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 10)
    path = tmp_path / "x.zip"
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableFileError, match="share their bytes"):
        list(files_in(path))


def test_a_header_that_lies_about_the_size_gives_no_more_than_it_says(tmp_path):
    data = bytearray(zipped({"liar.csv": os.urandom(4000), "good.csv": b"good"}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path = tmp_path / "x.zip"
    path.write_bytes(bytes(data))
    found = contents(path)
    assert found["good.csv"] == b"good"
    assert "damaged or incomplete" in found["liar.csv"]


@pytest.mark.parametrize(
    ("limits", "words"),
    [(Limits(members=2), "more than 2 files"), (Limits(archive_bytes=20), "more than 20 bytes")],
)
def test_an_archive_that_breaks_a_limit_as_a_whole_is_refused(tmp_path, limits, words):
    path = export_zip(tmp_path / "x.zip", {f"{n}.csv": b"0123456789" for n in range(3)})
    with pytest.raises(UnreadableFileError, match=words):
        list(files_in(path, limits))


def test_a_member_that_is_too_large_is_named(tmp_path):
    path = export_zip(tmp_path / "x.zip", {"big.csv": b"0" * 11, "good.csv": b"0" * 10})
    found = contents(path, Limits(member_bytes=10))
    assert found["good.csv"] == b"0" * 10
    assert "larger than 10 bytes" in found["big.csv"]
    (tmp_path / "plain.csv").write_bytes(b"0" * 11)
    with pytest.raises(UnreadableFileError, match="larger than 10 bytes"):
        next(files_in(tmp_path / "plain.csv", Limits(member_bytes=10))).read()


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_tars_are_read_without_links_and_devices(tmp_path, mode):
    path = tmp_path / ("x.tar.gz" if mode == "w:gz" else "x.tar")
    with tarfile.open(path, mode) as archive:
        for name in ("a.csv", "sub/b.csv", "../evil.csv"):
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(TABLE), 1_780_920_000  # 2026-06-08 UTC
            archive.addfile(info, io.BytesIO(TABLE))
        for name, kind in (("link.csv", tarfile.SYMTYPE), ("device", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    found = contents(path)
    assert found["a.csv"] == found["sub/b.csv"] == TABLE
    assert "points out" in found["../evil.csv"]
    assert "a link, a device" in found["link.csv"]
    assert "a link, a device" in found["device"]
    assert next(files_in(path)).modified == date(2026, 6, 8)


def test_a_workbook_is_a_file_whatever_it_is_called(tmp_path):
    data = workbook([["Name"], ["Ana"]])
    for name in ("Reactions.csv", "posts.xlsx"):
        (tmp_path / name).write_bytes(data)
    assert contents(tmp_path) == {"Reactions.csv": data, "posts.xlsx": data}


def test_bytes_can_stand_in_for_a_file():
    file = SourceFile.from_bytes("export.zip/Skills.csv", b"Name\n", modified=date(2026, 6, 8))
    assert (file.name, file.read(), file.modified) == ("Skills.csv", b"Name\n", date(2026, 6, 8))


@settings(deadline=None)
@given(st.data())
def test_damage_anywhere_in_an_archive_is_never_a_traceback(tmp_path_factory, data):
    good = zipped({"Connections.csv": TABLE, "in.zip": zipped({"Skills.csv": b"Name\nX\n"})})
    broken = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("fuzz") / "x.zip"
    path.write_bytes(bytes(broken)[: data.draw(st.integers(1, len(good)))])
    try:
        contents(path)
    except RelevanceError as error:
        assert str(path) in str(error)


def test_a_file_on_disk_may_be_of_any_size_unless_it_is_read_whole(tmp_path):
    (tmp_path / "box.mbox").write_bytes(b"x" * 50)
    [found] = files_in(tmp_path / "box.mbox")
    small = replace(found, most_bytes=10)
    assert b"".join(small.chunks()) == b"x" * 50
    assert len(small.sha256()) == 64
    for whole in (small.read, small.held):
        with pytest.raises(UnreadableFileError, match="larger than 10 bytes"):
            whole()


def test_a_held_file_is_read_from_memory(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b")
    [found] = files_in(tmp_path / "a.csv")
    held = found.held()
    (tmp_path / "a.csv").unlink()
    assert (held.read(), held.sha256(), held.path) == (
        b"a,b",
        hashlib.sha256(b"a,b").hexdigest(),
        found.path,
    )
