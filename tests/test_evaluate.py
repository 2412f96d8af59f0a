"""`relevance evaluate`: its document, its baselines, and what it refuses."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.config import Settings
from relevance.errors import DataError
from relevance.evaluating import judge
from relevance.interests import Interest, dump_interests
from relevance.pipeline import (
    current_scores,
    embed,
    evaluate_posts,
    evaluate_ratings,
    import_paths,
    save_interests,
)
from relevance.schema import text_key
from relevance.store import Store
from tests import world
from tests.test_cli import filled, shell

__all__ = ["filled", "shell"]

KEYS = {"post_auc", "post_ap", "author_ap", "ece", "brier", "baselines", "posts", "authors"}
INTERESTS = (
    Interest("Learning design", 100, ("design",), ("Pedagogy",)),
    Interest("Crypto", -100, ("crypto",), ("coins",)),
)
TEXTS = {
    "pedagogy": "On design",
    "coins": "On crypto",
    "both": "On design and crypto",
    "other": "On the weather",
}


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Four kinds of post, ten of each, by two people a kind."""
    rows = [
        {"author": f"{kind} {i % 2}", "text": f"{text}, part {i}", "topic": [kind], "score": i}
        for kind, text in TEXTS.items()
        for i in range(10)
    ]
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(rows), "utf-8")
    return path


@pytest.fixture
def wishes(tmp_path: Path) -> Path:
    path = tmp_path / "wishes.toml"
    path.write_text(dump_interests(INTERESTS), "utf-8")
    return path


def test_the_document_keeps_its_contract(shell, posts, wishes, monkeypatch) -> None:
    monkeypatch.setattr("relevance.pipeline.evaluation.load_encoder", lambda _: world.WordEncoder())
    document = shell.json("evaluate", posts, "--interests", wishes)
    assert set(document) >= KEYS
    assert (document["posts"], document["authors"], document["relevant_posts"]) == (40, 8, 10)
    assert set(document["baselines"]) == {"tfidf", "raw_cosine", "random", "popularity"}
    for one in document["baselines"].values():
        assert set(one) == {"post_auc", "post_ap", "author_ap"}
    # Posts about design alone stand first: what speaks of crypto too is taken down.
    assert (document["post_auc"], document["post_ap"], document["author_ap"]) == (1, 1, 1)
    assert document["baselines"]["popularity"]["post_auc"] == 0.5
    assert set(document["refitted"]) == {"ece", "brier", "bins"}
    assert document["refitted"]["ece"] != document["ece"]
    assert not shell.database.exists()


def test_the_figures_are_without_labels_and_what_labels_teach_stands_apart(
    posts, monkeypatch
) -> None:
    found = evaluate_posts(posts, INTERESTS, encoder=world.WordEncoder())
    monkeypatch.setattr("relevance.pipeline.evaluation.refitted", lambda *_: None)
    without = evaluate_posts(posts, INTERESTS, encoder=world.WordEncoder())
    assert found.judgement == without.judgement
    assert found.refitted is not None and without.refitted is None
    assert found.refitted.brier < found.judgement.brier


def test_people_get_a_table(shell, posts, wishes, monkeypatch) -> None:
    monkeypatch.setattr("relevance.pipeline.evaluation.load_encoder", lambda _: world.WordEncoder())
    code, out = shell.run("evaluate", posts, "--interests", wishes, "--label", "topic")
    assert code == 0
    assert "raw cosine" in out
    assert "10 of 40 posts and 2 of 8 authors are relevant" in out


def test_figures_are_of_the_combined_relevance(posts) -> None:
    found = evaluate_posts(posts, INTERESTS, encoder=world.WordEncoder())
    without = evaluate_posts(posts, INTERESTS[:1], encoder=world.WordEncoder())
    # Without the interest below 0, posts about both are taken for relevant.
    assert found.judgement.brier < without.judgement.brier
    assert found.baselines["raw_cosine"] == without.baselines["raw_cosine"]


@pytest.mark.parametrize(
    ("interests", "message"),
    [
        ([Interest("Crypto", -100, ("crypto",), ("coins",))], "no interest has a weight above 0"),
        ([Interest("Design", 100, ("design",))], "says which labels count as it"),
        (
            [Interest("Design", 100, ("design",), ("pedagoy",))],
            "state: pedagoy. The most frequent labels of the table are: pedagogy \\(10\\)",
        ),
        ([Interest("All", 100, ("all",), tuple(TEXTS))], "All 40 posts carry a label"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_before_the_model_is_loaded(
    posts, interests, message
) -> None:
    encoder = world.WordEncoder()
    with pytest.raises(DataError, match=message):
        evaluate_posts(posts, interests, encoder=encoder)
    assert encoder.calls == 0


def test_errors_come_in_words_with_their_exit_code(shell, posts, wishes) -> None:
    assert shell.run("evaluate", posts, "--interests", wishes, "--label", "tpic")[0] == 2
    assert "no column 'tpic'" in shell.err
    assert "author, text, topic, score" in shell.err
    assert shell.run("evaluate", posts)[0] == 2
    assert "--interests FILE" in shell.err
    assert shell.run("evaluate", "--interests", wishes)[0] == 2
    assert shell.run("evaluate", posts.with_name("none.csv"), "--interests", wishes)[0] == 1
    assert shell.run("evaluate", posts, "--interests", posts.with_name("none.toml"))[0] == 1


def rate(store: Store, values: list[float], source: str | None = None) -> None:
    """Rate the world's posts in the order of their ids, one a day."""
    ids = store.frame(
        "SELECT post_id FROM feed_post WHERE author_id <> 'owner' AND person_id <> 'owner' ORDER BY post_id"
    )["post_id"].to_list()
    start = datetime(2026, 11, 1, tzinfo=UTC)
    rows = [
        {
            "rating_id": i + 1,
            "subject": "post",
            "subject_id": ids[i % len(ids)],
            "value": value,
            "at": start + timedelta(days=i),
            "source": source,
        }
        for i, value in enumerate(values)
    ]
    schema = {"source": pl.String, "at": pl.Datetime("us", "UTC"), "value": pl.Float64}
    store.insert("rating", pl.DataFrame(rows, schema_overrides=schema))


@contextmanager
def rated_store(folder: Path, *, posts: int) -> Iterator[tuple[Store, Settings]]:
    """A network whose owner likes, post by post in turn, design and not the weather."""
    rows = [
        {
            "author": f"Author {i % 6}",
            "text": f"On {('design', 'the weather')[i % 2]}, part {i}",
            "created_at": (world.NEWEST - timedelta(days=20 * i)).isoformat(),
        }
        for i in range(posts)
    ]
    with Store.open(folder / "rated.duckdb") as store:
        settings = Settings(database=store.path)
        import_paths(store, [world.write_posts(folder, rows)], settings=settings)
        save_interests(store, INTERESTS)
        embed(store, encoder=world.WordEncoder())
        texts = store.frame("SELECT text FROM post ORDER BY post_id")["text"]
        rate(store, [1.0 if "design" in text else -1.0 for text in texts])
        yield store, settings


def test_too_few_ratings_give_no_percentages(filled) -> None:
    with Store.open(filled.database) as store:
        rate(store, [1, -1] * 5)
    code, out = filled.run("evaluate", "--json")
    document = json.loads(out)
    assert code == 1
    assert (document["ratings"], document["missing"]) == (10, 20)
    assert document["post_auc"] is None
    assert "20 are missing" in filled.err


def test_likes_are_no_thumbs(filled) -> None:
    with Store.open(filled.database) as store:
        rate(store, [1, -1] * 10, source="like")
        assert evaluate_ratings(store, Settings()).missing == 30


def test_ratings_are_split_in_time(tmp_path: Path) -> None:
    with rated_store(tmp_path, posts=60) as (store, settings):
        found = evaluate_ratings(store, settings, encoder=world.WordEncoder())
        assert (found.ratings, found.missing, found.learned) == (60, 0, 30)
        judged = found.figures.evaluation.judgement
        texts = store.frame("SELECT text FROM post ORDER BY post_id")["text"]
        likes = int(texts[30:].str.contains("design").sum())
        assert (judged.posts, judged.relevant_posts) == (30, likes)
        assert judged.ranking.post_auc == 1
        assert set(found.figures.evaluation.baselines) == {
            "stated_interests", "tfidf", "raw_cosine", "popularity", "random",
        }  # fmt: skip
        # Only the newest thumb of a post counts, and what it says may change.
        newest = store.frame('SELECT * FROM rating ORDER BY "at" DESC LIMIT 1')
        late = pl.col("at") + timedelta(days=99)
        turned = newest.with_columns(late, rating_id=pl.lit(999, pl.Int64), value=-pl.col("value"))
        store.insert("rating", turned)
        changed = evaluate_ratings(store, settings, encoder=world.WordEncoder())
        assert changed.ratings == 60
        assert changed.figures.evaluation.judgement.relevant_posts != judged.relevant_posts
        assert changed.figures.evaluation.judgement.ranking.post_auc < 1


def test_one_kind_of_thumb_gives_no_figures(tmp_path: Path) -> None:
    with rated_store(tmp_path, posts=40) as (store, settings):
        store.execute("UPDATE rating SET value = 1")
        found = evaluate_ratings(store, settings, encoder=world.WordEncoder())
        assert found.figures is None
        assert "one kind only" in found.reason


def rate_the_weather(store: Store) -> None:
    """Turn the thumbs of a rated store: the owner likes the weather, which no interest names."""
    texts = store.frame("SELECT post_id, text FROM post")
    for post_id, text in texts.iter_rows():
        value = 1.0 if "weather" in text else -1.0
        store.execute("UPDATE rating SET value = ? WHERE subject_id = ?", [value, post_id])


def test_what_the_owner_sees_is_judged_and_nothing_newer_is_learned_from(tmp_path: Path) -> None:
    encoder = world.WordEncoder()
    with rated_store(tmp_path, posts=60) as (store, settings):
        rate_the_weather(store)
        found = evaluate_ratings(store, settings, encoder=encoder).figures
        assert found.evaluation.baselines["stated_interests"] == found.stated.ranking
        # The older half taught the taste: what is foretold without it is the wrong way round.
        assert (found.stated.ranking.post_auc, found.evaluation.judgement.ranking.post_auc) == (
            0,
            1,
        )
        assert found.evaluation.judgement.brier < found.stated.brier
        newer = store.frame('SELECT subject_id, value FROM rating ORDER BY "at" OFFSET 30')
        # Thumbs of the newer half taken out, the product shows exactly what was judged.
        store.execute("DELETE FROM rating WHERE \"at\" >= TIMESTAMPTZ '2026-12-01'")
        assert store.count("rating") == 30
        shown = current_scores(store, replace(settings, window_days=3650), encoder=encoder)
        seen = dict(zip(shown.corpus.posts["post_id"], shown.relevance, strict=True))
        again = judge([seen[one] for one in newer["subject_id"]], newer["value"] > 0, np.arange(30))
        assert again.ece == pytest.approx(found.evaluation.judgement.ece)
        assert again.brier == pytest.approx(found.evaluation.judgement.brier)


def test_newer_thumbs_the_other_way_round_turn_the_figures_round(tmp_path: Path) -> None:
    with rated_store(tmp_path, posts=60) as (store, settings):
        before = evaluate_ratings(store, settings, encoder=world.WordEncoder()).figures
        store.execute("UPDATE rating SET value = -value WHERE \"at\" >= TIMESTAMPTZ '2026-12-01'")
        after = evaluate_ratings(store, settings, encoder=world.WordEncoder()).figures
        assert before.evaluation.judgement.ranking.post_auc == 1
        assert after.evaluation.judgement.ranking.post_auc == 0
        assert after.doubt.ece_by_chance == before.doubt.ece_by_chance


def test_what_else_was_done_with_a_judged_post_is_not_learned_from(tmp_path: Path) -> None:
    with rated_store(tmp_path, posts=60) as (store, settings):
        rate_the_weather(store)
        before = evaluate_ratings(store, settings, encoder=world.WordEncoder())
        store.execute(
            """
            INSERT INTO rating SELECT rating_id + 1000, subject, subject_id, 1, TIMESTAMPTZ '2026-10-01', 'like'
            FROM rating WHERE "at" >= TIMESTAMPTZ '2026-12-01'
            """
        )
        assert evaluate_ratings(store, settings, encoder=world.WordEncoder()) == before


def test_an_act_that_counts_no_more_is_no_thumb_down(tmp_path: Path) -> None:
    with rated_store(tmp_path, posts=40) as (store, settings):
        store.execute("UPDATE rating SET value = 0 WHERE rating_id <= 5")
        found = evaluate_ratings(store, settings, encoder=world.WordEncoder())
        assert (found.ratings, found.figures.evaluation.judgement.posts) == (35, 18)


def test_popularity_is_how_much_the_author_posts(tmp_path: Path) -> None:
    with rated_store(tmp_path, posts=60) as (store, settings):
        # Six authors with ten posts each: equally popular, so as good as chance.
        found = evaluate_ratings(store, settings, encoder=world.WordEncoder()).figures
        assert found.evaluation.baselines["popularity"].post_auc == 0.5
        (tmp_path / "more").mkdir()
        more = [
            {"author": "Author 0", "text": f"On trains, part {i}", "created_at": "2026-10-01"}
            for i in range(5)
        ]
        import_paths(store, [world.write_posts(tmp_path / "more", more)], settings=settings)
        judged = store.frame(
            "SELECT text, name FROM rating JOIN feed_post ON post_id = subject_id JOIN post USING (post_id) "
            "JOIN person ON person.person_id = feed_post.author_id WHERE \"at\" >= TIMESTAMPTZ '2026-12-01'"
        ).filter(pl.col("text").str.contains("design"))
        first = (judged["name"] == "Author 0").mean()
        assert 0 < first < 1
        # Author 0 writes of design: their posts stand first, the others still tie.
        found = evaluate_ratings(store, settings, encoder=world.WordEncoder()).figures
        popularity = found.evaluation.baselines["popularity"].post_auc
        assert popularity == pytest.approx(first + (1 - first) / 2)


def test_the_document_on_ratings_and_what_is_said_of_it(tmp_path: Path, shell) -> None:
    with rated_store(tmp_path, posts=60) as (store, _):
        copy = Path(str(store.path))
    shell.database = copy
    document = shell.json("evaluate")
    assert set(document) >= KEYS | {"verdict", "intervals", "ece_by_chance", "learned"}
    assert set(document["baselines"]["stated_interests"]) == {
        "post_auc", "post_ap", "author_ap", "ece", "brier",
    }  # fmt: skip
    assert document["intervals"]["post_auc"] == [1, 1]
    assert "stands first 100 times in 100" in document["verdict"]
    out = " ".join(shell.run("evaluate")[1].split())
    assert document["verdict"] in out
    assert "stated interests only" in out
    assert "On the newer 30 of your 60 ratings" in out


@pytest.mark.model
def test_the_model_beats_words_in_common_on_invented_posts(tmp_path: Path) -> None:
    about = {
        "learning": [
            "Our onboarding course now ends with a task from the job, not a quiz.",
            "Spaced practice beat the one-day workshop in our pilot with nurses.",
            "Three questions I ask before I agree to build an e-learning module.",
        ],
        "sport": [
            "Penalty in the last minute, and the whole stand went silent.",
            "My half-marathon plan for people who hate running.",
            "The goalkeeper was the best player on the pitch tonight.",
        ],
    }
    rows = [
        {"author": f"{topic} {i}", "text": text, "topic": topic}
        for topic, texts in about.items()
        for i, text in enumerate(texts)
    ]
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(rows), "utf-8")
    wanted = Interest(
        "Workplace training", 100, ("instructional design", "training"), ("learning",)
    )
    found = evaluate_posts(path, [wanted])
    assert found.judgement.ranking.post_auc == 1
    assert found.baselines["tfidf"].post_auc < 1
    assert np.isfinite(found.judgement.ece)


def test_posts_from_before_the_cleaning_get_the_keys_of_what_is_read(tmp_path: Path) -> None:
    text = "On design\n\n#one #two #three"
    rows = [{"author": "Ana", "text": text, "created_at": world.NEWEST.isoformat()}]
    with Store.open(tmp_path / "old.duckdb") as store:
        settings = Settings(database=store.path)
        import_paths(store, [world.write_posts(tmp_path, rows)], settings=settings)
        store.execute("UPDATE post SET text_key = ?", [text_key(text)])
        assert embed(store, encoder=world.WordEncoder()).embedded == 1
        assert store.frame("SELECT text_key FROM post")["text_key"].to_list() == [
            text_key("On design")
        ]
        assert embed(store, encoder=world.WordEncoder()).reused == 1
