"""Who wrote and who brought in the posts of a file: one record for each person."""

from datetime import date
from typing import Any

import polars as pl

from relevance.names import comparable_name, profile_slug
from relevance.schema import FACTS
from relevance.sources.people import person_record

__all__ = ["SIDE", "identify", "records", "side"]

SOURCE = "posts"

# What is known of a person in one row; one such struct for the author, one for the surfacer.
SIDE = ("name", "given", "family", "url", "account", "is_company")

_COMPANY_URL = r"(?i)(?:^|linkedin\.com)/(?:company|school|showcase)/"
_COMPANY_URN = r"(?i)urn:li:(?:fsd?_)?(?:normalized_?)?(?:mini)?(?:company|organization|school)"
_COMPANY_TYPE = r"(?i)company|organi[sz]ation|school"
_MEMBER_ID = r"(?:^|[/:=]|%3A)(ACo[A-Z][A-Za-z0-9_-]{3,})"


def side(prefix: str, *, ids: str | None = None, kind: str | None = None) -> pl.Expr:
    """Return the struct of `SIDE` from the columns `<prefix>_name`, `_given`, `_family`, ...

    Args:
        prefix: `author`, `inner` or `surfacer`.
        ids: column with the account's ids, where there is one.
        kind: column that tells people and companies apart, where there is one.
    """
    url = pl.col(f"{prefix}_url")
    name = pl.col(f"{prefix}_name")
    given, family = pl.col(f"{prefix}_given"), pl.col(f"{prefix}_family")
    # Some tables have the address in the column of the name.
    address = pl.when(name.str.contains(r"(?i)linkedin\.com/(?:in|company|school)/")).then(name)
    joined = pl.concat_str([given, family], separator=" ", ignore_nulls=True)
    full = pl.coalesce(
        pl.when(address.is_null()).then(name),
        pl.when(given.is_not_null() | family.is_not_null()).then(joined),
    )
    place = pl.coalesce(url, address)
    identifiers = pl.concat_str(
        [place, *([pl.col(ids)] if ids else [])], separator=" ", ignore_nulls=True
    )
    member = identifiers.str.replace_all(" ", "/").str.extract(_MEMBER_ID, 1)
    company = place.str.contains(_COMPANY_URL).fill_null(value=False)
    company |= identifiers.str.contains(_COMPANY_URN).fill_null(value=False)
    if kind:
        company |= pl.col(kind).str.contains(_COMPANY_TYPE).fill_null(value=False)
    return pl.struct(
        full.alias("name"),
        given.alias("given"),
        family.alias("family"),
        place.alias("url"),
        pl.when(member.is_not_null()).then(pl.format("linkedin:{}", member)).alias("account"),
        company.alias("is_company"),
    )


def identify(sides: pl.Series) -> pl.DataFrame:
    """Return the distinct persons of `sides`: their fields, `record_id`, `slug` and `plain_name`.

    Where nothing names anybody the `record_id` is null.
    """
    people = sides.struct.unnest().unique(maintain_order=True)
    found = [_identity(row) for row in people.iter_rows(named=True)]
    return people.with_columns(
        pl.Series("record_id", [one[0] for one in found], dtype=pl.String),
        pl.Series("slug", [one[1] for one in found], dtype=pl.String),
        pl.Series("plain_name", [one[2] for one in found], dtype=pl.String),
    )


def _identity(row: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    record = person_record(SOURCE, row["name"], url=row["url"], account_id=row["account"])
    if record is None:
        return None, None, None
    slug = profile_slug(row["url"])
    # A member id and a name in an address cannot be compared, so they never tell two people apart.
    slug = None if (slug or "").startswith("member:") else slug
    return record["record_id"], slug, comparable_name(row["name"]) or None


def records(seen: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """Return the frame `record` from every sight of a person: record_id, `SIDE`, headline, at.

    Of each field the newest that is known stays; rows in another order give the same records.
    """
    schema = FACTS["record"].schema
    newest = (
        seen.filter(pl.col("record_id").is_not_null())
        .sort("at", "name", "headline", "url", nulls_last=False)
        .group_by("record_id", maintain_order=True)
        .agg(
            pl.col("name", "given", "family", "url", "account", "headline").drop_nulls().last(),
            pl.col("is_company").any(),
        )
        .sort("record_id")
    )
    rows = [_record(row, as_of) for row in newest.iter_rows(named=True)]
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in schema}, schema=schema)


def _record(row: dict[str, Any], as_of: date | None) -> dict[str, Any]:
    record = (
        person_record(
            SOURCE,
            row["name"],
            url=row["url"],
            account_id=row["account"],
            given_name=row["given"],
            family_name=row["family"],
            headline=row["headline"],
            as_of=as_of,
        )
        or {}
    )
    is_company = row["is_company"] or record.get("is_company", False)
    return {**record, "record_id": row["record_id"], "is_company": is_company}
