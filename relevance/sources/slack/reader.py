"""Members, rooms and days of a Slack export; a room alone is no encounter."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from relevance.sources.archive import SourceFile
from relevance.sources.chat_taking import MOST_IN_A_ROOM, ChatTaking
from relevance.sources.json_items import first_item, items_of
from relevance.sources.result import ImportResult
from relevance.sources.slack.wording import is_broadcast, mentioned, plain
from relevance.sources.slack.workspace import Workspace, is_bot, name_of, workspace_of
from relevance.texts import marked

__all__ = ["read", "recognises"]

KIND = "slack"

_USER = re.compile(r"[UW][A-Z0-9]{2,20}$")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{2,20}$")
_MOMENT = re.compile(r"\d{9,11}\.\d{1,9}$")
_SPOKEN = {"thread_broadcast", "reply_broadcast", "me_message", "file_share", "file_comment"}

_BOT = marked("bot or integration")
_DELETED = marked("deleted message")
_EVENT = marked("joined, left or changed the room")
_NO_SENDER = marked("no sender")
_NOBODY_MET = marked("nobody was mentioned or answered")
_BROADCAST = marked("announcement to a whole room")
_CROWD = marked("private room of more than 25 people")
_TWICE = marked("same message twice")
_UNKNOWN = marked("not understood")
_NOT_USED = {
    "rooms": marked("a room alone is no encounter"),
    "integrations": marked("log of integrations, not used"),
    "files": marked("canvas, list or file, not used"),
}


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a list of Slack's members, rooms, messages, integrations or files."""
    del path
    first = first_item(head)
    return isinstance(first, dict) and _shape(first) is not None


def _shape(one: Mapping[str, Any]) -> str | None:
    """Return what a list with this item holds."""
    number = str(one.get("id", ""))
    if _USER.match(number) and (isinstance(one.get("profile"), dict) or "is_bot" in one):
        return "members"
    if _CHANNEL.match(number) and (isinstance(one.get("members"), list) or "creator" in one):
        return "rooms"
    if _MOMENT.match(str(one.get("ts", ""))) and one.get("type") == "message":
        return "messages"
    if "change_type" in one and ("app_type" in one or "service_type" in one):
        return "integrations"
    if re.match(r"F[A-Z0-9]{2,20}$", number) and {"filetype", "mimetype"} & set(one):
        return "files"
    return None


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return members as records, and an encounter for each message and each one it speaks to.

    In a room that is whoever is mentioned, and whoever began the thread that is answered. In a
    direct message it is everyone else in it: the members that dms.json or mpims.json beside it
    names, else those who wrote in this file.

    Args:
        file: a member of the export.
        as_of: day of the export, where the owner states it.
        zone: not needed: Slack counts seconds of UTC.

    Raises:
        UnreadableFileError: it is damaged.
    """
    del zone
    taking = ChatTaking(KIND)
    first = first_item(file.head())
    shape = _shape(first) if isinstance(first, dict) else None
    day = _Day(taking, file) if shape == "messages" else None
    for item in items_of(file):
        taking.read += 1
        if not isinstance(item, dict):
            taking.reject(_UNKNOWN, item)
        elif day:
            day.take(item)
        elif shape == "members":
            _take_member(taking, item)
        else:
            taking.reject(_NOT_USED.get(str(shape), _UNKNOWN), item.get("name"))
    return taking.result(as_of)


def _take_member(taking: ChatTaking, item: Mapping[str, Any]) -> None:
    if is_bot(item):
        taking.reject(_BOT, item.get("name"))
        return
    profile = item.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    mail, title = profile.get("email"), profile.get("title")
    who = taking.person(
        item.get("id"),
        name_of(item),
        emails=[mail] if isinstance(mail, str) and "@" in mail else [],
        position=title.strip() or None if isinstance(title, str) else None,
    )
    if who is None:
        taking.reject(_UNKNOWN, item)


class _Day:
    """Takes in the messages of one file."""

    def __init__(self, taking: ChatTaking, file: SourceFile) -> None:
        self._taking = taking
        self._workspace: Workspace = workspace_of(file)
        self._room = self._workspace.room
        self._names = dict(self._workspace.names)
        self._began: dict[str, str] = {}
        """Who began a thread, by its moment: not every export says it of the answers."""
        self._members = self._room.members
        if self._room.is_direct and not self._members:
            self._members = _writers(file)

    def take(self, item: Mapping[str, Any]) -> None:
        """Take in one message, or note why it is no encounter."""
        text = item.get("text")
        said = text if isinstance(text, str) else ""
        number = str(item.get("user") or "")
        why = self._refusal(item, number)
        profile = item.get("user_profile")
        name = name_of({"profile": profile}) if isinstance(profile, dict) else ""
        sender = None if why else self._taking.person(number, name)
        if sender is None:
            self._taking.reject(why or _NO_SENDER, said)
            return
        if name:
            self._names[number] = name
        if item.get("thread_ts") == item.get("ts"):
            self._began[str(item.get("ts"))] = number
        others = self._spoken_to(item, number, said)
        if isinstance(others, str):
            self._taking.reject(others, said)
            return
        met = self._taking.meet(
            item.get("ts"),
            sender,
            [who for one in others if (who := self._taking.person(one))],
            at=_moment(item.get("ts")),
            room=self._room.id,
            text=plain(said, self._names),
            shown="" if self._room.is_direct else f"#{self._room.name}",
        )
        if not met:
            self._taking.reject(_TWICE, said)

    def _refusal(self, item: Mapping[str, Any], number: str) -> str | None:
        subtype = str(item.get("subtype") or "")
        if item.get("type") != "message":
            return _UNKNOWN
        by_bot = item.get("bot_id") or number in self._workspace.bots
        if by_bot or subtype in {"bot_message", "slackbot_response"}:
            return _BOT
        if subtype == "tombstone":
            return _DELETED
        if subtype and subtype not in _SPOKEN:
            return _EVENT
        return None if number else _NO_SENDER

    def _spoken_to(self, item: Mapping[str, Any], number: str, said: str) -> list[str] | str:
        """Return the ids of those whom a message speaks to, or why there is none."""
        if self._members is not None:
            if len(self._members) > MOST_IN_A_ROOM:
                return _CROWD
            named = sorted(self._members)
        else:
            parent = item.get("parent_user_id") or self._began.get(str(item.get("thread_ts")))
            named = mentioned(said)
            named += [parent] if isinstance(parent, str) and _USER.match(parent) else []
        others = [one for one in named if one != number]
        people = [one for one in others if one not in self._workspace.bots]
        if people:
            return people
        if others:
            return _BOT
        is_called = self._members is None and is_broadcast(said)
        return _BROADCAST if is_called else _NOBODY_MET


def _writers(file: SourceFile) -> frozenset[str]:
    return frozenset(
        str(one["user"])
        for one in items_of(file)
        if isinstance(one, dict)
        and one.get("user")
        and not one.get("bot_id")
        and str(one.get("subtype") or "") in {"", *_SPOKEN}
    )


def _moment(ts: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
