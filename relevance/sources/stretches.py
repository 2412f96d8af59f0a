"""One stretch at an employer or a school, whatever source tells of it, and its row in the table `position`."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from relevance.schema import stable_id
from relevance.sources.spans import Edge, Span

__all__ = ["Stretch", "position_row"]


@dataclass(frozen=True)
class Stretch:
    """One employer or school as a source tells it."""

    kind: Literal["employer", "school"]
    organisation: str
    """As written; empty where the source names none."""
    title: str = ""
    """Job title or degree."""
    span: Span | None = None
    """When; null where the source gives no dates."""
    place: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether the source says that it goes on."""
        return bool(self.span and self.span.is_current)


def position_row(record_id: str, one: Stretch, as_of: date | None) -> dict[str, Any]:
    """Return the row of the table `position` for a stretch of one record.

    A single date is all there was of a job; at a school it is the last year, which is the one that people write.

    Args:
        record_id: whose it is.
        one: the stretch; it names an organisation.
        as_of: the day on which the source said so.
    """
    start, finish = _edges(one)
    began = f"{start.day} {start.grain}" if start else f"until {finish.day}" if finish else ""
    return {
        "position_id": stable_id("s", record_id, one.kind, one.organisation, one.title, began),
        "record_id": record_id,
        "kind": one.kind,
        "organisation": one.organisation,
        "title": one.title or None,
        "started_on": start.day if start else None,
        "finished_on": finish.day if finish else None,
        "is_current": one.span.is_current if one.span else None,
        "place": one.place,
        "started_grain": start.grain if start else None,
        "finished_grain": finish.grain if finish else None,
        "as_of": as_of,
    }


def _edges(one: Stretch) -> tuple[Edge | None, Edge | None]:
    if one.span is None:
        return None, None
    if not one.span.is_single or one.span.start is None:
        return one.span.start, one.span.finish
    only = _last_day(one.span.start)
    return (None, only) if one.kind == "school" else (one.span.start, only)


def _last_day(edge: Edge) -> Edge:
    if edge.grain == "day":
        return edge
    month = edge.day.month if edge.grain == "month" else 12
    return Edge(
        date(edge.day.year, month, calendar.monthrange(edge.day.year, month)[1]), edge.grain
    )
