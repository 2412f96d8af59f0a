"""Compares ways to score a post against an interest on labelled posts, and writes the table.

    python -m tests.benchmarks.ranking POSTS.parquet MODEL_FOLDER --cache FOLDER

Arguments and tasks are those of `tests.benchmarks.calibration`; of the coarse sets every fifth is taken.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relevance.interests import default_calibration
from relevance.scoring import calibrate, centre, corpus_mean, soft_max_similarity
from tests.benchmarks import calibration as common

RESULTS = Path(__file__).parent / "results" / "ranking.md"
DEFAULT = default_calibration(common.MODEL_ID)

Pool = Callable[[common.Floats], common.Floats]


def soft(sharpness: float) -> Pool:
    """Return the soft maximum over the columns of cosines (n_posts, n_keywords)."""
    return lambda cosines: np.log(np.exp(sharpness * cosines).mean(axis=1)) / sharpness


_SHIPPED = soft(10)


def similarities(
    corpus: common.Corpus,
    task: common.Task,
    *,
    pool: Pool = _SHIPPED,
    centred: bool = True,
    removed: int = 0,
    phrasing: str = "{}",
    feedback: float = 0.0,
) -> common.Floats:
    """Return (n_interests, n_posts) as one way of scoring gives it."""
    posts = corpus.vectors[task.rows]
    mean = corpus_mean(posts, prior=DEFAULT.centre_prior) * centred
    posts, leading = centre(posts, mean), np.zeros((0, posts.shape[1]))
    if removed:
        drawn = np.random.default_rng(common.SEED).permutation(len(posts))[:1500]
        leading = np.linalg.svd(posts[drawn], full_matrices=False)[2][:removed]
        posts = centre(posts - posts @ leading.T @ leading, np.zeros(posts.shape[1]))
    rows = []
    for one in task.wanted.interests:
        phrases = [corpus.phrases[phrasing.format(phrase)] for phrase in one.phrases]
        keywords = centre(np.stack(phrases), mean)
        keywords = centre(keywords - keywords @ leading.T @ leading, np.zeros(keywords.shape[1]))
        found = pool(posts @ keywords.T)
        if feedback:
            # Pseudo-relevance feedback (Rocchio 1971): the ten best posts speak for the interest too.
            best = posts[np.argsort(-found)[:10]].mean(axis=0)
            moved = keywords + feedback * best
            found = pool(posts @ centre(moved, np.zeros(moved.shape[1])).T)
        rows.append(found)
    return np.array(rows)


@dataclass(frozen=True)
class Passages:
    """Long posts in pieces: `vectors` (m, d) and the post that each belongs to."""

    vectors: common.Floats
    post: NDArray[np.int64]


def passages_of(corpus: common.Corpus, model: Path, cache: Path) -> Passages:
    """Return every post in pieces of 95 words, some 120 tokens, at most six; a short rest joins the last."""
    pieces, post = [], []
    for row, text in enumerate(corpus.texts):
        words = text.split()
        parts = [words[at : at + _PIECE] for at in range(0, len(words), _PIECE)]
        if len(parts) > 1 and len(parts[-1]) < _REST:
            rest = parts.pop()
            parts[-1] += rest
        pieces += [" ".join(part) for part in parts[:_MOST_PIECES]]
        post += [row] * len(parts[:_MOST_PIECES])
    vectors = common.embedded(pieces, model, cache / "passages.npy")
    return Passages(vectors, np.array(post))


_PIECE = 95
_REST = 25
_MOST_PIECES = 6


def by_passages(
    corpus: common.Corpus, task: common.Task, pieces: Passages, share: float
) -> common.Floats:
    """Return similarities of which the best passage has `share`, and the post as a whole the rest."""
    whole = corpus.vectors[task.rows]
    mean = corpus_mean(whole, prior=DEFAULT.centre_prior)
    place = np.full(len(corpus.texts), -1)
    place[task.rows] = np.arange(len(task.rows))
    mine = place[pieces.post] >= 0
    at = place[pieces.post[mine]]
    keywords = [
        np.stack([corpus.phrases[phrase] for phrase in one.phrases])
        for one in task.wanted.interests
    ]
    best = np.full((len(keywords), len(task.rows)), -1.0)
    found = soft_max_similarity(pieces.vectors[mine], keywords, mean=mean)
    for row, one in zip(best, found, strict=True):
        np.maximum.at(row, at, one)
    return share * best + (1 - share) * soft_max_similarity(whole, keywords, mean=mean)


def compare(corpus: common.Corpus, pieces: Passages) -> str:
    """Return the table: means over the seven groups, and average precision in each."""
    every = common.tasks(corpus)
    each = [task for task in every if task.group != "coarse"]
    each += [task for task in every if task.group == "coarse"][::5]
    words = [common.lexical(corpus, task) for task in each]
    ways: dict[str, dict] = {
        "soft maximum 10, centred": {},
        "mean over keywords": {"pool": lambda cosines: cosines.mean(axis=1)},
        "maximum over keywords": {"pool": lambda cosines: cosines.max(axis=1)},
        "soft maximum 5": {"pool": soft(5)},
        "soft maximum 20": {"pool": soft(20)},
        "not centred": {"centred": False},
        "leading component removed": {"removed": 1},
        "feedback from ten best, weight 0.2": {"feedback": 0.2},
        "feedback from ten best, weight 0.5": {"feedback": 0.5},
        "query 'a post about ...'": {"phrasing": "a post about {}"},
    }
    rows = {}
    for name, way in ways.items():
        found = [similarities(corpus, task, **way) for task in each]
        rows[name] = _judged(corpus, each, found)
    plain = [similarities(corpus, task) for task in each]
    for weight in (0.05, 0.1, 0.15, 0.2, 0.3):
        raised = [one + weight * said for one, said in zip(plain, words, strict=True)]
        rows[f"words in common, weight {weight:.2f}"] = _judged(corpus, each, raised)
    shipped = DEFAULT.lexical_weight
    fed = [similarities(corpus, task, feedback=0.5) for task in each]
    both = [one + shipped * said for one, said in zip(fed, words, strict=True)]
    rows["words in common and feedback 0.5"] = _judged(corpus, each, both)
    for share in (0.25, 0.5, 1.0):
        cut = [by_passages(corpus, task, pieces, share) for task in each]
        both = [one + shipped * said for one, said in zip(cut, words, strict=True)]
        rows[f"words in common, best passage {share:.2f}"] = _judged(corpus, each, both)
    rows["words in common alone"] = _judged(corpus, each, [said - 0.2 for said in words])
    return common.table("score", rows)


def _judged(
    corpus: common.Corpus, each: list[common.Task], found: list[common.Floats]
) -> common.Measures:
    measures = []
    for task, similarity in zip(each, found, strict=True):
        z = common.combined(task, similarity, DEFAULT)
        authors = common.author_ranking(corpus, task, calibrate(z, DEFAULT))
        measures.append(common.ranking(task, z) | authors)
    groups = common.by_group(each, measures)
    return common._over(groups) | {f"AP {group}": one["AP"] for group, one in groups.items()}


_HEADING = f"""# Ways to score a post against an interest

Written by `python -m tests.benchmarks.ranking`; change nothing by hand. {common.MODEL_ID}, posts and
interest sets of `calibration.md` (every fifth coarse set); figures are means over seven groups. Shipped is
the soft maximum 10, centred, with words in common at weight {DEFAULT.lexical_weight}. Reading long posts by passages
of 95 words as well takes twice the time of the model; feedback lets ten posts speak for an interest that
the owner never named. Neither gain is worth that.
"""


def main() -> None:
    """Write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    given = parser.parse_args()
    corpus = common.read_corpus(given.posts, given.model, given.cache)
    phrases = sorted(corpus.phrases)
    longer = [f"a post about {phrase}" for phrase in phrases]
    vectors = common.embedded(longer, given.model, given.cache / "longer_phrases.npy")
    corpus.phrases.update(zip(longer, vectors, strict=True))
    pieces = passages_of(corpus, given.model, given.cache)
    RESULTS.write_text(f"{_HEADING}\n{compare(corpus, pieces)}\n", "utf-8")


if __name__ == "__main__":
    main()
