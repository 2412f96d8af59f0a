"""A person is forgotten: no byte of them stays, in any table, copy or file, and no import brings them back."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.config import Settings
from relevance.errors import NotFoundError
from relevance.pipeline import (
    embed,
    find_person,
    forget_person,
    import_paths,
    leaving_of,
    run_import,
    write_backup,
)
from relevance.pipeline.stopping import STOPPED
from relevance.schema import FACTS, fact_frame, text_key
from relevance.sources.people import person_record
from relevance.store import Naming, Store
from tests import world
from tests.tried import tried

SETTINGS = Settings()
TOKEN = "zyxwtok"
NAME = "Quilla Zyxwtok"
DAY = date(2026, 1, 2)
MOMENT = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)

# Columns in which nobody can be named, or only by words of the owner's or of other people, which stay.
NO_PERSON = {
    ("decision", "decision"),
    ("decision", "model"),
    ("encounter", "channel"),
    ("engaged_post", "how"),
    ("fetched", "kind"),
    ("forgotten", "mark"),
    ("import_file", "kind"),
    ("import_file", "sha256"),
    ("import_reject", "reason"),
    ("interest", "labels"),
    ("interest", "name"),
    ("interest_version", "reason"),
    ("invite", "direction"),
    ("invite", "owner_record_id"),
    ("job", "job_id"),
    ("job", "kind"),
    ("job", "state"),
    ("keyword", "phrase"),
    ("ladder", "reason"),
    ("ladder", "document"),
    ("link_answer", "answer"),
    ("link_pair", "state"),
    ("meta", "name"),
    ("meta", "value"),
    ("origin", "table_name"),
    ("owner_fact", "kind"),
    ("owner_fact", "value"),
    ("owner_fact", "detail"),
    ("person_link", "how"),
    ("person_link", "state"),
    ("post", "kind"),
    ("post", "network"),
    ("rating", "subject"),
    ("rating", "source"),
    ("text_language", "language"),
    ("embedding", "model"),
}


NOT_PLANTED = {"forgotten", "interest", "interest_version", "keyword", "owner_fact", "meta"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "held.duckdb") as opened:
        yield opened


def token_row(store: Store, table: str, **known: object) -> dict[str, object]:
    """Return a row whose every column of text holds the token, but for what is given."""
    columns = store.frame(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [table]
    ).rows()
    made = {
        "VARCHAR": f"about {TOKEN}",
        "VARCHAR[]": [f"about {TOKEN}"],
        "JSON": f'{{"about": "{TOKEN}"}}',
        "BIGINT": 77,
        "DOUBLE": 0.5,
        "BOOLEAN": False,
        "DATE": DAY,
        "TIMESTAMPTZ": MOMENT,
        "TIMESTAMP WITH TIME ZONE": MOMENT,
        "FLOAT[384]": [1.0] + [0.0] * 383,
        "BLOB": TOKEN.encode(),
    }
    return {name: made[kind] for name, kind in columns} | known


def put(store: Store, table: str, **known: object) -> None:
    row = token_row(store, table, **known)
    marks = ", ".join("?" for _ in row)
    names = ", ".join(f'"{name}"' for name in row)
    store.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def plant(store: Store) -> str:
    """Put somebody whose every word holds the token into every table, beside people who stay; return their id."""
    me, other = f"r{TOKEN}", "rother"
    theirs = {"is_owner": False, "is_company": False, "url": f"https://www.linkedin.com/in/{TOKEN}"}
    put(
        store,
        "record",
        record_id=me,
        name=NAME,
        emails=[f"{TOKEN}@mail.example"],
        handles=[f"x:{TOKEN}"],
        **theirs,
    )
    stays = person_record("linkedin.connections", "Olaf Other", url="olaf-other", as_of=DAY)
    store.take_in({"record": fact_frame("record", [{**stays, "record_id": other}])})
    put(store, "connection", record_id=me)
    put(store, "follow", record_id=me)
    put(store, "position", record_id=me)
    put(store, "owner_note", record_id=me)
    put(store, "invite", invite_id=f"i{TOKEN}", record_id=me, owner_record_id=None)
    put(
        store,
        "encounter",
        encounter_id=f"e1{TOKEN}",
        sender_record_id=me,
        recipient_record_id=other,
    )
    put(store, "encounter", encounter_id="e2", sender_record_id=other, recipient_record_id=me)
    mine = {"author_record_id": me, "surfacer_record_id": other}
    put(store, "post", post_id=f"t{TOKEN}", text_key=f"key {TOKEN}", **mine)
    brought = {
        "post_id": "tbrought",
        "author_record_id": other,
        "text": "by another",
        "text_key": text_key("by another"),
    }
    put(
        store,
        "post",
        surfacer_record_id=me,
        duplicate_group=None,
        url="https://x.example",
        kind="like",
        network="x",
        **brought,
    )
    put(store, "engagement", engagement_id=f"g{TOKEN}", post_key=f"x:{TOKEN}")
    put(store, "engaged_post", engagement_id=f"g{TOKEN}", post_id=f"t{TOKEN}")
    put(store, "text_language", text_key=f"key {TOKEN}", language="en")
    put(store, "embedding", text_key=f"key {TOKEN}", model="m")
    store.save_vectors("narrow", [f"key {TOKEN}"], np.array([[1.0, 0.0]], dtype=np.float32))
    put(store, "person", person_id=f"p{TOKEN}", name=NAME, comparable_name=NAME.casefold())
    put(
        store,
        "person",
        person_id="pother",
        name="Olaf Other",
        comparable_name="olaf other",
        former_names=[],
        headline=None,
        company=None,
        position=None,
        url=None,
    )
    linked = {"state": "linked", "probability": 1.0}
    put(store, "person_link", record_id=me, person_id=f"p{TOKEN}", home_id=f"p{TOKEN}", **linked)
    put(
        store,
        "person_link",
        record_id=other,
        person_id="pother",
        home_id="pother",
        how="first record",
        evidence="",
        **linked,
    )
    put(store, "link_answer", left_record_id=me, right_record_id=other, answer="no", undone_at=None)
    put(store, "link_pair", left_record_id=other, right_record_id=me, state="proposed")
    put(store, "link_pair", left_record_id=me, right_record_id=other, state="proposed")
    put(store, "link_answer", left_record_id=other, right_record_id=me, answer="no", undone_at=None)
    put(store, "rating", rating_id=1, subject="person", subject_id=f"p{TOKEN}", source=None)
    put(store, "rating", rating_id=2, subject="post", subject_id=f"t{TOKEN}", source=None)
    put(
        store,
        "decision",
        decision_id=1,
        invite_id=f"i{TOKEN}",
        person_id=f"p{TOKEN}",
        undone_at=None,
    )
    put(
        store,
        "decision",
        decision_id=2,
        invite_id="iother",
        person_id="pother",
        reasons=[f"You know {NAME}."],
        suggested=None,
        **(
            {"name": "Olaf Other", "checks": f'["{NAME}"]', "forecast": None}
            if "checks" in token_row(store, "decision")
            else {}
        ),
    )
    put(store, "job", job_id="j1", kind="import held.duckdb", state="failed")
    put(store, "fetched", address=f"https://social.example/@{TOKEN}", person_id=f"p{TOKEN}")
    put(
        store,
        "fetched",
        address=f"https://social.example/{TOKEN}",
        person_id=None,
        etag=None,
        last_modified=None,
        outcome=None,
    )
    put(
        store,
        "import_file",
        file_id=1,
        path=f"letters of quilla-{TOKEN}.zip",
        sha256="f00",
        kind="posts",
    )
    put(store, "import_reject", file_id=1, reason="no date", excerpt=f"{NAME}, some more")
    put(store, "origin", table_name="record", fact_key=me, file_id=1)
    put(store, "origin", table_name="owner_note", fact_key=f"{me}\x1fabout {TOKEN}", file_id=1)
    put(
        store,
        "origin",
        table_name="post",
        fact_key="tbrought",
        file_id=1,
        row=f'{{"post_id": "tbrought", "surfacer_record_id": "{me}"}}',
    )
    _plant_elsewhere(store)
    return f"p{TOKEN}"


def _plant_elsewhere(store: Store) -> None:
    """Put a row about them into each further table, whichever there are by now."""
    names = store.frame("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY ALL")
    for table in set(names["table_name"]) - NOT_PLANTED:
        if not store.count(table):
            columns = token_row(store, table)
            ids = {name: f"p{TOKEN}" for name in columns if name.endswith("person_id")}
            put(store, table, **ids)


def files_with_token(folder: Path) -> list[str]:
    return sorted(
        file.name
        for file in folder.rglob("*")
        if TOKEN in file.name.casefold()
        or (file.is_file() and re.search(TOKEN.encode(), file.read_bytes(), re.IGNORECASE))
    )


def test_every_column_of_text_is_planted_or_known_to_name_nobody(store: Store) -> None:
    plant(store)
    columns = store.frame(
        """
        SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name)
        WHERE data_type IN ('VARCHAR', 'VARCHAR[]', 'JSON') AND NOT temporary ORDER BY ALL
        """
    ).rows()
    empty = [
        (table, column)
        for table, column in columns
        if not store.frame(
            f'SELECT 1 FROM {table} WHERE contains(lower(CAST("{column}" AS VARCHAR)), ?)', [TOKEN]
        ).height
        and not table.startswith("embedding_")
    ]
    assert set(empty) <= NO_PERSON


def test_no_byte_of_somebody_forgotten_stays_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "held.duckdb"
    with Store.open(path) as store:
        who = plant(store)
        write_backup(store, tmp_path / "kept.duckdb")
        (tmp_path / "held.duckdb.before-009").write_bytes((tmp_path / "kept.duckdb").read_bytes())
        store.execute("CHECKPOINT")
        assert files_with_token(tmp_path) == [
            "held.duckdb",
            "held.duckdb.before-009",
            "kept.duckdb",
        ]
        done = forget_person(store, who, SETTINGS)
        assert done.removed["post"] == 1
        assert done.removed["encounter"] == 2
        assert done.removed["rating"] == 2
        assert {one.path.name: one.outcome for one in done.copies} == {
            "held.duckdb.before-009": "deleted",
            "kept.duckdb": "written anew",
        }
        post = store.frame("SELECT post_id, surfacer_record_id FROM post").rows()
        assert post == [("tbrought", None)]
        assert store.people()["name"].to_list() == ["Olaf Other"]
        assert store.frame("SELECT reasons FROM decision")["reasons"].to_list() == [
            ["You know forgotten."]
        ]
        assert store.frame("SELECT path FROM import_file")["path"].to_list() == [
            "letters of forgotten.zip"
        ]
    assert files_with_token(tmp_path) == []
    with Store.open(tmp_path / "kept.duckdb") as copy:
        assert copy.people()["name"].to_list() == ["Olaf Other"]
        tables = len(copy.row_counts())
    tried("a token in every table, then forgotten, looked for in all bytes", tables, "not found")


# -- by way of imports ---------------------------------------------------------------------------


def filled(store: Store, folder: Path) -> None:
    import_paths(store, [world.write_export(folder), world.write_posts(folder)], settings=SETTINGS)
    embed(store, encoder=world.WordEncoder())


def counts(store: Store) -> dict[str, int]:
    return {name: store.count(name) for name in FACTS}


@pytest.mark.parametrize("name", ["Bea Brook", "Jo June", "Ida Inge"])
def test_importing_again_brings_nobody_back_and_says_so_without_a_name(
    store: Store, tmp_path: Path, name: str
) -> None:
    filled(store, tmp_path)
    before = counts(store)
    forget_person(store, find_person(store, name), SETTINGS)
    after = counts(store)
    assert after["record"] < before["record"]
    run = run_import(
        store, [world.write_export(tmp_path), world.write_posts(tmp_path)], settings=SETTINGS
    )
    assert counts(store) == after
    with pytest.raises(NotFoundError):
        find_person(store, name)
    assert sum(report.reasons.get(STOPPED, 0) for report in run.reports) >= 1
    for report in run.reports:
        assert report.error is None
        assert report.added == 0
        if report.kind != "ignored":
            assert report.read >= report.skipped == sum(report.reasons.values())
        assert name not in f"{report.reasons} {report.rejected} {report.notes}"


def test_figures_of_the_others_are_as_if_the_person_had_never_been_there(
    store: Store, tmp_path: Path
) -> None:
    filled(store, tmp_path)
    forget_person(store, find_person(store, "Bea Brook"), SETTINGS)
    texts = set(store.frame("SELECT text_key FROM post")["text_key"])
    assert store.frame("SELECT DISTINCT text_key FROM text_language")["text_key"].is_in(texts).all()
    assert store.frame("SELECT 1 FROM post WHERE text LIKE '%Bea%'").is_empty()
    assert store.people().filter(~pl.col("is_owner"))["name"].str.contains("Bea").sum() == 0


def test_a_namesake_is_not_kept_out(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    first = store.frame("SELECT person_id FROM person WHERE url LIKE '%sam-smith-1'")["person_id"][
        0
    ]
    forget_person(store, first, SETTINGS)
    assert find_person(store, "Sam Smith") != first
    run_import(store, [world.write_export(tmp_path)], settings=SETTINGS)
    urls = store.frame("SELECT url FROM person WHERE name = 'Sam Smith'")["url"].to_list()
    assert urls == ["https://www.linkedin.com/in/sam-smith-2"]


def test_a_name_alone_keeps_nobody_out_but_its_own_record_does(
    store: Store, tmp_path: Path
) -> None:
    posts = tmp_path / "posts.csv"
    posts.write_text("author,text\nNora Name,On trains\nOlaf Other,On weather\n", "utf-8")
    import_paths(store, [posts], settings=SETTINGS)
    forget_person(store, find_person(store, "Nora Name"), SETTINGS)
    import_paths(store, [posts], settings=SETTINGS)
    assert store.people()["name"].to_list() == ["Olaf Other"]
    card = tmp_path / "cards.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Nora Name\nEMAIL:nora@else.example\nEND:VCARD\n")
    import_paths(store, [card], settings=SETTINGS)
    assert sorted(store.people()["name"]) == ["Nora Name", "Olaf Other"]


def test_a_file_about_nobody_else_leaves_no_trace_when_it_comes_again(
    store: Store, tmp_path: Path
) -> None:
    card = tmp_path / f"{NAME}.vcf"
    card.write_text(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{NAME}\nEMAIL:{TOKEN}@mail.example\nEND:VCARD\n", "utf-8"
    )
    import_paths(store, [card], settings=SETTINGS)
    forget_person(store, find_person(store, NAME), SETTINGS)
    run = run_import(store, [card], settings=SETTINGS)
    assert [(one.read, one.added, one.skipped, one.reasons) for one in run.reports] == [
        (1, 0, 1, {STOPPED: 1})
    ]
    card.unlink()
    store.execute("CHECKPOINT")
    assert files_with_token(tmp_path) == []


def test_the_marks_of_two_databases_differ_and_name_nobody(tmp_path: Path) -> None:
    marks = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        with Store.open(folder / "net.duckdb") as store:
            filled(store, folder)
            forget_person(store, find_person(store, "Jo June"), SETTINGS)
            marks.append(set(store.frame("SELECT mark FROM forgotten")["mark"]))
    assert len(marks[0]) == len(marks[1]) >= 1
    assert not marks[0] & marks[1]


def test_what_would_go_is_counted_beforehand(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    leaving = leaving_of(store, find_person(store, "Bea Brook"))
    assert leaving.counts["post"] == 6
    assert "cannot be undone" in leaving.sentence
    with pytest.raises(NotFoundError, match="relevance wipe"):
        leaving_of(store, "owner")
    with pytest.raises(NotFoundError, match="no person with the id 'nobody'"):
        forget_person(store, "nobody", SETTINGS)


def test_a_killed_forgetting_is_finished_when_the_file_is_opened(
    tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "held.duckdb"
    with Store.open(path) as store:
        who = plant(store)
        monkeypatch.setattr(Store, "rewrite", lambda _: None)
        forget_person(store, who, SETTINGS)
    assert files_with_token(tmp_path) == ["held.duckdb"]
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.frame("SELECT 1 FROM meta WHERE name = 'rewrite'").is_empty()
    assert files_with_token(tmp_path) == []


def test_an_id_in_a_list_goes_and_the_others_stay(store: Store) -> None:
    who = plant(store)
    store.execute("CREATE TABLE kept_list (removed VARCHAR[], note VARCHAR, document JSON)")
    store.execute(
        "INSERT INTO kept_list VALUES (?, ?, ?)",
        [["pother", who], f"without {NAME} and others", f'{{"ids": ["{who}", "pother"]}}'],
    )
    forget_person(store, who, SETTINGS)
    assert store.frame("SELECT * FROM kept_list").rows() == [
        (["pother"], "without forgotten and others", '{"ids": ["forgotten", "pother"]}')
    ]


def test_a_name_of_one_word_goes_from_what_the_tool_wrote_and_from_no_longer_word() -> None:
    naming = Naming(["Cher", "Bo"], [])
    assert naming.without("letters of cher.mbox") == "letters of forgotten.mbox"
    assert naming.without("cherries from Bo") == "cherries from Bo"
    assert naming.names_only is None
    assert Naming(["Bo"], []).without("nothing to find") == "nothing to find"
    assert Naming(["Ana Silva"], []).without("ana_silva (1).html") == "forgotten (1).html"
