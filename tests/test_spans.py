"""Dates and stretches of time in the forms that profiles, CVs and tables write them in."""

from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from relevance.sources.places import place_in
from relevance.sources.spans import edge_in, find_span, is_duration, span_of

MARCH = (date(2016, 3, 1), date(2016, 3, 31), "month")
FOURTH = (date(2016, 3, 4), date(2016, 3, 4), "day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016", (date(2016, 1, 1), date(2016, 12, 31), "year")),
        ("Feb 2020", (date(2020, 2, 1), date(2020, 2, 29), "month")),
        ("Feb-20", (date(2020, 2, 1), date(2020, 2, 29), "month")),
        ("Sept '09", (date(2009, 9, 1), date(2009, 9, 30), "month")),
        ("Mar 2016", MARCH),
        ("March, 2016", MARCH),
        ("März 2016", MARCH),
        ("marzo de 2016", MARCH),
        ("mars 2016", MARCH),
        ("2016-03", MARCH),
        ("03/2016", MARCH),
        ("3.2016", MARCH),
        ("2016年3月", MARCH),
        ("2016-03-04", FOURTH),
        ("2016-03-04 00:00:00", FOURTH),
        ("4 March 2016", FOURTH),
        ("4th of March 2016", FOURTH),
        ("March 4, 2016", FOURTH),
        ("4 de marzo de 2016", FOURTH),
        ("4.3.2016", FOURTH),
        ("14/03/2016", (date(2016, 3, 14), date(2016, 3, 14), "day")),
        ("3/14/2016", (date(2016, 3, 14), date(2016, 3, 14), "day")),
        # March to some and April to others
        ("3/4/2016", (date(2016, 1, 1), date(2016, 12, 31), "year")),
        ("summer 2016", (date(2016, 1, 1), date(2016, 12, 31), "year")),
        ("ca. 2016", (date(2016, 1, 1), date(2016, 12, 31), "year")),
    ],
)
def test_days_months_and_years(text, expected) -> None:
    first, last = edge_in(text), edge_in(text, last=True)
    assert (first.day, last.day, first.grain, last.grain) == (*expected, expected[2])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "Fob 2019",
        "31 February 2016",
        "2016-13",
        "20161",
        "1850",
        "March",
        "listopad 2016",
    ],
)
def test_what_is_no_date(text) -> None:
    assert edge_in(text) is None


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "pt", "it", "nl", "sv", "fi", "tr", "ru"]
)
def test_months_of_many_languages(language) -> None:
    for number, name in Locale(language).months["stand-alone"]["wide"].items():
        assert edge_in(f"{name} 2016").day == date(2016, number, 1)


def told(span):
    start = span.start and (str(span.start.day), span.start.grain)
    finish = span.finish and (str(span.finish.day), span.finish.grain)
    return start, finish, span.is_current


JAN, DEC = ("2016-01-01", "month"), ("2019-12-31", "month")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Jan 2016 - Dec 2019 · 4 yrs", (JAN, DEC, False)),
        ("Jan 2016 to Dec 2019 · 4 yrs", (JAN, DEC, False)),
        ("Jan. 2016–Dez. 2019 · 4 Jahre", (JAN, DEC, False)),
        ("janv. 2016 - déc. 2019 · 4 ans", (JAN, DEC, False)),
        ("gen 2016 - dic 2019 (4 anni)", (JAN, DEC, False)),
        ("01/2016 – 12/2019", (JAN, DEC, False)),
        ("Jan 2016 - Present · 3 yrs 2 mos", (JAN, None, True)),
        ("jan. de 2016 - o momento · 3 anos", (JAN, None, True)),
        ("janv. 2016 - aujourd’hui", (JAN, None, True)),
        ("2016年1月 - 至今 · 3 年", (JAN, None, True)),
        ("since January 2016", (JAN, None, True)),
        ("from January 2016", (JAN, None, None)),
        ("Jan 2016 –", (JAN, None, None)),
        ("until Dec 2019", (None, DEC, False)),
        ("2010 - 2014", (("2010-01-01", "year"), ("2014-12-31", "year"), False)),
        ("2010–14", (("2010-01-01", "year"), ("2014-12-31", "year"), False)),
        ("(1998-02)", None),
        ("2010/11", (("2010-01-01", "year"), ("2011-12-31", "year"), False)),
        ("2010 to Mar 2014", (("2010-01-01", "year"), ("2014-03-31", "month"), False)),
        ("2012", (("2012-01-01", "year"), None, False)),
    ],
)
def test_whole_lines(line, expected) -> None:
    found = span_of(line)
    assert (told(found) if found else None) == expected


@pytest.mark.parametrize(
    "line", ["Trainer", "2010 Acme", "2008-09", "Acme, 2010-2014", "4 yrs", "Room 2010-14-11"]
)
def test_lines_that_are_no_span(line) -> None:
    assert span_of(line) is None


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("Acme Ltd, trainer, 2010-2014, Leeds", "Acme Ltd, trainer, ", ", Leeds"),
        ("2010–2014 Acme Ltd", "", " Acme Ltd"),
        ("Trainer at Acme (Mar 2010 - Apr 2012)", "Trainer at Acme (", ")"),
        ("Acme, Mar 2010 to Apr 2012 (2 yrs 2 mos), Leeds", "Acme, ", ", Leeds"),
        ("Prize of 2009, then 2010-2014 at Acme", "Prize of 2009, then ", " at Acme"),
    ],
)
def test_spans_within_lines(line, before, after) -> None:
    found = find_span(line)
    assert (found.before, found.after) == (before, after)
    assert found.span.start.day.year == 2010


def test_what_may_be_a_month_or_two_years_is_neither() -> None:
    assert find_span("2008-09 Acme") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [("6 yrs 2 mos", True), ("1 yr", True), ("less than a year", True), ("3 Jahre 2 Monate", True),
     ("4 years old", False), ("Full-time", False), ("", False)],
)  # fmt: skip
def test_lengths(line, expected) -> None:
    assert is_duration(line) is expected


@given(
    st.text(max_size=120) | st.text(alphabet="0123456789 -–/.JanuaryDecpresnt()·to", max_size=60)
)
def test_no_text_breaks_it_and_days_are_in_order(text) -> None:
    first, last = edge_in(text), edge_in(text, last=True)
    assert (first is None) == (last is None)
    assert first is None or first.day <= last.day
    span_of(text), is_duration(text), place_in(text, alone=True)
    found = find_span(text)
    if found:
        plain = " ".join(text.split())
        assert plain.startswith(found.before)
        assert plain.endswith(found.after)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Leeds, England, United Kingdom", "Leeds, England, United Kingdom"),
        ("Leeds, England, United Kingdom · Hybrid", "Leeds, England, United Kingdom"),
        ("Leeds · On-site", "Leeds"),
        ("Greater Leeds Area", "Greater Leeds Area"),
        ("Stoke-on-Trent, UK", "Stoke-on-Trent, UK"),
        ("São Paulo e Região, Brasil", "São Paulo e Região, Brasil"),
        ("Location: Leeds, UK", "Leeds, UK"),
        ("東京, 日本", "東京, 日本"),
        ("Remote", None),
        ("Leeds", None),
        ("Designed courses, ran workshops", None),
        ("Skills: Facilitation, Design", None),
        ("Ran the induction in Leeds.", None),
        ("", None),
    ],
)
def test_lines_that_are_places(line, expected) -> None:
    assert place_in(line) == expected


def test_a_word_alone_is_a_place_only_where_one_is_expected() -> None:
    assert place_in("Leeds", alone=True) == "Leeds"
    assert place_in("Responsibilities", alone=True) is None
    assert place_in("training the team", alone=True) is None
