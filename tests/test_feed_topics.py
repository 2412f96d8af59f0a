"""What the feed of the small world is about: volumes, figures that add up, who brings it, and wishes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.charts import topic_map as drawn_map
from relevance.config import Settings
from relevance.errors import UsageError
from relevance.interests import Interest
from relevance.pipeline import (
    FeedTopics,
    Scores,
    current_scores,
    feed_topics,
    import_paths,
    keep_topics,
    save_interests,
    topic_map,
    topic_posts,
    topics_table,
    wish_for_topic,
)
from relevance.pipeline.topic_blocks import nearest
from relevance.store import Store
from tests import world

# Worked out by hand from tests/world.py; Lou Lark's post is not in the feed.
VOLUMES = {"crypto": 8, "design": 7, "weather": 5, "trains": 4}


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "topics.duckdb") as opened:
        world.fill(opened, tmp_path)
        yield opened


def scores_of(store: Store) -> Scores:
    return current_scores(store, Settings(database=store.path), encoder=world.WordEncoder())


def subject_of(terms: list[str]) -> str:
    return next(one for one in VOLUMES if one in terms)


def test_each_subject_is_a_topic_with_its_volume_and_who_brings_it(store: Store) -> None:
    scores = scores_of(store)
    found = feed_topics(store, scores.corpus)
    table = topics_table(found, scores)
    rows = {subject_of(row["terms"]): row for row in table.iter_rows(named=True)}
    assert {subject: row["posts"] for subject, row in rows.items()} == VOLUMES
    assert table["posts"].to_list() == [8, 7, 5, 4]
    design = [(one["name"], one["posts"]) for one in rows["design"]["people"]]
    assert design == [("Bea Brook", 6), ("Fay Ford, PhD", 1)]
    assert rows["design"]["relevance"] > 0.5 > rows["crypto"]["relevance"]
    assert rows["design"]["effect"] > 0 > rows["crypto"]["effect"]
    assert found.unread == 0


def test_figures_add_up_to_the_feed(store: Store) -> None:
    scores = scores_of(store)
    table = topics_table(feed_topics(store, scores.corpus), scores)
    assert table["share"].sum() == pytest.approx(1)
    assert table["attention_share"].sum() == pytest.approx(1)
    whole = (table["attention_share"] * table["relevance"]).sum()
    assert whole == pytest.approx(scores.feed, abs=1e-6)


def test_without_interests_relevance_is_unknown_and_topics_are_the_same(store: Store) -> None:
    before = feed_topics(store, scores_of(store).corpus)
    save_interests(store, ())
    scores = scores_of(store)
    found = feed_topics(store, scores.corpus)
    assert found.names == before.names
    table = topics_table(found, scores)
    assert table["relevance"].null_count() == table["effect"].null_count() == table.height
    assert table["share"].sum() == pytest.approx(1)
    marks = topic_map(found, scores).marks
    assert marks["relevance"].null_count() == marks.height == 24


def test_copies_count_once_and_unread_posts_are_unknown(store: Store, tmp_path: Path) -> None:
    text = "Weather for all of us: " + " ".join(f"word{number}" for number in range(40))
    rows = [
        {
            "author": name,
            "author_url": f"https://www.linkedin.com/in/{slug}",
            "text": text + end,
            "created_at": world.NEWEST.isoformat(),
        }
        for slug, name, end in (
            ("gus-gray", "Gus Gray", " a"),
            ("hana-holm", "Hana Holm", " b"),
            ("ida-inge", "Ida Inge", ""),
        )
    ]
    import_paths(
        store,
        [world.write_posts(tmp_path, rows)],
        settings=Settings(database=store.path),
    )
    unread = feed_topics(store, scores_of(store).corpus)
    assert (len(unread.rows), unread.unread) == (24, 1)
    world.embed(store, encoder=world.WordEncoder())
    scores = scores_of(store)
    found = feed_topics(store, scores.corpus)
    assert (len(found.rows), found.unread) == (25, 0)
    assert np.sum(found.counted >= 0) == 27
    table = topics_table(found, scores)
    assert sorted(table["posts"], reverse=True) == [8, 7, 6, 4]
    whole = (table["attention_share"] * table["relevance"]).sum()
    assert whole == pytest.approx(scores.feed, abs=1e-6)


def test_an_empty_feed_has_no_topics(tmp_path: Path) -> None:
    with Store.open(tmp_path / "none.duckdb") as empty:
        scores = scores_of(empty)
        found = feed_topics(empty, scores.corpus)
        assert topics_table(found, scores).is_empty()
        assert topic_map(found, scores).marks.is_empty()
        assert topic_posts(empty, found, scores, found.topic == 0).is_empty()


def test_posts_of_a_topic_can_be_read(store: Store) -> None:
    scores = scores_of(store)
    found = feed_topics(store, scores.corpus)
    posts = topic_posts(store, found, scores, found.topic == 0)
    assert posts.height == 8
    assert set(posts["author"]) == {"Carl Cole"}
    assert all("crypto" in text for text in posts["text"])
    assert set(posts["topic"]) == {found.names[0]}


def test_a_map_of_few_posts_has_a_mark_for_each(store: Store) -> None:
    scores = scores_of(store)
    found = feed_topics(store, scores.corpus)
    shown = topic_map(found, scores)
    assert not shown.is_tiled
    assert shown.marks["posts"].to_list() == [1] * 24
    assert shown.labels["topic"].to_list() == list(found.names)
    figure = drawn_map(shown.marks, shown.labels, middle=scores.feed)
    assert sum(len(trace.x) for trace in figure.data) == 24
    assert [one.text for one in figure.layout.annotations] == [
        f"<b>{name.split(', ')[0]}</b>" for name in found.names
    ]


def test_a_map_of_a_hundred_thousand_posts_is_tiled(store: Store) -> None:
    draw = np.random.default_rng(3)
    many = 100_000
    relevance = draw.random(many).astype(np.float32)
    places = draw.normal(size=(many, 2)).astype(np.float32)
    relevance[places[:, 0] < -1] = np.nan
    found = FeedTopics(
        model="any",
        ids=pl.Series(list(map(str, range(many)))),
        centres=np.zeros((2, 3), dtype=np.float32),
        rows=np.arange(many),
        counted=np.arange(many),
        topic=(places[:, 1] > 0).astype(np.int64),
        nearness=np.ones(many, dtype=np.float32),
        places=places,
        names=("one <b>", "two"),
        terms=(("one",), ("two",)),
        unread=0,
    )
    shown = topic_map(found, replace(scores_of(store), relevance=relevance))
    assert shown.is_tiled
    assert shown.marks["posts"].sum() == many
    assert shown.marks.height < 2_000
    assert np.bincount(shown.mark).tolist() == shown.marks["posts"].to_list()
    figure = drawn_map(shown.marks, shown.labels, middle=0.5)
    assert sum(len(trace.x) for trace in figure.data) == shown.marks.height
    assert len(figure.data) == 2  # known, and hollow for unknown
    assert {trace.marker.symbol for trace in figure.data} == {"hexagon2", "hexagon2-open"}
    assert "one &lt;b&gt;" in figure.data[0].text


def test_a_topic_becomes_an_interest_or_turns_one() -> None:
    there = (Interest("Trains", 50, ("trains",), ("rail",)),)
    added = wish_for_topic(there, "night train, Vienna", ["night train", "Vienna"], more=True)
    assert added == (*there, Interest("night train, Vienna", 60, ("night train", "Vienna")))
    turned = wish_for_topic(added, "trains", ["Trains", "rails"], more=False)
    assert turned[0] == Interest("Trains", -60, ("trains", "rails"), ("rail",))
    assert turned[1:] == added[1:]


def test_names_differ_even_where_terms_are_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "relevance.pipeline.topic_groups.topic_terms",
        lambda texts, topic: [["a", "b", "c", "d"], ["a", "b", "c", "e"], ["a", "b", "c"], []],
    )
    found = feed_topics(store, scores_of(store).corpus)
    assert found.names == ("a, b, c", "a, b, c, e", "a, b, c (3)", "topic (4)")
    assert topics_table(found, scores_of(store))["name"].to_list() == list(found.names)


def further_posts(store: Store, folder: Path, texts: list[str]) -> Scores:
    """The scores after Hana Holm wrote these posts, read by the model."""
    rows = [
        {
            "author": "Hana Holm",
            "author_url": "https://www.linkedin.com/in/hana-holm",
            "text": text,
            "created_at": world.NEWEST.isoformat(),
        }
        for text in texts
    ]
    import_paths(store, [world.write_posts(folder, rows)], settings=Settings(database=store.path))
    world.embed(store, encoder=world.WordEncoder())
    return scores_of(store)


def test_new_posts_join_the_nearest_topic_and_names_stay(store: Store, tmp_path: Path) -> None:
    before = feed_topics(store, scores_of(store).corpus)
    assert before.strayed == 0
    scores = further_posts(
        store, tmp_path, ["Rain and weather today.", "Signals and trains.", "More weather at last."]
    )
    kept = keep_topics(before, scores.corpus)
    assert (kept.names, kept.terms) == (before.names, before.terms)
    # Three posts came beside the 24 that were grouped.
    assert kept.strayed == pytest.approx(3 / 24)
    where = dict(zip(before.ids, before.topic, strict=True))
    assert [where.get(one, topic) for one, topic in zip(kept.ids, kept.topic, strict=True)] == list(
        kept.topic
    )
    table = topics_table(kept, scores)
    posts = {subject_of(row["terms"]): row["posts"] for row in table.iter_rows(named=True)}
    assert posts == {"crypto": 8, "design": 7, "weather": 7, "trains": 5}
    assert table["posts"].to_list() == [8, 7, 7, 5]
    whole = (table["attention_share"] * table["relevance"]).sum()
    assert whole == pytest.approx(scores.feed, abs=1e-6)


def test_a_topic_that_outgrows_another_comes_before_it(store: Store, tmp_path: Path) -> None:
    before = feed_topics(store, scores_of(store).corpus)
    texts = ["Trains north.", "Trains south.", "Trains east now.", "Trains west, always late."]
    scores = further_posts(store, tmp_path, texts)
    table = topics_table(keep_topics(before, scores.corpus), scores)
    assert table["posts"].to_list() == [8, 8, 7, 5]
    assert subject_of(table["terms"][1].to_list()) == "trains"
    assert table["topic"].to_list() == [0, 3, 1, 2]


def test_posts_that_went_count_as_strayed_and_everything_else_stays_so(store: Store) -> None:
    scores = scores_of(store)
    before = feed_topics(store, scores.corpus)
    aside = replace(before, topic=np.where(before.topic == 3, -1, before.topic))
    kept = keep_topics(aside, scores.corpus)
    assert kept.topic.tolist() == aside.topic.tolist()
    assert kept.strayed == 0
    fewer = replace(before, ids=pl.Series([*before.ids, "gone"]), topic=np.append(before.topic, 0))
    assert keep_topics(fewer, scores.corpus).strayed == pytest.approx(1 / 25)
    with pytest.raises(UsageError, match="Find them anew"):
        keep_topics(replace(before, model="another"), scores.corpus)


def test_names_are_made_of_what_the_model_reads(store: Store, tmp_path: Path) -> None:
    wall = "\n\n#monday #motivation #growth #hustle"
    texts = [f"Weather report number {number} for the coast.{wall}" for number in range(9)]
    scores = further_posts(store, tmp_path, texts)
    terms = feed_topics(store, scores.corpus).terms
    weather = next(one for one in terms if any("weather" in word.casefold() for word in one))
    assert not {"monday", "motivation", "growth", "hustle"} & {word.casefold() for word in weather}
    assert not any("hustle" in word for one in terms for word in one)


@pytest.mark.parametrize("many", [1, 100])
def test_posts_that_were_grouped_keep_their_nearness_and_new_ones_get_theirs(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    # With few topics all posts decide where each lies; with many each is placed by its own vector.
    monkeypatch.setattr("relevance.pipeline.topic_groups.LAID_OUT_FROM", many)
    before = feed_topics(store, scores_of(store).corpus)
    corpus = further_posts(
        store, tmp_path, ["Rain and weather today.", "Signals and trains."]
    ).corpus
    kept = keep_topics(before, corpus)
    ids = kept.ids.to_list()
    earlier = [ids.index(one) for one in before.ids]
    assert kept.nearness[earlier].tolist() == before.nearness.tolist()
    assert kept.topic[earlier].tolist() == before.topic.tolist()
    came = sorted(set(range(len(ids))) - set(earlier))
    near, nearness = nearest(corpus, kept.rows[came], before.centres)
    assert kept.topic[came].tolist() == near.tolist()
    assert kept.nearness[came].tolist() == nearness.tolist()
    assert np.isfinite(kept.places).all()
    assert (kept.places[earlier].tolist() == before.places.tolist()) == (many == 1)
