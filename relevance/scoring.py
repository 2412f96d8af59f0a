"""Similarities -> matches -> post relevance: what one post is worth, as pure functions on arrays.

`e_p` is a post's unit vector, `v_kj` are the unit vectors of the keywords of interest k. In order:

1. `centre` moves both to the mean of the owner's own posts (`corpus_mean`);
2. `soft_max_similarity`: `s_kp = log(mean_j exp(10 e_p . v_kj)) / 10`;
3. `matches`: `m_kp = sigmoid(b (s_kp + l x_kp - t))`, slope b, threshold t and weight l of the words
   in common x from the model's calibration;
4. `post_relevance`: `z_p = (1 - prod_{w>0} (1 - w m)) * prod_{w<0} (1 - |w| m)`;
5. `calibrate`: `r_p = sigmoid(a logit(z_p) + c)`, the probability that the owner calls it relevant.

`parts` and `shares` take steps 4 and 5 apart again, so that a figure on screen can be explained.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.errors import UsageError
from relevance.interests.calibration import Calibration, log_odds, sigmoid

__all__ = [
    "calibrate",
    "centre",
    "corpus_mean",
    "matches",
    "parts",
    "post_relevance",
    "shares",
    "soft_max_similarity",
]

_Floats: TypeAlias = NDArray[np.floating[Any]]

# Sharpness of the soft maximum: 0 would be the mean over keywords, endless the maximum.
_SHARPNESS = 10.0
_BLOCK_POSTS = 8192
_BLOCK_NUMBERS = 16_384
# In `parts` a match of 1 at full weight counts as this close to certain: its log is finite.
_LEAST_DOUBT = 2.0**-40


def corpus_mean(vectors: ArrayLike, *, prior: float = 0.0) -> NDArray[np.float32]:
    """Return the mean vector (d,) to centre on, shrunk as by `prior` more posts at the origin.

    A few posts on one subject have a mean that is that subject; `n / (n + prior)` keeps it in.

    Args:
        vectors: unit vectors of the owner's posts (n, d).
        prior: posts that it takes to trust the mean half way, 0 or more.

    Raises:
        UsageError: `vectors` has no two axes, or `prior` is below 0.
    """
    vectors = _matrix("vectors", vectors)
    if not prior >= 0:
        msg = f"`prior` must be 0 or more posts, got {prior!r}. Take it from the calibration."
        raise UsageError(msg)
    if not len(vectors):
        return np.zeros(vectors.shape[1], dtype=np.float32)
    total = vectors.sum(axis=0, dtype=np.float64)
    return np.asarray(total / (len(vectors) + prior), dtype=np.float32)


def centre(vectors: ArrayLike, mean: ArrayLike) -> NDArray[np.float32]:
    """Return `vectors - mean` at unit length (n, d); a vector equal to the mean becomes 0.

    Raises:
        UsageError: `mean` is not of the vectors' length.
    """
    vectors = _matrix("vectors", vectors)
    mean = np.asarray(mean, dtype=np.float32)
    if mean.shape != vectors.shape[1:]:
        msg = f"`mean` must have shape {vectors.shape[1:]}, got {mean.shape}. Use one model."
        raise UsageError(msg)
    moved = np.asarray(vectors - mean, dtype=np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", moved, moved))
    moved /= np.where(length > 1e-6, length, np.inf)[:, None]
    return moved


def soft_max_similarity(
    posts: ArrayLike, keywords: Sequence[ArrayLike], *, mean: ArrayLike | None = None
) -> NDArray[np.float32]:
    """Return the similarity of each interest to each post, (n_interests, n_posts), -1 to 1.

    `log(mean_j exp(10 e_p . v_kj)) / 10`: near the best keyword, with a little from the others.
    Works in blocks of posts: beside the result it needs some 30 MB, whatever the number of posts.

    Args:
        posts: unit vectors (n_posts, d).
        keywords: for each interest the unit vectors of its keywords (m_k, d), m_k at least 1.
        mean: the vector (d,) to centre posts and keywords on first, see `corpus_mean`.

    Raises:
        UsageError: an array has no two axes or another d, or an interest has no keyword.
    """
    posts = _matrix("posts", posts)
    groups = [_matrix(f"keywords[{k}]", group) for k, group in enumerate(keywords)]
    for k, group in enumerate(groups):
        if not len(group) or group.shape[1] != posts.shape[1]:
            msg = (
                f"`keywords[{k}]` must have at least one row of {posts.shape[1]} numbers, got "
                f"shape {group.shape}. Embed the interest's phrases with the model of the posts."
            )
            raise UsageError(msg)
    result = np.empty((len(groups), len(posts)), dtype=np.float32)
    if not groups:
        return result
    stacked = np.concatenate(groups).astype(np.float32)
    if mean is not None:
        stacked = centre(stacked, mean)
    starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
    sizes = np.array([[len(group)] for group in groups], dtype=np.float32)
    for first in range(0, len(posts), _BLOCK_POSTS):
        block = posts[first : first + _BLOCK_POSTS]
        block = block.astype(np.float32) if mean is None else centre(block, mean)
        cosines = np.asarray(stacked @ block.T, dtype=np.float32)
        result[:, first : first + _BLOCK_POSTS] = _log_mean_exp(cosines, starts, sizes)
    return result


def matches(
    similarities: ArrayLike, calibration: Calibration, *, lexical: ArrayLike | None = None
) -> NDArray[np.float32]:
    """Return `sigmoid(b (s + l x - t))` as float32 in the shape of `similarities`, 0 to 1.

    Args:
        similarities: s of each interest and post.
        calibration: slope b, threshold t and lexical weight l.
        lexical: x, words in common from `lexical.lexical_match` in the same shape; null for none.
    """
    scaled = np.asarray(similarities, dtype=np.float32) - np.float32(calibration.threshold)
    if lexical is not None:
        scaled += np.float32(calibration.lexical_weight) * np.asarray(lexical, dtype=np.float32)
    scaled *= np.float32(calibration.slope)
    return sigmoid(scaled).astype(np.float32)


def post_relevance(matches: ArrayLike, weights: ArrayLike) -> NDArray[np.float32]:
    """Return the combined evidence z (n_posts,), 0 to 1, before calibration.

    `z = (1 - prod_{w>0} (1 - w m)) * prod_{w<0} (1 - |w| m)`: any wanted interest is enough (noisy
    or), any unwanted one takes its share away. Without a wanted interest z is 0.

    Args:
        matches: (n_interests, n_posts), 0 to 1.
        weights: (n_interests,), -1 to 1.

    Raises:
        UsageError: the shapes do not fit each other, or a value is outside its range or not finite.
    """
    grid, weights = _shaped(matches, weights)
    combined = np.empty(grid.shape[1], dtype=np.float32)
    # Blocks stay in the processor's cache from one interest to the next.
    for first in range(0, grid.shape[1], _BLOCK_NUMBERS):
        block = grid[:, first : first + _BLOCK_NUMBERS]
        _in_range("matches", block, 0)
        doubt, kept, factor = np.ones((3, block.shape[1]))
        for match, weight in zip(block, weights, strict=True):
            if weight:
                np.multiply(match, -abs(weight), out=factor, dtype=np.float64)
                factor += 1
                side = doubt if weight > 0 else kept
                side *= factor
        np.subtract(1, doubt, out=doubt)
        np.multiply(doubt, kept, out=combined[first : first + _BLOCK_NUMBERS], casting="same_kind")
    return combined


def calibrate(z: ArrayLike, calibration: Calibration) -> NDArray[np.float32]:
    """Return the probability that a post is relevant, in the shape of `z`, 0 to 1.

    `sigmoid(a logit(z) + c)` with a above 0: it never changes the order of posts. z of exactly 0
    (nothing speaks for the post) and 1 are drawn in by 2**-24 to keep the odds finite.

    Raises:
        UsageError: a value of `z` is outside 0..1.
    """
    z = np.asarray(z)
    if z.size and not (z.min() >= 0 and z.max() <= 1):
        msg = f"`z` must be from 0 to 1, got {z.min()} to {z.max()}. Pass post_relevance's result."
        raise UsageError(msg)
    found = np.empty(z.shape, dtype=np.float32)
    flat, into = z.reshape(-1), found.reshape(-1)
    for first in range(0, flat.size, _BLOCK_NUMBERS):
        odds = calibration.map_slope * log_odds(flat[first : first + _BLOCK_NUMBERS])
        into[first : first + _BLOCK_NUMBERS] = sigmoid(odds + calibration.map_intercept)
    return found


def parts(matches: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """Return what each interest adds to a post's evidence, (n_interests, n_posts), as log terms.

    `-log(1 - w m)`, 0 or more, for an interest above 0; `log(1 - |w| m)`, 0 or less, for one below.
    With P the sum over the first kind and N over the second, `z = (1 - exp(-P)) exp(N)` exactly, so
    the parts of several interests can be summed. A match of 1 at full weight stops at 40 log 2.

    Raises:
        UsageError: as `post_relevance`.
    """
    matches, weights = _checked(matches, weights)
    doubt = 1 - np.abs(weights)[:, None] * matches.astype(np.float64)
    logs: NDArray[np.float64] = np.log(np.maximum(doubt, _LEAST_DOUBT))
    return np.where(weights[:, None] > 0, -logs, logs) + 0.0


def shares(parts: ArrayLike, calibration: Calibration) -> NDArray[np.float64]:
    """Return each interest's share of the shown relevance, (n_interests, n_posts), -1 to 1.

    They add up: `calibrate(0) + shares.sum(axis=0) == calibrate(z)`, where `calibrate(0)` is what a
    post has that speaks to nothing. Interests above 0 divide, in proportion to their log terms, the
    relevance that they reach together; those below divide what is then taken away. For a person,
    take the mean over posts weighted by attention: means add up as well.

    Args:
        parts: what `parts` returns.
        calibration: the one that the shown relevance was made with.
    """
    terms = np.asarray(parts, dtype=np.float64)
    raising, lowering = np.maximum(terms, 0), np.minimum(terms, 0)
    evidence = -np.expm1(-raising.sum(axis=0))
    combined = evidence * np.exp(lowering.sum(axis=0))
    floor, reached, shown = (
        sigmoid(calibration.map_slope * log_odds(z) + calibration.map_intercept)
        for z in (np.zeros_like(evidence), evidence, combined)
    )
    return _divided(raising, reached - floor) + _divided(lowering, shown - reached)


def _divided(terms: NDArray[np.float64], amount: _Floats) -> NDArray[np.float64]:
    total = terms.sum(axis=0)
    return terms * (amount / np.where(total == 0, 1, total))


def _log_mean_exp(
    cosines: NDArray[np.float32], starts: NDArray[np.int64], sizes: NDArray[np.float32]
) -> NDArray[np.float32]:
    # Cosines lie within -1..1, so exp(10 x) lies within 5e-5..2e4: safe in float32 as it stands.
    powers = np.exp(_SHARPNESS * np.clip(cosines, -1, 1))
    means = np.add.reduceat(powers, starts, axis=0) / sizes
    return np.asarray(np.log(means) / _SHARPNESS, dtype=np.float32)


def _matrix(name: str, values: ArrayLike) -> _Floats:
    array = np.asarray(values)
    if array.ndim != 2:
        msg = f"`{name}` must have two axes, one row for each vector, got shape {array.shape}."
        raise UsageError(msg)
    return array if array.dtype.kind == "f" else array.astype(np.float32)


def _checked(matches: ArrayLike, weights: ArrayLike) -> tuple[_Floats, NDArray[np.float64]]:
    grid, weights = _shaped(matches, weights)
    _in_range("matches", grid, 0)
    return grid, weights


def _shaped(matches: ArrayLike, weights: ArrayLike) -> tuple[_Floats, NDArray[np.float64]]:
    grid, weights = np.asarray(matches), np.asarray(weights, dtype=np.float64)
    if grid.ndim != 2 or weights.shape != grid.shape[:1]:
        msg = (
            "`matches` must have shape (n_interests, n_posts) and `weights` (n_interests,), got "
            f"{grid.shape} and {weights.shape}. Pass one row and one weight for each interest."
        )
        raise UsageError(msg)
    _in_range("weights", weights, -1)
    return (grid if grid.dtype.kind == "f" else grid.astype(np.float64)), weights


def _in_range(name: str, values: _Floats, low: float) -> None:
    # Written so that a nan fails as well.
    if values.size and not (values.min() >= low and values.max() <= 1):
        msg = f"`{name}` must be from {low} to 1, got {values.min()} to {values.max()}."
        raise UsageError(msg)
