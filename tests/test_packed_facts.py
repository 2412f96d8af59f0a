"""Facts held compressed: the same rows come out as from plain frames, whole or in parts."""

from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.schema import FACTS, fact_frame
from relevance.sources import packed_facts
from relevance.sources.packed_facts import PackedFacts
from relevance.sources.result import ImportResult

NOTES = st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=5))


def as_it_is(frame: pl.DataFrame) -> pl.DataFrame:
    return frame


def notes(rows: list[tuple[str, str]]) -> pl.DataFrame:
    return fact_frame("owner_note", [{"record_id": one, "text": text} for one, text in rows])


@given(NOTES, st.integers(1, 9))
def test_the_rows_are_those_of_the_frames_together(pieces: list, part: int) -> None:
    facts = PackedFacts()
    frames = [notes(rows) for rows in pieces]
    for frame in frames:
        facts.add("owner_note", frame)
    whole = FACTS["owner_note"].conform(pl.concat([notes([]), *frames]))
    if "owner_note" in facts:
        facts.finish("owner_note", as_it_is, facts.last_of_each_key("owner_note", as_it_is))
    with patch.object(packed_facts, "_PART", part):
        parts = list(facts.parts("owner_note"))
    assert pl.concat([notes([]), *parts]).equals(whole)
    assert all(part <= one.height < part + 5 for one in parts[:-1])
    assert list(facts) == (["owner_note"] if whole.height else [])
    assert facts.get("owner_note", notes([])).equals(whole)


def test_rows_are_worked_over_whenever_they_come_out_and_keys_count_as_they_are_then() -> None:
    facts = PackedFacts()
    for name in ("a", "b", "c"):
        facts.add("owner_note", notes([(name, "x")]))

    def renamed(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("record_id").replace({"a": "c"}))

    facts.finish("owner_note", renamed, facts.last_of_each_key("owner_note", renamed))
    assert facts["owner_note"]["record_id"].to_list() == ["b", "c"]
    assert [one["record_id"].item() for one in facts.added("owner_note")] == ["a", "b", "c"]


def test_a_table_without_a_row_left_is_gone() -> None:
    facts = PackedFacts()
    facts.add("owner_note", notes([("a", "x")]))
    facts.add("follow", fact_frame("follow", []))
    facts.finish("owner_note", as_it_is, pl.Series([False]))
    assert len(facts) == 0
    assert not ImportResult("x", 1, facts).usable
    with pytest.raises(KeyError, match="owner_note"):
        facts["owner_note"]


def test_what_is_replaced_leaves_nothing_behind() -> None:
    facts = PackedFacts()
    facts.add("owner_note", notes([("a", "x"), ("b", "x")]))
    facts.finish("owner_note", as_it_is, pl.Series([False, True]))
    facts.replace("owner_note", notes([("c", "x"), ("d", "x")]))
    assert facts["owner_note"]["record_id"].to_list() == ["c", "d"]


def test_a_result_gives_frames_and_packed_facts_alike() -> None:
    facts = PackedFacts()
    facts.add("owner_note", notes([("a", "x")]))
    for accepted in (
        facts,
        {"owner_note": notes([("a", "x")]), "follow": fact_frame("follow", [])},
    ):
        result = ImportResult("x", 1, accepted)
        assert result.usable
        assert list(result.accepted) == ["owner_note"]
        assert [part.rows() for part in result.parts("owner_note")] == [[("a", "x", None)]]
