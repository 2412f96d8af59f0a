"""The people that the rows of one file name, each worked out once however often they occur."""

from datetime import UTC, date, datetime
from typing import Any

from relevance.sources.people import person_record

__all__ = ["HIDDEN_NAME", "People", "is_hidden"]

HIDDEN_NAME = "linkedin member"
"""What LinkedIn writes, in lower case, for people who closed their account or hide from the owner."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def is_hidden(name: str) -> bool:
    """Return whether `name` is the one LinkedIn puts in place of a hidden person's."""
    return name.casefold() == HIDDEN_NAME


class People:
    """Collects the person records of one source by name and profile URL."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._records: dict[tuple[str, str], dict[str, Any] | None] = {}
        self._urls: dict[str, str] = {}
        self._names: dict[str, tuple[datetime, str]] = {}
        self._owners: set[str] = set()

    def add(self, name: str, url: str = "", at: datetime | None = None) -> str | None:
        """Return the record id of the person, or null where neither name nor URL says who it is.

        A person who goes by several names under one URL is shown with the newest, so pass `at`
        where it is known.
        """
        key = (name, url)
        if key not in self._records:
            self._records[key] = person_record(self.source, name, url=url)
        record = self._records[key]
        if record is None:
            return None
        found = str(record["record_id"])
        self._urls.setdefault(found, url)
        if name:
            seen = (at or _NEVER, name)
            if found not in self._names or self._names[found] < seen:
                self._names[found] = seen
        return found

    def mark_owner(self, record_id: str) -> None:
        """Note that the source itself says that this is the owner."""
        self._owners.add(record_id)

    def rows(self, as_of: date | None) -> list[dict[str, Any]]:
        """Return the rows of the table `record`, as a snapshot of the day `as_of` has them."""
        rows = []
        for record_id, url in self._urls.items():
            name = self._names.get(record_id, (_NEVER, ""))[1]
            record = self._records.get((name, url)) or person_record(self.source, name, url=url)
            told = {"record_id": record_id, "is_owner": record_id in self._owners, "as_of": as_of}
            rows.append((record or {}) | told)
        return rows
