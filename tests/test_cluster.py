"""A Ray cluster of several nodes on this machine: the same vectors, and a node that is killed loses nothing."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.cluster import keys_in
from relevance.config import Settings
from relevance.embedding import DEFAULT_MODEL, load_encoder, text_key
from relevance.pipeline import build_demo
from relevance.pipeline.vectors import post_texts
from relevance.store import Store
from tests.ray_nodes import Nodes, ray_nodes

pytestmark = [pytest.mark.cluster, pytest.mark.model, pytest.mark.filterwarnings("default")]

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def nodes():
    with ray_nodes(2) as found:
        yield found


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """The demo network without vectors."""
    settings = Settings(database=tmp_path_factory.mktemp("demo") / "demo.duckdb")
    with Store.open(settings.database) as store:
        build_demo(store, settings)
        store.keep_vectors([])
    return settings.database


@pytest.fixture(scope="module")
def local(demo) -> tuple[list[str], np.ndarray]:
    """Texts of the demo's posts, each once, and the vectors that this machine gives them."""
    with Store.open(demo) as store:
        texts = list(dict.fromkeys(post_texts(store)))
    return texts, load_encoder().encode(texts)


@pytest.fixture
def database(demo, tmp_path) -> Path:
    """A copy of the demo network to work on."""
    return Path(shutil.copy(demo, tmp_path / "demo.duckdb"))


def start(nodes: Nodes | None, database: Path, *words: object) -> subprocess.Popen[str]:
    address = ("--address", nodes.address) if nodes else ()
    command = [sys.executable, "-m", "relevance", "--db", str(database), "--json", "embed"]
    return subprocess.Popen(
        [*command, "--engine", "ray", *address, *map(str, words)],
        env={**os.environ, **(nodes.environment if nodes else {}), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(run: subprocess.Popen[str]) -> dict:
    out, err = run.communicate(timeout=1200)
    assert run.returncode == 0, err
    return json.loads(out)


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.parquet")) if folder.is_dir() else []


def wait_for_files(folder: Path, count: int, run: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 600
    while len(files_in(folder)) < count:
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)


def assert_as_local(database: Path, local: tuple[list[str], np.ndarray]) -> None:
    texts, vectors = local
    with Store.open(database) as store:
        found, there = store.vectors(DEFAULT_MODEL, [text_key(text) for text in texts])
    assert there.all()
    assert float((found * vectors).sum(axis=1).min()) >= 0.9999


def test_a_node_that_is_killed_in_mid_run_loses_nothing(nodes, database, local, tmp_path) -> None:
    texts = local[0]
    run = start(nodes, database, "--out", tmp_path / "out")
    wait_for_files(tmp_path / "out", 1, run)
    nodes.kill(0)
    document = finished(run)
    nodes.add()
    assert document["embedded"] == len(texts)
    assert (document["workers"], document["nodes"]) == (2, 2)
    assert document["retried"] >= 1
    # Nothing twice, nothing missing.
    rows = pl.concat([pl.read_parquet(file) for file in files_in(tmp_path / "out")])
    assert sorted(rows["text_sha256"]) == sorted(text_key(text) for text in texts)
    assert document["taken_in"] == len(texts)
    assert_as_local(database, local)
    assert not list(database.parent.glob(".*texts*"))


def test_a_run_that_is_killed_is_taken_up_with_what_is_left(
    nodes, database, local, tmp_path
) -> None:
    texts = local[0]
    run = start(nodes, database, "--out", tmp_path / "out")
    wait_for_files(tmp_path / "out", 2, run)
    run.kill()
    run.communicate()
    there = keys_in(tmp_path / "out", model=DEFAULT_MODEL)
    assert 0 < len(there) < len(texts)
    document = finished(start(nodes, database, "--out", tmp_path / "out"))
    assert document["embedded"] == len(texts) - len(there)
    assert document["taken_in"] == len(texts)
    again = finished(start(nodes, database, "--out", tmp_path / "out"))
    assert (again["embedded"], again["taken_in"], again["reused"]) == (0, 0, again["total"])
    assert_as_local(database, local)


def test_posts_in_parquet_are_embedded_before_they_are_imported(database, local, tmp_path) -> None:
    texts = local[0][:300]
    pl.DataFrame({"post text": [*texts, *texts[:5]]}).write_parquet(tmp_path / "posts.parquet")
    words = ("--posts", tmp_path / "posts.parquet", "--out", tmp_path / "out", "--workers", 1)
    # Workers of this machine alone, on the loopback address.
    document = finished(start(None, tmp_path / "empty.duckdb", *words))
    assert (document["embedded"], document["total"], document["unused"]) == (300, 305, 300)
    assert document["engine"] == "ray"
    words = ["--db", str(database), "--json", "embed", "--take-in", str(tmp_path / "out")]
    taken = subprocess.run(
        [sys.executable, "-m", "relevance", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(taken.stdout)["taken_in"] == 300
    assert_as_local(database, (texts, local[1][:300]))


def test_a_worker_that_has_another_model_ends_the_run_in_words(tmp_path) -> None:
    (tmp_path / "out").mkdir()
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from relevance.cluster import embed_blocks, write_blocks\n"
        "from relevance.errors import ModelError\n"
        "place = Path(sys.argv[1])\n"
        "blocks = write_blocks(place, ['a secret text'], known=())\n"
        "try:\n"
        "    embed_blocks(blocks.files, model='', model_id='other@1', out=place / 'out', workers=1)\n"
        "except ModelError as error:\n"
        "    sys.exit(str(error))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"has the model `{DEFAULT_MODEL}`, but vectors of `other@1` are wanted" in done.stderr
    assert "The vectors of 0 texts are kept" in done.stderr
    assert "a secret text" not in done.stderr + done.stdout
    assert files_in(tmp_path / "out") == []
