"""A short soak in `make slow`; `python -m tests.benchmarks.soak MINUTES` is the long one."""

import pytest

from tests.benchmarks.soak import MOST_GROWTH, Soak, soak

MOST_MB = 2_000
pytestmark = [pytest.mark.timeout(1800)]


@pytest.mark.slow
@pytest.mark.model
def test_a_quarter_of_an_hour_of_use_brings_no_error() -> None:
    done = soak(0, actions=30)
    assert done.actions >= 30
    assert done.said == []
    # The model and every page are loaded for the first time here: growth shows in the long run of the command only.
    assert max(done.resident) < MOST_MB, done.verdict


def test_growth_is_judged_after_warming_up() -> None:
    flat = Soak(actions=240, resident=[100.0] * 30 + [300.0] * 70)
    assert flat.growth == 0.0
    assert flat.hours == 2.0
    leaking = Soak(actions=100, resident=[100.0 + one for one in range(100)])
    assert leaking.growth > MOST_GROWTH
    assert "after warming up, 0 errors" in leaking.verdict
