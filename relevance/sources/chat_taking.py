"""Collects what one file of a chat's export says: who people are, and who spoke to whom."""

import html
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import polars as pl

from relevance.schema import fact_frame, stable_id
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection

__all__ = ["MOST_IN_A_ROOM", "ChatTaking"]

MOST_IN_A_ROOM = 25
"""A private room of more people than this is a broadcast."""
_SNIPPET = 300
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_PIECE = 20_000


class ChatTaking:
    """The facts of one file of a chat of one kind (slack, hipchat)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.read = 0
        self._people: dict[str, dict[str, Any]] = {}
        self._told: dict[tuple[str, str], str] = {}
        """Records by number and name: a chat names the same few people over and over."""
        self._rows: list[dict[str, Any]] = []
        self._frames: list[pl.DataFrame] = []
        self._seen: set[str] = set()
        self._rejected: list[Rejection] = []
        self._newest: date | None = None

    def person(self, number: object, name: object = "", **more: Any) -> str | None:
        """Return the record id of the member with this number; null where there is none."""
        told = str(number or "").strip()
        if not told or told == "0":
            return None
        shown = name if isinstance(name, str) else ""
        if not more and (told, shown) in self._told:
            return self._told[told, shown]
        record = person_record(self.kind, shown, account_id=f"{self.kind}:{told}", **more)
        if record is None:
            return None
        key = str(record["record_id"])
        if shown or key not in self._people:
            self._people[key] = record
        self._told[told, shown] = key
        return key

    def meet(
        self,
        message_id: object,
        sender: str,
        others: Iterable[str],
        *,
        at: datetime | None,
        room: str,
        text: str,
        shown: str = "",
    ) -> bool:
        """Take in one encounter from the sender to each of the others; return false for none that is new."""
        said = " ".join(_CONTROLS.sub("", html.unescape(text)).split())[:_SNIPPET]
        # Where a message has no id, its moment and its words tell it from the next one.
        told = message_id or f"{at}|{text}"
        before = len(self._seen)
        for other in dict.fromkeys(others):
            key = stable_id("e", self.kind, room, told, sender, other)
            if other == sender or key in self._seen:
                continue
            self._seen.add(key)
            self._rows.append(
                {
                    "encounter_id": key,
                    "sender_record_id": sender,
                    "recipient_record_id": other,
                    "channel": self.kind,
                    "at": at,
                    "conversation": f"{self.kind}:{room}"[:300],
                    "reference": shown[:300] or None,
                    "snippet": said or None,
                    "is_approximate": at is None,
                }
            )
        if at and (self._newest is None or at.date() > self._newest):
            self._newest = at.date()
        if len(self._rows) >= _PIECE:
            self._flush()
        return len(self._seen) > before

    def reject(self, reason: str, excerpt: object = "") -> None:
        """Note why the row that is read is not taken in."""
        self._rejected.append(
            Rejection(self.read, reason, " ".join(str(excerpt)[:400].split())[:120])
        )

    def _flush(self) -> None:
        self._frames.append(fact_frame("encounter", self._rows))
        self._rows = []

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in."""
        self._flush()
        return ImportResult(
            self.kind,
            self.read,
            {
                "record": fact_frame("record", self._people.values()),
                "encounter": pl.concat(self._frames),
            },
            tuple(self._rejected),
            as_of or self._newest,
            self._newest,
        )
