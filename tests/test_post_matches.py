"""Matches of a large corpus: the same, whether vectors lie in memory or in a file, and found again or anew."""

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.interests import Interest
from relevance.lexical import (
    WordCounts,
    count_words,
    letters_of,
    lexical_match,
    match_of_phrases,
    words_together,
)
from relevance.pipeline import (
    Corpus,
    Store,
    corpus_vectors,
    embed_phrases,
    load_corpus,
    match,
    open_store,
    phrase_vectors,
    read_interests,
    room,
    topic_blocks,
)
from relevance.pipeline.corpus_vectors import CorpusVectors
from relevance.pipeline.found import Found
from relevance.pipeline.post_texts import PostTexts
from relevance.schema import text_key
from tests import world
from tests.benchmarks.scale_up import memory

WORDS = st.sampled_from(
    ["l&d", "L", "d", "design", "design-led", "c++", "c", "plan", "L&D!", "öl", ""]
)
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), min_size=1, max_size=8)
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4)


@pytest.fixture
def store(tmp_path: Path):
    with open_store(world.Settings(database=tmp_path / "feed.duckdb")) as opened:
        world.fill(opened, tmp_path)
        yield opened


def loaded(store: Store) -> Corpus:
    return load_corpus(store, world.Settings(database=store.path))


@given(TEXTS, PHRASES)
def test_words_counted_in_lots_are_those_counted_together(
    texts: list[str], phrases: list[str]
) -> None:
    interests = [[one] for one in phrases]
    series = pl.Series(texts, dtype=pl.String)
    lots = WordCounts.merged([count_words(series, lot) for lot in words_together(interests)])
    lengths = series.str.len_bytes().to_numpy().astype(np.float32)
    apart = [match_of_phrases(one, lots, lengths) for one in interests]
    assert np.array_equal(lexical_match(series, interests), np.array(apart))


@given(TEXTS, PHRASES)
def test_no_text_that_has_a_word_lacks_its_letters(texts: list[str], phrases: list[str]) -> None:
    for lot in words_together([phrases]):
        counts = count_words(pl.Series(texts, dtype=pl.String), lot)
        for word, places in counts.posts.items():
            assert all(letters_of(word) in texts[place].lower() for place in places)


def test_words_of_posts_are_those_of_their_texts(store: Store) -> None:
    ids = store.frame("SELECT post_id FROM post ORDER BY post_id DESC")["post_id"]
    texts = PostTexts(store, ids)
    held = texts.gather(range(len(ids)))
    for words in (("crypto",), ("design", "trains"), ("nothing",), ("ö",)):
        found, wanted = texts.count(words), count_words(held, words)
        for word in words:
            order = np.argsort(found.posts[word])
            assert np.array_equal(found.posts[word][order], wanted.posts[word])
            assert np.array_equal(found.times[word][order], wanted.times[word])
    assert texts.lengths.tolist() == held.str.len_bytes().to_list()
    assert texts.gather([3, 0]).to_list() == [held[3], held[0]]


def test_vectors_in_a_file_give_what_vectors_in_memory_give(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = loaded(store)
    monkeypatch.setattr(corpus_vectors, "room_for", lambda *given: room.room_for(*given, most=0))
    monkeypatch.setattr(room, "_ROWS_AT_ONCE", 5)
    mapped = loaded(store)
    assert np.array_equal(held.vectors, mapped.vectors)
    interests = read_interests(store)
    vectors = phrase_vectors(store, interests, model=held.model)
    one, other = (match(each, interests, vectors).posts for each in (held, mapped))
    assert np.array_equal(one, other)


def test_the_file_has_no_name_and_what_is_let_go_comes_back(tmp_path: Path) -> None:
    rows = room.room_for(1_000, 8, tmp_path, most=0)
    rows[:] = np.arange(8_000, dtype=np.float32).reshape(1_000, 8)
    assert list(tmp_path.iterdir()) == []
    room.let_go(rows)
    assert rows[999].tolist() == list(range(7_992, 8_000))
    assert rows[:0].shape == (0, 8)


def test_rows_of_a_file_are_put_and_taken_as_those_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_ROWS_AT_ONCE", 7)
    random = np.random.default_rng(5)
    rows = random.normal(size=(40, 3)).astype(np.float32)
    places = random.permutation(50)[:40]
    held, mapped = np.zeros((50, 3), dtype=np.float32), room.room_for(50, 3, tmp_path, most=0)
    held[places] = rows
    room.put(mapped, places, rows)
    assert np.array_equal(mapped, held)
    twice = np.concatenate([places, places[:9]])
    assert np.array_equal(room.taken(mapped, twice), held[twice])
    mask = held[:, 0] > 0
    assert np.array_equal(room.taken(mapped, mask), held[mask])
    assert room.taken(mapped, places[:0]).shape == (0, 3)


def test_rows_here_and_there_hold_little_of_a_large_file(tmp_path: Path) -> None:
    rows = room.room_for(400_000, 96, tmp_path, most=0)
    rows[:] = 1
    room.let_go(rows)
    before = memory()["file"]
    most = []
    let_go = room.let_go
    places = np.random.default_rng(5).permutation(400_000)[:2_000]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "let_go", lambda of: (most.append(memory()["file"]), let_go(of)))
        room.put(rows, places, room.taken(rows, places))
    assert max(most) - before < rows.nbytes / 2**20 / 3


def test_without_room_on_disk_vectors_are_held_in_memory(tmp_path: Path) -> None:
    rows = room.room_for(3, 2, tmp_path / "no such folder", most=0)
    assert rows.tolist() == [[0, 0]] * 3


def test_interests_that_stay_are_not_worked_out_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = loaded(store)
    interests = read_interests(store)
    first = match(found, interests, phrase_vectors(store, interests, model=found.model))
    asked: list[tuple[str, ...]] = []
    count = found.texts.count
    monkeypatch.setattr(
        found.texts, "count", lambda words: asked.append(tuple(words)) or count(words)
    )
    more = (*interests, Interest("Weather", 20, ("weather",)))
    embed_phrases(store, more, encoder=world.WordEncoder())
    vectors = phrase_vectors(store, more, model=found.model)
    again = match(found, more, vectors)
    assert asked == [("weather",)]
    assert np.array_equal(again.posts[: len(interests)], first.posts)
    assert np.array_equal(again.posts, match(loaded(store), more, vectors).posts)


def test_another_vector_of_the_same_phrase_is_another_result(store: Store) -> None:
    found = loaded(store)
    interests = read_interests(store)
    vectors = phrase_vectors(store, interests, model=found.model)
    first = match(found, interests, vectors).posts
    turned = [rows[:, ::-1].copy() for rows in vectors]
    assert not np.array_equal(match(found, interests, turned).posts, first)
    assert np.array_equal(match(found, interests, vectors).posts, first)


def test_a_new_phrase_leaves_the_corpus_as_it_is_unless_a_post_says_just_that(store: Store) -> None:
    def counted() -> tuple[int, int]:
        return store.version("vectors"), store.version("phrases")

    vectors, phrases = counted()
    embed_phrases(store, [Interest("Tax software", 10)], encoder=world.WordEncoder())
    assert counted() == (vectors, phrases + 1)
    said = "Lou writes about crypto."
    store.execute("DELETE FROM embedding WHERE text_key = ?", [text_key(said)])
    embed_phrases(store, [Interest(said, 10)], encoder=world.WordEncoder())
    assert counted() == (vectors + 1, phrases + 1)


def test_what_was_used_longest_ago_makes_room() -> None:
    found = Found(most_bytes=10)
    found.put("a", "first", 4)
    found.put("b", "second", 4)
    assert found.get("a") == "first"
    found.put("c", "third", 4)
    assert [found.get(key) for key in "abc"] == ["first", None, "third"]
    found.put("large", "alone", 40)
    assert [found.get(key) for key in ("a", "c", "large")] == [None, None, "alone"]


def test_the_file_can_be_read_by_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    made = room.tempfile.TemporaryFile

    def watched(**given: object):
        file = made(**given)
        modes.append(stat.S_IMODE(os.fstat(file.fileno()).st_mode))
        return file

    monkeypatch.setattr(room.tempfile, "TemporaryFile", watched)
    room.room_for(2, 2, tmp_path, most=0)
    assert modes == [0o600]


def test_topics_found_some_posts_at_a_time_are_those_of_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = loaded(store)
    random = np.random.default_rng(3)
    centres = random.normal(size=(6, 384))
    near = centres[random.integers(0, 6, 600)] + 0.4 * random.normal(size=(600, 384))
    vectors = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    large = replace(found, read=CorpusVectors.of(vectors, found.profiles, found.notes))
    rows, ids = np.arange(600), [f"t{row}" for row in range(600)]
    whole = topic_blocks.grouped(large, rows, ids)
    laid = topic_blocks.places(large, rows, whole.centres)
    monkeypatch.setattr(topic_blocks, "_ROWS_AT_ONCE", 70)
    parts = topic_blocks.grouped(large, rows, ids)
    assert len(whole.centres) >= 3
    assert np.array_equal(parts.topic, whole.topic)
    assert np.array_equal(parts.centres, whole.centres)
    assert parts.nearness == pytest.approx(whole.nearness, abs=1e-6)
    assert topic_blocks.places(large, rows, whole.centres) == pytest.approx(laid, abs=1e-5)


def test_vectors_are_held_in_memory_where_the_disk_is_full(tmp_path, monkeypatch):
    asked = []

    def full(_file, _first, size):
        asked.append(size)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(room.os, "posix_fallocate", full, raising=False)
    rows = room.room_for(3, 2, tmp_path, most=0)
    rows[:] = 1
    assert asked == [24]
    assert rows.base is None
    assert list(tmp_path.iterdir()) == []
