"""Networks with planted truths: how much people post is gamma-Poisson, and what is to be foretold then happens."""

from dataclasses import dataclass

import numpy as np

from relevance.feed import forecast_effect, forecast_together, person_relevance, volume_posterior


@dataclass(frozen=True)
class Regime:
    """How a network is made."""

    people: int
    shape: float
    """Of the gamma that rates of posting come from: small where people differ much."""
    posts: float
    """Mean posts of a person in a window."""
    mean: float
    between: float
    """Spread of people's relevance, ..."""
    within: float
    """... and of one post around its person."""
    seen: float = 0.0
    """Windows in which a candidate's posts were seen before."""
    together: int = 1
    """How many are accepted at once."""


REGIMES = {
    "a common network": Regime(200, 1.0, 10, 0.3, 0.1, 0.25),
    "few people": Regime(40, 2.0, 8, 0.5, 0.15, 0.2),
    "a few write nearly everything": Regime(150, 0.4, 10, 0.5, 0.15, 0.2),
    "everybody writes alike": Regime(100, 6.0, 20, 0.5, 0.1, 0.1),
    "most are silent": Regime(200, 0.8, 1.5, 0.4, 0.15, 0.2),
    "people are much alike": Regime(150, 1.0, 10, 0.4, 0.04, 0.25),
    "some posts were seen": Regime(120, 1.0, 10, 0.4, 0.15, 0.2, seen=0.5),
    "a whole window was seen": Regime(120, 1.0, 10, 0.4, 0.15, 0.2, seen=1.0),
    "three at once": Regime(120, 1.0, 10, 0.4, 0.15, 0.2, together=3),
    "ten at once, some posts seen": Regime(120, 1.0, 6, 0.4, 0.15, 0.2, seen=0.5, together=10),
}


def coverage(regime, worlds, candidates, seed=11):
    """Return the share of planted truths that lie within their 80 % range."""
    random = np.random.default_rng(seed)
    inside = [hit for _ in range(worlds) for hit in _world(random, regime, candidates)]
    return float(np.mean(inside))


def _world(random, regime, candidates):
    rates = random.gamma(regime.shape, regime.posts / regime.shape, regime.people)
    posts = random.poisson(rates)
    truth = _truths(random, regime, regime.people)
    person = np.repeat(np.arange(regime.people), posts)
    relevance = _noisy(random, regime, truth[person])
    found = person_relevance(relevance, np.ones(len(person)), person, regime.people)
    feed = float(relevance.sum()), float(len(person))
    for _ in range(candidates):
        yield _hit(random, regime, found, posts, feed)


def _truths(random, regime, count):
    return np.clip(random.normal(regime.mean, regime.between, count), 0, 1)


def _noisy(random, regime, means):
    return np.clip(random.normal(means, regime.within), 0, 1)


def _hit(random, regime, found, posts, feed):
    n = regime.together
    rates = random.gamma(regime.shape, regime.posts / regime.shape, n)
    truth = _truths(random, regime, n)
    seen = random.poisson(rates * regime.seen)
    means, variances = [], []
    for one, count in zip(truth, seen, strict=True):
        pull, raw = 0.0, 0.0
        if count:
            raw = _noisy(random, regime, np.full(count, one)).mean()
            pull = found.prior_variance / (found.prior_variance + found.within_variance / count)
        means.append(found.prior[0] + (raw - found.prior[0]) * pull)
        variances.append(found.prior_variance * (1 - pull))
    volumes = [
        volume_posterior(posts, observed_posts=k, observed_windows=regime.seen) for k in seen
    ]
    given = {"attention_per_post": 1.0, "within_variance": found.within_variance,
             "sum_relevance_attention": feed[0], "sum_attention": feed[1]}  # fmt: skip
    if n == 1:
        forecast = forecast_effect(means, variances, volumes[0], **given)
    else:
        forecast = forecast_together(means, variances, volumes, **given)
    to_come = random.poisson(rates)
    come = _noisy(random, regime, np.repeat(truth, to_come))
    effect = 100 * ((feed[0] + come.sum()) / (feed[1] + len(come)) - feed[0] / feed[1])
    return forecast.low[0] - 1e-9 <= effect <= forecast.high[0] + 1e-9
