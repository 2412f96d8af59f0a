"""The feed's figures over a window and week by week, of scores: what Overview and `relevance feed` show."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.errors import UsageError
from relevance.feed import Concentration, FeedFigures, FeedPosts, concentration, feed_figures
from relevance.pipeline.scores import Scores
from relevance.texts import _, marked

__all__ = ["FIGURES", "history", "posts_of_window", "window_figures"]

FIGURES = {
    "relevance": marked("Attention-weighted mean relevance of the posts that are known, 0 to 100."),
    "above_bar": marked("Share of the known posts whose relevance reaches your bar."),
    "effective_authors": marked(
        "So many authors of equal attention would be as varied (inverse Simpson index)."
    ),
    "interest_coverage": marked(
        "Share of the interests you want more of that get at least 1 % of your attention."
    ),
    "top_share": marked("Share of your attention that the ten authors with most of it take."),
    "near_duplicates": marked("Share of posts that say what an earlier post in the window said."),
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
    span = _span(scores, days)
    figures = feed_figures(_posts(scores, span, with_recency=True), bar, spread=span.spread)
    row = _frame(figures).row(0, named=True)
    return dict(row)


def posts_of_window(scores: Scores, days: int | None) -> tuple[FeedPosts, NDArray[np.int64]]:
    """Return the posts that the figures of the last `days` are of, and their rows of the corpus.

    Raises:
        UsageError: `days` is below 1.
    """
    span = _span(scores, days)
    return _posts(scores, span, with_recency=True), span.rows


def history(scores: Scores, *, bar: float = 0.5) -> pl.DataFrame:
    """Return the feed week by week: week (its Monday), each of `FIGURES`, posts (known ones) and all_posts.

    Weeks go from the first with a post to the last, those without one included; attention is without recency. Null for
    what is not known of a week.
    """
    span = _weeks(scores)
    posts = _posts(scores, span, with_recency=False)
    count = span.stretches
    frame = _frame(feed_figures(posts, bar, span.at, count, spread=span.spread))
    mondays = [_MONDAY + timedelta(weeks=span.first + number) for number in range(count)]
    return frame.select(
        pl.Series("week", mondays, dtype=pl.Date),
        *FIGURES,
        posts=pl.col("known_posts"),
        all_posts=pl.col("posts"),
    )


@dataclass(frozen=True)
class _Span:
    """The posts of a stretch of time, or of several, and all of their figures that relevance plays no part in."""

    rows: NDArray[np.int64]
    """Rows of the corpus (n,)."""
    at: NDArray[np.int64] | None
    """Number of the stretch that each lies in (n,); null where there is one."""
    first: int
    """Week that the first stretch is."""
    stretches: int
    repeats: NDArray[np.bool_]
    spread: Concentration

    @property
    def nbytes(self) -> int:
        """How many bytes it takes."""
        return self.rows.nbytes + self.repeats.nbytes + (0 if self.at is None else self.at.nbytes)


def _span(scores: Scores, days: int | None) -> _Span:
    if days is not None and days < 1:
        msg = _(
            "`days` must be 1 or more, got {days}. Leave it out for the whole window.", days=days
        )
        raise UsageError(msg)
    corpus = scores.corpus
    held: _Span | None = corpus.found.get(("span", days))
    if held is None:
        inside = _in_feed(scores)
        if days is not None and corpus.newest is not None:
            age = (pl.lit(corpus.newest) - pl.col("created_at")).dt.total_seconds() / _DAY
            recent = corpus.posts.select((age <= days).fill_null(value=False)).to_series()
            inside &= recent.to_numpy()
        rows = np.flatnonzero(inside)
        at = np.zeros(rows.size, dtype=np.int64)
        spread = concentration(corpus.heard[rows], corpus.author[rows], at, 1)
        held = _Span(rows, None, 0, 1, _repeats(corpus.posts, inside), spread)
        corpus.found.put(("span", days), held, held.nbytes)
    return held


def _weeks(scores: Scores) -> _Span:
    corpus = scores.corpus
    held: _Span | None = corpus.found.get("weeks")
    if held is None:
        created = corpus.posts["created_at"]
        inside = _in_feed(scores) & created.is_not_null().to_numpy()
        days = (created.filter(pl.Series(inside)).dt.date() - _MONDAY).dt.total_days().to_numpy()
        weeks = days // 7
        first = int(weeks.min()) if weeks.size else 0
        count = int(weeks.max()) - first + 1 if weeks.size else 0
        rows, at = np.flatnonzero(inside), (weeks - first).astype(np.int64)
        spread = concentration(corpus.heard_volume[rows], corpus.author[rows], at, count)
        held = _Span(rows, at, first, count, _repeats(corpus.posts, inside), spread)
        corpus.found.put("weeks", held, held.nbytes)
    return held


def _in_feed(scores: Scores) -> NDArray[np.bool_]:
    """Which posts can be in the feed today, known or not."""
    apart = scores.corpus.people["is_apart"].to_numpy()
    return ~apart[scores.corpus.person] if apart.size else np.zeros(0, dtype=bool)


def _posts(scores: Scores, span: _Span, *, with_recency: bool) -> FeedPosts:
    corpus = scores.corpus
    rows: slice | NDArray[np.int64] = span.rows
    if span.rows.size == len(corpus.person):
        rows = slice(None)
    known = scores.counted[rows]
    shared = corpus.attention if with_recency else corpus.volume
    wanted = np.flatnonzero(scores.weights > 0)
    return FeedPosts(
        relevance=np.where(known, scores.relevance[rows], np.nan),
        attention=(corpus.heard if with_recency else corpus.heard_volume)[rows],
        known_attention=np.where(known, shared[rows], 0.0),
        author=corpus.author[rows],
        repeats=span.repeats,
        matches=np.stack([scores.matches.posts[one][rows] for one in wanted])
        if wanted.size
        else scores.matches.posts[:0, rows],
    )


def _repeats(posts: pl.DataFrame, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the posts inside belong to a group of near-duplicates, and are not the earliest of it inside."""
    chosen = (
        posts.select("created_at", "post_id", "duplicate_group")
        .filter(pl.Series(inside))
        .with_row_index("row")
    )
    ordered = chosen.filter(pl.col("duplicate_group").is_not_null()).sort(
        "created_at", "post_id", nulls_last=True
    )
    later = ordered.filter(~pl.col("duplicate_group").is_first_distinct())
    repeats = np.zeros(chosen.height, dtype=bool)
    repeats[later["row"].to_numpy()] = True
    return repeats


def _frame(figures: FeedFigures) -> pl.DataFrame:
    columns = {one.name: getattr(figures, one.name) for one in fields(figures)}
    return pl.DataFrame(columns).with_columns(pl.col(*FIGURES).fill_nan(None))
