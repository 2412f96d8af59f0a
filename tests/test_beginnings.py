"""A start that finds what the last one worked out: the same figures, no vector read, and nothing stale."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from relevance.config import Settings
from relevance.pipeline import (
    Scores,
    beginnings,
    current_scores,
    find_person,
    forget_person,
    rate,
    read_interests,
    save_interests,
)
from relevance.pipeline.current import prepare_start
from relevance.store import Store, beginning
from tests import world


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The small world, read by the model, for which a beginning is kept although it is small."""
    monkeypatch.setattr(beginnings, "LEAST_KEPT", 1)
    with Store.open(tmp_path / "world.duckdb") as opened:
        world.fill(opened, tmp_path)
        yield opened


def _scores(store: Store, **changed: object) -> Scores:
    return current_scores(
        store, replace(Settings(database=store.path), **changed), reads_phrases=False
    )


def _prepare(store: Store) -> bool:
    return prepare_start(store, Settings(database=store.path), least=1)


def test_a_beginning_gives_the_same_figures_and_reads_no_vector(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _scores(store)
    assert _prepare(store)
    with monkeypatch.context() as patched:
        # Whoever reads a vector fails.
        patched.setattr(Store, "vector_blocks", None)
        after = _scores(store)
        assert after.corpus.is_begun
        assert after.feed == before.feed
    for name in ("relevance", "profile_relevance", "note_relevance", "effects", "state"):
        assert np.array_equal(
            getattr(after, name), getattr(before, name), equal_nan=name != "state"
        )
    assert np.array_equal(after.matches.posts, before.matches.posts)
    # They are read when something asks for them, and are the same.
    assert np.array_equal(after.corpus.vectors, before.corpus.vectors)
    assert np.array_equal(after.corpus.profiles, before.corpus.profiles)
    assert np.array_equal(after.corpus.notes, before.corpus.notes)


def test_ratings_read_vectors_only_once_they_are_enough_to_learn_from(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_name = [
        store.frame("SELECT post_id FROM feed_post WHERE person_id = ?", [find_person(store, name)])
        for name in ("Eli East", "Dina Dahl")
    ]
    up, down = (rows["post_id"].sort().to_list()[:4] for rows in by_name)
    for post_id in up:
        rate(store, post_id, "up")
    plain = _scores(store)
    assert _prepare(store)
    with monkeypatch.context() as patched:
        # Whoever reads a vector fails. The scale needs none.
        patched.setattr(Store, "vector_blocks", None)
        begun = _scores(store)
        assert begun.corpus.is_begun
        assert begun.taught.scale.ratings == 4
        assert np.array_equal(begun.relevance, plain.relevance, equal_nan=True)
    for post_id in down:
        rate(store, post_id, "down")
    learned = _scores(store)
    assert learned.corpus.is_begun and learned.corpus.read.are_here
    assert learned.taught.learned is not None and learned.taught.learned.strength > 0
    store.bump("vectors")
    read_at_once = _scores(store)
    assert not read_at_once.corpus.is_begun
    assert np.array_equal(learned.relevance, read_at_once.relevance, equal_nan=True)


def test_whatever_a_beginning_follows_from_makes_it_unknown(store: Store) -> None:
    assert _prepare(store)
    assert _scores(store).corpus.is_begun
    assert not _scores(store, window_days=7).corpus.is_begun
    # Weights play no part; phrases do, and only in what is matched.
    first, *others = read_interests(store)
    save_interests(store, [replace(first, weight=5.0), *others], reason="test")
    held = _scores(store)
    assert held.corpus.is_begun
    assert held.weights[0] == pytest.approx(0.05)
    save_interests(store, others, reason="test")
    fewer = _scores(store)
    assert fewer.corpus.is_begun
    assert len(fewer.matches.interests) == len(others)
    # Other phrases are matched anew by the next that prepares a start, and found from then on.
    assert _prepare(store)
    assert np.array_equal(_scores(store).matches.posts, fewer.matches.posts)
    store.bump("vectors")
    assert not _scores(store).corpus.is_begun
    assert _prepare(store)
    store.bump("data")
    assert not _scores(store).corpus.is_begun


def test_who_is_forgotten_is_in_no_beginning(store: Store) -> None:
    assert _prepare(store)
    digest = _scores(store).corpus.digest
    assert beginning(store, digest)
    forget_person(store, find_person(store, "Bea Brook"), Settings(database=store.path))
    assert beginning(store, digest) is None
    assert store.count("beginning") == 0


def test_nothing_is_kept_of_what_has_changed_meanwhile_or_is_not_read_yet(store: Store) -> None:
    scores = _scores(store)
    settings = Settings(database=store.path)
    store.bump("data")
    assert not beginnings.keep_matches(store, settings, scores.corpus, scores.matches, least=1)
    fresh = _scores(store)
    assert not beginnings.keep_matches(store, settings, fresh.corpus, fresh.matches, least=10_000)
    waiting = replace(fresh.corpus, embedded=np.zeros_like(fresh.corpus.embedded))
    assert not beginnings.keep_matches(store, settings, waiting, fresh.matches, least=1)
    assert store.count("beginning") == 0
    assert beginnings.keep_matches(store, settings, fresh.corpus, fresh.matches, least=1)
