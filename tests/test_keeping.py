"""Copies, restoring, handing out, ageing and deleting, by the commands."""

import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from relevance.config import Settings
from relevance.errors import StoreBusyError, StoreError, UsageError
from relevance.pipeline import (
    age_of,
    find_person,
    forget_older,
    forget_person,
    link_people,
    restore_copy,
)
from relevance.schema import fact_frame
from relevance.sources.people import person_record
from relevance.store import EXPORTED, Store, known_copies
from tests.test_cli import Shell, filled, shell  # noqa: F401


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


# -- forget --------------------------------------------------------------------------------------


def test_forget_says_what_goes_and_asks_first(filled: Shell) -> None:  # noqa: F811
    code, _ = filled.run("forget", "Bea Brook")
    assert code == 2
    assert "cannot be undone" in filled.err
    assert "Add `--yes`" in filled.err
    assert filled.json("person", "Bea Brook")["name"] == "Bea Brook"


def test_forget_removes_and_tells_in_numbers(filled: Shell) -> None:  # noqa: F811
    person = filled.json("person", "Bea Brook")["person_id"]
    filled.run("backup", filled.database.with_name("kept.duckdb"))
    document = filled.json("forget", "Bea Brook", "--yes")
    assert document["person_id"] == person
    assert document["removed"]["post"] == 6
    assert document["marks"] > 0
    assert [one["outcome"] for one in document["copies"]] == ["written anew"]
    assert "Bea" not in json.dumps({**document, "copies": []})
    assert filled.run("person", "Bea Brook")[0] == 1
    assert all(one["name"] != "Bea Brook" for one in filled.json("connections")["connections"])


def test_forget_refuses_a_name_of_several_and_lists_ids(filled: Shell) -> None:  # noqa: F811
    code, _ = filled.run("forget", "Sam Smith", "--yes")
    assert code == 1
    assert "2 people are called 'Sam Smith'" in filled.err
    assert len(filled.json("connections")["connections"]) == 10


@pytest.mark.parametrize(
    "words", [(), ("Bea Brook", "--older-than", "5y"), ("--older-than", "soon")]
)
def test_forget_wants_a_person_or_an_age(filled: Shell, words: tuple[str, ...]) -> None:  # noqa: F811
    code, _ = filled.run("forget", *words, "--yes")
    assert code == 2


# -- age -----------------------------------------------------------------------------------------


def test_ages_are_read_and_others_refused() -> None:
    now = datetime.now(UTC)
    assert round((now - age_of("90d")).total_seconds() / 86_400) == 90
    assert round((now - age_of(" 2W ")).total_seconds() / 86_400) == 14
    assert now.year - age_of("5y").year == 5
    for wrong in ("", "5", "y", "-5y", "0d", "5 decades", "10001y", "99999d", "9999y"):
        with pytest.raises(UsageError):
            age_of(wrong)


def test_what_is_too_old_goes_with_people_known_by_nothing_else(tmp_path: Path) -> None:
    def encounter(n: int, who: str, year: int) -> dict:
        at = datetime(year, 5, 1, tzinfo=UTC)
        ends = {"sender_record_id": who, "recipient_record_id": "me"}
        return {"encounter_id": f"e{n}", **ends, "channel": "mail", "at": at}

    people = [
        person_record("mail", name, emails=[f"{name}@a.example"])
        for name in ("Old", "New", "Both", "Card")
    ]
    old, new, both, _ = (one["record_id"] for one in people)
    with Store.open(tmp_path / "net.duckdb") as store:
        store.take_in(
            {
                "record": fact_frame("record", people),
                "encounter": fact_frame(
                    "encounter",
                    [
                        encounter(1, old, 2010),
                        encounter(2, new, 2026),
                        encounter(3, both, 2010),
                        encounter(4, both, 2026),
                    ],
                ),
            },
            file_id=1,
        )
        link_people(store, Settings())
        done = forget_older(store, datetime(2020, 1, 1, tzinfo=UTC), Settings())
        assert done.removed == {"encounter": 2, "record": 1}
        assert done.people == 1
        assert sorted(store.people()["name"]) == ["Both", "Card", "New"]
        assert store.facts("encounter")["encounter_id"].to_list() == ["e2", "e4"]
        assert store.count("origin") == 5
    assert b"Old@a.example".lower() not in (tmp_path / "net.duckdb").read_bytes()


# -- backup and restore --------------------------------------------------------------------------


def test_a_copy_comes_back_whole_and_what_was_there_is_kept(filled: Shell, tmp_path: Path) -> None:  # noqa: F811
    kept = tmp_path / "kept.duckdb"
    made = filled.json("backup", kept)
    assert made["rows"]["post"] == 25
    assert len(made["sha256"]) == 64
    with Store.open(filled.database) as store:
        store.execute("DELETE FROM post")
        store.bump()
    assert filled.json("feed")["posts"] == 0
    done = filled.json("restore", kept)
    assert done["checked"] is True
    assert done["rows"] == made["rows"]
    assert filled.json("feed")["posts"] == 24
    with Store.open(Path(done["replaced"])) as before:
        assert before.count("post") == 0
        assert before.count("connection") == 10


def test_a_copy_that_changed_is_refused(filled: Shell, tmp_path: Path) -> None:  # noqa: F811
    kept = tmp_path / "kept.duckdb"
    filled.json("backup", kept)
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 0xFF
    kept.write_bytes(data)
    before = filled.database.read_bytes()
    code, _ = filled.run("restore", kept)
    assert code == 1
    assert "its checksum differs" in filled.err
    assert filled.database.read_bytes() == before
    assert known_copies(filled.database) == [kept]


@pytest.mark.parametrize("content", [b"", b"no database at all" * 1000])
def test_what_is_no_copy_is_refused(filled: Shell, tmp_path: Path, content: bytes) -> None:  # noqa: F811
    wrong = tmp_path / "wrong.duckdb"
    wrong.write_bytes(content)
    for file in (wrong, tmp_path / "none.duckdb", filled.database):
        code, _ = filled.run("restore", file)
        assert code == 1
        assert filled.err
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("CREATE TABLE mine AS SELECT 1 AS a")
    code, _ = filled.run("restore", tmp_path / "other.duckdb")
    assert "of something else" in filled.err
    assert filled.json("feed")["posts"] == 24


def test_a_damaged_database_is_recognised_and_its_newest_good_copy_offered_and_taken(
    filled: Shell,  # noqa: F811
    tmp_path: Path,
) -> None:
    older, newer, broken = (tmp_path / f"{name}.duckdb" for name in ("older", "newer", "broken"))
    for number, copy in enumerate((older, newer, broken)):
        filled.json("backup", copy)
        os.utime(copy, (1_000_000 + number, 1_000_000 + number))
    broken.write_bytes(b"not what was written")
    filled.database.write_bytes(filled.database.read_bytes()[:20_000])
    code, _ = filled.run("feed")
    assert code == 1
    assert f"relevance restore '{newer}'" in filled.err
    filled.json("restore", newer)
    assert filled.json("feed")["posts"] == 24


def test_whoever_was_forgotten_stays_so_when_an_older_copy_comes_back(
    tmp_path: Path, world_database: Path
) -> None:
    path, elsewhere = tmp_path / "net.duckdb", tmp_path / "elsewhere.duckdb"
    shutil.copy(world_database, path)
    shutil.copy(world_database, elsewhere)  # a copy that the tool does not know of
    settings = Settings(database=path)
    with Store.open(path) as store:
        forget_person(store, find_person(store, "Bea Brook"), settings)
    done = restore_copy(elsewhere, settings)
    assert not done.had_checksum
    with Store.open(path) as store:
        assert "Bea Brook" not in store.people()["name"]
        assert "Carl Cole" in store.people()["name"]
        assert store.count("forgotten") > 0
    assert b"Bea Brook" not in path.read_bytes()


def test_restoring_into_a_database_in_use_says_so(tmp_path: Path, world_database: Path) -> None:
    path = tmp_path / "net.duckdb"
    shutil.copy(world_database, path)
    holding = (
        "import sys; from relevance.store import Store; store = Store.open(sys.argv[1]); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(StoreBusyError, match="is in use by process"):
            restore_copy(world_database, Settings(database=path))
        assert holder.stdin is not None
        holder.stdin.close()


def test_a_copy_of_a_newer_version_is_refused(tmp_path: Path, world_database: Path) -> None:
    newer = tmp_path / "newer.duckdb"
    shutil.copy(world_database, newer)
    with duckdb.connect(str(newer)) as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE name = 'schema'")
    with pytest.raises(StoreError, match="written by a newer version"):
        restore_copy(newer, Settings(database=tmp_path / "net.duckdb"))
    assert not (tmp_path / "net.duckdb").exists()


# -- everything out, everything gone ---------------------------------------------------------------


def test_everything_can_be_taken_away(filled: Shell, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "mine"
    document = filled.json("export", "all", folder)
    assert sorted(document["tables"]) == sorted(EXPORTED)
    assert {one.stem for one in folder.iterdir()} == set(EXPORTED)
    assert pl.read_csv(folder / "post.csv").height == document["tables"]["post"] == 25
    assert pl.read_parquet(folder / "embedding.parquet").height == document["tables"]["embedding"]
    code, _ = filled.run("export", "all", folder)
    assert code == 2
    assert "not empty" in filled.err


def test_what_is_worked_out_about_others_is_told(filled: Shell) -> None:  # noqa: F811
    told = filled.json("privacy")["inferred"]
    assert len(told) == len({one["what"] for one in told}) >= 8
    assert all(one["source"] and one["kept"] for one in told)
    tables = {
        word for one in told for word in one["kept"].replace(",", " ").replace(";", " ").split()
    }
    with Store.open(filled.database) as store:
        assert {"embedding", "person_link", "link_pair", "link_answer"} <= tables & set(
            store.row_counts()
        )


def test_wipe_leaves_nothing_of_it(filled: Shell, tmp_path: Path) -> None:  # noqa: F811
    filled.json("backup", tmp_path / "kept.duckdb")
    code, _ = filled.run("wipe")
    assert code == 2
    assert "kept.duckdb" in filled.err
    assert filled.database.exists()
    document = filled.json("wipe", "--yes")
    assert len(document["deleted"]) == 3
    assert list(tmp_path.iterdir()) == []


def test_nobody_else_can_read_any_of_the_files(filled: Shell, tmp_path: Path) -> None:  # noqa: F811
    filled.database.chmod(0o644)
    before = os.umask(0o022)
    try:
        filled.json("backup", tmp_path / "kept.duckdb")
        filled.json("export", "all", tmp_path / "mine")
        with Store.open(filled.database) as store:
            store.bump()
            assert {mode(one) for one in tmp_path.glob("cli.duckdb*")} == {0o600}
    finally:
        os.umask(before)
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert len(files) > len(EXPORTED)
    assert {mode(one) for one in files} == {0o600}
