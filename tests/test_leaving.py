"""Data on its way out: tables as files, the whole as a copy that opens again, and people by name."""

import csv
import json
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.config import Settings
from relevance.errors import AmbiguousNameError, NotFoundError, StoreError, UsageError
from relevance.identity import resolve
from relevance.interests import Interest
from relevance.pipeline import (
    examine,
    export_table,
    find_person,
    read_interests,
    save_interests,
    write_backup,
)
from relevance.schema import fact_frame, text_key
from relevance.sources.people import person_record
from relevance.store import Store, TakenIn, copy_database
from relevance.store.leaving import EXPORTED

DAY = date(2026, 1, 2)
ANA = person_record(
    "linkedin.connections",
    "=Ana Silva (née Berg)",
    url="ana",
    emails=["ana@one.example", "zoe@one.example"],
    as_of=DAY,
    since=DAY,
    headline="-1+1",
    company="@Acme",
    position='Clerk, "senior"\nof all',
)
SAMS = [
    person_record("linkedin.connections", "Sam Smith", url=f"sam-{n}", company=company, as_of=DAY)
    for n, company in enumerate(["Alpha", None])
]
POST = {
    "post_id": "post1",
    "author_record_id": ANA["record_id"],
    "kind": "post",
    "text": "+49 is where we are",
    "text_key": text_key("+49 is where we are"),
    "created_at": datetime(2026, 5, 6, 7, 8, tzinfo=UTC),
}


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "net.duckdb") as opened:
        records = [ANA, *SAMS]
        connections = [{"record_id": row["record_id"], "as_of": DAY} for row in records]
        opened.take_in(
            {
                "record": fact_frame("record", records),
                "connection": fact_frame("connection", connections),
                "post": fact_frame("post", [POST]),
            }
        )
        found = resolve(opened.facts("record"), connected=[row["record_id"] for row in connections])
        opened.save_people(found.people, found.links)
        yield opened


def person_of(store: Store, record: dict) -> str:
    links = store.frame("SELECT * FROM person_link WHERE record_id = ?", [record["record_id"]])
    return links["person_id"].item()


# -- tables as files -----------------------------------------------------------------------------


def test_formulas_are_defused_in_csv(store: Store, tmp_path) -> None:
    file = tmp_path / "out.csv"
    assert export_table(store, "record", file) == 3
    with file.open(encoding="utf-8", newline="") as lines:
        rows = {row["record_id"]: row for row in csv.DictReader(lines)}
    row = rows[ANA["record_id"]]
    assert row["name"] == "'=Ana Silva (née Berg)"
    assert row["headline"] == "'-1+1"
    assert row["company"] == "'@Acme"
    assert row["position"] == 'Clerk, "senior"\nof all'
    assert row["emails"] == "ana@one.example; zoe@one.example"
    assert row["former_names"] == "Berg"
    assert row["since"] == "2026-01-02"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_every_beginning_of_a_formula_is_defused(store: Store, tmp_path, start: str) -> None:
    row = {"record_id": "r", "text": f"{start}1"}
    store.take_in({"owner_note": fact_frame("owner_note", [row])})
    export_table(store, "owner_note", tmp_path / "out.csv")
    assert pl.read_csv(tmp_path / "out.csv")["text"].to_list() == [f"'{start}1"]


def test_json_and_parquet_keep_texts_and_types(store: Store, tmp_path) -> None:
    assert export_table(store, "record", tmp_path / "out.json") == 3
    rows = {row["record_id"]: row for row in json.loads((tmp_path / "out.json").read_text("utf-8"))}
    row = rows[ANA["record_id"]]
    assert (row["name"], row["since"]) == ("=Ana Silva (née Berg)", "2026-01-02")
    assert row["emails"] == ["ana@one.example", "zoe@one.example"]
    assert export_table(store, "record", tmp_path / "out.PARQUET") == 3
    assert pl.read_parquet(tmp_path / "out.PARQUET").equals(store.facts("record"))


def test_connections_name_their_person(store: Store, tmp_path) -> None:
    export_table(store, "connection", tmp_path / "out.json")
    rows = json.loads((tmp_path / "out.json").read_text("utf-8"))
    found = {(row["person_id"], row["name"], row["record_id"]) for row in rows}
    assert found == {(person_of(store, one), one["name"], one["record_id"]) for one in (ANA, *SAMS)}


def test_vectors_of_all_models_leave_but_not_into_csv(store: Store, tmp_path) -> None:
    store.save_vectors("usual", ["a"], np.ones((1, 384), dtype=np.float32))
    store.save_vectors("small", ["b"], np.array([[0.5, 0.25]], dtype=np.float32))
    assert export_table(store, "embedding", tmp_path / "out.json") == 2
    rows = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert [(row["model"], row["text_key"], len(row["vector"])) for row in rows] == [
        ("small", "b", 2),
        ("usual", "a", 384),
    ]
    assert rows[0]["vector"] == [0.5, 0.25]
    assert export_table(store, "embedding", tmp_path / "out.csv") == 2
    assert pl.read_csv(tmp_path / "out.csv").columns == ["text_key", "model"]


@pytest.mark.parametrize("table", EXPORTED)
@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_every_table_can_leave(store: Store, tmp_path, table: str, ending: str) -> None:
    file = tmp_path / f"out.{ending}"
    assert export_table(store, table, file) == store.count(table)
    assert file.is_file()


def test_every_table_of_the_database_is_offered(store: Store) -> None:
    tables = set(store.frame("SELECT table_name FROM duckdb_tables()")["table_name"])
    # A beginning is what can be worked out again of tables that are offered.
    assert set(EXPORTED) == tables - {"meta", "interest_version", "beginning"}


def test_what_cannot_leave_is_told(store: Store, tmp_path) -> None:
    with pytest.raises(NotFoundError, match=r"no table 'people' to export; there are: import_file"):
        export_table(store, "people", tmp_path / "out.csv")
    with pytest.raises(
        UsageError, match=r"must end with one of .csv, .json, .parquet, got 'a.xls'"
    ):
        export_table(store, "record", tmp_path / "a.xls")
    for ending in ("csv", "json", "parquet"):
        file = tmp_path / "none" / f"out.{ending}"
        with pytest.raises(UsageError, match=r"cannot be written: .*a folder that is there"):
            export_table(store, "record", file)


# -- the whole as a copy -------------------------------------------------------------------------


def test_a_backup_opens_again_with_everything(store: Store, tmp_path) -> None:
    interests = (Interest("Learning design", 80, ("workshops",)),)
    save_interests(store, interests)
    store.save_vectors("small", ["b"], np.array([[0.5, 0.25]], dtype=np.float32))
    copy = tmp_path / 'copy\'s "name".duckdb'
    write_backup(store, copy)
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    store.execute("DELETE FROM record")
    with Store.open(copy) as again:
        assert again.count("record") == 3
        assert {name: again.count(name) for name in EXPORTED if name != "record"} == {
            name: store.count(name) for name in EXPORTED if name != "record"
        }
        assert read_interests(again) == interests
        assert again.vectors("small", ["b"])[0].tolist() == [[0.5, 0.25]]
        assert again.people().equals(store.people())
        assert again.version("interests") == 1
        # Keys and views came along.
        assert again.take_in({"post": fact_frame("post", [POST])}) == {"post": TakenIn()}
        assert again.frame("SELECT person_id FROM feed_post").height == 1
        with pytest.raises(StoreError, match="Constraint Error"):
            again.insert("post", fact_frame("post", [POST]))


def test_a_backup_overwrites_nothing(store: Store, tmp_path) -> None:
    file = tmp_path / "there.duckdb"
    file.write_text("precious")
    with pytest.raises(UsageError, match="is there already and is not overwritten"):
        write_backup(store, file)
    with pytest.raises(StoreError, match="is there already and is not overwritten"):
        copy_database(store, file)
    assert file.read_text() == "precious"


def test_a_backup_that_fails_leaves_the_store_in_order(store: Store, tmp_path) -> None:
    # The folder is looked at before anything is written; the copy itself may still fail.
    with pytest.raises(UsageError, match="There is no folder"):
        write_backup(store, tmp_path / "none" / "copy.duckdb")
    with pytest.raises(StoreError, match="No such file or directory"):
        copy_database(store, tmp_path / "none" / "copy.duckdb")
    write_backup(store, tmp_path / "copy.duckdb")
    with Store.open(tmp_path / "copy.duckdb") as again:
        assert again.count("record") == 3


# -- looking after it ----------------------------------------------------------------------------


def checks(path: Path) -> dict[str, tuple[bool, str]]:
    found = examine(Settings(database=path))
    return {one.name: (one.ok, one.detail) for one in found}


def test_the_examination_counts_what_there_is(store: Store) -> None:
    store.close()
    found = checks(store.path)
    assert found["database"] == (
        True,
        f"{store.path}: 3 records, 3 connections, 0 invites, 1 posts",
    )
    assert found["vectors"] == (False, "0 of 1 texts have one; run `relevance embed` for the rest")
    assert found["interests"] == (False, "none yet; see `relevance interests set --help`")


def test_the_examination_makes_no_database(tmp_path) -> None:
    ok, detail = checks(tmp_path / "none.duckdb")["database"]
    assert (ok, detail.split("; ")[0]) == (True, f"{tmp_path / 'none.duckdb'} is not there yet")
    assert list(tmp_path.iterdir()) == []


def test_the_examination_tells_a_damaged_database(tmp_path) -> None:
    (tmp_path / "bad.duckdb").write_text("bad")
    ok, detail = checks(tmp_path / "bad.duckdb")["database"]
    assert not ok
    assert "is damaged, or no database of this tool" in detail


# -- people by id and name -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted", ["Ana Silva", "SILVA, Ana", "ana silva, PhD", "Ana Berg", "berg"]
)
def test_a_person_is_found_by_present_and_former_name(store: Store, wanted: str) -> None:
    assert find_person(store, wanted) == person_of(store, ANA)


def test_a_person_is_found_by_id(store: Store) -> None:
    assert find_person(store, person_of(store, SAMS[1])) == person_of(store, SAMS[1])


def test_a_name_of_several_people_lists_their_ids(store: Store) -> None:
    first, second = sorted(
        (person_of(store, sam), sam["company"] or "no employer known") for sam in SAMS
    )
    with pytest.raises(AmbiguousNameError) as caught:
        find_person(store, "sam smith")
    assert str(caught.value) == (
        "2 people are called 'sam smith'. Name one of them by id: "
        f"{first[0]} (Sam Smith, {first[1]}); {second[0]} (Sam Smith, {second[1]})."
    )


@pytest.mark.parametrize("wanted", ["Nobody", "", "🚀", "owner", "Ana"])
def test_who_is_not_there_is_told(store: Store, wanted: str) -> None:
    with pytest.raises(NotFoundError, match="nobody with the id or name"):
        find_person(store, wanted)
