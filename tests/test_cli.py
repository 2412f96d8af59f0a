"""The contract of the commands: documents, exit codes, errors in words."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from relevance.cli import main
from relevance.interests import dump_interests
from tests import world


class Shell:
    """Runs `relevance` in this process with the word encoder in place of the model."""

    def __init__(self, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.database = database
        self._capsys = capsys
        self.err = ""

    def run(self, *words: object) -> tuple[int, str]:
        """Return exit code and standard output; standard error is kept in `err`."""
        with pytest.raises(SystemExit) as ended:
            main(["--db", str(self.database), *map(str, words)])
        out, self.err = self._capsys.readouterr()
        return int(ended.value.code or 0), out

    def json(self, *words: object, code: int = 0) -> dict:
        """Return the one document that the command prints."""
        got, out = self.run(*words, "--json")
        assert (got, self.err if got != code else "") == (code, "")
        return json.loads(out)


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    return Shell(tmp_path / "cli.duckdb", capsys)


@pytest.fixture
def filled(shell: Shell, world_database: Path) -> Shell:
    shutil.copy(world_database, shell.database)
    return shell


def test_import_load_and_embed_lead_to_figures(shell: Shell, tmp_path: Path) -> None:
    interests = tmp_path / "interests.toml"
    interests.write_text(dump_interests(world.INTERESTS), "utf-8")
    shell.json("import", world.write_export(tmp_path), world.write_posts(tmp_path))
    assert shell.json("interests", "load", interests)["interests"][0]["name"] == "Learning design"
    report = shell.json("embed")
    assert (report["embedded"], report["reused"], report["total"]) == (25, 0, 25)
    assert report["model"] == "sentence-transformers/all-MiniLM-L6-v2"
    assert shell.json("embed")["embedded"] == 0
    assert shell.json("feed")["posts"] == 24


def test_vectors_of_another_precision_are_told(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.json("import", world.write_posts(tmp_path))
    assert shell.json("embed", "--limit", 5)["precisions"] == ["float32"]
    assert shell.err == ""
    coarse = world.WordEncoder()
    coarse.precision = "bfloat16"
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: coarse)
    report = shell.json("embed")
    assert (report["embedded"], report["precisions"]) == (20, ["float32", "bfloat16"])
    assert "computed in float32 and in bfloat16" in shell.err
    assert shell.json("embed")["precisions"] == ["float32", "bfloat16"]


def test_import_prints_one_entry_for_each_file(shell: Shell, tmp_path: Path) -> None:
    export = world.write_export(tmp_path)
    document = shell.json("import", export, world.write_posts(tmp_path))
    entries = {one["path"]: one for one in document["files"]}
    assert entries[f"{export}/Connections.csv"]["kind"] == "linkedin.connections"
    assert entries[f"{export}/Connections.csv"]["read"] == 11
    assert sum(entries[f"{export}/Connections.csv"]["reasons"].values()) == 1
    keys = {"path", "kind", "read", "added", "updated", "skipped", "reasons", "notes"}
    assert all(keys <= set(one) for one in document["files"])
    again = shell.json("import", export)
    assert {(one["added"], one["updated"]) for one in again["files"]} == {(0, 0)}


def test_import_says_what_could_not_be_read_of_the_posts_it_took(
    shell: Shell, tmp_path: Path
) -> None:
    table = tmp_path / "posts.csv"
    table.write_text(
        "author,text,created_at,kind\nAna Silva,One,soon,haiku\nAna Silva,Two,,\nAna Silva,,soon,\n"
    )
    (entry,) = shell.json("import", table)["files"]
    assert (entry["read"], entry["added"], entry["reasons"]) == (3, 2, {"no text": 1})
    assert entry["notes"] == {
        "its date cannot be read": 1,
        "its kind is not known, so it counts as a post": 1,
    }
    table.write_text("author,text,created_at\nAna Silva,Three,soon\n")
    _, shown = shell.run("import", table)
    assert "kept, but its" in shown


def test_import_of_something_unusable_is_an_error_with_exit_1(shell: Shell, tmp_path: Path) -> None:
    junk = tmp_path / "junk.bin"
    junk.write_bytes(bytes(range(256)) * 8)
    code, out = shell.run("import", junk, world.write_posts(tmp_path), "--json")
    entries = json.loads(out)["files"]
    assert code == 1
    assert [bool(one["error"]) for one in entries] == [True, False]
    assert "junk.bin" in shell.err
    assert "Traceback" not in shell.err


def test_a_missing_file_says_so(shell: Shell, tmp_path: Path) -> None:
    code, _ = shell.run("import", tmp_path / "absent.zip")
    assert code == 1
    assert "absent.zip" in shell.err


def test_common_options_are_taken_before_and_after_the_command(filled: Shell) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["feed", "--json", "--db", str(filled.database)])
    assert ended.value.code == 0
    after = json.loads(filled._capsys.readouterr()[0])
    assert after == filled.json("feed")


def test_feed_keeps_its_contract(filled: Shell) -> None:
    document = filled.json("feed")
    assert {"relevance", "posts", "people", "unknown", "coverage"} <= set(document)
    assert (document["posts"], document["people"], document["unknown"]) == (24, 5, 5)
    assert document["coverage"] == 0.5
    assert 0 < document["relevance"] < 1


def test_feed_says_its_figures_over_a_window_and_by_week(filled: Shell) -> None:
    document = filled.json("feed")
    window, weeks = document["window"], document["weeks"]
    assert (window["days"], window["posts"], window["known_posts"]) == (365, 24, 24)
    assert window["relevance"] == pytest.approx(document["relevance"])
    # Five authors with 6, 8, 4, 5 and 1 posts: fewer than five voices, all of them among the top ten.
    assert 3 < window["effective_authors"] < 5
    assert (window["top_share"], window["near_duplicates"]) == (pytest.approx(1), 0)
    assert window["interest_coverage"] == 1
    assert [one["week"] for one in weeks] == ["2026-10-19", "2026-10-26"]
    assert sum(one["all_posts"] for one in weeks) == 24
    assert (document["foreign_posts"], document["bar"]) == (0, 0.5)
    assert filled.json("feed", "--days", "1")["window"]["posts"] < 24
    code, out = filled.run("feed", "--weekly")
    assert code == 0
    assert "effective authors" in out
    assert "2026-10-26" in out


def test_feed_refuses_a_window_of_no_days(filled: Shell) -> None:
    code, _ = filled.run("feed", "--days", "0")
    assert code == 2


def test_person_says_what_would_settle_them(filled: Shell) -> None:
    assert "No post of theirs is known" in filled.json("person", "Hana Holm")["settled_by"]
    assert filled.json("person", "Carl Cole")["settled_by"] is None


def test_feed_without_posts_is_null(shell: Shell) -> None:
    document = shell.json("feed")
    assert (document["relevance"], document["posts"], document["coverage"]) == (None, 0, 0.0)


def test_connections_are_sorted_best_first_and_unknown_last(filled: Shell) -> None:
    rows = filled.json("connections")["connections"]
    keys = {"person_id", "name", "relevance", "low", "high", "posts", "attention_share", "effect"}
    assert keys | {"state", "suggestion"} <= set(rows[0])
    assert len(rows) == 10
    known = [one["effect"] for one in rows if one["state"] != "unknown"]
    assert known == sorted(known, reverse=True)
    assert [one["state"] for one in rows[-5:]] == ["unknown"] * 5
    assert {one["relevance"] for one in rows[-5:]} == {None}
    assert [one["name"] for one in filled.json("connections", "--limit", 2)["connections"]] == [
        one["name"] for one in rows[:2]
    ]


def test_connections_refuse_an_unknown_order(filled: Shell) -> None:
    code, _ = filled.run("connections", "--sort", "beauty")
    assert code == 2
    assert "`--sort` must be one of effect" in filled.err


def test_invites_keep_their_contract(filled: Shell) -> None:
    rows = filled.json("invites")["invites"]
    keys = {"invite_id", "person_id", "name", "note", "decision", "rung", "reasons", "relevance"}
    assert keys | {"effect", "effect_low", "effect_high", "draft"} <= set(rows[0])
    assert [one["name"] for one in rows if one["decision"] == "decline"] == ["Lou Lark"]
    assert {one["rung"] for one in rows} == {2, 4, 6}
    assert all(one["effect_low"] <= one["effect"] <= one["effect_high"] for one in rows)
    for one in rows:
        assert [check["rung"] for check in one["checks"]] == [1, 2, 3, 4, 5, 6]
        assert {check["result"] for check in one["checks"]} <= {
            "passed",
            "failed",
            "could not tell",
        }


def test_person_by_id_name_and_former_name(filled: Shell) -> None:
    document = filled.json("person", "Ida Berg")
    assert document["name"] == "Ida Inge (née Berg)"
    assert filled.json("person", document["person_id"])["person_id"] == document["person_id"]
    bea = filled.json("person", "Bea Brook")
    assert [one["direction"] for one in bea["encounters"]] == ["incoming", "outgoing"]
    assert {"source", "name", "url", "company", "position"} <= set(bea["records"][0])
    assert len(bea["raising"]) == 6
    assert "Learning design" in bea["parts"]


PASTED = """Experience
Trainer
Fenland Water · Full-time
Mar 2011 - Dec 2014 · 3 yrs 10 mos
Leeds, UK
Looked after the archive.
"""


def test_a_pasted_history_is_shown_kept_and_undone(filled: Shell, tmp_path: Path) -> None:
    text = tmp_path / "kim.txt"
    text.write_text(PASTED, "utf-8")
    shown = filled.json("person", "Kim Kane", "--history", text, "--preview")
    assert (shown["pasted"]["kept"], shown["positions"], shown["shared_past"]) == (False, [], [])
    assert shown["pasted"]["understood"] == [
        {"kind": "employer", "organisation": "Fenland Water", "title": "Trainer", "from": "2011-03-01",
         "to": "2014-12-31", "current": False, "place": "Leeds, UK"},
    ]  # fmt: skip
    left = {"line": 6, "text": "Looked after the archive.", "reason": "a description"}
    assert shown["pasted"]["left"] == [left]
    kept = filled.json("person", "Kim Kane", "--history", text)
    assert (kept["pasted"]["kept"], kept["pasted"]["added"]) == (True, 1)
    assert [one["organisation"] for one in kept["positions"]] == ["Fenland Water"]
    assert filled.json("person", "Kim Kane")["positions"] == kept["positions"]
    code, out = filled.run("person", "Kim Kane", "--history", text)
    assert (code, "held already" in out) == (0, True)
    filled.json("imports", "--undo", kept["pasted"]["import_id"])
    assert filled.json("person", "Kim Kane")["positions"] == []


def test_a_history_can_be_piped_in(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(b"Acme Ltd, trainer, 2010-2014, Leeds"))
    monkeypatch.setattr("sys.stdin", piped)
    document = filled.json("person", "Kim Kane", "--history", "-")
    assert document["positions"][0]["place"] == "Leeds"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Acme Ltd, clerk, 2015-2016")))
    code, out = filled.run("person", "Kim Kane", "--history", "-")
    assert code == 0
    assert "1 added, 0 updated. `relevance imports --undo" in " ".join(out.split())


def test_the_shared_past_is_told(filled: Shell, tmp_path: Path) -> None:
    (tmp_path / "Positions.csv").write_text(
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        "Fenland Water Ltd,Trainer,,Leeds,Jan 2010,Jun 2012\n",
        "utf-8",
    )
    (tmp_path / "kim.txt").write_text(PASTED, "utf-8")
    filled.json("import", tmp_path / "Positions.csv")
    document = filled.json("person", "Kim Kane", "--history", tmp_path / "kim.txt")
    (one,) = document["shared_past"]
    assert {key: one[key] for key in ("together", "from", "to", "most_days", "length", "same_place")} == {
        "together": True, "from": "2011-03-01", "to": "2012-06-30", "most_days": 488,
        "length": "1 year 4 months together", "same_place": True,
    }  # fmt: skip
    assert (one["your_years"], one["their_years"], one["undated"]) == (
        "2010 to 2012",
        "2011 to 2014",
        None,
    )
    out = " ".join(filled.run("person", "Kim Kane")[1].split())
    assert "1 year 4 months together, both in Leeds." in out
    # Bea works there today, and nothing says since when
    assert "no dates are known for their time there" in " ".join(
        filled.run("person", "Bea Brook")[1].split()
    )


def test_a_history_that_says_nothing_is_an_error(filled: Shell, tmp_path: Path) -> None:
    text = tmp_path / "walks.txt"
    text.write_text("I like long walks", "utf-8")
    assert filled.run("person", "Kim Kane", "--history", text)[0] == 1
    assert "Line 1" in filled.err
    assert filled.run("person", "Kim Kane", "--history", text, "--preview")[0] == 1
    assert filled.run("person", "Kim Kane", "--history", tmp_path / "absent.txt")[0] == 1
    assert "absent.txt cannot be read" in filled.err
    assert filled.run("person", "Kim Kane", "--preview")[0] == 2


def test_an_ambiguous_name_lists_ids(filled: Shell) -> None:
    rows = filled.json("connections")["connections"]
    ids = [one["person_id"] for one in rows if one["name"] == "Sam Smith"]
    code, out = filled.run("person", "Sam Smith", "--json")
    assert (code, out) == (1, "")
    assert all(one in filled.err for one in ids)


def test_interests_list_set_remove(shell: Shell) -> None:
    assert shell.json("interests", "list") == {"interests": []}
    added = shell.json(
        "interests", "set", "Rail", "--weight", 40, "--keyword", "trains", "--keyword", "track"
    )
    assert added["interests"] == [
        {"name": "Rail", "weight": 40.0, "keywords": ["trains", "track"], "labels": []}
    ]
    changed = shell.json("interests", "set", "rail", "--weight", -10)
    assert [(one["weight"], one["keywords"]) for one in changed["interests"]] == [
        (-10.0, ["trains", "track"])
    ]
    assert shell.run("interests", "set", "Rail", "--weight", 101)[0] == 2
    assert shell.run("interests", "remove", "Nothing")[0] == 1
    assert shell.json("interests", "remove", "RAIL") == {"interests": []}


def test_whatif_removes_and_accepts(filled: Shell) -> None:
    carl = filled.json("person", "Carl Cole")
    outcome = filled.json("whatif", "--remove", carl["person_id"])
    assert outcome["delta"] == pytest.approx(-carl["effect"], abs=1e-3)
    assert outcome["delta"] == pytest.approx(100 * (outcome["after"] - outcome["before"]), abs=1e-9)
    assert filled.json("whatif", "--best", 1)["removed"] == [carl["person_id"]]
    assert filled.run("whatif", "--remove", "nobody")[0] == 1


def test_decide_records_what_was_decided(filled: Shell) -> None:
    invite = filled.json("invites")["invites"][0]
    assert filled.json("decide", invite["invite_id"], "later")["decision"] == "later"
    assert filled.json("invites")["invites"][0]["decided"] == "later"
    assert filled.run("decide", invite["invite_id"], "marry")[0] == 2


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_export_writes_a_table(filled: Shell, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"out.{ending}"
    assert filled.json("export", "connection", file)["rows"] == 10
    assert file.stat().st_size > 100


def test_wrong_usage_exits_with_2(shell: Shell) -> None:
    assert shell.run("nonsense")[0] == 2
    assert shell.run("import")[0] == 2
    assert shell.run("connections", "--limit", "many")[0] == 2


def test_doctor_says_what_is_there(filled: Shell) -> None:
    document = filled.json("doctor")
    assert document["ok"] is True
    details = {one["name"]: one["detail"] for one in document["checks"]}
    assert "10 connections" in details["database"]


def test_a_second_process_is_told_who_has_the_database(filled: Shell) -> None:
    from relevance.store import Store

    with Store.open(filled.database):
        done = subprocess.run(
            [sys.executable, "-m", "relevance", "--db", str(filled.database), "feed", "--json"],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert f"process {os.getpid()}" in done.stderr
    assert "close the dashboard" in done.stderr


def test_a_stated_day_neither_outlives_a_dated_export_nor_a_failed_import(
    shell: Shell, tmp_path: Path
) -> None:
    export = world.write_export(tmp_path)
    shell.json("import", export, "--as-of", "2025-02-01")
    pending = [one["name"] for one in shell.json("invites")["invites"]]
    assert sorted(pending) == ["Jo June", "Kim Kane", "Lou Lark"]  # the zip says 1 November 2026
    assert shell.run("import", tmp_path / "absent.csv", "--as-of", "2028-01-01")[0] == 1
    shell.json("import", world.write_posts(tmp_path), "--as-of", "2028-01-01")
    assert [one["name"] for one in shell.json("invites")["invites"]] == pending


def test_accepting_the_same_person_twice_counts_once(filled: Shell) -> None:
    one = filled.json("invites")["invites"][0]
    once = filled.json("whatif", "--accept", one["person_id"])
    assert filled.json("whatif", "--accept", one["person_id"], "--accept", one["invite_id"]) == once


def test_whatif_refuses_what_contradicts_itself(filled: Shell) -> None:
    carl = filled.json("person", "Carl Cole")["person_id"]
    assert filled.run("whatif", "--remove", carl, "--protect", carl)[0] == 2
    assert filled.run("whatif", "--remove", "owner")[0] == 1


def test_decisions_keep_the_model_of_the_day(filled: Shell) -> None:
    invite = filled.json("invites")["invites"][0]["invite_id"]
    assert filled.json("decide", invite, "ask")["model"] == "sentence-transformers/all-MiniLM-L6-v2"


def test_a_former_name_that_someone_else_has_today_is_ambiguous(
    shell: Shell, tmp_path: Path
) -> None:
    header = "First Name,Last Name,URL,Connected On\n"
    for name, rows in (
        ("old_01-01-2025", "Jane,Doe,https://www.linkedin.com/in/jane,01 Jan 2020\n"),
        (
            "new_01-01-2026",
            "Jane,Roe,https://www.linkedin.com/in/jane,01 Jan 2020\n"
            "Jane,Doe,https://www.linkedin.com/in/jdoe2,02 Jan 2020\n",
        ),
    ):
        folder = tmp_path / f"export_{name}"
        folder.mkdir()
        (folder / "Connections.csv").write_text(header + rows, "utf-8")
        shell.json("import", folder)
    code, _ = shell.run("person", "Jane Doe")
    assert (code, "2 people are called 'Jane Doe'" in shell.err) == (1, True)


def test_asking_an_absent_database_makes_no_file(shell: Shell) -> None:
    code, out = shell.run("connections", "--json")
    assert (code, json.loads(out)) == (0, {"connections": []})
    assert str(shell.database) in shell.err
    assert "relevance import" in shell.err
    assert not shell.database.exists()


def test_an_unknown_kind_is_wrong_usage(shell: Shell, tmp_path: Path) -> None:
    code, _ = shell.run("import", world.write_posts(tmp_path), "--kind", "poems")
    assert code == 2
    assert "'poems'" in shell.err
    assert "linkedin.connections" in shell.err


def test_members_who_hide_themselves_are_counted(filled: Shell) -> None:
    assert filled.json("feed")["hidden_connections"] == 1


def test_a_decision_keeps_its_day_of_revisiting(filled: Shell) -> None:
    invite = filled.json("invites")["invites"][0]["invite_id"]
    decided = filled.json("decide", invite, "later", "--revisit", "2027-02-01")
    assert decided["revisit_on"] == "2027-02-01"
    code, _ = filled.run("decide", invite, "later", "--revisit", "soon")
    assert (code, "'soon'" in filled.err) == (2, True)


def test_a_yes_means_the_same_in_the_forecast_and_in_a_what_if(filled: Shell) -> None:
    for one in filled.json("invites")["invites"]:
        tried = filled.json("whatif", "--accept", one["invite_id"])
        assert tried["delta"] == pytest.approx(one["effect"], abs=1e-9)
        assert tried["delta_low"] == pytest.approx(one["effect_low"], abs=1e-9)
        assert tried["delta_high"] == pytest.approx(one["effect_high"], abs=1e-9)


def test_several_yeses_are_forecast_together_with_one_range(filled: Shell) -> None:
    ids = [one["invite_id"] for one in filled.json("invites")["invites"]]
    accepts = [word for one in ids for word in ("--accept", one)]
    tried = filled.json("whatif", *accepts)
    assert len(tried["accepted"]) == len(ids) == 3
    assert tried["delta_low"] < tried["delta"] < tried["delta_high"]
    assert tried["after"] - tried["before"] == pytest.approx(tried["delta"] / 100)
    _, said = filled.run("whatif", *accepts)
    assert "With 80 % certainty the change lies between" in said


def test_an_invitation_by_hand_runs_down_the_ladder_until_it_is_deleted(
    filled: Shell, tmp_path: Path
) -> None:
    profile = tmp_path / "profile.txt"
    profile.write_text("Acme Ltd, trainer, 2010-2014, Leeds", "utf-8")
    note = "I liked your workshop on course design in York, may I ask which tool you used for it?"
    added = filled.json("invite", "Una Umber", "--note", note, "--profile", profile)
    assert (added["is_pending"], added["positions"], added["unread"]) == (True, 1, 0)
    (una,) = (one for one in filled.json("invites")["invites"] if one["name"] == "Una Umber")
    assert (una["invite_id"], una["decision"], una["rung"]) == (added["invite_id"], "accept", 2)
    assert (
        filled.json("invite", "Una Umber", "--note", note, "--profile", profile)["import_id"]
        is None
    )
    gone = filled.json("invite", added["invite_id"], "--delete")
    assert (gone["name"], gone["deleted"]) == ("Una Umber", True)
    assert "Una Umber" not in {one["name"] for one in filled.json("invites")["invites"]}
    code, _ = filled.run("invite", added["invite_id"], "--delete")
    assert (code, "entered by hand" in filled.err) == (1, True)


def test_an_invitation_by_hand_says_what_is_wrong_with_it(filled: Shell) -> None:
    code, _ = filled.run("invite", "Una Umber", "--url", "https://www.linkedin.com/company/acme")
    assert (code, "must be that of a person's profile" in filled.err) == (2, True)
    code, _ = filled.run("invite", "i1", "--delete", "--note", "Hello")
    assert (code, "nothing else" in filled.err) == (2, True)
    assert len(filled.json("invites")["invites"]) == 3
