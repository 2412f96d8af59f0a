"""How much memory and time it takes to find near-duplicates: `python -m tests.benchmarks.near_duplicates`.

Each measurement runs in a process of its own. Memory is what the step adds at most to what is resident when it begins:
the texts and ids are there by then, and all libraries. Three worlds of texts:

- `invented`: those of `tests.benchmarks.invented_network`, of which one in fifty repeats another;
- `templates`: 50 templates of some 40 words, into which a name and a number are put;
- `apart`: the same with so much put in that no two are near, though all of a template share most sequences.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.near_duplicates import duplicate_groups
from tests.benchmarks.invented_network import TOPICS, invented_texts
from tests.benchmarks.scale_up import memory
from tests.benchmarks.table import Table

SIZES = (100_000, 300_000, 1_000_000)
MOST_MEGABYTES = 600
TEMPLATES = 50

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "ma", "ne", "po", "ri", "su", "ta")
_NAMES = [f"{one}{two}{three}" for one in _SYLLABLES for two in _SYLLABLES for three in _SYLLABLES]
_AT_ONCE = 100_000


def templates(count: int, *, slots: int = 1) -> Iterator[list[str]]:
    """Yield texts of `TEMPLATES` templates, in each a number at the end and a name in each of `slots` places."""
    random = np.random.default_rng(5)
    forms = [random.integers(0, len(_NAMES), 40).tolist() for _ in range(TEMPLATES)]
    for first in range(0, count, _AT_ONCE):
        put = random.integers(0, len(_NAMES), (min(_AT_ONCE, count - first), slots)).tolist()
        yield [_filled(forms[row % TEMPLATES], put[row], first + row) for row in range(len(put))]


def _filled(form: Sequence[int], put: Sequence[int], number: int) -> str:
    words = [_NAMES[one] for one in form]
    # At the beginning a name is in one sequence of three words, further inside in three.
    for place, name in enumerate(put):
        words.insert(place * 9, f"{_NAMES[name]}son")
    return f"{' '.join(words).capitalize()}. Number {number}"


def invented(count: int) -> Iterator[list[str]]:
    """Yield texts as the invented network has them."""
    random = np.random.default_rng(12)
    for first in range(0, count, _AT_ONCE):
        topic = random.integers(0, len(TOPICS), min(_AT_ONCE, count - first))
        yield invented_texts(first, topic, random)


WORLDS: dict[str, Callable[[int], Iterator[list[str]]]] = {
    "invented": invented,
    "templates": templates,
    "apart": lambda count: templates(count, slots=3),
}


def run(world: str, count: int) -> dict[str, float | str]:
    """Find the near-duplicates of `count` texts of a world in this process."""
    texts = pl.concat([pl.Series(some, dtype=pl.String) for some in WORLDS[world](count)])
    ids = pl.select(pl.format("t{}", pl.int_range(count).shuffle(3))).to_series()
    before = memory()["now"]
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak so far is forgotten
    began, worked = time.perf_counter(), time.process_time()
    groups = duplicate_groups(texts, ids)
    told = {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "megabytes": memory()["peak"] - before,
        "resident": memory()["peak"],
        "groups": groups.n_unique() - (groups.null_count() > 0),
        "grouped": count - groups.null_count(),
    }
    # Two versions that find the same have the same mark.
    mark = hashlib.sha256("\n".join(groups.fill_null("").to_list()).encode()).hexdigest()[:12]
    return {**told, "mark": mark}


def measured(world: str, count: int) -> dict[str, float | str]:
    """Return what `run` says in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.near_duplicates",
        "--world",
        world,
        "--posts",
        str(count),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float | str] = json.loads(done.stdout)
    return told


@pytest.mark.bench
@pytest.mark.parametrize("world", WORLDS)
def test_near_duplicates_of_a_million_posts_take_little_memory(world: str, bench: Table) -> None:
    found = measured(world, max(SIZES))
    what = f"near-duplicates of a million posts ({world}), memory added"
    bench.hold(what, float(found["megabytes"]), unit="MB", at_most=MOST_MEGABYTES)


def main() -> None:
    """Print one measurement as JSON, or all of them as rows of a table."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--world", choices=WORLDS)
    reader.add_argument("--posts", type=int)
    given = reader.parse_args()
    if given.world and given.posts:
        print(json.dumps(run(given.world, given.posts)))
        return
    for world in [given.world] if given.world else WORLDS:
        for count in [given.posts] if given.posts else SIZES:
            one = measured(world, count)
            print(
                f"| {world} | {count:,} | {one['megabytes']:,.0f} | {one['resident']:,.0f} | {one['seconds']:.1f} "
                f"| {one['processor']:.1f} | {one['groups']:,} | {one['grouped']:,} | {one['mark']} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
