"""Labels and scores -> how well the scores tell relevant posts and authors from others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError

__all__ = ["Bin", "Judgement", "Ranking", "judge", "rank"]

_Floats: TypeAlias = NDArray[np.floating[Any]]
_Truth: TypeAlias = NDArray[np.bool_]

_BINS = 10
# An author is relevant from this share of relevant posts on.
_GOOD_AUTHOR = 0.5


@dataclass(frozen=True)
class Ranking:
    """How well a score puts relevant before irrelevant; null where nothing is relevant, or all (AUC)."""

    post_auc: float | None
    """Area under the ROC curve: how often a relevant post stands before another; ties count half."""
    post_ap: float | None
    """Average precision of posts: precision at each relevant post, averaged."""
    author_ap: float | None
    """Average precision of authors, ordered by the mean score of their posts."""


@dataclass(frozen=True)
class Bin:
    """One tenth of the calibration curve."""

    low: float
    high: float
    """Probabilities from `low` to below `high`; the last bin includes 1."""
    posts: int
    said: float | None
    """Mean probability of its posts; null in an empty bin."""
    held: float | None
    """Share of its posts that are relevant; null in an empty bin."""


@dataclass(frozen=True)
class Judgement:
    """What labels say of probabilities."""

    ranking: Ranking
    ece: float
    """Expected calibration error, 0 to 1: |said - held|, averaged over posts (Naeini 2015)."""
    brier: float
    """Mean squared error of the probabilities, 0 to 1 (Brier 1950)."""
    bins: Sequence[Bin]
    posts: int
    relevant_posts: int
    authors: int
    relevant_authors: int


def judge(probability: ArrayLike, relevant: ArrayLike, author: ArrayLike) -> Judgement:
    """Return all figures of probabilities.

    Args:
        probability: (n,) of each post, 0 to 1.
        relevant: (n,) whether the post is truly relevant.
        author: (n,) one code or name for each author.

    Raises:
        UsageError: the shapes differ, there is no post, or a probability is outside 0..1.
    """
    said, truth, code = _checked(probability, relevant, author)
    if not (said.min() >= 0 and said.max() <= 1):
        msg = f"`probability` must be from 0 to 1, got {said.min()} to {said.max()}."
        raise UsageError(msg)
    bins = _bins(said, truth)
    gaps = [
        one.posts * abs(one.said - one.held)
        for one in bins
        if one.said is not None and one.held is not None
    ]
    good = _good_authors(truth, code)
    return Judgement(
        ranking=rank(said, truth, code),
        ece=float(sum(gaps) / said.size),
        brier=float(np.mean((said - truth) ** 2)),
        bins=bins,
        posts=said.size,
        relevant_posts=int(truth.sum()),
        authors=good.size,
        relevant_authors=int(good.sum()),
    )


def rank(score: ArrayLike, relevant: ArrayLike, author: ArrayLike) -> Ranking:
    """Return how well `score` ranks posts, and its mean their authors.

    An author is truly relevant when at least half of their posts are.

    Args:
        score: (n,) of each post, on any scale; higher is better.
        relevant: (n,) whether the post is truly relevant.
        author: (n,) one code or name for each author.

    Raises:
        UsageError: the shapes differ, there is no post, or a score is not finite.
    """
    scores, truth, code = _checked(score, relevant, author)
    mean = np.bincount(code, weights=scores) / np.bincount(code)
    return Ranking(
        post_auc=_auc(scores, truth),
        post_ap=_average_precision(scores, truth),
        author_ap=_average_precision(mean, _good_authors(truth, code)),
    )


def _good_authors(truth: _Truth, code: NDArray[np.int64]) -> _Truth:
    return np.asarray(np.bincount(code, weights=truth) / np.bincount(code) >= _GOOD_AUTHOR)


def _auc(score: _Floats, truth: _Truth) -> float | None:
    positives = int(truth.sum())
    negatives = truth.size - positives
    if not positives or not negatives:
        return None
    # Mann and Whitney (1947): ranks of the positives, ties sharing the mean of theirs.
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    above = ranks[truth].sum() - positives * (positives + 1) / 2
    return float(above / (positives * negatives))


def _average_precision(score: _Floats, truth: _Truth) -> float | None:
    positives = int(truth.sum())
    if not positives:
        return None
    # Equal scores are taken together: in no order among themselves.
    _, inverse, counts = np.unique(-score, return_inverse=True, return_counts=True)
    hits = np.bincount(inverse, weights=truth)
    precision = np.cumsum(hits) / np.cumsum(counts)
    return float(np.sum(precision * hits) / positives)


def _bins(said: _Floats, truth: _Truth) -> list[Bin]:
    place = np.minimum((said * _BINS).astype(np.int64), _BINS - 1)
    posts = np.bincount(place, minlength=_BINS)
    total = np.bincount(place, weights=said, minlength=_BINS)
    hits = np.bincount(place, weights=truth, minlength=_BINS)
    return [
        Bin(
            low=i / _BINS,
            high=(i + 1) / _BINS,
            posts=int(posts[i]),
            said=float(total[i] / posts[i]) if posts[i] else None,
            held=float(hits[i] / posts[i]) if posts[i] else None,
        )
        for i in range(_BINS)
    ]


def _checked(
    score: ArrayLike, relevant: ArrayLike, author: ArrayLike
) -> tuple[NDArray[np.float64], _Truth, NDArray[np.int64]]:
    scores = np.asarray(score, dtype=np.float64)
    truth, who = np.asarray(relevant, dtype=bool), np.asarray(author)
    if scores.ndim != 1 or not scores.size or not scores.shape == truth.shape == who.shape:
        msg = (
            "Scores, labels and authors must be one-dimensional, equally long and not empty, got "
            f"shapes {scores.shape}, {truth.shape} and {who.shape}."
        )
        raise UsageError(msg)
    if not np.isfinite(scores).all():
        msg = "Scores must be finite numbers. Leave posts out that have none."
        raise UsageError(msg)
    return scores, truth, np.unique(who, return_inverse=True)[1].astype(np.int64)
