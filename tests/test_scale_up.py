"""Growth from ten thousand posts to a million: ratios within one run, and the memory that it takes."""

import os
from pathlib import Path

import pytest

from tests.benchmarks.scale_up import Figures, growth, measured

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


def test_no_step_grows_faster_than_the_posts(found: dict[int, Figures]) -> None:
    smaller = {size: found[size]["seconds"] for size in SIZES}
    steep = {
        (step, SIZES[place]): ratio
        for step, ratios in growth(found).items()
        for place, ratio in enumerate(ratios)
        if smaller[SIZES[place]][step] >= LEAST_SECONDS and ratio > MOST_GROWTH
    }
    assert steep == {}


def test_a_slider_is_a_few_plain_passes(found: dict[int, Figures]) -> None:
    assert found[SIZES[-1]]["ratios"]["slider to a plain pass"] <= MOST_PASSES


def test_a_new_keyword_is_a_fraction_of_loading(found: dict[int, Figures]) -> None:
    seconds = found[SIZES[-1]]["seconds"]
    assert (
        seconds["new keyword: match and score"] <= 0.5 * seconds["load posts, people and vectors"]
    )


def test_a_million_posts_are_held_in_less_than_two_gigabytes(found: dict[int, Figures]) -> None:
    memory = found[SIZES[-1]]["memory"]
    assert memory["peak"] < MOST_MEGABYTES
