"""Collects what one file of an open network (mastodon, bluesky) says: accounts, posts, encounters, acts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from relevance.names import profile_url
from relevance.schema import fact_frame, stable_id, vector_key
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection
from relevance.texts import marked

__all__ = ["FediTaking", "entries", "moment_of"]

_SNIPPET = 300
_PIECE = 20_000
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_TWICE = marked("same entry twice")


def moment_of(text: object) -> datetime | None:
    """Return the moment of an ISO text in UTC; null where it is none, or one that cannot be true.

    Other servers may claim any time, and one post of the year 9999 would move every window.
    """
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
        at = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if _EARLIEST <= at < datetime.now(UTC) + timedelta(days=1) else None


def entries(value: object) -> list[Any]:
    """Return a list that a file may hold; nothing where something else stands in its place."""
    return value if isinstance(value, list) else []


class FediTaking:
    """The facts of one file of one network."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.read = 0
        self._taken = 0
        self._seen: set[str] = set()
        self._people: dict[str, dict[str, Any]] = {}
        self._told: dict[tuple[Any, ...], str | None] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self._rejected: list[Rejection] = []
        self._newest: date | None = None

    def each(self, items: Iterable[Any], take: Callable[["FediTaking", Any], None]) -> None:
        """Take in each entry of a file; one that gives nothing new and no reason was there before."""
        for item in items:
            self.read += 1
            before = self._taken, len(self._rejected)
            take(self, item)
            if before == (self._taken, len(self._rejected)):
                self.reject(_TWICE, item.get("id", "") if isinstance(item, dict) else item)

    def person(
        self,
        account: str | None = None,
        *,
        handle: str | None = None,
        name: object = "",
        is_owner: bool = False,
        url: str | None = None,
        also: Iterable[str] = (),
        **more: Any,
    ) -> str | None:
        """Return the record id of an account by its address, else by its handle; null without either.

        What several places say of one account is put together. `url`, where people find it, is no part
        of what identifies it, since only some places tell it; `also` are handles on other networks, as
        `network:name`.
        """
        shown = handle.strip().lstrip("@").casefold() if handle else ""
        if not account and not shown:
            return None
        said = (account, shown, name if isinstance(name, str) else "", is_owner, url, (*also,))
        told = (said, tuple(more.items()))
        if told not in self._told:
            self._told[told] = self._put_together(*said, more)
        return self._told[told]

    def _put_together(
        self,
        account: str | None,
        handle: str,
        name: str,
        is_owner: bool,  # noqa: FBT001 - in the order of `person`, its only caller
        url: str | None,
        also: tuple[str, ...],
        more: Mapping[str, Any],
    ) -> str | None:
        """Return the record id of an account, of which this is said for the first time."""
        record = person_record(
            self.kind,
            name,
            account_id=f"{self.kind}:{account}" if account else None,
            handles=[f"{self.kind}:{handle}"] if handle else [],
            **more,
        )
        if record is None:
            return None
        key = str(record["record_id"])
        record |= {
            "url": profile_url(url),
            "is_owner": is_owner,
            "handles": [*record["handles"], *also],
        }
        known = self._people.get(key)
        self._people[key] = record if known is None else _joined(known, record)
        return key

    def post(
        self,
        identifier: str,
        author: str,
        text: str,
        at: datetime | None,
        *,
        url: str | None = None,
        kind: str = "post",
        surfacer: str | None = None,
    ) -> None:
        """Take in one post."""
        way = [self._side(surfacer)] if surfacer else []
        row = {
            "post_id": stable_id("t", self.kind, identifier, *way),
            "author_record_id": author,
            "surfacer_record_id": surfacer,
            "kind": kind,
            "text": text,
            "text_key": vector_key(text),
            "created_at": at,
            "is_approximate": False,
            "url": url,
            "network": self.kind,
        }
        self._add("post", row, row["post_id"], at)

    def meet(
        self,
        identifier: str,
        sender: str,
        others: Iterable[str],
        channel: str,
        at: datetime | None,
        *,
        url: str | None = None,
        text: str = "",
        thread: str | None = None,
    ) -> None:
        """Take in one encounter from the sender to each of the others."""
        for other in dict.fromkeys(others):
            if other == sender:
                continue
            sides = self._side(sender), self._side(other)
            row = {
                "encounter_id": stable_id("e", self.kind, identifier, *sides),
                "sender_record_id": sender,
                "recipient_record_id": other,
                "channel": channel,
                "at": at,
                "conversation": thread,
                "reference": url,
                "snippet": " ".join(text.split())[:_SNIPPET] or None,
                "is_approximate": at is None,
            }
            self._add("encounter", row, row["encounter_id"], at)

    def _side(self, record_id: str) -> str:
        """Return what names an account in every file: archive and API write one by different addresses."""
        record = self._people[record_id]
        handle = next((one for one in record["handles"] if one.startswith("mastodon:")), None)
        return str(handle or record["account_id"] or record["handles"][0])

    def act(
        self,
        kind: str,
        target: str,
        at: datetime | None = None,
        *,
        posted_at: datetime | None = None,
    ) -> None:
        """Take in one act of the owner on the post `target`, made at `posted_at`."""
        row = {
            "engagement_id": stable_id("g", self.kind, kind, target),
            "kind": kind,
            "at": at,
            "url": target,
            "post_key": f"{self.kind}:{target}",
            "posted_at": posted_at,
        }
        self._add("engagement", row, row["engagement_id"], at)

    def follow(self, record_id: str, since: date | None = None) -> None:
        """Note that the owner follows an account."""
        self._add("follow", {"record_id": record_id, "since": since, "active": True}, record_id)

    def owner_fact(self, kind: str, value: str) -> None:
        """Note what the file says of the owner."""
        row = {"kind": kind, "value": value, "detail": self.kind}
        self._add("owner_fact", row, f"{kind} {value}")

    def accept(self) -> None:
        """Note that the entry that is read said something, though it is no fact of its own."""
        self._taken += 1

    def reject(self, reason: str, excerpt: object = "") -> None:
        """Note why the row that is read is not taken in."""
        self._rejected.append(
            Rejection(self.read, reason, " ".join(str(excerpt)[:400].split())[:120])
        )

    def _add(
        self, table: str, row: dict[str, Any], key: object, at: datetime | None = None
    ) -> None:
        if f"{table} {key}" in self._seen:
            return
        self._seen.add(f"{table} {key}")
        self._taken += 1
        rows = self._rows.setdefault(table, [])
        rows.append(row)
        if at and (self._newest is None or at.date() > self._newest):
            self._newest = at.date()
        if len(rows) >= _PIECE:
            self._frames.setdefault(table, []).append(fact_frame(table, self._rows.pop(table)))

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in."""
        for table, rows in self._rows.items():
            self._frames.setdefault(table, []).append(fact_frame(table, rows))
        frames = {table: pl.concat(parts) for table, parts in self._frames.items()}
        frames["record"] = fact_frame("record", self._people.values())
        return ImportResult(
            self.kind, self.read, frames, tuple(self._rejected), as_of or self._newest, self._newest
        )


def _joined(known: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Return one record of two of the same account: a name goes before an address that stands in for it."""
    named = told if _is_named(told) else known
    joined = {column: told.get(column) or known.get(column) for column in {**known, **told}}
    joined["handles"] = list(dict.fromkeys([*known["handles"], *told["handles"]]))
    if _is_elsewhere(known) and not _is_elsewhere(told):
        joined["url"] = known["url"]
    return joined | {"name": named["name"], "former_names": named["former_names"]}


def _is_named(record: dict[str, Any]) -> bool:
    return record["name"] not in {*record["handles"], record["account_id"]}


def _is_elsewhere(record: dict[str, Any]) -> bool:
    """Return whether the address is that of the same person's profile on LinkedIn."""
    return (record["url"] or "").startswith("https://www.linkedin.com/")
