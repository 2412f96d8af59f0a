"""What each of the feed's figures is made of: parts that add up to the figure, in any window."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.config import Settings
from relevance.errors import UsageError
from relevance.pipeline import FIGURES, Scores, current_scores, figure_parts, window_figures
from relevance.store import Store
from tests import world

BAR = 0.5


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    folder: Path = tmp_path_factory.mktemp("parts")
    with Store.open(folder / "parts.duckdb") as store:
        world.fill(store, folder)
        return current_scores(store, Settings(database=store.path), encoder=world.WordEncoder())


@pytest.mark.parametrize("days", [None, 20, 60])
@pytest.mark.parametrize("name", list(FIGURES))
def test_parts_add_up_to_the_figure(scores: Scores, name: str, days: int | None) -> None:
    figure = window_figures(scores, bar=BAR, days=days)[name]
    parts = figure_parts(scores, name, bar=BAR, days=days)
    total = parts["part"].sum()
    assert figure is not None
    if name == "effective_authors":
        assert 1 / total == pytest.approx(figure)
    else:
        assert total == pytest.approx(figure, abs=1e-12)
    assert parts["part"].is_sorted(descending=True)
    assert parts["part"].min() is None or parts["part"].min() >= 0
    shares = parts["share"].drop_nulls()
    assert ((shares >= 0) & (shares <= 1 + 1e-12)).all()


def test_posts_above_the_bar_are_counted_by_person(scores: Scores) -> None:
    rows = scores.corpus.posts.with_columns(
        relevance=pl.Series(np.where(scores.counted, scores.relevance, np.nan)),
        name=scores.corpus.people["name"].gather(pl.Series(scores.corpus.person)),
    ).filter(pl.col("relevance").is_not_nan())
    expected = {
        name: count / rows.height
        for name, count in rows.filter(pl.col("relevance") >= BAR)["name"]
        .value_counts()
        .iter_rows()
    }
    parts = figure_parts(scores, "above_bar", bar=BAR)
    assert dict(parts.select("name", "part").iter_rows()) == pytest.approx(expected)
    assert expected
    assert parts["share"].null_count() == parts.height


def test_the_ten_loudest_carry_the_share_of_the_top(scores: Scores) -> None:
    top = figure_parts(scores, "top_share", bar=BAR)
    every = figure_parts(scores, "effective_authors", bar=BAR)
    assert top.height == min(10, every.height)
    assert top["share"].to_list() == every["share"].head(top.height).to_list()
    assert every["part"].to_list() == pytest.approx([one**2 for one in every["share"]])
    assert every["share"].sum() == pytest.approx(1)


def test_an_interest_without_attention_is_named_with_no_part(scores: Scores) -> None:
    parts = figure_parts(scores, "interest_coverage", bar=BAR)
    wanted = [
        one.name
        for one, weight in zip(scores.matches.interests, scores.weights, strict=True)
        if weight > 0
    ]
    assert sorted(parts["name"]) == sorted(wanted)
    assert set(parts["part"]) <= {0.0, 1 / len(wanted)}


def test_what_is_no_figure_is_refused(scores: Scores) -> None:
    with pytest.raises(UsageError, match="no figure 'voices' of the feed; there are relevance, "):
        figure_parts(scores, "voices", bar=BAR)
    with pytest.raises(UsageError, match="`days` must be 1 or more, got 0"):
        figure_parts(scores, "relevance", bar=BAR, days=0)


def test_without_anything_known_there_are_no_parts(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty.duckdb") as store:
        empty = current_scores(store, Settings(database=store.path), encoder=world.WordEncoder())
    for name in FIGURES:
        assert figure_parts(empty, name, bar=BAR).is_empty()
