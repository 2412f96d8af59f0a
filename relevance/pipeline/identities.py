"""What would tell a person again: texts that are marked when they are forgotten, and looked for in every import."""

from collections.abc import Iterable, Mapping
from typing import Any

from relevance.names import comparable_name

__all__ = ["IDENTIFYING", "identities"]

IDENTIFYING = (
    "record_id",
    "name",
    "url",
    "account_id",
    "handles",
    "emails",
    "company",
    "headline",
)
"""The columns of the table `record` that `identities` reads."""


def identities(row: Mapping[str, Any], *, beside_name: bool) -> Iterable[str]:
    """Yield what tells the person of a record: profile URL, account, handles, e-mail addresses.

    Where a record has none of these, a name alone tells nobody: namesakes must not suffer. Then it is the name together
    with the employer or with the headline, and the record itself: the name in one kind of file, with the day of
    connecting where the file tells it, which is one record to this tool whoever carries the name.

    Args:
        row: the columns `IDENTIFYING` of a record.
        beside_name: also yield the name with employer and headline where there is an address; for marking only.
    """
    addresses = [
        *(f"{kind} {row[kind]}" for kind in ("url", "account_id") if row[kind]),
        *(f"handle {one}" for one in row["handles"] or ()),
        *(f"email {one}" for one in row["emails"] or ()),
    ]
    yield from addresses
    name = comparable_name(row["name"])
    if name and (beside_name or not addresses):
        for beside in ("company", "headline"):
            if row[beside]:
                yield f"{beside} {name} {str(row[beside]).casefold()}"
    if not addresses:
        yield f"record {row['record_id']}"
