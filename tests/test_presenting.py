"""Codes and the veil by hand-worked values."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from relevance.config import Settings
from relevance.errors import RelevanceError
from relevance.pipeline import HIDDEN, Veil, VeiledStore, current_scores, veil_of
from relevance.pipeline.codes import code_key, people_codes
from relevance.pipeline.naming_words import NamingWords
from relevance.store import Store

CODES = {"p1": "Person AAAA", "p2": "Person BBBB"}
WORDS = NamingWords(
    {
        "in/ana-silva": "…",
        "ana-silva": "…",
        "Ana Silva": "Person AAAA",
        "Fenland Water": "…",
        "Inge (née Berg)": "Person BBBB",
    },
    {"Ana", "Silva", "Will"},
)
VEIL = Veil(CODES, WORDS)


def test_codes_depend_on_key_and_id_alone_and_differ() -> None:
    ids = [f"p{number}" for number in range(3_000)]
    codes = people_codes(ids, b"key")
    assert len(set(codes.values())) == 3_000
    assert codes == people_codes(reversed(ids), b"key")
    assert people_codes(["p1"], b"another")["p1"] != people_codes(["p1"], b"key")["p1"]
    assert all(one.startswith("Person ") and len(one) >= 11 for one in codes.values())
    # Of 3,000 codes of four letters out of 32 a few collide: those are longer, no other is.
    assert 0 < sum(len(one) > 11 for one in codes.values()) < 60


def test_sentences_lose_names_in_any_shape_and_keep_the_rest() -> None:
    assert WORDS.hidden("ANA  SILVA of Fenland-Water wrote.") == "Person AAAA of … wrote."
    assert WORDS.hidden("Will they? They will, said Silva.") == "… they? They will, said …."
    assert WORDS.hidden("Met Inge (née Berg).") == "Met Person BBBB)."
    assert WORDS.hidden("Ana. Silva lake") == "Person AAAA lake"
    assert WORDS.hidden("Nobody is named.") == "Nobody is named."


def test_quotations_are_never_shown() -> None:
    assert VEIL.text("They wrote: “I saw you in Leeds.”.") == "They wrote: “…”."


def test_frames_hide_names_by_whose_they_are_and_texts_by_their_column() -> None:
    rows = pl.DataFrame(
        {
            "person_id": ["p1", "p2", "p9"],
            "name": ["Same Name", "Same Name", None],
            "headline": ["Boss", None, "Clerk"],
            "sentence": ["Ana Silva: 3", "none", None],
            "effect": [1.0, None, -2.0],
            "emails": [["a@b.example"], None, []],
        }
    )
    found = VEIL.frame(rows)
    assert found["name"].to_list() == ["Person AAAA", "Person BBBB", None]
    assert found["headline"].to_list() == [HIDDEN, None, HIDDEN]
    assert found["sentence"].to_list() == ["Person AAAA: 3", "none", None]
    assert found["emails"].list.len().fill_null(0).sum() == 0
    assert found.select("person_id", "effect").equals(rows.select("person_id", "effect"))


@dataclass(frozen=True)
class Inner:
    person_id: str
    name: str
    note: str | None


@dataclass(frozen=True)
class Outer:
    people: tuple[Inner, ...]
    sentence: str
    figures: dict[str, float]


def test_whatever_holds_names_is_walked_through_and_stays_what_it_is() -> None:
    held = Outer(
        (Inner("p2", "Bo", "hello"), Inner("p1", "Ana Silva", None)), "Ana said.", {"a": 1.5}
    )
    found = VEIL.hidden(held)
    assert found == Outer(
        (Inner("p2", "Person BBBB", HIDDEN), Inner("p1", "Person AAAA", None)),
        "… said.",
        {"a": 1.5},
    )
    assert VEIL.hidden(held) is found  # worked out once
    assert held.people[0].name == "Bo"


@pytest.fixture
def filled(tmp_path: Path, world_database: Path):
    path = tmp_path / "veil.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as store:
        yield store


def test_the_key_is_made_once_and_kept(filled: Store) -> None:
    key = code_key(filled)
    assert len(key) == 32
    assert code_key(filled) == key


def test_scores_are_the_same_behind_the_veil(filled: Store) -> None:
    scores = current_scores(filled, Settings(database=filled.path))
    found = veil_of(filled).hidden(scores)
    assert found.feed == scores.feed
    assert found.effects is scores.effects
    assert found.corpus.people.drop("name").columns == scores.corpus.people.drop("name").columns
    told = found.corpus.people.write_json() + str(
        found.corpus.texts.gather(range(len(found.corpus.texts))).to_list()
    )
    assert not [
        one for one in ("Brook", "Fenland", "Trainer", "all about", "linkedin.com") if one in told
    ]


def test_a_veiled_store_shows_codes_and_writes_nothing_until_it_is_lifted(filled: Store) -> None:
    lifted = False
    veiled = VeiledStore(filled, veil_of(filled), lambda: lifted, lambda: RelevanceError("not now"))
    assert not set(veiled.people()["name"]) & set(filled.people()["name"])
    with pytest.raises(RelevanceError, match="not now"):
        veiled.bump("data")
    before = filled.version("data")
    assert veiled.version("data") == before
    lifted = True
    assert veiled.people().equals(filled.people())
    veiled.bump("data")
    assert filled.version("data") == before + 1
