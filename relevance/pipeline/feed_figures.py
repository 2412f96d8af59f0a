"""The feed's figures over a window and week by week, of scores: what Overview and `relevance feed` show."""

from dataclasses import fields
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.errors import UsageError
from relevance.feed import FeedFigures, FeedPosts, feed_figures
from relevance.pipeline.scores import Scores

__all__ = ["FIGURES", "history", "posts_of_window", "window_figures"]

FIGURES = {
    "relevance": "Attention-weighted mean relevance of the posts that are known, 0 to 100.",
    "above_bar": "Share of the known posts whose relevance reaches your bar.",
    "effective_authors": "So many authors of equal attention would be as varied (inverse Simpson index).",
    "interest_coverage": "Share of the interests you want more of that get at least 1 % of your attention.",
    "top_share": "Share of your attention that the ten authors with most of it take.",
    "near_duplicates": "Share of posts that say what an earlier post in the window said.",
}
"""What each figure says, in one line."""

_DAY = 86_400
_MONDAY = date(1970, 1, 5)


def window_figures(
    scores: Scores, *, bar: float, days: int | None = None
) -> dict[str, float | int | None]:
    """Return each of `FIGURES`, posts and known_posts over the last `days`; null for what is not known.

    Attention is that of the whole window, recency included; posts without a date are in the whole window only.

    Args:
        scores: the scores.
        bar: the relevance from which on a post is worth the owner's time, 0 to 1.
        days: how many days back from the newest post, 1 or more; null for the whole window.

    Raises:
        UsageError: `days` is below 1, or `bar` is outside 0 to 1.
    """
    posts, _ = posts_of_window(scores, days)
    row = _frame(feed_figures(posts, bar)).row(0, named=True)
    return dict(row)


def posts_of_window(scores: Scores, days: int | None) -> tuple[FeedPosts, NDArray[np.int64]]:
    """Return the posts that the figures of the last `days` are of, and their rows of the corpus.

    Raises:
        UsageError: `days` is below 1.
    """
    if days is not None and days < 1:
        msg = f"`days` must be 1 or more, got {days}. Leave it out for the whole window."
        raise UsageError(msg)
    inside = _in_feed(scores)
    newest = scores.corpus.newest
    if days is not None and newest is not None:
        age = (pl.lit(newest) - pl.col("created_at")).dt.total_seconds() / _DAY
        recent = scores.corpus.posts.select((age <= days).fill_null(value=False)).to_series()
        inside &= recent.to_numpy()
    return _posts(scores, inside, with_recency=True), np.flatnonzero(inside)


def history(scores: Scores, *, bar: float = 0.5) -> pl.DataFrame:
    """Return the feed week by week: week (its Monday), each of `FIGURES`, posts (known ones) and all_posts.

    Weeks go from the first with a post to the last, those without one included; attention is without recency. Null for
    what is not known of a week.
    """
    created = scores.corpus.posts["created_at"]
    inside = _in_feed(scores) & created.is_not_null().to_numpy()
    days = (created.filter(pl.Series(inside)).dt.date() - _MONDAY).dt.total_days().to_numpy()
    weeks = days // 7
    first = int(weeks.min()) if weeks.size else 0
    count = int(weeks.max()) - first + 1 if weeks.size else 0
    posts = _posts(scores, inside, with_recency=False)
    frame = _frame(feed_figures(posts, bar, weeks - first, count))
    mondays = [_MONDAY + timedelta(weeks=first + number) for number in range(count)]
    return frame.select(
        pl.Series("week", mondays, dtype=pl.Date),
        *FIGURES,
        posts=pl.col("known_posts"),
        all_posts=pl.col("posts"),
    )


def _in_feed(scores: Scores) -> NDArray[np.bool_]:
    """Which posts can be in the feed today, known or not."""
    apart = scores.corpus.people["is_apart"].to_numpy()
    return ~apart[scores.corpus.person] if apart.size else np.zeros(0, dtype=bool)


def _posts(scores: Scores, inside: NDArray[np.bool_], *, with_recency: bool) -> FeedPosts:
    corpus = scores.corpus
    known = scores.counted[inside]
    shared = corpus.attention if with_recency else corpus.volume
    wanted = np.flatnonzero(scores.weights > 0)
    return FeedPosts(
        relevance=np.where(known, scores.relevance[inside], np.nan),
        attention=(corpus.heard if with_recency else corpus.heard_volume)[inside],
        known_attention=np.where(known, shared[inside], 0.0),
        author=corpus.author[inside],
        repeats=_repeats(corpus.posts, inside),
        matches=scores.matches.posts[wanted][:, inside],
    )


def _repeats(posts: pl.DataFrame, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the posts inside belong to a group of near-duplicates, and are not the earliest of it inside."""
    chosen = posts.filter(pl.Series(inside)).with_row_index("row")
    ordered = chosen.sort("created_at", "post_id", nulls_last=True)
    later = ordered.filter(
        pl.col("duplicate_group").is_not_null() & ~pl.col("duplicate_group").is_first_distinct()
    )
    repeats = np.zeros(chosen.height, dtype=bool)
    repeats[later["row"].to_numpy()] = True
    return repeats


def _frame(figures: FeedFigures) -> pl.DataFrame:
    columns = {one.name: getattr(figures, one.name) for one in fields(figures)}
    return pl.DataFrame(columns).with_columns(pl.col(*FIGURES).fill_nan(None))
