"""What a profile alone leads one to expect, on the scale of the network it is judged with."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError

__all__ = ["profile_prior"]

# Imagined persons whose profile says nothing of their posts: a handful of real ones cannot outvote them.
_SCEPTICS = 10.0


def profile_prior(
    profile_relevance: ArrayLike, raw: ArrayLike, posts: ArrayLike
) -> NDArray[np.float64]:
    """Return each person's expected relevance (n_people,), 0 to 1; nan where the profile says nothing.

    `m + beta (p - mean p)`, where beta is how much of a difference between profiles shows up in
    posts: a regression over persons who have both, weighted by `posts / (posts + 3)`, with ten
    imagined persons against it, between 0 and 1. A headline written for an audience rarely says as
    much as the posts do, and in a network of few it says nothing that can be counted on.

    Args:
        profile_relevance: relevance of what each profile says (n_people,), 0 to 1 or nan.
        raw: mean relevance of each person's posts (n_people,), 0 to 1, nan without posts.
        posts: number of posts of each person (n_people,).

    Raises:
        UsageError: the lengths differ.
    """
    p, x, n = (np.asarray(one, dtype=np.float64) for one in (profile_relevance, raw, posts))
    if not p.shape == x.shape == n.shape:
        msg = f"The three arrays must be of one length, got {p.shape}, {x.shape} and {n.shape}."
        raise UsageError(msg)
    both = ~np.isnan(p) & ~np.isnan(x)
    if not both.any():
        return np.full(p.shape, np.nan)
    weight = n[both] / (n[both] + 3)
    mean_p, mean_x = np.average(p[both], weights=weight), np.average(x[both], weights=weight)
    gap_p, gap_x = p[both] - mean_p, x[both] - mean_x
    spread = float(np.sum(weight * gap_p**2))
    sceptics = _SCEPTICS * spread / float(weight.sum())
    beta = float(np.sum(weight * gap_p * gap_x)) / (spread + sceptics) if spread > 0 else 0.0
    return np.asarray(np.clip(mean_x + min(max(beta, 0.0), 1.0) * (p - mean_p), 0, 1))
