"""Measures what ratings add on labelled posts, asked for as the page "Rate" does or at random, writes the table.

    python -m tests.benchmarks.feedback POSTS.parquet MODEL_FOLDER --cache FOLDER

POSTS as in `tests.benchmarks.calibration`. Of every task half of the posts can be asked about and the
other half is judged on, so that no figure rests on a post that was rated. A rating is the label itself.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from relevance.feedback import Labels, learn, next_questions
from relevance.interests import default_calibration
from relevance.interests.calibration import log_odds
from relevance.scoring import calibrate, centre, corpus_mean
from tests.benchmarks.calibration import (
    MODEL_ID,
    SEED,
    Corpus,
    Task,
    author_ranking,
    combined,
    lexical,
    read_corpus,
    similarities,
    tasks,
)

RESULTS = Path(__file__).parent / "results" / "feedback.md"
SIZES = (10, 30, 100)
ROUND = 10
REPEATS = 3
COARSE = 10

Rows = NDArray[np.int64]
Ask = Callable[["Feed", NDArray[np.float64], Rows, np.random.Generator], Rows]


@dataclass(frozen=True)
class Feed:
    """One task as an owner's feed, and one way to halve it."""

    task: Task
    vectors: NDArray[np.float32]
    odds: NDArray[np.float64]
    pool: Rows
    judged: Rows


@dataclass(frozen=True)
class Outcome:
    """What some ratings did to one feed."""

    group: str
    ratings: int
    posts: tuple[float, float]
    """Average precision of posts without and with the ratings."""
    authors: tuple[float, float]
    strength: float


def as_asked(feed: Feed, odds: NDArray[np.float64], rated: Rows, _: np.random.Generator) -> Rows:
    """Ask about the posts that the page would ask about; all of them are equally recent."""
    answered = np.isin(feed.pool, rated)
    ones = np.ones(len(feed.pool))
    return feed.pool[
        next_questions(feed.vectors[feed.pool], odds[feed.pool], ones, answered, ROUND)
    ]


def at_random(
    feed: Feed, odds: NDArray[np.float64], rated: Rows, random: np.random.Generator
) -> Rows:
    """Ask about any posts."""
    del odds
    return random.choice(np.setdiff1d(feed.pool, rated), ROUND, replace=False)


def feeds(corpus: Corpus) -> Iterator[Feed]:
    """Yield every tag task and some of the coarse ones, halved several times."""
    random = np.random.default_rng(SEED)
    each = tasks(corpus)
    coarse = [task for task in each if task.group == "coarse"]
    chosen = coarse[:: max(1, len(coarse) // COARSE)]
    for task in (*(task for task in each if task.group != "coarse"), *chosen):
        calibration = default_calibration(MODEL_ID)
        raw = corpus.vectors[task.rows]
        similarity = similarities(corpus, task, calibration.centre_prior)
        z = combined(task, similarity, calibration, lexical(corpus, task))
        mean = corpus_mean(raw, prior=calibration.centre_prior)
        for _ in range(REPEATS):
            order = random.permutation(len(raw))
            yield Feed(
                task=task,
                vectors=centre(raw, mean),
                odds=log_odds(calibrate(z, calibration)),
                pool=np.sort(order[: len(raw) // 2]),
                judged=np.sort(order[len(raw) // 2 :]),
            )


def followed(corpus: Corpus, feed: Feed, ask: Ask) -> Iterator[Outcome]:
    """Yield what 10, 30 and 100 ratings do, ten asked at a time, each time with what was learned before."""
    random = np.random.default_rng(SEED)
    rated, odds = np.zeros(0, dtype=np.int64), feed.odds
    relevant = feed.task.relevant
    while len(rated) < max(SIZES):
        rated = np.concatenate([rated, ask(feed, odds, rated, random)])
        learned = learn(
            Labels(feed.vectors[rated], feed.odds[rated], relevant[rated], np.ones(len(rated)))
        )
        odds = feed.odds + learned.shift(feed.vectors)
        if len(rated) in SIZES:
            yield Outcome(
                group=feed.task.group,
                ratings=len(rated),
                posts=(_posts(feed, feed.odds), _posts(feed, odds)),
                authors=(_authors(corpus, feed, feed.odds), _authors(corpus, feed, odds)),
                strength=learned.strength,
            )


def _posts(feed: Feed, odds: NDArray[np.float64]) -> float:
    return float(average_precision_score(feed.task.relevant[feed.judged], odds[feed.judged]))


def _authors(corpus: Corpus, feed: Feed, odds: NDArray[np.float64]) -> float:
    judged = Task(
        feed.task.wanted,
        feed.task.group,
        feed.task.rows[feed.judged],
        feed.task.relevant[feed.judged],
    )
    relevance = 1 / (1 + np.exp(-odds[feed.judged]))
    return author_ranking(corpus, judged, relevance)["author AP"]


def by_group(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Return the outcomes of each group of tasks."""
    groups: dict[str, list[Outcome]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    return groups


def _mean(found: Sequence[Outcome]) -> tuple[float, float, float, float, float]:
    """Return AP of posts and of authors, each without and with, and the strength: means over groups."""
    rows = [
        np.nanmean([(*one.posts, *one.authors, one.strength) for one in several], axis=0)
        for several in by_group(found).values()
    ]
    a, b, c, d, e = np.mean(rows, axis=0)
    return float(a), float(b), float(c), float(d), float(e)


def overall(outcomes: dict[str, list[Outcome]]) -> str:
    """Return the table of all ways to ask and all numbers of ratings."""
    lines = [
        "| asked | ratings | post AP | gain | author AP | gain | strength | worst feed | feeds that lose > .005 |",
        "| --- |" + " ---: |" * 8,
    ]
    for way, found in outcomes.items():
        for n in SIZES:
            some = [one for one in found if one.ratings == n]
            before, after, authors, authors_after, strength = _mean(some)
            if n == SIZES[0]:
                lines.append(f"| {way} | 0 | {before:.3f} | | {authors:.3f} | | | | |")
            change = np.array([one.posts[1] - one.posts[0] for one in some])
            lines.append(
                f"| {way} | {n} | {after:.3f} | {after - before:+.3f} | {authors_after:.3f} | "
                f"{authors_after - authors:+.3f} | {strength:.2f} | {change.min():+.3f} | "
                f"{np.mean(change < -0.005):.0%} |"
            )
    return "\n".join(lines)


def per_group(found: Sequence[Outcome]) -> str:
    """Return the table of the gain of each group."""
    lines = [
        "| group | none | " + " | ".join(map(str, SIZES)) + " |",
        "| --- | ---: |" + " ---: |" * len(SIZES),
    ]
    for group, several in by_group(found).items():
        means = [np.mean([one.posts for one in several if one.ratings == n], axis=0) for n in SIZES]
        cells = " | ".join(f"{after - before:+.3f}" for before, after in means)
        lines.append(f"| {group} | {means[0][0]:.3f} | {cells} |")
    return "\n".join(lines)


def report(corpus: Corpus) -> str:
    """Return the whole results page."""
    each = list(feeds(corpus))
    outcomes = {
        way: [one for feed in each for one in followed(corpus, feed, ask)]
        for way, ask in (("as the page asks", as_asked), ("at random", at_random))
    }
    return _HEADING.format(feeds=len(each)) + "\n\n".join(
        [
            overall(outcomes),
            "## Gain in average precision of posts by group, asked as the page asks",
            per_group(outcomes["as the page asks"]) + "\n",
        ]
    )


_HEADING = f"""# What ratings add to {MODEL_ID}

Written by `python -m tests.benchmarks.feedback`; change nothing by hand. {{feeds}} feeds: every interest set
judged by tags and some judged by whole sites, each halved at random {REPEATS} times. One half can be asked about,
the other is judged on. Means over groups of interest sets; a group counts once.

"""


def main() -> None:
    """Write the results page."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("posts", type=Path)
    reader.add_argument("model", type=Path)
    reader.add_argument("--cache", type=Path, required=True)
    given = reader.parse_args()
    RESULTS.write_text(report(read_corpus(given.posts, given.model, given.cache)), "utf-8")


if __name__ == "__main__":
    main()
