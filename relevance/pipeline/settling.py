"""What would settle whether a person raises or dilutes the feed, in words."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.feed import feed_relevance, person_relevance, profile_prior, states
from relevance.languages import UNDETERMINED
from relevance.pipeline.scores import Scores
from relevance.texts import _, number

__all__ = ["LEAST_POSTS", "what_would_settle"]

LEAST_POSTS = 1
"""So many posts in the window that the model has read give a person a figure; with fewer they are unknown."""

_MOST = 200
_OPEN = ("neutral", "unknown")


def what_would_settle(scores: Scores, person_id: str) -> str | None:
    """Return what is missing to say whether a person raises or dilutes the feed; null where that is known.

    For someone whose interval holds the feed's relevance it is how many more posts like theirs would leave it out,
    found by working everybody out anew.

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
        return _(
            "{posts} of theirs wait for the model: let it read on, or run `relevance embed`.",
            posts=_posts(waiting),
        )
    if not scores.matches.interests and mine.any():
        return _("No interest is stated that their posts could be compared with.")
    if foreign:
        return _(
            "Their {posts} in the window are in a language that the model does not "
            "read{named}. A multilingual model, or one post that it reads, would settle it.",
            posts=_posts(foreign),
            named=_named(corpus.posts["language"].filter(pl.Series(mine & corpus.foreign))),
        )
    if mine.any() and not corpus.in_feed[mine].any():
        return _(
            "Their posts are not in your feed: they would come with a yes to their invitation."
        )
    return _(
        "No post of theirs is known in the window. {posts} gives a first figure: add a table "
        "of posts, a saved page of their activity, or the address of their feed.",
        posts=_posts(LEAST_POSTS).capitalize(),
    )


def _named(languages: pl.Series) -> str:
    codes = [one for one in languages.drop_nulls().unique().sort() if one != UNDETERMINED]
    return f" ({', '.join(codes)})" if codes else ""


def _neutral(scores: Scores, code: int) -> str | None:
    found = scores.estimates
    if scores.feed is None:
        return None
    low, high = 100 * float(found.low[code]), 100 * float(found.high[code])
    held = _(
        "The feed's {feed} lies within their {low} to {high}, so chance may explain the "
        "difference.",
        feed=number(100 * scores.feed),
        low=number(low),
        high=number(high),
    )
    needed = _more_posts(scores, code)
    if needed is None:
        return _(
            "{held} Even {most} more posts like these would not settle it: they and the feed "
            "are too near to each other.",
            held=held,
            most=_MOST,
        )
    more, state = needed
    return _(
        "{held} {more} more {post_or_posts} like these and they count as one who {state} it.",
        held=held,
        more=more,
        post_or_posts=_("post") if more == 1 else _("posts"),
        state=state,
    )


def _more_posts(scores: Scores, code: int) -> tuple[int, str] | None:
    """Return the least number of further posts that settles a neutral person, at most 200, and the state they give.

    Each number is tried by working everybody out anew. The further posts are as relevant as a person's own on
    average, lie as far apart, and take as much attention each.
    """
    low, high = 0, 1
    while (state := _state_with(scores, code, high)) in _OPEN:
        if high == _MOST:
            return None
        low, high = high, min(2 * high, _MOST)
    while high - low > 1:
        middle = (low + high) // 2
        tried = _state_with(scores, code, middle)
        if tried in _OPEN:
            low = middle
        else:
            high, state = middle, tried
    return high, state


def _state_with(scores: Scores, code: int, more: int) -> str:
    """Return the state of a person who wrote so many further posts."""
    counted = np.flatnonzero(scores.counted)
    mine = counted[scores.corpus.person[counted] == code]
    attention = scores.corpus.attention
    r = np.append(scores.relevance[counted], _alike(scores.relevance[mine], attention[mine], more))
    a = np.append(attention[counted], np.full(more, attention[mine].mean()))
    who = np.append(scores.corpus.person[counted], np.full(more, code))
    n = scores.corpus.people.height
    plain = person_relevance(r, a, who, n)
    prior = profile_prior(scores.said_relevance, plain.raw, plain.posts)
    return str(states(person_relevance(r, a, who, n, prior), feed_relevance(r, a))[code])


def _alike(
    relevance: NDArray[np.float32], attention: NDArray[np.float64], more: int
) -> NDArray[np.float64]:
    """Return relevances with the mean of these and, as far as 0 to 1 leaves room, their spread."""
    mean = float(np.average(relevance, weights=attention))
    spread = float(np.sqrt(np.average((relevance - mean) ** 2, weights=attention)))
    reach = min(spread, mean, 1 - mean)
    pairs = more // 2
    return np.array([mean] * (more % 2) + [mean + reach] * pairs + [mean - reach] * pairs)


def _posts(count: int) -> str:
    return _("one post") if count == 1 else _("{count} posts", count=count)
