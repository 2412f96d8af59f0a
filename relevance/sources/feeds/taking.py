"""Collects what one feed says: authors, posts, and what was left out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from relevance.schema import fact_frame
from relevance.sources.result import ImportResult, Rejection

__all__ = ["KIND", "FeedTaking"]

KIND = "feed"


class FeedTaking:
    """The facts of one file."""

    def __init__(self) -> None:
        self.read = 0
        self._records: dict[str, Mapping[str, Any]] = {}
        self._posts: dict[str, Mapping[str, Any]] = {}
        self._rejected: list[Rejection] = []

    def knows(self, record: Mapping[str, Any]) -> bool:
        """Return whether this person has been taken in."""
        return record["record_id"] in self._records

    def person(self, record: Mapping[str, Any]) -> None:
        """Take in a row of the table `record`; what an earlier row of the same person says stays."""
        known = self._records.get(record["record_id"], {})
        merged = {**record, **{key: value for key, value in known.items() if value}}
        self._records[record["record_id"]] = merged

    def post(self, post: Mapping[str, Any]) -> bool:
        """Take in a row of the table `post`; return false where the file holds it twice."""
        if post["post_id"] in self._posts:
            return False
        self._posts[post["post_id"]] = post
        return True

    def reject(self, reason: str, excerpt: str) -> None:
        """Note why the row that was counted last is not taken in."""
        self._rejected.append(Rejection(self.read, reason, " ".join(excerpt[:400].split())[:120]))

    def result(self, as_of: date | None) -> ImportResult:
        """Return everything that was taken in."""
        days = [post["created_at"].date() for post in self._posts.values() if post["created_at"]]
        newest = max(days, default=None)
        return ImportResult(
            KIND,
            self.read,
            {
                "record": fact_frame("record", self._records.values()),
                "post": fact_frame("post", self._posts.values()),
            },
            tuple(self._rejected),
            as_of or newest,
            newest,
        )
