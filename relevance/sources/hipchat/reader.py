"""Members, rooms and histories of a HipChat export; a room alone is no encounter."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.chat_taking import ChatTaking
from relevance.sources.json_items import first_item, items_of
from relevance.sources.result import ImportResult

__all__ = ["read", "recognises"]

KIND = "hipchat"

_KINDS = frozenset(
    {
        *("User", "Room", "Emoticon", "UserMessage", "NotificationMessage", "TopicRoomMessage"),
        *(
            "PrivateUserMessage",
            "GuestAccessMessage",
            "ArchiveRoomMessage",
            "ChangeDefaultPermissionsMessage",
        ),
    }
)
_AT = re.compile(r"@([\w.'-]{1,60})")
_ENCRYPTED = re.compile(r"\.tar\.gz\.aes$", re.IGNORECASE)

_ROOM = "a room alone is no encounter"
_NOBODY_MET = "nobody was mentioned or answered"
_NO_SENDER = "no sender"
_MACHINE = "notice of the room or an integration"
_UNKNOWN = "kind of item that is not read"


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a list of HipChat's single-key objects, or the encrypted container."""
    if _ENCRYPTED.search(path):
        return True
    first = first_item(head)
    return isinstance(first, dict) and len(first) == 1 and next(iter(first)) in _KINDS


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
        msg = (
            f"{file.path} is encrypted. Decrypt it with the password that was set for the export (openssl enc -d, "
            "AES-256) and import the .tar.gz."
        )
        raise UnreadableFileError(msg)
    taking = ChatTaking(KIND)
    parts = PurePosixPath(file.path.replace("\\", "/")).parts
    folder = parts[-2] if len(parts) > 1 else ""
    users = _mention_names(file)
    for item in items_of(file):
        taking.read += 1
        kind, inner = next(iter(item.items()), ("", None)) if isinstance(item, dict) else ("", None)
        if kind == "User" and isinstance(inner, dict):
            _take_user(taking, inner)
        elif kind == "UserMessage" and isinstance(inner, dict):
            _take_message(taking, inner, folder, users)
        elif kind == "PrivateUserMessage" and isinstance(inner, dict):
            _take_private(taking, inner)
        elif kind in {"Room", "Emoticon"}:
            taking.reject(_ROOM, inner.get("name") if isinstance(inner, dict) else "")
        elif kind in _KINDS:
            taking.reject(_MACHINE, inner.get("message") if isinstance(inner, dict) else "")
        else:
            taking.reject(_UNKNOWN, kind)
    return taking.result(as_of)


def _mention_names(file: SourceFile) -> dict[str, str]:
    """Return members by the name they are mentioned with, from the users.json of the same export."""
    parts = PurePosixPath(file.path.replace("\\", "/")).parents
    for folder in list(parts)[:4]:
        listed = file.near.get(f"{folder}/users.json")
        if listed is None or listed.path == file.path:
            continue
        try:
            return {
                str(user["mention_name"]).casefold(): str(user["id"])
                for one in items_of(listed)
                if isinstance(one, dict)
                and isinstance(user := one.get("User"), dict)
                and user.get("mention_name")
                and user.get("id")
            }
        except UnreadableFileError:
            return {}
    return {}


def _take_user(taking: ChatTaking, user: Mapping[str, Any]) -> None:
    mail = str(user.get("email") or "")
    who = taking.person(
        user.get("id"),
        user.get("name"),
        emails=[mail] if "@" in mail else [],
        position=str(user.get("title") or "") or None,
    )
    if who is None:
        taking.reject(_NO_SENDER, user.get("name"))


def _sender(taking: ChatTaking, sender: object) -> str | None:
    # Integrations are a bare text, or an object with the number 0 and a name.
    return taking.person(sender.get("id"), sender.get("name")) if isinstance(sender, dict) else None


def _take_message(
    taking: ChatTaking, inner: Mapping[str, Any], room: str, users: Mapping[str, str]
) -> None:
    text = str(inner.get("message") or "")
    sender = _sender(taking, inner.get("sender"))
    if sender is None:
        taking.reject(_MACHINE if inner.get("sender") else _NO_SENDER, text)
        return
    told = inner.get("mentions")
    numbers = [str(one) for one in told if one] if isinstance(told, list) else []
    numbers += [users[name.casefold()] for name in _AT.findall(text) if name.casefold() in users]
    others = [
        who for one in dict.fromkeys(numbers) if (who := taking.person(one)) and who != sender
    ]
    if not others:
        taking.reject(_NOBODY_MET, text)
        return
    at = _moment(inner.get("timestamp"))
    taking.meet(inner.get("id"), sender, others, at=at, room=room, text=text, shown=f"room {room}")


def _take_private(taking: ChatTaking, inner: Mapping[str, Any]) -> None:
    text = str(inner.get("message") or "")
    sides = inner.get("sender"), inner.get("receiver")
    sender, receiver = _sender(taking, sides[0]), _sender(taking, sides[1])
    if sender is None or receiver is None:
        taking.reject(_NO_SENDER, text)
        return
    number = str(sides[0].get("id")) if isinstance(sides[0], dict) else ""
    at = _moment(inner.get("timestamp"))
    other = str(sides[1].get("id")) if isinstance(sides[1], dict) else ""
    room = "-".join(sorted((number, other)))
    taking.meet(inner.get("id"), sender, [receiver], at=at, room=room, text=text)


def _moment(text: object) -> datetime | None:
    """Return the moment of `2018-08-08T14:23:54Z 626267`; what follows the blank are microseconds."""
    stamp, _, micro = str(text or "").partition(" ")
    try:
        found = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC).replace(microsecond=int(micro) if micro.isdecimal() else 0)
    except (ValueError, OverflowError):
        return None
