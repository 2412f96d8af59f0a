"""What an owner's ratings would add, and how soon the ranking stands, tried out on labelled posts.

Labels take the owner's part: posts are asked about as the page "Rate" asks, ten at a time, the label
answers, and taste and scale are learned as the product learns them. Half of the posts can be asked
about and the other half is judged, so that no figure rests on a post that was rated.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from relevance.embedding import author_balanced_order
from relevance.evaluating import Judgement, judge
from relevance.feedback import Labels, learn, next_questions
from relevance.interests import fit_scale
from relevance.interests.calibration import log_odds

__all__ = ["Early", "Rehearsed", "early_ranking", "refitted", "rehearse"]

_Floats: TypeAlias = NDArray[np.floating[Any]]
_Rows: TypeAlias = NDArray[np.int64]

_SIZES = (10, 30, 100)
_ROUND = 10
_HALVINGS = 3
_SEED = 7
# Posts of either kind that a half must have for its figures to say something.
_LEAST_OF_EACH = 5
_EARLY = 5


@dataclass(frozen=True)
class Rehearsed:
    """Figures on posts that were not asked about, without ratings and with them: means over three halvings."""

    ratings: int
    post_ap: float
    """Average precision of posts with the ratings, 0 to 1."""
    post_ap_without: float
    author_ap: float
    author_ap_without: float
    ece: float
    """Calibration error with the ratings, 0 to 1; on half of the posts chance adds more to it than on all."""
    ece_without: float
    brier: float
    brier_without: float


@dataclass(frozen=True)
class Early:
    """How well the ranking of authors stands once a fifth of the posts has been read."""

    spearman: float
    """Rank correlation with the ranking after all posts, over the authors that have one read; -1 to 1."""
    authors: int
    """How many authors that is."""


def rehearse(
    vectors: _Floats, probability: _Floats, relevant: NDArray[np.bool_], authors: NDArray[Any]
) -> list[Rehearsed]:
    """Return what 10, 30 and 100 ratings do, as far as there are posts enough; the same in every run.

    Args:
        vectors: centred unit vectors (n, d).
        probability: relevance by the stated interests alone (n,), 0 to 1.
        relevant: (n,) what the owner would say.
        authors: (n,) one code or name for each author.
    """
    random = np.random.default_rng(_SEED)
    odds = log_odds(probability)
    found: dict[int, list[tuple[Judgement, Judgement]]] = {}
    for _ in range(_HALVINGS):
        order = random.permutation(len(odds))
        pool, judged = np.sort(order[: len(odds) // 2]), np.sort(order[len(odds) // 2 :])
        if min(_rarer(relevant[pool]), _rarer(relevant[judged])) < _LEAST_OF_EACH:
            continue
        before = judge(probability[judged], relevant[judged], authors[judged])
        for size, shown in _rated(vectors, odds, relevant, pool):
            after = judge(shown[judged], relevant[judged], authors[judged])
            found.setdefault(size, []).append((before, after))
    return [_mean(size, several) for size, several in found.items()]


def refitted(
    probability: _Floats, relevant: NDArray[np.bool_], authors: NDArray[Any]
) -> NDArray[np.float64] | None:
    """Return relevance on the scale that ratings would give it, of each post by the labels of others.

    How broadly somebody means an interest is not in its words, so the level of all percentages is only
    known from ratings. Authors are dealt out into two halves; the scale of either half is fitted to the
    labels of the other, as `relevance.interests.scale` fits it to ratings, so no label has a part in the
    figure that it judges.

    Returns:
        (n,), 0 to 1; null where a half has too few posts of either kind.
    """
    names, code = np.unique(authors, return_inverse=True)
    is_second = np.random.default_rng(_SEED).permutation(len(names))[code] % 2 == 1
    if min(_rarer(relevant[is_second]), _rarer(relevant[~is_second])) < _LEAST_OF_EACH:
        return None
    odds, result = log_odds(probability), np.zeros(len(probability))
    for half in (is_second, ~is_second):
        result[half] = fit_scale(odds[~half], relevant[~half]).probability(odds[half])
    return result


def early_ranking(
    authors: NDArray[Any],
    seconds: NDArray[np.int64],
    relevance_of: Callable[[_Rows], _Floats],
) -> Early | None:
    """Return how the ranking of authors after a fifth of the posts compares with the last one.

    Posts are read in the order of `embed`: authors take turns, the newest post first.

    Args:
        authors: (n,) one code or name for each author.
        seconds: (n,) when each post was written, in seconds.
        relevance_of: relevance of the posts at these rows, when no others have been read.

    Returns:
        Null where fewer than three authors can be compared, or all of them are alike.
    """
    from scipy.stats import spearmanr

    names, code = np.unique(authors, return_inverse=True)
    read = np.sort(author_balanced_order(code, seconds)[: len(code) // _EARLY])
    seen = np.bincount(code[read], minlength=len(names)) > 0
    if np.count_nonzero(seen) < 3:
        return None
    early = _author_means(code[read], relevance_of(read), len(names))[seen]
    last = _author_means(code, relevance_of(np.arange(len(code))), len(names))[seen]
    if np.ptp(early) == 0 or np.ptp(last) == 0:
        return None
    return Early(float(spearmanr(early, last).statistic), int(np.count_nonzero(seen)))


def _rarer(relevant: NDArray[np.bool_]) -> int:
    hits = int(np.count_nonzero(relevant))
    return min(hits, len(relevant) - hits)


def _rated(
    vectors: _Floats, odds: _Floats, relevant: NDArray[np.bool_], pool: _Rows
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield how many ratings there are, and what is then shown of every post."""
    rated, felt = np.zeros(0, dtype=np.int64), odds
    recency = np.ones(len(pool))
    while len(rated) < _SIZES[-1]:
        answered = np.isin(pool, rated)
        asked = next_questions(vectors[pool], felt[pool], recency, answered, _ROUND)
        if len(asked) < _ROUND:
            return
        rated = np.concatenate([rated, pool[asked]])
        liked = relevant[rated]
        learned = learn(Labels(vectors[rated], odds[rated], liked, np.ones(len(rated))))
        scale = fit_scale(odds[rated] + learned.left_out, liked)
        shown = scale.probability(odds + learned.shift(vectors))
        felt = log_odds(shown)
        if len(rated) in _SIZES:
            yield len(rated), shown


def _mean(size: int, several: list[tuple[Judgement, Judgement]]) -> Rehearsed:
    rows = [
        [
            value
            for one in (after, before)
            for value in (one.ranking.post_ap, one.ranking.author_ap, one.ece, one.brier)
        ]
        for before, after in several
    ]
    # A half without a relevant author has no average precision of authors.
    table = np.array(rows, dtype=np.float64)
    told = ~np.isnan(table)
    mean = np.where(told, table, 0).sum(axis=0) / np.maximum(told.sum(axis=0), 1)
    post, author, ece, brier, post_0, author_0, ece_0, brier_0 = map(float, mean)
    return Rehearsed(size, post, post_0, author, author_0, ece, ece_0, brier, brier_0)


def _author_means(code: _Rows, relevance: _Floats, count: int) -> NDArray[np.float64]:
    posts = np.bincount(code, minlength=count)
    return np.asarray(np.bincount(code, weights=relevance, minlength=count) / np.maximum(posts, 1))
