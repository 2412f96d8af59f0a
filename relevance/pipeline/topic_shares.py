"""How a what-if would move attention between topics."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from relevance.pipeline.changes import codes_of
from relevance.pipeline.scores import Scores
from relevance.pipeline.topic_groups import FeedTopics
from relevance.pipeline.topics import EVERYTHING_ELSE

__all__ = ["topic_shares"]


def topic_shares(found: FeedTopics, scores: Scores, removed: Sequence[str]) -> pl.DataFrame:
    """Return each topic's share of attention before and after some people go, the largest of today first.

    Columns: name, before and after (0..1, null in an empty feed; each adds up to 1). What newcomers would write about
    is not known and left out.

    Raises:
        NotFoundError: an id is unknown.
    """
    count = len(found.names)
    read = found.counted >= 0
    topic = found.topic[found.counted[read]]
    code = np.where(topic < 0, count, topic)
    attention = scores.corpus.attention[read]
    stays = ~np.isin(scores.corpus.person[read], codes_of(scores, removed))
    before = np.bincount(code, attention, count + 1)
    after = np.bincount(code[stays], attention[stays], count + 1)
    shares = [
        (one / one.sum() if one.sum() > 0 else np.full(count + 1, np.nan))
        for one in (before, after)
    ]
    table = pl.DataFrame(
        {"name": [*found.names, EVERYTHING_ELSE], "before": shares[0], "after": shares[1]}
    ).with_columns(pl.col("before", "after").fill_nan(None))
    is_rest = pl.col("name") == EVERYTHING_ELSE
    return table.filter(~is_rest | (pl.col("before") > 0)).sort(
        is_rest, "before", "name", descending=[False, True, False]
    )
