"""The feed: attention, its relevance, each person's effect, what-ifs, the best plan and forecasts.

Pure functions on arrays with one entry for each post. People are integer codes from 0 to
n_people - 1; relevance lies in 0..1, effects are points (relevance x 100).
"""

from relevance.feed.attention import POST_KINDS, AttentionRules, attention
from relevance.feed.effects import (
    WhatIf,
    added_effect,
    feed_relevance,
    person_effects,
    points_without,
    what_if,
)
from relevance.feed.evidence import PersonAttention, PersonMeans
from relevance.feed.figures import (
    COVERED_SHARE,
    SPEAKS_FROM,
    TOP_AUTHORS,
    Concentration,
    FeedFigures,
    FeedPosts,
    concentration,
    feed_figures,
    voices,
)
from relevance.feed.forecast import (
    Forecast,
    VolumePosterior,
    forecast_effect,
    forecast_together,
    volume_posterior,
)
from relevance.feed.people import STATES, PersonEstimates, estimated, person_relevance, states
from relevance.feed.prior import profile_prior
from relevance.feed.removals import Plans, best_plans, best_removals
from relevance.feed.urgency import interval_weights

__all__ = [
    "COVERED_SHARE",
    "POST_KINDS",
    "SPEAKS_FROM",
    "STATES",
    "TOP_AUTHORS",
    "AttentionRules",
    "Concentration",
    "FeedFigures",
    "FeedPosts",
    "Forecast",
    "PersonAttention",
    "PersonEstimates",
    "PersonMeans",
    "Plans",
    "VolumePosterior",
    "WhatIf",
    "added_effect",
    "attention",
    "best_plans",
    "best_removals",
    "concentration",
    "estimated",
    "feed_figures",
    "feed_relevance",
    "forecast_effect",
    "forecast_together",
    "interval_weights",
    "person_effects",
    "person_relevance",
    "points_without",
    "profile_prior",
    "states",
    "voices",
    "volume_posterior",
    "what_if",
]
