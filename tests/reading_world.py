"""Invented people whose posts are read one after the other, to see what the order of reading is worth."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import spearmanr

from relevance.feed import feed_relevance, interval_weights, person_relevance
from relevance.pipeline.reading_order import ReadingOrder, Urgency

WINDOW = 256


@dataclass(frozen=True)
class ReadingWorld:
    """Posts with the relevance that reading them will show."""

    person: np.ndarray
    age: np.ndarray
    """Days before the newest post."""
    relevance: np.ndarray
    asking: np.ndarray
    """Whose invitation is open, (n_people,)."""

    @property
    def attention(self) -> np.ndarray:
        return 0.5 ** (self.age / 90)

    @property
    def share(self) -> np.ndarray:
        """Of each person in the feed; those who ask are not in it."""
        heard = np.bincount(self.person, self.attention, len(self.asking)) * ~self.asking
        return heard / heard.sum()

    def estimates(self, read: np.ndarray):
        """Return what the product says of everybody once these posts are read, and of the feed."""
        read = np.sort(read)
        given = (self.relevance[read], self.attention[read], self.person[read])
        inside = ~self.asking[given[2]]
        feed = feed_relevance(given[0][inside], given[1][inside])
        return person_relevance(*given, len(self.asking)), feed

    def urgency(self, read: np.ndarray) -> Urgency:
        found, feed = self.estimates(read)
        weight = interval_weights(found, feed, self.share, self.asking)[self.person]
        ids = pl.Series(np.arange(len(self.person)).astype(str))
        return Urgency(
            pl.DataFrame({"post_id": ids, "weight": weight}),
            found.within_variance / found.between_variance,
        )

    def read(self, *, by_turns: bool) -> np.ndarray:
        """Return positions of posts in the order in which they are read, a window at a time."""
        posts = pl.DataFrame(
            {
                "post_id": pl.Series(np.arange(len(self.person)).astype(str)),
                "person_id": self.person,
                "seconds": (-self.age * 86_400).astype(np.int64),
            }
        )
        done: list[int] = []
        order = ReadingOrder(
            posts, None if by_turns else lambda: self.urgency(order.first[np.array(done)])
        )
        left = list(range(len(self.person)))
        while left:
            left = order.rearranged(left)
            done += left[:WINDOW]
            left = left[WINDOW:]
        return order.first[np.array(done)]

    def agreement(self, read: np.ndarray) -> float:
        """Return the rank correlation of people, as they are known now, with the end of reading."""
        now = self.estimates(read)[0].relevance
        end = self.estimates(np.arange(len(self.person)))[0].relevance
        known = ~np.isnan(now)
        return float(spearmanr(now[known], end[known]).statistic)

    def widths(self, read: np.ndarray, who: np.ndarray) -> float:
        """Return the mean width of these people's intervals."""
        found = self.estimates(read)[0]
        return float(np.mean((found.high - found.low)[who]))

    def in_doubt(self) -> np.ndarray:
        """Return whose interval holds the feed's relevance when all is read."""
        found, feed = self.estimates(np.arange(len(self.person)))
        return (found.low < feed) & (feed < found.high)


def reading_world(seed: int, people: int = 150, posts: int = 6000) -> ReadingWorld:
    """Make people of unlike loudness, each with a relevance of their own, 1 in 10 with an open invitation."""
    random = np.random.default_rng(seed)
    loud = random.lognormal(0, 0.8, people)
    person = np.r_[np.arange(people), random.choice(people, posts - people, p=loud / loud.sum())]
    true = np.clip(random.normal(0.45, 0.15, people), 0.02, 0.98)
    relevance = random.beta(4 * true[person], 4 * (1 - true[person]))
    return ReadingWorld(
        person=person,
        age=random.uniform(0, 365, posts),
        relevance=relevance,
        asking=np.arange(people) % 10 == 0,
    )
