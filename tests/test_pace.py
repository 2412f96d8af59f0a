"""How long the rest takes: from the pace of late, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.cli import progress
from relevance.pace import Pace, time_left


def paced(*steps: tuple[int, float]) -> Pace:
    pace = Pace()
    for done, at in steps:
        pace.note(done, at)
    return pace


def test_a_steady_pace_is_told_exactly() -> None:
    pace = paced((0, 0), (100, 50), (200, 60), (300, 70))
    # 100 units take 10 s; the 50 s up to the first hundred were the loading of the model.
    assert pace.seconds_left(1000) == pytest.approx(70.0)
    assert pace.seconds_left(300) == 0.0


def test_nothing_is_told_before_something_was_seen() -> None:
    assert Pace().seconds_left(100) is None
    assert paced((0, 0), (50, 60)).seconds_left(100) is None
    assert paced((0, 0), (50, 60), (60, 61)).seconds_left(100) is None


def test_a_machine_that_becomes_slow_is_noticed_and_one_hiccup_is_not() -> None:
    steady = [(100 * i, 10.0 * i) for i in range(1, 30)]
    hiccup = paced(*steady, (3000, 305.0))
    assert 70 < hiccup.seconds_left(4000 - 100) < 110  # 90 s at the old pace
    slow = paced(*steady, *((2900 + 10 * i, 290 + 10.0 * i) for i in range(1, 13)))
    # Two minutes at a tenth of the pace: 1 unit a second is nearly all that counts.
    assert 600 < slow.seconds_left(4020) <= 1000


def test_time_without_news_counts_with_the_next() -> None:
    assert paced((10, 0), (10, 5), (20, 10)).seconds_left(30) == pytest.approx(10.0)


def test_work_that_starts_over_is_measured_anew() -> None:
    pace = paced((10, 0), (1000, 10))
    pace.note(0, 20)
    assert pace.seconds_left(1000) is None
    pace.note(10, 40)
    pace.note(20, 50)
    assert pace.seconds_left(120) == pytest.approx(100.0)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.floats(0, 100)), max_size=30), st.integers(0, 2000)
)
def test_a_wait_is_never_below_zero(steps, total) -> None:
    pace, done, at = Pace(), 0, 0.0
    for more, passed in steps:
        done, at = done + more, at + passed
        pace.note(done, at)
    left = pace.seconds_left(total)
    assert left is None or left >= 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute left"),
        (49, "less than a minute left"),
        (50, "about 1 minute left"),
        (89, "about 1 minute left"),
        (240, "about 4 minutes left"),
        (3569, "about 59 minutes left"),
        (3571, "about 1 hour left"),
        (5400, "about 1½ hours left"),
        (7200, "about 2 hours left"),
        (50_000, "about 14 hours left"),
    ],
)
def test_a_wait_in_words(seconds, words) -> None:
    assert time_left(seconds) == words


class Notes:
    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, sentence: str) -> None:
        self.said.append(sentence)


def test_a_command_notes_every_five_seconds_how_far_it_is(monkeypatch) -> None:
    clock, output = [0.0], Notes()
    monkeypatch.setattr(progress, "_now", lambda: clock[0])
    tell = progress.reading_notes(output)
    tell(0, 1200)
    for done in range(1, 10):
        clock[0] += 2
        tell(10 * done, 1200)
    assert output.said == [
        "30 of 1,200 texts read by the model, about 4 minutes left.",
        "60 of 1,200 texts read by the model, about 4 minutes left.",
        "90 of 1,200 texts read by the model, about 4 minutes left.",
    ]
