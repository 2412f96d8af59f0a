"""The 80 % ranges of forecasts hold four planted truths in five, whatever the network is like."""

import numpy as np
import pytest

from tests.forecast_worlds import REGIMES, coverage


@pytest.mark.parametrize("name", ["a common network", "most are silent", "three at once"])
def test_ranges_hold_about_four_truths_in_five(name):
    # 400 forecasts: within two standard deviations of .75 to .85, that is .71 to .89.
    assert 0.71 <= coverage(REGIMES[name], worlds=20, candidates=20) <= 0.89


@pytest.mark.slow
@pytest.mark.parametrize("name", REGIMES)
def test_ranges_hold_75_to_85_of_100_planted_truths(name):
    assert 0.75 <= coverage(REGIMES[name], worlds=120, candidates=20) <= 0.85


@pytest.mark.slow
def test_ranges_hold_80_of_100_over_all_regimes():
    found = [coverage(regime, worlds=60, candidates=20, seed=3) for regime in REGIMES.values()]
    assert 0.77 <= np.mean(found) <= 0.83
