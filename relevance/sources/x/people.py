"""The accounts that one file names, and the owner, whom most files do not name."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from relevance.schema import stable_id
from relevance.sources.people import person_record
from relevance.sources.x.fields import number_id, word

__all__ = [
    "KIND",
    "OWNER_RECORD_ID",
    "Account",
    "People",
    "account_of",
    "handle_of",
    "owner_row",
    "record_id_of",
]

KIND = "x"
OWNER_RECORD_ID = stable_id("r", KIND, "owner")
"""The owner's record in every file that does not name them: posts, likes, comments."""
_OWNER_NAME = "(owner)"

_HANDLE = re.compile(r"@?(\w{1,20})", re.ASCII)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Account(NamedTuple):
    """What one place in a file says of an account."""

    id: str | None = None
    handle: str | None = None
    name: str = ""
    network: str = KIND

    @property
    def key(self) -> str | None:
        """The account as one text: by its handle, which every kind of archive has, else by its id."""
        return f"@{self.handle.casefold()}" if self.handle else self.id

    @property
    def marks(self) -> set[str]:
        """Everything the account can be known by."""
        return {mark for mark in (self.id, self.key) if mark}


def handle_of(text: str) -> str | None:
    """Return a user name without `@`, null where `text` is none."""
    found = _HANDLE.fullmatch(text)
    return found[1] if found else None


def account_of(mention: Mapping[str, Any]) -> Account:
    """Return the account of one entry of `user_mentions`."""
    number = number_id(mention, "id_str", "id")
    return Account(number, handle_of(word(mention, "screen_name")), word(mention, "name"))


def record_id_of(account: Account, name: str = "") -> str:
    """Return the id of an account's record, which depends on whether it has a name (or `name`)."""
    shown = name or account.name
    record_id = str((_record(account, shown) or {}).get("record_id"))
    return record_id if shown else stable_id("r", record_id, "no name")


def owner_row() -> dict[str, Any]:
    """Return the record of the owner without a name; it has no date, so that nothing gives way to it."""
    record = person_record(KIND, _OWNER_NAME) or {}
    return record | {"record_id": OWNER_RECORD_ID, "is_owner": True}


class People:
    """Collects accounts; each becomes one record, with the name that is the newest.

    A record without a name has an id of its own: it must not replace the name that another file
    gives. That both are one account shows by its id or handle.
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[str | None, str | None, str], str | None] = {}
        self._accounts: dict[str, Account] = {}
        self._handles: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, tuple[datetime, str]] = {}
        self._owners: set[str] = set()

    def see(self, account: Account, at: datetime | None = None) -> str | None:
        """Return the record id of an account, null where neither id nor handle says whose it is.

        The id is that of the record without a name until `aliases` tells otherwise.
        """
        key = (account.id, account.handle, account.network)
        if key not in self._ids:
            self._ids[key] = self._identify(account)
        record_id = self._ids[key]
        if record_id is not None and account.name:
            seen = (at or _NEVER, account.name)
            self._names[record_id] = max(seen, self._names.get(record_id, seen))
        return record_id

    def _identify(self, account: Account) -> str | None:
        nameless = account._replace(name="")
        if _record(nameless, "") is None:
            return None
        record_id = record_id_of(nameless)
        self._accounts.setdefault(record_id, nameless)
        if account.handle:
            self._handles[record_id].add(f"{account.network}:{account.handle}")
        return record_id

    def mark_owner(self, account: Account) -> None:
        """Note that the file itself shows an account to be the owner's."""
        record_id = self.see(account)
        if record_id:
            self._owners.add(record_id)

    @property
    def aliases(self) -> dict[str, str]:
        """The final id of each record that has a name, by the id that `see` gave."""
        return {
            one: record_id_of(self._accounts[one], name) for one, (_, name) in self._names.items()
        }

    def rows(self, as_of: date | None) -> list[dict[str, Any]]:
        """Return the rows of the table `record`, as a snapshot of the day `as_of` has them."""
        rows = []
        for one, account in self._accounts.items():
            name = self._name(one)
            record = _record(account, name, sorted(self._handles[one])) or {}
            rows.append(
                record
                | {
                    "record_id": record_id_of(account, name),
                    "is_owner": one in self._owners,
                    "as_of": as_of if name else None,
                }
            )
        return rows

    def _name(self, record_id: str) -> str:
        return self._names.get(record_id, (_NEVER, ""))[1]


def _record(account: Account, name: str, handles: Sequence[str] = ()) -> dict[str, Any] | None:
    number = f"{account.network}:{account.id}" if account.id else None
    named = [f"{account.network}:{account.handle}"] if account.handle else []
    return person_record(KIND, name, account_id=number, handles=handles or named)
