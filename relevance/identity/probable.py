"""From persons that certain keys made to pairs that may be one person: compare, weigh, judge."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from relevance.identity.candidates import candidate_pairs
from relevance.identity.comparing import compared
from relevance.identity.deciding import PAIR_SCHEMA, Bars, judged
from relevance.identity.features import feature_frame, feature_rows
from relevance.identity.groups import Group
from relevance.identity.model import prior
from relevance.identity.training import trained_parameters

__all__ = ["pairs_of"]


def pairs_of(
    groups: Sequence[Group], positions: Mapping[str, Sequence[Mapping[str, Any]]], bars: Bars
) -> pl.DataFrame:
    """Return the pairs of `groups` at or above the lower bar, columns of `PAIR_SCHEMA`; see `judged`.

    Args:
        groups: the persons.
        positions: employers and schools by record id, rows of the table `position`.
        bars: from which probability on pairs are linked and proposed.
    """
    people = {
        min(row["record_id"] for row in group.rows): group
        for group in groups
        if not group.is_owner and not any(row["is_company"] for row in group.rows)
    }
    rows = feature_rows(people.values(), positions)
    pairs = candidate_pairs(rows, people)
    if pairs.is_empty():
        return pl.DataFrame(schema=PAIR_SCHEMA)
    features = feature_frame(rows)
    parameters = trained_parameters(features, prior(len(rows)))
    told = compared(features, pairs, prior(len(rows)), parameters)
    known = {str(row["unique_id"]): row for row in rows}
    return judged(told, known, people, prior(len(rows)), bars)
