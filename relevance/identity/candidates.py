"""Which pairs are compared at all: those with a key in common, the finer the commoner it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from relevance.identity.groups import Group
from relevance.identity.networks import accounts_of, are_rivals, networks_of

__all__ = ["candidate_pairs"]

_MOST_PAIRS = 3_000  # of one key; a commoner key gives way to a finer one
_Features = Mapping[str, Any]


def candidate_pairs(features: pl.DataFrame, groups: Mapping[str, Group]) -> pl.DataFrame:
    """Return the pairs that are worth comparing: join_key_l, join_key_r (ids, in order) and rival.

    A pair shares at least a surname and the first letter of a given name, a given name and an employer, school or
    day of connecting, an address that spells the other's name, or a handle. Where a key is so common that it would
    make too many pairs, only pairs that agree in more are taken. Two people of one network are compared only where
    something else than their names speaks for them: nobody has two profiles there, but profiles change.

    Args:
        features: see `relevance.identity.features`.
        groups: the persons by the ids of `features`.
    """
    rows = features.to_dicts()
    coarse, fine, finest = (_keyed(rows, keys) for keys in (_coarse_keys, _fine_keys, _finest_keys))
    found = [_pairs(keys, most) for keys, most in ((coarse, 1), (fine, 4), (finest, 16))]
    pairs = pl.concat(found).unique().sort("join_key_l", "join_key_r")
    return _allowed(pairs, {row["unique_id"]: row for row in rows}, groups)


def _keyed(rows: Sequence[_Features], keys: Any) -> pl.DataFrame:
    held = [(key, row["unique_id"]) for row in rows for key in set(keys(row))]
    return pl.DataFrame(held, schema={"key": pl.String, "id": pl.String}, orient="row")


def _roots(row: _Features) -> set[str]:
    """The given names, each as itself and as the classes it may be a form of."""
    return {*row["givens"], *(f"#{one}" for one in (*row["full_classes"], *row["short_classes"]))}


def _surnames(row: _Features) -> set[str]:
    return {*row["surname_parts"], *row["surnames"], *row["stated"], *row["hidden"]}


def _coarse_keys(row: _Features) -> Iterator[str]:
    firsts = {one[0] for one in row["givens"]} | {f"#{one}" for one in row["short_classes"]}
    firsts |= {f"#{one}" for one in row["full_classes"]}
    for surname in _surnames(row):
        yield from (f"n {first} {surname}" for first in firsts)
    for given in _roots(row):
        yield from (f"e {given} {one}" for one in (*row["employer_words"], *row["mail_domains"]))
        yield from (f"s {given} {one}" for one in row["schools"])
        yield from (f"d {given} {one}" for one in row["connected_on"])
        yield from (f"t {given} {one[:4]}" for one in row["surnames"])
        # Somebody who is only called by a given name there.
        yield from (f"o {given} {one[0]}" for one in row["surnames"] if len(given) > 2)
    if row["surname_initial"]:
        yield from (f"o {given} {row['surname_initial']}" for given in _roots(row))
    if row["given"] and row["surname"]:
        yield f"n {row['surname'][0]} {row['given']}"  # the other way round
    for spelled in (*row["handle_letters"], *row["mail_letters"], *row["spelling"]):
        yield f"h {spelled}"
    yield from (f"= {one}" for one in row["handles"])


def _fine_keys(row: _Features) -> Iterator[str]:
    for surname in _surnames(row):
        yield from (f"n {given} {surname}" for given in _roots(row))
    for given in _roots(row):
        for one in row["employer_years"]:
            yield f"e {given} {one}"
        for one in row["school_years"]:
            yield f"s {given} {one}"


def _finest_keys(row: _Features) -> Iterator[str]:
    for surname in _surnames(row):
        for given in _roots(row):
            for one in (*row["employer_words"], *row["mail_domains"], *row["schools"]):
                yield f"n {given} {surname} {one}"


def _pairs(keys: pl.DataFrame, factor: int) -> pl.DataFrame:
    """Pair up all ids of each key that does not make more pairs than are taken."""
    most = _MOST_PAIRS * factor
    sized = keys.filter(pl.len().over("key").pow(2) / 2 <= most, pl.len().over("key") > 1)
    joined = sized.join(sized, on="key", suffix="_r").filter(pl.col("id") < pl.col("id_r"))
    return joined.select(join_key_l="id", join_key_r="id_r").unique()


def _allowed(
    pairs: pl.DataFrame, rows: Mapping[str, _Features], groups: Mapping[str, Group]
) -> pl.DataFrame:
    held = {one: accounts_of(groups[one].rows) for one in rows}
    networks = {one: networks_of(groups[one].rows) for one in rows}
    kept = []
    for left, right in pairs.iter_rows():
        rival = are_rivals(held[left], held[right])
        alone = (
            networks[left] == networks[right]
            and networks[left] != {"mail"}
            and len(networks[left]) == 1
        )
        if (rival or alone) and not _may_have_changed(rows, groups, left, right):
            continue
        kept.append((left, right, rival))
    schema = {"join_key_l": pl.String, "join_key_r": pl.String, "rival": pl.String}
    return pl.DataFrame(kept, schema=schema, orient="row")


def _may_have_changed(
    rows: Mapping[str, _Features], groups: Mapping[str, Group], left: str, right: str
) -> bool:
    """Whether two accounts of one network may be one person's at two times: a former name says so."""
    one, other = rows[left], rows[right]
    if _both_in_one_list(groups[left], groups[right]):
        return False
    if set(one["connected_on"]) & set(other["connected_on"]):
        return bool(_roots(one) & _roots(other))
    named = {*one["stated"], *one["hidden"]}, {*other["stated"], *other["hidden"]}
    return bool(named[0] & _surnames(other) or named[1] & _surnames(one)) and bool(
        _roots(one) & _roots(other)
    )


def _both_in_one_list(one: Group, other: Group) -> bool:
    """Whether both stand in the newest list of connections that either of them stands in."""
    days = [{row["as_of"] for row in group.rows if row["is_connection"]} for group in (one, other)]
    return bool(days[0]) and bool(days[1]) and max(days[0], key=str) == max(days[1], key=str)
