"""Keeping nothing longer than the owner wants: what is older than an age goes, and people of whom nothing is left."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dateutil.relativedelta import relativedelta

from relevance.config import Settings
from relevance.errors import UsageError
from relevance.pipeline.database import is_demo
from relevance.pipeline.forgetting import CopyFate
from relevance.pipeline.importing import settle
from relevance.pipeline.retiring_copies import copies_due, retire_copies
from relevance.pipeline.vectors import forget_unused_vectors
from relevance.store import Store, has_older, remove_older
from relevance.texts import _, number

__all__ = ["Retired", "age_of", "forget_older", "last_retired", "retire_due"]

_UNITS = {"y": "years", "m": "months", "w": "weeks", "d": "days"}
_MOST = 10_000
_KEPT_AS = "retired"
_STAY_DAYS = 31
"""So long the copies made before a migration or a restore outlive what `keep_years` allows."""


@dataclass(frozen=True)
class Retired:
    """What went."""

    removed: Mapping[str, int]
    """Rows by table."""
    people: int
    """People of whom nothing else was known."""
    before: datetime
    """What was older than this moment went."""
    copies: Sequence[CopyFate] = ()
    """What became of the copies of the database that held something of it."""

    @property
    def sentence(self) -> str:
        """What went, in numbers; it names nobody."""
        rows = (
            ", ".join(
                _("{count} of {table}", count=number(count), table=table)
                for table, count in self.removed.items()
            )
            or "none"
        )
        told = _(
            "Older than {before:%d %B %Y}, so that they went: {rows}; {people} people of "
            "whom nothing else was known.",
            before=self.before,
            rows=rows,
            people=number(self.people),
        )
        return f"{told}{self._of_copies}"

    @property
    def _of_copies(self) -> str:
        done = dict.fromkeys(("written anew", "deleted"), 0)
        for one in self.copies:
            if one.outcome in done:
                done[one.outcome] += 1
        counts = [f"{count:,} {what}" for what, count in done.items() if count]
        told = (
            _(" Copies of the database that held such: {counts}.", counts=", ".join(counts))
            if counts
            else ""
        )
        return told + "".join(
            _(" The copy {path} {outcome}: {why}", path=one.path, outcome=one.outcome, why=one.why)
            for one in self.copies
            if one.why
        )


def age_of(text: str) -> datetime:
    """Return the moment, in UTC, that lies an age such as "5y", "18m", "6w" or "90d" before now.

    Raises:
        UsageError: it is no such age.
    """
    found = re.fullmatch(r"\s*(\d{1,5})\s*([ymwd])\s*", text.casefold())
    if not found or not 0 < int(found[1]) <= _MOST:
        msg = _(
            "An age is a number with y, m, w or d for years, months, weeks or days, as in 5y or "
            "90d; got {text!r}.",
            text=text,
        )
        raise UsageError(msg)
    try:
        before: datetime = datetime.now(UTC) - relativedelta(**{_UNITS[found[2]]: int(found[1])})
    except (ValueError, OverflowError) as error:
        msg = _("The age {text!r} lies before all dates; take a smaller number.", text=text)
        raise UsageError(msg) from error
    return before


def forget_older(store: Store, before: datetime, settings: Settings) -> Retired:
    """Remove what is dated before a moment, here and in the known copies, and write the files anew.

    Posts, encounters, invitations, the owner's acts and notes, ratings and decisions have a date; what has none stays.
    People go of whom nothing is left but a name: no connection, nobody followed, no employer or school, and no fact
    younger than that. Copies come first, as where a person is forgotten; those that hold such and that this tool made
    by itself are deleted.

    Raises:
        StoreError: the database cannot be written; everything stays in it.
    """
    return _retired(store, before, settings, copies_due(store, before, stay_days=0))


def _retired(store: Store, before: datetime, settings: Settings, copies: Sequence[Path]) -> Retired:
    fates = retire_copies(store, copies, before, lambda copy: _remove(copy, before, settings))
    removed, people = _remove(store, before, settings) if has_older(store, before) else ({}, 0)
    return Retired(removed, people, before, fates)


def _remove(store: Store, before: datetime, settings: Settings) -> tuple[dict[str, int], int]:
    """Remove what is older from one database; return the rows by table and the number of people."""
    with store.transaction():
        people = store.count("person")
        removed = remove_older(store, before)
        settle(store, settings, posts_changed=True)
        forget_unused_vectors(store)
        gone = people - store.count("person")
    store.rewrite()
    return removed, max(gone, 0)


def retire_due(store: Store, settings: Settings) -> Retired | None:
    """Remove what is older than the setting `keep_years` allows, in whole months; return what went, null for nothing.

    Backups lose it as well; a copy made before a migration or a restore that holds such goes once it is 31 days old.
    The demo network is left alone. What went is remembered in numbers, see `last_retired`.

    Raises:
        StoreError: the database cannot be written; everything stays.
    """
    if not settings.keep_years or is_demo(store):
        return None
    # By whole months: the file is written anew each time that something goes.
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = month - relativedelta(years=settings.keep_years)
    copies = copies_due(store, before, stay_days=_STAY_DAYS)
    if not copies and not has_older(store, before):
        return None
    done = _retired(store, before, settings, copies)
    if not done.removed and not done.copies:
        return None
    told = json.dumps({"on": f"{datetime.now(UTC):%d %B %Y}", "what": done.sentence})
    store.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_KEPT_AS, told])
    return done


def last_retired(store: Store) -> str:
    """Return when something last went because of its age, and what, in a sentence; empty where nothing did."""
    rows = store.frame("SELECT value FROM meta WHERE name = ?", [_KEPT_AS])
    if rows.is_empty():
        return ""
    told = json.loads(rows.item())
    return _("On {on}: {what}", on=told["on"], what=told["what"])
