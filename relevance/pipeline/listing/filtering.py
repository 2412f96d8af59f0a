"""Narrowing and ordering the list of connections: by facets, and by named lists that state their rule."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import polars as pl

from relevance.errors import UsageError
from relevance.pipeline.listing.faceting import FACETS, LOUD, QUIET, searched
from relevance.texts import _, marked, number

__all__ = ["LISTS", "ORDERS", "Filters", "NamedList", "facet_counts", "narrowed", "ordered"]

ORDERS: Mapping[str, tuple[str, bool]] = {
    marked("most diluting"): ("effect", False),
    marked("most raising"): ("effect", True),
    marked("loudest"): ("attention_share", True),
    marked("quietest"): ("attention_share", False),
    marked("longest connected"): ("connected_on", False),
    marked("longest without contact"): ("last", False),
    marked("name"): ("comparable_name", False),
}
"""How connections can be ordered: the column, and whether the largest comes first. Unknown comes last."""


@dataclass(frozen=True)
class Filters:
    """What a connection must be to be shown; within a facet any value will do, and empty means all."""

    listed: str | None = None
    """One of `LISTS`."""
    search: str = ""
    """Words of name, company, position or headline, all of which must be there."""
    state: tuple[str, ...] = ()
    loudness: tuple[str, ...] = ()
    tie: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    connected: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    """As written in the list."""
    topic: tuple[str, ...] = ()
    silent: int | None = None
    """At least so many days since the last dated contact."""

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each facet that is narrowed."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: values for name, values in found.items() if isinstance(values, tuple) and values
        }


@dataclass(frozen=True)
class NamedList:
    """A list with a rule."""

    who: str
    """Who is in it: a text of the catalogue, which may name `quiet` and `loud`."""
    filters: Filters
    order: str
    """One of `ORDERS`."""

    @property
    def rule(self) -> str:
        """Who is in it, in words."""
        return _(self.who, quiet=number(QUIET, 1), loud=number(LOUD))


LISTS: Mapping[str, NamedList] = {
    marked("quiet but valuable"): NamedList(
        marked(
            "They raise your feed, beyond chance, yet take at most {quiet} times the attention that is usual "
            "(the median of your connections who post): worth following more closely."
        ),
        Filters(state=("raises",), loudness=("quiet",)),
        "most raising",
    ),
    marked("loud and off-topic"): NamedList(
        marked(
            "They dilute your feed, beyond chance, and take at least {loud} times the attention that is usual "
            "(the median of your connections who post): the first to see less of."
        ),
        Filters(state=("dilutes",), loudness=("loud",)),
        "most diluting",
    ),
    marked("silent ties"): NamedList(
        marked(
            "You were in contact once, and not within the last two years of your data: worth a "
            "message, or letting go."
        ),
        Filters(tie=("silent",)),
        "longest without contact",
    ),
    marked("fading ties"): NamedList(
        marked(
            "Nothing has come for three times as long as is usual between you, and for 90 days "
            "at least (a year where there is no rhythm yet): a message now keeps the tie."
        ),
        Filters(tie=("fading",)),
        "longest without contact",
    ),
}
"""Lists that have a name."""


def narrowed(facts: pl.DataFrame, filters: Filters, *, but: str | None = None) -> pl.DataFrame:
    """Return the rows of `connection_facts` that pass every filter, in their order.

    Args:
        facts: the rows.
        filters: what they must be.
        but: a facet to leave out, for counting what else it could be.

    Raises:
        UsageError: there is no such list or value; what the owner's data names (company, topic) may be anything.
    """
    return facts.filter(_passes(filters, but))


def _passes(filters: Filters, but: str | None) -> pl.Expr:
    tests = [
        pl.col("company" if name == "company" else name).is_in(values).fill_null(value=False)
        for name, values in filters.facets.items()
        if name != but
    ]
    for name, values in filters.facets.items():
        unknown = [one for one in values if name in FACETS and one not in FACETS[name]]
        if unknown:
            msg = _(
                "The {name} must be one of {facets}, got {unknown!r}.",
                name=name,
                facets=", ".join(FACETS[name]),
                unknown=unknown[0],
            )
            raise UsageError(msg)
    if filters.listed is not None:
        if filters.listed not in LISTS:
            msg = _(
                "There is no list {listed!r}; there are: {lists}.",
                listed=filters.listed,
                lists=", ".join(LISTS),
            )
            raise UsageError(msg)
        tests.append(_passes(LISTS[filters.listed].filters, None))
    words = pl.select(searched(pl.lit(filters.search))).item().split()
    tests += [pl.col("said").str.contains(word, literal=True) for word in words]
    if filters.silent is not None:
        tests.append((pl.col("quiet_days") >= filters.silent).fill_null(value=False))
    return pl.all_horizontal(pl.lit(value=True), *tests)


def ordered(facts: pl.DataFrame, order: str) -> pl.DataFrame:
    """Return the rows in one of `ORDERS`, those of whom it is not known at the end.

    Raises:
        UsageError: there is no such order.
    """
    if order not in ORDERS:
        msg = _(
            "The order must be one of {orders}, got {order!r}.",
            orders=", ".join(ORDERS),
            order=order,
        )
        raise UsageError(msg)
    column, descending = ORDERS[order]
    return facts.sort(
        pl.col("state") == "unknown" if column == "effect" else pl.col(column).is_null(),
        column,
        "comparable_name",
        "person_id",
        descending=[False, descending, False, False],
        nulls_last=True,
    )


def facet_counts(facts: pl.DataFrame, filters: Filters) -> dict[str, dict[str, int]]:
    """Return for each facet how many would be shown by each value, the other filters staying as they are.

    Facets are those of `FACETS`, company and topic; of the last two the most frequent values come first.
    """
    counts = {}
    for name in (*FACETS, "company", "topic"):
        rows = narrowed(facts, filters, but=name)[name].drop_nulls().value_counts()
        found = dict(rows.sort("count", name, descending=[True, False]).iter_rows())
        fixed = FACETS.get(name)
        counts[name] = {one: found.get(one, 0) for one in fixed} if fixed else found
    return counts
