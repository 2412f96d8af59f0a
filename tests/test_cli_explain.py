"""The commands that say why: `post`, `feed --explain`, and what `person` says would change."""

import shutil
from pathlib import Path

import pytest

from tests import world
from tests.test_cli import Shell


@pytest.fixture
def shell(
    tmp_path: Path,
    world_database: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    monkeypatch.setattr("relevance.pipeline.explaining.load_encoder", lambda _: world.WordEncoder())
    shutil.copy(world_database, tmp_path / "cli.duckdb")
    return Shell(tmp_path / "cli.duckdb", capsys)


def test_a_post_is_explained_by_parts_that_add_up(shell: Shell) -> None:
    post = shell.json("person", "Carl Cole")["lowering"][0]
    found = shell.json("post", post["post_id"])
    assert found["relevance"] == pytest.approx(post["relevance"])
    assert sum(one["share"] for one in found["parts"]) == pytest.approx(
        found["relevance"], abs=1e-5
    )
    assert found["by_model"]
    assert [(one["interest"], one["text"]) for one in found["best"]] == [("Crypto", post["text"])]
    crypto = next(one for one in found["parts"] if one["name"] == "Crypto")
    assert (crypto["keyword"], crypto["weight"]) == ("crypto", -100)
    assert not shell.json("post", post["post_id"], "--words")["by_model"]
    code, out = shell.run("post", post["post_id"])
    assert code == 0
    assert "nearest keyword" in out
    assert "by meaning" in out


def test_what_a_command_says_would_change_is_what_changing_it_gives(shell: Shell) -> None:
    bea = shell.json("person", "Bea Brook")
    post = shell.json("post", bea["raising"][0]["post_id"])
    feed = shell.json("feed", "--explain")
    shell.json("interests", "set", "Learning design", "--weight", "0")

    def said(document: dict) -> float:
        return next(
            one["relevance"] for one in document["changes"] if one["interest"] == "Learning design"
        )

    after = shell.json("person", "Bea Brook")
    assert after["relevance"] == pytest.approx(said(bea))
    assert shell.json("feed")["relevance"] == pytest.approx(said(feed))
    assert shell.json("post", post["post_id"])["relevance"] == pytest.approx(said(post))


def test_the_feed_is_explained_by_interests_and_by_people(shell: Shell) -> None:
    found = shell.json("feed", "--explain")
    assert sum(found["parts"].values()) == pytest.approx(found["relevance"], abs=1e-5)
    assert sum(one["part"] for one in found["carried_by"]) == pytest.approx(
        found["relevance"], abs=1e-5
    )
    assert "parts" not in shell.json("feed")
    code, out = shell.run("feed", "--explain")
    assert code == 0
    assert "Who carries it" in out
    assert "At weight 0 for Learning design the feed would be" in out


def test_a_person_adds_up_with_what_draws_them_to_the_usual(shell: Shell) -> None:
    found = shell.json("person", "Dina Dahl")
    assert found["parts_total"] + found["parts_drawn"] == pytest.approx(found["relevance"])
    code, out = shell.run("person", "Dina Dahl")
    assert code == 0
    assert "At weight 0 for Trains their relevance would be" in out


def test_mistakes_are_told_in_words(shell: Shell) -> None:
    assert shell.run("post", "nonsense")[0] == 1
    assert "There is no post with the id 'nonsense'" in shell.err
