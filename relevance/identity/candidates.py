"""Which pairs are compared at all: those with a key in common, the finer the commoner it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from relevance.identity.features import Features
from relevance.identity.groups import Group
from relevance.identity.networks import accounts_of, are_rivals, networks_of

__all__ = ["candidate_pairs"]

_MOST_PAIRS = 3_000  # of one key; a commoner key gives way to a finer one
_SCHEMA = {"join_key_l": pl.String, "join_key_r": pl.String}


def candidate_pairs(rows: Sequence[Features], groups: Mapping[str, Group]) -> pl.DataFrame:
    """Return the pairs that are worth comparing: join_key_l and join_key_r, ids in order.

    A pair shares at least a surname and the first letter of a given name, a given name and an employer, school or
    day of connecting, an address that spells the other's name, or a handle. Where a key is so common that it would
    make too many pairs, only pairs that agree in more are taken. Two people of one network are compared only where
    something else than their names speaks for them: nobody has two profiles there, but profiles change.

    Args:
        rows: the features of each, see `relevance.identity.features`.
        groups: the persons by the ids of the features.
    """
    if len(rows) < 2:
        return pl.DataFrame(schema=_SCHEMA)
    coarse, fine, finest = (_keyed(rows, keys) for keys in (_coarse_keys, _fine_keys, _finest_keys))
    found = [_pairs(keys, most) for keys, most in ((coarse, 1), (fine, 4), (finest, 16))]
    known = _networks(rows, groups)
    pairs = _across_networks(pl.concat(found).unique(), known)
    return _allowed(pairs, {row["unique_id"]: row for row in rows}, groups)


def _keyed(rows: Sequence[Features], keys: Any) -> pl.DataFrame:
    held = [(key, at) for at, row in enumerate(rows) for key in set(keys(row))]
    return pl.DataFrame(held, schema={"key": pl.String, "at": pl.UInt32}, orient="row")


def _roots(row: Features) -> set[str]:
    """The given names, each as itself and as the classes it may be a form of."""
    return {*row["givens"], *(f"#{one}" for one in (*row["full_classes"], *row["short_classes"]))}


def _surnames(row: Features) -> set[str]:
    return {*row["surname_parts"], *row["surnames"], *row["stated"], *row["hidden"]}


def _coarse_keys(row: Features) -> Iterator[str]:
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


def _fine_keys(row: Features) -> Iterator[str]:
    for surname in _surnames(row):
        yield from (f"n {given} {surname}" for given in _roots(row))
    for given in _roots(row):
        for one in row["employer_years"]:
            yield f"e {given} {one}"
        for one in row["school_years"]:
            yield f"s {given} {one}"


def _finest_keys(row: Features) -> Iterator[str]:
    for surname in _surnames(row):
        for given in _roots(row):
            for one in (*row["employer_words"], *row["mail_domains"], *row["schools"]):
                yield f"n {given} {surname} {one}"


def _pairs(keys: pl.DataFrame, factor: int) -> pl.DataFrame:
    """Pair up all people, by their numbers, of each key that does not make more pairs than are taken."""
    most = _MOST_PAIRS * factor
    sized = keys.filter(pl.len().over("key").pow(2) / 2 <= most, pl.len().over("key") > 1)
    joined = sized.join(sized, on="key", suffix="_r").filter(pl.col("at") < pl.col("at_r"))
    return joined.select("at", "at_r").unique()


def _networks(rows: Sequence[Features], groups: Mapping[str, Group]) -> pl.DataFrame:
    """Return for each number id, networks in one text, kinds of accounts, days of connecting and `renamed`."""
    held = [groups[row["unique_id"]].rows for row in rows]
    return pl.DataFrame(
        {
            "at": pl.Series(range(len(rows)), dtype=pl.UInt32),
            "id": [row["unique_id"] for row in rows],
            "networks": [" ".join(sorted(networks_of(one))) for one in held],
            "kinds": ["|".join(sorted(accounts_of(one))) for one in held],
            "days": ["|".join(str(day) for day in row["connected_on"]) for row in rows],
            # Whether another may be the same person within one network: the name has changed, or is all there is.
            "renamed": [
                bool(row["stated"] or row["hidden"]) or _is_loose(groups[row["unique_id"]])
                for row in rows
            ],
        }
    ).with_columns(pl.col("kinds", "days").str.split("|"))


def _across_networks(pairs: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Leave out pairs within one network of which nothing says that the name has changed. Mail is no network.

    `is_doubtful` marks the others that are within one network, or have accounts of one kind.
    """
    both = pairs.join(known, on="at").join(known, left_on="at_r", right_on="at", suffix="_r")
    alone = (pl.col("networks") == pl.col("networks_r")) & ~pl.col("networks").str.contains(" ")
    alone &= pl.col("networks") != "mail"
    found = both.with_columns(
        alone=alone, same_day=_in_common("days"), is_doubtful=alone | _in_common("kinds")
    )
    wanted = ~pl.col("alone") | pl.col("renamed") | pl.col("renamed_r") | pl.col("same_day")
    return found.filter(wanted).select(
        join_key_l=pl.min_horizontal("id", "id_r"),
        join_key_r=pl.max_horizontal("id", "id_r"),
        is_doubtful="is_doubtful",
    )


def _in_common(column: str) -> pl.Expr:
    both = pl.col(column).list.set_intersection(f"{column}_r")
    return both.list.filter(pl.element() != "").list.len() > 0


def _allowed(
    pairs: pl.DataFrame, rows: Mapping[str, Features], groups: Mapping[str, Group]
) -> pl.DataFrame:
    """Leave out pairs within one network, or with two accounts of one, unless a name may have changed."""
    kept = []
    for left, right in pairs.filter("is_doubtful").select(list(_SCHEMA)).iter_rows():
        one, other = groups[left].rows, groups[right].rows
        across = networks_of(one) != networks_of(other) and not are_rivals(
            accounts_of(one), accounts_of(other)
        )
        if across or _may_have_changed(rows, groups, left, right):
            kept.append((left, right))
    free = pairs.filter(~pl.col("is_doubtful")).select(list(_SCHEMA))
    return pl.concat([free, pl.DataFrame(kept, schema=_SCHEMA, orient="row")]).sort(list(_SCHEMA))


def _may_have_changed(
    rows: Mapping[str, Features], groups: Mapping[str, Group], left: str, right: str
) -> bool:
    """Whether two accounts of one network may be one person's at two times: a former name says so."""
    one, other = rows[left], rows[right]
    if _both_in_one_list(groups[left], groups[right]):
        return False
    if _is_loose(groups[left]) or _is_loose(groups[right]):
        return True
    if set(one["connected_on"]) & set(other["connected_on"]):
        return bool(_roots(one) & _roots(other))
    named = {*one["stated"], *one["hidden"]}, {*other["stated"], *other["hidden"]}
    return bool(named[0] & _surnames(other) or named[1] & _surnames(one)) and bool(
        _roots(one) & _roots(other)
    )


def _is_loose(group: Group) -> bool:
    """Whether a name is all that is known, such as of somebody in a message whose profile is not named."""
    return group.is_only_name and not group.is_connected


def _both_in_one_list(one: Group, other: Group) -> bool:
    """Whether both stand in the newest list of connections that either of them stands in."""
    days = [{row["as_of"] for row in group.rows if row["is_connection"]} for group in (one, other)]
    return bool(days[0]) and bool(days[1]) and max(days[0], key=str) == max(days[1], key=str)
