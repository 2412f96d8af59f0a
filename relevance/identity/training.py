"""Moves the model's parameters towards what the people at hand say, where there are enough of them.

How often two strangers agree is counted on a random sample of pairs; how often records of one person do is estimated by
expectation maximisation, as Splink does it: given names among people of one employer, the rest among people of one
name. Both only pull at the defaults, never by more than a factor, since a network is a small and crooked sample.
"""

from typing import Any

import polars as pl

from relevance.identity.comparing import linker_for
from relevance.identity.model import COMPARISONS, Parameters

__all__ = ["LEAST_PEOPLE", "trained_parameters"]

LEAST_PEOPLE = 2_000
"""From so many people on parameters are estimated."""

_LEAST_PAIRS = 200  # of one name or employer; from fewer there is nothing to learn
_MOST_PAIRS = 500_000  # one employer of thousands would take minutes
_SAMPLED_PAIRS = 200_000
_SEED = 7
_TRUST = 0.5  # of the estimate, on the scale of logarithms
_MOST_FACTOR = 2.0
# Surnames are not among them: from records that agree in much else, a network would learn that surnames never change.
_LEARNT = ("given name", "employer", "school", "place")


def trained_parameters(features: pl.DataFrame, probability: float) -> Parameters | None:
    """Return m and u of each outcome by comparison and level, null where there are too few people to tell.

    The same people give the same parameters.

    Args:
        features: the people, see `relevance.identity.features`.
        probability: that two people at random are one.
    """
    blocks = [one for one in _BLOCKS if _LEAST_PAIRS <= _agreeing(features, one) <= _MOST_PAIRS]
    if features.height < LEAST_PEOPLE or not blocks:
        return None
    from splink import block_on

    linker = linker_for(features, probability)
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED_PAIRS, seed=_SEED)
    for columns in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    return _pulled(linker.misc.save_model_to_json())


# What a block agrees in cannot be learnt from it: given names are learnt from people of one employer.
_BLOCKS = (("surname", "given"), ("employer",))


def _agreeing(features: pl.DataFrame, columns: tuple[str, ...]) -> int:
    """Return how many pairs of people agree in these columns."""
    sizes = features.select(columns).drop_nulls().group_by(columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1)).sum()) // 2


def _pulled(model: dict[str, Any]) -> Parameters:
    told = {
        (one["output_column_name"], level["label_for_charts"]): level
        for one in model["comparisons"]
        for level in one["comparison_levels"]
    }
    found = {}
    for one in COMPARISONS:
        if one.name not in _LEARNT:
            continue
        defaults = {level.name: (level.m, level.u) for level in one.levels}
        for name, (m, u) in (defaults | {"different": one.different}).items():
            level = told[one.column, name]
            found[one.name, name] = (
                _between(m, level.get("m_probability")),
                _between(u, level.get("u_probability")),
            )
    return found


def _between(default: float, estimate: float | None) -> float:
    """Return the default drawn towards an estimate, a probability above 0 and at most 1."""
    if not estimate:
        return default
    factor = min(max((estimate / default) ** _TRUST, 1 / _MOST_FACTOR), _MOST_FACTOR)
    return round(float(min(default * factor, 0.9999)), 6)
