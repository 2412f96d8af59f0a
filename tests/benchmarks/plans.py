"""How long a what-if and the best plan take on a large network: `python -m tests.benchmarks.plans`."""

import time
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.embedding import DEFAULT_MODEL
from relevance.interests import Interest, default_calibration
from relevance.pipeline import Corpus, Matches, Scores, best_plan, compare_changes, score
from relevance.pipeline.changes import try_changes
from relevance.pipeline.corpus_vectors import CorpusVectors
from relevance.pipeline.post_texts import PostTexts

_SAID = "An invented post."
POSTS, PEOPLE, INTERESTS = 1_000_000, 30_000, 12


class _OneText(PostTexts):
    """Every post says the same, and no database is asked."""

    def __init__(self, count: int) -> None:
        self.lengths = np.full(count, len(_SAID), dtype=np.float32)

    def __len__(self) -> int:
        return len(self.lengths)

    def gather(
        self,
        places: Sequence[int] | NDArray[np.integer],
        what: Literal["text", "text_key", "url"] = "text",
    ) -> pl.Series:
        return pl.Series(what, [_SAID if what == "text" else None] * len(places), dtype=pl.String)


def large_scores(posts: int = POSTS, people: int = PEOPLE) -> Scores:
    """Return the scores of an invented network: everyone has a taste of their own, and a few post a lot."""
    rng = np.random.default_rng(20_261_129)
    loud = rng.pareto(1.5, people) + 0.2
    person = rng.choice(people, posts, p=loud / loud.sum()).astype(np.int64)
    taste = rng.random((INTERESTS, people)) ** 6
    spoken = np.clip(taste[:, person] + rng.normal(0, 0.15, (INTERESTS, posts)), 0, 1)
    ids = np.array([f"p{code:06d}" for code in range(people)])
    attention = rng.random(posts)
    names = pl.Series("person_id", ids)
    table = pl.DataFrame(
        {
            "code": np.arange(people, dtype=np.uint32),
            "person_id": names,
            "name": [f"Person {code}" for code in range(people)],
            "company": ["Acme"] * people,
            "url": [f"https://www.linkedin.com/in/person-{code}" for code in range(people)],
            "is_connection": [True] * people,
            "is_following": [False] * people,
            "is_owner": [False] * people,
            "has_contact": rng.random(people) < 0.1,
            "is_apart": [False] * people,
        }
    )
    every = np.ones(posts, dtype=bool)
    corpus = Corpus(
        model=DEFAULT_MODEL,
        model_name="",
        next_model=None,
        next_waiting=0,
        calibration=default_calibration(DEFAULT_MODEL),
        posts=pl.DataFrame(
            {
                "post_id": [f"t{row:07d}" for row in range(posts)],
                "author_id": ids[person],
                "person_id": ids[person],
                "created_at": [None] * posts,
                "url": [None] * posts,
            },
            schema_overrides={"created_at": pl.Datetime("us", "UTC"), "url": pl.String},
        ),
        people=table,
        person=person,
        author=person,
        texts=_OneText(posts),
        read=CorpusVectors.of(
            np.zeros((posts, 1), dtype=np.float32),
            np.zeros((people, 1), dtype=np.float32),
            np.zeros((people, 1), dtype=np.float32),
        ),
        embedded=every,
        foreign=~every,
        in_feed=every,
        attention=attention,
        volume=attention,
        heard=attention,
        heard_volume=attention,
        mean=np.zeros(1, dtype=np.float32),
        profile_texts=pl.Series("text", [""] * people),
        has_profile=np.zeros(people, dtype=bool),
        note_texts=pl.Series("text", [""] * people),
        has_note=np.zeros(people, dtype=bool),
        known_posts=np.bincount(person, minlength=people),
        known_feed_posts=np.bincount(person, minlength=people),
        known_attention=np.bincount(person, attention, people),
        newest=None,
        total_posts=posts,
        hidden_connections=0,
    )
    interests = tuple(
        Interest(f"Interest {place}", 80 if place < INTERESTS - 3 else -80, (f"word {place}",))
        for place in range(INTERESTS)
    )
    profiles = np.zeros((INTERESTS, people), dtype=np.float32)
    return score(corpus, Matches(interests, (), spoken.astype(np.float32), profiles, profiles))


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Return the least processor time of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print the processor time of each step."""
    scores = large_scores()
    gone = [f"p{code:06d}" for code in range(10)]
    for words, work in (
        ("try_changes, 10 people", lambda: try_changes(scores, (), removed=gone)),
        ("try_changes, best 10", lambda: try_changes(scores, (), best=10)),
        ("compare_changes, 10 people", lambda: compare_changes(scores, (), removed=gone)),
        ("best_plan with its curve of 30", lambda: best_plan(scores, most=10)),
    ):
        print(f"{words}: {seconds(work):.2f} s")


if __name__ == "__main__":
    main()
