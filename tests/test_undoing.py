"""An import is taken back: what came only from it goes, and nothing else."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import CancelledError, NotFoundError
from relevance.pipeline import embed, past_imports, run_import, undo_import
from relevance.schema import FACTS, fact_frame
from relevance.sources.people import person_record
from relevance.store import Store, TakenIn
from tests import world
from tests.linkedin_export import Contact, connections_csv, export_zip

SETTINGS = Settings()
DERIVED = ("person", "person_link", "rating", "engaged_post")
ANA = Contact("Ana", "Silva", "ana-silva", company="Fenland Water", position="Trainer")
NEW_ANA = Contact("Ana", "Costa", "ana-silva", company="Northrail", position="Lead")
BEN = Contact("Ben", "Okafor", "ben-okafor", company="Lindby", position="Clerk")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "undo.duckdb") as opened:
        yield opened


def held(store: Store) -> dict[str, list]:
    """Everything that is known, without the names of who said it."""
    tables = {name: store.facts(name).rows() for name in FACTS}
    people = store.frame("SELECT * FROM person ORDER BY ALL").rows()
    links = store.frame("SELECT record_id, person_id FROM person_link ORDER BY ALL").rows()
    files = store.frame("SELECT path, kind, sha256 FROM import_file ORDER BY ALL").rows()
    return {**tables, "person": people, "person_link": links, "import_file": files}


def export(folder: Path, day: str, *contacts: Contact) -> Path:
    files = {"Connections.csv": connections_csv(contacts)}
    return export_zip(folder / f"Basic_LinkedInDataExport_{day}.zip", files)


def test_undoing_the_only_import_leaves_nothing(store: Store, tmp_path: Path) -> None:
    empty = held(store)
    run = run_import(
        store, [world.write_export(tmp_path), world.write_posts(tmp_path)], settings=SETTINGS
    )
    embed(store, encoder=world.WordEncoder())
    assert (run.changes.added["connection"], run.changes.added["post"]) == (10, 25)
    undo_import(store, run.import_id, SETTINGS)
    assert held(store) == empty
    assert store.count("embedding") == 0
    assert past_imports(store) == []


@pytest.mark.parametrize("undone", [0, 1])
def test_of_two_exports_that_differ_each_can_be_undone(
    store: Store, tmp_path: Path, undone: int
) -> None:
    paths = [
        export(tmp_path, "06-08-2025", ANA, BEN),
        export(tmp_path, "06-08-2026", NEW_ANA),
    ]
    runs = [run_import(store, [path], settings=SETTINGS) for path in paths]
    assert store.people().filter(name="Ana Costa")["former_names"].to_list() == [["Ana Silva"]]
    undo_import(store, runs[undone].import_id, SETTINGS)
    with Store.open(tmp_path / "other.duckdb") as other:
        run_import(other, [paths[1 - undone]], settings=SETTINGS)
        assert held(store) == held(other)


def test_what_two_files_say_alike_outlives_one_of_them(store: Store, tmp_path: Path) -> None:
    first = run_import(store, [export(tmp_path, "06-08-2026", ANA, BEN)], settings=SETTINGS)
    again = tmp_path / "Connections.csv"
    again.write_bytes(connections_csv([ANA]) + b"\n")
    second = run_import(store, [again], settings=SETTINGS)
    undo_import(store, first.import_id, SETTINGS)
    assert store.people()["name"].to_list() == ["Ana Silva"]
    undo_import(store, second.import_id, SETTINGS)
    assert store.people().height == 0


def test_what_the_owner_said_stays(store: Store, tmp_path: Path) -> None:
    run = run_import(
        store, [export(tmp_path, "06-08-2026", ANA)], settings=SETTINGS, owner=["me@own.example"]
    )
    undo_import(store, run.import_id, SETTINGS)
    assert store.owner_facts("email") == ["me@own.example"]


def test_a_file_can_be_imported_again_after_undoing(store: Store, tmp_path: Path) -> None:
    path = export(tmp_path, "06-08-2026", ANA)
    first = run_import(store, [path], settings=SETTINGS)
    undo_import(store, first.import_id, SETTINGS)
    again = run_import(store, [path], settings=SETTINGS)
    assert again.reports[0].added == 1
    assert again.import_id != first.import_id


def test_an_unknown_import_is_told_with_those_there_are(store: Store, tmp_path: Path) -> None:
    run = run_import(store, [export(tmp_path, "06-08-2026", ANA)], settings=SETTINGS)
    with pytest.raises(NotFoundError, match=f"no import 99; there are: {run.import_id}"):
        undo_import(store, 99, SETTINGS)


def test_a_stopped_import_changes_nothing(store: Store, tmp_path: Path) -> None:
    before = held(store)
    seen: list[tuple[str, int]] = []
    with pytest.raises(CancelledError, match="nothing was changed"):
        run_import(
            store,
            [world.write_export(tmp_path)],
            settings=SETTINGS,
            progress=lambda path, count: seen.append((path, count)),
            cancelled=lambda: len(seen) > 3,
        )
    assert held(store) == before
    assert seen[-1][1] >= seen[0][1] > 0


def test_progress_names_the_file_and_counts_bytes(store: Store, tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []
    path = export(tmp_path, "06-08-2026", ANA)
    run_import(
        store, [path], settings=SETTINGS, progress=lambda path, count: seen.append((path, count))
    )
    assert {one for one, _ in seen if one} == {f"{path}/Connections.csv"}
    assert [count for _, count in seen] == sorted(count for _, count in seen)


def test_the_import_says_who_was_recognised(store: Store, tmp_path: Path) -> None:
    run_import(store, [export(tmp_path, "06-08-2026", ANA, BEN)], settings=SETTINGS)
    posts = tmp_path / "posts.csv"
    posts.write_text(
        "author,author_url,text\nAna Silva,https://www.linkedin.com/in/ana-silva,Hello there\n"
        "Cleo Dahl,https://www.linkedin.com/in/cleo-dahl,Good morning\n"
    )
    changes = run_import(store, [posts], settings=SETTINGS).changes
    assert (changes.recognised, changes.new_people) == (1, 1)
    assert changes.sentence == (
        "2 posts came in. 1 person you knew already was recognised in a further source. 1 person new."
    )


# -- any facts, in any order -----------------------------------------------------------------------

NAMES = st.sampled_from(["Ana Silva", "Ana Costa", "Ben Okafor"])
DAYS = st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2024, 1, 4)))


@st.composite
def facts(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    people = draw(st.lists(st.tuples(st.integers(1, 3), NAMES, DAYS, st.booleans()), max_size=3))
    records = [
        person_record(
            "linkedin.connections",
            name,
            account_id=f"x:{number}",
            emails=[f"{name[0]}@example.org"] if has_mail else [],
            as_of=day,
        )
        for number, name, day, has_mail in people
    ]
    told = draw(st.lists(st.tuples(st.sampled_from(["skill", "group"]), NAMES), max_size=2))
    owner = [{"kind": kind, "value": "one", "detail": detail} for kind, detail in told]
    moments = [datetime(2024, 1, 1, number, tzinfo=UTC) for number, *_ in people]
    posts = [
        {
            "post_id": f"t{number}",
            "author_record_id": record["record_id"],
            "kind": "post",
            "text": record["name"],
            "text_key": record["name"],
            "created_at": moment,
        }
        for (number, *_), record, moment in zip(people, records, moments, strict=True)
    ]
    return {
        "record": fact_frame("record", records),
        "owner_fact": fact_frame("owner_fact", owner),
        "post": fact_frame("post", posts),
    }


def tables(store: Store) -> dict[str, list]:
    return {name: store.facts(name).rows() for name in ("record", "owner_fact", "post")}


@settings(deadline=None, max_examples=15)
@given(st.lists(facts(), min_size=1, max_size=4), st.data())
def test_taking_back_any_files_leaves_what_the_others_alone_would_have_left(
    tmp_path_factory: pytest.TempPathFactory, files: Sequence[dict], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("undo")
    gone = data.draw(st.sets(st.integers(1, len(files)), min_size=1))
    with Store.open(folder / "all.duckdb") as store, Store.open(folder / "rest.duckdb") as rest:
        for number, frames in enumerate(files, start=1):
            store.take_in(frames, file_id=number)
            if number not in gone:
                rest.take_in(frames, file_id=number)
        store.take_back(sorted(gone))
        assert tables(store) == tables(rest)
        for number in sorted(set(range(1, len(files) + 1)) - gone):
            store.take_back([number])
        assert tables(store) == {"record": [], "owner_fact": [], "post": []}


def test_taking_back_nothing_changes_nothing(store: Store, tmp_path: Path) -> None:
    run_import(store, [export(tmp_path, "06-08-2026", ANA)], settings=SETTINGS)
    before = held(store)
    assert store.take_back([]) == {}
    assert held(store) == before


def test_counts_of_taking_back_are_of_what_went_and_what_changed(
    store: Store, tmp_path: Path
) -> None:
    run_import(store, [export(tmp_path, "06-08-2025", ANA)], settings=SETTINGS)
    run = run_import(store, [export(tmp_path, "06-08-2026", NEW_ANA, BEN)], settings=SETTINGS)
    changed = undo_import(store, run.import_id, SETTINGS)
    assert changed["record"] == TakenIn(updated=1, removed=1)
    assert changed["connection"] == TakenIn(updated=1, removed=1)
