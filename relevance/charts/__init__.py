"""Frame -> Plotly figure. Pure: nothing is worked out, cached or shown here.

Colours can be told apart with every common kind of colour blindness and on light and dark ground;
signs and shapes say the same as colours do.

network       the feed, people and their evidence, topics
calibration   what was said against what held
changes       what-ifs and plans
"""

from relevance.charts.calibration import calibration_curve
from relevance.charts.changes import coverage_change, gain_curve
from relevance.charts.drawing import STATE_COLOURS
from relevance.charts.network import (
    contact_timeline,
    effect_bars,
    evidence_waterfall,
    parts_bars,
    relevance_history,
    relevance_volume,
    topic_map,
)

__all__ = [
    "STATE_COLOURS",
    "calibration_curve",
    "contact_timeline",
    "coverage_change",
    "effect_bars",
    "evidence_waterfall",
    "gain_curve",
    "parts_bars",
    "relevance_history",
    "relevance_volume",
    "topic_map",
]
