"""Tables of careers: who was where and when."""

import calendar
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError
from relevance.pipeline import import_paths, past_imports, undo_import
from relevance.sources.archive import SourceFile
from relevance.sources.catalogue import source_note
from relevance.sources.positions import read, recognises
from relevance.sources.positions.columns import is_table
from relevance.sources.reader import SOURCES
from relevance.store import Store
from tests.linkedin_export import Contact, connections_csv, rows_csv
from tests.test_mutated_files import SAMPLES
from tests.writers.positions import HEADER, ROWS, samples


def load(data: bytes, **more):
    return read(SourceFile.from_bytes("careers", data), **more)


def told(result):
    who = dict(result.accepted["record"].select("record_id", "name").rows())
    columns = ("kind", "organisation", "title", "started_on", "finished_on", "is_current", "place")
    rows = result.accepted["position"].select("record_id", *columns).rows()
    return [(who[one], *rest) for one, *rest in rows]


@pytest.mark.parametrize("name", samples())
def test_every_shape_is_recognised_and_says_the_same(name: str) -> None:
    assert recognises("x", samples()[name])
    result = load(samples()[name], as_of=date(2026, 6, 8))
    assert (result.read, result.reasons) == (
        9,
        {
            "names nobody": 1,
            "names no employer or school": 1,
            "a date that cannot be read": 1,
            "ends before it begins": 1,
        },
    )
    assert told(result) == [
        ("Ana Silva", "employer", "Fenland Water Ltd", "Trainer", date(2011, 3, 1), date(2014, 6, 30), False,
         "Leeds, UK"),
        ("Ana Silva", "employer", "Northrail", "Lead", date(2014, 7, 1), None, True, "York"),
        ("Ana Silva", "school", "University of Leeds", "BA, History", date(2004, 1, 1), date(2007, 12, 31), False,
         None),
        ("Ben Okafor", "employer", "Lindby GmbH", None, date(2009, 3, 1), date(2012, 12, 31), False, "Köln"),
        ("Cleo Dahl", "employer", "Ashbourne College", None, None, None, None, None),
    ]  # fmt: skip
    ana = result.accepted["record"].filter(name="Ana Silva").row(0, named=True)
    assert (ana["company"], ana["position"]) == ("Northrail", "Lead")
    exactness = (
        result.accepted["position"].select("started_grain", "finished_grain", "as_of").rows()
    )
    assert exactness[0] == ("month", "month", date(2026, 6, 8))
    assert exactness[1][:2] == ("day", None)
    assert exactness[2][:2] == ("year", "year")


@pytest.mark.parametrize("name", SAMPLES)
def test_only_tables_of_careers_are_claimed(name: str) -> None:
    claims = [kind for kind, source in SOURCES.items() if source.recognises(name, SAMPLES[name])]
    assert ("positions" in claims[:1]) == (name in samples())


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Name", "Company", "Role", "Start", "End", "Location"], True),
        (["full_name", "employer", "since"], True),
        (["First Name", "Last Name", "School Name", "Period"], True),
        (["email", "organization", "Started On", "Finished On"], True),
        # LinkedIn's own files of the owner name nobody
        (["Company Name", "Title", "Description", "Location", "Started On", "Finished On"], False),
        # Connections, encounters, appointments
        (
            [
                "First Name",
                "Last Name",
                "URL",
                "Email Address",
                "Company",
                "Position",
                "Connected On",
            ],
            False,
        ),
        (["person", "company", "channel", "date", "from"], False),
        (["Subject", "Start Date", "End Date", "Location", "Meeting Organizer"], False),
        (["name", "company", "title"], False),
    ],
)
def test_columns_that_make_a_table_of_careers(columns, expected) -> None:
    assert is_table(columns) is expected


def one_row(**cells):
    result = load(rows_csv(list(cells), [list(cells.values())]).encode())
    return told(result)[0] if result.usable else result.reasons


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"person": "Ana", "school": "Hill College", "from": "2004"}, "school"),
        ({"person": "Ana", "company": "Hill College", "from": "2004"}, "employer"),
        (
            {"person": "Ana", "organisation": "Hill College", "type": "Education", "from": "2004"},
            "school",
        ),
        (
            {"person": "Ana", "organisation": "Hill College", "type": "Full-time", "from": "2004"},
            "employer",
        ),
        (
            {"person": "Ana", "organisation": "Hill College", "degree": "BA", "from": "2004"},
            "school",
        ),
        (
            {
                "person": "Ana",
                "organisation": "Hill College",
                "title": "MSc Learning",
                "from": "2004",
            },
            "school",
        ),
        (
            {"person": "Ana", "organisation": "Hill College", "title": "Lecturer", "from": "2004"},
            "employer",
        ),
    ],
)
def test_employers_and_schools_are_told_apart(cells, kind) -> None:
    assert one_row(**cells)[1] == kind


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"from": "2004", "to": "2007"}, (date(2004, 1, 1), date(2007, 12, 31), False)),
        ({"from": "2004.0", "to": "n/a"}, (date(2004, 1, 1), None, None)),
        ({"from": "2004", "to": "heute"}, (date(2004, 1, 1), None, True)),
        ({"from": "2004", "to": "", "current": "yes"}, (date(2004, 1, 1), None, True)),
        ({"from": "", "to": "until now"}, (None, None, True)),
        ({"from": "?", "to": "Jun 2007"}, (None, date(2007, 6, 30), False)),
        ({"dates": "Mar 2004 – Jun 2007"}, (date(2004, 3, 1), date(2007, 6, 30), False)),
        ({"dates": "since 2004"}, (date(2004, 1, 1), None, True)),
        ({"dates": "2004"}, (date(2004, 1, 1), date(2004, 12, 31), False)),
        ({"dates": "long ago"}, {"a date that cannot be read": 1}),
        ({"from": "spring", "to": ""}, {"a date that cannot be read": 1}),
    ],
)
def test_dates_as_owners_write_them(cells, expected) -> None:
    found = one_row(person="Ana", company="Acme", **cells)
    assert (found if isinstance(expected, dict) else found[4:7]) == expected


def test_a_table_without_rows_says_what_is_needed() -> None:
    with pytest.raises(NothingUsableError, match=r"person.* employer or school .* dates"):
        load(rows_csv(HEADER, []).encode())


def test_the_same_row_twice_is_one() -> None:
    result = load(rows_csv(HEADER, [ROWS[0], ROWS[0]]).encode())
    assert result.reasons == {"same position twice": 1}


def test_the_kind_says_what_it_can_and_cannot_tell() -> None:
    note = source_note("positions")
    assert "whether you met there" in note.cannot


def test_rows_find_the_connection_and_can_be_undone(tmp_path: Path) -> None:
    (tmp_path / "Connections.csv").write_bytes(
        connections_csv([Contact("Ana", "Silva", "ana-silva")])
    )
    table = tmp_path / "careers.csv"
    table.write_bytes(rows_csv(HEADER, ROWS).encode())
    with Store.open(tmp_path / "c.duckdb") as store:
        import_paths(store, [tmp_path / "Connections.csv"], settings=Settings())
        (report,) = import_paths(store, [table], settings=Settings())
        assert (report.kind, report.read, report.added, report.skipped) == ("positions", 9, 5, 4)
        found = store.frame(
            "SELECT organisation, place FROM position JOIN person_link USING (record_id) JOIN person USING (person_id) "
            "WHERE person.url LIKE '%/ana-silva' ORDER BY organisation"
        )
        assert found.rows() == [
            ("Fenland Water Ltd", "Leeds, UK"), ("Northrail", "York"), ("University of Leeds", None),
        ]  # fmt: skip
        (again,) = import_paths(store, [table], settings=Settings())
        assert (again.added, again.known) == (0, True)
        undo_import(store, past_imports(store)[0].import_id, Settings())
        assert (store.count("position"), store.count("connection")) == (0, 1)


# -- whatever is written comes back --------------------------------------------------------------

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=15
)
NAMED = WORDS.filter(lambda text: any(char.isalnum() for char in text))
YEARS = st.integers(1950, 2030)


@st.composite
def edges(draw, *, last):
    """A date as somebody writes it, and the day that it means."""
    year, month = draw(YEARS), draw(st.integers(1, 12))
    end = calendar.monthrange(year, month)[1]
    shape = draw(st.sampled_from(["year", "month", "number", "iso", "day"]))
    if shape == "year":
        return f"{year}", date(year, 12, 31) if last else date(year, 1, 1)
    if shape in {"month", "number"}:
        text = f"{calendar.month_abbr[month]} {year}" if shape == "month" else f"{month:02d}/{year}"
        return text, date(year, month, end if last else 1)
    day = draw(st.integers(1, end))
    written = date(year, month, day)
    return (
        written.isoformat() if shape == "iso" else f"{day} {calendar.month_name[month]} {year}"
    ), written


@st.composite
def written_rows(draw):
    start, finish = draw(edges(last=False)), draw(edges(last=True) | st.just(("present", None)))
    name, organisation, title, place = (
        draw(WORDS),
        draw(NAMED),
        draw(WORDS | st.just("")),
        draw(WORDS | st.just("")),
    )
    kind = draw(st.sampled_from(["employer", "school"]))
    return (name, kind, organisation, title, start, finish, place)


@given(st.lists(written_rows(), min_size=1, max_size=5))
def test_what_is_written_comes_back(rows) -> None:
    table = [
        [
            f"Person {n} {name}",
            f"p{n}@example.org",
            kind,
            f"Firm {organisation}",
            title,
            start[0],
            finish[0],
            place,
        ]
        for n, (name, kind, organisation, title, start, finish, place) in enumerate(rows)
    ]
    header = ["person", "email", "kind", "organisation", "title", "from", "to", "place"]
    result = load(rows_csv(header, table, quote_all=True).encode())
    expected = [
        (f"Person {n} {name}", kind, f"Firm {organisation}", title or None, start[1], finish[1], finish[1] is None,
         place or None)
        for n, (name, kind, organisation, title, start, finish, place) in enumerate(rows)
        if finish[1] is None or finish[1] >= start[1]
    ]  # fmt: skip
    assert (told(result) if result.usable else []) == expected
    assert len(result.rejected) == len(rows) - len(expected)


@given(st.sampled_from(sorted(samples())), st.binary(max_size=30), st.integers(0, 900))
def test_no_bytes_give_anything_but_our_own_errors(name: str, noise: bytes, at: int) -> None:
    whole = samples()[name]
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 30 :]):
        recognises(name, data)
        try:
            result = load(data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read
