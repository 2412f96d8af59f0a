"""The whole verdict on every invented inviter, word for word, and on some in orders and settings of the owner's."""

import pytest

from relevance.invites import Ladder, Thresholds, decide
from tests.invite_cases import CASES, OWNER, PITCH, WHY, invite, met
from tests.ladder_table import TABLE, entry

WRITTEN = dict(zip(CASES, TABLE.read_text("utf-8").split("\n\n"), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_decision_rung_checklist_and_reasons_are_those_of_the_table(name):
    assert entry(name, CASES[name][0]).strip() == WRITTEN[name].strip()


def test_the_table_has_every_rung_and_every_doubt():
    text = TABLE.read_text("utf-8")
    assert text.count("\n\n[") >= 80
    for rung in range(1, 7):
        assert f" by rung {rung} " in text
    # Rung 1 can always be told: what is not on record has not been.
    assert {rung for rung in range(1, 7) if f"\n? {rung}: " in text} == {2, 3, 4, 5, 6}


COLLEAGUE = invite(
    note=WHY, company="Northmoor Council", encounters=[met("slack")], posts=3, relevance=0.9
)
SELLER = invite(note=PITCH, headline="Growth partner", profile_relevance=0.9, feed_relevance=0.4)


@pytest.mark.parametrize(
    ("facts", "ladder", "decision", "rung"),
    [
        (COLLEAGUE, Ladder(), "accept", 2),
        (COLLEAGUE, Ladder.in_order((3, 2, 4, 5, 6, 1)), "accept", 3),
        (COLLEAGUE, Ladder.in_order((4, 3, 2, 5, 6, 1)), "accept", 4),
        (COLLEAGUE, Ladder.in_order((5, 1, 2, 3, 4, 6)), "ask", 5),
        (COLLEAGUE, Ladder.in_order((6, 5, 4, 3, 2, 1)), "ask", 5),
        (COLLEAGUE, Ladder.in_order((2, 6), off=(2,)), "decline", 6),
        (COLLEAGUE, Ladder.in_order(off=(2, 3, 4, 5)), "decline", 6),
        (COLLEAGUE, Ladder.in_order(off=(2, 3, 4, 6)), "ask", 5),
        (COLLEAGUE, Ladder(thresholds=Thresholds(note_words=30)), "accept", 3),
        (SELLER, Ladder(), "decline", 6),
        (SELLER, Ladder.in_order((5, 4, 3, 2, 1, 6)), "decline", 6),
        (SELLER, Ladder(unknown="ask"), "decline", 6),
        (SELLER, Ladder.in_order(off=(6,)), "ask", 5),
        (SELLER, Ladder(thresholds=Thresholds(pitch_weight=9.0)), "accept", 2),
        (invite(), Ladder.in_order((6, 5, 1, 2, 3, 4)), "decline", 6),
        (invite(), Ladder.in_order((5, 6), unknown="ask"), "ask", 5),
    ],
)  # fmt: skip
def test_the_owners_order_and_strictness_decide(facts, ladder, decision, rung):
    found = decide(facts, OWNER, ladder)
    assert (found.decision, found.rung) == (decision, rung)
