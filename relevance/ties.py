"""What the contacts with people add up to: first and last, which way they go, and which ties fade."""

from datetime import date

import polars as pl

from relevance.texts import marked

__all__ = ["TIES", "ties"]

TIES = (marked("active"), marked("fading"), marked("silent"), marked("undated"))
"""How a tie stands; only dated contacts tell."""

_SILENT_DAYS = 730
_FADING_DAYS = 365
_LEAST_FADING_DAYS = 90
_GAPS = 3.0


def ties(contacts: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return one row for each person of `contacts`, the latest contact first.

    A tie is *silent* after two years without contact. It is *fading* when nothing has come for three
    times as long as is usual between the two (the median gap between days of contact), and for 90
    days at least; where there were fewer than three such days, after a year. Else it is *active*.

    Args:
        contacts: person_id, at (a moment or null), channel, direction (incoming or outgoing).
        today: the day that "since" is counted to.

    Returns:
        person_id, contacts, incoming, outgoing, direction ("both ways", "only from you", "only from
        them"), channels (most used first), first, last (days), quiet_days (days since the last),
        usual_gap_days (null below three days of contact) and tie, one of `TIES`.
    """
    dated = contacts.with_columns(day=pl.col("at").dt.date())
    counts = dated.group_by("person_id").agg(
        contacts=pl.len().cast(pl.Int64),
        incoming=(pl.col("direction") == "incoming").sum().cast(pl.Int64),
        outgoing=(pl.col("direction") == "outgoing").sum().cast(pl.Int64),
        first=pl.col("day").min(),
        last=pl.col("day").max(),
    )
    used = (
        contacts.group_by("person_id", "channel")
        .len()
        .sort("person_id", "len", "channel", descending=[False, True, False])
        .group_by("person_id", maintain_order=True)
        .agg(channels=pl.col("channel"))
    )
    days = dated.drop_nulls("day").select("person_id", "day").unique().sort("person_id", "day")
    gaps = (
        days.with_columns(gap=pl.col("day").diff().over("person_id").dt.total_days())
        .group_by("person_id")
        .agg(usual_gap_days=pl.col("gap").median(), n_days=pl.len())
        .with_columns(usual_gap_days=pl.when(pl.col("n_days") >= 3).then(pl.col("usual_gap_days")))
        .drop("n_days")
    )
    whole = (
        counts.join(used, on="person_id")
        .join(gaps, on="person_id", how="left")
        .with_columns(
            quiet_days=(pl.lit(today) - pl.col("last")).dt.total_days(), direction=_direction()
        )
    )
    return whole.with_columns(tie=_tie()).sort(
        pl.col("last"), "person_id", descending=[True, False], nulls_last=True
    )


def _direction() -> pl.Expr:
    return (
        pl.when(pl.col("incoming") == 0)
        .then(pl.lit(marked("only from you")))
        .when(pl.col("outgoing") == 0)
        .then(pl.lit(marked("only from them")))
        .otherwise(pl.lit(marked("both ways")))
    )


def _tie() -> pl.Expr:
    quiet = pl.col("quiet_days")
    patience = (_GAPS * pl.col("usual_gap_days")).clip(lower_bound=_LEAST_FADING_DAYS)
    return (
        pl.when(quiet.is_null())
        .then(pl.lit("undated"))
        .when(quiet > _SILENT_DAYS)
        .then(pl.lit("silent"))
        .when(quiet > patience.fill_null(_FADING_DAYS))
        .then(pl.lit("fading"))
        .otherwise(pl.lit("active"))
    )
