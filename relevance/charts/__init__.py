"""Frame -> Plotly figure. Pure: nothing is worked out, cached or shown here.

Colours can be told apart with every common kind of colour blindness and on light and dark ground;
signs and shapes say the same as colours do.

drawing       colours, signs, layout, what is chosen
feed          the feed week by week, and where attention goes
people        relevance against attention, effects
evidence      contacts, what a figure is made of, evidence, topics
calibration   what was said against what held
changes       what-ifs and plans
"""

from relevance.charts.calibration import calibration_curve
from relevance.charts.changes import coverage_change, gain_curve
from relevance.charts.drawing import (
    MOST_POINTS,
    STATE_COLOURS,
    STATE_SIGNS,
    with_chosen,
)
from relevance.charts.evidence import contact_timeline, evidence_waterfall, parts_bars, topic_map
from relevance.charts.feed import EVENT_ROWS, attention_flow, relevance_history
from relevance.charts.people import effect_bars, relevance_volume

__all__ = [
    "EVENT_ROWS",
    "MOST_POINTS",
    "STATE_COLOURS",
    "STATE_SIGNS",
    "attention_flow",
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
    "with_chosen",
]
