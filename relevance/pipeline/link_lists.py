"""Links as lists: the records that certain keys joined, and the records by which pairs are named."""

from collections.abc import Mapping, Sequence
from typing import Any

from relevance.pipeline.review import Proposal
from relevance.store import Store

__all__ = ["certain_links", "sides_of"]

_SHOWN = (
    "record_id",
    "person_id",
    "source",
    "name",
    "former_names",
    "headline",
    "company",
    "position",
    "url",
    "handles",
    "emails",
)


def sides_of(store: Store, pairs: Sequence[Proposal]) -> Mapping[str, Mapping[str, Any]]:
    """Return the records that name the sides of these pairs, by id."""
    ids = sorted({one for pair in pairs for one in pair.pair})
    rows = store.frame(
        f"""
        SELECT {", ".join(_SHOWN)} FROM record JOIN person_link USING (record_id)
        WHERE list_contains(?, record_id)
        """,
        [ids],
    )
    return {row["record_id"]: row for row in rows.iter_rows(named=True)}


def certain_links(store: Store) -> list[dict[str, Any]]:
    """Return the links that certain keys made: each record beside the first one of its person's.

    Keys as for pairs: left, right, state, probability, weight (null: certain), reason, summary, evidence, answer, how.
    """
    columns = ", ".join(
        f"record.{name}" for name in _SHOWN if name not in {"record_id", "person_id"}
    )
    rows = store.frame(
        f"""
        SELECT record_id, person_id, home_id, {columns}, how, probability, evidence
        FROM record JOIN person_link USING (record_id)
        WHERE person_id <> 'owner' AND state = 'linked'
        QUALIFY count(*) OVER (PARTITION BY home_id) > 1
        ORDER BY home_id, how <> 'first record', record_id
        """
    )
    found: list[dict[str, Any]] = []
    first: dict[str, Any] = {}
    for row in rows.iter_rows(named=True):
        side = {name: row[name] for name in _SHOWN}
        if row["home_id"] != first.get("home_id"):
            first = {"home_id": row["home_id"], "side": side}
            continue
        words = f"{row['how'].capitalize()}: {row['evidence']}." if row["evidence"] else row["how"]
        bar = {"comparison": "certain", "level": row["how"], "weight": None, "words": words}
        found.append(
            {
                "left": first["side"],
                "right": side,
                "state": "linked",
                "probability": row["probability"],
                "weight": None,
                "reason": "",
                "summary": words,
                "evidence": [bar],
                "answer": None,
                "how": row["how"],
            }
        )
    return found
