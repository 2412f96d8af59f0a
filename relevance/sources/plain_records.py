"""Person records of many people at once, where name and profile URL are of the usual shape.

Of such a row there is only one way to make a record, so that columns may be put together. Every other row needs
`relevance.sources.people.person_record`, which gives the same for these, one by one.
"""

import polars as pl

from relevance.schema import stable_ids

__all__ = ["is_plain", "plain_records"]

# Letters of many scripts whose compatible forms hold no blank and no bracket: only these words then tell a former name.
_LETTERS = r"A-Za-zÀ-ɏͰ-ҁא-תء-يऀ-ॿぁ-ヺ一-鿿가-힣0-9'’.\-"
_NAME = rf"^[{_LETTERS}]+(?: [{_LETTERS}]+)*$"
_STATES_FORMER = r"(?i)(?:^| )(?:née?|nee|formerly|geb\.) "
_PROFILE = r"^https?://(?:www\.)?linkedin\.com/in/([a-z0-9-]+)/?$"


def is_plain(name: str, url: str) -> pl.Expr:
    """Return whether the columns `name` and `url`, stripped and never null, are both of the usual shape."""
    shown = pl.col(name)
    has_name = shown.str.contains(_NAME) & ~shown.str.contains(_STATES_FORMER)
    return has_name & pl.col(url).str.contains(_PROFILE)


def plain_records(source: str, people: pl.DataFrame, *, name: str, url: str) -> pl.DataFrame:
    """Return `people` with what `person_record` makes of the columns `name` and `url`, both plain (see `is_plain`).

    Args:
        source: kind of file, for example `linkedin.connections`.
        people: rows without e-mail addresses and handles.
        name: the column of full names.
        url: the column of profile URLs.
    """
    slug = people[url].str.extract(_PROFILE)
    key = ("in:" + slug).alias("key")
    none = pl.lit([], dtype=pl.List(pl.String))
    return people.with_columns(
        record_id=stable_ids("r", pl.repeat(source, len(key), eager=True), key),
        source=pl.lit(source),
        name=name,
        former_names=none,
        url="https://www.linkedin.com/in/" + slug,
        account_id=pl.lit(None, dtype=pl.String),
        handles=none,
        emails=none,
        is_company=pl.lit(value=False),
        is_owner=pl.lit(value=False),
    )
