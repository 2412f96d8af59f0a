"""Posts in languages that the model does not read: unknown, counted, said, and no part of any figure."""

import csv
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.config import Settings
from relevance.embedding import languages_read
from relevance.pipeline import (
    connections,
    current_scores,
    embed,
    feed_summary,
    history,
    import_paths,
    person_page,
    save_interests,
    vectors,
    what_would_settle,
    window_figures,
)
from relevance.pipeline.models import ModelInUse
from relevance.pipeline.posts_languages import note_languages
from relevance.store import Store
from tests import world

GERMAN = (
    "Wir haben unsere Schulung neu gestaltet und die Abschlussquote verdoppelt, mit design und viel Geduld.",
    "Gute Führung beginnt mit Zuhören, und das lernt man nicht in einem Nachmittag, auch nicht mit design.",
    "Vielen Dank an alle, die gestern bei unserem Treffen über Weiterbildung und design dabei waren.",
)


def german_posts(folder: Path) -> Path:
    """Gus, who has no other post, writes three posts in German; Bea writes one of the same."""
    path = folder / "german.csv"
    rows = [("gus-gray", "Gus Gray", text) for text in GERMAN]
    rows.append(
        ("bea-brook", "Bea Brook", "Morgen mehr dazu, wie wir mit design unsere Kurse bauen.")
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("author", "author_url", "text", "created_at", "url"))
        for number, (slug, name, text) in enumerate(rows):
            day = world.NEWEST - timedelta(days=number)
            address = f"https://www.linkedin.com/in/{slug}"
            out.writerow((name, address, text, day.isoformat(), f"https://example.org/{number}"))
    return path


@pytest.fixture
def store(tmp_path: Path, world_database: Path):
    path = tmp_path / "languages.duckdb"
    path.write_bytes(world_database.read_bytes())
    with Store.open(path) as opened:
        before = current_scores(opened, Settings(database=path))
        import_paths(opened, [german_posts(tmp_path)], settings=Settings(database=path))
        embed(opened, encoder=world.WordEncoder())
        opened.before = before
        yield opened


def row_of(frame: pl.DataFrame, name: str) -> dict:
    return frame.filter(pl.col("name") == name).to_dicts()[0]


def test_they_take_no_part_in_the_feed_and_are_counted(store: Store) -> None:
    scores = current_scores(store, Settings(database=store.path))
    assert scores.feed == pytest.approx(store.before.feed, abs=1e-9)
    summary = feed_summary(scores)
    assert (summary.posts, summary.foreign, summary.waiting) == (28, 4, 0)
    assert summary.languages["de"] == 4
    assert summary.sentence.endswith("4 posts in other languages are unknown to this model.")
    foreign = scores.corpus.posts["language"] == "de"
    assert np.isnan(scores.relevance[foreign.to_numpy()]).all()


def test_a_person_with_only_such_posts_is_unknown(store: Store) -> None:
    listed = connections(current_scores(store, Settings(database=store.path)))
    gus = row_of(listed, "Gus Gray")
    assert (gus["state"], gus["relevance"], gus["effect"], gus["posts"]) == (
        "unknown",
        None,
        None,
        3,
    )
    # Who is loud is known whatever the language; and Bea's figures are those of her English posts.
    assert gus["attention_share"] > 0
    before = row_of(connections(store.before), "Bea Brook")
    assert row_of(listed, "Bea Brook")["relevance"] == pytest.approx(before["relevance"], abs=1e-6)
    scores = current_scores(store, Settings(database=store.path))
    page = person_page(store, gus["person_id"], scores)
    assert (page.raising.height, page.lowering.height, page.parts) == (0, 0, {})


def test_a_model_that_reads_every_language_counts_them(store: Store) -> None:
    settings = Settings(database=store.path, model_languages=("*",))
    scores = current_scores(store, settings)
    summary = feed_summary(scores)
    assert (summary.foreign, summary.posts) == (0, 28)
    assert "other languages" not in summary.sentence
    # All of Gus's posts are about design.
    assert row_of(connections(scores), "Gus Gray")["state"] == "raises"
    some = feed_summary(current_scores(store, Settings(model_languages=("en", "de"))))
    assert some.foreign == 0


def test_figures_over_a_window_and_by_week_leave_them_unknown(store: Store) -> None:
    scores = current_scores(store, Settings(database=store.path))
    whole = window_figures(scores, bar=0.5)
    assert (whole["posts"], whole["known_posts"]) == (28, 24)
    assert whole["relevance"] == pytest.approx(scores.feed, abs=1e-9)
    # The two newest days; those of pending inviters are not in the feed.
    today = window_figures(scores, bar=0.5, days=1)
    recent = scores.corpus.posts.filter(pl.col("created_at") >= world.NEWEST - timedelta(days=1))
    inside = [not apart for apart in _apart(scores, recent)]
    assert today["posts"] == sum(inside)
    weeks = history(scores)
    assert weeks["posts"].sum() == 24
    assert weeks["all_posts"].sum() == 28


def _apart(scores, posts: pl.DataFrame) -> list[bool]:
    people = dict(scores.corpus.people.select("person_id", "is_apart").iter_rows())
    return [people[one] for one in posts["person_id"]]


def test_only_foreign_posts_is_nothing_known_and_says_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "only.duckdb") as store:
        settings = Settings(database=store.path)
        import_paths(store, [german_posts(tmp_path)], settings=settings)
        save_interests(store, world.INTERESTS)
        embed(store, encoder=world.WordEncoder())
        scores = current_scores(store, settings, encoder=world.WordEncoder())
        summary = feed_summary(scores)
        assert summary.relevance is None
        assert summary.sentence == (
            "Nothing is known yet. 4 posts in other languages are unknown to this model."
        )
        assert window_figures(scores, bar=0.5)["relevance"] is None


def test_languages_are_told_once_and_again_where_the_text_changed(store: Store) -> None:
    assert note_languages(store) == 0
    changed = store.frame("SELECT post_id FROM feed_post WHERE language = 'de' ORDER BY 1")[
        "post_id"
    ][0]
    store.execute(
        "UPDATE post SET text = 'Now this one is written in English, as you can see', text_key = 'new' "
        "WHERE post_id = ?",
        [changed],
    )
    assert (
        store.frame("SELECT language FROM feed_post WHERE post_id = ?", [changed])["language"][0]
        is None
    )
    assert note_languages(store) == 1
    assert (
        store.frame("SELECT language FROM feed_post WHERE post_id = ?", [changed])["language"][0]
        == "en"
    )


def test_what_a_model_reads_is_what_its_description_says(tmp_path: Path) -> None:
    def model(name: str, head: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "modules.json").write_text("[]")
        (folder / "README.md").write_text(f"---\n{head}\n---\n# A model\n")
        return str(folder)

    assert languages_read() == {"en"}
    assert languages_read(model("one", "language: de")) == {"de"}
    assert languages_read(model("two", "language:\n- en\n- pt-BR")) == {"en", "pt"}
    assert languages_read(model("many", "language:\n- multilingual\n- de\n- en")) is None
    assert languages_read(model("north", "language: no")) == {"no"}
    assert languages_read(model("both", "language:\n- sv\n- no")) == {"sv", "no"}
    assert languages_read(model("silent", "license: mit")) is None
    assert languages_read(model("damaged", "language: [")) is None
    assert languages_read("nobody/has-this-model") is None


def test_a_language_that_is_not_known_counts_as_readable() -> None:
    model = ModelInUse("", "m", frozenset({"en"}))
    assert [model.is_foreign(one) for one in ("en", "de", "und", None)] == [
        False,
        True,
        False,
        False,
    ]
    assert not ModelInUse("", "m", None).is_foreign("de")


def _id_of(scores, name: str) -> str:
    return str(scores.corpus.people.filter(pl.col("name") == name)["person_id"][0])


def test_what_would_settle_a_person_is_said(store: Store) -> None:
    scores = current_scores(store, Settings(database=store.path))

    def said(name: str) -> str | None:
        return what_would_settle(scores, _id_of(scores, name))

    assert said("Gus Gray") == (
        "Their 3 posts in the window are in a language that the model does not read (de). A multilingual model, or one "
        "post that it reads, would settle it."
    )
    assert str(said("Hana Holm")).startswith("No post of theirs is known in the window. One post")
    assert str(said("Lou Lark")).startswith("Their posts are not in your feed")
    assert said("Carl Cole") is None  # dilutes, and that is settled
    assert what_would_settle(scores, "nobody") is None


def test_posts_that_wait_and_interests_that_are_missing_are_said(tmp_path: Path) -> None:
    with Store.open(tmp_path / "waiting.duckdb") as store:
        settings = Settings(database=store.path)
        import_paths(store, [world.write_posts(tmp_path)], settings=settings)
        scores = current_scores(store, settings)
        bea = _id_of(scores, "Bea Brook")
        assert str(what_would_settle(scores, bea)).startswith("6 posts of theirs wait")
        embed(store, encoder=world.WordEncoder())
        scores = current_scores(store, settings)
        assert "No interest is stated" in str(what_would_settle(scores, bea))


def test_the_first_posts_are_read_before_all_languages_are_told(store: Store, monkeypatch) -> None:
    store.execute("DELETE FROM embedding")
    store.execute("DELETE FROM text_language")
    told: list[int] = []
    saves = store.save_vectors

    def save(model, keys, vectors, *, part="vectors") -> None:
        told.append(store.count("text_language"))
        saves(model, keys, vectors, part=part)

    monkeypatch.setattr(store, "save_vectors", save)
    embed(store, encoder=world.WordEncoder(), limit=5)
    # The phrases first, then the five posts; of each post that is read the language is told.
    assert told[-1] == 5
    assert store.count("text_language") == len(
        store.frame("SELECT DISTINCT text_key FROM feed_post WHERE author_id <> 'owner'")
    )
    summary = feed_summary(current_scores(store, Settings(database=store.path)))
    assert summary.foreign == 4


def test_batches_ask_only_for_languages_that_are_missing(store: Store, monkeypatch) -> None:
    store.execute("DELETE FROM embedding")
    untold = store.frame("SELECT text_key FROM feed_post WHERE language = 'de' ORDER BY 1 LIMIT 1")
    store.execute("DELETE FROM text_language WHERE text_key = ?", untold["text_key"].to_list())
    asked: list[list[str]] = []

    def noting(used: Store, keys=None) -> int:
        asked.append(keys)
        return note_languages(used, keys)

    monkeypatch.setattr(vectors, "note_languages", noting)
    embed(store, encoder=world.WordEncoder())
    # Told with the batch that reads it; at the end whatever was said meanwhile is looked for.
    assert asked == [untold["text_key"].to_list(), None]
    asked.clear()
    store.execute("DELETE FROM embedding")
    embed(store, encoder=world.WordEncoder())
    assert asked == [None]
