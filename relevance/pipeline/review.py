"""The pairs that wait for the owner's word, the most valuable first; re-ranked by every answer."""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from relevance.config import Settings
from relevance.identity import accounts_of, are_rivals
from relevance.pipeline.joined_facts import Change, changes_if_one
from relevance.pipeline.scores import Scores
from relevance.store import Store, answers_now, pairs_found
from relevance.texts import _, number

__all__ = ["PairState", "Progress", "Proposal", "all_pairs", "progress_of", "review_queue"]

PairState = Literal["linked", "proposed", "refused"]

_RIVAL_BITS = -3.0
# How fast answers teach: a kind of evidence has as many answers of doubt before the first one as it has here.
_DOUBT, _STEP, _MOST_BITS = 3.0, 4.0, 3.0


@dataclass(frozen=True)
class Proposal:
    """One pair of people that may be one."""

    left_record_id: str
    right_record_id: str
    """The records by which the pair is named; they stay the same."""
    left_person_id: str
    right_person_id: str
    left_name: str
    right_name: str
    probability: float
    """0 to 1, with what the owner's answers on similar pairs say."""
    weight: float
    """The same in bits: the sum of the bars of `evidence`."""
    state: PairState
    reason: str
    """Why it is asked; empty where it is linked."""
    summary: str
    """What speaks for it, in a line."""
    evidence: tuple[Mapping[str, Any], ...]
    """The bars of the waterfall, in order: comparison, level, weight in bits, words."""
    answer: str | None
    """yes, no or later, where the owner has said so."""
    change: Change | None = None
    """What it would change; only in the queue."""

    @property
    def pair(self) -> tuple[str, str]:
        """The two record ids."""
        return self.left_record_id, self.right_record_id


@dataclass(frozen=True)
class Progress:
    """How far the review is."""

    left: int
    """Pairs without an answer."""
    matter: int
    """Those of them on which an invitation, a contact or a post hangs."""
    later: int
    """Pairs put off."""
    answered: int
    """Pairs with a yes or no."""
    linked: int
    """Pairs linked by themselves."""

    @property
    def sentence(self) -> str:
        """The same in words."""
        if not self.left and not self.later:
            return _("Nobody is left to review.")
        more = _("; {later} put off", later=number(self.later)) if self.later else ""
        return _(
            "{left} left to review, {matter} of them matter{more}.",
            left=number(self.left),
            matter=number(self.matter),
            more=more,
        )


def all_pairs(store: Store) -> list[Proposal]:
    """Return every pair that linking found or the owner answered, the most probable first.

    Pairs of records that belong to one person by certain keys now, and of records that are gone, are left out.
    """
    people = _people_of_records(store)
    answered = {
        (row["left_record_id"], row["right_record_id"]): row["answer"]
        for row in answers_now(store).iter_rows(named=True)
    }
    kept = _answered_people(answered, people)
    found = []
    for row in pairs_found(store).iter_rows(named=True):
        left, right = row["left_record_id"], row["right_record_id"]
        if left in people and right in people:
            found.append(_proposal(row, people, answered, kept))
    known = {one.pair for one in found}
    for pair, answer in answered.items():
        if pair not in known and answer != "later" and all(one in people for one in pair):
            found.append(_proposal(_unfound(*pair), people, answered, kept))
    return sorted(_taught(found), key=lambda one: (-one.probability, one.pair))


def _people_of_records(store: Store) -> dict[str, tuple[str, str, bool]]:
    """Return for each record its person's id and name, and whether it may be linked to others at all."""
    rows = store.frame(
        """
        SELECT record_id, person_id, person.name, NOT (person.is_company OR person.is_owner) AS is_free
        FROM person_link JOIN person USING (person_id) WHERE state = 'linked'
        """
    )
    return {record: (person, name, free) for record, person, name, free in rows.iter_rows()}


def _answered_people(
    answered: Mapping[tuple[str, str], str], people: Mapping[str, tuple[str, str, bool]]
) -> set[tuple[str, str]]:
    """Return the pairs of persons that are two because the owner said so of some records of theirs."""
    apart = set()
    for (left, right), answer in answered.items():
        if answer == "no" and left in people and right in people:
            one, other = people[left][0], people[right][0]
            apart.add((min(one, other), max(one, other)))
    return apart


def _unfound(left: str, right: str) -> dict[str, Any]:
    """A pair that only the owner knows of."""
    return {
        "left_record_id": left,
        "right_record_id": right,
        "probability": 1.0,
        "weight": 0.0,
        "reason": "",
        "summary": _("You said so."),
        "evidence": "[]",
    }


def _proposal(
    row: Mapping[str, Any],
    people: Mapping[str, tuple[str, str, bool]],
    answered: Mapping[tuple[str, str], str],
    apart: set[tuple[str, str]],
) -> Proposal:
    left, right = row["left_record_id"], row["right_record_id"]
    (one, one_name), (other, other_name) = people[left][:2], people[right][:2]
    ends = (min(one, other), max(one, other))
    state: PairState = "linked" if one == other else "refused" if ends in apart else "proposed"
    reason = row["reason"] if state == "proposed" else ""
    if state == "proposed" and not reason:
        reason = _("Linking it would bring together two people who are kept apart.")
    return Proposal(
        left_record_id=left,
        right_record_id=right,
        left_person_id=one,
        right_person_id=other,
        left_name=one_name,
        right_name=other_name,
        probability=row["probability"],
        weight=row["weight"],
        state=state,
        reason=reason,
        summary=row["summary"],
        evidence=tuple(json.loads(row["evidence"])),
        answer=answered.get((left, right)),
    )


def _taught(pairs: Sequence[Proposal]) -> list[Proposal]:
    """Return the pairs with what the owner's answers on similar pairs add to those without one.

    Each kind of evidence learns from the answers on pairs that have it: how much more, or less, often than expected
    they were one person. The step is that of a logistic regression with one feature, held back while answers are few.
    """
    surprise: dict[tuple[str, str], float] = defaultdict(float)
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for one in pairs:
        if one.answer in {"yes", "no"}:
            for kind in _kinds(one):
                surprise[kind] += (one.answer == "yes") - one.probability
                seen[kind] += 1
    if not seen:
        return list(pairs)
    return [one if one.answer in {"yes", "no"} else _adjusted(one, surprise, seen) for one in pairs]


def _kinds(one: Proposal) -> list[tuple[str, str]]:
    return [
        (bar["comparison"], bar["level"])
        for bar in one.evidence
        if bar["comparison"] not in {"prior", "others"}
    ]


def _adjusted(
    one: Proposal,
    surprise: Mapping[tuple[str, str], float],
    seen: Mapping[tuple[str, str], int],
) -> Proposal:
    known = [kind for kind in _kinds(one) if kind in seen]
    if not known or one.state != "proposed":
        return one
    bits = sum(_STEP * surprise[kind] / (seen[kind] + _DOUBT) for kind in known) / len(known)
    bits = round(max(-_MOST_BITS, min(_MOST_BITS, bits)), 3)
    words = (
        _("Your answers on pairs with evidence like this raise it.")
        if bits >= 0
        else _("Your answers on pairs with evidence like this lower it.")
    )
    return _with_bar(one, "your answers", bits, words)


def _with_bar(one: Proposal, level: str, bits: float, words: str) -> Proposal:
    bar = {"comparison": "others", "level": level, "weight": bits, "words": words}
    weight = one.weight + bits
    return replace(
        one,
        weight=round(weight, 3),
        probability=round(1 / (1 + 2**-weight), 6),
        evidence=(*one.evidence, bar),
    )


def review_queue(store: Store, settings: Settings, scores: Scores) -> list[Proposal]:
    """Return the pairs to review, one for each pair of people, the most valuable first.

    An invitation whose answer would change comes before anything else, then any other pending invitation, then what
    adds most contacts and posts, then the most probable; what was put off comes last.

    Args:
        store: where everything is.
        settings: what the ladder follows.
        scores: the scores to forecast with.
    """
    waiting = _waiting(store)
    changes = changes_if_one(
        store, settings, [(one.left_person_id, one.right_person_id) for one in waiting], scores
    )
    told = [
        replace(one, change=changes[one.left_person_id, one.right_person_id]) for one in waiting
    ]
    return sorted(told, key=_value)


def _value(one: Proposal) -> tuple[bool, bool, bool, float, float, tuple[str, str]]:
    change = one.change
    added = sum(change.adds.values()) if change else 0
    return (
        one.answer == "later",
        not (change and change.alters_invite),
        not (change and change.invite_id),
        # A probable pair that adds little goes before a doubtful one that would add much.
        -one.probability * math.log2(1 + added),
        -one.probability,
        one.pair,
    )


def _waiting(store: Store) -> list[Proposal]:
    """Return the proposed pairs, for each two people the most probable one that is not put off."""
    found: dict[tuple[str, str], Proposal] = {}
    people = _people_of_records(store)
    for one in all_pairs(store):
        ends = (
            min(one.left_person_id, one.right_person_id),
            max(one.left_person_id, one.right_person_id),
        )
        is_free = people[one.left_record_id][2] and people[one.right_record_id][2]
        if one.state == "proposed" and is_free:
            known = found.get(ends)
            if known is None:
                found[ends] = one
            elif one.answer == "later":
                found[ends] = replace(known, answer="later")
    return _with_rivals(store, list(found.values()))


def _with_rivals(store: Store, pairs: Sequence[Proposal]) -> list[Proposal]:
    """Lower the pairs of people who by now have two different accounts of one network."""
    ids = sorted({one for pair in pairs for one in (pair.left_person_id, pair.right_person_id)})
    rows = store.frame(
        """
        SELECT person_id, record.* FROM record JOIN person_link USING (record_id)
        WHERE state = 'linked' AND list_contains(?, person_id) ORDER BY record_id
        """,
        [ids],
    )
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        held[row["person_id"]].append(row)
    accounts = {one: accounts_of(of) for one, of in held.items()}
    out = []
    for one in pairs:
        kind = are_rivals(accounts[one.left_person_id], accounts[one.right_person_id])
        words = _(
            "Both have an account of their own ({kind}), and most people have one.", kind=kind
        )
        out.append(_with_bar(one, "rival accounts", _RIVAL_BITS, words) if kind else one)
    return out


def progress_of(store: Store, queue: Sequence[Proposal]) -> Progress:
    """Return how many pairs of a queue are left to review, and how many of them matter."""
    left = [one for one in queue if one.answer != "later"]
    answers = answers_now(store)["answer"].to_list()
    return Progress(
        left=len(left),
        matter=sum(1 for one in left if one.change and one.change.matters),
        later=len(queue) - len(left),
        answered=sum(one in {"yes", "no"} for one in answers),
        linked=pairs_found(store).filter(state="linked").height,
    )
