"""The file is written anew while other threads read and write: nobody gets a wrong answer or an error."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from relevance.errors import StoreError
from relevance.store import Store
from relevance.store.gate import Gate


def test_readers_and_writers_get_right_answers_while_the_file_is_written_anew(
    tmp_path: Path,
) -> None:
    with Store.open(tmp_path / "net.duckdb") as store:
        vectors = np.eye(50, 384, dtype=np.float32)
        keys = [f"k{n}" for n in range(50)]
        store.save_vectors("m", keys, vectors)
        over = threading.Event()

        def read(_: int) -> int:
            rounds = 0
            while not over.is_set() or not rounds:
                assert store.frame("SELECT sum(range) AS n FROM range(1000)")["n"][0] == 499_500
                found, there = store.vectors("m", keys)
                assert there.all()
                assert np.array_equal(found, vectors)
                rounds += 1
            return rounds

        def write(who: int) -> int:
            for _ in range(20):
                store.bump(f"part{who}")
            return store.version(f"part{who}")

        with ThreadPoolExecutor(7) as pool:
            readers = [pool.submit(read, n) for n in range(4)]
            writers = [pool.submit(write, n) for n in range(2)]
            for _ in range(5):
                store.rewrite()
            counts = [one.result() for one in writers]
            over.set()
            assert all(one.result() for one in readers)
        assert counts == [20, 20]
        assert [store.version(f"part{n}") for n in range(2)] == [20, 20]
    assert [one.name for one in tmp_path.iterdir()] == ["net.duckdb"]


def test_inside_a_transaction_it_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    with Store.open(tmp_path / "net.duckdb") as store:
        with pytest.raises(StoreError, match="inside a transaction"), store.transaction():
            store.bump()
            store.rewrite()
        assert store.version() == 0
        store.rewrite()
        store.bump()
        assert store.version() == 1


def test_nothing_of_what_was_deleted_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "net.duckdb"
    with Store.open(path) as store:
        store.execute(
            "INSERT INTO meta SELECT 'zyxw' || range, 'zyxwtok' || range FROM range(5000)"
        )
        store.execute("CHECKPOINT")
        assert b"zyxwtok" in path.read_bytes()
        store.execute("DELETE FROM meta WHERE name LIKE 'zyxw%'")
        store.execute("CHECKPOINT")
        store.rewrite()
        tables = store.row_counts()
        assert tables["meta"] >= 1
    assert b"zyxwtok" not in path.read_bytes()


def test_who_is_inside_the_gate_may_enter_again_while_another_waits_to_close_it() -> None:
    gate, entered, closed = Gate(), threading.Event(), threading.Event()

    def close() -> None:
        entered.wait(5)
        with gate.closed():
            closed.set()

    closer = threading.Thread(target=close)
    closer.start()
    with gate.inside():
        entered.set()
        assert not closed.wait(0.1)
        with gate.inside():
            assert not closed.is_set()
    closer.join(5)
    assert closed.is_set()
