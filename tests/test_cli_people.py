"""The commands about who is who: documents, exit codes, errors in words."""

import shutil
from pathlib import Path

import pytest

from relevance.store import Store
from tests import world
from tests.test_cli import Shell
from tests.test_people import ADA, GUS, IDA, LOU, SAM, letters


@pytest.fixture
def shell(
    tmp_path: Path,
    world_database: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    shutil.copy(world_database, tmp_path / "cli.duckdb")
    opened = Shell(tmp_path / "cli.duckdb", capsys)
    box = letters(tmp_path, (LOU, ADA), (ADA, LOU), (IDA, ADA), (GUS, ADA), (SAM, ADA))
    opened.json("import", box, "--owner", "ada@own.example")
    return opened


def link_of(document: dict, *names: str) -> dict:
    links = document["links"]
    found = [
        one
        for one in links
        if {one["left"]["name"], one["right"]["name"]} == set(names)
        and {one["left"]["source"], one["right"]["source"]} & {"mail"}
    ]
    return found[0]


def test_link_lists_made_and_proposed_links_with_evidence(shell: Shell) -> None:
    document = shell.json("link")
    assert (document["linked"], document["proposed"], document["refused"]) == (1, 4, 0)
    gus = link_of(document, "Gus Gray")
    assert (gus["state"], gus["left"]["person_id"]) == ("linked", gus["right"]["person_id"])
    ida = link_of(document, "Ida Berg", "Ida Inge (née Berg)")
    assert ida["state"] == "proposed"
    words = " ".join(bar["words"] for bar in ida["evidence"])
    assert "A former name of one is the name of the other: Berg." in words
    certain = [one for one in document["links"] if one["how"] == "same profile URL"]
    assert len(certain) + sum(one["how"] != "same profile URL" for one in document["links"]) == len(
        document["links"]
    )
    assert {one["probability"] for one in certain} == {1.0}
    again = shell.json("link")
    assert (again["compared"], again["links"]) == (False, document["links"])
    assert shell.json("link", "--again") == document


def test_review_takes_answers_and_ranks_the_rest(shell: Shell) -> None:
    queue = shell.json("people", "review")["queue"]
    assert queue[0]["changes"] == "adds 2 mails; the invite becomes: accept"
    assert (queue[0]["decision_before"], queue[0]["decision_after"]) == ("decline", "accept")
    pair = f"{queue[0]['left']['record_id']},{queue[0]['right']['record_id']}"
    document = shell.json("people", "review", "--answer", f"{pair}=yes", "--limit", "1")
    assert document["done"][0]["sentence"] == "Lou Lark: one person now."
    assert (document["left"], document["answered"], len(document["queue"])) == (3, 1, 1)
    advice = {one["name"]: one for one in shell.json("invites")["invites"]}
    assert advice["Lou Lark"]["decision"] == "accept"
    assert [one["answer"] for one in shell.json("people", "review", "--answers")["answers"]] == [
        "yes"
    ]
    assert shell.json("people", "undo", "1") == {"undone": 1}
    assert shell.json("people", "review")["left"] == 4


def test_a_refused_pair_says_so(shell: Shell) -> None:
    shell.json("link")
    queue = shell.json("people", "review")["queue"]
    pair = f"{queue[0]['left']['record_id']},{queue[0]['right']['record_id']}"
    shell.json("people", "review", "--answer", f"{pair}=no")
    document = shell.json("link")
    assert link_of(document, "Lou Lark")["state"] == "refused"
    assert document["refused"] == 1


def test_merge_and_split_by_name_and_record(shell: Shell) -> None:
    merged = shell.json("people", "merge", "Lou Lark", "Lou Lark")
    assert len(merged["person_ids"]) == 1
    (link,) = merged["links"]
    assert (link["state"], link["answer"], link["how"]) == ("linked", "yes", "you said so")
    assert 0 <= link["probability"] <= 1
    assert all({"words", "weight"} <= one.keys() for one in link["evidence"])
    person = shell.json("person", "Lou Lark")
    assert [one["how"] for one in person["records"] if one["source"] == "mail"] == ["you said so"]
    record = next(one["record_id"] for one in person["records"] if one["source"] == "mail")
    parted = shell.json("people", "split", record)
    assert len(parted["person_ids"]) == 2
    assert {one["state"] for one in parted["links"]} == {"refused"}
    assert {one["source"] for one in shell.json("person", parted["person_ids"][0])["records"]} == {
        "mail"
    }


def test_a_former_name_finds_the_merged_person(shell: Shell) -> None:
    pair = link_of(shell.json("link"), "Ida Berg", "Ida Inge (née Berg)")
    ends = shell.json("people", "merge", pair["left"]["person_id"], pair["right"]["person_id"])
    assert shell.json("person", "Ida Berg")["person_id"] == ends["person_ids"][0]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("people", "split", "r0"), 1, "There is no record 'r0'."),
        (
            ("people", "merge", "Nobody Here", "Lou Lark"),
            1,
            "nobody with the id or name 'Nobody Here'",
        ),
        (
            ("people", "review", "--answer", "r1=yes"),
            2,
            "`--answer` must be two records and a word",
        ),
        (("people", "review", "--answer", "r1,r2=maybe"), 2, "yes, no or later. Got 'r1,r2=maybe'"),
        (("people", "undo", "9"), 1, "There is no answer 9 that could be undone; there are: none."),
    ],
)
def test_mistakes_are_told_in_words(
    shell: Shell, words: tuple[str, ...], code: int, said: str
) -> None:
    assert shell.run(*words)[0] == code
    assert said in shell.err


def test_a_terminal_is_asked_pair_by_pair(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["y", "n", "later", "q"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda _: next(keys))
    code, out = shell.run("people", "review")
    assert code == 0
    assert "1 of 4: Lou Lark and Lou Lark" in out
    assert "Lou Lark: one person now." in out
    with Store.open(shell.database) as store:
        said = store.frame("SELECT answer FROM link_answer ORDER BY answer_id")["answer"].to_list()
    assert said == ["yes", "no", "later"]


def test_asking_an_empty_database_finds_nobody(tmp_path: Path, capsys) -> None:
    empty = Shell(tmp_path / "none.duckdb", capsys)
    assert empty.run("link", "--json")[0] == 0
    assert not empty.database.exists()
