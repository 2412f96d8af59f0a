"""The invented network: same importers as any other data, vectors that the model really makes."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.cleaning import clean, cleaned
from relevance.config import Settings
from relevance.embedding import load_encoder
from relevance.errors import DataError
from relevance.pipeline import (
    advise,
    build_demo,
    connections,
    current_scores,
    import_paths,
    is_demo,
    pending_invites,
    ranked_posts,
)
from relevance.schema import vector_key
from relevance.store import Store
from tests import world


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    with Store.open(path) as store:
        build_demo(store, Settings(database=path), with_vectors=False)
        yield store


@pytest.fixture(scope="module")
def settings(demo: Store) -> Settings:
    return Settings(database=demo.path)


def test_it_is_as_large_as_it_says(demo: Store, settings: Settings) -> None:
    assert is_demo(demo)
    assert demo.count("connection") == 120
    assert demo.count("post") == 1624
    assert pending_invites(demo, settings).invites.height == 25
    written = demo.frame("SELECT created_at FROM post")["created_at"]
    assert 24 * 7 <= (written.max() - written.min()).days <= 26 * 7


def test_every_text_has_its_vector(demo: Store, settings: Settings) -> None:
    scores = current_scores(demo, settings)
    assert not scores.corpus.waiting.any()
    assert scores.matches.waiting == ()
    assert set(connections(scores)["state"]) == {"raises", "neutral", "dilutes", "unknown"}


def test_every_rung_decides_somewhere(demo: Store, settings: Settings) -> None:
    advice = advise(demo, current_scores(demo, settings), settings)
    assert {one.rung for one in advice} == {1, 2, 3, 4, 5, 6}


def test_what_was_cleaned_of_a_post_is_shown_with_it(demo: Store, settings: Settings) -> None:
    scores = current_scores(demo, settings)
    shown = pl.concat(
        [ranked_posts(demo, scores, one) for one in scores.corpus.people["person_id"]]
    )
    cleaned_posts = shown.filter(pl.col("left_out").is_not_null())
    assert cleaned_posts["left_out"].str.contains("hashtags").any()
    for text, read, left_out in cleaned_posts.select("text", "read", "left_out").iter_rows():
        assert (clean(text).text, ", ".join(clean(text).removed)) == (read, left_out)
    assert shown.filter(pl.col("left_out").is_null())["read"].null_count() > 0


@pytest.mark.model
def test_the_vectors_are_what_the_model_makes_of_the_texts(demo: Store) -> None:
    texts = demo.frame("SELECT text FROM post ORDER BY post_id")["text"].gather_every(160).to_list()
    encoder = load_encoder()
    made = encoder.encode([cleaned(text) for text in texts])
    kept, there = demo.vectors(encoder.model_id, [vector_key(text) for text in texts])
    assert there.all()
    assert np.sum(made * kept, axis=1).min() > 0.995


def test_nothing_in_it_points_outside(demo: Store) -> None:
    mails = demo.frame("SELECT unnest(emails) AS mail FROM record")["mail"]
    assert mails.str.ends_with(".example").all()


def test_it_never_goes_into_a_database_with_own_data(tmp_path: Path) -> None:
    path = tmp_path / "own.duckdb"
    with Store.open(path) as store:
        import_paths(store, [world.write_export(tmp_path)], settings=Settings(database=path))
        before = store.count("record")
        with pytest.raises(DataError, match="holds your own data"):
            build_demo(store, Settings(database=path))
        assert (store.count("record"), is_demo(store)) == (before, False)


def test_the_command_leaves_it_ready_and_loads_no_torch(tmp_path: Path) -> None:
    path = tmp_path / "demo.duckdb"
    script = (
        "import sys\nfrom relevance.cli import main\n"
        f"try: main(['--db', {str(path)!r}, 'demo'])\n"
        "except SystemExit as ended: code = ended.code\n"
        "print('torch' in sys.modules, file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr.strip()) == (0, "False")
    with Store.open(path) as store:
        assert store.frame("SELECT count(*) AS n FROM embedding")["n"][0] >= 1700
