"""What each of the feed's figures over a window is made of: parts with names that add up to it."""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.errors import UsageError
from relevance.feed import COVERED_SHARE, TOP_AUTHORS, FeedPosts
from relevance.pipeline.feed_figures import FIGURES, posts_of_window
from relevance.pipeline.scores import Scores
from relevance.texts import _, marked

__all__ = ["WHAT_ADDS_UP", "figure_parts"]

WHAT_ADDS_UP = {
    "relevance": marked(
        "Points of relevance that the posts of each person bring, by their share of attention."
    ),
    "above_bar": marked("Posts of each person that reach your bar, as a share of all known posts."),
    "effective_authors": marked(
        "Each author's share of attention, squared: the fewer and larger they are, the fewer "
        "voices; one divided by their sum is the figure."
    ),
    "interest_coverage": marked(
        "Each interest that is covered counts the same; one that is not counts nothing."
    ),
    "top_share": marked("The shares of attention of the ten loudest."),
    "near_duplicates": marked(
        "Posts of each person that repeat an earlier one, as a share of all posts."
    ),
}
"""What the parts of each figure are, and how they come to it."""

_SPEAKS = 0.5


def figure_parts(
    scores: Scores, figure: str, *, bar: float, days: int | None = None
) -> pl.DataFrame:
    """Return what one of `FIGURES` is made of over the last `days`, the largest part first.

    Columns: name (a person or an interest), part and share (of the attention, 0 to 1; null where a post counts
    one whatever its attention). The parts add up to the figure; those of effective_authors to one divided by it.
    Empty where the figure is not known.

    Args:
        scores: the scores.
        figure: one of `FIGURES`.
        bar: the relevance from which on a post is worth the owner's time, 0 to 1.
        days: how many days back from the newest post, 1 or more; null for the whole window.

    Raises:
        UsageError: there is no such figure, or `days` is below 1.
    """
    if figure not in _PARTS:
        msg = _(
            "There is no figure {figure!r} of the feed; there are {figures}.",
            figure=figure,
            figures=", ".join(FIGURES),
        )
        raise UsageError(msg)
    posts, rows = posts_of_window(scores, days)
    found = _PARTS[figure](scores, posts, rows, bar)
    frame = pl.DataFrame(
        found, schema={"name": pl.String, "part": pl.Float64, "share": pl.Float64}, orient="row"
    )
    return frame.sort("part", "name", descending=[True, False])


_Rows = NDArray[np.int64]
_Part = tuple[str, float, float | None]


def _relevance(scores: Scores, posts: FeedPosts, rows: _Rows, _: float) -> list[_Part]:
    weight = posts.known_attention
    if not weight.sum() > 0:
        return []
    share = weight / weight.sum()
    worth = share * np.nan_to_num(posts.relevance)
    who = scores.corpus.person[rows]
    return _named(_people(scores), who, worth, share)


def _above_bar(scores: Scores, posts: FeedPosts, rows: _Rows, bar: float) -> list[_Part]:
    known = ~np.isnan(posts.relevance)
    if not known.any():
        return []
    reaching = known & (np.nan_to_num(posts.relevance) >= bar)
    return _named(_people(scores), scores.corpus.person[rows], reaching / np.count_nonzero(known))


def _near_duplicates(scores: Scores, posts: FeedPosts, rows: _Rows, _: float) -> list[_Part]:
    if not len(rows):
        return []
    return _named(_people(scores), scores.corpus.person[rows], posts.repeats / len(rows))


def _effective_authors(scores: Scores, posts: FeedPosts, rows: _Rows, _: float) -> list[_Part]:
    return [
        (name, share**2, share) for name, share in _author_shares(scores, posts, rows) if share > 0
    ]


def _top_share(scores: Scores, posts: FeedPosts, rows: _Rows, _: float) -> list[_Part]:
    loudest = sorted(_author_shares(scores, posts, rows), key=lambda one: -one[1])[:TOP_AUTHORS]
    return [(name, share, share) for name, share in loudest]


def _interest_coverage(scores: Scores, posts: FeedPosts, rows: _Rows, _: float) -> list[_Part]:
    del rows
    whole = posts.known_attention.sum()
    wanted = [
        one.name
        for one, weight in zip(scores.matches.interests, scores.weights, strict=True)
        if weight > 0
    ]
    if not wanted or not whole > 0:
        return []
    found: list[_Part] = []
    for name, match in zip(wanted, posts.matches, strict=True):
        share = float(posts.known_attention[match >= _SPEAKS].sum() / whole)
        is_covered = share > 0 and share >= COVERED_SHARE * (1 - 1e-9)
        found.append((name, is_covered / len(wanted), share))
    return found


_PARTS: dict[str, Callable[[Scores, FeedPosts, _Rows, float], list[_Part]]] = {
    "relevance": _relevance,
    "above_bar": _above_bar,
    "effective_authors": _effective_authors,
    "interest_coverage": _interest_coverage,
    "top_share": _top_share,
    "near_duplicates": _near_duplicates,
}


def _people(scores: Scores) -> list[str]:
    return [name or "" for name in scores.corpus.people["name"].to_list()]


def _author_shares(scores: Scores, posts: FeedPosts, rows: _Rows) -> list[tuple[str, float]]:
    whole = posts.attention.sum()
    if not whole > 0:
        return []
    authors = scores.corpus.posts["author_id"].gather(pl.Series(rows))
    names = dict(scores.corpus.people.select("person_id", "name").iter_rows())
    unique, code = np.unique(authors.to_numpy(), return_inverse=True)
    shares = np.bincount(code, weights=posts.attention) / whole
    # An author is somebody of whom only the posts are known, where no connection.
    return [
        (names.get(one) or str(one), float(share))
        for one, share in zip(unique, shares, strict=True)
        if share > 0
    ]


def _named(
    names: list[str],
    who: NDArray[np.integer],
    part: NDArray[np.floating],
    share: NDArray[np.floating] | None = None,
) -> list[_Part]:
    count = len(names)
    parts = np.bincount(who, weights=part, minlength=count)
    shares = None if share is None else np.bincount(who, weights=share, minlength=count)
    return [
        (names[code], float(parts[code]), None if shares is None else float(shares[code]))
        for code in np.flatnonzero(parts)
    ]
