"""Colours of states, held against the ground they stand on and against each other as colour-blind eyes see them."""

import itertools
import tomllib
from pathlib import Path

import numpy as np
import pytest

from relevance.charts import STATE_COLOURS, STATE_SIGNS, relevance_volume
from tests.test_charts import PEOPLE

CONFIG = Path(__file__).parent.parent / ".streamlit" / "config.toml"

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
EYES = {
    "usual": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}  # fmt: skip
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883])
# CIE76: 2.3 is just noticeable; five times that is told apart at a glance.
AT_A_GLANCE = 20


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: from 1, alike, to 21, black on white."""
    light, dark = sorted((float(linear(c) @ TO_XYZ[1]) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    share = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def grounds() -> list[str]:
    theme = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]
    names = ("backgroundColor", "secondaryBackgroundColor")
    return [theme[mode][name] for mode in ("light", "dark") for name in names]


def test_the_measures_are_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert lab(linear("#FFFFFF")) == pytest.approx([100, 0, 0], abs=0.02)
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    # Red and green of equal lightness, which deuteranopes mix up, come close to each other.
    mixed = [EYES["deuteranopia"] @ linear(one) for one in ("#B35A00", "#6E7A00")]
    assert np.linalg.norm(lab(mixed[0]) - lab(mixed[1])) < AT_A_GLANCE


@pytest.mark.parametrize("state", STATE_COLOURS)
def test_every_colour_stands_out_from_light_and_dark_ground(state: str) -> None:
    assert len(grounds()) == 4
    assert min(contrast(STATE_COLOURS[state], ground) for ground in grounds()) >= 3


@pytest.mark.parametrize("eyes", EYES)
def test_colours_are_told_apart_by_every_eye(eyes: str) -> None:
    seen = {state: lab(EYES[eyes] @ linear(colour)) for state, colour in STATE_COLOURS.items()}
    apart = {
        pair: np.linalg.norm(seen[pair[0]] - seen[pair[1]])
        for pair in itertools.combinations(seen, 2)
    }
    assert min(apart.values()) >= AT_A_GLANCE, apart


def test_no_state_is_told_by_colour_alone() -> None:
    assert len(set(STATE_SIGNS.values())) == len(STATE_COLOURS)
    marks = {trace.name: trace.marker for trace in relevance_volume(PEOPLE, feed=None).data}
    assert len({mark.symbol for mark in marks.values()}) == len(marks) == 3
