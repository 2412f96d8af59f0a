"""Whose interval matters: those in doubt, those with much of the attention, and those who wait for an answer."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relevance.feed.people import PersonEstimates

__all__ = ["interval_weights"]

# At most this much more, and this much less, for attention: nobody is left out for being quiet.
_ATTENTION_FACTOR = 2.0
# A yes or no is due, and their posts are not in the feed to be judged by later.
_ASKING_FACTOR = 2.0
# Width of an 80 % interval in standard deviations.
_WIDTH = 2 * NormalDist().inv_cdf(0.9)


def interval_weights(
    estimates: PersonEstimates,
    feed_value: float,
    attention_share: ArrayLike,
    is_asking: ArrayLike,
) -> NDArray[np.float64]:
    """Return how much it matters that each person's interval becomes narrow (n_people,), 0.5 to 8.

    It is the product of three factors: the square root of their attention beside the average person's (0.5
    to 2); 1 to 2 for doubt, 2 where the feed's relevance lies in the middle of the interval or nothing is
    known, 1 where it lies far outside; 2 for those whose invitation is open.

    Args:
        estimates: what `person_relevance` returns.
        feed_value: what `feed_relevance` returns for the same posts, 0 to 1 or nan.
        attention_share: of each person (n_people,), of all attention, read or not.
        is_asking: who waits for an answer (n_people,), bool.
    """
    share, asking = np.asarray(attention_share, dtype=np.float64), np.asarray(is_asking, dtype=bool)
    heard = share > 0
    average = share[heard].mean() if heard.any() else 1.0
    loud = np.clip(np.sqrt(share / average), 1 / _ATTENTION_FACTOR, _ATTENTION_FACTOR)
    # Those who are not in the feed yet have no attention in it: they count as the average person.
    loud[asking & ~heard] = 1.0
    deviation = np.maximum((estimates.high - estimates.low) / _WIDTH, 1e-9)
    apart = (estimates.relevance - feed_value) / deviation
    doubt = 1 + np.exp(-(np.where(np.isnan(apart), 0.0, apart) ** 2) / 2)
    return np.asarray(loud * doubt * np.where(asking, _ASKING_FACTOR, 1.0))
