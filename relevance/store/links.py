"""What the owner said of pairs of records, and the pairs that linking found."""

from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from relevance.errors import NotFoundError
from relevance.store.database import Store
from relevance.texts import _

__all__ = [
    "answers_now",
    "keep_answers",
    "pairs_found",
    "replace_people",
    "save_pairs",
    "take_back_answer",
]


def answers_now(store: Store) -> pl.DataFrame:
    """Return the answers that hold, the oldest first: answer_id, left_record_id, right_record_id, answer, at."""
    return store.frame(
        """
        SELECT answer_id, left_record_id, right_record_id, answer, "at"
        FROM link_answer WHERE undone_at IS NULL
        QUALIFY row_number() OVER (PARTITION BY left_record_id, right_record_id ORDER BY answer_id DESC) = 1
        ORDER BY answer_id, left_record_id, right_record_id
        """
    )


def keep_answers(store: Store, pairs: Sequence[tuple[str, str]], answer: str) -> int:
    """Keep one act of the owner that answers these pairs alike, and return its number.

    Args:
        store: where to.
        pairs: pairs of record ids, each in either order.
        answer: yes, no or later.
    """
    with store.transaction():
        number = int(
            store.frame("SELECT coalesce(max(answer_id), 0) + 1 AS n FROM link_answer")["n"][0]
        )
        ordered = sorted({(min(pair), max(pair)) for pair in pairs})
        store.insert(
            "link_answer",
            pl.DataFrame(
                {
                    "answer_id": [number] * len(ordered),
                    "left_record_id": [left for left, _ in ordered],
                    "right_record_id": [right for _, right in ordered],
                    "answer": [answer] * len(ordered),
                    "at": [datetime.now(UTC)] * len(ordered),
                }
            ),
        )
        store.bump("links")
    return number


def take_back_answer(store: Store, answer_id: int) -> None:
    """Mark an act of the owner as undone.

    Raises:
        NotFoundError: there is no such act, or it is undone already.
    """
    held = store.frame(
        "SELECT DISTINCT answer_id FROM link_answer WHERE undone_at IS NULL ORDER BY answer_id"
    )["answer_id"].to_list()
    if answer_id not in held:
        there = ", ".join(str(one) for one in held[-20:]) or "none"
        msg = _(
            "There is no answer {answer_id} that could be undone; there are: {there}.",
            answer_id=answer_id,
            there=there,
        )
        raise NotFoundError(msg)
    with store.transaction():
        store.execute("UPDATE link_answer SET undone_at = now() WHERE answer_id = ?", [answer_id])
        store.bump("links")


def save_pairs(store: Store, pairs: pl.DataFrame) -> None:
    """Replace all pairs that linking found (columns as in the table `link_pair`)."""
    with store.transaction():
        store.execute("DELETE FROM link_pair")
        store.insert("link_pair", pairs)


def pairs_found(store: Store) -> pl.DataFrame:
    """Return the pairs that linking found, the most probable first."""
    return store.frame(
        "SELECT * FROM link_pair ORDER BY probability DESC, left_record_id, right_record_id"
    )


def replace_people(store: Store, people: pl.DataFrame, links: pl.DataFrame) -> None:
    """Replace the persons that the records of `links` belong to (columns as in `person` and `person_link`)."""
    records = links["record_id"].to_list()
    with store.transaction():
        store.execute(
            "DELETE FROM person WHERE person_id IN "
            "(SELECT person_id FROM person_link WHERE list_contains(?, record_id))",
            [records],
        )
        store.execute("DELETE FROM person_link WHERE list_contains(?, record_id)", [records])
        store.insert("person", people)
        store.insert("person_link", links)
        store.bump()
