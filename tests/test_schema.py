"""Contracts of the tables of facts, and ids that depend on the facts alone."""

import hashlib
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.errors import DataError, NotFoundError
from relevance.schema import FACTS, fact_frame, stable_id, text_key
from relevance.store import Store
from relevance.unseen import seen

DAY = date(2026, 6, 7)


def test_a_frame_has_the_columns_of_its_contract_in_order() -> None:
    frame = fact_frame("connection", [{"as_of": DAY, "record_id": "r1"}])
    assert frame.columns == ["record_id", "connected_on", "as_of"]
    assert frame.dtypes == [pl.String, pl.Date, pl.Date]
    assert frame.rows() == [("r1", None, DAY)]


def test_no_rows_make_an_empty_frame_of_the_right_types() -> None:
    assert fact_frame("post", []).schema == FACTS["post"].schema


def test_of_rows_with_an_equal_key_the_last_stays() -> None:
    rows = [{"record_id": "r1", "text": "one", "created_at": None}]
    later = {"record_id": "r1", "text": "one", "created_at": datetime(2026, 1, 2, tzinfo=UTC)}
    other = {"record_id": "r1", "text": "two"}
    frame = fact_frame("owner_note", [*rows, other, later])
    assert frame.rows() == [("r1", "two", None), ("r1", "one", datetime(2026, 1, 2, tzinfo=UTC))]


def test_an_unknown_table_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"no table of facts 'people'.*'connection'.*'record'"):
        fact_frame("people", [])


def test_an_unknown_column_is_refused_with_those_there_are() -> None:
    with pytest.raises(DataError, match=r"no column \['since'\].*'connected_on'"):
        fact_frame("connection", [{"record_id": "r1", "since": DAY}])
    frame = pl.DataFrame({"record_id": ["r1"], "since": [DAY]})
    with pytest.raises(DataError, match=r"no column \['since'\]"):
        FACTS["connection"].conform(frame)


_LISTED = st.lists(
    st.text(st.characters(exclude_categories=["Cs"])) | st.just("a\x1fb"), max_size=3
)


@given(st.lists(st.none() | _LISTED, max_size=8))
def test_lists_of_texts_come_out_as_they_went_in_without_what_nobody_sees(lists: list) -> None:
    rows = [
        {"record_id": f"r{n}", "source": "posts", "name": "Ana", "handles": listed}
        for n, listed in enumerate(lists)
    ]
    frame = fact_frame("record", rows)
    assert frame.schema == FACTS["record"].schema
    seen_ones = [None if one is None else [seen(text) for text in one] for one in lists]
    assert frame["handles"].to_list() == seen_ones


@pytest.mark.parametrize("listed", ["ana", [5], [b"ana"], 5])
def test_what_is_no_list_of_texts_is_refused(listed) -> None:
    row = {"record_id": "r1", "source": "posts", "name": "Ana", "handles": listed}
    with pytest.raises(DataError, match="a value does not fit column 'handles'"):
        fact_frame("record", [row])


@pytest.mark.parametrize(
    "row",
    [
        {"record_id": 5},
        {"record_id": "r1", "connected_on": "yesterday"},
        {"record_id": "r1", "connected_on": ["a"]},
        {"record_id": "\ud800"},
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_table(row: dict) -> None:
    with pytest.raises(DataError, match="Table 'connection': a value does not fit"):
        fact_frame("connection", [row])


def test_a_frame_with_a_value_that_does_not_fit_is_refused() -> None:
    frame = pl.DataFrame({"record_id": ["r1"], "connected_on": ["yesterday"]})
    with pytest.raises(DataError, match="Table 'connection': a value does not fit"):
        FACTS["connection"].conform(frame)


def test_what_must_not_be_empty_is_named_with_its_meaning() -> None:
    with pytest.raises(DataError, match=r"'record_id' must not be empty .the record this fact"):
        fact_frame("connection", [{"connected_on": DAY}])


def test_every_key_is_a_column_that_must_not_be_empty() -> None:
    for table in FACTS.values():
        required = {column.name for column in table.columns if not column.nullable}
        assert set(table.key) <= required, table.name


def test_the_contracts_are_the_tables_of_the_database(tmp_path) -> None:
    with Store.open(tmp_path / "a.duckdb") as store:
        for table in FACTS.values():
            assert store.frame(f"SELECT * FROM {table.name}").schema == table.schema


def test_ids_are_the_same_on_every_machine() -> None:
    digest = hashlib.sha256(b"posts\x1f\x1f3").hexdigest()
    assert stable_id("r", "posts", None, 3) == f"r{digest[:16]}"
    assert stable_id("r", "ab", "c") != stable_id("r", "a", "bc")


def test_the_key_of_a_text_is_its_hash() -> None:
    assert text_key("abc") == hashlib.sha256(b"abc").hexdigest()
    assert text_key("abc ") != text_key("abc")


@settings(deadline=None)
@given(st.text(alphabet=st.characters()))
def test_any_text_has_a_key_and_an_id(text: str) -> None:
    assert len(text_key(text)) == 64
    assert len(stable_id("p", text)) == 17


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.dates())))
def test_conforming_twice_changes_nothing(rows: list) -> None:
    frame = fact_frame("connection", [{"record_id": a, "connected_on": b} for a, b in rows])
    assert FACTS["connection"].conform(frame).equals(frame)
    assert dict(frame.select("record_id", "connected_on").rows()) == dict(rows)
