"""Who is who, as pages and commands ask: a pair's evidence and records, the owner's answers, undoing, links.

The queue is in `relevance.pipeline.review`, the slow comparison in `relevance.pipeline.relinking`. No source record is
changed here: an answer is kept beside the records, and persons are worked out again from both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from relevance.config import Settings
from relevance.errors import NotFoundError, UsageError
from relevance.names import comparable_name
from relevance.pipeline.joined_facts import Change, changes_if_one
from relevance.pipeline.linking import link_again, link_people
from relevance.pipeline.person import find_person
from relevance.pipeline.review import Proposal, all_pairs
from relevance.pipeline.scores import Scores
from relevance.store import Store, answers_now, keep_answers, take_back_answer
from relevance.texts import _

__all__ = [
    "Answered",
    "PairPage",
    "answer_pair",
    "links_of",
    "merge_people",
    "pair_page",
    "past_answers",
    "split_record",
    "undo_answer",
]

Answer = Literal["yes", "no", "later"]
_ANSWERS = ("yes", "no", "later")


@dataclass(frozen=True)
class PairPage:
    """Everything about one pair."""

    proposal: Proposal
    """The pair, its evidence and its state."""
    left: list[dict[str, Any]]
    """Records of the one person: record_id, source, name, former_names, headline, company, position, url, ..."""
    right: list[dict[str, Any]]
    """Records of the other."""
    change: Change | None
    """What a link would change; null where they are one person already."""


@dataclass(frozen=True)
class Answered:
    """What an act of the owner did."""

    answer_id: int
    """By which it can be undone."""
    answer: str
    person_ids: tuple[str, ...]
    """Whose records they are now: one id after a yes, two or more after a no."""
    sentence: str


def pair_page(store: Store, settings: Settings, left: str, right: str, scores: Scores) -> PairPage:
    """Return everything about the pair that these two records name.

    Raises:
        NotFoundError: there is no such pair.
    """
    wanted = (min(left, right), max(left, right))
    found = next((one for one in all_pairs(store) if one.pair == wanted), None)
    if found is None:
        msg = _(
            "There is no pair of the records {left!r} and {right!r}. `relevance link` lists "
            "the pairs there are; two people of your choice are joined with `relevance "
            "people merge`.",
            left=left,
            right=right,
        )
        raise NotFoundError(msg)
    ends = (found.left_person_id, found.right_person_id)
    change = None
    if ends[0] != ends[1]:
        change = changes_if_one(store, settings, [ends], scores)[ends]
    one, other = (_records(store, record) for record in wanted)
    return PairPage(found, one, other, change)


def _records(store: Store, record_id: str) -> list[dict[str, Any]]:
    """Return the records that certain keys put together with this one, it first."""
    rows = store.frame(
        """
        SELECT record_id, source, name, former_names, headline, company, position, url, account_id, handles, emails,
               since, as_of, person_link.person_id, how, probability, evidence
        FROM record JOIN person_link USING (record_id)
        WHERE home_id = (SELECT any_value(home_id) FROM person_link WHERE record_id = ?)
        ORDER BY record_id <> ?, source, name, record_id
        """,
        [record_id, record_id],
    )
    return rows.to_dicts()


def answer_pair(store: Store, settings: Settings, left: str, right: str, answer: str) -> Answered:
    """Keep the owner's word on two records, and link or part their persons.

    A yes holds against earlier answers on other records of the two persons; a no is kept for good, whatever is
    imported or linked later, until it is undone.

    Raises:
        UsageError: the answer is none of yes, no and later.
        NotFoundError: there is no such record.
    """
    if answer not in _ANSWERS:
        msg = _(
            "The answer must be one of {answers}, got {answer!r}.",
            answers=", ".join(_ANSWERS),
            answer=answer,
        )
        raise UsageError(msg)
    people = [_person_of(store, one) for one in (left, right)]
    if left == right:
        msg = _("A pair has two records, got {left!r} twice.", left=left)
        raise UsageError(msg)
    pairs = [(left, right)]
    if answer == "yes" and people[0] != people[1]:
        pairs += _earlier_no(store, *people)
    with store.transaction():
        number = keep_answers(store, pairs, answer)
        if answer != "later":
            link_again(store, settings, pairs)
        now = [_person_of(store, one) for one in (left, right)]
        if answer == "yes" and now[0] != now[1]:
            raise UsageError(_cannot_join(store, *now))
    return Answered(number, answer, tuple(dict.fromkeys(now)), _done(store, answer, now))


def _person_of(store: Store, record_id: str) -> str:
    found = store.frame(
        "SELECT person_id FROM person_link WHERE record_id = ? AND state = 'linked'", [record_id]
    )
    if found.is_empty():
        msg = _(
            "There is no record {record_id!r}. Allowed are the ids of records that "
            "`relevance person NAME --json` and `relevance link --json` show.",
            record_id=record_id,
        )
        raise NotFoundError(msg)
    return str(found["person_id"][0])


def _name_of(store: Store, person_id: str) -> str:
    found = store.frame("SELECT name FROM person WHERE person_id = ?", [person_id])
    return str(found["name"][0])


def _earlier_no(store: Store, one: str, other: str) -> list[tuple[str, str]]:
    """Return the pairs of records of two persons of which the owner said no."""
    rows = store.frame(
        "SELECT record_id, person_id FROM person_link WHERE person_id IN (?, ?)", [one, other]
    )
    of = dict(rows.iter_rows())
    refused = answers_now(store).filter(answer="no").select("left_record_id", "right_record_id")
    return [
        (left, right)
        for left, right in refused.iter_rows()
        if {of.get(left), of.get(right)} == {one, other}
    ]


def _cannot_join(store: Store, one: str, other: str) -> str:
    names = _(
        "{name} ({one}) and {other_name} ({other})",
        name=_name_of(store, one),
        one=one,
        other_name=_name_of(store, other),
        other=other,
    )
    return _(
        "{names} cannot be one person: one of them is you and the other your connection, or "
        "you said that others whom they are joined to are two people. See `relevance people "
        "review --answers`, undo that answer first.",
        names=names,
    )


def _done(store: Store, answer: str, people: Sequence[str]) -> str:
    names = " and ".join(_name_of(store, one) for one in dict.fromkeys(people))
    return {
        "yes": _("{names}: one person now.", names=names),
        "no": _("{names}: kept apart, whatever comes in later.", names=names),
        "later": _("{names}: put off.", names=names),
    }[answer]


def merge_people(store: Store, settings: Settings, one: str, other: str) -> Answered:
    """Join two persons, named by id or name, by the owner's word.

    Raises:
        NotFoundError: one of them is not there.
        AmbiguousNameError: several people have this name.
        UsageError: they are one person already, or cannot be.
    """
    left, right = _two_people(store, one, other)
    if left == right:
        msg = _(
            "{one!r} and {other!r} are one person already: {left}.", one=one, other=other, left=left
        )
        raise UsageError(msg)
    first, second = (
        store.frame("SELECT min(record_id) AS id FROM person_link WHERE person_id = ?", [person])[
            "id"
        ][0]
        for person in (left, right)
    )
    known = [
        pair.pair
        for pair in all_pairs(store)
        if {pair.left_person_id, pair.right_person_id} == {left, right}
    ]
    ends = known[0] if known else (str(first), str(second))
    return answer_pair(store, settings, ends[0], ends[1], "yes")


def _two_people(store: Store, one: str, other: str) -> tuple[str, str]:
    """Return the ids of two persons; one name given twice means the two people who carry it."""
    name = comparable_name(one)
    if name and name == comparable_name(other):
        same = (
            store.people()
            .filter(comparable_name=name, is_owner=False)["person_id"]
            .sort()
            .to_list()
        )
        if len(same) == 2:
            return same[0], same[1]
    return find_person(store, one), find_person(store, other)


def split_record(store: Store, settings: Settings, record_id: str) -> Answered:
    """Take a record out of its person by the owner's word, with those that certain keys put together with it.

    Where certain keys hold all records of the person together, this one record leaves alone.

    Raises:
        NotFoundError: there is no such record.
        UsageError: it is its person's only record.
    """
    person = _person_of(store, record_id)
    rows = store.frame(
        "SELECT record_id, home_id FROM person_link WHERE person_id = ? ORDER BY record_id",
        [person],
    )
    home = rows.filter(record_id=record_id)["home_id"][0]
    others = rows.filter(rows["home_id"] != home)
    if others.is_empty():
        others = rows.filter(rows["record_id"] != record_id)
        left = [record_id]
    else:
        others = others.group_by("home_id", maintain_order=True).first()
        left = rows.filter(home_id=home)["record_id"].to_list()[:1]
    if others.is_empty():
        msg = _(
            "The record {record_id!r} is the only one of {name} ({person}): there is "
            "nobody to part it from.",
            record_id=record_id,
            name=_name_of(store, person),
            person=person,
        )
        raise UsageError(msg)
    pairs = [(one, other) for one in left for other in others["record_id"]]
    with store.transaction():
        number = keep_answers(store, pairs, "no")
        link_again(store, settings, pairs)
        people = [_person_of(store, one) for one in (record_id, *others["record_id"])]
    return Answered(number, "no", tuple(dict.fromkeys(people)), _done(store, "no", people))


def undo_answer(store: Store, settings: Settings, answer_id: int) -> None:
    """Take an answer back: everything is as if it had never been given.

    Raises:
        NotFoundError: there is no such answer, or it is undone already.
    """
    with store.transaction():
        take_back_answer(store, answer_id)
        link_people(store, settings)


def past_answers(store: Store) -> list[dict[str, Any]]:
    """Return the answers that hold, the newest first: answer_id, answer, at, records and names of both sides."""
    rows = store.frame(
        """
        SELECT answer_id, answer, "at", left_record_id, right_record_id, one.name AS left_name, other.name AS right_name
        FROM link_answer
        LEFT JOIN record AS one ON one.record_id = left_record_id
        LEFT JOIN record AS other ON other.record_id = right_record_id
        WHERE undone_at IS NULL
        ORDER BY answer_id DESC, left_record_id, right_record_id
        """
    )
    return rows.to_dicts()


def links_of(store: Store, person_id: str) -> list[dict[str, Any]]:
    """Return the records of a person with how each came to them: how, probability, evidence, home_id; the first first.

    Raises:
        NotFoundError: there is no such person.
    """
    rows = store.frame(
        """
        SELECT record.*, how, probability, evidence, home_id
        FROM record JOIN person_link USING (record_id)
        WHERE person_id = ? AND state = 'linked'
        ORDER BY home_id <> person_id, home_id, how <> 'first record', source, name, record_id
        """,
        [person_id],
    )
    if rows.is_empty():
        msg = _("There is no person with the id {person_id!r}.", person_id=person_id)
        raise NotFoundError(msg)
    return rows.to_dicts()
