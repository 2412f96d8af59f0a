"""How good a relevance is: figures against labels, and simpler scores to compare it with.

figures     labels and probabilities -> AUC, average precision, calibration error, Brier score
baselines   tf-idf, the raw cosine, chance, popularity
doubt       intervals, and the calibration error that chance alone would show
"""

from relevance.evaluating.baselines import chance, raw_cosine, tfidf
from relevance.evaluating.doubt import Doubt, doubt_of
from relevance.evaluating.figures import Bin, Judgement, Ranking, judge, rank

__all__ = [
    "Bin",
    "Doubt",
    "Judgement",
    "Ranking",
    "chance",
    "doubt_of",
    "judge",
    "rank",
    "raw_cosine",
    "tfidf",
]
