"""`decide`, `decisions`, `todo` and `ladder`: what was recorded, what is due, what is left to do."""

import csv
from pathlib import Path

import icalendar
import pytest

from tests.later_export import soon, write_later_export
from tests.test_cli import Shell, filled, shell

__all__ = ["filled", "shell"]


def invites(filled: Shell) -> dict[str, dict]:
    return {one["name"]: one for one in filled.json("invites")["invites"]}


def test_decide_takes_invites_and_people_and_keeps_the_day(filled: Shell) -> None:
    kim, lou = invites(filled)["Kim Kane"], invites(filled)["Lou Lark"]
    said = filled.json("decide", kim["person_id"], "ask", "--revisit", "2026-11-20")
    assert {key: said[key] for key in ("invite_id", "person_id", "decision", "revisit_on", "name")} == {
        "invite_id": kim["invite_id"], "person_id": kim["person_id"], "decision": "ask",
        "revisit_on": "2026-11-20", "name": "Kim Kane",
    }  # fmt: skip
    assert filled.json("decide", lou["invite_id"], "decline")["revisit_on"] is None
    now = invites(filled)
    assert (now["Kim Kane"]["decided"], now["Kim Kane"]["revisit_on"]) == ("ask", "2026-11-20")
    undone = filled.json("decide", kim["invite_id"], "undo")
    assert (undone["decision"], undone["undone"]) == ("undo", "ask")
    assert filled.run("decide", kim["invite_id"], "undo")[0] == 1
    assert filled.run("decide", kim["invite_id"], "undo", "--revisit", "2026-11-20")[0] == 2


def test_decisions_learn_from_the_next_import(filled: Shell, tmp_path: Path) -> None:
    listed = invites(filled)
    filled.json("decide", listed["Kim Kane"]["invite_id"], "ask", "--revisit", "2020-01-01")
    filled.json("decide", listed["Lou Lark"]["invite_id"], "accept")
    filled.json("decide", listed["Jo June"]["invite_id"], "decline")
    assert [one["name"] for one in filled.json("decisions", "--due")["decisions"]] == ["Kim Kane"]
    export = write_later_export(
        tmp_path,
        connected=["lou-lark"],
        gone=["jo-june"],
        wrote=[("kim-kane", soon(), "To learn from you")],
    )
    filled.json("import", export)
    found = {one["name"]: one for one in filled.json("decisions")["decisions"]}
    assert {name: one["outcome"] for name, one in found.items()} == {
        "Kim Kane": "answered",
        "Lou Lark": "connected",
        "Jo June": "gone",
    }
    assert found["Lou Lark"]["rung"] == listed["Lou Lark"]["rung"]
    assert found["Lou Lark"]["effect"] == listed["Lou Lark"]["effect"]
    assert found["Kim Kane"]["checks"][0]["rung"] == 1
    assert "“To learn from you”" in filled.run("decisions")[1].replace("\n", "")
    assert [one["what"] for one in filled.json("todo")["todo"]] == [
        "Kim Kane has answered: decide on the invitation"
    ]


def test_decisions_can_be_listed_with_those_taken_back(filled: Shell) -> None:
    kim = invites(filled)["Kim Kane"]["invite_id"]
    for word in ("ask", "later", "undo"):
        filled.json("decide", kim, word)
    assert filled.json("decisions")["decisions"] == []
    everything = filled.json("decisions", "--all")["decisions"]
    assert [one["decision"] for one in everything] == ["later", "ask"]
    assert all(one["undone_at"] for one in everything)
    assert filled.run("decisions", "--all", "--due")[0] == 2


def test_todo_is_written_in_three_ways(filled: Shell, tmp_path: Path) -> None:
    kim = invites(filled)["Kim Kane"]["invite_id"]
    filled.json("decide", kim, "later", "--revisit", "2026-12-24")
    table, text, calendar = (tmp_path / f"todo.{ending}" for ending in ("csv", "md", "ics"))
    for file in (table, text, calendar):
        document = filled.json("todo", file)
        assert document["file"] == str(file)
        assert [one["due"] for one in document["todo"]] == ["2026-12-24"]
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["Kim Kane"]
    assert "- [ ] **2026-12-24** Look at the invitation of Kim Kane again" in text.read_text(
        "utf-8"
    )
    (event,) = icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert str(event["summary"]) == "Look at the invitation of Kim Kane again"
    assert filled.run("todo", tmp_path / "todo.xlsx")[0] == 2
    assert "one of .csv, .md, .ics, got 'todo.xlsx'" in filled.err


def test_the_command_line_and_the_invites_share_one_ladder(filled: Shell) -> None:
    before = filled.json("ladder", "show")
    assert [one["rung"] for one in before["rungs"]] == [1, 2, 3, 4, 5, 6]
    assert invites(filled)["Jo June"]["rung"] == 2
    changed = filled.json("ladder", "set", "--order", "6,1,2,3,4,5", "--off", 2, "--unknown", "ask",
                          "--threshold", "note_words=9", "--objectives", "meet railway people")  # fmt: skip
    assert [(one["rung"], one["on"]) for one in changed["rungs"]][:3] == [
        (6, True),
        (1, True),
        (2, False),
    ]
    assert (changed["unknown"], changed["objectives"]) == ("ask", "meet railway people")
    assert changed["thresholds"]["note_words"] == 9
    assert filled.json("ladder", "show") == changed
    assert invites(filled)["Jo June"]["rung"] != 2
    assert filled.json("ladder", "undo") == before
    assert invites(filled)["Jo June"]["rung"] == 2
    assert filled.run("ladder", "undo")[0] == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "Say what to change"),
        (("--order", "1,2,3"), "each of the rungs 1 to 6 once"),
        (("--order", "1,2,3,4,5,5"), "each of the rungs 1 to 6 once"),
        (("--off", 7), "number of a rung, 1 to 6, got [7]"),
        (("--off", 5, "--off", 6), "rung 5 (ask) or rung 6 (decline) must be on"),
        (("--unknown", "marry"), "must be ask or decline, got 'marry'"),
        (("--threshold", "note_words=many"), "must be a whole number, got 'many'"),
        (("--threshold", "intrigue_floor=high"), "must be a number, got 'high'"),
        (("--threshold", "intrigue_floor=7"), "`intrigue_floor` must be from 0 to 1, got 7.0"),
        (("--threshold", "elsewhere=perhaps"), "'accept' or 'ask', got 'perhaps'"),
        (("--threshold", "height=3"), "NAME=VALUE"),
    ],
)
def test_a_wrong_change_of_the_ladder_changes_nothing(
    filled: Shell, given: tuple[object, ...], words: str
) -> None:
    before = filled.json("ladder", "show")
    assert filled.run("ladder", "set", *given)[0] == 2
    assert words in filled.err
    assert filled.json("ladder", "show") == before


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "template",
    ["{{ 'x' * 10**9 }}", "{% for a in range(10**9) %}x{% endfor %}", "{{ headline > 3 }}"],
)
def test_a_template_that_cannot_be_used_is_said_and_the_shipped_one_stands_in(
    filled: Shell, template: str
) -> None:
    shipped = invites(filled)["Jo June"]["draft"]
    folder = filled.database.parent / "own_templates"
    folder.mkdir()
    (folder / "accept_and_write.txt").write_text(template, "utf-8")
    code, _ = filled.run("invites", "--json")
    assert code == 0
    if "headline" not in template:  # that one can be used for some, and is told on the page
        assert "accept_and_write.txt, line 1, cannot be used" in filled.err
    (folder / "accept_and_write.txt").write_text("Dear {{ first_name }}{{ gap('more') }}", "utf-8")
    jo = invites(filled)["Jo June"]
    assert (jo["draft"], jo["gaps"]) == ("Dear Jo[To add: more]", ["more"])
    (folder / "accept_and_write.txt").unlink()
    assert invites(filled)["Jo June"]["draft"] == shipped
    assert invites(filled)["Lou Lark"]["draft"] is None
