"""Which names are one organisation, and who was where together."""

from datetime import date

import pytest

from relevance.invites import (
    InviteFacts,
    OwnerFacts,
    PositionFact,
    comparable_organisation,
    shared_places,
)


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
