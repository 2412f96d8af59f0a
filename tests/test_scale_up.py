"""Growth from ten thousand posts to a million: ratios within one run, and the memory that it takes."""

import os
from pathlib import Path

import pytest

from tests.benchmarks.scale_up import Figures, growth, measured
from tests.benchmarks.table import Table

SIZES = (10_000, 100_000, 1_000_000)
# Ten times the posts take ten times as long, or less: the rest is what a busy machine adds.
MOST_GROWTH = 14.0
# A step that takes less than this is mostly beginning and ending.
LEAST_SECONDS = 0.05
MOST_PASSES = 4.0
MOST_MEGABYTES = 2_048

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3_600)]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Figures]:
    """Figures of each size; databases are taken from the folder named in RELEVANCE_SCALE where there is one."""
    named = os.environ.get("RELEVANCE_SCALE")
    folder = Path(named) if named else tmp_path_factory.mktemp("scale")
    return {posts: measured(folder, posts) for posts in SIZES}


def test_no_step_grows_faster_than_the_posts(found: dict[int, Figures], bench: Table) -> None:
    smaller = {size: found[size]["seconds"] for size in SIZES}
    steepest = max(
        (ratio, f"{step}, from {SIZES[place]:,} posts on")
        for step, ratios in growth(found).items()
        for place, ratio in enumerate(ratios)
        if smaller[SIZES[place]][step] >= LEAST_SECONDS
    )
    what = f"ten times the posts: steepest step ({steepest[1]})"
    bench.hold(what, steepest[0], unit="times", at_most=MOST_GROWTH)


def test_a_slider_is_a_few_plain_passes(found: dict[int, Figures], bench: Table) -> None:
    passes = found[SIZES[-1]]["ratios"]["slider to a plain pass"]
    slider = "a million posts: slider"
    bench.hold(slider, passes, unit="plain passes", at_most=MOST_PASSES, plain_pass=1)
    seconds = found[SIZES[-1]]["seconds"]["slider: score anew"]
    bench.hold(f"{slider}, processor", seconds, unit="s", at_most=0.1)


def test_so_is_a_slider_with_ratings(found: dict[int, Figures], bench: Table) -> None:
    passes = found[SIZES[-1]]["ratios"]["slider with 60 ratings to a plain pass"]
    slider = "a million posts: slider with 60 ratings"
    bench.hold(slider, passes, unit="plain passes", at_most=MOST_PASSES, plain_pass=1)
    seconds = found[SIZES[-1]]["seconds"]["slider with 60 ratings"]
    bench.hold(f"{slider}, processor", seconds, unit="s", at_most=0.1)


def test_a_new_keyword_is_a_fraction_of_loading(found: dict[int, Figures], bench: Table) -> None:
    seconds = found[SIZES[-1]]["seconds"]
    # Vectors are read where they are first needed, which is the match.
    loading = seconds["load posts, people and vectors"] + seconds["match with all interests"]
    bench.hold(
        "a million posts: new keyword, processor",
        seconds["new keyword: match and score"],
        unit="s",
        at_most=0.15 * loading,
        loading=loading,
    )


def test_a_million_posts_are_held_in_less_than_two_gigabytes(
    found: dict[int, Figures], bench: Table
) -> None:
    memory = found[SIZES[-1]]["memory"]
    bench.hold("a million posts: memory", memory["peak"], unit="MB", at_most=MOST_MEGABYTES)
