"""What the lists beside a day's messages tell: who is who, who is a bot, which room it is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.chat_beside import beside, read_once
from relevance.sources.json_items import items_of

__all__ = ["Room", "Workspace", "is_bot", "name_of", "workspace_of"]

_USERS = ("users.json", "org_users.json")
_ROOMS = ("channels.json", "groups.json", "dms.json", "mpims.json")
_DIRECT = re.compile(r"(?:D[A-Z0-9]{5,20}|mpdm-.*)$")


@dataclass(frozen=True)
class Room:
    """Where messages were written."""

    id: str
    """Stays when a channel is renamed; the folder's name where no list tells it."""
    name: str
    is_direct: bool
    """Everything in it is said to everyone in it."""
    members: frozenset[str] | None = None
    """Of a direct room, where a list tells them."""


@dataclass(frozen=True)
class Workspace:
    """The room of one file, and the people of its export as far as lists beside it tell."""

    room: Room
    names: Mapping[str, str]
    bots: frozenset[str]


def name_of(user: Mapping[str, Any]) -> str:
    """Return the name of a member as they write it; the user name where there is none."""
    profile = user.get("profile")
    told = profile if isinstance(profile, dict) else {}
    found = (
        told.get("real_name"),
        user.get("real_name"),
        told.get("display_name"),
        user.get("name"),
    )
    return next((one for one in found if isinstance(one, str) and one.strip()), "")


def is_bot(user: Mapping[str, Any]) -> bool:
    """Return whether a member is a program."""
    profile = user.get("profile")
    told = profile if isinstance(profile, dict) else {}
    return bool(
        user.get("is_bot")
        or user.get("is_workflow_bot")
        or told.get("bot_id")
        or user.get("id") == "USLACKBOT"
    )


def workspace_of(file: SourceFile) -> Workspace:
    """Return what is known of a day's file from its path and from the lists beside it."""
    names: dict[str, str] = {}
    bots = {"USLACKBOT"}
    for listed in _beside_each(file, _USERS):
        told = _people_in(listed)
        names |= told[0]
        bots |= told[1]
    return Workspace(_room_of(file), names, frozenset(bots))


def _room_of(file: SourceFile) -> Room:
    folder = PurePosixPath(file.path.replace("\\", "/")).parent.name
    for listed in _beside_each(file, _ROOMS):
        room = _rooms_in(listed).get(folder)
        if room:
            return room
    return Room(folder, folder, bool(_DIRECT.match(folder)))


def _beside_each(file: SourceFile, names: Iterable[str]) -> Iterator[SourceFile]:
    # In an export of several workspaces some lists lie beside them, others in each.
    for name in names:
        yield from beside(file, name)


@read_once
def _people_in(listed: SourceFile) -> tuple[dict[str, str], set[str]]:
    """Return the names of members by their ids, and the ids of bots."""
    names, bots = {}, set()
    for user in _dicts_in(listed):
        number = str(user.get("id") or "")
        if is_bot(user):
            bots.add(number)
        names[number] = name_of(user)
    return names, bots


@read_once
def _rooms_in(listed: SourceFile) -> dict[str, Room]:
    """Return the rooms of a list by the names that their folders may have."""
    rooms = {}
    is_direct = listed.name in {"dms.json", "mpims.json"}
    for told in _dicts_in(listed):
        number, name = str(told.get("id") or ""), str(told.get("name") or "")
        members = told.get("members")
        who = frozenset(map(str, members)) if is_direct and isinstance(members, list) else None
        room = Room(number or name, name or number, is_direct, who)
        rooms.update({key: room for key in (number, name) if key})
    return rooms


def _dicts_in(listed: SourceFile) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list as far as it can be read; what is damaged explains nothing."""
    try:
        yield from (one for one in items_of(listed) if isinstance(one, dict))
    except UnreadableFileError:
        return
