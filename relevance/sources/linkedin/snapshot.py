"""The day an export shows: stated, read from its name, or from when its files were packed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from relevance.sources.archive import SourceFile

__all__ = ["Snapshot"]

_FIRST = date(2003, 1, 1)
"""LinkedIn opened in 2003; zips that carry no time say 1980."""
_US = re.compile(r"(?<!\d)(\d{1,2})-(\d{1,2})-(20\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")


@dataclass(frozen=True)
class Snapshot:
    """What is known of the day of an export before its rows are read."""

    stated: date | None = None
    """What the owner says; it counts where the file says nothing."""
    hinted: date | None = None
    """What names and time stamps say."""
    zone: tzinfo = UTC
    """Time zone of moments that the export writes without one."""

    @classmethod
    def of(cls, file: SourceFile, as_of: date | None = None, zone: tzinfo = UTC) -> "Snapshot":
        """Return what `file` and `as_of` tell."""
        # Loose files get new time stamps whenever they are copied; members of an archive do not.
        packed = file.modified if file.local_path is None else None
        hinted = _named_day(file.path)
        if hinted is None and packed is not None and _FIRST <= packed <= _tomorrow():
            hinted = packed
        return cls(as_of, hinted, zone)

    def day(self, rows: Iterable[date | None]) -> tuple[date | None, date | None]:
        """Return the day of the snapshot, and the newest of the days its `rows` carry.

        What the file itself says comes before what the owner says. A snapshot is never older than a
        row in it, unless the owner says so. Days after tomorrow are typing errors and prove nothing.
        """
        latest = _tomorrow()
        newest = max((day for day in rows if day is not None and day <= latest), default=None)
        if self.stated and self.hinted is None:
            return self.stated, newest
        known = [day for day in (self.hinted, newest) if day is not None]
        return max(known, default=None), newest


def _named_day(path: str) -> date | None:
    parts = [part for part in path.replace("\\", "/").split("/") if part]
    for place, part in enumerate(reversed(parts)):
        # Of the folders above, only an export's own says anything about it.
        if place and "export" not in part.casefold() and not part.casefold().endswith(".zip"):
            continue
        day = _day_in(part)
        if day is not None:
            return day
    return None


def _day_in(name: str) -> date | None:
    us, iso = _US.search(name), _ISO.search(name)
    numbers = None
    if us:
        numbers = int(us[3]), int(us[1]), int(us[2])
    elif iso:
        numbers = int(iso[1]), int(iso[2]), int(iso[3])
    if numbers is None:
        return None
    try:
        day = date(*numbers)
    except ValueError:
        return None
    return day if _FIRST <= day <= _tomorrow() else None


def _tomorrow() -> date:
    return datetime.now(UTC).date() + timedelta(days=1)
