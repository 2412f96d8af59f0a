"""Something large is read once, and gives way to work that somebody waits for."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from relevance.pipeline import reading_once
from relevance.pipeline.reading_once import ReadOnce


@contextmanager
def a_busy_thread():
    stop = threading.Event()

    def spin():
        while not stop.is_set():
            sum(range(1_000))

    thread = threading.Thread(target=spin)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_it_is_read_once_whoever_asks():
    reads = []

    def read(give_way):
        give_way()
        time.sleep(0.05)
        reads.append(1)
        return object()

    once = ReadOnce(read)
    assert not once.is_here
    with ThreadPoolExecutor(8) as many:
        found = [many.submit(once.now if n % 2 else once.when_quiet) for n in range(8)]
    assert len({id(one.result()) for one in found}) == 1
    assert reads == [1]
    assert once.is_here
    assert not once.is_being_read


def test_what_fails_is_tried_again():
    answers = [ValueError("no"), 7]

    def read(_):
        one = answers.pop(0)
        if isinstance(one, Exception):
            raise one
        return one

    once = ReadOnce(read)
    with pytest.raises(ValueError, match="no"):
        once.when_quiet()
    assert (once.now(), once.when_quiet()) == (7, 7)


def test_reading_for_nobody_rests_beside_a_busy_thread_and_hurries_once_somebody_waits(monkeypatch):
    monkeypatch.setattr(reading_once, "_WORKS_SECONDS", 0)
    steps = []

    def read(give_way):
        for step in range(50):
            give_way()
            steps.append(step)
        return "read"

    once = ReadOnce(read)
    with a_busy_thread():
        behind = threading.Thread(target=once.when_quiet)
        behind.start()
        time.sleep(0.5)
        assert not once.is_here
        assert len(steps) < 50
        assert once.is_being_read
        began = time.monotonic()
        assert once.now() == "read"
        # 50 looks alone would take a second.
        assert time.monotonic() - began < 0.9
        behind.join()
    assert len(steps) == 50


def test_reading_rests_only_so_long(monkeypatch):
    monkeypatch.setattr(reading_once, "_WORKS_SECONDS", 0)
    monkeypatch.setattr(reading_once, "_MOST_SECONDS", 0.2)
    with a_busy_thread():
        began = time.monotonic()
        assert ReadOnce(lambda give_way: [give_way() for _ in range(20)]).when_quiet()
        assert 0.15 < time.monotonic() - began < 5


def test_reading_goes_on_where_nothing_else_is_at_work(monkeypatch):
    monkeypatch.setattr(reading_once, "_WORKS_SECONDS", 0)
    began = time.monotonic()
    ReadOnce(lambda give_way: [give_way() for _ in range(10)]).when_quiet()
    assert time.monotonic() - began < 5
