"""Measures what a second worker of a Ray cluster adds, and what memory workers and driver take; writes the table.

    python -m tests.benchmarks.cluster [--texts N] [--rounds N]

Every node is held to one core and computes one block at a time on one thread. Runs with one worker and with two
take turns, so that other work on the machine falls on both alike. The driver and the head of the cluster are held
to no core: with two workers on two cores they compete with them, which the efficiency includes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import polars as pl

from tests.benchmarks.embedding import demo_texts
from tests.ray_nodes import Nodes, ray_nodes

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "results" / "cluster.md"
_MEBIBYTE = 1 << 20
_KIBIBYTE = 1 << 10


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    workers: int
    texts: int
    seconds: float
    """From the first worker's having loaded the model to the last vector's being written."""
    worker_bytes: int
    driver_bytes: int
    load: float
    """Mean number of processes that wanted a core, over the minute before the run's end."""

    @property
    def speed(self) -> float:
        """Texts a second."""
        return self.texts / self.seconds


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Hold this process, and what it starts, to one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def measured(nodes: Nodes, workers: int, posts: Path) -> Run:
    """Embed the texts of `posts` with `workers` workers, one on each node."""
    with tempfile.TemporaryDirectory() as folder:
        one = _measured(nodes, workers, posts, Path(folder))
    print(one, flush=True)
    return one


def _measured(nodes: Nodes, workers: int, posts: Path, folder: Path) -> Run:
    words = ["embed", "--engine", "ray", "--address", nodes.address, "--posts", str(posts)]
    words += ["--out", str(folder / "out"), "--workers", str(workers)]
    with (folder / "said.json").open("w+b") as said:
        run = subprocess.Popen(
            [sys.executable, "-m", "relevance", "--db", str(folder / "x.duckdb"), "--json", *words],
            env={**os.environ, **nodes.environment, "PYTHONPATH": str(ROOT)},
            stdout=said,
        )
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        if run.returncode:
            raise SystemExit(run.returncode)
        said.seek(0)
        found = json.loads(said.read())
    if (found["workers"], found["retried"]) != (workers, 0):
        raise SystemExit(f"{workers} workers were wanted, got {found}")
    return Run(
        workers=workers,
        texts=found["embedded"],
        seconds=found["embedded"] / found["posts_per_second"],
        worker_bytes=found["worker_bytes"],
        driver_bytes=used.ru_maxrss * _KIBIBYTE,
        load=os.getloadavg()[0],
    )


def runs(texts: Sequence[int], rounds: int) -> Iterator[Run]:
    """Yield, for each number of texts, rounds of a run with one worker and a run with two."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    with ray_nodes(0) as nodes, tempfile.TemporaryDirectory() as named:
        with on_core(cores[0]):
            nodes.add()
        for count in texts:
            posts = Path(named, f"{count}.parquet")
            pl.DataFrame({"text": demo_texts(count)}).write_parquet(posts)
            for _ in range(rounds):
                yield measured(nodes, 1, posts)
                with on_core(cores[1]):
                    nodes.add()
                yield measured(nodes, 2, posts)
                nodes.kill(1)


def table(found: Sequence[Run]) -> str:
    """Return one line for each number of texts and workers, in the order in which they were run."""
    lines = [
        "| texts | workers | texts/s, each run | median | efficiency, each round | most MiB of a worker "
        "| most MiB of the driver | load |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for count in dict.fromkeys(one.texts for one in found):
        alone = [one for one in found if one.texts == count and one.workers == 1]
        both = [one for one in found if one.texts == count and one.workers == 2]
        ratios = [two.speed / one.speed / 2 for one, two in zip(alone, both, strict=True)]
        for workers, some in ((1, alone), (2, both)):
            each = ", ".join(f"{one.speed:.0f}" for one in some)
            shares = ", ".join(f"{one:.0%}" for one in ratios) if workers == 2 else ""
            lines.append(
                f"| {count:,} | {workers} | {each} | {median(one.speed for one in some):.0f} | {shares} "
                f"| {max(one.worker_bytes for one in some) / _MEBIBYTE:.0f} "
                f"| {max(one.driver_bytes for one in some) / _MEBIBYTE:.0f} "
                f"| {median(one.load for one in some):.0f} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Run all and write the page of results."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--texts", type=int, nargs="+", default=[2_000, 8_000])
    reader.add_argument("--rounds", type=int, default=3)
    given = reader.parse_args()
    found = list(runs(given.texts, given.rounds))
    RESULTS.write_text(_HEADING + table(found) + "\n", "utf-8")


_HEADING = """# Workers of a Ray cluster

Written by `python -m tests.benchmarks.cluster`; change nothing by hand. One or two nodes on a machine with two cores,
each held to a core of its own, one block at a time on one thread; the head and the driver are held to none and compete
with the second worker. Runs with one worker and with two take turns. Efficiency is the speed of two over twice the
speed of one of the same round, from the moment the first worker has loaded the model to the last vector's being
written. Load is the number of processes that wanted a core in the minute before: above what the run itself takes,
other work was going on, and where it changed between the two runs of a round, not even their ratio means anything. The
second worker's loading of the model counts against it, which in short runs is much of the time.

A worker's memory is mostly torch, the model and one block; that of the driver does not hold texts or vectors, only the
hashes of the texts: neither should grow with the number of texts much beyond these.

"""


if __name__ == "__main__":
    main()
