"""Which accounts of which networks a person has, and which two persons can therefore not be one by a guess."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from relevance.identity.groups import Row

__all__ = ["Accounts", "accounts_of", "are_rivals", "is_on_linkedin", "networks_of"]

_LINKEDIN_PROFILE = "https://www.linkedin.com/in/"

Accounts = Mapping[str, frozenset[str]]


def accounts_of(rows: Iterable[Row]) -> Accounts:
    """Return the accounts by what tells them apart: profile addresses, ids and handles of each network."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for kind, account in _accounts(row):
            found[kind].add(account)
    return {kind: frozenset(held) for kind, held in found.items()}


def _accounts(row: Row) -> Iterable[tuple[str, str]]:
    if (row["url"] or "").startswith(_LINKEDIN_PROFILE):
        yield "LinkedIn profile", row["url"]
    if row["account_id"]:
        yield f"{row['account_id'].partition(':')[0]} account", row["account_id"]
    for handle in row["handles"] or ():
        yield f"{handle.partition(':')[0]} handle", handle


def are_rivals(one: Accounts, other: Accounts) -> str | None:
    """Return of which kind both have an account without sharing one, null where there is no such kind."""
    for kind in sorted(set(one) & set(other)):
        if not one[kind] & other[kind]:
            return kind
    return None


def is_on_linkedin(row: Row) -> bool:
    """Return whether a record is of LinkedIn: of its export or pages, or a table's author with a profile there."""
    source: str = row["source"]
    return source.startswith("linkedin.") or source == "posts"


def networks_of(rows: Iterable[Row]) -> frozenset[str]:
    """Return the networks a person is known from, such as linkedin, mail and x."""
    return frozenset(
        "linkedin" if is_on_linkedin(row) else str(row["source"]).partition(".")[0] for row in rows
    )
