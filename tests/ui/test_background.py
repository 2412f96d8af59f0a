"""What the side bar says of work in the background."""

import threading
from pathlib import Path

from streamlit.testing.v1 import AppTest

from relevance import jobs
from relevance.ui.data import runner

APP = Path(__file__).parents[2] / "app.py"


def test_the_side_bar_says_how_long_reading_takes(filled: Path, monkeypatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(jobs, "_now", lambda: clock[0])
    there, go = threading.Event(), threading.Event()

    def work(handle: jobs.JobHandle) -> None:
        for done in (0, 10, 20):
            clock[0] += 30
            handle.progress(done, 100)
        there.set()
        assert go.wait(60)

    runner("embed").submit(f"embed {filled.name}", work)
    assert there.wait(60)
    try:
        at = AppTest.from_file(str(APP), default_timeout=60).run()
        said = [one.proto.text for one in at.sidebar.get("progress")]
    finally:
        go.set()
    # Ten take half a minute, so eighty take four.
    assert said == ["Reading posts 20 of 100, about 4 minutes left ..."]
