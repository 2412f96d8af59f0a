"""Splink at work: candidate pairs in, their weights comparison by comparison out. Nothing here decides.

Splink takes 0.2 s to import and is imported only when there is a pair to compare. It runs in a database of its own in
memory, on a fixed number of threads, so that the same people always give the same figures.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from relevance.identity.features import SCHEMA
from relevance.identity.model import COMPARISONS, Parameters, splink_comparisons
from relevance.identity.nicknames import commonness

if TYPE_CHECKING:
    from splink import Linker

__all__ = ["compared", "linker_for"]

_THREADS = 2
_MEMORY = "1GB"
# How many people of general knowledge a value's own count in this network is weighed against, and what share of people
# is taken for an employer or school that nobody else names.
_KNOWN_PEOPLE = {"given": 2_000, "surname": 2_000}
_KNOWN_AT_PLACES = 300
_UNKNOWN_PLACE = {"employer": 0.001, "school": 0.001}
# Of two people who were at one place, so many were there in a year in common.
_SAME_YEARS = 0.3

# More pairs than this are weighed first, and only those that may come to something are told in full.
_AT_ONCE = 20_000
_LEAST_WEIGHT = -5.0  # bits; a probability of 3 %
_IDS = "unique_id_l AS join_key_l, unique_id_r AS join_key_r"
_WITH_FREQUENCIES = frozenset(
    one.column for one in COMPARISONS if any(level.frequency_of for level in one.levels)
)
_COLUMNS = ", ".join(
    [
        "unique_id_l, unique_id_r",
        *(f"gamma_{one.column}, mw_{one.column}" for one in COMPARISONS),
        *(f"mw_tf_adj_{one}" for one in sorted(_WITH_FREQUENCIES)),
    ]
)


def linker_for(
    features: pl.DataFrame,
    probability: float,
    parameters: Parameters | None = None,
    *,
    with_levels: bool = False,
) -> "Linker":
    """Return Splink's linker over these people.

    Args:
        features: the people, columns of `relevance.identity.features.SCHEMA`.
        probability: that two people at random are one.
        parameters: m and u in place of the defaults.
        with_levels: predictions tell the outcome of each comparison, which takes memory.
    """
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    api.duckdb_con.execute(f"SET threads = {_THREADS}; SET memory_limit = '{_MEMORY}'")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=splink_comparisons(parameters),  # type: ignore[arg-type]  # settings as a document
        blocking_rules_to_generate_predictions=[block_on("surname", "given")],
        probability_two_random_records_match=probability,
        retain_matching_columns=with_levels,
        retain_intermediate_calculation_columns=with_levels,
    )
    people = api.register(features.select(list(SCHEMA)).to_arrow(), table_name="people")
    linker = Linker(people, settings, log_level=None, validate_settings=False)
    for column, frame in _frequencies(features).items():
        shares = api.register(frame.to_arrow(), table_name=f"shares_{column}")
        linker.table_management.register_term_frequency_lookup(shares, column)
    return linker


def _frequencies(features: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the share of people with each value by column: what this network says, drawn to what is known.

    In a network of 50 people everybody's surname would else count as one in 50.
    """
    found = {}
    for column, known in _KNOWN_PEOPLE.items():
        found[column] = _shares(features[column], known, partial(commonness, column))
    for column, unknown in _UNKNOWN_PLACE.items():
        shares = _shares(features[column], _KNOWN_AT_PLACES, partial(_same_for_all, unknown))
        found[column] = shares
        then = shares.with_columns(pl.col(f"tf_{column}") * _SAME_YEARS)
        found[f"{column}_then"] = then.rename(
            {column: f"{column}_then", f"tf_{column}": f"tf_{column}_then"}
        )
    return found


def _same_for_all(share: float, _: str) -> float:
    return share


def _shares(values: pl.Series, known: int, general: Callable[[str], float]) -> pl.DataFrame:
    counts = values.drop_nulls().value_counts(sort=False).sort(values.name)
    of_people = pl.Series([general(one) for one in counts[values.name]], dtype=pl.Float64)
    # The two that are compared are no evidence of how many others there are.
    others = (counts["count"].cast(pl.Int64) - 2).clip(lower_bound=0)
    shares = (others + known * of_people) / (counts["count"].sum() + known)
    return pl.DataFrame([counts[values.name], shares.alias(f"tf_{values.name}")])


def compared(
    features: pl.DataFrame,
    pairs: pl.DataFrame,
    probability: float,
    parameters: Parameters | None = None,
) -> pl.DataFrame:
    """Return the pairs with the weight of each comparison in bits: left, right, `level …`, `weight …`.

    Args:
        features: the people.
        pairs: the ids of those to compare, join_key_l and join_key_r.
        probability: that two people at random are one.
        parameters: m and u in place of the defaults.
    """
    if pairs.is_empty():
        return _EMPTY
    chosen = pairs.select("join_key_l", "join_key_r")
    if chosen.height > _AT_ONCE:
        linker = linker_for(features, probability, parameters)
        chosen = _predicted(linker, chosen, _IDS, least_weight=_LEAST_WEIGHT)
        if chosen.is_empty():
            return _EMPTY
    linker = linker_for(features, probability, parameters, with_levels=True)
    return _tidy(_predicted(linker, chosen, _COLUMNS)).sort("left", "right")


def _predicted(
    linker: "Linker", pairs: pl.DataFrame, columns: str, *, least_weight: float | None = None
) -> pl.DataFrame:
    api = linker._db_api  # the linker does not give it otherwise
    blocked = pairs.sort("join_key_l", "join_key_r").with_columns(match_key=pl.lit("0"))
    registered = api.register(blocked.to_arrow(), table_name="chosen_pairs")
    linker.table_management.register_blocked_pairs_for_predict(registered)
    found = linker.inference.predict(threshold_match_weight=least_weight, warning_mode="never")
    told: pl.DataFrame = found.as_duckdbpyrelation().project(columns).pl()
    return told


def _tidy(found: pl.DataFrame) -> pl.DataFrame:
    columns: list[Any] = [pl.col("unique_id_l").alias("left"), pl.col("unique_id_r").alias("right")]
    for one in COMPARISONS:
        name = one.column
        names = {-1: "missing", 0: "different"}
        names |= {len(one.levels) - at: level.name for at, level in enumerate(one.levels)}
        columns.append(
            pl.col(f"gamma_{name}")
            .replace_strict(names, return_dtype=pl.String)
            .alias(f"level {one.name}")
        )
        adjusted = pl.col(f"mw_tf_adj_{name}") if name in _WITH_FREQUENCIES else pl.lit(0.0)
        columns.append((pl.col(f"mw_{name}") + adjusted).round(3).alias(f"weight {one.name}"))
    return found.select(columns)


_EMPTY = pl.DataFrame(
    schema={
        "left": pl.String,
        "right": pl.String,
        **{
            f"{kind} {one.name}": dtype
            for one in COMPARISONS
            for kind, dtype in (("level", pl.String), ("weight", pl.Float64))
        },
    }
)
