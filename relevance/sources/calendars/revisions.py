"""Which version of each event counts: the newest, also where it lies in another file of the same import."""

import weakref
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from relevance.errors import RelevanceError
from relevance.sources.archive import SourceFile
from relevance.sources.calendars.events import Event, events_of
from relevance.sources.calendars.parties import AWAY
from relevance.texts import marked

__all__ = ["Told", "Versions", "told_beside", "versions_of"]

_OLDER = marked("older version of the same event")
_TWICE = marked("same event twice")
_ANSWER = marked("an answer to an invitation")
_NO_MEETING = marked("a message about a meeting")
_CANCELLED = "cancelled"

_MEETINGS = frozenset({"", "PUBLISH", "REQUEST", "ADD"})
_ENDS = (".ics", ".ical", ".icalendar")
_MOST_FILES = 5_000

_Key = tuple[str, str | None]
_Revision = tuple[int, str, bool]


@dataclass
class Told:
    """What calendars say of the versions of events, by UID and the occurrence that is meant."""

    newest: dict[_Key, tuple[_Revision, str]] = field(default_factory=dict)
    """The newest version and its meaning."""
    answers: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """What people answered in messages of their own, by UID and address."""

    def add(self, events: Iterable[Event]) -> None:
        """Take in what these events say."""
        for event in events:
            if event.trouble or not event.uid:
                continue
            if event.method == "REPLY":
                self.answers[event.uid] |= event.answers
            elif event.method in _MEETINGS or event.method == "CANCEL":
                key, told = (event.uid, event.original), (_revision(event), event.meaning)
                self.newest[key] = max(self.newest.get(key, told), told)


@dataclass
class Versions:
    """The events of one file that count."""

    events: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    """By UID, those without one by a name of their own: the event itself, and exceptions to it."""
    struck_out: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Occurrences, by UID, of which another file says what became of them."""
    reasons: dict[int, str] = field(default_factory=dict)
    """Why events do not count, by row."""


def versions_of(events: Sequence[Event], beside: Told) -> Versions:
    """Return which of a file's events count, with what people answered elsewhere.

    Of one UID the highest SEQUENCE counts, then the later DTSTAMP. Events that share a UID and a version but mean
    different things are different events: some programs give all of them one UID.

    Args:
        events: the events of the file.
        beside: what the other calendars of the same import say.
    """
    own = Told()
    own.add(events)
    found = Versions()
    seen: set[tuple[_Key, str]] = set()
    for event in events:
        why = event.trouble or _why_no_meeting(event) or _why_not_newest(event, own, beside)
        key = event.uid, event.original
        if not why and event.uid and (key, event.meaning) in seen:
            why = _TWICE
        if why:
            found.reasons[event.row] = why
            continue
        seen.add((key, event.meaning))
        named = event.uid or f" {event.row}"
        found.events[named].append(_answered(event, own, beside))
    for uid, original in beside.newest:
        if original and uid in found.events and (uid, original) not in own.newest:
            found.struck_out[uid].add(original)
    return found


def _why_no_meeting(event: Event) -> str | None:
    if event.method == "REPLY":
        return _ANSWER
    if event.method == "CANCEL":
        # Of one date of a series it says that this date is off; else the whole event is.
        return None if event.original else _CANCELLED
    return None if event.method in _MEETINGS else _NO_MEETING


def _why_not_newest(event: Event, own: Told, beside: Told) -> str | None:
    revision = _revision(event)
    key = event.uid, event.original
    newest, _ = own.newest.get(key, (revision, ""))
    if newest > revision:
        return _CANCELLED if newest[2] else _OLDER
    elsewhere, meaning = beside.newest.get(key, (revision, ""))
    # A later export repeats every event with a later stamp; what it says the same of is not outdated.
    if elsewhere > revision and meaning != event.meaning:
        return _CANCELLED if elsewhere[2] else _OLDER
    if event.original:
        whole = max(
            told.newest.get((event.uid, None), ((-1, "", False), "")) for told in (own, beside)
        )
        if whole[0][2] and whole[0] > revision:
            return _CANCELLED
    return None


def _answered(event: Event, own: Told, beside: Told) -> Event:
    answers = {**beside.answers.get(event.uid, {}), **own.answers.get(event.uid, {})}
    away = {mail for mail, answer in answers.items() if answer in AWAY}
    here = tuple(party for party in event.parties if party.mail not in away)
    is_cancelled = event.is_cancelled or event.method == "CANCEL"
    return replace(event, parties=here, is_cancelled=is_cancelled)


def _revision(event: Event) -> _Revision:
    return *event.revision, event.is_cancelled or event.method == "CANCEL"


_kept: list[tuple["weakref.ref[SourceFile]", Told]] = []


def told_beside(file: SourceFile) -> Told:
    """Return what all calendars of the same import say of the versions of events."""
    near = [one for path, one in file.near.items() if path.casefold().endswith(_ENDS)][:_MOST_FILES]
    if len(near) < 2:
        return Told()
    # A thousand files ask for one answer. It is held weakly: another file may lie at this path tomorrow.
    for held, answer in _kept:
        if held() is near[0]:
            return answer
    told = Told()
    for one in near:
        try:
            told.add(events_of(one))
        except RelevanceError:
            continue
    _kept[:] = [(weakref.ref(near[0]), told)]
    return told
