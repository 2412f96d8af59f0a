"""What a yes to someone would do to the feed, from their posts, else their profile and note, else people like them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevance.feed import (
    Forecast,
    VolumePosterior,
    forecast_effect,
    forecast_together,
    volume_posterior,
)
from relevance.invites import PositionFact
from relevance.pipeline.people_alike import Alike, people_alike
from relevance.pipeline.scores import Scores
from relevance.texts import _

__all__ = ["Outlook", "outlook_together", "outlooks"]

_NOBODY: Mapping[str, tuple[PositionFact, ...]] = {}


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
    variance: float | None
    """Variance of their true relevance around it."""
    sentence: str
    """What the forecast rests on."""


@dataclass(frozen=True)
class _Expected:
    """What to expect of each of several people; arrays run along their codes."""

    codes: NDArray[np.int64]
    posts: NDArray[np.int64]
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    alike: Mapping[int, Alike]


def outlooks(
    scores: Scores,
    person_ids: Sequence[str],
    positions: Mapping[str, tuple[PositionFact, ...]] = _NOBODY,
) -> dict[str, Outlook]:
    """Return the forecast for each person, by id.

    Posts in the window speak first: their mean, shrunk to what else is expected, and their number as evidence of
    volume. Else profile and note are the expectation, else people who were at the same places, else the network.

    Args:
        scores: the feed of today.
        person_ids: whom to forecast; ids that are unknown get no figure.
        positions: employers and schools by person id, for those of whom nothing else is known.
    """
    codes = dict(scores.corpus.people.select("person_id", "code").iter_rows())
    known = list(dict.fromkeys(one for one in person_ids if one in codes))
    if scores.feed is None:
        found = {one: _silent(scores, int(scores.corpus.known_posts[codes[one]])) for one in known}
    else:
        expected = _expected(scores, [codes[one] for one in known], positions)
        found = dict(zip(known, _forecast(scores, expected), strict=True))
    return {one: found.get(one) or _silent(scores, 0) for one in person_ids}


def outlook_together(
    scores: Scores, wanted: Iterable[Outlook], *, sums: tuple[float, float] | None = None
) -> Forecast | None:
    """Return what a yes to several people at once would do, null where none of them has a forecast.

    Args:
        scores: the feed of today.
        wanted: the forecast of each, in any order.
        sums: S and A of the feed that they come into, where it is not today's; see `Scores.sums`.
    """
    known = sorted(
        (one.mean, one.variance, one.posts)
        for one in wanted
        if one.mean is not None and one.variance is not None
    )
    if not known:
        return None
    total, attention = sums or scores.sums
    return forecast_together(
        [mean for mean, _, _ in known],
        [variance for _, variance, _ in known],
        [_volume(scores, posts) for _, _, posts in known],
        attention_per_post=_attention_per_post(scores),
        within_variance=scores.estimates.within_variance,
        sum_relevance_attention=total,
        sum_attention=attention,
    )


def _silent(scores: Scores, posts: int) -> Outlook:
    return Outlook(posts, None, None, None, None, None, 0.0, None, None, _nothing(scores))


def _nothing(scores: Scores) -> str:
    if not scores.matches.interests and not scores.matches.waiting:
        return _("No forecast yet: state what interests you first.")
    return _("No forecast yet: posts have to be read by the model first.")


def _expected(
    scores: Scores, codes: Sequence[int], positions: Mapping[str, tuple[PositionFact, ...]]
) -> _Expected:
    """Return mean and variance of the relevance to expect of each, and what they rest on."""
    at = np.asarray(codes, dtype=np.int64)
    n = scores.corpus.people.height
    weight = np.where(np.isnan(scores.relevance), 0.0, scores.corpus.attention)
    person = scores.corpus.person
    total = np.bincount(person, weight, n)[at]
    squares = np.bincount(person, weight**2, n)[at]
    said = np.bincount(person, weight * np.nan_to_num(scores.relevance), n)[at]
    posts = np.bincount(person[weight > 0], minlength=n)[at]
    estimates = scores.estimates
    prior = np.where(np.isnan(estimates.prior[at]), scores.feed or 0.0, estimates.prior[at])
    silent = at[
        (posts == 0) & np.isnan(scores.profile_relevance[at]) & np.isnan(scores.note_relevance[at])
    ]
    alike = people_alike(scores, positions, silent.tolist())
    prior = np.array(
        [alike[c].relevance if c in alike else p for c, p in zip(at.tolist(), prior, strict=True)]
    )
    between = estimates.prior_variance
    some = posts > 0
    noise = np.full(len(at), np.inf)
    np.divide(estimates.within_variance * squares, total**2, out=noise, where=some)
    pull = np.where(some, 1.0, 0.0)
    np.divide(between, between + noise, out=pull, where=some & (between + noise > 0))
    raw = np.divide(said, total, out=prior.copy(), where=some)
    return _Expected(at, posts, prior + (raw - prior) * pull, between * (1 - pull), alike)


def _forecast(scores: Scores, expected: _Expected) -> list[Outlook]:
    """Forecast everybody, those with as many posts in one go: they share the draws of volume."""
    found: list[Outlook | None] = [None] * len(expected.codes)
    total, attention = scores.sums
    for posts in np.unique(expected.posts).tolist():
        places = np.flatnonzero(expected.posts == posts)
        forecast = forecast_effect(
            expected.mean[places],
            expected.variance[places],
            _volume(scores, posts),
            attention_per_post=_attention_per_post(scores),
            within_variance=scores.estimates.within_variance,
            sum_relevance_attention=total,
            sum_attention=attention,
        )
        for row, place in enumerate(places.tolist()):
            found[place] = _outlook(scores, expected, place, forecast, row)
    return [one for one in found if one is not None]


def _outlook(
    scores: Scores, expected: _Expected, place: int, forecast: Forecast, row: int
) -> Outlook:
    posts, mean = int(expected.posts[place]), float(expected.mean[place])
    code, share = int(expected.codes[place]), forecast.share
    profile = _first_known(scores.profile_relevance[code], scores.note_relevance[code])
    return Outlook(
        posts=posts,
        relevance=mean if posts else None,
        profile_relevance=profile,
        effect=float(forecast.effect[row]),
        low=float(forecast.low[row]),
        high=float(forecast.high[row]),
        # The attention whose share is the one expected, so that a what-if of one yes says the same.
        attention=scores.sums[1] * share / (1 - share) if share < 1 else 0.0,
        mean=mean,
        variance=float(expected.variance[place]),
        sentence=_sentence(scores, code, posts, expected.alike.get(code)),
    )


def _first_known(*values: float) -> float | None:
    return next((float(one) for one in values if not np.isnan(one)), None)


def _sentence(scores: Scores, code: int, posts: int, alike: Alike | None) -> str:
    if posts:
        return _(
            "The forecast rests on {posts} post{s} of theirs.",
            posts=posts,
            s="s" if posts > 1 else "",
        )
    told = [
        word
        for word, value in (
            ("profile", scores.profile_relevance[code]),
            ("note", scores.note_relevance[code]),
        )
        if not np.isnan(value)
    ]
    if told:
        said = "say" if len(told) > 1 else "says"
        return _(
            "Their posts are not known: the forecast rests on what their {told} {said}.",
            told=" and ".join(told),
            said=said,
        )
    if alike:
        return _(
            "Nothing of theirs is known: the forecast is that of {people} people of your "
            "network who also name {organisation}.",
            people=alike.people,
            organisation=alike.organisation,
        )
    return _("Nothing of theirs is known: the forecast is that of your network as a whole.")


def _attention_per_post(scores: Scores) -> float:
    return scores.sums[1] / max(int(np.count_nonzero(scores.counted)), 1)


def _volume(scores: Scores, posts: int) -> VolumePosterior:
    counted = scores.estimates.posts[scores.estimates.posts > 0]
    return volume_posterior(counted, observed_posts=posts, observed_windows=1.0 if posts else 0.0)
