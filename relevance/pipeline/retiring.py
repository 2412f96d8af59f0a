"""Keeping nothing longer than the owner wants: what is older than an age goes, and people of whom nothing is left."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from dateutil.relativedelta import relativedelta

from relevance.config import Settings
from relevance.errors import UsageError
from relevance.pipeline.database import is_demo
from relevance.pipeline.importing import settle
from relevance.pipeline.vectors import forget_unused_vectors
from relevance.store import Store, has_older, remove_older

__all__ = ["Retired", "age_of", "forget_older", "last_retired", "retire_due"]

_UNITS = {"y": "years", "m": "months", "w": "weeks", "d": "days"}
_MOST = 10_000
_KEPT_AS = "retired"


@dataclass(frozen=True)
class Retired:
    """What went."""

    removed: Mapping[str, int]
    """Rows by table."""
    people: int
    """People of whom nothing else was known."""
    before: datetime
    """What was older than this moment went."""

    @property
    def sentence(self) -> str:
        """What went, in numbers; it names nobody."""
        rows = ", ".join(f"{count:,} of {table}" for table, count in self.removed.items()) or "none"
        return (
            f"Older than {self.before:%d %B %Y}, so that they went: {rows}; {self.people:,} people of whom nothing "
            "else was known."
        )


def age_of(text: str) -> datetime:
    """Return the moment, in UTC, that lies an age such as "5y", "18m", "6w" or "90d" before now.

    Raises:
        UsageError: it is no such age.
    """
    found = re.fullmatch(r"\s*(\d{1,5})\s*([ymwd])\s*", text.casefold())
    if not found or not 0 < int(found[1]) <= _MOST:
        msg = f"An age is a number with y, m, w or d for years, months, weeks or days, as in 5y or 90d; got {text!r}."
        raise UsageError(msg)
    try:
        before: datetime = datetime.now(UTC) - relativedelta(**{_UNITS[found[2]]: int(found[1])})
    except (ValueError, OverflowError) as error:
        msg = f"The age {text!r} lies before all dates; take a smaller number."
        raise UsageError(msg) from error
    return before


def forget_older(store: Store, before: datetime, settings: Settings) -> Retired:
    """Remove what is dated before a moment, and write the file anew.

    Posts, encounters, invitations, the owner's acts and notes, ratings and decisions have a date; what has none stays.
    People go of whom nothing is left but a name: no connection, nobody followed, no employer or school, and no fact
    younger than that.

    Raises:
        StoreError: the database cannot be written; everything stays.
    """
    with store.transaction():
        people = store.count("person")
        removed = remove_older(store, before)
        settle(store, settings, posts_changed=True)
        forget_unused_vectors(store)
        gone = people - store.count("person")
    store.rewrite()
    return Retired(removed, max(gone, 0), before)


def retire_due(store: Store, settings: Settings) -> Retired | None:
    """Remove what is older than the setting `keep_years` allows, in whole months; return what went, null for nothing.

    The demo network is left alone. What went is remembered in numbers, see `last_retired`.

    Raises:
        StoreError: the database cannot be written; everything stays.
    """
    if not settings.keep_years or is_demo(store):
        return None
    # By whole months: the file is written anew each time that something goes.
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = month - relativedelta(years=settings.keep_years)
    if not has_older(store, before):
        return None
    done = forget_older(store, before, settings)
    told = json.dumps({"on": f"{datetime.now(UTC):%d %B %Y}", "what": done.sentence})
    store.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_KEPT_AS, told])
    return done


def last_retired(store: Store) -> str:
    """Return when something last went because of its age, and what, in a sentence; empty where nothing did."""
    rows = store.frame("SELECT value FROM meta WHERE name = ?", [_KEPT_AS])
    if rows.is_empty():
        return ""
    told = json.loads(rows.item())
    return f"On {told['on']}: {told['what']}"
