"""What goes to a cluster and what is taken in from it: blocks of texts, files of vectors, words for mistakes."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.cleaning import cleaned
from relevance.cli import main
from relevance.cluster import (
    keys_in,
    on_ray,
    precision_in,
    read_vectors,
    require_ray,
    write_blocks,
    write_vectors,
)
from relevance.cluster.blocks import texts_of
from relevance.embedding import DEFAULT_MODEL, text_key
from relevance.errors import ModelError, UnreadableFileError, UsageError
from relevance.pipeline import embed_on_cluster, precisions_of, take_in_vectors
from relevance.pipeline.parquet_posts import parquet_texts
from relevance.pipeline.vectors import post_texts
from relevance.store import Store
from tests import world

WIDTH = 384


def vectors_of(texts) -> np.ndarray:
    """A vector is made of the text's own hash, so that one beside the wrong text is found out."""
    rows = [np.frombuffer(hashlib.sha512(text.encode()).digest() * 6, np.uint8) for text in texts]
    made = np.stack(rows).astype(np.float32) - 127.5
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def write(folder: Path, texts, *, model: str = DEFAULT_MODEL) -> Path:
    folder.mkdir(exist_ok=True)
    return write_vectors(folder, [text_key(one) for one in texts], vectors_of(texts), model=model)


def damaged(file: Path) -> None:
    """Turn bytes in the middle of the data round; the footer stays whole."""
    data = bytearray(file.read_bytes())
    for i in range(200, 260):
        data[i] ^= 0xFF
    file.write_bytes(bytes(data))


@pytest.fixture
def store(world_database: Path, tmp_path: Path):
    """The small world, its vectors forgotten."""
    shutil.copy(world_database, tmp_path / "world.duckdb")
    with Store.open(tmp_path / "world.duckdb") as opened:
        opened.keep_vectors([])
        yield opened


# ---------------------------------------------------------------------------------------------
# Blocks of texts


def test_each_text_without_a_vector_is_in_one_block_once_and_in_order(tmp_path) -> None:
    texts = [f"text {i % 1200}" for i in range(2000)]
    known = {text_key("text 3"), text_key("text 700")}
    blocks = write_blocks(tmp_path, texts, known=known)
    tables = [pq.read_table(file) for file in blocks.files]
    found = [text for table in tables for text in texts_of(table)]
    assert found == [one for one in dict.fromkeys(texts) if text_key(one) not in known]
    keys = [key for table in tables for key in table["text_sha256"].to_pylist()]
    assert keys == [text_key(one) for one in found]
    assert (blocks.texts, blocks.total, blocks.left) == (1198, 2000, 0)
    assert [len(table) for table in tables] == [256, 256, 256, 256, 174]


def test_long_texts_make_small_blocks_and_a_limit_counts_what_it_leaves_out(tmp_path) -> None:
    texts = [str(i) * 200_000 for i in range(5)]
    blocks = write_blocks(tmp_path, texts, known=(), limit=3)
    assert [pq.read_metadata(file).num_rows for file in blocks.files] == [1, 1, 1]
    assert (blocks.texts, blocks.left) == (3, 2)
    assert write_blocks(tmp_path, texts, known=(), limit=0).files == ()


@given(st.lists(st.text(st.characters(codec=None), max_size=20), max_size=30))
def test_a_block_gives_back_every_text_also_half_surrogate_pairs(tmp_path_factory, texts) -> None:
    blocks = write_blocks(tmp_path_factory.mktemp("blocks"), texts, known=())
    found = [text for file in blocks.files for text in texts_of(pq.read_table(file))]
    assert found == list(dict.fromkeys(texts))


# ---------------------------------------------------------------------------------------------
# Files of vectors


def test_what_was_written_is_read_and_to_write_it_again_changes_nothing(tmp_path) -> None:
    texts = [f"text {i}" for i in range(50)]
    file = write(tmp_path, texts)
    before = file.read_bytes()
    assert write(tmp_path, texts) == file
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == before
    ((keys, vectors),) = read_vectors(file, model=DEFAULT_MODEL, width=WIDTH)
    assert keys == [text_key(one) for one in texts]
    np.testing.assert_array_equal(vectors, vectors_of(texts))
    assert keys_in(tmp_path, model=DEFAULT_MODEL) == set(keys)
    assert keys_in(tmp_path, model="other@1") == set()


def test_a_file_says_what_its_vectors_were_computed_in_and_the_database_notes_it(
    store, tmp_path
) -> None:
    texts = post_texts(store)
    plain = write(tmp_path, texts[:2])
    keys = [text_key(one) for one in texts[2:4]]
    file = write_vectors(
        tmp_path, keys, vectors_of(texts[2:4]), model=DEFAULT_MODEL, precision="bfloat16"
    )
    assert (precision_in(plain), precision_in(file)) == ("", "bfloat16")
    before = precisions_of(store, DEFAULT_MODEL)
    assert "bfloat16" not in before
    take_in_vectors(store, tmp_path)
    assert precisions_of(store, DEFAULT_MODEL) == (*before, "bfloat16")


def test_no_half_written_file_is_left_or_read(tmp_path, monkeypatch) -> None:
    def breaks(table, place):
        Path(place).write_bytes(b"PAR1 half")
        raise OSError("no space left")

    monkeypatch.setattr("relevance.cluster.vector_files.pq.write_table", breaks)
    with pytest.raises(OSError, match="no space left"):
        write(tmp_path, ["one"])
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_refused_and_what_it_held_counts_as_missing(tmp_path) -> None:
    kept, broken = write(tmp_path, ["one", "two"]), write(tmp_path, ["three"])
    damaged(broken)
    with pytest.raises(UnreadableFileError, match="damaged and none of it is used"):
        list(read_vectors(broken, model=DEFAULT_MODEL))
    broken.write_bytes(b"")
    with pytest.raises(UnreadableFileError, match=r"Delete it and embed again"):
        list(read_vectors(broken, model=DEFAULT_MODEL))
    assert keys_in(tmp_path, model=DEFAULT_MODEL) == {text_key("one"), text_key("two")}
    assert kept.exists()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (pl.lit("short").alias("text_sha256"), "no SHA-256"),
        (pl.lit(None, pl.String).alias("text_sha256"), "no SHA-256"),
        ((pl.col("vector").arr.to_list().list.eval(pl.element() * 2)).alias("vector"), "unit"),
        (pl.lit([float("nan")] * WIDTH, pl.List(pl.Float32)).alias("vector"), "unit"),
        (pl.lit(None, pl.List(pl.Float32)).alias("vector"), "damaged"),
        (pl.lit("text").alias("vector"), "damaged"),
    ],
)
def test_a_row_that_cannot_be_makes_the_whole_file_unusable(tmp_path, change, error) -> None:
    file = write(tmp_path, ["one", "two"])
    pl.read_parquet(file).with_columns(change).write_parquet(file)
    with pytest.raises(UnreadableFileError, match=error):
        list(read_vectors(file, model=DEFAULT_MODEL, width=WIDTH))


def test_vectors_of_unlike_lengths_are_no_vectors(tmp_path) -> None:
    file = tmp_path / "odd.parquet"
    pl.DataFrame(
        {
            "text_sha256": ["a" * 64, "b" * 64],
            "model": ["m", "m"],
            "vector": [[1.0], [0.6, 0.8, 0.0]],
        }
    ).write_parquet(file)
    with pytest.raises(UnreadableFileError, match="not of one length"):
        list(read_vectors(file, model="m"))


def test_other_columns_are_told_apart_from_damage(tmp_path) -> None:
    file = tmp_path / "posts.parquet"
    pl.DataFrame({"text": ["one"], "model": ["m"]}).write_parquet(file)
    with pytest.raises(UnreadableFileError, match="text_sha256, vector is missing"):
        list(read_vectors(file, model="m"))


# ---------------------------------------------------------------------------------------------
# Taking in


def test_taking_in_gives_posts_their_vectors_and_twice_changes_nothing(store, tmp_path) -> None:
    texts = post_texts(store)
    write(tmp_path / "out", texts[:10])
    write(tmp_path / "out", [*texts[5:], "a text that nobody posted"])
    found = take_in_vectors(store, tmp_path / "out")
    distinct = list(dict.fromkeys(texts))
    assert sum(one.taken for one in found) == len(distinct)
    assert sum(one.unused for one in found) == 1
    kept, there = store.vectors(DEFAULT_MODEL, [text_key(one) for one in distinct])
    assert there.all()
    np.testing.assert_array_equal(kept, vectors_of(distinct))
    assert text_key("a text that nobody posted") not in store.vector_keys(DEFAULT_MODEL)
    version = store.version("vectors")
    again = take_in_vectors(store, tmp_path / "out")
    assert sum(one.taken for one in again) == 0
    assert sum(one.known for one in again) == sum(one.taken + one.known for one in found)
    assert store.version("vectors") == version


def test_other_models_other_widths_and_damage_are_refused_file_by_file(store, tmp_path) -> None:
    texts = post_texts(store)
    folder = tmp_path / "out"
    fine = write(folder, texts[:3])
    take_in_vectors(store, folder)
    other = write(folder, texts[3:6], model="other@1")
    narrow = write_vectors(
        folder, [text_key(texts[7])], np.ones((1, 1), np.float32), model=DEFAULT_MODEL
    )
    broken = write(folder, texts[8:9])
    damaged(broken)
    found = {one.file: one for one in take_in_vectors(store, folder)}
    assert found[fine].error is None
    assert "vectors of other@1, but those of sentence-transformers/" in str(found[other].error)
    assert "1 numbers, but those of" in str(found[narrow].error)
    assert "damaged" in str(found[broken].error)
    assert len(store.vector_keys(DEFAULT_MODEL)) == 3


def test_a_file_that_breaks_off_in_the_middle_leaves_nothing(store, tmp_path) -> None:
    texts = post_texts(store)
    file = write(tmp_path / "out", texts[:3])
    rows = pl.read_parquet(file)
    filler = rows.head(1).select(pl.all().repeat_by(5000).explode())
    bad = rows.tail(1).with_columns(text_sha256=pl.lit("no hash"))
    pl.concat([rows, filler, bad]).write_parquet(file)
    (found,) = take_in_vectors(store, tmp_path / "out")
    assert "no SHA-256" in str(found.error)
    assert store.vector_keys(DEFAULT_MODEL) == set()


def test_the_first_vectors_of_the_built_in_model_must_have_its_width(store, tmp_path) -> None:
    store.execute("DELETE FROM meta WHERE name LIKE 'width.%'")
    (tmp_path / "out").mkdir()
    key = text_key(post_texts(store)[0])
    write_vectors(tmp_path / "out", [key], np.ones((1, 1), np.float32), model=DEFAULT_MODEL)
    (found,) = take_in_vectors(store, tmp_path / "out")
    assert "have 384" in str(found.error)


# ---------------------------------------------------------------------------------------------
# Posts in Parquet


def test_texts_of_a_table_are_read_as_an_import_keeps_them(store, tmp_path) -> None:
    texts = [
        "Plain words about learning",
        "Line\r\nends and \u202eturned",
        "Thrilled to announce that we have a new course!",
        "   ",
        None,
    ]
    folder = tmp_path / "posts"
    folder.mkdir()
    pl.DataFrame({"Post Text": texts[:2], "author": ["A", "B"]}).write_parquet(folder / "a.parquet")
    pl.DataFrame({"Post Text": texts[2:], "author": ["A"] * 3}).write_parquet(folder / "b.parquet")
    found = list(parquet_texts(str(folder)))
    assert found[0] == texts[0]
    assert found[1] == "Line\nends and turned"
    assert found[2:] == [cleaned(texts[2])]
    assert list(parquet_texts(f"file://{folder}/a.parquet")) == found[:2]


def test_a_table_of_posts_and_its_import_have_the_same_keys(store, tmp_path) -> None:
    rows = store.frame("SELECT text, text_key FROM post ORDER BY post_id")
    rows.select("text").write_parquet(tmp_path / "posts.parquet")
    found = [text_key(text) for text in parquet_texts(str(tmp_path / "posts.parquet"))]
    assert found == rows["text_key"].to_list()


def test_places_without_posts_are_told_in_words(tmp_path) -> None:
    with pytest.raises(UsageError, match="There is nothing at `--posts`"):
        parquet_texts(str(tmp_path / "nowhere.parquet"))
    (tmp_path / "text.parquet").write_text("no Parquet", "utf-8")
    with pytest.raises(UnreadableFileError, match="cannot be read as Parquet"):
        parquet_texts(str(tmp_path / "text.parquet"))
    pl.DataFrame({"author": ["A"]}).write_parquet(tmp_path / "authors.parquet")
    with pytest.raises(UsageError, match=r"no column with texts.*got author"):
        parquet_texts(str(tmp_path / "authors.parquet"))


# ---------------------------------------------------------------------------------------------
# Words for mistakes


def test_without_ray_the_message_says_what_to_do(store, monkeypatch) -> None:
    monkeypatch.setattr(on_ray.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"local \(always there\) and ray\. Run `pip install"):
        embed_on_cluster(store)


@pytest.mark.parametrize("address", ["ray://head:10001", "", " ", "head", "head:port"])
def test_an_address_of_another_kind_is_refused(monkeypatch, address) -> None:
    monkeypatch.setattr(on_ray.importlib.util, "find_spec", lambda _: object())
    with pytest.raises(UsageError, match=r"must be `auto` or host:port"):
        require_ray(address)


def test_an_address_where_nothing_listens_is_told_at_once(monkeypatch) -> None:
    monkeypatch.setattr(on_ray.importlib.util, "find_spec", lambda _: object())
    with pytest.raises(UsageError, match=r"no Ray cluster at `--address` 127\.0\.0\.1:1 that"):
        require_ray("127.0.0.1:1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "spark"], "must be one of local, ray, got 'spark'"),
        (["--address", "auto"], "`--address` is for `--engine ray` only"),
        (["--posts", "p.parquet"], "`--posts` is for `--engine ray` only"),
        (["--out", "o"], "`--out` is for `--engine ray` only"),
        (["--workers", "2"], "`--workers` is for `--engine ray` only"),
        (["--take-in", "o", "--engine", "ray"], "`--engine` does not go with it"),
        (["--take-in", "o", "--limit", "3"], "`--limit` does not go with it"),
        (["--take-in", "nowhere"], "There is no folder nowhere"),
    ],
)
def test_options_that_do_not_fit_are_wrong_usage(tmp_path, capsys, words, said) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--db", str(tmp_path / "x.duckdb"), "embed", *words])
    assert ended.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_the_command_takes_in_a_folder_and_says_what_it_refused(store, tmp_path, capsys) -> None:
    texts = post_texts(store)
    path = store.path
    store.close()
    write(tmp_path / "out", texts[:4])
    words = ["--db", str(path), "--json", "embed", "--take-in", str(tmp_path / "out")]
    with pytest.raises(SystemExit) as ended:
        main(words)
    document = json.loads(capsys.readouterr().out)
    assert (ended.value.code or 0, document["taken_in"], document["unused"]) == (0, 4, 0)
    write(tmp_path / "out", texts[4:6], model="other@1")
    with pytest.raises(SystemExit) as ended:
        main(words)
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert (ended.value.code, document["taken_in"], document["known"]) == (1, 0, 4)
    assert "other@1" in err
    assert [bool(one["error"]) for one in document["files"]].count(True) == 1


def test_a_worker_with_another_model_says_where_it_is(monkeypatch) -> None:
    on_ray._encoder_of.cache_clear()
    monkeypatch.setattr(on_ray, "load_encoder", lambda _: world.WordEncoder())
    with pytest.raises(ModelError, match="Put the same files at the same path on every machine"):
        on_ray._encoder_of("", "other@1")
