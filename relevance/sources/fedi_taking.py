"""Collects what one file of an open network (mastodon, bluesky) says: accounts, posts, encounters, acts."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from relevance.schema import fact_frame, stable_id, text_key
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection

__all__ = ["FediTaking", "moment_of"]

_SNIPPET = 300
_PIECE = 20_000


def moment_of(text: object) -> datetime | None:
    """Return the moment of an ISO text in UTC, or null."""
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class FediTaking:
    """The facts of one file of one network."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.read = 0
        self._people: dict[str, dict[str, Any]] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self._rejected: list[Rejection] = []
        self._newest: date | None = None

    def person(
        self,
        account: str | None = None,
        *,
        handle: str | None = None,
        name: object = "",
        is_owner: bool = False,
        **more: Any,
    ) -> str | None:
        """Return the record id of an account by its address, else by its handle; null without either."""
        shown = handle.strip().lstrip("@").casefold() if handle else ""
        if not account and not shown:
            return None
        record = person_record(
            self.kind,
            name if isinstance(name, str) else "",
            account_id=f"{self.kind}:{account}" if account else None,
            handles=[f"{self.kind}:{shown}"] if shown else [],
            **more,
        )
        if record is None:
            return None
        key = str(record["record_id"])
        known = self._people.get(key)
        told = record | {"is_owner": is_owner or bool(known and known["is_owner"])}
        if known is None or (isinstance(name, str) and name) or not known["handles"]:
            self._people[key] = told
        elif is_owner:
            self._people[key] = known | {"is_owner": True}
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
        row = {
            "post_id": stable_id("t", self.kind, identifier, *([surfacer] if surfacer else [])),
            "author_record_id": author,
            "surfacer_record_id": surfacer,
            "kind": kind,
            "text": text,
            "text_key": text_key(text),
            "created_at": at,
            "is_approximate": False,
            "url": url,
            "network": self.kind,
        }
        self._add("post", row, at)

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
            row = {
                "encounter_id": stable_id("e", self.kind, identifier, sender, other),
                "sender_record_id": sender,
                "recipient_record_id": other,
                "channel": channel,
                "at": at,
                "conversation": thread,
                "reference": url,
                "snippet": " ".join(text.split())[:_SNIPPET] or None,
                "is_approximate": at is None,
            }
            self._add("encounter", row, at)

    def act(
        self, kind: str, target: str, at: datetime | None = None, url: str | None = None
    ) -> None:
        """Take in one act of the owner on the post `target`."""
        row = {
            "engagement_id": stable_id("g", self.kind, kind, target),
            "kind": kind,
            "at": at,
            "url": url or target,
            "post_key": f"{self.kind}:{target}",
        }
        self._add("engagement", row, at)

    def follow(self, record_id: str, since: date | None = None) -> None:
        """Note that the owner follows an account."""
        self._add("follow", {"record_id": record_id, "since": since, "active": True}, None)

    def owner_fact(self, kind: str, value: str) -> None:
        """Note what the file says of the owner."""
        self._add("owner_fact", {"kind": kind, "value": value, "detail": self.kind}, None)

    def reject(self, reason: str, excerpt: object = "") -> None:
        """Note why the row that is read is not taken in."""
        self._rejected.append(
            Rejection(self.read, reason, " ".join(str(excerpt)[:400].split())[:120])
        )

    def _add(self, table: str, row: dict[str, Any], at: datetime | None) -> None:
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
