"""How good a relevance is: figures against labels, and simpler scores to compare it with.

figures     labels and probabilities -> AUC, average precision, calibration error, Brier score
baselines   tf-idf, the raw cosine, chance, popularity
"""

from relevance.evaluating.baselines import chance, raw_cosine, tfidf
from relevance.evaluating.figures import Bin, Judgement, Ranking, judge, rank

__all__ = ["Bin", "Judgement", "Ranking", "chance", "judge", "rank", "raw_cosine", "tfidf"]
