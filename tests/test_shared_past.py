"""Which names are one organisation, and who was where together."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.errors import UsageError
from relevance.invites import (
    InviteFacts,
    Ladder,
    OwnerFacts,
    PositionFact,
    Thresholds,
    comparable_organisation,
    decide,
    past_sentence,
    shared_places,
    together_words,
    where_words,
)
from relevance.invites.overlaps import overlap_of
from relevance.invites.past_words import length_words
from relevance.invites.whereabouts import same_place
from relevance.organisations import organisation_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Learning Ltd", "ACME LEARNING"),
        ("Acme Learning Ltd.", "Acme Learning Limited"),
        ("Société Générale S.A.", "Societe Generale"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("The Open University", "Open University"),
        ("University of Leeds", "Leeds University"),
        ("The University of the Arts", "Arts University"),
        ("Universität Köln", "University of Koln"),
        ("Marks & Spencer plc", "Marks and Spencer"),
        ("Sainsbury's", "Sainsburys"),
        ("Sainsbury’s", "Sainsbury's"),
        ("Philips N.V.", "Philips NV"),
        ("Novo Nordisk A/S", "Novo Nordisk"),
        ("Acme, Inc.", "Acme"),
        ("Acme, LLC", "acme llc"),
        ("St. John's College", "Saint Johns College"),
        ("e-Learning Guild", "E Learning Guild"),
        ("Brightwater B.V.", "Brightwater"),
        ("Lingua Sp. z o.o.", "Lingua"),
        ("Univ. of Leeds", "University of Leeds"),
        ("Uni Leeds", "Leeds University"),
        ("Fenland Inst. of Tech.", "Fenland Institute of Technology"),
        ("Rail Training Center", "Rail Training Centre"),
        ("Northrail Intl.", "Northrail International"),
        ("  Acme   Learning ", "Acme Learning"),
        ("王伟科技", "王伟科技"),
    ],
)
def test_names_of_one_organisation(one, other):
    assert comparable_organisation(one) == comparable_organisation(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shell", "Shelley"),
        ("Shell", "Shell Energy"),
        ("Acme", "Acme Group"),
        ("University of Leeds", "Leeds Beckett University"),
        ("University of Leeds", "Leeds"),
        ("Apple", "Apple Tree Nursery"),
        ("Deloitte", "Deloitte Digital"),
        ("BP", "BPP"),
        ("Co-op", "Coop"),
    ],
)
def test_names_of_two_organisations(one, other):
    assert comparable_organisation(one) != comparable_organisation(other)


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        " ",
        "Self-employed",
        "Freelance",
        "N/A",
        "-",
        "Confidential",
        "Stealth Startup",
        "Retired",
        "🚀",
    ],
)
def test_what_names_no_organisation(name):
    assert comparable_organisation(name) == ""


@pytest.mark.parametrize("name", ["Ltd", "The", "Company", "University"])
def test_a_name_is_never_stripped_bare(name):
    assert comparable_organisation(name) == name.casefold()


def position(start, end, current=None, name="Acme Ltd", kind="employer"):
    return PositionFact(kind, name, None, start, end, current)


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        # Days that are known
        ((date(2010, 3, 5), date(2012, 3, 9)), (date(2012, 3, 8), date(2014, 1, 1)), True),
        ((date(2010, 3, 5), date(2012, 3, 9)), (date(2012, 3, 11), date(2014, 1, 1)), False),
        # Months: both in March 2012, or one after the other
        ((date(2010, 1, 1), date(2012, 3, 1)), (date(2012, 3, 1), date(2014, 1, 1)), None),
        ((date(2010, 1, 1), date(2012, 3, 1)), (date(2012, 4, 1), date(2014, 1, 1)), False),
        # Bare years: 2012 may be shared
        ((date(2010, 1, 1), date(2012, 1, 1)), (date(2012, 1, 1), date(2014, 1, 1)), None),
        ((date(2010, 1, 1), date(2012, 1, 1)), (date(2013, 1, 1), date(2014, 1, 1)), False),
        # Half known
        ((date(2010, 1, 1), date(2012, 1, 1)), (None, None), None),
        ((date(2010, 1, 1), date(2012, 1, 1)), (date(2009, 1, 1), None), None),
        ((date(2010, 1, 1), date(2012, 1, 1)), (date(2015, 1, 1), None), False),
        ((date(2010, 1, 1), date(2012, 1, 1)), (None, date(2008, 1, 1)), False),
        ((None, None), (None, None), None),
        # Still there
        ((date(2010, 1, 1), date(2012, 1, 1)), (date(2011, 1, 1), None, True), True),
        ((date(2010, 1, 1), date(2012, 1, 1)), (date(2018, 1, 1), None, True), False),
        ((date(2010, 1, 1), date(2012, 1, 1)), (None, None, True), None),
        ((date(2010, 1, 1), None, True), (None, None, True), True),
        ((None, None, True), (None, None, True), True),
        # Dates the wrong way round prove nothing
        ((date(2012, 1, 1), date(2010, 1, 1)), (date(2009, 1, 1), date(2014, 1, 1)), None),
    ],
)
def test_together_alone_or_not_to_be_told(mine, theirs, together):
    owner = OwnerFacts(positions=(position(*mine),))
    facts = InviteFacts("i", "p", "Kim", positions=(position(*theirs, name="ACME"),))
    (place,) = shared_places(facts, owner)
    assert place.together is together
    swapped = shared_places(
        InviteFacts("i", "p", "Kim", positions=(position(*mine),)),
        OwnerFacts(positions=(position(*theirs),)),
    )
    assert swapped[0].together is together


def test_company_and_headline_count_as_today():
    owner = OwnerFacts(positions=(position(date(2010, 1, 1), None, True),))
    for facts in (
        InviteFacts("i", "p", "Kim", company="Acme"),
        InviteFacts("i", "p", "Kim", headline="Potter at ACME Ltd | she/her"),
        InviteFacts("i", "p", "Kim", headline="Potter @ Acme"),
    ):
        (place,) = shared_places(facts, owner)
        assert (place.both_today, place.together, place.own_years, place.their_years) == (
            True,
            True,
            "since 2010",
            "today",
        )


def test_best_stretch_of_a_place_counts_and_places_are_listed_once():
    owner = OwnerFacts(
        positions=(
            position(date(2000, 1, 1), date(2002, 1, 1)),
            position(date(2010, 1, 1), date(2012, 1, 1)),
            position(None, None, name="Leeds University", kind="school"),
        )
    )
    facts = InviteFacts(
        "i",
        "p",
        "Kim",
        company="Acme",
        positions=(
            position(date(2011, 1, 1), date(2013, 1, 1)),
            position(None, None, name="University of Leeds", kind="school"),
        ),
    )
    found = shared_places(facts, owner)
    assert [(one.organisation, one.together) for one in found] == [
        ("Acme Ltd", True),
        ("Leeds University", None),
    ]


def test_days_together_can_be_asked_for():
    owner = OwnerFacts(positions=(position(date(2010, 1, 2), date(2012, 3, 15)),))
    facts = InviteFacts("i", "p", "Kim", positions=(position(date(2012, 3, 5), date(2014, 2, 2)),))
    assert shared_places(facts, owner, overlap_days=10)[0].together is True
    assert shared_places(facts, owner, overlap_days=30)[0].together is False


def test_nothing_shared_without_positions_of_the_owner():
    assert shared_places(InviteFacts("i", "p", "Kim", company="Acme"), OwnerFacts()) == ()


# -- names that one organisation has had ---------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Foldvale Ltd", ("foldvale",)),
        ("Foldvale Ltd (formerly Acme GmbH)", ("foldvale", "acme")),
        ("Foldvale, formerly known as Acme", ("foldvale", "acme")),
        ("Acme (now Foldvale plc)", ("acme", "foldvale")),
        ("Foldvale [fka Acme]", ("foldvale", "acme")),
        ("Fenland Institute of Technology (FIT)", ("fenland institute of technology", "fit")),
        ("Department for Rail (DfR)", ("department for rail", "dfr")),
        # What else stands in brackets is part of the name, and being bought is no other name
        ("Acme (UK)", ("acme uk",)),
        ("Acme (acquired by Foldvale)", ("acme acquired by foldvale",)),
        ("Freelance", ()),
        (None, ()),
    ],
)
def test_names_of_an_organisation(written, names) -> None:
    assert organisation_names(written) == names


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Acme Ltd", "Foldvale (formerly Acme)"),
        ("Acme (now Foldvale)", "Foldvale GmbH"),
        ("FIT", "Fenland Institute of Technology (FIT)"),
    ],
)
def test_an_organisation_is_found_under_each_of_its_names(mine, theirs) -> None:
    dates = (date(2010, 3, 1), date(2012, 5, 31))
    for own, other in ((mine, theirs), (theirs, mine)):
        (place,) = shared_places(
            InviteFacts("i", "p", "Kim", positions=(position(*dates, name=other),)),
            OwnerFacts(positions=(position(*dates, name=own),)),
        )
        assert (place.organisation, place.their_organisation, place.together) == (own, other, True)


def test_the_owner_can_say_that_two_names_are_one_employer() -> None:
    dates = (date(2010, 3, 1), date(2012, 5, 31))
    facts = InviteFacts("i", "p", "Kim", positions=(position(*dates, name="Foldvale Inc"),))
    own = (position(*dates, name="Acme Ltd"),)
    assert shared_places(facts, OwnerFacts(positions=own)) == ()
    renamed = (("Acme", "Foldvale"),)
    assert shared_places(facts, OwnerFacts(positions=own, renamed=renamed))[0].together is True


# -- how long ------------------------------------------------------------------------------------


def span(start, finish, grain="month", place=None, current=None, until=None):
    return PositionFact(
        "employer", "Acme", None, start, finish, current, place, grain, finish and grain, until
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "together", "least", "most", "words"),
    [
        # Mar 2011 to Jun 2012 is in both: 16 months, of which the first and the last may be a day each
        (
            [span(date(2010, 1, 1), date(2012, 6, 30))],
            [span(date(2011, 3, 1), date(2014, 12, 31))],
            True,
            429,
            488,
            "1 year 4 months together",
        ),
        # Known to the day
        (
            [span(date(2010, 1, 5), date(2010, 3, 20), "day")],
            [span(date(2010, 3, 9), date(2011, 1, 1), "day")],
            True,
            12,
            12,
            "12 days together",
        ),
        # The year alone: surely on New Year's Eve and Day, at most two years
        (
            [span(date(2009, 1, 1), date(2012, 12, 31), "year")],
            [span(date(2011, 1, 1), date(2015, 12, 31), "year")],
            True,
            2,
            731,
            "up to 2 years together",
        ),
        # Both in 2012 and no more is known
        (
            [span(date(2010, 1, 1), date(2012, 12, 31), "year")],
            [span(date(2012, 1, 1), date(2012, 12, 31), "year")],
            None,
            0,
            366,
            "at most 1 year together",
        ),
        # A vacation job
        (
            [span(date(2001, 6, 1), date(2001, 9, 30))],
            [span(date(2001, 7, 1), date(2001, 8, 31))],
            True,
            2,
            62,
            "2 months together",
        ),
        # Two titles of one employer, one after the other, count as one stretch
        (
            [
                span(date(2010, 1, 1), date(2010, 12, 31)),
                span(date(2011, 1, 1), date(2011, 12, 31)),
            ],
            [span(date(2010, 7, 1), date(2011, 6, 30))],
            True,
            124 + 122,
            365,
            "1 year together",
        ),
        # Twice at one employer: the years between do not count
        (
            [span(date(2010, 1, 1), date(2010, 3, 31)), span(date(2015, 1, 1), date(2015, 3, 31))],
            [span(date(2009, 1, 1), date(2020, 12, 31))],
            True,
            30 + 30,
            90 + 90,
            "6 months together",
        ),
        # Both still there, as far as the newer source tells
        (
            [span(date(2024, 1, 1), None, current=True, until=date(2026, 2, 28))],
            [span(date(2025, 3, 1), None, current=True, until=date(2026, 5, 31))],
            True,
            335,
            457,
            "up to 1 year 3 months together",
        ),
        # Never
        (
            [span(date(2010, 1, 1), date(2010, 12, 31), "year")],
            [span(date(2012, 1, 1), date(2012, 12, 31), "year")],
            False,
            0,
            0,
            "",
        ),
    ],
)
def test_overlaps_worked_out_by_hand(mine, theirs, together, least, most, words) -> None:
    found = overlap_of(mine, theirs)
    assert (found.together, found.least_days, found.most_days) == (together, least, most)
    (place,) = shared_places(
        InviteFacts("i", "p", "Kim", positions=tuple(theirs)), OwnerFacts(positions=tuple(mine))
    )
    assert together_words(place) == words


def test_the_days_that_were_shared() -> None:
    found = overlap_of(
        [span(date(2010, 1, 1), date(2012, 6, 30))], [span(date(2011, 3, 1), date(2014, 12, 31))]
    )
    assert (found.first, found.last) == (date(2011, 3, 1), date(2012, 6, 30))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([(date(2011, 2, 1), date(2011, 2, 1))], "1 day"),
        ([(date(2011, 2, 1), date(2011, 2, 28))], "1 month"),
        ([(date(2011, 1, 1), date(2011, 12, 31))], "1 year"),
        ([(date(2011, 1, 15), date(2011, 2, 13))], "30 days"),
        ([(date(2011, 1, 15), date(2011, 2, 14))], "1 month"),
        (
            [(date(2011, 1, 1), date(2011, 1, 31)), (date(2012, 1, 1), date(2013, 2, 28))],
            "1 year 3 months",
        ),
    ],
)
def test_lengths_in_words(parts, words) -> None:
    assert length_words(parts) == words


GRAINS = st.sampled_from(["year", "month", "day", None])
DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))


@st.composite
def stretches(draw):
    start, finish = draw(st.none() | DAYS), draw(st.none() | DAYS)
    return PositionFact(
        "employer",
        "Acme",
        None,
        start,
        finish,
        draw(st.none() | st.booleans()),
        None,
        draw(GRAINS),
        draw(GRAINS),
        draw(st.none() | DAYS),
    )


histories = st.lists(stretches(), min_size=1, max_size=3)


@given(histories, histories)
def test_overlaps_are_the_same_from_both_sides_and_never_negative(mine, theirs) -> None:
    found = overlap_of(mine, theirs)
    assert found == overlap_of(theirs, mine)
    assert found.least_days >= 0
    assert found.most_days is None or 0 <= found.least_days <= found.most_days
    assert (found.first is None) == (found.last is None)
    if found.first:
        assert found.most_days <= (found.last - found.first).days + 1


@given(DAYS, st.integers(0, 4000), DAYS, st.integers(0, 4000))
def test_no_overlap_is_longer_than_either_stretch(start, length, other, other_length) -> None:
    mine = span(start, start + timedelta(days=length), "day")
    theirs = span(other, other + timedelta(days=other_length), "day")
    found = overlap_of([mine], [theirs])
    shared = {start + timedelta(days=n) for n in range(length + 1)} & {
        other + timedelta(days=n) for n in range(other_length + 1)
    }
    assert found.least_days == found.most_days == len(shared) <= min(length, other_length) + 1
    assert found.together is bool(shared)


@st.composite
def dated_twice(draw):
    """A stretch of which the years are known, and days that it may really have had."""
    years = sorted((draw(st.integers(2000, 2012)), draw(st.integers(2000, 2012))))
    days = sorted(draw(st.dates(date(year, 1, 1), date(year, 12, 31))) for year in years)
    coarse = span(date(years[0], 1, 1), date(years[1], 12, 31), "year")
    return coarse, span(days[0], days[1], "day")


@given(dated_twice(), dated_twice())
def test_what_is_surely_and_possibly_shared_holds_for_the_days_behind_bare_years(
    mine, theirs
) -> None:
    coarse = overlap_of([mine[0]], [theirs[0]])
    exact = overlap_of([mine[1]], [theirs[1]])
    assert coarse.least_days <= exact.least_days <= coarse.most_days
    assert coarse.together in {None, exact.together}


# -- where ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Leeds", "leeds", True),
        ("Leeds, UK", "Leeds, England, United Kingdom", True),
        ("Greater Leeds Area", "Leeds", True),
        ("London Area, United Kingdom", "Greater London, England, United Kingdom", True),
        ("Zürich", "Zurich, Schweiz", True),
        ("Leeds and York", "York, UK", True),
        ("Leeds", "Austin, Texas, United States", False),
        ("Cambridge, England, United Kingdom", "Cambridge, Massachusetts, United States", False),
        # One may lie in the other, or nothing is said
        ("United Kingdom", "Leeds, UK", None),
        ("Cambridge, England", "Cambridge, UK", None),
        ("Remote", "Leeds", None),
        ("", "Leeds", None),
        (None, None, None),
    ],
)
def test_places_that_are_one(one, other, expected) -> None:
    assert same_place(one, other) is expected
    assert same_place(other, one) is expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_places_compare_the_same_from_both_sides(one, other) -> None:
    assert same_place(one, other) is same_place(other, one)
    assert same_place(one, one) is not False


def apart(mine="Leeds, UK", theirs="Austin, Texas, United States"):
    owner = OwnerFacts(positions=(span(date(2010, 1, 1), date(2012, 6, 30), place=mine),))
    facts = InviteFacts(
        "i", "p", "Kim Kane", positions=(span(date(2011, 3, 1), date(2014, 12, 31), place=theirs),)
    )
    return facts, owner


def test_the_place_of_the_shared_time_counts() -> None:
    facts, owner = apart()
    moved = (*facts.positions, span(date(2015, 1, 1), date(2016, 12, 31), place="Leeds"))
    (place,) = shared_places(InviteFacts("i", "p", "Kim", positions=moved), owner)
    assert (place.same_place, where_words(place)) == (
        False,
        "you in Leeds, UK, they in Austin, Texas, United States",
    )
    (place,) = shared_places(apart("Leeds", "Greater Leeds Area")[0], apart("Leeds")[1])
    assert (place.same_place, where_words(place)) == (True, "both in Leeds")


def test_another_place_of_a_large_employer_is_said_and_can_be_asked_about() -> None:
    facts, owner = apart()
    found = decide(facts, owner, Ladder())
    assert (found.decision, found.rung) == ("accept", 3)
    assert found.reasons[0] == (
        "You and Kim Kane worked at Acme at the same time (you 2010 to 2012, they 2011 to 2014): 1 year 4 months "
        "together, you in Leeds, UK, they in Austin, Texas, United States, so whether you met is open."
    )
    careful = Ladder(thresholds=Thresholds(elsewhere="ask"))
    found = decide(facts, owner, careful)
    assert (found.decision, found.rung) == ("ask", 3)
    assert found.reasons[1] == "What would tell: Their own words on whether your paths crossed."
    found = decide(*apart(theirs="Leeds"), careful)
    assert (found.decision, found.rung) == ("accept", 3)
    # A place that is not known is no other place
    found = decide(*apart(theirs=None), careful)
    assert (found.decision, found.rung) == ("accept", 3)
    with pytest.raises(UsageError, match="elsewhere"):
        Thresholds(elsewhere="decline")


def test_a_shared_past_is_said_where_another_rung_decided() -> None:
    facts, owner = apart(theirs="Leeds")
    known = InviteFacts(
        "i", "p", "Kim Kane", owner_note="Met at the museum", positions=facts.positions
    )
    found = decide(known, owner, Ladder())
    assert found.rung == 1
    assert found.reasons[1:] == (
        "You and Kim Kane worked at Acme at the same time (you 2010 to 2012, they 2011 to 2014): 1 year 4 months "
        "together, both in Leeds.",
    )
    assert len(decide(known, owner, Ladder.in_order(off={3})).reasons) == 1


def test_a_place_where_they_met_comes_before_one_where_they_may_not_have() -> None:
    facts, owner = apart()
    school = PositionFact(
        "school",
        "Hill College",
        None,
        date(2000, 9, 1),
        date(2003, 6, 30),
        None,
        None,
        "month",
        "month",
    )
    both = OwnerFacts(positions=(*owner.positions, school))
    found = shared_places(InviteFacts("i", "p", "Kim", positions=(*facts.positions, school)), both)
    assert [one.organisation for one in found] == ["Hill College", "Acme"]
    assert past_sentence(found[0]) == (
        "You both studied at Hill College at the same time (you 2000 to 2003, they 2000 to 2003): "
        "2 years 10 months together."
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ((2010, 2012), (None, None), "You both worked at Acme (you 2010 to 2012); no dates are known for their time"),
        ((None, None), (2010, 2012), "You both worked at Acme (they 2010 to 2012); no dates are known for your time"),
        ((None, None), (None, None), "You both worked at Acme; no dates are known for the time of either of you"),
        ((2010, 2012), (2009, None), "You both worked at Acme (you 2010 to 2012, they from 2009); "
         "dates are known in part only for their time"),
    ],
)  # fmt: skip
def test_missing_dates_are_said(mine, theirs, said) -> None:
    def dated(years):
        start, finish = years
        return span(start and date(start, 1, 1), finish and date(finish, 12, 31), "year")

    (place,) = shared_places(
        InviteFacts("i", "p", "Kim", positions=(dated(theirs),)),
        OwnerFacts(positions=(dated(mine),)),
    )
    assert place.together is None
    assert past_sentence(place) == f"{said} there, so whether you met there is open."


def test_years_of_titles_that_follow_one_another_are_said_as_one() -> None:
    own = (
        span(date(2010, 1, 1), date(2012, 3, 31)),
        span(date(2012, 4, 1), date(2014, 12, 31)),
        span(date(2019, 1, 1), None, current=True),
    )
    facts = InviteFacts(
        "i", "p", "Kim", company="Acme", positions=(span(date(2013, 1, 1), date(2013, 12, 31)),)
    )
    (place,) = shared_places(facts, OwnerFacts(positions=own))
    assert (place.own_years, place.their_years) == ("2010 to 2014 and since 2019", "2013 and today")
