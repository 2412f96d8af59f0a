"""What one copies from a profile or a CV: what is understood of it, and what comes back with a reason."""

from calendar import month_abbr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.sources.positions import pasted_history

FENLAND = (
    "employer",
    "Fenland Water",
    "Training lead",
    "Jan 2016",
    "Dec 2019",
    "Leeds, England, United Kingdom",
)


def edge(one):
    if one is None:
        return None
    return {"year": f"{one.day:%Y}", "month": f"{one.day:%b %Y}", "day": f"{one.day}"}[one.grain]


def told(text):
    found = []
    for one in pasted_history(text).stretches:
        start = one.span and edge(one.span.start)
        finish = one.span and ("present" if one.span.is_current else edge(one.span.finish))
        found.append((one.kind, one.organisation, one.title, start, finish, one.place))
    return found


def left(text):
    return [(one.text, one.reason) for one in pasted_history(text).unread]


# -- the page of a profile -----------------------------------------------------------------------

WEB = """\
Experience
Training lead
Fenland Water · Full-time
Jan 2016 - Dec 2019 · 4 yrs
Leeds, England, United Kingdom · On-site
Ran the induction for 200 people.
- Wrote job aids
Trainer
Lindby GmbH
Mar 2012 - Dec 2015 · 3 yrs 10 mos
Köln
Education
University of Leeds
BA, History
2004 - 2007
Grade: First
Hill College
A levels
"""


def test_the_sections_of_a_profile() -> None:
    assert told(WEB) == [
        FENLAND,
        ("employer", "Lindby GmbH", "Trainer", "Mar 2012", "Dec 2015", "Köln"),
        ("school", "University of Leeds", "BA, History", "2004", "2007", None),
        ("school", "Hill College", "A levels", None, None, None),
    ]
    assert left(WEB) == [
        ("Ran the induction for 200 people.", "a description"),
        ("- Wrote job aids", "a description"),
        ("Grade: First", "a description"),
    ]


def test_lines_that_a_browser_copies_twice() -> None:
    text = """\
Experience
Experience
Fenland Water logo
Training lead
Training lead
Fenland Water · Full-time
Fenland Water · Full-time
Jan 2016 - Dec 2019 · 4 yrs
Jan 2016 to Dec 2019 · 4 yrs
Leeds, England, United Kingdom
Leeds, England, United Kingdom
Show all 5 experiences
"""
    assert told(text) == [FENLAND]
    assert left(text) == []
    doubled = "\n".join(2 * line if line[0] != "J" else line for line in text.splitlines()[3::2])
    assert told("Experience\n" + doubled)[0][:3] == FENLAND[:3]


def test_several_titles_under_one_employer() -> None:
    text = """\
Experience

Northrail
Full-time · 8 yrs 2 mos
York, England, United Kingdom

Head of training
Jan 2020 - Present · 6 yrs

Trainer
Full-time
Nov 2017 - Dec 2019 · 2 yrs 2 mos
Built the academy.

Consultant
Self-employed
2015 - 2017 · 2 yrs
Remote
"""
    york = "York, England, United Kingdom"
    assert told(text) == [
        ("employer", "Northrail", "Head of training", "Jan 2020", "present", york),
        ("employer", "Northrail", "Trainer", "Nov 2017", "Dec 2019", york),
        ("employer", "Northrail", "Consultant", "2015", "2017", None),
    ]
    assert [text for text, _ in left(text)] == ["Built the academy."]


def test_after_several_titles_the_next_employer_stands_for_itself() -> None:
    text = """\
Experience
Northrail logo
Northrail
8 yrs 2 mos
Head of training
Full-time
Jan 2020 - Present · 6 yrs
York
Trainer
Nov 2017 - Dec 2019 · 2 yrs 2 mos
Built the academy from nothing and then some more.
Fenland Water logo
Internship
Fenland Water
Jul 2010 - Aug 2010 · 2 mos
Leeds, England, United Kingdom · Hybrid
"""
    assert told(text) == [
        ("employer", "Northrail", "Head of training", "Jan 2020", "present", "York"),
        ("employer", "Northrail", "Trainer", "Nov 2017", "Dec 2019", None),
        (
            "employer",
            "Fenland Water",
            "Internship",
            "Jul 2010",
            "Aug 2010",
            "Leeds, England, United Kingdom",
        ),
    ]


def test_the_page_of_earlier_years_with_its_labels() -> None:
    text = """\
Training lead
Company Name
Fenland Water
Dates Employed
Jan 2016 – Dec 2019
Employment Duration
4 yrs
Location
Leeds, England, United Kingdom
"""
    assert told(text) == [FENLAND]
    assert left(text) == []


def test_a_page_in_another_language_with_a_blank_line_after_each_line() -> None:
    text = "\n\n".join(
        ("Berufserfahrung", "Trainerin", "Lindby GmbH · Vollzeit", "Jan. 2016–Dez. 2019 · 4 Jahre",
         "Köln, Nordrhein-Westfalen, Deutschland", "Beraterin", "Weser AG", "seit Jan. 2020",
         "Ausbildung", "Universität Köln", "Diplom, Pädagogik", "2004–2008", "Kenntnisse", "Moderation")
    )  # fmt: skip
    assert told(text) == [
        (
            "employer",
            "Lindby GmbH",
            "Trainerin",
            "Jan 2016",
            "Dec 2019",
            "Köln, Nordrhein-Westfalen, Deutschland",
        ),
        ("employer", "Weser AG", "Beraterin", "Jan 2020", "present", None),
        ("school", "Universität Köln", "Diplom, Pädagogik", "2004", "2008", None),
    ]
    assert left(text) == [("Moderation", "in another section than experience and education")]


def test_what_stands_over_the_first_section_is_no_job() -> None:
    text = "Ana Silva\nTrainer at Fenland Water, 2019\n2nd\n\n" + WEB
    assert told(text) == told(WEB)
    assert left(text)[0] == ("Ana Silva", "in another section than experience and education")


# -- written by hand -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Acme Ltd, trainer, 2010-2014, Leeds", ("employer", "Acme Ltd", "trainer", "2010", "2014", "Leeds")),
        ("2010–2014 Acme Ltd", ("employer", "Acme Ltd", "", "2010", "2014", None)),
        ("2010-14: Trainer, Acme Ltd, Leeds", ("employer", "Acme Ltd", "Trainer", "2010", "2014", "Leeds")),
        ("Trainer at Foldvale (Jan 2006 - Mar 2008)",
         ("employer", "Foldvale", "Trainer", "Jan 2006", "Mar 2008", None)),
        ("- Northrail | Head of learning | since 2015 | York, UK",
         ("employer", "Northrail", "Head of learning", "2015", "present", "York, UK")),
        ("1. Foldvale — Course designer — Jan 2008 – Jun 2012 — Leeds",
         ("employer", "Foldvale", "Course designer", "Jan 2008", "Jun 2012", "Leeds")),
        ("2010-2012\tNorthrail\tClerk", ("employer", "Northrail", "Clerk", "2010", "2012", None)),
        ("Acme, Inc., Engineer, Mar 2010 to Apr 2012 (2 yrs 2 mos), Austin, Texas, United States",
         ("employer", "Acme, Inc.", "Engineer", "Mar 2010", "Apr 2012", "Austin, Texas, United States")),
        ("Lecturer at University of Leeds, 2010-2014",
         ("employer", "University of Leeds", "Lecturer", "2010", "2014", None)),
        ("BA History, University of Leeds, 2000–2003",
         ("school", "University of Leeds", "BA History", "2000", "2003", None)),
        ("University of Leeds (2000-2003)", ("school", "University of Leeds", "", "2000", "2003", None)),
        ("MSc Learning, Open University, 2009", ("school", "Open University", "MSc Learning", "2009", None, None)),
        ("2003 BA History, University of Leeds", ("school", "University of Leeds", "BA History", "2003", None, None)),
        ("Volunteer, Hill Museum, since 2019", ("employer", "Hill Museum", "Volunteer", "2019", "present", None)),
        ("Lindby GmbH, Trainerin, März 2009 bis Dez. 2012, Köln",
         ("employer", "Lindby GmbH", "Trainerin", "Mar 2009", "Dec 2012", "Köln")),
    ],
)  # fmt: skip
def test_one_line_that_says_it_all(line, expected) -> None:
    assert told(line) == [expected]
    assert left(line) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("I like long walks", "no dates"),
        (
            "In 2012 we moved to the sea.",
            "a year, but not for sure an employer or school with its dates",
        ),
        (
            "Won the regional prize, 2012",
            "a year, but not for sure an employer or school with its dates",
        ),
        (
            "Led the 2012-2014 programme",
            "a year, but not for sure an employer or school with its dates",
        ),
        # September 2008, or two years
        ("2008-09 Acme Ltd", "a year, but not for sure an employer or school with its dates"),
        ("Acme Ltd, 2014-2010", "ends before it begins"),
        ("2010 - 2014", "dates without an employer or school"),
    ],
)
def test_what_cannot_be_read_comes_back_with_a_reason(line, reason) -> None:
    text = f"Foldvale, trainer, 2001-2003\n{line}"
    assert [one[1] for one in told(text)] == ["Foldvale"]
    assert left(text) == [(line, reason)]


def test_a_cv_with_the_dates_over_the_names() -> None:
    text = """\
2010–2014
Acme Ltd
Trainer
2008 - 2010
Trainer, Lindby GmbH, Köln
Ran things.

2004 - 2007
University of Leeds
BA History
"""
    assert told(text) == [
        ("employer", "Acme Ltd", "Trainer", "2010", "2014", None),
        ("employer", "Lindby GmbH", "Trainer", "2008", "2010", "Köln"),
        ("school", "University of Leeds", "BA History", "2004", "2007", None),
    ]


def test_an_employer_over_its_title_is_known_by_its_words() -> None:
    text = "Acme Ltd\nTrainer\n2010 - 2014\nNorthmoor Council\nHead of learning\n2015 - Present"
    assert [one[1:3] for one in told(text)] == [
        ("Acme Ltd", "Trainer"), ("Northmoor Council", "Head of learning"),
    ]  # fmt: skip


def test_a_title_without_an_employer_is_not_made_one() -> None:
    text = "Experience\nTrainer\nJan 2016 - Dec 2019 · 4 yrs"
    assert told(text) == []
    assert left(text) == [
        ("Trainer", "dates without an employer or school"),
        ("Jan 2016 - Dec 2019 · 4 yrs", "dates without an employer or school"),
    ]


def test_a_line_with_its_own_dates_is_no_name_for_the_dates_below() -> None:
    text = "Clerk, Acme Ltd, 2001-2003\nTrainer\nFenland Water\n2010 - 2014\nLed a team, 2011-2012"
    assert told(text) == [
        ("employer", "Acme Ltd", "Clerk", "2001", "2003", None),
        ("employer", "Fenland Water", "Trainer", "2010", "2014", None),
    ]
    assert left(text) == [("Led a team, 2011-2012", "a description")]


def test_nothing_and_far_too_much() -> None:
    assert pasted_history("").stretches == ()
    assert pasted_history(" \n\t\n").left == ()
    long = pasted_history("Foldvale, trainer, 2001-2003\n" + "x" * 200_000)
    assert [one.organisation for one in long.stretches] == ["Foldvale"]
    assert "200,000" in long.left[-1].reason


# -- whatever is written comes back --------------------------------------------------------------

NAMES = st.sampled_from(
    ["Fenland Water", "Northrail", "Foldvale", "Brightwater Learning", "Weser AG", "Lindby GmbH"]
)
TITLES = st.sampled_from(
    ["Trainer", "Head of training", "Course designer", "Archivist", "Team lead"]
)
PLACES = st.sampled_from([None, "Leeds, England, United Kingdom", "York, UK", "Greater Leeds Area"])
NOTES = st.sampled_from(
    [
        None,
        "Ran the induction for 200 people.",
        "- Wrote job aids\n- Taught clerks",
        "Skills: Facilitation",
    ]
)


@st.composite
def entries(draw):
    start = draw(st.integers(1980, 2020))
    dates = (
        f"{month_abbr[draw(st.integers(1, 12))]} {start}",
        f"{month_abbr[draw(st.integers(1, 12))]} {start + 1}",
    )
    return draw(NAMES), draw(TITLES), *dates, draw(PLACES), draw(NOTES)


def block(entry, *, twice):
    name, title, start, finish, place, note = entry
    lines = [
        title,
        f"{name} · Full-time",
        f"{start} - {finish} · 1 yr",
        *([place] if place else []),
    ]
    copied = [one for line in lines for one in ([line, line] if twice else [line])]
    return "\n".join([*copied, *([note] if note else [])])


@given(
    st.lists(entries(), min_size=1, max_size=5, unique=True),
    st.booleans(),
    st.sampled_from(["\n", "\n\n"]),
)
def test_profiles_come_back_as_they_were_written(held, twice, between) -> None:
    text = "Experience\n" + between.join(block(one, twice=twice) for one in held)
    assert told(text) == [
        ("employer", name, title, start, finish, place)
        for name, title, start, finish, place, _ in held
    ]


@given(
    st.lists(entries(), min_size=1, max_size=5, unique=True),
    st.sampled_from([", ", " | ", " — ", "; "]),
)
def test_lists_come_back_as_they_were_written(held, between) -> None:
    lines = [
        between.join([name, title, f"{start} - {finish}", *([place] if place else [])])
        for name, title, start, finish, place, _ in held
    ]
    assert told("\n".join(lines)) == [
        ("employer", name, title, start, finish, place)
        for name, title, start, finish, place, _ in held
    ]


PIECES = st.sampled_from(
    ["Experience", "Education", "Skills", "Fenland Water logo", "Trainer", "Acme Ltd", "Acme Ltd · Full-time",
     "Full-time", "2010 - 2014", "Jan 2016 - Present · 3 yrs", "4 yrs 2 mos", "Leeds", "Leeds, UK", "",
     "University of Leeds", "BA, History", "2003", "Acme, trainer, 2010-2014",
     "- did things", "Remote", "Show all 3 experiences", "2008-09"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=30), max_size=25).map("\n".join) | st.text(max_size=300))
def test_no_line_is_lost_and_nothing_is_invented(text) -> None:
    found = pasted_history(text)
    numbers = [*found.used, *(one.number for one in found.left)]
    assert len(set(numbers)) == len(numbers)
    assert all(one.organisation.strip() for one in found.stretches)
    flat = " ".join("".join(char for char in text if char.isalnum() or char.isspace()).split())
    for one in found.stretches:
        for said in (one.organisation, one.title, one.place or ""):
            for word in "".join(char if char.isalnum() else " " for char in said).split():
                assert (
                    word in "".join(char if char.isalnum() else " " for char in text)
                    or word in flat
                )
    assert not any(one.span and one.span.is_backwards for one in found.stretches)
