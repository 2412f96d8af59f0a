"""What is worked out before the first page is asked for."""

import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from relevance.ui.data import Ahead, ahead, cached
from relevance.ui.next_steps_panel import FEW_CHANGES

APP = Path(__file__).parents[2] / "app.py"


def _counted(monkeypatch, *names: str) -> list[str]:
    """Note every call of these functions of the pipeline."""
    called: list[str] = []

    def counting(name: str):
        real = getattr(cached, name)

        def call(*args, **more):
            called.append(name)
            return real(*args, **more)

        return call

    for name in names:
        monkeypatch.setattr(cached, name, counting(name))
    return called


def test_the_first_page_finds_everything_worked_out(filled: Path, monkeypatch) -> None:
    called = _counted(monkeypatch, "load_corpus", "match", "score", "advise", "best_plan")
    Ahead(FEW_CHANGES).wait(60)
    assert called == ["load_corpus", "match", "score", "best_plan", "advise"]
    at = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not at.exception
    assert any("of 100." in one.value for one in at.markdown)
    assert called == ["load_corpus", "match", "score", "best_plan", "advise"]


def test_without_a_database_nothing_is_made(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("RELEVANCE_DB", str(tmp_path / "absent.duckdb"))
    called = _counted(monkeypatch, "load_corpus")
    Ahead(FEW_CHANGES).wait(60)
    assert called == []
    assert list(tmp_path.iterdir()) == []


def test_what_fails_ahead_is_said_by_the_page(filled: Path, monkeypatch) -> None:
    filled.write_bytes(b"no database")
    Ahead(FEW_CHANGES).wait(60)
    at = AppTest.from_file(str(APP), default_timeout=60).run()
    assert str(filled) in " ".join(one.value for one in at.error).replace("\\", "")


def test_an_end_is_not_waited_for(filled: Path, monkeypatch) -> None:
    monkeypatch.setattr(ahead, "_BROWSER_SECONDS", 60)
    monkeypatch.setattr(ahead, "LEAST_KEPT", 1)
    called = _counted(monkeypatch, "best_plan", "advise")
    working = Ahead(FEW_CHANGES)
    deadline = time.monotonic() + 60
    while "best_plan" not in called and time.monotonic() < deadline:
        time.sleep(0.05)
    began = time.monotonic()
    working.end(30)
    assert time.monotonic() - began < 20
    assert called == ["best_plan"]
