"""Members, rooms and histories of a HipChat export; a room alone is no encounter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.chat_beside import beside, read_once
from relevance.sources.chat_taking import ChatTaking
from relevance.sources.json_items import first_item, items_of
from relevance.sources.result import ImportResult
from relevance.texts import _, marked

__all__ = ["read", "recognises"]

KIND = "hipchat"

_LISTED = frozenset({"User", "Room", "Emoticon"})
_MESSAGE = re.compile(r"[A-Z]\w{0,60}Message$")
_AT = re.compile(r"@([\w.'-]{1,60})")
_ENCRYPTED = re.compile(r"\.(?:tar|tar\.gz|tgz)\.aes$", re.IGNORECASE)

_NOBODY_MET = marked("nobody was mentioned or answered")
_NO_SENDER = marked("no sender")
_NO_RECEIVER = marked("no receiver")
_TO_ONESELF = marked("sender and receiver are the same")
_NO_NUMBER = marked("no id")
_MACHINE = marked("notice of the room or an integration")
_TWICE = marked("same message twice")
_UNKNOWN = marked("kind of item that is not read")
_NOT_USED = {
    "Room": marked("a room alone is no encounter"),
    "Emoticon": marked("a picture, not used"),
    **dict.fromkeys(
        ("NotificationMessage", "TopicRoomMessage", "GuestAccessMessage", "ArchiveRoomMessage"),
        _MACHINE,
    ),
}


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a list of HipChat's single-key objects, or the encrypted container."""
    if _ENCRYPTED.search(path):
        return True
    kind, inner = _opened(first_item(head))
    if kind in _LISTED:
        return "id" in inner
    return bool(_MESSAGE.match(kind)) and bool({"timestamp", "sender", "message"} & set(inner))


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return members as records, and an encounter for each message and each one it speaks to.

    A private message lies in the folders of both, under one id, so it counts once.

    Args:
        file: a member of the export.
        as_of: day of the export, where the owner states it.
        zone: not needed: HipChat wrote UTC.

    Raises:
        UnreadableFileError: it is damaged, or encrypted.
    """
    del zone
    if _ENCRYPTED.search(file.path):
        msg = _(
            "{path} is encrypted. Decrypt it with the password that was set for the export "
            "(openssl enc -d, AES-256) and import the .tar.gz.",
            path=file.path,
        )
        raise UnreadableFileError(msg)
    taking = ChatTaking(KIND)
    folder = PurePosixPath(file.path.replace("\\", "/")).parent.name
    export = _export_of(file)
    for item in items_of(file):
        taking.read += 1
        kind, inner = _opened(item)
        if not inner:
            taking.reject(_UNKNOWN, kind)
        elif kind == "User":
            _take_user(taking, inner)
        elif kind == "UserMessage":
            _take_message(taking, inner, folder, export)
        elif kind == "PrivateUserMessage":
            _take_private(taking, inner)
        else:
            taking.reject(_NOT_USED.get(kind, _UNKNOWN), inner.get("name") or inner.get("message"))
    return taking.result(as_of)


@dataclass(frozen=True)
class _Export:
    """What the lists of the same export tell."""

    people: Mapping[str, str]
    """Ids of members by the names that they are mentioned with, in lower case."""
    rooms: Mapping[str, str]
    """Names of rooms by their ids."""


def _export_of(file: SourceFile) -> _Export:
    lists = beside(file, "users.json", "rooms.json")
    told = {one.name: _listed(one) for one in lists if one.path != file.path}
    return _Export(told.get("users.json", {}), told.get("rooms.json", {}))


@read_once
def _listed(file: SourceFile) -> dict[str, str]:
    """Return what history files need of a list; one that is damaged explains nothing."""
    found: dict[str, str] = {}
    try:
        for item in items_of(file):
            kind, inner = _opened(item)
            number = str(inner.get("id") or "")
            if kind == "User" and number and inner.get("mention_name"):
                found[str(inner["mention_name"]).casefold()] = number
            elif kind == "Room" and number and inner.get("name"):
                found[number] = str(inner["name"])
    except UnreadableFileError:
        return found
    return found


def _opened(item: object) -> tuple[str, Mapping[str, Any]]:
    """Return the kind of an item and what it holds; an empty kind for what is no such item."""
    if not isinstance(item, dict) or len(item) != 1:
        return "", {}
    kind, inner = next(iter(item.items()))
    return str(kind), inner if isinstance(inner, dict) else {}


def _take_user(taking: ChatTaking, user: Mapping[str, Any]) -> None:
    mail, title = user.get("email"), user.get("title")
    who = taking.person(
        user.get("id"),
        user.get("name"),
        emails=[mail] if isinstance(mail, str) and "@" in mail else [],
        position=title.strip() or None if isinstance(title, str) else None,
    )
    if who is None:
        taking.reject(_NO_NUMBER, user.get("name"))


def _side(taking: ChatTaking, side: object) -> str | None:
    # Integrations are a bare text, or an object with the number 0 and a name.
    return taking.person(side.get("id"), side.get("name")) if isinstance(side, dict) else None


def _number(side: object) -> str:
    return str(side.get("id") or "") if isinstance(side, dict) else str(side or "")


def _take_message(taking: ChatTaking, inner: Mapping[str, Any], room: str, export: _Export) -> None:
    text = _text(inner)
    sender = _side(taking, inner.get("sender"))
    if sender is None:
        taking.reject(_MACHINE if inner.get("sender") else _NO_SENDER, text)
        return
    told = inner.get("mentions")
    numbers = [_number(one) for one in told] if isinstance(told, list) else []
    names = (name.rstrip(".'-").casefold() for name in _AT.findall(text))
    numbers += [export.people[name] for name in names if name in export.people]
    others = [
        who for one in dict.fromkeys(numbers) if (who := taking.person(one)) and who != sender
    ]
    if not others:
        taking.reject(_NOBODY_MET, text)
        return
    shown = export.rooms.get(room) or f"room {room}"
    _meet(taking, inner, sender, others, room=room, shown=shown)


def _take_private(taking: ChatTaking, inner: Mapping[str, Any]) -> None:
    sides = inner.get("sender"), inner.get("receiver")
    sender, receiver = _side(taking, sides[0]), _side(taking, sides[1])
    if sender is None or receiver is None:
        taking.reject(_NO_SENDER if sender is None else _NO_RECEIVER, _text(inner))
    elif sender == receiver:
        taking.reject(_TO_ONESELF, _text(inner))
    else:
        _meet(taking, inner, sender, [receiver], room="-".join(sorted(map(_number, sides))))


def _meet(
    taking: ChatTaking,
    inner: Mapping[str, Any],
    sender: str,
    others: list[str],
    *,
    room: str,
    shown: str = "",
) -> None:
    text = _text(inner)
    at = _moment(inner.get("timestamp"))
    if not taking.meet(inner.get("id"), sender, others, at=at, room=room, text=text, shown=shown):
        taking.reject(_TWICE, text)


def _text(inner: Mapping[str, Any]) -> str:
    text = inner.get("message")
    return text if isinstance(text, str) else ""


def _moment(text: object) -> datetime | None:
    """Return the moment of `2018-08-08T14:23:54Z 626267`; what follows the blank are microseconds."""
    stamp, _, micro = str(text or "").partition(" ")
    try:
        found = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        fraction = int(micro) if re.fullmatch(r"[0-9]{1,6}", micro) else found.microsecond
        return found.astimezone(UTC).replace(microsecond=fraction)
    except (ValueError, OverflowError):
        return None
