"""What would settle whether a person raises or dilutes the feed, in words."""

from statistics import NormalDist

import numpy as np
import polars as pl

from relevance.languages import UNDETERMINED
from relevance.pipeline.scores import Scores

__all__ = ["LEAST_POSTS", "what_would_settle"]

LEAST_POSTS = 1
"""So many posts in the window that the model has read give a person a figure; with fewer they are unknown."""

_CHANCE = NormalDist().inv_cdf(0.9)
_MOST = 200


def what_would_settle(scores: Scores, person_id: str) -> str | None:
    """Return what is missing to say whether a person raises or dilutes the feed; null where that is known.

    For someone whose interval holds the feed's relevance it is how many more posts like theirs would leave it out,
    roughly: the noise of the mean of n posts, s2/n, against the distance from the feed.

    Args:
        scores: the scores.
        person_id: who; somebody who is in no list has nothing to be settled.
    """
    codes = scores.corpus.people.filter(pl.col("person_id") == person_id)["code"]
    if codes.is_empty():
        return None
    code = int(codes[0])
    state = str(scores.state[code])
    if state == "unknown":
        return _unknown(scores, code)
    return _neutral(scores, code) if state == "neutral" else None


def _unknown(scores: Scores, code: int) -> str:
    corpus = scores.corpus
    mine = corpus.person == code
    foreign = int(np.count_nonzero(mine & corpus.foreign))
    waiting = int(np.count_nonzero(mine & corpus.waiting))
    if waiting:
        return f"{_posts(waiting)} of theirs wait for the model: let it read on, or run `relevance embed`."
    if not scores.matches.interests and mine.any():
        return "No interest is stated that their posts could be compared with."
    if foreign:
        return (
            f"Their {_posts(foreign)} in the window are in a language that the model does not read"
            f"{_named(corpus.posts['language'].filter(pl.Series(mine & corpus.foreign)))}. A multilingual model, or "
            "one post that it reads, would settle it."
        )
    if mine.any() and not corpus.in_feed[mine].any():
        return "Their posts are not in your feed: they would come with a yes to their invitation."
    return (
        f"No post of theirs is known in the window. {_posts(LEAST_POSTS).capitalize()} gives a first figure: add a "
        "table of posts, a saved page of their activity, or the address of their feed."
    )


def _named(languages: pl.Series) -> str:
    codes = [one for one in languages.drop_nulls().unique().sort() if one != UNDETERMINED]
    return f" ({', '.join(codes)})" if codes else ""


def _neutral(scores: Scores, code: int) -> str | None:
    found = scores.estimates
    if scores.feed is None:
        return None
    gap = abs(float(found.raw[code]) - scores.feed)
    wanted = _CHANCE**2 * found.within_variance / gap**2 if gap > 0 else np.inf
    more = int(np.ceil(min(wanted, 1e9))) - int(found.posts[code])
    low, high = 100 * float(found.low[code]), 100 * float(found.high[code])
    held = (
        f"The feed's {100 * scores.feed:.0f} lies within their {low:.0f} to {high:.0f}, so chance may explain the "
        "difference."
    )
    if not more <= _MOST:
        return f"{held} More posts like these would not settle it soon: they are about as relevant as the feed."
    more = max(more, 1)
    return (
        f"{held} About {more} more {'post' if more == 1 else 'posts'} like these would settle it."
    )


def _posts(count: int) -> str:
    return "one post" if count == 1 else f"{count} posts"
