"""Every rung, order and doubt of the ladder on invented inviters."""

import math
from dataclasses import replace
from itertools import permutations

import pytest

from relevance.errors import UsageError
from relevance.invites import Ladder, OwnerFacts, Rung, Thresholds, decide, repeated_notes
from tests.invite_cases import (
    CASES,
    GERMAN,
    NOBODY,
    NOTHING,
    OWNER,
    PITCH,
    WHY,
    invite,
    job,
    met,
)


def verdict(facts, ladder=None, owner=OWNER, repeated=()):
    return decide(facts, owner, ladder or Ladder(), repeated)


def checks(found):
    return {one.rung: one.result for one in found.checks}


@pytest.mark.parametrize("name", CASES)
def test_case_is_decided_with_its_rung_and_reason(name):
    facts, decision, rung, reason = CASES[name]
    found = verdict(facts)
    assert (found.decision, found.rung, found.reasons[0]) == (decision, rung, reason)
    assert found.writes is (rung in {2, 5})


def test_there_are_sixty_cases():
    assert len(CASES) >= 60
    assert {case[2] for case in CASES.values()} == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("name", CASES)
def test_rung_that_is_off_never_decides(name):
    facts, _, rung, _ = CASES[name]
    found = verdict(facts, Ladder.in_order(off=(rung,)))
    assert found.rung != rung
    assert rung not in checks(found)


@pytest.mark.parametrize("name", CASES)
def test_where_declining_is_off_nobody_is_declined(name):
    assert verdict(CASES[name][0], Ladder.in_order(off=(6,))).decision in {"accept", "ask"}


# -- order ------------------------------------------------------------------------------------------

EVERYTHING = invite(
    note=WHY,
    company="Northmoor Council",
    encounters=[met("meeting", "both")],
    posts=5,
    relevance=0.9,
    feed_relevance=0.4,
)


@pytest.mark.parametrize("order", list(permutations((1, 2, 3, 4, 5))))
def test_first_rung_of_the_owners_order_decides(order):
    found = verdict(EVERYTHING, Ladder.in_order((*order, 6)))
    assert found.rung == order[0]
    assert found.decision == ("ask" if order[0] == 5 else "accept")
    assert [one.rung for one in found.checks] == [*order, 6]
    assert checks(found) == {
        1: "passed",
        2: "passed",
        3: "passed",
        4: "passed",
        5: "passed",
        6: "failed",
    }


@pytest.mark.parametrize("place", range(6))
def test_declining_moved_ahead_declines_nobody_more(place):
    order = (*range(1, place + 1), 6, *range(place + 1, 6))
    assert verdict(CASES["works where the owner works"][0], Ladder.in_order(order)).rung == 3
    assert verdict(CASES["pitch"][0], Ladder.in_order(order)).rung == 6


@pytest.mark.parametrize(
    ("order", "rung", "decision"),
    [
        ((1, 2, 3, 4, 5, 6), 4, "accept"),
        ((1, 2, 4, 3, 5, 6), 4, "accept"),
        ((3, 5, 4, 1, 2, 6), 5, "ask"),
        ((5, 3, 4, 1, 2, 6), 5, "ask"),
    ],
)
def test_doubtful_past_gives_way_to_rungs_that_accept(order, rung, decision):
    facts = invite(company="Brightwater Learning", encounters=[met("slack")], profile_relevance=0.9)
    found = verdict(facts, Ladder.in_order(order))
    assert (found.rung, found.decision) == (rung, decision)


def test_rung_left_out_counts_as_off():
    found = verdict(EVERYTHING, Ladder((Rung(4), Rung(6))))
    assert (found.rung, [one.rung for one in found.checks]) == (4, [4, 6])


def test_only_one_of_two_passing_rungs_is_off():
    assert verdict(EVERYTHING, Ladder.in_order(off=(1,))).rung == 2
    assert verdict(EVERYTHING, Ladder.in_order(off=(1, 2))).rung == 3
    assert verdict(EVERYTHING, Ladder.in_order(off=(1, 2, 3))).rung == 4
    assert verdict(EVERYTHING, Ladder.in_order(off=(1, 2, 3, 4))).rung == 5


# -- reasons in full ----------------------------------------------------------------------------------


def test_pitch_of_a_stranger_is_named():
    assert verdict(invite(note=PITCH, headline="Growth partner")).reasons == (
        NOBODY,
        "The note reads like a sales pitch: “qualified leads”, “Book a call” and “guarantee”.",
        "It has no thought for your role, organisation or objectives.",
        "No employer or school that you share with Ana Silva is known.",
        "No mail, mention, comment or other contact with Ana Silva is on record.",
        "With a sales pitch in hand, a headline alone does not count as intriguing.",
    )


def test_pitch_of_somebody_known_is_named_and_forgiven():
    assert verdict(invite(note=PITCH, encounters=[met("meeting", "both")])).reasons[1:] == (
        "The note reads like a sales pitch: “qualified leads”, “Book a call” and “guarantee”. "
        "Somebody you know stays somebody you know.",
    )


def test_never_together_is_said():
    facts = invite(positions=[job("Brightwater Learning", 2014, 2018)])
    assert verdict(facts).reasons[2] == (
        "You and Ana Silva were at Brightwater Learning Ltd, but never together "
        "(you 2008 to 2012, they 2014 to 2018)."
    )


def test_doubtful_past_says_what_would_tell():
    assert verdict(invite(company="Brightwater Learning")).reasons[1:] == (
        "What would tell: Their dates at Brightwater Learning Ltd.",
    )


def test_unscored_headline_says_what_would_tell():
    assert verdict(invite(headline="Baker in Whitby")).reasons == (
        NOBODY,
        "The invitation came without a note.",
        "No employer or school that you share with Ana Silva is known.",
        "No mail, mention, comment or other contact with Ana Silva is on record.",
        "Their profile has not been compared with your interests yet.",
        "What would tell: Embedding, which scores headlines and posts.",
    )


# -- nothing known ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unknown", "off", "decision", "rung"),
    [
        ("decline", (), "decline", 6),
        ("ask", (), "ask", 5),
        ("ask", (5,), "ask", 6),
        ("decline", (5,), "decline", 6),
        ("decline", (6,), "ask", 5),
    ],
)
def test_nothing_known_follows_the_setting(unknown, off, decision, rung):
    found = verdict(invite(), Ladder.in_order(off=off, unknown=unknown))
    assert (found.decision, found.rung) == (decision, rung)
    assert found.reasons[0] == NOTHING
    assert found.writes is (rung == 5)


def test_nothing_known_is_said_and_nothing_else():
    assert verdict(invite(mutual_connections=40), Ladder(unknown="ask")).reasons == (
        NOTHING,
        "The invitation came without a note.",
        "Your setting for such invitations is to ask.",
        "You share 40 connections, which by itself settles nothing.",
    )


def test_nothing_known_is_a_doubt_on_the_checklist():
    assert checks(verdict(invite(), owner=OwnerFacts())) == {
        1: "failed",
        2: "failed",
        3: "could not tell",
        4: "failed",
        5: "could not tell",
        6: "could not tell",
    }


def test_note_in_another_language_asks_to_be_read():
    found = verdict(invite(note=GERMAN))
    assert found.reasons[1] == (
        f"The note (“{GERMAN}”) is not in English, so nothing here can judge it. "
        "Please read it before you decide."
    )
    assert found.checks[1].would_tell == "Read the note yourself."


def test_setting_does_not_touch_those_of_whom_something_is_known():
    ladder = Ladder(unknown="ask")
    assert verdict(invite(note=PITCH), ladder).decision == "decline"
    assert verdict(invite(headline="Baker in Whitby"), ladder).decision == "decline"


# -- could not tell -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "owner", "rung", "would_tell"),
    [
        (invite(note="Hi Maren!"), OWNER, 2, "A line from them on why they want to connect."),
        (invite(note=GERMAN), OWNER, 2, "Read the note yourself."),
        (invite(company="Brightwater Learning"), OWNER, 3, "Their dates at Brightwater Learning Ltd."),
        (invite(company="Foldvale"), OwnerFacts(), 3, "Your own Positions and Education files."),
        (invite(), OWNER, 3, "Their company, or the positions on their profile."),
        (
            invite(note="We met at the museum in Hull last year."), OWNER, 4,
            "Your own memory, or an import of that channel.",
        ),
        (invite(), OWNER, 5, "One post of theirs, or the headline on their profile."),
        (invite(headline="Baker"), OWNER, 5, "Embedding, which scores headlines and posts."),
        (invite(), OWNER, 6, "A headline, a post or one contact."),
    ],
)  # fmt: skip
def test_each_doubt_says_what_would_settle_it(facts, owner, rung, would_tell):
    found = next(one for one in verdict(facts, owner=owner).checks if one.rung == rung)
    assert (found.result, found.would_tell) == ("could not tell", would_tell)


# -- notes of several inviters, thresholds, odd values ---------------------------------------------------


def test_note_that_others_sent_too_is_no_note():
    notes = [f"Hi {name}, saw your talk on xAPI in {town} and would like to compare notes." for name, town in
             (("Maren", "Leeds"), ("Sam", "York"))]  # fmt: skip
    found = verdict(invite(note=notes[0]), repeated=repeated_notes(notes))
    assert (found.decision, found.rung, found.note.kind) == ("decline", 6, "repeated")
    assert found.reasons[1] == (
        f"Several inviters sent the same note (“{notes[0]}”), so it counts as no note."
    )


@pytest.mark.parametrize(
    ("facts", "change", "before", "after"),
    [
        (CASES["messages both ways"][0], {"messages_each_way": 2}, 1, 4),
        (CASES["mails both ways"][0], {"known_channels": ("linkedin message",)}, 1, 4),
        (CASES["wrote why"][0], {"note_words": 12}, 2, 6),
        (CASES["wrote why"][0], {"pitch_weight": 0.01}, 2, 2),
        (CASES["half an offer"][0], {"pitch_weight": 2.0}, 6, 2),
        (CASES["same years at one employer"][0], {"overlap_days": 2000}, 3, 6),
        (CASES["profile above the feed"][0], {"intrigue_margin": 0.2}, 5, 6),
        (CASES["barely above the feed"][0], {"intrigue_enough": 0.4}, 6, 5),
        (CASES["above a poor feed only"][0], {"intrigue_floor": 0.1}, 6, 5),
    ],
)
def test_threshold_moves_the_verdict(facts, change, before, after):
    assert verdict(facts).rung == before
    assert verdict(facts, Ladder(thresholds=Thresholds(**change))).rung == after


@pytest.mark.parametrize("value", [None, math.nan])
def test_relevance_that_is_not_a_number_is_unknown(value):
    found = verdict(
        invite(
            headline="Baker",
            profile_relevance=value,
            relevance=value,
            posts=3,
            feed_relevance=value,
        )
    )
    assert checks(found)[5] == "could not tell"


def test_relevance_without_posts_does_not_count():
    facts = invite(
        headline="Baker", posts=0, relevance=0.9, profile_relevance=0.1, feed_relevance=0.4
    )
    assert verdict(facts).rung == 6


def test_evidence_quotes_what_was_said():
    found = verdict(
        invite(
            encounters=[met("mail", snippet="Thank you for the slides"), met("slack", year=2012)]
        )
    )
    assert found.checks[3].evidence == (
        "a mail from them on 4 May 2016: “Thank you for the slides”",
        "a Slack message from them on 4 May 2012",
    )


def test_encounters_with_and_without_a_zone_can_be_mixed():
    first = met("slack", year=2014)
    later = replace(met("slack"), at=met("slack").at.replace(tzinfo=None))
    assert (
        "4 May 2016"
        in verdict(invite(encounters=[first, later, met("slack", year=None)])).reasons[0]
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Ladder((Rung(7), Rung(6))), "rungs are numbered 1 to 6"),
        (lambda: Ladder((Rung(1), Rung(1), Rung(6))), "each rung stands once"),
        (lambda: Ladder(unknown="maybe"), "`unknown` must be 'decline' or 'ask'"),
        (
            lambda: Ladder.in_order(off=(5, 6)),
            "rung 5 \\(ask\\) or rung 6 \\(decline\\) must be on",
        ),
        (lambda: Thresholds(intrigue_margin=2.0), "`intrigue_margin` must be from 0 to 1, got 2.0"),
        (lambda: Thresholds(overlap_days=0, note_words=0), "`note_words`.*`overlap_days`"),
    ],
)
def test_ladder_that_cannot_stand_is_refused(make, words):
    with pytest.raises(UsageError, match=words):
        make()
