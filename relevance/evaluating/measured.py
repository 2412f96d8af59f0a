"""What was measured of the built-in scale on simulated owners, as `tests.benchmarks.scale` wrote it down."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Measured", "MeasuredRatings", "measured"]

_FILE = Path(__file__).with_name("measured.json")


@dataclass(frozen=True)
class MeasuredRatings:
    """Figures after so many ratings."""

    ratings: int
    ece: float
    """Expected calibration error, 0 to 1."""
    brier: float
    """Brier score, 0 to 1."""


@dataclass(frozen=True)
class Measured:
    """Figures on posts that the simulated owners had not rated."""

    calibration: str
    """The built-in calibration that was measured, in words."""
    owners: int
    """How many owners were simulated."""
    ratings: Sequence[MeasuredRatings]
    """Means over the owners, the fewest ratings first."""


def measured() -> Measured:
    """Return the figures that came with this version."""
    document = json.loads(_FILE.read_text("utf-8"))
    rows = [MeasuredRatings(**row) for row in document.pop("ratings")]
    return Measured(**document, ratings=rows)
