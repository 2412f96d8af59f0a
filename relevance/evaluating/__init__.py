"""How good a relevance is: figures against labels, and simpler scores to compare it with.

figures     labels and probabilities -> AUC, average precision, calibration error, Brier score
baselines   tf-idf, the raw cosine, chance, popularity
measured    what was measured on simulated owners
doubt       intervals, and the calibration error that chance alone would show
"""

from relevance.evaluating.baselines import chance, raw_cosine, tfidf
from relevance.evaluating.doubt import Doubt, doubt_of
from relevance.evaluating.figures import Bin, Judgement, Ranking, judge, rank
from relevance.evaluating.measured import Measured, MeasuredRatings, measured

__all__ = [
    "Bin",
    "Doubt",
    "Judgement",
    "Measured",
    "MeasuredRatings",
    "Ranking",
    "chance",
    "doubt_of",
    "judge",
    "measured",
    "rank",
    "raw_cosine",
    "tfidf",
]
