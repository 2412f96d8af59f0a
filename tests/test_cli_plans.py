"""`plan` and `protect`: the best changes, who must stay, the checklist; `whatif --best` spares the protected."""

import pytest

from tests.test_cli import Shell, filled, shell

__all__ = ["filled", "shell"]


def names(document: dict) -> list[str]:
    return [one["name"] for one in document["steps"]]


def test_plan_gives_steps_curve_and_what_it_costs(filled: Shell) -> None:
    plan = filled.json("plan")
    assert names(plan) == ["Carl Cole", "Eli East"]
    assert [one["changes"] for one in plan["curve"]] == [0, 1, 2]
    assert plan["delta"] == pytest.approx(100 * (plan["after"] - plan["before"]))
    assert plan["curve"][-1]["gain"] == pytest.approx(plan["delta"])
    assert plan["warnings"][0].startswith("It narrows whom you hear")
    assert plan["caveat"].startswith("LinkedIn ranks by its own model")
    assert plan["plan_id"] is None
    # The same changes as those of the exact what-if of that size.
    best = filled.json("whatif", "--best", 2)
    assert set(best["removed"]) == {one["person_id"] for one in plan["steps"]}
    assert best["after"] == pytest.approx(plan["after"])
    assert names(filled.json("plan", "--best", 1)) == ["Carl Cole"]
    assert names(filled.json("plan", "--no-spare-raising")) == [
        "Dina Dahl",
        "Carl Cole",
        "Eli East",
    ]
    said = filled.run("plan")[1]
    assert "unfollow but stay connected" in said
    assert "this changes what can appear, not what will" in said


def test_who_is_protected_is_in_no_plan_until_let_go(filled: Shell) -> None:
    given = filled.json("protect", "Carl Cole", "--as", "mentor")
    assert (given["name"], given["protected"], given["reason"]) == ("Carl Cole", True, "mentor")
    assert [one["name"] for one in filled.json("protect")["people"]] == ["Carl Cole"]
    assert names(filled.json("plan")) == ["Eli East"]
    assert given["person_id"] not in filled.json("whatif", "--best", 5)["removed"]
    # Asked for by name they go all the same: it is only what is found by itself that spares them.
    removed = filled.json("whatif", "--remove", given["person_id"], "--best", 5)["removed"]
    assert given["person_id"] in removed
    assert filled.json("protect", "Carl Cole", "--undo")["protected"] is False
    assert names(filled.json("plan")) == ["Carl Cole", "Eli East"]
    assert filled.run("protect", "Carl Cole", "--undo")[0] == 1
    assert filled.run("protect", "--undo")[0] == 2
    assert filled.run("protect", "Carl Cole", "--as", "rival")[0] == 2


def test_whom_one_decided_to_keep_is_in_no_plan_until_that_is_taken_back(filled: Shell) -> None:
    carl, eli = (one["person_id"] for one in filled.json("plan")["steps"])
    assert filled.json("plan")["decided_to_keep"] == []
    assert "decided to keep" not in filled.run("plan")[1]
    filled.json("mark", "keep", "Carl Cole")
    plan = filled.json("plan")
    assert names(plan) == ["Eli East"]
    assert plan["decided_to_keep"] == plan["protected"] == [carl]
    assert "1 person you decided to keep is left out." in filled.run("plan")[1]
    assert filled.json("whatif", "--best", 5)["removed"] == [eli]
    filled.json("mark", "keep", "Eli East")
    assert names(filled.json("plan")) == []
    assert "2 people you decided to keep are left out." in filled.run("plan")[1]
    filled.json("mark", "--undo")
    filled.json("mark", "--undo")
    assert names(filled.json("plan")) == ["Carl Cole", "Eli East"]


def test_a_plan_protects_for_once_and_asks_for_a_least_gain(filled: Shell) -> None:
    carl = filled.json("plan")["steps"][0]["person_id"]
    assert names(filled.json("plan", "--protect", carl)) == ["Eli East"]
    assert filled.json("plan", "--protect", carl)["protected"] == [carl]
    assert names(filled.json("plan", "--least-gain", 60)) == []
    assert names(filled.json("plan", "--protect-contacts", "--no-spare-raising"))[-1] == "Eli East"
    assert filled.run("plan", "--best", 31)[0] == 2


def test_a_kept_plan_is_ticked_off_and_dropped(filled: Shell) -> None:
    assert filled.run("plan", "--status")[0] == 1
    assert "No plan is kept" in filled.err
    plan_id = filled.json("plan", "--keep")["plan_id"]
    status = filled.json("plan", "--status")
    assert (status["plan_id"], status["done"]) == (plan_id, 0)
    assert [one["done_at"] for one in status["steps"]] == [None, None]
    ticked = filled.json("plan", "--done", "Carl Cole")
    assert ticked["done"] == 1
    assert "Done: 1 of 2 steps." in ticked["sentence"]
    assert filled.json("plan", "--not-done", "Carl Cole")["done"] == 0
    assert "linkedin.com/in/carl-cole" in filled.run("plan", "--status")[1].replace(
        "\n", ""
    ).replace(" ", "")
    assert filled.json("plan", "--drop") == {"plan_id": plan_id, "dropped": True}
    assert filled.run("plan", "--status")[0] == 1
    assert filled.run("plan", "--keep", "--drop")[0] == 2
    assert filled.run("plan", "--keep", "--best", 0)[0] == 2


def test_a_what_if_says_what_it_costs_and_is_kept_by_name(filled: Shell) -> None:
    carl, eli = (one["person_id"] for one in filled.json("plan")["steps"])
    found = filled.json("whatif", "--remove", carl, "--remove", eli, "--keep", "Quieter")
    apart = [filled.json("whatif", "--remove", one)["delta"] for one in (carl, eli)]
    assert found["single_sum"] == pytest.approx(sum(apart), abs=1e-4)
    assert found["delta"] == pytest.approx(filled.json("plan")["delta"])
    assert found["delta"] > found["single_sum"] + 1
    assert found["voices_after"] < found["voices_before"]
    assert found["posts_going"] == 13
    assert found["warnings"][0].startswith("It narrows whom you hear")
    assert {one["interest"] for one in found["interests"]} == {
        "Learning design",
        "Trains",
        "Crypto",
    }
    (kept,) = filled.json("whatifs")["whatifs"]
    assert (kept["name"], kept["missing"], kept["delta"]) == ("Quieter", 0, found["delta"])
    assert set(kept["removed"]) == {carl, eli}
    assert "Quieter" in filled.run("whatifs")[1]
    assert filled.json("whatifs", "--drop", kept["scenario_id"])["whatifs"] == []
    assert len(filled.json("whatifs", "--back", kept["scenario_id"])["whatifs"]) == 1
    assert filled.run("whatifs", "--back", kept["scenario_id"])[0] == 1
    assert filled.run("whatif", "--keep", "Nothing")[0] == 2


def test_nothing_is_planned_and_nothing_tried_where_nothing_is_known(shell: Shell) -> None:
    assert shell.run("whatif", "--best", 3)[0] == 0
    code, out = shell.run("plan", "--json")
    assert (code, '"steps": []' in out) == (0, True)
    assert "There is no database" in shell.err
