"""Groups of posts that say the same."""

from collections.abc import Sequence

import polars as pl

from relevance.errors import UsageError
from relevance.near_duplicates.pairs import near_groups
from relevance.near_duplicates.sequences import numbered_sets
from relevance.near_duplicates.sets import shared_sets
from relevance.near_duplicates.wording import Wordings

__all__ = ["duplicate_groups"]


def duplicate_groups(texts: Sequence[str] | pl.Series, ids: Sequence[str] | pl.Series) -> pl.Series:
    """Return for each text the smallest id of its group of duplicates, null where it stands alone.

    The order of the rows changes nothing. Groups are closed: where A is near B and B near C, all
    three are one group.

    Args:
        texts: the texts of posts.
        ids: their ids, each once.

    Raises:
        UsageError: there are not as many ids as texts.
    """
    if len(texts) != len(ids):
        msg = f"Every text needs an id: {len(texts):,} texts came with {len(ids):,} ids."
        raise UsageError(msg)
    wordings = Wordings.of(pl.Series(texts, dtype=pl.String))
    groups = near_groups(shared_sets(numbered_sets(wordings)))
    posts = pl.DataFrame(
        {
            "id": pl.Series(ids, dtype=pl.String),
            "group": groups[wordings.number],
            "has_words": wordings.has_words,
        }
    )
    several = posts.filter("has_words").filter(pl.len().over("group") > 1)
    smallest = several.group_by("group").agg(pl.col("id").min().alias("duplicate_group"))
    group = pl.when("has_words").then("group").alias("group")
    joined = posts.select(group).join(smallest, on="group", how="left", maintain_order="left")
    return joined["duplicate_group"]
