"""Measures ways to refit the scale of relevance on ratings; writes the table, and figures for the page.

    python -m tests.benchmarks.scale POSTS.parquet MODEL_FOLDER --cache FOLDER

POSTS as in `tests.benchmarks.calibration`, owners as in `tests.benchmarks.feedback`: half of a feed can be
asked about as the page "Rate" asks, and the probabilities of the other half are judged. A rating is the
label itself. Taste is learned as well, as in the product; every way to fit gets the same ratings.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize

from relevance.feedback import Labels, learn
from relevance.interests import Scale, default_calibration, fit_scale
from relevance.interests.calibration import sigmoid
from tests.benchmarks.calibration import MODEL_ID, SEED, read_corpus
from tests.benchmarks.feedback import Feed, as_asked, feeds

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results" / "scale.md"
FIGURES = FOLDER.parents[1] / "relevance" / "evaluating" / "measured.json"
SIZES = (5, 10, 20, 30, 60, 100, 200)
ONE_KIND = {"5 up": True, "5 down": False}
SHOWN = (10, 30, 100, 200)

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
Map = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Stage:
    """One owner after some ratings."""

    group: str
    ratings: str
    stated: Floats
    """Log odds of the rated posts by the interests alone."""
    left_out: Floats
    """The same with what the other ratings teach of each."""
    seen: Floats
    """The same with what all ratings teach, its own included."""
    liked: Truth
    judged: Floats
    """Log odds of the posts that are judged, with what all ratings teach."""
    relevant: Truth


def stages(feed: Feed) -> Iterator[Stage]:
    """Yield an owner after 5 to 200 ratings that the page asked for, and after 5 of one kind that it did not."""
    random = np.random.default_rng(SEED)
    rated, odds, relevant = np.zeros(0, dtype=np.int64), feed.odds, feed.task.relevant
    for name, kind in ONE_KIND.items():
        ones = feed.pool[relevant[feed.pool] == kind]
        doubt = sigmoid(feed.odds[ones]) * sigmoid(-feed.odds[ones])
        yield _stage(feed, name, random.choice(ones, 5, replace=False, p=doubt / doubt.sum()))[0]
    while len(rated) < max(SIZES) and len(rated) + 10 <= len(feed.pool):
        rated = np.concatenate([rated, as_asked(feed, odds, rated, random)])
        if len(rated) == 10:
            yield _stage(feed, "5", rated[:5])[0]
        stage, odds = _stage(feed, str(len(rated)), rated)
        if len(rated) in SIZES:
            yield stage


def _stage(feed: Feed, name: str, rated: NDArray[np.int64]) -> tuple[Stage, Floats]:
    liked = feed.task.relevant[rated]
    learned = learn(Labels(feed.vectors[rated], feed.odds[rated], liked, np.ones(len(rated))))
    odds = feed.odds + learned.shift(feed.vectors)
    stage = Stage(
        group=feed.task.group,
        ratings=name,
        stated=feed.odds[rated],
        left_out=feed.odds[rated] + learned.left_out,
        seen=odds[rated],
        liked=liked,
        judged=odds[feed.judged],
        relevant=feed.task.relevant[feed.judged],
    )
    return stage, odds


def logistic(
    x: Floats,
    answer: Floats,
    weight: Floats | float = 1.0,
    *,
    slope: float = np.inf,
    level: float = np.inf,
) -> Map:
    """Fit `sigmoid(a x + c)`, a and c held to 1 and 0 by normal priors of these deviations."""

    def loss(found: Floats) -> float:
        score = found[0] * x + found[1]
        miss = np.sum(weight * (np.logaddexp(0, score) - answer * score))
        return float(miss + ((found[0] - 1) / slope) ** 2 / 2 + (found[1] / level) ** 2 / 2)

    a, c = minimize(loss, [1.0, 0.0], method="L-BFGS-B", bounds=[(0.05, 20), (-20, 20)]).x
    return lambda fresh: np.asarray(sigmoid(a * fresh + c))


def _platt(x: Floats, liked: Truth) -> Map:
    up = np.count_nonzero(liked)
    return logistic(x, np.where(liked, (up + 1) / (up + 2), 1 / (liked.size - up + 2)))


def _spread(x: Floats, liked: Truth) -> Map:
    n = x.size
    answer = (n * liked + 20 * sigmoid(x)) / (n + 20)
    return logistic(x, answer, 1 + 20 / n, slope=0.4)


def _normal(x: Floats, liked: Truth) -> Map:
    return logistic(x, liked.astype(np.float64), slope=0.3, level=0.5)


def _at_once(x: Floats, liked: Truth) -> Map:
    fitted = fit_scale(x, liked)
    if x.size < 100:
        return fitted.probability
    plain = Scale(slope=fitted.slope, intercept=fitted.intercept).probability
    knots, place, count = np.unique(x, return_inverse=True, return_counts=True)
    answer = (x.size * liked + 30 * plain(x)) / (x.size + 30)
    levels = isotonic_regression(np.bincount(place, answer) / count, weights=count).x
    return lambda fresh: np.asarray(np.interp(fresh, knots, levels))


WAYS: dict[str, Callable[[Stage], Map]] = {
    "built-in scale": lambda _: Scale().probability,
    "Platt's targets alone": lambda one: _platt(one.left_out, one.liked),
    "normal priors on slope and level": lambda one: _normal(one.left_out, one.liked),
    "20 imagined ratings on the rated posts": lambda one: _spread(one.left_out, one.liked),
    "isotonic at once from 100": lambda one: _at_once(one.left_out, one.liked),
    "as shipped, taste left out of the fit": lambda one: (
        fit_scale(one.stated, one.liked).probability
    ),
    "as shipped, with the post's own rating": lambda one: (
        fit_scale(one.seen, one.liked).probability
    ),
    "as shipped": lambda one: fit_scale(one.left_out, one.liked).probability,
}


def measured(each: Sequence[Stage], way: Callable[[Stage], Map]) -> dict[str, dict[str, float]]:
    """Return ECE and Brier score for each number of ratings: means over groups of interest sets."""
    found: dict[str, dict[str, list[dict[str, float]]]] = {}
    for one in each:
        figures = honesty_of(one, way(one)(one.judged))
        found.setdefault(one.ratings, {}).setdefault(one.group, []).append(figures)
    return {
        ratings: {
            name: float(np.mean([np.mean([one[name] for one in some]) for some in groups.values()]))
            for name in ("ECE", "Brier")
        }
        for ratings, groups in found.items()
    }


def honesty_of(one: Stage, probability: Floats) -> dict[str, float]:
    """Return ECE and Brier score of one owner."""
    bins = np.minimum((probability * 10).astype(int), 9)
    gap = probability - one.relevant
    gaps = np.bincount(bins, weights=gap, minlength=10)
    return {"ECE": float(np.abs(gaps).sum() / gap.size), "Brier": float(np.mean(gap**2))}


def table(rows: dict[str, dict[str, dict[str, float]]], figure: str, digits: int) -> str:
    """Return one figure of every way, a column for each number of ratings."""
    columns = ["5", *ONE_KIND, *map(str, SIZES[1:])]
    lines = [f"| {figure} | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for way, found in rows.items():
        cells = " | ".join(f"{found[one][figure]:.{digits}f}" for one in columns)
        lines.append(f"| {way} | {cells} |")
    return "\n".join(lines)


def shown_figures(owners: int, rows: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return what the page "How good is this?" says of the built-in constants, as JSON."""
    none = rows["built-in scale"]["5 down"]  # thumbs of one kind teach no taste
    ratings = {"0": none, **{str(n): rows["as shipped"][str(n)] for n in SHOWN}}
    document = {
        "calibration": str(default_calibration(MODEL_ID)),
        "owners": owners,
        "ratings": [
            {"ratings": int(n), "ece": round(found["ECE"], 4), "brier": round(found["Brier"], 4)}
            for n, found in ratings.items()
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def main() -> None:
    """Write the results page and the figures for the page."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("posts", type=Path)
    reader.add_argument("model", type=Path)
    reader.add_argument("--cache", type=Path, required=True)
    given = reader.parse_args()
    owners = list(feeds(read_corpus(given.posts, given.model, given.cache)))
    each = [stage for feed in owners for stage in stages(feed)]
    rows = {name: measured(each, way) for name, way in WAYS.items()}
    text = _HEADING.format(owners=len(owners), calibration=default_calibration(MODEL_ID))
    text += f"{table(rows, 'Brier', 4)}\n\n{table(rows, 'ECE', 3)}\n"
    RESULTS.write_text(text, "utf-8")
    FIGURES.write_text(shown_figures(len(owners), rows), "utf-8")


_HEADING = """# Refitting the scale of relevance on ratings

Written by `python -m tests.benchmarks.scale`; change nothing by hand. {owners} simulated owners: feeds as in
`feedback.md`, of which one half is asked about and the other is judged. Columns: thumbs on posts that the page asked
about; `5 up` and `5 down` are five thumbs of one kind on posts in doubt, that no other thumb balances. Means over
groups of interest sets. What was learned of tastes moves the log odds in every row; the rows differ in the map from
there to a probability alone, which never changes the order of posts. The built-in map is that of

`{calibration}`

"""


if __name__ == "__main__":
    main()
