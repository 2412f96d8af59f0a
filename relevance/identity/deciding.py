"""Compared pairs -> probability, evidence in words, and whether a pair is linked by itself or goes to the owner.

Nothing is linked because of names alone, and nothing because of a former name: such pairs go to the owner, however
probable they are.
"""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from relevance.identity.features import Features
from relevance.identity.groups import Group
from relevance.identity.model import COMPARISONS
from relevance.identity.networks import accounts_of, are_rivals
from relevance.identity.wording import evidence_of, summary_of
from relevance.texts import _

__all__ = ["PAIR_SCHEMA", "Bars", "judged"]

PAIR_SCHEMA: dict[str, Any] = {
    "left_record_id": pl.String,
    "right_record_id": pl.String,
    "probability": pl.Float64,
    "weight": pl.Float64,
    "state": pl.String,
    "reason": pl.String,
    "summary": pl.String,
    "evidence": pl.String,
}
"""Columns of the table `link_pair`."""

# A name that more than one in 20,000 people bear needs two signs beside it.
_RARE_NAME_BITS = 13.0
_NAMES_AGREE = frozenset(
    {"same", "one of several", "part of a double surname", "common part of a double surname"}
)
_GIVEN_AGREES = frozenset({"same", "one of several", "short form"})
_CHANGED = frozenset({"different", "differs, as the former name explains"})
_SUPPORTS = {
    one.name: {level.name for level in one.levels if level.supports} for one in COMPARISONS
}


@dataclass(frozen=True)
class Bars:
    """From which probability on a pair is linked, and from which it is proposed; 0 to 1."""

    link: float = 0.99
    propose: float = 0.05


def judged(
    compared: pl.DataFrame,
    features: Mapping[str, Features],
    groups: Mapping[str, Group],
    probability: float,
    bars: Bars,
) -> pl.DataFrame:
    """Return the pairs at or above the lower bar, the most probable first, columns of `PAIR_SCHEMA`.

    Where several people may be the same one, of whom at most one can be, their odds are shared out.

    Args:
        compared: see `relevance.identity.comparing.compared`.
        features: what was compared, by id.
        groups: the persons, by id.
        probability: that two people at random are one.
        bars: the two bars.
    """
    rows = compared.to_dicts()
    base = math.log2(probability / (1 - probability))
    for row in rows:
        row["weight"] = base + sum(row[f"weight {one.name}"] for one in COMPARISONS)
    rows = [row for row in rows if _may_be_one(row)]
    taken = _taken_by_rivals(rows, features, groups)
    out = []
    for row, rivals in zip(rows, taken, strict=True):
        against = [*rivals, *_open_doubt(row, row["weight"] + sum(bits for _, bits in rivals))]
        weight = row["weight"] + sum(bits for _, bits in against)
        found = _probability(weight)
        if found < bars.propose:
            continue
        left, right = features[row["left"]], features[row["right"]]
        evidence = evidence_of(row, left, right, probability, against)
        reason = _reason_to_ask(row, found, bars, groups)
        out.append(
            {
                "left_record_id": row["left"],
                "right_record_id": row["right"],
                "probability": round(found, 6),
                "weight": round(weight, 3),
                "state": "proposed" if reason else "linked",
                "reason": reason or "",
                "summary": summary_of(evidence),
                "evidence": json.dumps(evidence, ensure_ascii=False),
            }
        )
    found_pairs = pl.DataFrame(out, schema=PAIR_SCHEMA)
    order = ["probability", "left_record_id", "right_record_id"]
    return found_pairs.sort(order, descending=[True, False, False])


def _probability(weight: float) -> float:
    return 1 / (1 + 2 ** -max(min(weight, 60.0), -60.0))


def _may_be_one(row: Mapping[str, Any]) -> bool:
    """Whether a pair is worth anybody's while: people of two given names share a home, not a life."""
    same_handle = row["level handle"] == "the same, which no name explains"
    return same_handle or bool(row["level given name"] != "different")


def _taken_by_rivals(
    rows: Sequence[Mapping[str, Any]],
    features: Mapping[str, Features],
    groups: Mapping[str, Group],
) -> list[list[tuple[str, float]]]:
    """Return for each pair what rivals of either side take away, in words and bits."""
    of: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        of[row["left"]].append(at)
        of[row["right"]].append(at)
    held = {one: accounts_of(groups[one].rows) for one in of}
    out = []
    for at, row in enumerate(rows):
        told = []
        for side, far in (("left", "right"), ("right", "left")):
            rivals = [
                2 ** min(rows[other]["weight"], 60.0)
                for other in of[row[side]]
                if other != at and are_rivals(held[row[far]], held[_far(rows[other], row[side])])
            ]
            if rivals and (bits := -math.log2(1 + sum(rivals))) < -0.05:
                name = features[row[side]]["given"] or "this person"
                told.append((_rival_words(len(rivals), str(name)), bits))
        out.append(told)
    return out


def _far(row: Mapping[str, Any], near: str) -> str:
    return str(row["right"] if row["left"] == near else row["left"])


def _rival_words(count: int, name: str) -> str:
    others = "Another account" if count == 1 else f"{count} other accounts"
    return _(
        "{others} there may as well be the same person as {name}, and only one can be.",
        others=others,
        name=name.title(),
    )


def _open_doubt(row: Mapping[str, Any], weight: float) -> list[tuple[str, float]]:
    """Return what no weighing of names can take away, in words and bits, where that much is left of `weight`."""
    if row["level surname"] in _CHANGED:
        words, most = (
            _("A surname that changed leaves one case in twenty open, whatever else agrees."),
            0.95,
        )
    elif not _signs(row):
        words, most = _("The world has more people of this name than your sources show."), 0.9
    else:
        return []
    bits = math.log2(most / (1 - most)) - weight
    return [(words, bits)] if bits < 0 else []


def _signs(row: Mapping[str, Any]) -> int:
    """Return how many things beside the names speak for a pair."""
    return sum(row[f"level {name}"] in levels for name, levels in _SUPPORTS.items())


def _reason_to_ask(
    row: Mapping[str, Any], probability: float, bars: Bars, groups: Mapping[str, Group]
) -> str | None:
    """Return why a pair is the owner's to decide, null where it is linked."""
    kind = are_rivals(accounts_of(groups[row["left"]].rows), accounts_of(groups[row["right"]].rows))
    if kind:
        return _("They have two different accounts ({kind}): only you can know.", kind=kind)
    if row["level surname"] in _CHANGED:
        return _("A changed surname is evidence, never proof.")
    signs = _signs(row)
    if not signs:
        return _("Nothing but the name speaks for it.")
    if probability < bars.link:
        return _("It is likely, not certain.")
    spelled = "spells the name" in {row["level e-mail address"], row["level handle"]}
    full = row["level surname"] in _NAMES_AGREE or (row["level surname"] == "missing" and spelled)
    if not full or row["level given name"] not in _GIVEN_AGREES:
        return _("The names are alike, not the same.") if signs < 2 else None
    bits = sum(
        row[f"weight {name}"] for name in ("given name", "surname", "handle", "e-mail address")
    )
    if bits < _RARE_NAME_BITS and signs < 2:
        return _("The name is so common that one sign beside it is not enough.")
    return None
