"""How everything grows with the number of posts: `python -m tests.benchmarks.scale_up --folder FOLDER [--posts N ...]`.

Databases of an invented network are built in FOLDER where they are not there yet. Each size is measured in a process of
its own. Seconds are of the processor, all threads together, the least of several runs, so that a busy machine counts
little; what people wait for in a browser is wall time and is measured by `tests.benchmarks.scale_pages`.
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.config import Settings
from relevance.interests import Interest
from relevance.interests.calibration import log_odds
from relevance.pipeline import (
    advise,
    best_plan,
    embed_phrases,
    history,
    load_corpus,
    match,
    open_store,
    people_table,
    phrase_vectors,
    read_interests,
    score,
    window_figures,
)
from relevance.pipeline.room import taken
from tests.benchmarks.invented_network import InventedEncoder, build

RESULTS = Path(__file__).parent / "results" / "scale_up.md"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
WHOLE_UP_TO = 100_000
"""Above, languages and vectors are put into their tables at once."""
RATINGS = 60

_RATED = f"slider with {RATINGS} ratings"

Figures = dict[str, Any]


def memory() -> dict[str, float]:
    """Return the resident memory of this process in MB: now, at most so far, what of it is no file, and what is."""
    rows = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    names = {"now": "VmRSS", "peak": "VmHWM", "own": "RssAnon", "file": "RssFile"}
    return {name: int(rows[row].split()[0]) / 1024 for name, row in names.items()}


def processor(work: Callable[[], object], times: int = 1) -> float:
    """Return the least seconds of the processor that `work` takes, all threads together."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def measure(path: Path) -> Figures:
    """Return what one database takes: seconds of the processor by step, and MB."""
    settings = Settings(database=path)
    found: Figures = {"seconds": {}, "ratios": {}}
    seconds = found["seconds"]
    with open_store(settings) as store:
        held: dict[str, Any] = {}

        def keep(name: str, work: Callable[[], object], times: int = 1) -> None:
            def once() -> None:
                held[name] = work()

            seconds[name] = processor(once, times)

        interests = read_interests(store)
        keep("load posts, people and vectors", lambda: load_corpus(store, settings))
        corpus = held["load posts, people and vectors"]
        vectors = phrase_vectors(store, interests, model=corpus.model)
        keep("match with all interests", lambda: match(corpus, interests, vectors))
        matches = held["match with all interests"]
        keep("slider: score anew", lambda: score(corpus, matches), 7)
        scores = held["slider: score anew"]
        ratings = invented_ratings(corpus, scores, RATINGS)
        weights = itertools.cycle(_moved(scores))
        keep(f"first score with {RATINGS} ratings", lambda: score(corpus, matches, ratings=ratings))
        keep(_RATED, lambda: score(corpus, matches, next(weights), ratings), 8)
        keep("figures of the window", lambda: window_figures(scores, bar=0.5), 3)
        keep("week by week", lambda: history(scores), 3)
        keep("table of people", lambda: people_table(scores), 3)
        keep("best plan of 10", lambda: best_plan(scores, most=10))
        keep("advice on invitations", lambda: advise(store, scores, settings))
        more = (*interests, Interest("Choirs", 40, ("choir singing",)))
        embed_phrases(store, more, encoder=InventedEncoder())
        new = phrase_vectors(store, more, model=corpus.model)
        keep("new keyword: match and score", lambda: score(corpus, match(corpus, more, new)))
        passed = processor(lambda: plain_pass(corpus, matches), 7)
        found["ratios"] = {
            "slider to a plain pass": seconds["slider: score anew"] / passed,
            "plain pass, seconds": passed,
            "slider to reading the matches once": seconds["slider: score anew"]
            / processor(lambda: matches.posts.sum(), 7),
        }
        products = np.zeros((RATINGS, len(corpus.person)), dtype=np.float32)
        products += 1e-3  # so that it takes memory of its own
        both = processor(lambda: plain_pass(corpus, matches, products), 7)
        found["ratios"][f"{_RATED} to a plain pass"] = seconds[_RATED] / both
        found["posts"] = len(corpus.person)
    found["memory"] = memory()
    found["file"] = path.stat().st_size / 2**20
    return found


def invented_ratings(corpus: Any, scores: Any, count: int) -> pl.DataFrame:  # of the pipeline
    """Return thumbs as `ratings_now` does, five of six on posts: by the interests, a taste of its own, and chance."""
    random = np.random.default_rng(3)
    rows = random.choice(np.flatnonzero(corpus.embedded), count, replace=False)
    taste = taken(corpus.vectors, rows) @ random.normal(size=corpus.vectors.shape[1])
    felt = 0.5 * log_odds(scores.relevance[rows]) + 2 * taste + random.logistic(size=count)
    on_posts = np.arange(count) < count * 5 // 6
    people = corpus.people["person_id"].gather(corpus.person[rows])
    posts = corpus.posts["post_id"].gather(rows)
    return pl.DataFrame(
        {
            "subject": np.where(on_posts, "post", "person"),
            "subject_id": [
                a if on else b for on, a, b in zip(on_posts, posts, people, strict=True)
            ],
            "value": np.where(felt > np.median(felt), 1.0, -1.0),
            "source": "thumb",
        }
    ).unique(["subject", "subject_id"], keep="first", maintain_order=True)


def _moved(scores: Any) -> list[list[float]]:  # of the pipeline
    """Return weights that a reader may come by, each of them one slider away from the one before."""
    weights = list(100 * scores.weights)
    found = []
    for place in range(len(weights)):
        weights[place] = -weights[place] or 50.0
        found.append(list(weights))
    return found


def plain_pass(
    corpus: Any,  # of the pipeline
    matches: Any,
    products: NDArray[np.float32] | None = None,
) -> object:
    """Do the least that anything must that goes over the same memory: weigh, squash, and sum up by person.

    One multiplication and addition for each match, and for each of `products` (k, n_posts) where there are any, one
    exponential for each post, two sums by person.
    """
    weights = np.linspace(-1, 1, len(matches.posts), dtype=np.float32)
    odds = weights @ matches.posts
    if products is not None:
        odds += np.linspace(-1, 1, len(products), dtype=np.float32) @ products
    worth = 1 / (1 + np.exp(-odds.astype(np.float64)))
    attention = corpus.attention
    by_person = np.bincount(corpus.person, worth * attention, corpus.people.height)
    return by_person, np.bincount(corpus.person, worth, corpus.people.height)


def measured(folder: Path, posts: int) -> Figures:
    """Build the database of so many posts where it is not there, measure it in a new process, and keep the figures."""
    path = folder / f"{posts}.duckdb"
    built = folder / f"{posts}.built.json"
    if not path.exists():
        steps = build(path, posts, whole=posts <= WHOLE_UP_TO)
        built.write_text(json.dumps(steps), "utf-8")
    command = [sys.executable, "-m", "tests.benchmarks.scale_up", "--measure", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: Figures = json.loads(said.splitlines()[-1])
    found["built"] = json.loads(built.read_text("utf-8")) if built.exists() else {}
    found["load"] = os.getloadavg()[0]
    (folder / f"{posts}.figures.json").write_text(json.dumps(found), "utf-8")
    return found


def growth(found: Mapping[int, Figures]) -> dict[str, list[float]]:
    """Return by step how many times as much each size takes as the one before it."""
    sizes = sorted(found)
    steps = found[sizes[-1]]["seconds"]
    return {
        step: [
            found[large]["seconds"][step] / found[small]["seconds"][step]
            for small, large in pairwise(sizes)
        ]
        for step in steps
        if all(step in found[size]["seconds"] for size in sizes)
    }


def page(found: Mapping[int, Figures], pages: str) -> str:
    """Return the results as Markdown."""
    sizes = sorted(found)
    head = " | ".join(f"{size:,}" for size in sizes)
    lines = [f"| processor seconds | {head} |", "| --- |" + " ---: |" * len(sizes)]
    for step in found[sizes[-1]]["seconds"]:
        taken_by = (found[size]["seconds"].get(step) for size in sizes)
        cells = " | ".join(_or_dash(seconds, "{:.3f}") for seconds in taken_by)
        lines.append(f"| {step} | {cells} |")
    for step in dict.fromkeys(step for size in sizes for step in found[size]["built"]):
        cells = " | ".join(_or_dash(found[size]["built"].get(step), "{:.1f}") for size in sizes)
        lines.append(f"| building it: {step} | {cells} |")
    for name in (
        "slider to a plain pass",
        "slider to reading the matches once",
        f"{_RATED} to a plain pass",
    ):
        ratios = (found[size]["ratios"].get(name) for size in sizes)
        cells = " | ".join(_or_dash(ratio, "{:.1f}") for ratio in ratios)
        lines.append(f"| ratio: {name} | {cells} |")
    for name, said in (("peak", "at most"), ("own", "at the end, files left out")):
        cells = " | ".join(f"{found[size]['memory'][name]:.0f}" for size in sizes)
        lines.append(f"| resident MB, {said} | {cells} |")
    cells = " | ".join(f"{found[size]['file']:.0f}" for size in sizes)
    lines.append(f"| database, MB | {cells} |")
    cells = " | ".join(f"{found[size]['load']:.0f}" for size in sizes)
    lines.append(f"| load of the machine's {os.cpu_count()} cores meanwhile | {cells} |")
    return _HEADING + "\n".join(lines) + "\n" + pages


def _or_dash(value: float | None, form: str) -> str:
    return form.format(value) if value is not None else "-"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the results page."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--folder", type=Path)
    reader.add_argument("--posts", type=int, nargs="*", default=SIZES)
    reader.add_argument("--measure", type=Path)
    given = reader.parse_args(arguments)
    if given.measure:
        print(json.dumps(measure(given.measure)))
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    for posts in given.posts:
        measured(given.folder, posts)
    write(given.folder)


def write(folder: Path) -> None:
    """Write the results page of all sizes that were measured, and of the pages where they were."""
    found = {
        int(file.name.split(".")[0]): json.loads(file.read_text("utf-8"))
        for file in folder.glob("*.figures.json")
    }
    pages = sorted(folder.glob("*.pages.md"), key=lambda file: int(file.name.split(".")[0]))
    said = "".join(file.read_text("utf-8") for file in pages)
    RESULTS.write_text(page(found, said), "utf-8")


_HEADING = """# Growth from a thousand posts to a million

Written by `python -m tests.benchmarks.scale_up` and `python -m tests.benchmarks.scale_pages`; change nothing by hand.
An invented network of 30,000 connections and 500 invitations (`tests/benchmarks/invented_network.py`), eight interests.
Seconds are of the processor, all threads together, the least of several runs: other work on the machine counts little.
A plain pass weighs every match, with ratings also a number for each of them, squashes every post, and sums up by person
twice. Vectors are read by the first step that needs them, which is loading; a start that finds kept how 20,000 posts or
more match reads none and does without matching.

"""


if __name__ == "__main__":
    main()
