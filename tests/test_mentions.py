"""What of the owner's a note speaks of, each with its words, and whom it greets."""

from dataclasses import replace

import pytest

from relevance.invites import OwnerFacts, decide
from relevance.invites.addressee import greets_another
from relevance.invites.mentions import mentions
from relevance.invites.rungs import Ladder
from tests.invite_cases import OWNER, PITCH, invite

MAREN = replace(
    OWNER,
    place="Leeds, England, United Kingdom",
    acquaintances=frozenset({"tom ellery", "kim van kane"}),
)
SAM = OwnerFacts(name="Samantha Moreau", former_names=("Berg",))


@pytest.mark.parametrize(
    ("note", "found"),
    [
        (
            "Hi Maren, Tom Ellery suggested that I talk to you.",
            [("mentions somebody you know", "Tom Ellery")],
        ),
        ("Kim van Kane’s course led me to you.", [("mentions somebody you know", "Kim van Kane")]),
        ("Your colleague Tom said so, and Ellery Tom too.", []),
        (
            "I should like to learn how Northmoor Council does it.",
            [("mentions your organisation", "Northmoor Council")],
        ),
        (
            "I was at Leeds University too, two years below.",
            [
                ("mentions your organisation", "Leeds University"),
                ("mentions a place you share", "Leeds"),
            ],
        ),
        ("As head of learning you will know.", [("mentions your role", "head of learning")]),
        (
            "I run an apprenticeship programme for two councils.",
            [("mentions your objectives", "run … apprenticeship … programme … councils")],
        ),
        ("Your last post on badges stayed with me.", [("mentions your work", "Your last post")]),
        (
            "I liked something you wrote about badges.",
            [("mentions your work", "something you wrote")],
        ),
        (
            "We spoke at the Learning Pool conference in Hull.",
            [("mentions an event", "at the Learning Pool conference in Hull")],
        ),
        ("I have just moved to Leeds.", [("mentions a place you share", "Leeds")]),
        ("Leedsham is lovely, and so is learning.", []),
        ("Nice weather today.", []),
        ("", []),
        (None, []),
    ],
)
def test_each_mention_quotes_its_words(note, found):
    assert [(one.label, one.quote.strip("“”")) for one in mentions(note, MAREN)] == found


def test_of_an_owner_who_is_not_known_only_work_and_events_can_be_mentioned():
    note = "Tom Ellery of Northmoor Council in Leeds liked your talk at the conference."
    assert [one.label for one in mentions(note, OwnerFacts())] == [
        "mentions your work",
        "mentions an event",
    ]


@pytest.mark.parametrize(
    ("note", "owner", "name"),
    [
        ("Hi John, how are you?", MAREN, "John"),
        ("Dear Dr. Brian: how are you?", MAREN, "Brian"),
        ("Good morning Anna! Lovely day.", MAREN, "Anna"),
        ("Hi Maren, how are you?", MAREN, ""),
        ("hi maren - how are you?", MAREN, ""),
        ("Hi Marren, how are you?", MAREN, ""),
        ("Hello Mar, how are you?", MAREN, ""),
        ("Dear Ms Holt, how are you?", MAREN, ""),
        ("Hi Sam, how are you?", SAM, ""),
        ("Hi Sammy, how are you?", SAM, ""),
        ("Dear Mrs Berg, how are you?", SAM, ""),
        ("Hi Team, how are you?", MAREN, ""),
        ("Hi there, how are you?", MAREN, ""),
        ("Hi Neighbour, how are you?", MAREN, ""),
        ("Hi, John told me about you.", MAREN, ""),
        ("John, a friend, told me about you.", MAREN, ""),
        ("Hi John, how are you?", OwnerFacts(), ""),
        (None, MAREN, ""),
    ],
)
def test_only_a_known_name_that_is_not_the_owners_is_somebody_elses(note, owner, name):
    assert greets_another(note, owner) == name


def test_a_merge_that_slipped_is_no_note_unless_it_speaks_of_what_no_profile_tells():
    copied = "Hi Brian, I see that you lead the training team at Northmoor Council and admire it."
    assert decide(invite(note=copied), MAREN, Ladder()).note.kind == "template"
    known = "Hi Brian, Tom Ellery says that you know all about badges and councils."
    found = decide(invite(note=known), MAREN, Ladder())
    assert (found.note.kind, found.rung) == ("personal", 2)
    assert ("greets somebody else", "“Brian”") in [
        (one.label, one.quote) for one in found.note.findings
    ]
    assert found.reasons == (
        "Ana Silva wrote why they want to connect: “Tom Ellery says that you know all about badges and councils.”.",
        "The note speaks of somebody you know (“Tom Ellery”).",
    )


def test_a_pitch_that_thought_of_the_owner_is_told_from_one_that_did_not():
    thoughtless = decide(invite(note=PITCH), MAREN, Ladder()).reasons
    assert thoughtless[2] == "It has no thought for your role, organisation or objectives."
    thoughtful = decide(
        invite(note=f"{PITCH} Northmoor Council could use them."), MAREN, Ladder()
    ).reasons
    assert thoughtful[2] == "The note speaks of your organisation (“Northmoor Council”)."
    assert not any(
        "no thought" in one for one in decide(invite(note=PITCH), OwnerFacts(), Ladder()).reasons
    )
