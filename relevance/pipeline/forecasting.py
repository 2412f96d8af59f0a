"""What a yes to someone would do to the feed, from their posts, else their profile, else the network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relevance.feed import VolumePosterior, forecast_effect, volume_posterior
from relevance.pipeline.scores import Scores

__all__ = ["Outlook", "outlooks"]


@dataclass(frozen=True)
class Outlook:
    """The forecast for one person."""

    posts: int
    """How many posts of theirs are known in the window."""
    relevance: float | None
    """Of their posts, 0 to 1, shrunk to what is expected; null without posts."""
    profile_relevance: float | None
    """Of what their profile, or else their note, says; null where it says nothing."""
    effect: float | None
    """Expected effect of a yes, in points; null where nothing is scored yet."""
    low: float | None
    high: float | None
    attention: float
    """Attention they are expected to bring."""
    mean: float | None
    """Expected relevance of what they will post, 0 to 1."""
    sentence: str
    """What the forecast rests on."""


def outlooks(scores: Scores, person_ids: Sequence[str]) -> dict[str, Outlook]:
    """Return the forecast for each person, by id.

    Posts in the window speak first: their mean, shrunk to the profile's expectation, and their number
    as evidence of volume. Else the profile (or the note) is the expectation, else the network.
    """
    codes = dict(scores.corpus.people.select("person_id", "code").iter_rows())
    return {one: _outlook(scores, codes.get(one)) for one in person_ids}


def _outlook(scores: Scores, code: int | None) -> Outlook:
    if scores.feed is None or code is None:
        posts = int(scores.corpus.known_posts[code]) if code is not None else 0
        return Outlook(posts, None, None, None, None, None, 0.0, None, _nothing(scores))
    mine = (scores.corpus.person == code) & ~np.isnan(scores.relevance)
    weight = scores.corpus.attention[mine]
    posts = int(np.count_nonzero(weight > 0))
    mean, variance, source = _expected(scores, code, mine, posts)
    volume = _volume(scores, posts)
    total, attention = scores.sums
    per_post = attention / max(int(np.count_nonzero(scores.counted)), 1)
    found = forecast_effect(
        mean,
        variance,
        volume,
        attention_per_post=per_post,
        within_variance=scores.estimates.within_variance,
        sum_relevance_attention=total,
        sum_attention=attention,
    )
    effect, low, high = (float(one[0]) for one in (found.effect, found.low, found.high))
    profile = float(scores.profile_relevance[code])
    return Outlook(
        posts=posts,
        relevance=mean if posts else None,
        profile_relevance=None if np.isnan(profile) else profile,
        effect=effect,
        low=low,
        high=high,
        # The attention whose share is the one expected, so that a what-if of one yes says the same.
        attention=attention * found.share / (1 - found.share) if found.share < 1 else 0.0,
        mean=mean,
        sentence=source,
    )


def _nothing(scores: Scores) -> str:
    if not scores.matches.interests and not scores.matches.waiting:
        return "No forecast yet: state what interests you first."
    return "No forecast yet: posts have to be read by the model first."


def _expected(scores: Scores, code: int, mine: np.ndarray, posts: int) -> tuple[float, float, str]:
    """Return mean and variance of the relevance to expect, and what they rest on."""
    found = scores.estimates
    between = found.prior_variance
    prior = float(found.prior[code])
    from_profile = not np.isnan(scores.profile_relevance[code])
    if np.isnan(prior):
        prior = scores.feed or 0.0
    if not posts:
        source = (
            "Their posts are not known: the forecast rests on what their profile or note says."
            if from_profile
            else "Nothing of theirs is known: the forecast is that of your network as a whole."
        )
        return prior, between, source
    weight = scores.corpus.attention[mine]
    raw = float(np.average(scores.relevance[mine], weights=weight))
    noise = found.within_variance * float(np.sum(weight**2) / np.sum(weight) ** 2)
    pull = between / (between + noise) if between + noise > 0 else 1.0
    known = f"{posts} post{'s' if posts > 1 else ''} of theirs"
    return prior + (raw - prior) * pull, between * (1 - pull), f"The forecast rests on {known}."


def _volume(scores: Scores, posts: int) -> VolumePosterior:
    counted = scores.estimates.posts[scores.estimates.posts > 0]
    return volume_posterior(counted, observed_posts=posts, observed_windows=1.0 if posts else 0.0)
