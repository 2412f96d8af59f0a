"""Histories in the store: pasted, imported, shared with the owner, undone."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.errors import NotFoundError, NothingUsableError, UsageError
from relevance.pipeline import (
    add_history,
    advise,
    current_scores,
    find_person,
    import_paths,
    past_imports,
    past_sentence,
    person_page,
    run_import,
    undo_import,
)
from relevance.schema import FACTS
from relevance.store import Store
from tests.linkedin_export import rows_csv, table_csv
from tests.writers.positions import HEADER

OWN = {
    "Positions.csv": table_csv(
        "Company Name,Title,Description,Location,Started On,Finished On",
        (
            "Fenland Water Ltd",
            "Trainer",
            "",
            "Leeds, England, United Kingdom",
            "Jan 2010",
            "Jun 2012",
        ),
        ("Northmoor Council", "Head of learning", "", "York", "Sep 2019", ""),
    ),
    "Education.csv": table_csv(
        "School Name,Start Date,End Date,Notes,Degree Name,Activities",
        ("University of Leeds", "2000", "2003", "", "BA, History", ""),
    ),
}
PASTED = """\
Experience
Trainer
Fenland Water · Full-time
Mar 2011 - Dec 2014 · 3 yrs 10 mos
Leeds, UK
Looked after the archive.
Education
Leeds University
MA
2003 - 2004
"""


@pytest.fixture
def store(world_database: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(world_database, tmp_path / "h.duckdb")
    folder = tmp_path / "own"
    folder.mkdir()
    for name, data in OWN.items():
        (folder / name).write_bytes(data)
    with Store.open(tmp_path / "h.duckdb") as opened:
        import_paths(opened, [folder], settings=Settings(), as_of=date(2026, 11, 1))
        yield opened


def held(store: Store) -> dict[str, list]:
    return {name: store.facts(name).rows() for name in FACTS}


def sentences(store: Store, name: str, settings: Settings | None = None) -> list[str]:
    page = person_page(store, find_person(store, name), None, settings)
    return [past_sentence(one) for one in page.shared]


def advice_on(store: Store, name: str, settings: Settings | None = None):
    settings = settings or Settings()
    listed = advise(store, current_scores(store, settings), settings)
    return next(one for one in listed if one.name == name)


def test_what_was_pasted_is_shared_with_the_owner_and_decides(store: Store) -> None:
    assert sentences(store, "Kim Kane") == []
    kim = find_person(store, "Kim Kane")
    added = add_history(store, kim, PASTED, Settings())
    assert (added.added, added.updated) == (2, 0)
    assert [one.text for one in added.understood.unread] == ["Looked after the archive."]
    assert sentences(store, "Kim Kane") == [
        "You both worked at Fenland Water Ltd at the same time (you 2010 to 2012, they 2011 to 2014): "
        "1 year 4 months together, both in Leeds, UK.",
        "You both studied at University of Leeds (you 2000 to 2003, they 2003 to 2004); the dates that are known do "
        "not show whether you were there together: at most 1 year together.",
    ]
    (check,) = [one for one in advice_on(store, "Kim Kane").checks if one.rung == 3]
    assert check.result == "passed"
    assert check.sentence.startswith(
        "You and Kim Kane worked at Fenland Water Ltd at the same time"
    )


def test_a_pasted_history_is_undone_like_an_import(store: Store) -> None:
    before, imports = held(store), past_imports(store)
    added = add_history(store, find_person(store, "Kim Kane"), PASTED, Settings())
    latest = past_imports(store)[0]
    assert (latest.import_id, latest.files, latest.kinds) == (
        added.import_id,
        ("pasted history of Kim Kane",),
        ("history",),
    )
    undo_import(store, added.import_id, Settings())
    assert (held(store), past_imports(store)) == (before, imports)
    again = add_history(store, find_person(store, "Kim Kane"), PASTED, Settings())
    assert again.added == 2


def test_the_same_text_adds_nothing_to_one_person_and_all_to_another(store: Store) -> None:
    kim, lou = find_person(store, "Kim Kane"), find_person(store, "Lou Lark")
    add_history(store, kim, PASTED, Settings())
    again = add_history(store, kim, PASTED, Settings())
    assert (again.added, again.import_id) == (0, None)
    assert add_history(store, lou, PASTED, Settings()).added == 2
    more = add_history(store, kim, PASTED + "\nOpen University\nMSc\n2009", Settings())
    assert (more.added, more.updated) == (1, 0)


def test_what_cannot_be_understood_changes_nothing(store: Store) -> None:
    before = held(store)
    with pytest.raises(
        NothingUsableError, match=r"Line 1, “I like long walks”: no dates\. Paste the sections"
    ):
        add_history(store, find_person(store, "Kim Kane"), "I like long walks", Settings())
    with pytest.raises(NothingUsableError, match="Paste the sections"):
        add_history(store, find_person(store, "Kim Kane"), "  ", Settings())
    with pytest.raises(NotFoundError, match="nobody"):
        add_history(store, "nobody", PASTED, Settings())
    assert held(store) == before


def test_somebody_there_today_was_there_until_the_source_spoke_at_least(store: Store) -> None:
    lou = find_person(store, "Lou Lark")
    add_history(store, lou, "Northmoor Council, archivist, since Nov 2025, York", Settings())
    (place,) = person_page(store, lou, None).shared
    assert place.both_today
    assert (place.overlap.first, place.overlap.last) == (
        date(2025, 11, 1),
        datetime.now(UTC).date(),
    )


def test_a_table_and_a_pasted_text_that_agree_say_one_thing(store: Store, tmp_path: Path) -> None:
    table = tmp_path / "careers.csv"
    row = ["Kim Kane", "https://www.linkedin.com/in/kim-kane", "", "employer", "Fenland Water", "Trainer", "03/2011",
           "12/2014", ""]  # fmt: skip
    table.write_text(rows_csv(HEADER, [row]), "utf-8")
    kim = find_person(store, "Kim Kane")
    run = run_import(store, [table], settings=Settings())
    assert run.changes.sentence.startswith("1 job or school came in.")
    assert find_person(store, "Kim Kane") == kim
    add_history(store, kim, PASTED, Settings())
    page = person_page(store, kim, None)
    assert [(one.organisation, one.place) for one in page.history] == [
        ("Fenland Water", "Leeds, UK"),
        ("Leeds University", None),
    ]
    assert page.shared[0].overlap.parts == ((date(2011, 3, 1), date(2012, 6, 30)),)


def test_another_place_asks_only_where_the_owner_set_it_so(store: Store) -> None:
    lou = find_person(store, "Lou Lark")
    add_history(
        store,
        lou,
        "Fenland Water, plumber, Mar 2011 - Dec 2014, Austin, Texas, United States",
        Settings(),
    )
    found = advice_on(store, "Lou Lark")
    assert (found.decision, found.rung) == ("accept", 3)
    assert found.reasons[0].endswith(
        "1 year 4 months together, you in Leeds, England, United Kingdom, they in Austin, Texas, United States, so "
        "whether you met is open."
    )
    found = advice_on(store, "Lou Lark", Settings(elsewhere_invite="ask"))
    assert (found.decision, found.rung) == ("ask", 3)
    with pytest.raises(UsageError, match="elsewhere_invite"):
        Settings(elsewhere_invite="never")


def test_the_owner_can_say_that_an_employer_was_renamed(store: Store) -> None:
    lou = find_person(store, "Lou Lark")
    add_history(store, lou, "Marshland Utilities, plumber, 2011-2014", Settings())
    assert sentences(store, "Lou Lark") == []
    renamed = Settings(renamed_organisations=("Fenland Water = Marshland Utilities plc",))
    assert sentences(store, "Lou Lark", renamed)[0].startswith(
        "You both worked at Fenland Water Ltd"
    )
    assert advice_on(store, "Lou Lark", renamed).rung == 3
    with pytest.raises(UsageError, match="renamed_organisations"):
        Settings(renamed_organisations=("Fenland Water",))


def test_the_newer_of_two_sources_says_whether_somebody_is_still_there(
    store: Store, tmp_path: Path
) -> None:
    rows = {
        "old.csv": (["2011", "present"], date(2020, 1, 1)),
        "new.csv": (["2011", "2022"], date(2024, 1, 1)),
    }
    for name in ("new.csv", "old.csv"):
        (start, finish), day = rows[name]
        path = tmp_path / name
        path.write_text(
            f"person,employer,title,from,to\nIda Ude,Northrail,Lead,{start},{finish}\n", "utf-8"
        )
        import_paths(store, [path], settings=Settings(), as_of=day)
    (one,) = person_page(store, find_person(store, "Ida Ude"), None).history
    assert (one.is_current, one.finished_on, one.known_until) == (
        False,
        date(2022, 12, 31),
        date(2024, 1, 1),
    )
