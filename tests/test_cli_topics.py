"""The command `topics`: documents, wishes, errors in words."""

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
    shutil.copy(world_database, tmp_path / "cli.duckdb")
    return Shell(tmp_path / "cli.duckdb", capsys)


def test_topics_are_listed_with_their_figures(shell: Shell) -> None:
    document = shell.json("topics")
    assert (document["posts"], document["unread"]) == (24, 0)
    assert [one["topic"] for one in document["topics"]] == [1, 2, 3, 4]
    assert [one["posts"] for one in document["topics"]] == [8, 7, 5, 4]
    first = document["topics"][0]
    assert "crypto" in first["terms"]
    assert [one["name"] for one in first["people"]] == ["Carl Cole"]
    assert sum(one["share"] for one in document["topics"]) == pytest.approx(1)
    assert "map" not in document
    marks = shell.json("topics", "--map")["map"]["marks"]
    assert len(marks) == 24
    assert set(marks[0]) == {"x", "y", "posts", "relevance", "topic"}
    code, out = shell.run("topics")
    assert code == 0
    assert "Topics of 24 posts" in out
    assert "Carl Cole (8)" in out


def test_a_topic_is_taken_as_an_interest_and_as_less_of_this(shell: Shell) -> None:
    listed = shell.json("topics")["topics"]
    weather = next(one for one in listed if "weather" in one["terms"])
    assert weather["relevance"] < 0.5
    after = shell.json("topics", "--more", str(weather["topic"]))["topics"]
    assert next(one for one in after if one["name"] == weather["name"])["relevance"] > 0.5
    interests = {one["name"]: one for one in shell.json("interests", "list")["interests"]}
    assert interests[weather["name"]]["weight"] == 60
    assert interests[weather["name"]]["keywords"] == weather["terms"]
    shell.json("topics", "--less", str(weather["topic"]))
    interests = {one["name"]: one for one in shell.json("interests", "list")["interests"]}
    assert interests[weather["name"]]["weight"] == -60


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("topics", "--more", "9"), "There is no topic 9; there are: 1 to 4."),
        (("topics", "--more", "1", "--less", "2"), "cannot both be given"),
    ],
)
def test_mistakes_are_told_in_words(shell: Shell, words: tuple[str, ...], said: str) -> None:
    assert shell.run(*words)[0] == 2
    assert said in shell.err
    assert len(shell.json("interests", "list")["interests"]) == 3


def test_an_empty_database_has_no_topics(tmp_path: Path, capsys) -> None:
    empty = Shell(tmp_path / "none.duckdb", capsys)
    assert empty.json("topics") == {"topics": [], "posts": 0, "unread": 0}
    assert not empty.database.exists()
