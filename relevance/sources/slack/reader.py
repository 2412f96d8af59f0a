"""Members, rooms and days of a Slack export; a room alone is no encounter."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.chat_taking import MOST_IN_A_ROOM, ChatTaking
from relevance.sources.json_items import first_item, items_of
from relevance.sources.result import ImportResult

__all__ = ["read", "recognises"]

KIND = "slack"

_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|([^>]{0,100}))?>")
_LINK = re.compile(r"<(?:https?://[^|>]*|mailto:[^|>]*|[#!][^|>]*)(?:\|([^>]*))?>")
_USER = re.compile(r"[UW][A-Z0-9]{2,20}$")

_BOT = "bot or integration"
_DELETED = "deleted message"
_EVENT = "joined, left or changed the room"
_NO_SENDER = "no sender"
_NOBODY_MET = "nobody was mentioned or answered"
_BROADCAST = "announcement to a whole room"
_CROWD = f"private room of more than {MOST_IN_A_ROOM} people"
_ROOM = "a room alone is no encounter"
_UNKNOWN = "not understood"


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a list of Slack's members, rooms or messages."""
    del path
    first = first_item(head)
    return isinstance(first, dict) and _shape(first) is not None


def _shape(one: Mapping[str, Any]) -> str | None:
    """Return what a list with this item holds: members, rooms or messages."""
    number = str(one.get("id", ""))
    if isinstance(one.get("profile"), dict) and _USER.match(number):
        return "members"
    if isinstance(one.get("members"), list) and re.match(r"[CDG][A-Z0-9]{2,20}$", number):
        return "rooms"
    if re.match(r"\d{9,11}\.\d{1,9}$", str(one.get("ts", ""))) and one.get("type") == "message":
        return "messages"
    return None


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return members as records, and an encounter for each message and each one it speaks to.

    In a room that is whoever is mentioned, and whoever began the thread that is answered. In a
    direct message it is everyone else in it: the members that dms.json beside it names, else those
    who wrote on that day.

    Args:
        file: a member of the export.
        as_of: day of the export, where the owner states it.
        zone: not needed: Slack counts seconds of UTC.

    Raises:
        UnreadableFileError: it is damaged.
    """
    del zone
    taking = ChatTaking(KIND)
    shape = _shape_of(file)
    room = PurePosixPath(file.path.replace("\\", "/")).parent.name
    members = _members_of(file, room) if shape == "messages" else set()
    is_private = shape == "messages" and (
        bool(members) or bool(re.match(r"D[A-Z0-9]{5,20}$", room))
    )
    if is_private and not members:
        members = _writers(file)
    for item in items_of(file):
        taking.read += 1
        if not isinstance(item, dict):
            taking.reject(_UNKNOWN, item)
        elif shape == "members":
            _take_member(taking, item)
        elif shape == "messages":
            _take_message(taking, item, room, members if is_private else None)
        else:
            taking.reject(_ROOM, item.get("name"))
    return taking.result(as_of)


def _shape_of(file: SourceFile) -> str | None:
    first = first_item(file.head())
    return _shape(first) if isinstance(first, dict) else None


def _members_of(file: SourceFile, room: str) -> set[str]:
    """Return who is in a private room, from the lists that lie beside its folder."""
    folder = str(PurePosixPath(file.path.replace("\\", "/")).parent.parent)
    for name in ("dms.json", "mpims.json"):
        listed = file.near.get(f"{folder}/{name}")
        if listed is None:
            continue
        try:
            for one in items_of(listed):
                if isinstance(one, dict) and room in {one.get("id"), one.get("name")}:
                    told = one.get("members")
                    return {str(number) for number in told} if isinstance(told, list) else set()
        except UnreadableFileError:
            continue
    return set()


def _writers(file: SourceFile) -> set[str]:
    return {
        str(one["user"])
        for one in items_of(file)
        if isinstance(one, dict) and one.get("user") and not one.get("bot_id")
    }


def _take_member(taking: ChatTaking, item: Mapping[str, Any]) -> None:
    profile = item.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    if item.get("is_bot") or item.get("id") == "USLACKBOT" or profile.get("bot_id"):
        taking.reject(_BOT, item.get("name"))
        return
    mail = str(profile.get("email") or "")
    name = profile.get("real_name") or item.get("real_name") or profile.get("display_name")
    who = taking.person(
        item.get("id"),
        name or item.get("name"),
        emails=[mail] if "@" in mail else [],
        position=str(profile.get("title") or "") or None,
    )
    if who is None:
        taking.reject(_UNKNOWN, item)


def _take_message(
    taking: ChatTaking, item: Mapping[str, Any], room: str, members: set[str] | None
) -> None:
    text = item.get("text")
    said = text if isinstance(text, str) else ""
    why = _refusal(item, said)
    if why:
        taking.reject(why, said)
        return
    profile = item.get("user_profile")
    profile = profile if isinstance(profile, dict) else {}
    number = str(item.get("user"))
    sender = taking.person(number, profile.get("real_name") or profile.get("display_name"))
    if sender is None:
        taking.reject(_NO_SENDER, said)
        return
    if members is not None:
        if len(members) > MOST_IN_A_ROOM:
            taking.reject(_CROWD, said)
            return
        met = sorted(members)
    else:
        met = [found[1] for found in _MENTION.finditer(said)]
        parent = item.get("parent_user_id")
        met += [parent] if isinstance(parent, str) and _USER.match(parent) else []
    others = [who for one in met if one != number and (who := taking.person(one))]
    if not others:
        taking.reject(_NOBODY_MET, said)
        return
    at = _moment(item.get("ts"))
    shown = "" if members is not None else f"#{room}"
    taking.meet(item.get("ts"), sender, others, at=at, room=room, text=_plain(said), shown=shown)


def _refusal(item: Mapping[str, Any], text: str) -> str | None:
    subtype = str(item.get("subtype") or "")
    if item.get("type") != "message":
        return _UNKNOWN
    if (
        item.get("bot_id")
        or subtype in {"bot_message", "slackbot_response"}
        or item.get("user") == "USLACKBOT"
    ):
        return _BOT
    if subtype == "tombstone":
        return _DELETED
    if subtype and subtype not in {"thread_broadcast", "me_message", "file_share", "file_comment"}:
        return _EVENT
    if not item.get("user"):
        return _NO_SENDER
    only_all = re.search(r"<!(?:here|channel|everyone)", text) and not _MENTION.search(text)
    return _BROADCAST if only_all and not item.get("parent_user_id") else None


def _plain(text: str) -> str:
    named = _MENTION.sub(lambda found: f"@{found[2] or found[1]}", text)
    return _LINK.sub(lambda found: found[1] or found.group().strip("<>"), named)


def _moment(ts: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
