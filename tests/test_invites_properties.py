"""Whatever comes in, the ladder answers, within what is allowed, and without a word from nowhere."""

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import shipped_folder
from relevance.drafts import KINDS, Occasion, draft
from relevance.invites import (
    EncounterFact,
    InviteFacts,
    Ladder,
    OwnerFacts,
    PositionFact,
    analyse_note,
    decide,
    note_key,
    repeated_notes,
)

PIECES = (
    "Hi Maren, ", "we help companies like yours ", "book a call ", "{first_name} ", "{{ 7*7 }} ", "{% for %} ",
    "xAPI ", "saw your talk ", "? ", "“quoted” ", "\x00\x07", "\u202e", "\ud800", "🚀", "ß", "İ", "王伟 ", "%NAME% ",
    "I'd like to add you to my professional network ", "at , ", "\n\n", "https://calendly.example/x ", "the and to ",
)  # fmt: skip
anything = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=st.characters(codec=None), max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
maybe = st.none() | anything
share = st.none() | st.floats(0, 1) | st.just(float("nan"))
moments = st.none() | st.datetimes() | st.datetimes(timezones=st.just(UTC))
days = st.none() | st.dates(date.min, date.max)
encounters = st.builds(
    EncounterFact,
    at=moments,
    channel=st.sampled_from(["mail", "meeting", "x mention", "linkedin message", "other", ""])
    | anything,
    direction=st.sampled_from(["incoming", "outgoing", "both"]),
    reference=maybe,
    snippet=maybe,
)
organisations = st.sampled_from(
    ["Acme Ltd", "ACME", "University of Leeds", "Leeds University", "Shell"]
)
positions = st.builds(
    PositionFact,
    kind=st.sampled_from(["employer", "school"]),
    organisation=organisations | anything,
    title=maybe,
    started_on=days,
    finished_on=days,
    is_current=st.none() | st.booleans(),
)
invites = st.builds(
    InviteFacts,
    invite_id=anything,
    person_id=anything,
    name=anything,
    note=maybe,
    headline=maybe,
    company=organisations | maybe,
    position=maybe,
    mutual_connections=st.none() | st.integers(0, 500),
    sent_at=moments,
    former_names=st.lists(anything, max_size=2).map(tuple),
    encounters=st.lists(encounters, max_size=3).map(tuple),
    positions=st.lists(positions, max_size=3).map(tuple),
    owner_note=maybe,
    posts=st.integers(0, 5),
    profile_relevance=share,
    relevance=share,
    feed_relevance=share,
)
owners = st.builds(
    OwnerFacts,
    name=maybe,
    headline=maybe,
    summary=maybe,
    objectives=maybe,
    positions=st.lists(positions, max_size=3).map(tuple),
    skills=st.just(()),
    interests=st.lists(anything, max_size=3).map(tuple),
)
ladders = st.builds(
    Ladder.in_order,
    st.permutations((1, 2, 3, 4, 5, 6)),
    off=st.sets(st.integers(1, 5), max_size=5),
    unknown=st.sampled_from(["decline", "ask"]),
)


def is_plain(text):
    return text.isprintable() or "\u200d" in text


@given(invites, owners, ladders)
def test_ladder_always_answers_within_what_is_allowed(facts, owner, ladder):
    found = decide(facts, owner, ladder)
    assert found.decision in {"accept", "ask", "decline"}
    assert found.rung in set(ladder.order)
    assert found.decision in {1: {"accept"}, 2: {"accept"}, 3: {"accept", "ask"}, 4: {"accept"}, 5: {"ask"},
                              6: {"decline", "ask"}}[found.rung]  # fmt: skip
    assert [one.rung for one in found.checks] == list(ladder.order)
    assert found.reasons
    assert all(is_plain(reason) for reason in found.reasons)
    assert all(len(reason) < 900 for reason in found.reasons)
    assert found == decide(facts, owner, ladder)


@given(invites, owners, ladders, st.sampled_from(sorted(KINDS)))
def test_draft_is_always_written(facts, owner, ladder, kind):
    template = (shipped_folder() / "templates" / f"{kind}.txt").read_text("utf-8")
    text = draft(kind, Occasion(facts, owner, decide(facts, owner, ladder)), template).text
    assert text.splitlines()[0].startswith(("Hello ", "Hi "))
    assert "None" not in text.replace(facts.name, "").splitlines()[0] or "None" in facts.name
    assert "\n\n\n" not in text


@given(maybe)
def test_note_is_always_judged_and_findings_are_its_own_words(note):
    found = analyse_note(note)
    assert found.kind in {
        "none",
        "default",
        "template",
        "repeated",
        "pitch",
        "personal",
        "could_not_tell",
    }
    assert found.pitch_weight >= 0
    assert found.says_why <= (found.kind == "personal")
    assert all(is_plain(one.quote) for one in found.findings)


def test_names_with_braces_stay_as_they_are():
    contacts = (EncounterFact(None, "mail", "both"), EncounterFact(None, "{} {name}", "both"))
    facts = InviteFacts("i", "p", "Kim {name} {", encounters=contacts)
    found = decide(facts, OwnerFacts(), Ladder.in_order((4, 1, 6)))
    assert found.reasons[0].startswith(
        "You have come across Kim {name} { before: 2 contacts, the last was "
    )


@given(st.lists(maybe, max_size=6))
def test_repeated_notes_do_not_depend_on_order(notes):
    assert repeated_notes(notes) == repeated_notes(notes[::-1])
    assert repeated_notes(notes * 2) == {note_key(note) for note in notes} - {""}


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.timeout(20)
def test_huge_texts_are_answered_in_time(piece):
    huge = piece * 100_000
    facts = InviteFacts(
        "i", "p", huge, huge, huge, huge, huge, owner_note=huge, former_names=(huge,)
    )
    owner = OwnerFacts(huge, huge, huge, huge, (PositionFact("employer", huge),), (), (huge,))
    found = decide(facts, owner, Ladder())
    assert found.decision in {"accept", "ask", "decline"}
    assert sum(map(len, found.reasons)) < 3000


def test_facts_are_easily_made():
    named = {field.name for field in fields(InviteFacts)}
    assert {"invite_id", "person_id", "name", "note", "relevance", "feed_relevance"} <= named
    assert decide(InviteFacts("i", "p", "Kim"), OwnerFacts(), Ladder()).decision == "decline"


def test_day_is_spelt_out():
    contact = EncounterFact(datetime(2014, 12, 31, tzinfo=UTC), "mail", "outgoing")
    found = decide(InviteFacts("i", "p", "Kim", encounters=(contact,)), OwnerFacts(), Ladder())
    assert found.reasons == (
        "You have come across Kim before: a mail from you on 31 December 2014.",
    )
