"""Interests, keywords, weights, and how a model's similarities become probabilities."""

from relevance.interests.calibration import Calibration, default_calibration, fit_calibration
from relevance.interests.interest import (
    Interest,
    check_interests,
    dump_interests,
    load_interests,
    parse_interests,
)
from relevance.interests.scale import Scale, fit_scale

__all__ = [
    "Calibration",
    "Interest",
    "Scale",
    "check_interests",
    "default_calibration",
    "dump_interests",
    "fit_calibration",
    "fit_scale",
    "load_interests",
    "parse_interests",
]
