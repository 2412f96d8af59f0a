"""Tables of encounters: contacts that left no export."""

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError
from relevance.pipeline import import_paths
from relevance.sources.archive import SourceFile
from relevance.sources.encounters import read, recognises
from relevance.sources.encounters.channels import channel_of
from relevance.sources.reader import SOURCES, read_path
from relevance.store import Store
from tests.linkedin_export import Contact, connections_csv, rows_csv
from tests.writers import core, linkedin_rest
from tests.writers.encounters import HEADER, ROWS, parquet, samples


def load(data: bytes, **more):
    return read(SourceFile.from_bytes("met", data), **more)


@pytest.mark.parametrize("name", samples())
def test_every_shape_is_recognised_and_says_the_same(name: str) -> None:
    assert recognises("x", samples()[name])
    result = load(samples()[name])
    assert (result.read, result.reasons) == (
        5,
        {"names nobody": 1, "neither a channel nor a date": 1},
    )
    who = dict(result.accepted["record"].select("record_id", "name").rows())
    rows = result.accepted["encounter"].select(
        "sender_record_id", "recipient_record_id", "channel", "at", "reference", "is_approximate"
    )
    assert [(who[one], who[other], *rest) for one, other, *rest in rows.rows()] == [
        ("(owner)", "Ana Silva", "meeting", datetime(2024, 3, 4, 12, tzinfo=UTC), "Rail Learning Day", True),
        ("Ben Okafor", "(owner)", "other", datetime(2015, 6, 7, 18, 30, tzinfo=UTC), "Blab", True),
        ("(owner)", "Cleo Dahl", "other", datetime(2016, 7, 8, 8, tzinfo=UTC), "Messenger", False),
    ]  # fmt: skip


def test_a_parquet_table_is_known_by_the_columns_at_its_end(tmp_path: Path) -> None:
    assert load(parquet()).accepted["encounter"].height == 3
    count = 6_000
    long = pl.DataFrame(
        {
            "name": [f"Person {number}" for number in range(count)],
            "channel": "meeting",
            "date": date(2025, 3, 4),
            "note": [sha256(bytes(str(number), "ascii")).hexdigest() for number in range(count)],
        }
    )
    path = tmp_path / "met.parquet"
    long.write_parquet(path)
    assert path.stat().st_size > 128 * 1024
    (entry,) = read_path(path)
    assert (entry.kind, entry.result and entry.result.read) == ("encounters", count)
    long.rename({"channel": "text"}).write_parquet(path)
    assert [one.kind for one in read_path(path)] == ["posts"]


@pytest.mark.parametrize("name", {**core.samples(), **linkedin_rest.samples()})
def test_tables_of_other_kinds_are_not_claimed(name: str) -> None:
    data = {**core.samples(), **linkedin_rest.samples()}[name]
    assert not recognises(name, data)


@pytest.mark.parametrize("name", samples())
def test_no_other_kind_claims_it_first(name: str) -> None:
    data = samples()[name]
    kinds = [kind for kind, source in SOURCES.items() if source.recognises(name, data)]
    assert kinds[0] == "encounters"


@pytest.mark.parametrize(
    ("word", "channel"),
    [("E-Mail", "mail"), ("Twitter DM", "x message"), ("phone call", "meeting"), ("Blab", "other"), ("", "other")],
)  # fmt: skip
def test_owners_words_for_channels(word: str, channel: str) -> None:
    assert channel_of(word) == channel


def test_a_table_without_rows_says_what_is_needed() -> None:
    with pytest.raises(NothingUsableError, match=r"person .* channel .* date"):
        load(rows_csv(HEADER, []).encode())


def test_the_same_row_twice_is_one() -> None:
    assert load(rows_csv(HEADER, [ROWS[0], ROWS[0]]).encode()).reasons == {
        "same encounter twice": 1
    }


def test_a_row_finds_the_connection_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "Connections.csv").write_bytes(
        connections_csv([Contact("Ana", "Silva", "ana-silva")])
    )
    (tmp_path / "met.csv").write_bytes(
        rows_csv(HEADER, [[*ROWS[0][:1], "", *ROWS[0][2:]]]).encode()
    )
    with Store.open(tmp_path / "e.duckdb") as store:
        import_paths(store, [tmp_path], settings=Settings())
        found = store.frame("SELECT person.url, channel FROM contact JOIN person USING (person_id)")
        assert found.rows() == [("https://www.linkedin.com/in/ana-silva", "meeting")]


# A semicolon, a bar or an address in the place of a name has a meaning of its own.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=",;|@<>"),
    min_size=1,
    max_size=15,
)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4, unique=True))
def test_any_words_survive(rows: list) -> None:
    table = [
        [f"Q{name}", "", "mail", f"2024-03-{n:02d}", "", topic, ""]  # "I" is the owner
        for n, (name, topic) in enumerate(rows, 1)
    ]
    result = load(rows_csv(HEADER, table, quote_all=True).encode())
    assert result.accepted["encounter"]["reference"].to_list() == [topic for _, topic in rows]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(samples())), st.binary(max_size=30), st.integers(0, 900))
def test_no_bytes_give_anything_but_our_own_errors(name: str, noise: bytes, at: int) -> None:
    whole = samples()[name]
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 30 :]):
        recognises(name, data)
        try:
            result = load(data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read
