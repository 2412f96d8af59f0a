"""The page "How good is this?": what is missing, the figures, and how they follow the ratings."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.embedding import DEFAULT_MODEL
from relevance.evaluating import Measured, measured
from relevance.interests import Interest, default_calibration
from relevance.pipeline import (
    evaluate_ratings,
    rate,
    read_interests,
    save_interests,
    unrate,
    verdict,
)
from relevance.store import Store
from tests import world
from tests.test_evaluate import rate_the_weather, rated_store
from tests.ui.fresh import begin_anew

APP = Path(__file__).parents[2] / "app.py"
PAGE = Path(__file__).parents[2] / "relevance" / "ui" / "pages" / "quality.py"


@pytest.fixture
def rated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixty posts, all of them rated."""
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    with rated_store(tmp_path, posts=60) as (store, _):
        monkeypatch.setenv("RELEVANCE_DB", str(store.path))
        return Path(store.path)


def opened() -> AppTest:
    begin_anew()
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["demo"] = False
    at.run()
    return at.switch_page(str(PAGE)).run()


def words(at: AppTest) -> str:
    assert [error.value for error in (*at.exception, *at.error)] == []
    kinds = (at.title, at.subheader, at.markdown, at.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def change(path: Path, sql: str) -> None:
    with Store.open(path) as store:
        store.execute(sql)
        store.bump("ratings")


def test_figures_are_those_of_the_command(rated: Path) -> None:
    with Store.open(rated) as store:
        rate_the_weather(store)
        figures = evaluate_ratings(store, Settings(), encoder=world.WordEncoder()).figures
    at = opened()
    shown = words(at).replace("*", "")
    assert verdict(figures) in shown
    judged = figures.evaluation.judgement
    up = judged.relevant_posts
    assert f"On the newer 30 of 60 thumbs on posts, {up} of them up" in shown
    assert {one.label: one.value for one in at.metric} == {
        "Liked stands first": "100 %",
        "Average precision": "100 %",
        "Calibration error": f"{judged.ece:.3f}",
        "Brier score": f"{judged.brier:.3f}",
    }
    table = at.dataframe[0].value
    assert table["Score"].to_list() == [
        "Relevance, as shown",
        "Your stated interests only",
        "Words in common (tf-idf)",
        "Raw cosine of the model",
        "How much the author posts",
        "Chance",
    ]
    assert table["Liked stands first"].to_list()[:2] == [100, 0]
    at.session_state["calibration as a table"] = True
    bins = at.run().dataframe[1].value
    assert bins["Posts"].sum() == 30
    assert (bins["80 % from"] <= bins["Of 100 you liked"]).all()
    assert (bins["Of 100 you liked"] <= bins["to"]).all()


def test_figures_follow_the_ratings(rated: Path) -> None:
    assert opened().metric[0].value == "100 %"
    change(rated, "UPDATE rating SET value = -value WHERE \"at\" >= TIMESTAMPTZ '2026-12-01'")
    at = opened()
    assert at.metric[0].value == "0 %"
    assert "cannot tell that from chance" in words(at)


def test_below_thirty_thumbs_it_says_how_many_are_missing_and_gives_no_percentage(
    rated: Path,
) -> None:
    change(rated, "DELETE FROM rating WHERE rating_id > 29")
    at = opened()
    assert "1 more thumb until there are figures" in words(at)
    assert [one.proto.text for one in at.get("progress")] == ["29 of 30 thumbs on posts"]
    assert [one.proto.label for one in at.get("page_link")] == ["Rate posts"]
    assert not at.metric
    assert "Score" not in [name for one in at.dataframe for name in one.value.columns]
    with Store.open(rated) as store:
        post_id = store.frame(
            "SELECT min(post_id) AS post_id FROM post WHERE post_id NOT IN (SELECT subject_id FROM rating)"
        )["post_id"][0]
        rate(store, post_id, "up")
    assert len(opened().metric) == 4
    with Store.open(rated) as store:
        unrate(store, post_id)
    assert "1 more thumb until" in words(opened())


def test_one_kind_of_thumb_is_said(rated: Path) -> None:
    change(rated, "UPDATE rating SET value = 1")
    at = opened()
    assert "No figures yet" in words(at)
    assert "one kind only" in words(at)


def test_what_the_ratings_did_to_the_scale_is_said_until_they_are_taken_back(rated: Path) -> None:
    assert "moved the scale of relevance by" in words(opened())
    change(rated, "DELETE FROM rating")
    at = opened()
    assert "30 more thumbs until there are figures" in words(at)
    assert "the scale" not in words(at)


def test_what_was_measured_is_shown_and_that_it_is_of_another_model(
    rated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened()
    assert f"On {measured().owners} simulated owners" in words(at)
    table = at.dataframe[1].value
    assert table["Ratings"].to_list() == [one.ratings for one in measured().ratings]
    assert table["Calibration error"].to_list() == [one.ece for one in measured().ratings]
    other = Measured("Calibration(model_id='another')", 3, measured().ratings)
    monkeypatch.setattr("relevance.pipeline.measured", lambda: other)
    assert "was not measured" in words(opened())
    changed = Measured(f"{default_calibration(DEFAULT_MODEL)} once", 3, measured().ratings)
    monkeypatch.setattr("relevance.pipeline.measured", lambda: changed)
    assert "has been changed since" in words(opened())


def test_the_page_does_not_wait_for_the_model(rated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(rated) as store:
        save_interests(store, [*read_interests(store), Interest("Trains", 50, ("trains",))])

    def refuse(_: object) -> None:
        pytest.fail("the model was loaded")

    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", refuse)
    assert opened().metric[0].value == "100 %"
